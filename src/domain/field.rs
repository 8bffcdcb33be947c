//! The fields of an interaction that conditions look at.

use core::cmp::Ordering;
use core::hash::{Hash, Hasher};

use thiserror::Error;

use super::sorted::SortedMap;

/// An interaction's fields by name.
pub type Fields = SortedMap<String, FieldValue>;

/// A number that can be compared and hashed: finite, and zero has one sign.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(try_from = "f64", into = "f64"))]
pub struct Number(f64);

/// A text or record held something that is not a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("must be a number")]
pub struct NotANumber;

impl Number {
    /// Takes `value` as a number.
    ///
    /// # Errors
    /// [`NotANumber`] for NaN and the infinities, which records cannot hold.
    pub fn new(value: f64) -> Result<Self, NotANumber> {
        // Adding zero turns -0.0 into 0.0, so that equal numbers hash alike.
        if value.is_finite() { Ok(Self(value + 0.0)) } else { Err(NotANumber) }
    }

    /// The value.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl TryFrom<f64> for Number {
    type Error = NotANumber;
    fn try_from(value: f64) -> Result<Self, NotANumber> {
        Self::new(value)
    }
}

impl From<Number> for f64 {
    fn from(number: Number) -> Self {
        number.0
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Number {}
impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}
impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.to_bits().hash(state);
    }
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum FieldValue {
    /// Text.
    Text(String),
    /// A number.
    Number(Number),
    /// True or false.
    Boolean(bool),
    /// Several texts.
    List(Vec<String>),
}
