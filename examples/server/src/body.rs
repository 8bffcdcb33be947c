//! Reading what comes: JSON into records, with the path of whatever is wrong.

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use interaction_wrap_up::domain::record::MAX_SAFE_INTEGER;
use interaction_wrap_up::domain::segment_record::TornSegment;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::problem::Problem;

/// Reads `bytes` as a record.
pub fn read<T: DeserializeOwned>(headers: &HeaderMap, bytes: &Bytes) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("application/json") {
        return Err(Problem::media_type());
    }
    let value: Value = serde_json::from_slice(bytes).map_err(|error| {
        Problem::malformed(format!("line {}, column {}", error.line(), error.column()))
    })?;
    check_numbers("", &value)?;
    serde_path_to_error::deserialize(&value).map_err(|error| {
        let path = error.path().to_string();
        let path = if path == "." { String::new() } else { path };
        fault(path, &error.into_inner().to_string())
    })
}

/// Serde's sentence as field and rule.
fn fault(path: String, sentence: &str) -> Problem {
    let missing = sentence.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    match missing {
        Some(name) if path.is_empty() => Problem::field(name, "is needed"),
        Some(name) => Problem::field(format!("{path}.{name}"), "is needed"),
        None => Problem::field(path, format!("cannot be read: {sentence}")),
    }
}

/// Records keep to what a JavaScript number holds exactly.
fn check_numbers(path: &str, value: &Value) -> Result<(), Problem> {
    let below = |step: String| if path.is_empty() { step } else { format!("{path}.{step}") };
    match value {
        Value::Number(number) => {
            let is_safe = number.is_f64()
                || number
                    .as_i64()
                    .is_some_and(|it| it.unsigned_abs() <= MAX_SAFE_INTEGER.unsigned_abs());
            if is_safe {
                return Ok(());
            }
            let rule =
                format!("must be a whole number from -{MAX_SAFE_INTEGER} to {MAX_SAFE_INTEGER}");
            Err(Problem::field(path, rule))
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .try_for_each(|(at, item)| check_numbers(&format!("{path}[{at}]"), item)),
        Value::Object(fields) => {
            fields.iter().try_for_each(|(name, item)| check_numbers(&below(name.clone()), item))
        }
        _ => Ok(()),
    }
}

/// A record that contradicts itself, below `path`.
pub fn torn(path: &str, torn: TornSegment) -> Problem {
    Problem::field(format!("{path}{}", torn.field), torn.rule)
}

/// Names that are kept as plain text: PostgreSQL's has no character of the number 0.
pub fn check_name(field: &str, name: &str) -> Result<(), Problem> {
    if name.contains('\0') {
        return Err(Problem::field(field, "must not hold the character U+0000"));
    }
    Ok(())
}
