//! The bar of a countdown. The browser's compositor runs it by itself from where
//! it stands to its end; the page computes nothing on the way.
//!
//! The browser's own clock moves it, and that one may stand still while the
//! deadline comes nearer. So whenever the page wakes, and whenever a look at the
//! time shows a leap, the bar begins anew from where it should stand.

use leptos::html::Span;
use leptos::prelude::*;

use crate::browser::{animation, custom_property, page_lifecycle};
use crate::domain::countdown::Countdown;
use crate::domain::time::{Millis, Timestamp};

/// Time that passes without a look at it was slept through or leapt over; an
/// animation may have stood still meanwhile. Looks come once a second, and on a
/// busy machine somewhat late.
const LEAP: Millis = Millis(2_000);

/// What one run of the bar is for, and when it was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    deadline: Timestamp,
    whole: Millis,
    wakes: u32,
    seen: Timestamp,
}

impl Run {
    fn goes_on_as(self, next: Self) -> bool {
        let run = |of: Self| (of.deadline, of.whole, of.wakes);
        let lived = self.seen <= next.seen && next.seen.since(self.seen) <= LEAP;
        run(self) == run(next) && lived
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
    let running = Memo::new(move |_| matches!(countdown.get(), Some(Countdown::Left { .. })));
    let wakes = RwSignal::new(0_u32);
    let listener = page_lifecycle::on_change(move || {
        if page_lifecycle::is_visible() {
            let _ = wakes.try_update(|wakes| *wakes = wakes.wrapping_add(1));
        }
    });
    // Dropped, and so ended, together with the view.
    StoredValue::new_local(listener);

    Effect::new(move |last: Option<Option<Run>>| {
        let fill = fill.get()?;
        let Some(Countdown::Left { deadline, whole, .. }) = countdown.get() else {
            return None;
        };
        let run = Run { deadline, whole, wakes: wakes.get(), seen: at.get() };
        if !last.flatten().is_some_and(|last| last.goes_on_as(run)) {
            let elapsed = whole.saturating_sub(deadline.since(run.seen));
            custom_property::set(&fill, "--wrapup-whole", &format!("{}ms", whole.0));
            custom_property::set(&fill, "--wrapup-elapsed", &format!("-{}ms", elapsed.0));
            animation::restart(&fill);
        }
        Some(run)
    });

    view! { class="wrapup",
        <span class="wrapup-bar" class:is-idle=move || !running.get() aria-hidden="true" part="bar">
            <span node_ref=fill class="wrapup-bar-fill" part="bar-fill"></span>
        </span>
    }
}
