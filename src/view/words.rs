//! Values in words.

use super::messages::{language, text};
use crate::browser::intl;
use crate::domain::channel::Channel;
use crate::domain::closure::ClosureKind;
use crate::domain::field::FieldValue;
use crate::domain::interaction::InteractionState;
use crate::domain::time::{Millis, Timestamp};

/// Seconds as on a clock: `0:42`, `12:05`, `1:00:00`.
pub(super) fn clock_face(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

fn spoken(length: Millis, width: &str) -> String {
    let seconds = length.seconds_rounded_up();
    let parts = [("hour", seconds / 3600), ("minute", seconds / 60 % 60), ("second", seconds % 60)];
    let words = |(unit, amount)| intl::amount(language(), unit, width, amount);
    let mut spoken: Vec<_> = parts.into_iter().filter(|part| part.1 > 0).map(words).collect();
    if spoken.is_empty() {
        spoken.push(words(("second", 0)));
    }
    spoken.join(" ")
}

/// A length of time as it is read aloud: "1 minute 30 seconds".
pub(super) fn duration(length: Millis) -> String {
    spoken(length, "long")
}

/// The same where room is scarce: "1 min 30 sec".
pub(super) fn short_duration(length: Millis) -> String {
    spoken(length, "short")
}

/// The time of day.
pub(super) fn time_of_day(at: Timestamp) -> String {
    intl::time_of_day(language(), at)
}

/// Date and time of day.
pub(super) fn date(at: Timestamp) -> String {
    intl::date(language(), at)
}

/// How a segment ended.
pub(super) fn closure(kind: ClosureKind) -> &'static str {
    text(match kind {
        ClosureKind::Submitted => "closure.submitted",
        ClosureKind::Ended => "closure.ended",
        ClosureKind::TabClosed => "closure.tab_closed",
        ClosureKind::TimedOut => "closure.timed_out",
        ClosureKind::Interrupted => "closure.interrupted",
        ClosureKind::Forced => "closure.forced",
        ClosureKind::Swept => "closure.swept",
    })
}

/// Where a conversation stands.
pub(super) fn state(state: InteractionState) -> &'static str {
    text(match state {
        InteractionState::New => "state.new",
        InteractionState::WorkInProgress => "state.work_in_progress",
        InteractionState::OnHold => "state.on_hold",
        InteractionState::WrapUp => "state.wrap_up",
        InteractionState::ClosedComplete => "state.closed_complete",
        InteractionState::ClosedAbandoned => "state.closed_abandoned",
    })
}

/// What an extra field holds.
pub(super) fn value(value: &FieldValue) -> String {
    match value {
        FieldValue::Text(text) => text.clone(),
        FieldValue::Number(number) => number.get().to_string(),
        FieldValue::Boolean(on) => on.to_string(),
        FieldValue::List(texts) => texts.join(", "),
    }
}

/// A channel; one that isn't known by its own name.
pub fn channel(channel: &Channel) -> String {
    let known = match channel {
        Channel::Chat => "channel.chat",
        Channel::Messaging => "channel.messaging",
        Channel::Phone => "channel.phone",
        Channel::Email => "channel.email",
        Channel::Video => "channel.video",
        Channel::WalkIn => "channel.walk_in",
        Channel::Other(name) => return name.clone(),
    };
    text(known).to_owned()
}
