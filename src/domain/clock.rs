//! What the time is, concluded from two clocks that can each mislead, and from
//! what a backend says of its own.
//!
//! The monotonic clock may stand still during sleep; the wall clock may be moved
//! by a hand. Since the last look at both:
//! - where the wall clock stands at less than what the monotonic one has run to, it
//!   was set back: the monotonic clock is right;
//! - where it stands at more, it is right. By over [`TOLERATED_DRIFT`] at once, the
//!   machine slept or somebody set the clock forward. The two look the same, so
//!   whoever has heard of the backend's time before asks for it again
//!   ([`Clock::asks_since`]), and time goes on as lived until the answer is here.
//!   With nobody to ask, or no answer within [`PATIENCE`], it is taken for sleep.
//!   Either way a deadline that was leapt over ([`Clock::leapt_over`]) discards
//!   nothing that was typed; one that a hand put behind is simply not reached yet.
//!
//! They are compared as they stand, not by how far each moved: roundings and small
//! corrections would add up to minutes with many looks, and a clock that was set
//! back and is set right again would count as sleep. The price is that of a sleep
//! on a clock that was set back, that much goes unseen: late, but never early.
//!
//! What the backend says can only take back what the wall clock gained by a hand.
//! So with it no instant is reached earlier than without, none later than by the
//! monotonic clock alone, and the time never goes back, not by a millisecond.

use super::time::{Millis, Now, Timestamp};
use super::time_signal::{Signals, TimeSignal};

/// Up to here a wall clock that gained on the monotonic one is ordinary drift
/// or a correction by a time service.
pub const TOLERATED_DRIFT: Millis = Millis(2_000);

/// For so long, as lived, a leap waits for the backend's time before it is taken
/// for sleep. A backend closes by itself only 5 s past a deadline.
pub const PATIENCE: Millis = Millis(5_000);

/// The running conclusion; one for each conversation in a page, never stored.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Clock {
    /// The last conclusion, and what the monotonic clock said then.
    at: Timestamp,
    monotonic: Millis,
    leap: Option<Leap>,
    /// What a hand has put the wall clock forward by, as far as known.
    put_forward: Millis,
    /// When the wall clock was found to have leapt, while it isn't known why.
    doubt: Option<Timestamp>,
    signals: Signals,
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
        Self {
            at: now.wall,
            monotonic: now.monotonic,
            leap: None,
            put_forward: Millis::ZERO,
            doubt: None,
            signals: Signals::NONE,
        }
    }

    /// The time at `now`, without remembering the look: for drawing.
    pub fn peek(&self, now: Now) -> Timestamp {
        let lived = self.lived(now);
        if self.is_doubtful(now) { lived } else { lived + self.gain(now) }
    }

    /// The time at `now`, remembered as the base of the next look.
    /// A look taken before the last one (a command that waited) changes nothing.
    pub fn observe(&mut self, now: Now) -> Timestamp {
        let at = self.peek(now);
        self.put_forward = self.still_put_forward(now);
        if self.is_doubtful(now) {
            self.doubt.get_or_insert(at);
        } else {
            if self.gain(now) > TOLERATED_DRIFT {
                // Taken for sleep unasked: how far off the backend is, is unknown again.
                self.signals = Signals::NONE;
                self.leap_to(at);
            }
            self.doubt = None;
        }
        self.move_on(at, now);
        at
    }

    /// Takes in what the backend said its time is, asked at `sent` and heard `now`.
    /// Whatever it says, the time does not go back, and nothing comes sooner.
    pub fn heard(&mut self, backend: Timestamp, sent: Now, now: Now) {
        self.observe(now);
        let asked = self.at - self.monotonic.saturating_sub(sent.monotonic);
        let Some(mut signal) = TimeSignal::received(backend, asked, sent, now) else { return };
        if let Some(since) = self.doubt {
            // What was asked before says nothing of what happened then, and what
            // took long says too little: another answer may still come.
            let Some(slept) = self.signals.passed_unseen(&signal) else { return };
            if asked < since {
                return;
            }
            let gain = self.gain(now);
            let slept = slept.out_of(gain);
            self.doubt = None;
            self.put_forward = self.put_forward + gain.saturating_sub(slept);
            signal.put_later(slept);
            let at = self.at + slept;
            if slept > TOLERATED_DRIFT {
                self.leap_to(at);
            }
            self.move_on(at, now);
        }
        self.signals.keep(signal);
    }

    /// An instant of the backend's, by this page's time. While nothing has been
    /// heard, both count as the same.
    pub fn here(&self, instant: Timestamp) -> Timestamp {
        self.signals.best().map_or(instant, |signal| signal.here(instant))
    }

    /// A deadline that the backend gave, by this page's time: a whole second, as
    /// all deadlines are, and not before the backend's. A deadline that is
    /// `running` already is never brought forward, nor moved for a difference that
    /// lies within what is uncertain and rounded.
    pub fn deadline_here(&self, given: Timestamp, running: Option<Timestamp>) -> Timestamp {
        let uncertain = self.signals.best().map_or(Millis::ZERO, TimeSignal::uncertainty);
        let latest = self.here(given) + uncertain;
        match running {
            Some(running) if latest <= running + uncertain + uncertain + Millis(1000) => running,
            _ => (latest + Millis(999)).whole_second(),
        }
    }

    /// Since when the backend's time is asked for, to tell sleep from a hand on
    /// the clock; `None` while nothing is in doubt. An answer to a question from
    /// before that helps nobody.
    pub const fn asks_since(&self) -> Option<Timestamp> {
        self.doubt
    }

    /// When a leap is taken for sleep if nothing is heard until then.
    pub fn gives_up_at(&self) -> Option<Timestamp> {
        self.doubt.map(|since| since + PATIENCE)
    }

    /// Whether `instant` was not lived through but leapt over.
    pub fn leapt_over(&self, instant: Timestamp) -> bool {
        self.leap.is_some_and(|leap| leap.from < instant && instant <= leap.to)
    }

    /// The time by the monotonic clock alone.
    fn lived(&self, now: Now) -> Timestamp {
        self.at + now.monotonic.saturating_sub(self.monotonic)
    }

    /// By how much the wall clock is ahead of that, apart from what a hand did.
    fn gain(&self, now: Now) -> Millis {
        (now.wall - self.still_put_forward(now)).since(self.lived(now))
    }

    /// What a hand did is over once both clocks agree again.
    fn still_put_forward(&self, now: Now) -> Millis {
        let agree = now.wall.since(self.lived(now)) <= TOLERATED_DRIFT;
        if agree { Millis::ZERO } else { self.put_forward }
    }

    /// Whether the wall clock has leapt, and there is still hope to learn why.
    fn is_doubtful(&self, now: Now) -> bool {
        let waited = self.doubt.map_or(Millis::ZERO, |since| self.lived(now).since(since));
        self.gain(now) > TOLERATED_DRIFT && self.signals.best().is_some() && waited < PATIENCE
    }

    fn leap_to(&mut self, at: Timestamp) {
        let from = self.leap.map_or(self.at, |leap| leap.from);
        self.leap = Some(Leap { from, to: at });
    }

    fn move_on(&mut self, at: Timestamp, now: Now) {
        self.at = at;
        self.monotonic = self.monotonic.max(now.monotonic);
    }
}
