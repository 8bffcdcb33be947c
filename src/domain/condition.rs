//! Conditions on an interaction's fields, as data.

use super::field::{FieldValue, Fields, Number};

/// Which interactions a configuration is for. A comparison between values of
/// different types never holds (so its `NotEquals` does).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Condition {
    /// Every one holds; an empty list holds.
    All(Vec<Condition>),
    /// At least one holds; an empty list does not.
    Any(Vec<Condition>),
    /// The inner one does not hold.
    Not(Box<Condition>),
    /// A test of one field.
    Field(FieldTest),
}

/// A test and the name of the field it looks at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct FieldTest {
    /// The interaction's field.
    pub field: String,
    /// What it must satisfy.
    pub test: Test,
}

/// What a field must satisfy. Text is compared exactly, case included.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Test {
    /// Holds exactly this value.
    Equals(FieldValue),
    /// Is missing or holds anything else.
    NotEquals(FieldValue),
    /// Holds one of these.
    In(Vec<FieldValue>),
    /// Is text that starts so.
    StartsWith(String),
    /// Is text that contains this, or a list with exactly this in it.
    Contains(String),
    /// Is missing, empty text or an empty list.
    IsEmpty,
    /// Is a greater number.
    Greater(Number),
    /// Is a smaller number.
    Less(Number),
}

impl Condition {
    /// The condition that every interaction meets.
    pub const fn always() -> Self {
        Self::All(Vec::new())
    }

    /// Whether `fields` meet it.
    pub fn holds(&self, fields: &Fields) -> bool {
        match self {
            Self::All(conditions) => conditions.iter().all(|each| each.holds(fields)),
            Self::Any(conditions) => conditions.iter().any(|each| each.holds(fields)),
            Self::Not(condition) => !condition.holds(fields),
            Self::Field(FieldTest { field, test }) => test.holds(fields.get(field)),
        }
    }
}

impl Test {
    fn holds(&self, value: Option<&FieldValue>) -> bool {
        use FieldValue::{List, Number as Num, Text};
        match (self, value) {
            (Self::Equals(wanted), value) => value == Some(wanted),
            (Self::NotEquals(unwanted), value) => value != Some(unwanted),
            (Self::In(wanted), Some(value)) => wanted.contains(value),
            (Self::StartsWith(start), Some(Text(text))) => text.starts_with(start.as_str()),
            (Self::Contains(part), Some(Text(text))) => text.contains(part.as_str()),
            (Self::Contains(part), Some(List(texts))) => texts.contains(part),
            (Self::IsEmpty, None) => true,
            (Self::IsEmpty, Some(List(texts))) => texts.is_empty(),
            (Self::IsEmpty, Some(Text(text))) => text.is_empty(),
            (Self::Greater(bound), Some(Num(number))) => number > bound,
            (Self::Less(bound), Some(Num(number))) => number < bound,
            _ => false,
        }
    }
}
