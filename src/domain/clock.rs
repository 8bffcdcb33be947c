//! What the time is, concluded from two clocks that can each mislead.
//!
//! The monotonic clock may stand still during sleep; the wall clock may be moved
//! by a hand. Since the last look at both:
//! - where the wall clock stands at less than what the monotonic one has run to, it
//!   was set back: the monotonic clock is right;
//! - where it stands at more, it is right. By over [`TOLERATED_DRIFT`] at once, the
//!   machine slept or somebody set the clock forward. The two look the same, so it
//!   is taken for sleep; but a deadline that was leapt over ([`Clock::leapt_over`])
//!   discards nothing that was typed.
//!
//! They are compared as they stand, not by how far each moved: roundings and small
//! corrections would add up to minutes with many looks, and a clock that was set
//! back and is set right again would count as sleep. The price is that of a sleep
//! on a clock that was set back, that much goes unseen: late, but never early.

use super::time::{Millis, Now, Timestamp};

/// Up to here a wall clock that gained on the monotonic one is ordinary drift
/// or a correction by a time service.
pub const TOLERATED_DRIFT: Millis = Millis(2_000);

/// The running conclusion; one for each conversation in a page, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Clock {
    /// The last conclusion, and what the monotonic clock said then.
    at: Timestamp,
    monotonic: Millis,
    leap: Option<Leap>,
}

/// From the first to the last of the wall clock's runs away from the monotonic
/// one. A deadline that was lived through in between has been acted on then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Leap {
    from: Timestamp,
    to: Timestamp,
}

impl Clock {
    /// A clock that starts by believing the wall clock. A clock that was set
    /// while no page was looking (across a reload) cannot be noticed.
    pub const fn starting(now: Now) -> Self {
        Self { at: now.wall, monotonic: now.monotonic, leap: None }
    }

    /// The time at `now`, without remembering the look: for drawing.
    pub fn peek(&self, now: Now) -> Timestamp {
        self.lived(now).max(now.wall)
    }

    /// The time at `now`, remembered as the base of the next look.
    /// A look taken before the last one (a command that waited) changes nothing.
    pub fn observe(&mut self, now: Now) -> Timestamp {
        let at = self.peek(now);
        if at.since(self.lived(now)) > TOLERATED_DRIFT {
            let from = self.leap.map_or(self.at, |leap| leap.from);
            self.leap = Some(Leap { from, to: at });
        }
        self.at = at;
        self.monotonic = self.monotonic.max(now.monotonic);
        at
    }

    /// The time by the monotonic clock alone.
    fn lived(&self, now: Now) -> Timestamp {
        self.at + now.monotonic.saturating_sub(self.monotonic)
    }

    /// Whether `instant` was not lived through but leapt over.
    pub fn leapt_over(&self, instant: Timestamp) -> bool {
        self.leap.is_some_and(|leap| leap.from < instant && instant <= leap.to)
    }
}
