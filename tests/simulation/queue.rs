//! Simulates time: what is to happen, in order. Nothing happens in between.

use std::collections::BTreeMap;

#[derive(Debug)]
pub(crate) struct Queue<E> {
    /// By instant, and at one instant in the order it was put in.
    events: BTreeMap<(u64, u64), E>,
    count: u64,
    /// Milliseconds since the run began.
    pub(crate) now: u64,
}

impl<E> Queue<E> {
    pub(crate) const fn new() -> Self {
        Self { events: BTreeMap::new(), count: 0, now: 0 }
    }

    pub(crate) fn at(&mut self, instant: u64, event: E) {
        self.count += 1;
        self.events.insert((instant.max(self.now), self.count), event);
    }

    pub(crate) fn after(&mut self, pause: u64, event: E) {
        self.at(self.now.saturating_add(pause), event);
    }

    /// The next event up to `until`; without one, it is `until` now.
    pub(crate) fn next(&mut self, until: u64) -> Option<E> {
        let next = self.events.first_entry().filter(|entry| entry.key().0 <= until);
        let Some(next) = next else {
            self.now = self.now.max(until);
            return None;
        };
        self.now = next.key().0;
        Some(next.remove())
    }
}
