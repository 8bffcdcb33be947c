//! How far a backend's clock is from a page's, learnt from round trips.
//!
//! A backend looked at its clock somewhere between question and answer: in the
//! middle, give or take half of the round trip. So of the last few the shortest
//! says most.

use super::clock::TOLERATED_DRIFT;
use super::time::{Millis, Now, Timestamp};

/// So many are remembered: enough for a short round trip among them, few enough
/// for the two clocks not to have drifted apart meanwhile.
const REMEMBERED: usize = 8;

/// What one answer told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct TimeSignal {
    /// How far the backend's clock is ahead of the page's time, in milliseconds.
    ahead: i64,
    round_trip: Millis,
}

impl TimeSignal {
    /// What an answer tells that says `backend`, asked at `asked` by the page's
    /// time. `None` where the page's clocks disagree about how long it took: the
    /// machine slept or a hand moved a clock in between.
    pub(super) fn received(
        backend: Timestamp,
        asked: Timestamp,
        sent: Now,
        now: Now,
    ) -> Option<Self> {
        let round_trip = Millis(now.monotonic.0.checked_sub(sent.monotonic.0)?);
        let due = sent.wall + round_trip;
        let off = now.wall.since(due).max(due.since(now.wall));
        let middle = asked + Millis(round_trip.0 / 2);
        let ahead = backend.0.saturating_sub(middle.0);
        (off <= TOLERATED_DRIFT).then_some(Self { ahead, round_trip })
    }

    /// By how much `ahead` may be wrong, to either side.
    pub(super) fn uncertainty(&self) -> Millis {
        Millis(self.round_trip.0.div_ceil(2))
    }

    /// An instant of the backend's, by the page's time.
    pub(super) fn here(&self, instant: Timestamp) -> Timestamp {
        Timestamp(instant.0.saturating_sub(self.ahead))
    }

    /// The page's time turns out to be that much later.
    pub(super) fn put_later(&mut self, length: Millis) {
        self.ahead = (Timestamp(self.ahead) - length).0;
    }

    fn agrees_with(&self, other: &Self) -> bool {
        let apart = self.ahead.abs_diff(other.ahead);
        let tolerated = TOLERATED_DRIFT + self.uncertainty() + other.uncertainty();
        apart <= tolerated.0
    }
}

/// Time that passed by the backend's clock and not by the page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unseen {
    /// May be negative: the backend's clock was set too, or it is a matter of rounding.
    length: i64,
    uncertainty: Millis,
}

impl Unseen {
    /// How much of `gain`, by which the wall clock has leapt, this accounts for:
    /// all or nothing where that is within what is uncertain, nothing first.
    pub(super) fn out_of(self, gain: Millis) -> Millis {
        let length = Millis(u64::try_from(self.length).unwrap_or(0));
        if length <= self.uncertainty {
            Millis::ZERO
        } else if gain <= length + self.uncertainty {
            gain
        } else {
            length
        }
    }
}

/// The last few, the oldest first.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Signals(Vec<TimeSignal>);

impl Signals {
    /// Nothing heard.
    pub(super) const NONE: Self = Self(Vec::new());

    /// The one to trust most.
    pub(super) fn best(&self) -> Option<&TimeSignal> {
        // Of two alike the newer one, since clocks drift.
        self.0.iter().rev().min_by_key(|signal| signal.round_trip)
    }

    /// What `newest` tells about time that the page has not seen pass; `None`
    /// where it took too long to tell anything.
    pub(super) fn passed_unseen(&self, newest: &TimeSignal) -> Option<Unseen> {
        let before = self.best()?;
        let uncertainty = before.uncertainty() + newest.uncertainty();
        let length = newest.ahead.saturating_sub(before.ahead);
        (uncertainty <= TOLERATED_DRIFT).then_some(Unseen { length, uncertainty })
    }

    /// Remembers a signal, and forgets what it contradicts: the backend's clock was
    /// set, or the page's time has been wrong.
    pub(super) fn keep(&mut self, newest: TimeSignal) {
        self.0.retain(|signal| signal.agrees_with(&newest));
        if self.0.len() == REMEMBERED {
            self.0.remove(0);
        }
        self.0.push(newest);
    }
}
