//! What is said aloud of a countdown: a few milestones, politely.

use core::time::Duration;

use leptos::prelude::*;

use super::ending_warning::remedy;
use super::keys::Keys;
use super::messages::{text, with};
use super::words::{duration, time_of_day};
use crate::domain::milestone::Milestone;
use crate::domain::segment::Segment;
use crate::domain::time::{Millis, Timestamp};

/// Screen readers pass over what a live region held when it came into the page.
const SETTLING: Duration = Duration::from_millis(150);

fn words(segment: &Segment, at: Timestamp, milestone: Option<Milestone>, keys: Keys) -> String {
    let Some(deadline) = segment.deadline() else {
        return text("said.begun_open").to_owned();
    };
    let left = duration(Millis::from_seconds(deadline.since(at).seconds_rounded_up()));
    // With the warning comes what can be done about it.
    let warned = |words: String| {
        let remedy = segment.is_ending(at).then(|| remedy(segment, at, keys)).flatten();
        remedy.map_or(words.clone(), |remedy| words.clone() + " " + &remedy)
    };
    match milestone {
        None | Some(Milestone::Begun) if !segment.rules.show_timer => {
            with("said.begun_at", &[("time", &time_of_day(deadline))])
        }
        None | Some(Milestone::Begun) => warned(with("said.begun", &[("duration", &left)])),
        Some(Milestone::Over) => text("said.over").to_owned(),
        Some(Milestone::Warning) => warned(with("said.left", &[("duration", &left)])),
        Some(_) => with("said.left", &[("duration", &left)]),
    }
}

/// A live region for the milestones of one segment; invisible.
#[component]
pub fn Announcements(
    /// The segment.
    #[prop(into)]
    segment: Signal<Segment>,
    /// The time.
    #[prop(into)]
    at: Signal<Timestamp>,
    /// The agent's keys.
    #[prop(optional)]
    keys: Keys,
) -> impl IntoView {
    let settled = RwSignal::new(false);
    set_timeout(move || _ = settled.try_set(true), SETTLING);

    // An extension begins anew, and is said even when no milestone had passed.
    let moment = Memo::new(move |_| {
        segment.with(|segment| (segment.milestone(at.get()), segment.deadline()))
    });
    let said = Memo::new(move |_| {
        let (milestone, _) = moment.get();
        let words =
            || untrack(|| segment.with(|each| words(each, at.get_untracked(), milestone, keys)));
        settled.get().then(words)
    });
    view! { class="wrapup",
        <p class="wrapup-unseen" role="status" aria-live="polite" aria-atomic="true">
            {move || said.get()}
        </p>
    }
}
