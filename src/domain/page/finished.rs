//! What of finished conversations a page keeps at hand.
//!
//! A page may stay open for weeks, and an agent finishes a hundred conversations a day.
//! Without a limit what it holds, and what it looks through at every second, would grow
//! for as long as it is there. The records themselves stay in the store, from which a
//! page that asks for one takes it in again.

use super::{Act, Entry, Notification, Page};
use crate::domain::id::InteractionId;

/// How many conversations that finished while the page was there it keeps at hand, to
/// be listed and corrected: more than an agent has in the days their records stay.
pub const KEPT_FINISHED: usize = 500;

impl Page {
    /// Takes note of a conversation whose end is in the store, and lets go of the one
    /// that finished longest ago where there are too many.
    pub(super) fn finish(&mut self, acts: &mut Vec<Act>, id: &InteractionId) {
        if !self.is_finished(id) {
            return;
        }
        self.finished.retain(|each| each != id);
        self.finished.push(id.clone());
        if self.finished.len() <= KEPT_FINISHED {
            return;
        }
        let first = self.finished.remove(0);
        // Taken up again since, it comes to the list's end once it is finished anew.
        if self.is_finished(&first) {
            self.entries.remove(&first);
            acts.push(Act::Tell(Notification::Changed(first)));
        }
    }

    /// Whether nobody has anything to do with it any more, and the store has all of it.
    fn is_finished(&self, id: &InteractionId) -> bool {
        let over = |entry: &Entry| {
            let Entry { conversation, writing } = entry;
            conversation.interaction.state.is_closed()
                && !conversation.holds_anybody()
                && conversation.segments.iter().all(|each| each.pending_versions.is_empty())
                && writing.trouble.is_none()
        };
        self.entries.get(id).is_some_and(over) && self.is_written(id)
    }
}
