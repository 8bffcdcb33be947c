//! Closing what was left behind: the scheduled job, as a page does it.

use super::{Act, Page};
use crate::domain::id::{AgentId, ClosureKey, InteractionId, SegmentId};
use crate::domain::segment::Segment;
use crate::domain::time::{Millis, Now, Timestamp};
use crate::domain::wrap_up::{CloseReason, Command};

/// How often the sweep comes by.
pub const SWEEP_EVERY: Millis = Millis::from_seconds(5 * 60);

/// A segment that was left open beyond its time and the grace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leftover {
    /// The conversation.
    pub interaction: InteractionId,
    /// The segment.
    pub segment: SegmentId,
    /// Whose it was.
    pub agent: AgentId,
    /// Since when the sweep may close it.
    pub due: Timestamp,
}

impl Page {
    /// Whether any segment may be left over one day: the sweep has to come by.
    pub fn may_leave_over(&self) -> bool {
        let mut conversations = self.entries.values().map(|entry| &entry.conversation);
        conversations.any(|each| each.segments.iter().any(|it| it.sweep_due().is_some()))
    }

    /// What is left over now. What has been accepted and is being saved is not.
    pub fn leftovers(&self, now: Now) -> Vec<Leftover> {
        let mut found = Vec::new();
        for (id, entry) in self.entries.iter() {
            let at = entry.conversation.clock.peek(now);
            let left = |segment: &Segment| {
                let due =
                    segment.sweep_due().filter(|due| segment.pending.is_none() && at >= *due)?;
                let (interaction, agent) = (id.clone(), segment.agent.clone());
                Some(Leftover { interaction, segment: segment.id.clone(), agent, due })
            };
            found.extend(entry.conversation.segments.iter().filter_map(left));
        }
        found
    }

    /// Closes what is left over. Gives the report of it beside what is to be done.
    pub fn sweep(
        &mut self,
        now: Now,
        new_key: &mut dyn FnMut() -> ClosureKey,
    ) -> (Vec<Leftover>, Vec<Act>) {
        let mut acts = Vec::new();
        let left = self.leftovers(now);
        for Leftover { interaction, segment, .. } in &left {
            let (segment, key) = (segment.clone(), new_key());
            let command = Command::Close { segment, reason: CloseReason::Sweep, key };
            self.dispatch(&mut acts, interaction, command, now, true);
        }
        (left, acts)
    }
}
