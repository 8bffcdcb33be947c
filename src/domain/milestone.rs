//! The few moments of a countdown that are said aloud. A time limit must be
//! announced at least 20 seconds ahead (WCAG 2.2.1), and an announcement every
//! second would drown everything else: at most five a countdown.

use super::segment::Segment;
use super::stage::Stage;
use super::time::{Millis, Timestamp};

/// The longest a host may hold a submit back.
const VETO_TIME: Millis = Millis(5_000);

/// So long before the deadline a submit is carried out, whatever it waits for.
const CLOSE_CALL: Millis = Millis(100);

/// The last of those moments that has been reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Milestone {
    /// It opened, or was extended.
    Begun,
    /// Half of the time is left.
    Half,
    /// A quarter of the time is left.
    Quarter,
    /// As much is left as agents are warned ahead, 20 seconds unless configured otherwise.
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
        let (shown, warning) = (self.rules.show_timer, self.rules.warning);
        let moments = [
            (Milestone::Begun, Millis(u64::MAX), true),
            // A shorter countdown says at its beginning how short it is. At one
            // moment with another one, the warning is what counts.
            (Milestone::Warning, warning, warning < timing.whole),
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
        let last = |left| left > 0 && Millis::from_seconds(left) <= self.rules.warning;
        self.stage() == Stage::Working && left.is_some_and(last)
    }

    /// How long a host may hold a submit back that is pressed at `at`: 5 s, and never
    /// until the deadline, so that what was pressed in time counts.
    pub fn time_for_veto(&self, at: Timestamp) -> Millis {
        let left = self.deadline().map(|deadline| deadline.since(at).saturating_sub(CLOSE_CALL));
        left.map_or(VETO_TIME, |left| left.min(VETO_TIME))
    }

    /// How long before its end a wrap-up warns: as configured, or the whole of a
    /// shorter one.
    pub fn last_stretch(&self) -> Millis {
        let timing = self.open().and_then(|open| open.timing);
        let warning = self.rules.warning;
        timing.map_or(warning, |timing| timing.whole.min(warning))
    }

    /// When its agent is to be warned, unless that has been done or is too late.
    pub(super) fn warning_due(&self) -> Option<Timestamp> {
        let open = self.open().filter(|open| !open.warned)?;
        let working = self.stage() == Stage::Working;
        let timing = open.timing.filter(|_| working)?;
        Some(timing.deadline - self.last_stretch())
    }
}
