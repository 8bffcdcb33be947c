//! What an AI suggests for a wrap-up. Nothing of it counts until its agent takes it,
//! but for the code that may take the default's place at the deadline.

use super::configuration::Rules;
use super::segment::Segment;

/// What is asked of whoever suggests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// One of the codes on offer.
    pub code: bool,
    /// Notes.
    pub notes: bool,
}

impl Rules {
    /// What is to be suggested; `None` for nothing, as where there is no dialog.
    pub fn suggestions(&self) -> Option<Wanted> {
        let wanted = Wanted { code: self.ai_code, notes: self.ai_notes };
        (self.codes.is_some() && (wanted.code || wanted.notes)).then_some(wanted)
    }
}

impl Segment {
    /// Whether anything was suggested.
    pub const fn has_suggestion(&self) -> bool {
        self.suggestion.is_some() || !self.suggested_notes.is_empty()
    }

    /// Whether it is asked for without its agent's doing: once, when the dialog opens.
    pub fn asks_by_itself(&self) -> bool {
        self.rules.suggestions().is_some() && !self.rules.ai_on_request && !self.has_suggestion()
    }

    /// Whether suggested notes are there that `shown` does not have.
    pub fn can_insert(&self, shown: &str) -> bool {
        !self.suggested_notes.is_empty() && !shown.contains(&self.suggested_notes)
    }

    /// Whether the notes were last changed by taking suggested ones in: what is
    /// suggested in them is as it came.
    pub const fn has_suggested_notes(&self) -> bool {
        self.draft.notes_stamp.suggested
    }
}
