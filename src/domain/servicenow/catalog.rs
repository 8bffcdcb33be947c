//! Codes and configurations out of the rows of their tables.
//!
//! Which columns the table of configurations has is not documented: of each field several
//! names are looked for, those of its form and of the Wrap Up API. What is not there is as
//! on a new form.

use super::condition;
use super::json::Json;
use super::sys_id;
use crate::domain::code::WrapUpCode;
use crate::domain::configuration::{Configuration, MAX_DURATION_SECONDS};
use crate::domain::id::{CodeId, ConfigurationId};
use crate::domain::record::{RecordError, Rule};

/// A code out of its row, or out of an answer of the Wrap Up API.
///
/// # Errors
/// [`RecordError`], naming the field and the rule it breaks.
pub fn code(row: &Json) -> Result<WrapUpCode, RecordError> {
    let id = code_id("sys_id", &row.needed("sys_id")?)?;
    Ok(WrapUpCode {
        description: row.text("description")?.unwrap_or_default(),
        active: row.truth("active")?.unwrap_or(true),
        external: row.truth("external")?.unwrap_or_default(),
        ..WrapUpCode::new(id, row.needed("code")?)
    })
}

fn code_id(field: &str, text: &str) -> Result<CodeId, RecordError> {
    let id = CodeId::new(sys_id(field, text)?);
    id.map_err(|error| RecordError::new(Rule::Own(error.to_string()), "").under(field))
}

/// Several codes: their names with commas between them, or objects.
fn codes(row: &Json, names: &[&str]) -> Result<Vec<CodeId>, RecordError> {
    let (name, value) = row.first(names);
    if let Json::List(list) = value {
        let each = |(index, code): (u32, &Json)| {
            let id = code.needed("sys_id").and_then(|id| code_id("sys_id", &id));
            id.map_err(|error| error.at(index).under(name))
        };
        return (0..).zip(list).map(each).collect();
    }
    let text = row.text(name)?.unwrap_or_default();
    let ids = text.split(',').map(str::trim).filter(|id| !id.is_empty());
    ids.map(|id| code_id(name, id)).collect()
}

/// A configuration out of its row.
///
/// # Errors
/// [`RecordError`], naming the field and the rule it breaks: conditions that our own
/// cannot say, for one.
pub fn configuration(row: &Json) -> Result<Configuration, RecordError> {
    let id = row.needed("sys_id")?;
    let id = ConfigurationId::new(sys_id("sys_id", &id)?)
        .map_err(|error| RecordError::new(Rule::Own(error.to_string()), "").under("sys_id"))?;
    let form = Configuration::new(id, row.text("name")?.unwrap_or_default());
    let truth = |names: &[&str], otherwise: bool| {
        row.truth(row.first(names).0).map(|truth| truth.unwrap_or(otherwise))
    };
    let (name, _) = row.first(&["conditions", "condition"]);
    let query = row.text(name)?.unwrap_or_default();
    let matches = condition::read(&query).map_err(|error| error.under(name))?;
    let (duration, _) = row.first(&["duration_in_seconds", "duration", "wrap_up_duration"]);
    #[allow(clippy::cast_possible_truncation)] // a day
    let seconds = row.whole(duration, MAX_DURATION_SECONDS as u32)?;
    let (name, _) = row.first(&["default_wrap_up_code", "default_code"]);
    let default = row.reference(name)?;
    Ok(Configuration {
        active: row.truth("active")?.unwrap_or(true),
        order: row.whole("order", u32::MAX)?.unwrap_or(form.order),
        channels: matches.channels,
        condition: matches.condition,
        enforce_duration: truth(
            &["enforce_wrap_up_duration", "enforce_duration"],
            form.enforce_duration,
        )?,
        duration_seconds: seconds.map_or(form.duration_seconds, u64::from),
        show_timer: truth(
            &["show_duration_to_agent", "show_duration", "show_timer"],
            form.show_timer,
        )?,
        enable_codes: truth(&["enable_wrap_up_codes", "enable_codes"], form.enable_codes)?,
        allowed_codes: codes(row, &["allowed_wrap_up_codes", "allowed_codes"])?,
        default_code: default.map(|id| code_id(name, &id)).transpose()?,
        enable_ai_code: truth(&["enable_ai_code"], false)?,
        enable_ai_notes: truth(&["enable_ai_notes"], false)?,
        use_third_party_ai: truth(&["use_third_party_ai"], false)?,
        use_ai_as_default: truth(&["use_ai_code_as_default", "use_ai_as_default"], false)?,
        // There it may always be opened while the conversation runs.
        early_dialog: true,
        ..form
    })
}

/// All rows that can be read, and what is wrong with the others, each named by its place.
///
/// # Errors
/// [`RecordError`] where it is no list.
pub fn rows<T>(
    result: &Json,
    read: impl Fn(&Json) -> Result<T, RecordError>,
) -> Result<(Vec<T>, Vec<RecordError>), RecordError> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for (index, row) in (0..).zip(result.elements()?) {
        match read(row) {
            Ok(record) => found.push(record),
            Err(error) => wrong.push(error.at(index)),
        }
    }
    Ok((found, wrong))
}
