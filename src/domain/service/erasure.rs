//! Taking out of what a service keeps the words that people wrote, or that were
//! written about them. Who did what and when stays, and so does what was counted.

use super::kept::Kept;
use crate::domain::closure::Closure;
use crate::domain::draft::Draft;
use crate::domain::field::Fields;
use crate::domain::interaction::Interaction;

impl Kept {
    /// Whether there is anything for [`Self::erase_words`] to take out.
    pub fn has_words(&self) -> bool {
        let mut without = self.clone();
        without.erase_words();
        without != *self
    }

    /// Takes notes, extra fields and what was suggested out, once it is closed: of what is still being written, the page would
    /// only bring them again. Codes stay. False where nothing had to be done, or not yet.
    pub fn erase_words(&mut self) -> bool {
        let Some(closed) = self.closed_mut() else { return false };
        let Closure { notes, extra, .. } = &mut closed.closure;
        let mut changed = empty(notes) | none(extra) | empty(&mut closed.kept_back);
        for version in &mut closed.versions {
            changed |= empty(&mut version.notes) | none(&mut version.extra);
        }
        changed |= empty(&mut self.segment.suggested_notes);
        // What a closed segment's draft says has been saved.
        changed | (std::mem::take(&mut self.segment.draft) != Draft::default())
    }
}

/// Takes the words out of a conversation's record: its fields, and what its agents have
/// prepared. False where there were none.
pub fn erase_words_of(record: &mut Interaction) -> bool {
    let Interaction { fields, preparations, .. } = record;
    none(fields) | !std::mem::take(preparations).is_empty()
}

fn empty(text: &mut String) -> bool {
    !std::mem::take(text).is_empty()
}

fn none(fields: &mut Fields) -> bool {
    std::mem::take(fields) != Fields::default()
}
