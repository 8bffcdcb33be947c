//! What the time is, concluded from two clocks that can each mislead.
//!
//! The monotonic clock may stand still during sleep; the wall clock may be moved
//! by a hand. Between two looks the rules are:
//! - both moved on alike: that much time has passed;
//! - the wall clock moved *less* (or back): it was set back; the monotonic clock is right;
//! - the wall clock moved *more*, by over [`TOLERATED_DRIFT`]: the machine slept, or
//!   somebody set the clock forward. The two look the same, so it is taken for
//!   sleep; but a deadline that was leapt over ([`Clock::leapt_over`]) discards
//!   nothing that was typed.

use super::time::{Millis, Now, Timestamp};

/// Up to here a wall clock that gained on the monotonic one is ordinary drift
/// or a correction by a time service.
pub const TOLERATED_DRIFT: Millis = Millis(2_000);

/// The running conclusion; one for each conversation in a page, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Clock {
    last: Now,
    at: Timestamp,
    leap: Option<Leap>,
}

/// The last time the wall clock ran away from the monotonic one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Leap {
    from: Timestamp,
    to: Timestamp,
}

impl Clock {
    /// A clock that starts by believing the wall clock. A clock that was set
    /// while no page was looking (across a reload) cannot be noticed.
    pub const fn starting(now: Now) -> Self {
        Self { last: now, at: now.wall, leap: None }
    }

    /// The time at `now`, without remembering the look: for drawing.
    pub fn peek(&self, now: Now) -> Timestamp {
        let ran = now.monotonic.saturating_sub(self.last.monotonic);
        self.at + now.wall.since(self.last.wall).max(ran)
    }

    /// The time at `now`, remembered as the base of the next look.
    /// A look taken before the last one (a command that waited) changes nothing.
    pub fn observe(&mut self, now: Now) -> Timestamp {
        if now.monotonic < self.last.monotonic {
            return self.at;
        }
        let ran = now.monotonic.saturating_sub(self.last.monotonic);
        let at = self.peek(now);
        if at.since(self.at + ran) > TOLERATED_DRIFT {
            self.leap = Some(Leap { from: self.at, to: at });
        }
        self.at = at;
        self.last = now;
        at
    }

    /// Whether `instant` was not lived through but leapt over.
    pub fn leapt_over(&self, instant: Timestamp) -> bool {
        self.leap.is_some_and(|leap| leap.from < instant && instant <= leap.to)
    }
}
