//! Values of interactions' fields as administrators type them, one or several in a line:
//! `billing, order`. A value that holds the separator, a quotation mark or blanks at its
//! ends stands in quotation marks, and one of these in it is doubled: `"Berlin, Mitte",
//! Paris`.

use super::lint::FieldType;
use crate::domain::field::{FieldValue, Number};

const QUOTE: char = '"';

/// Between the texts of a list.
const IN_LIST: char = ';';

/// A value as one types it.
pub fn typed(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::Number(number) => number.get().to_string(),
        FieldValue::Boolean(on) => on.to_string(),
        FieldValue::List(texts) => join(texts.iter().map(String::as_str), IN_LIST),
    }
}

/// What was typed as a value of that type; `None` where it isn't one.
pub fn read(text: &str, held: FieldType) -> Option<FieldValue> {
    Some(match held {
        FieldType::Text => FieldValue::Text(text.to_owned()),
        FieldType::Number => FieldValue::Number(Number::new(text.trim().parse().ok()?).ok()?),
        FieldType::Boolean => FieldValue::Boolean(text.trim().parse().ok()?),
        FieldType::List => FieldValue::List(split(text, IN_LIST)?),
    })
}

/// The line in which these values stand, with `separator` between them.
pub fn join<'a>(values: impl IntoIterator<Item = &'a str>, separator: char) -> String {
    let mut line = String::new();
    for value in values {
        if !line.is_empty() {
            line.push(separator);
            line.push(' ');
        }
        let is_plain =
            !value.is_empty() && value.trim() == value && !value.contains([separator, QUOTE]);
        if is_plain {
            line.push_str(value);
        } else {
            line.push(QUOTE);
            line.push_str(&value.replace(QUOTE, "\"\""));
            line.push(QUOTE);
        }
    }
    line
}

/// The values of such a line; blanks around them don't count, nor does nothing between
/// two separators. `None` where quotation marks don't close, or stand beside text.
pub fn split(line: &str, separator: char) -> Option<Vec<String>> {
    let mut values = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let value;
        (value, rest) = if let Some(quoted) = rest.strip_prefix(QUOTE) {
            let (value, after) = unquoted(quoted)?;
            let after = after.trim_start();
            let after = if after.is_empty() { after } else { after.strip_prefix(separator)? };
            (Some(value), after)
        } else {
            let (value, after) = rest.split_once(separator).unwrap_or((rest, ""));
            let value = value.trim_end();
            (Some(value.to_owned()).filter(|value| !value.is_empty()), after)
        };
        values.extend(value);
        rest = rest.trim_start();
    }
    Some(values)
}

/// What stands up to the closing quotation mark, and what after it.
fn unquoted(text: &str) -> Option<(String, &str)> {
    let (mut value, mut rest) = (String::new(), text);
    loop {
        let (before, after) = rest.split_once(QUOTE)?;
        value.push_str(before);
        let Some(more) = after.strip_prefix(QUOTE) else { return Some((value, after)) };
        value.push(QUOTE);
        rest = more;
    }
}
