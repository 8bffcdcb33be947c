//! The few moments of a countdown that are said aloud. A time limit must be
//! announced at least 20 seconds ahead (WCAG 2.2.1), and an announcement every
//! second would drown everything else: at most five a countdown.

use super::segment::Segment;
use super::stage::Stage;
use super::time::{Millis, Timestamp};

/// So long before the end its agent is warned.
const WARNING: Millis = Millis(20_000);

/// The last of those moments that has been reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Milestone {
    /// It opened, or was extended.
    Begun,
    /// Half of the time is left.
    Half,
    /// A quarter of the time is left.
    Quarter,
    /// 20 seconds are left.
    Warning,
    /// Nothing is left.
    Over,
}

impl Segment {
    /// The milestone reached at `at`; `None` where nothing ends by itself. It
    /// changes on the second that is shown. Without a countdown on the page
    /// nobody sees half and quarter, so they aren't said either.
    pub fn milestone(&self, at: Timestamp) -> Option<Milestone> {
        let timing = self.open()?.timing?;
        let left = Millis::from_seconds(timing.deadline.since(at).seconds_rounded_up());
        let share = |part: u64| Millis(timing.whole.0 / part);
        let shown = self.rules.show_timer;
        let moments = [
            (Milestone::Begun, Millis(u64::MAX), true),
            // A shorter countdown says at its beginning how short it is. At one
            // moment with another one, the warning is what counts.
            (Milestone::Warning, WARNING, WARNING < timing.whole),
            (Milestone::Half, share(2), shown),
            (Milestone::Quarter, share(4), shown),
            (Milestone::Over, Millis::ZERO, true),
        ];
        let reached = moments.into_iter().filter(|(_, moment, said)| *said && left <= *moment);
        reached.min_by_key(|(_, moment, _)| *moment).map(|(milestone, _, _)| milestone)
    }

    /// Whether the [last stretch](Self::last_stretch) is running and nothing has
    /// been submitted: its agent is warned then, whether they see a timer or not.
    pub fn is_ending(&self, at: Timestamp) -> bool {
        let left = self.deadline().map(|deadline| deadline.since(at).seconds_rounded_up());
        let last = |left| left > 0 && Millis::from_seconds(left) <= WARNING;
        self.stage() == Stage::Working && left.is_some_and(last)
    }

    /// How long before its end a wrap-up warns: 20 seconds, or the whole of a
    /// shorter one.
    pub fn last_stretch(&self) -> Millis {
        let timing = self.open().and_then(|open| open.timing);
        timing.map_or(WARNING, |timing| timing.whole.min(WARNING))
    }
}
