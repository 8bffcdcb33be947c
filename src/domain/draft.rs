//! What the agent has typed and not yet submitted.

use super::id::CodeId;

/// The longest notes that are saved, in Unicode scalar values.
pub const MAX_NOTES: usize = 4_000;

/// Code and notes as entered so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Draft {
    /// The code chosen, if any.
    pub code: Option<CodeId>,
    /// The notes, whole, even when longer than [`MAX_NOTES`].
    pub notes: String,
}

/// One change to a draft.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Edit {
    /// Another code, or none.
    Code(Option<CodeId>),
    /// The notes as they now stand.
    Notes(String),
}

impl Draft {
    /// How many characters the notes have more than can be saved.
    pub fn excess(&self) -> usize {
        self.notes.chars().count().saturating_sub(MAX_NOTES)
    }

    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        self.code.is_none() && self.notes.is_empty()
    }

    /// The draft after `edit`.
    pub fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::Code(code) => self.code = code,
            Edit::Notes(notes) => self.notes = notes,
        }
    }
}

/// `notes` as far as they can be saved, and the rest.
pub fn split_notes(notes: &str) -> (&str, &str) {
    let end = notes.char_indices().nth(MAX_NOTES).map_or(notes.len(), |(at, _)| at);
    notes.split_at(end)
}
