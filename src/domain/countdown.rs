//! What an agent is shown of the time.

use super::band::Band;
use super::segment::{Segment, SegmentState};
use super::time::{Millis, Timestamp};

/// What to show at one moment. It changes once a second and is computed anew
/// from the deadline each time; nothing is ever counted down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Countdown {
    /// The time left.
    Left {
        /// Seconds, rounded up: 0 only when nothing is left.
        seconds: u64,
        /// How urgent.
        band: Band,
        /// When the period that `whole` measures ends.
        deadline: Timestamp,
        /// The whole of the bar.
        whole: Millis,
    },
    /// The time spent, where nothing ends by itself.
    Spent {
        /// Full seconds.
        seconds: u64,
    },
    /// The deadline has passed and a required code keeps it open.
    Overdue {
        /// Full seconds since.
        seconds: u64,
    },
    /// Laid aside, with this much left (`None` without a deadline).
    Parked {
        /// Seconds, rounded up.
        seconds: Option<u64>,
    },
}

impl Segment {
    /// What to show at `at`; `None` where the timer isn't shown or it is over.
    pub fn countdown(&self, at: Timestamp) -> Option<Countdown> {
        if !self.rules.show_timer {
            return None;
        }
        match &self.state {
            SegmentState::Closed(_) => None,
            SegmentState::Parked(parked) => {
                let seconds = parked.left.map(|(left, _)| left.seconds_rounded_up());
                Some(Countdown::Parked { seconds })
            }
            SegmentState::Open(open) => Some(match open.timing {
                // Counted from whole second to whole second, as deadlines are.
                None => Countdown::Spent {
                    seconds: (self.worked_before
                        + at.whole_second().since(open.since.whole_second()))
                    .seconds_rounded_down(),
                },
                Some(timing) if open.overdue => {
                    Countdown::Overdue { seconds: at.since(timing.deadline).seconds_rounded_down() }
                }
                Some(timing) => {
                    let seconds = timing.deadline.since(at).seconds_rounded_up();
                    let band = self.rules.bands.at(seconds, timing.whole);
                    let (deadline, whole) = (timing.deadline, timing.whole);
                    Countdown::Left { seconds, band, deadline, whole }
                }
            }),
        }
    }
}
