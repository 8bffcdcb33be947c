//! More time, by one simple action.

use leptos::prelude::*;

use super::messages::with;
use super::words::{duration, short_duration};
use crate::domain::segment::Segment;
use crate::domain::time::Timestamp;

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
        let face = with("action.extend", &[("duration", &short_duration(length))]);
        // Whoever speaks to the page says what they see, so the name begins with it.
        let name = [("face", face.as_str()), ("duration", &duration(length))];
        let name = with("action.extend_name", &name);
        view! { class="wrapup",
            <button
                class="wrapup-button is-quiet"
                type="button"
                aria-label=name
                on:click=move |_| extend.run(())
                part="extend"
            >
                {face}
            </button>
        }
    };
    move || extendable.get().then(button)
}
