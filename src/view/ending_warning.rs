//! The warning before a wrap-up ends by itself, for eyes; what is said aloud at
//! the same moment comes from the announcements.

use leptos::prelude::*;

use super::extend_button;
use super::keys::Keys;
use super::messages::with;
use super::words::duration;
use crate::domain::segment::Segment;
use crate::domain::shortcut::Deed;
use crate::domain::time::Timestamp;

/// How more time can be had; `None` where it cannot.
pub(super) fn remedy(segment: &Segment, at: Timestamp, keys: Keys) -> Option<String> {
    let button = segment.is_extendable(at).then(|| extend_button::face(segment))?;
    Some(match keys.shown(Deed::Extend) {
        Some(key) => with("warning.remedy", &[("button", &button), ("key", &key)]),
        None => with("warning.remedy_button", &[("button", &button)]),
    })
}

/// The warning; nothing while there is none.
#[component]
pub(super) fn EndingWarning(
    /// The segment.
    segment: Signal<Segment>,
    /// The time.
    at: Signal<Timestamp>,
    /// The agent's keys.
    keys: Keys,
) -> impl IntoView {
    // Two memos that change seldom: the text is not made anew each second.
    let ending = Memo::new(move |_| segment.with(|segment| segment.is_ending(at.get())));
    let remedy = Memo::new(move |_| {
        ending.get().then(|| segment.with(|segment| remedy(segment, at.get(), keys))).flatten()
    });
    let warning = move || {
        let length = segment.with_untracked(|segment| duration(segment.last_stretch()));
        view! { class="wrapup",
            <p class="wrapup-warning" part="warning">
                <b>{with("warning.ending", &[("duration", &length)])}</b>
                " "
                {move || remedy.get()}
            </p>
        }
    };
    move || ending.get().then(warning)
}
