//! Wrap-up codes: why a conversation ended.

use super::id::CodeId;

/// The longest label, in Unicode scalar values.
pub const MAX_LABEL: usize = 256;

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
