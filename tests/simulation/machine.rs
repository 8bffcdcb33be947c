//! Simulates an agent's computer: two clocks, a browser with a store for each
//! agent who signs in there, and one lock for each store.

use std::collections::VecDeque;

use interaction_wrap_up::domain::time::{Millis, Now};

use crate::fixtures::START;
use crate::fixtures::store::Store;

/// A tab, by a name that no other one ever has.
pub(crate) type TabId = u32;

/// Whose turn it is to deliver.
#[derive(Debug, Default)]
pub(crate) struct Lock {
    pub(crate) holder: Option<TabId>,
    waiting: VecDeque<TabId>,
}

impl Lock {
    /// Whether `tab` has it at once; else it waits.
    pub(crate) fn ask(&mut self, tab: TabId) -> bool {
        if self.holder.is_none() {
            self.holder = Some(tab);
            return true;
        }
        self.waiting.push_back(tab);
        false
    }

    /// Lets go of it, also for a tab that has died. Gives who has it now.
    pub(crate) fn release(&mut self, tab: TabId) -> Option<TabId> {
        self.waiting.retain(|each| *each != tab);
        if self.holder != Some(tab) {
            return None;
        }
        self.holder = self.waiting.pop_front();
        self.holder
    }
}

/// The store of one agent.
#[derive(Debug, Default)]
pub(crate) struct Shelf {
    pub(crate) store: Store,
    pub(crate) lock: Lock,
    /// Transactions take place one after another.
    pub(crate) busy_until: u64,
}

#[derive(Debug, Default)]
pub(crate) struct Machine {
    pub(crate) shelves: [Shelf; 2],
    /// By how much the wall clock is wrong, in milliseconds.
    pub(crate) wrong_by: i64,
    /// How long it has slept in all: the monotonic clock stood still.
    pub(crate) slept: u64,
    pub(crate) asleep_until: u64,
    pub(crate) offline_until: u64,
    /// Who works here.
    pub(crate) agent: usize,
    /// Until when nobody has noticed that the session has ended.
    pub(crate) session_lost_until: u64,
    pub(crate) full_until: u64,
    /// Whether the browser has a dead man's switch.
    pub(crate) has_switch: bool,
}

impl Machine {
    /// Both clocks.
    pub(crate) fn clocks(&self, now: u64) -> Now {
        let wall = true_time(now);
        let wall = interaction_wrap_up::domain::time::Timestamp(wall.0 + self.wrong_by);
        Now { wall, monotonic: Millis(5_000 + now - self.slept) }
    }
}

/// What a clock shows that is right.
pub(crate) fn true_time(now: u64) -> interaction_wrap_up::domain::time::Timestamp {
    START + Millis(now)
}
