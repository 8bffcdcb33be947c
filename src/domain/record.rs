//! What is wrong with a record that came from outside: from a store, a backend
//! or a host page.

use thiserror::Error;

/// The largest whole number that a JavaScript number holds exactly, 2^53 - 1.
/// Records keep within it in both directions, so that no store and no host ever
/// sees a rounded one.
pub const MAX_SAFE_INTEGER: i64 = 9_007_199_254_740_991;

/// How much of a text an error repeats, in characters: enough to recognise a
/// misspelt name, too little to carry a customer's words into a log.
const QUOTED_CHARS: usize = 40;

/// A record breaks a rule of its form. Nothing of it was taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{} {rule}{}", self.place(), self.finding())]
pub struct RecordError {
    /// The path of the field at fault, such as `segments[1].state`; empty when
    /// it is the record itself.
    pub field: String,
    /// The rule it breaks.
    pub rule: Rule,
    /// What is there instead, such as `"paused"`, `null` or `nothing`; empty
    /// when it cannot be said.
    pub found: String,
}

/// What a field must be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Rule {
    /// The field must be there.
    #[error("is needed")]
    Needed,
    /// `true` or `false`.
    #[error("must be true or false")]
    Boolean,
    /// A finite number.
    #[error("must be a number")]
    Number,
    /// A whole number within these bounds, both included.
    #[error("must be a whole number from {min} to {max}")]
    WholeNumber {
        /// The smallest one.
        min: i64,
        /// The largest one.
        max: i64,
    },
    /// Text.
    #[error("must be text")]
    Text,
    /// A list.
    #[error("must be a list")]
    List,
    /// A list of this many elements.
    #[error("must have {0} elements")]
    Elements(usize),
    /// An object with named fields.
    #[error("must be an object")]
    Object,
    /// `null`, or not there.
    #[error("must be empty")]
    Empty,
    /// One of these names (as text, or as the only field of an object).
    #[error("must be one of {}", .0.join(", "))]
    OneOf(&'static [&'static str]),
    /// Not nested deeper than this. Ends what contains itself.
    #[error("must not be nested more than {0} deep")]
    Depth(u8),
    /// It can be read: a getter or a proxy of the host page threw.
    #[error("must be readable")]
    Readable,
    /// A rule of the record's own, in its words.
    #[error("{0}")]
    Own(String),
}

impl RecordError {
    /// `rule` is broken by what was `found`; where, is said by those who know,
    /// through [`Self::under`] and [`Self::at`].
    pub fn new(rule: Rule, found: impl Into<String>) -> Self {
        Self { field: String::new(), rule, found: found.into() }
    }

    /// The same error, seen from the object that holds it in field `name`.
    #[must_use]
    pub fn under(self, name: &str) -> Self {
        self.behind(name)
    }

    /// The same error, seen from the list that holds it at `index`.
    #[must_use]
    pub fn at(self, index: u32) -> Self {
        self.behind(&["[", &index.to_string(), "]"].concat())
    }

    fn behind(mut self, step: &str) -> Self {
        let dot = if self.field.is_empty() || self.field.starts_with('[') { "" } else { "." };
        self.field = [step, dot, &self.field].concat();
        self
    }

    fn place(&self) -> &str {
        if self.field.is_empty() { "the record" } else { &self.field }
    }

    fn finding(&self) -> String {
        if self.found.is_empty() { String::new() } else { [", not ", &self.found].concat() }
    }
}

/// `text` in quotes, cut where it is long.
pub fn quoted(text: &str) -> String {
    let start: String = text.chars().take(QUOTED_CHARS).collect();
    let end = if start.len() < text.len() { "…\"" } else { "\"" };
    ["\"", &start, end].concat()
}
