//! Wrap-up codes: why a conversation ended.

use super::id::CodeId;

/// The longest label or synonym, in Unicode scalar values.
pub const MAX_LABEL: usize = 256;

/// The longest description, in Unicode scalar values.
pub const MAX_DESCRIPTION: usize = 4_000;

/// How many levels of codes there may be, the topmost included.
pub const MAX_LEVELS: usize = 5;

/// How many synonyms a code may have.
pub const MAX_SYNONYMS: usize = 50;

/// A wrap-up code as the administrator keeps it. One that was ever used is made
/// inactive, never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct WrapUpCode {
    /// Its lasting name.
    pub id: CodeId,
    /// What the agent reads; 1 to [`MAX_LABEL`] characters.
    pub label: String,
    /// When to choose it, in a sentence. May be empty.
    pub description: String,
    /// Whether agents may choose it.
    pub active: bool,
    /// Whether another system owns it.
    pub external: bool,
    /// The code above it; at most [`MAX_LEVELS`] levels, without a cycle.
    pub parent: Option<CodeId>,
    /// What it is called in other languages, each named once.
    #[cfg_attr(feature = "serde", serde(default))]
    pub translations: Vec<Translation>,
    /// Other words under which agents find it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub synonyms: Vec<String>,
    /// The key that chooses it: one letter or digit.
    pub shortcut: Option<String>,
    /// Whether it is submitted with notes only.
    #[cfg_attr(feature = "serde", serde(default))]
    pub notes_required: bool,
}

impl WrapUpCode {
    /// An active code of that label, on the topmost level, and nothing else.
    pub fn new(id: CodeId, label: impl Into<String>) -> Self {
        Self {
            id,
            label: label.into(),
            description: String::new(),
            active: true,
            external: false,
            parent: None,
            translations: Vec::new(),
            synonyms: Vec::new(),
            shortcut: None,
            notes_required: false,
        }
    }
}

/// A code's label and description in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Translation {
    /// The language, as a BCP 47 tag such as `de` or `pt-BR`.
    pub language: String,
    /// The label in it; 1 to [`MAX_LABEL`] characters.
    pub label: String,
    /// The description in it. May be empty.
    pub description: String,
}

/// A code together with the label it had when it was offered: what a segment
/// keeps, so that history reads as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CodeRef {
    /// The code's lasting name.
    pub id: CodeId,
    /// The label at that time.
    pub label: String,
}
