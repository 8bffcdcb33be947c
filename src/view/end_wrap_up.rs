//! The control "End Wrap Up" on a conversation's record.

use leptos::prelude::*;

use super::announcements::Announcements;
use super::countdown::CountdownView;
use super::dialog_actions::complaint;
use super::ending_warning::EndingWarning;
use super::extend_button::{self, ExtendButton};
use super::forecast::ForecastSentence;
use super::keys::Keys;
use super::messages::text;
use super::save_failure::{SaveFailure, SaveFailureMessage};
use super::unique::unique;
use super::veto::ObjectionMessage;
use crate::domain::segment::Segment;
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;

/// End Wrap Up, and the countdown where agents see one. Where no dialog stands
/// beside it, it also says and offers what the dialog would.
#[component]
pub fn EndWrapUp(
    /// The segment.
    #[prop(into)]
    segment: Signal<Segment>,
    /// The time.
    #[prop(into)]
    at: Signal<Timestamp>,
    /// What End Wrap Up does.
    #[prop(into)]
    act: Callback<()>,
    /// Whether its dialog is shown too.
    #[prop(into)]
    has_dialog: Signal<bool>,
    /// Why the last try to save failed.
    #[prop(into)]
    failure: Signal<Option<SaveFailure>>,
    /// What "Try again" does.
    #[prop(into)]
    retry: Callback<()>,
    /// What "Extend" does.
    #[prop(into)]
    extend: Callback<()>,
    /// Why the page did not let it be closed.
    #[prop(optional, into)]
    objection: Signal<Option<String>>,
    /// The agent's keys.
    #[prop(optional)]
    keys: Keys,
) -> impl IntoView {
    let reason = unique("end-reason");
    let stage = Memo::new(move |_| segment.with(Segment::stage));
    let countdown = Memo::new(move |_| segment.with(|segment| segment.countdown(at.get())));
    let obstacle = Memo::new(move |_| {
        let obstacle = |it: &Segment| Some(complaint(it.obstacle_to_end(has_dialog.get())?, it));
        segment.with(obstacle)
    });
    let workable = Memo::new(move |_| segment.with(|segment| segment.is_workable(at.get())));
    let alone_failed = move || stage.get() == Stage::Failed && !has_dialog.get();
    let failed = Signal::derive(move || {
        alone_failed().then(|| failure.get().unwrap_or(SaveFailure::Unknown))
    });
    let pressed = RwSignal::new(false);
    Effect::new(move |_| {
        segment.track();
        failure.track();
        objection.track();
        pressed.set(false);
    });
    let action = move || {
        let action = if alone_failed() { retry } else { act };
        let open = alone_failed() || (workable.get() && obstacle.get().is_none());
        (open && !pressed.get()).then_some(action)
    };
    let press = move |_| {
        if let Some(action) = untrack(action) {
            pressed.set(true);
            action.run(());
        }
    };
    let label = move || match stage.get() {
        Stage::Saving => "action.saving",
        Stage::Failed if !has_dialog.get() => "action.retry",
        _ => "action.end",
    };
    let alone = move || {
        view! { class="wrapup",
            <EndingWarning segment at keys />
            <ForecastSentence segment id=unique("end-forecast") />
            <Announcements segment at keys />
        }
    };

    view! { class="wrapup",
        <div
            class="wrapup-end"
            on:keydown=extend_button::on_key(keys, segment, at, extend)
            part="end"
        >
            <CountdownView countdown at />
            {move || (!has_dialog.get()).then(|| view! { class="wrapup", <ExtendButton segment at extend keys /> })}
            <button
                class="wrapup-button"
                class:is-busy=move || stage.get() == Stage::Saving
                type="button"
                aria-disabled=move || action().is_none().to_string()
                aria-describedby=reason.clone()
                on:click=press
                part="end-button"
            >
                {move || text(label())}
            </button>
            <p class="wrapup-hint" id=reason part="end-reason">{move || obstacle.get()}</p>
            {move || (!has_dialog.get()).then(alone)}
            <SaveFailureMessage segment failure=failed />
            {move || (!has_dialog.get()).then(|| view! { class="wrapup", <ObjectionMessage objection /> })}
        </div>
    }
}
