//! The bar of a countdown. The browser's compositor runs it by itself from where
//! it stands to its end; the page computes nothing on the way.

use leptos::html::Span;
use leptos::prelude::*;

use crate::browser::custom_property;
use crate::domain::countdown::Countdown;
use crate::domain::time::{Millis, Timestamp};

/// Time that passes without a look at it was slept through or leapt over; an
/// animation may have stood still meanwhile.
const LEAP: Millis = Millis(2_000);

/// What one run of the bar was started for, and when it was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    deadline: Timestamp,
    whole: Millis,
    seen: Timestamp,
}

impl Run {
    fn goes_on_as(self, next: Self) -> bool {
        let same = (self.deadline, self.whole) == (next.deadline, next.whole);
        same && self.seen <= next.seen && next.seen.since(self.seen) <= LEAP
    }
}

/// The bar; it shrinks in the reading direction's opposite while time is left.
#[component]
pub(super) fn CountdownBar(
    /// What is shown.
    countdown: Signal<Option<Countdown>>,
    /// The time.
    at: Signal<Timestamp>,
) -> impl IntoView {
    let fill = NodeRef::<Span>::new();
    let turn = RwSignal::new(false);
    let running = Memo::new(move |_| matches!(countdown.get(), Some(Countdown::Left { .. })));

    Effect::new(move |last: Option<Option<Run>>| {
        let fill = fill.get()?;
        let Some(Countdown::Left { deadline, whole, .. }) = countdown.get() else {
            return None;
        };
        let run = Run { deadline, whole, seen: at.get() };
        if !last.flatten().is_some_and(|last| last.goes_on_as(run)) {
            let elapsed = whole.saturating_sub(deadline.since(run.seen));
            custom_property::set(&fill, "--wrapup-whole", &format!("{}ms", whole.0));
            custom_property::set(&fill, "--wrapup-elapsed", &format!("-{}ms", elapsed.0));
            // A running animation keeps its start: only one of another name starts anew.
            turn.update(|turn| *turn = !*turn);
        }
        Some(run)
    });

    view! { class="wrapup",
        <span class="wrapup-bar" class:is-idle=move || !running.get() aria-hidden="true" part="bar">
            <span
                node_ref=fill
                class="wrapup-bar-fill"
                class:is-turned=move || turn.get()
                part="bar-fill"
            ></span>
        </span>
    }
}
