//! More time, by one simple action: a button, and one key that does the same.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::messages::with;
use super::words::{duration, short_duration};
use crate::domain::segment::Segment;
use crate::domain::time::Timestamp;

/// The key. It types nothing on any layout, as a letter with Alt, Option or `AltGr`
/// may, and browsers leave it to the page.
pub(super) const KEY: &str = "F8";

/// What the button says.
pub(super) fn face(segment: &Segment) -> String {
    with("action.extend", &[("duration", &short_duration(segment.rules.extensions.length))])
}

/// Asks for more time where that is what the key means now; for the element that
/// holds the button. A key that is held down asks once.
pub(super) fn on_key(
    segment: Signal<Segment>,
    at: Signal<Timestamp>,
    extend: Callback<()>,
) -> impl Fn(KeyboardEvent) {
    move |event| {
        let chord = event.alt_key() || event.ctrl_key() || event.meta_key() || event.shift_key();
        let extendable =
            || segment.with_untracked(|segment| segment.is_extendable(at.get_untracked()));
        if event.key() == KEY && !chord && extendable() {
            event.prevent_default();
            if !event.repeat() {
                extend.run(());
            }
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
                aria-keyshortcuts=KEY
                title=with("action.extend_key", &[("key", KEY)])
                on:click=move |_| extend.run(())
                part="extend"
            >
                {face}
            </button>
        }
    };
    move || extendable.get().then(button)
}
