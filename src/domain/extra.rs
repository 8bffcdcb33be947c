//! Fields that an administrator adds to the dialog, beside code and notes.

use std::collections::BTreeSet;

use thiserror::Error;

use super::field::{FieldValue, Fields};

/// How many extra fields a configuration may have.
pub const MAX_EXTRA_FIELDS: usize = 20;

/// The longest name, label, option or text of an extra field, in Unicode scalar
/// values.
pub const MAX_EXTRA_TEXT: usize = 1_000;

/// An extra field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExtraField {
    /// Its name in records, once in a configuration.
    pub name: String,
    /// What the agent reads.
    pub label: String,
    /// What it holds.
    pub kind: ExtraKind,
    /// Whether it must be filled to submit.
    pub required: bool,
}

/// What an extra field holds, and as which [`FieldValue`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ExtraKind {
    /// A line of text, as [`FieldValue::Text`].
    Text,
    /// A number, as [`FieldValue::Number`].
    Number,
    /// One of these, as [`FieldValue::Text`].
    Choice(Vec<String>),
    /// Any of these, each once, as [`FieldValue::List`].
    Choices(Vec<String>),
    /// A day, as [`FieldValue::Text`] of the form `2026-03-31`.
    Date,
}

/// Why a value cannot be saved in an extra field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExtraFault {
    /// It is of another type.
    WrongType,
    /// It is longer than [`MAX_EXTRA_TEXT`].
    TooLong,
    /// It is none of the options.
    NotAnOption,
    /// It is no day of the calendar.
    NotADate,
}

/// Which rule an extra field breaks as an administrator has set it up.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum ExtraRule {
    /// More than [`MAX_EXTRA_FIELDS`].
    #[error("must be at most {MAX_EXTRA_FIELDS}")]
    TooMany,
    /// No name or label, or one that is too long.
    #[error("need a name and a label of 1 to {MAX_EXTRA_TEXT} characters each")]
    Nameless,
    /// Two of one name.
    #[error("must name \"{0}\" only once")]
    NameTwice(String),
    /// A choice without options, with an empty one, or with one twice.
    #[error("must give \"{0}\" options that differ")]
    Options(String),
}

impl ExtraField {
    /// What is wrong with `value` as what this field holds. A blank one is right,
    /// whether the field is required or not.
    pub fn fault(&self, value: &FieldValue) -> Option<ExtraFault> {
        let one_of = |options: &[String], text: &String| options.contains(text);
        let (ok, fault) = match (&self.kind, value) {
            (_, value) if is_blank(value) => return None,
            (ExtraKind::Text, FieldValue::Text(text)) => {
                (text.chars().count() <= MAX_EXTRA_TEXT, ExtraFault::TooLong)
            }
            (ExtraKind::Number, FieldValue::Number(_)) => return None,
            (ExtraKind::Choice(options), FieldValue::Text(text)) => {
                (one_of(options, text), ExtraFault::NotAnOption)
            }
            (ExtraKind::Choices(options), FieldValue::List(chosen)) => {
                (chosen.iter().all(|text| one_of(options, text)), ExtraFault::NotAnOption)
            }
            (ExtraKind::Date, FieldValue::Text(text)) => (is_date(text), ExtraFault::NotADate),
            _ => (false, ExtraFault::WrongType),
        };
        (!ok).then_some(fault)
    }
}

/// Whether nothing is entered.
pub fn is_blank(value: &FieldValue) -> bool {
    match value {
        FieldValue::Text(text) => text.trim().is_empty(),
        FieldValue::List(texts) => texts.is_empty(),
        FieldValue::Number(_) | FieldValue::Boolean(_) => false,
    }
}

/// The first rule that `fields` break.
pub(super) fn rule(fields: &[ExtraField]) -> Option<ExtraRule> {
    if fields.len() > MAX_EXTRA_FIELDS {
        return Some(ExtraRule::TooMany);
    }
    let mut names = BTreeSet::new();
    let is_named = |text: &str| !text.trim().is_empty() && text.chars().count() <= MAX_EXTRA_TEXT;
    for ExtraField { name, label, kind, .. } in fields {
        if !is_named(name) || !is_named(label) {
            return Some(ExtraRule::Nameless);
        }
        if !names.insert(name) {
            return Some(ExtraRule::NameTwice(name.clone()));
        }
        if let ExtraKind::Choice(options) | ExtraKind::Choices(options) = kind {
            let different: BTreeSet<_> = options.iter().filter(|each| is_named(each)).collect();
            if options.is_empty() || different.len() < options.len() {
                return Some(ExtraRule::Options(name.clone()));
            }
        }
    }
    None
}

/// Whether `text` is a day of the Gregorian calendar, written `2026-03-31`.
pub fn is_date(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let number = |at: usize, length: usize| -> Option<u32> {
        let part = parts.get(at)?;
        let digits = part.len() == length && part.bytes().all(|each| each.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    };
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(1, 2), number(2, 2)) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    parts.len() == 3 && (1..=days).contains(&day)
}

/// What of `entered` can be saved in `fields`, and the names of what cannot.
pub(super) fn savable(fields: &[ExtraField], entered: &Fields) -> (Fields, Vec<String>) {
    let (mut saved, mut left_out) = (Fields::new(), Vec::new());
    for field in fields {
        match entered.get(&field.name).filter(|value| !is_blank(value)) {
            Some(value) if field.fault(value).is_none() => {
                saved.insert(field.name.clone(), value.clone());
            }
            Some(_) => left_out.push(field.name.clone()),
            None => {}
        }
    }
    (saved, left_out)
}
