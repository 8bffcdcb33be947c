//! More time, by one simple action: a button, and a key that does the same.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::keys::Keys;
use super::messages::with;
use super::words::{duration, short_duration};
use crate::domain::segment::Segment;
use crate::domain::shortcut::{Deed, Meaning};
use crate::domain::time::Timestamp;

/// What the button says.
pub(super) fn face(segment: &Segment) -> String {
    with("action.extend", &[("duration", &short_duration(segment.rules.extensions.length))])
}

/// Asks for more time where that is what the key means now; for the element that
/// holds the button. A key that is held down asks once.
pub(super) fn on_key(
    keys: Keys,
    segment: Signal<Segment>,
    at: Signal<Timestamp>,
    extend: Callback<()>,
) -> impl Fn(KeyboardEvent) {
    move |event| {
        if keys.meaning(&event) == Some(Meaning::Does(Deed::Extend)) {
            pressed(&event, segment, at, extend);
        }
    }
}

/// The key was pressed.
pub(super) fn pressed(
    event: &KeyboardEvent,
    segment: Signal<Segment>,
    at: Signal<Timestamp>,
    extend: Callback<()>,
) {
    if segment.with_untracked(|segment| segment.is_extendable(at.get_untracked())) {
        event.prevent_default();
        if !event.repeat() {
            extend.run(());
        }
    }
}

/// The button; nothing while more time cannot be had.
#[component]
pub(super) fn ExtendButton(
    /// The segment.
    segment: Signal<Segment>,
    /// The time.
    at: Signal<Timestamp>,
    /// What to do.
    extend: Callback<()>,
    /// The agent's keys.
    keys: Keys,
) -> impl IntoView {
    let extendable = Memo::new(move |_| segment.with(|segment| segment.is_extendable(at.get())));
    let button = move || {
        let length = segment.with_untracked(|segment| segment.rules.extensions.length);
        let face = segment.with_untracked(face);
        // Whoever speaks to the page says what they see, so the name begins with it.
        let name = [("face", face.as_str()), ("duration", &duration(length))];
        let name = with("action.extend_name", &name);
        view! { class="wrapup",
            <button
                class="wrapup-button is-quiet"
                type="button"
                aria-label=name
                aria-keyshortcuts=move || keys.for_machines(Deed::Extend)
                title=move || {
                    keys.shown(Deed::Extend).map(|key| with("action.extend_key", &[("key", &key)]))
                }
                on:click=move |_| extend.run(())
                part="extend"
            >
                {face}
            </button>
        }
    };
    move || extendable.get().then(button)
}
