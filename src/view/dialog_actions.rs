//! The buttons of the dialog. One button leads on at every stage, so that the
//! keyboard's focus stays on it while its meaning changes.

use leptos::html::Button;
use leptos::prelude::*;

use super::dialog::DialogAction;
use super::extend_button::ExtendButton;
use super::keys::Keys;
use super::messages::{text, with};
use super::save_failure::SaveFailure;
use super::unique::unique;
use crate::domain::segment::Segment;
use crate::domain::shortcut::Deed;
use crate::domain::stage::{Obstacle, Stage};
use crate::domain::time::Timestamp;

/// What the leading button says and does.
fn leading(stage: Stage) -> (&'static str, Option<DialogAction>) {
    match stage {
        Stage::Working | Stage::Overdue => ("action.submit", Some(DialogAction::Submit)),
        Stage::Failed => ("action.retry", Some(DialogAction::Retry)),
        Stage::Parked => ("action.resume", Some(DialogAction::Resume)),
        Stage::Recorded => ("action.recorded", None),
        Stage::Saving | Stage::Closed => ("action.saving", None),
    }
}

/// Why Submit & close would not be carried out, in a sentence.
pub(super) fn complaint(obstacle: Obstacle, segment: &Segment) -> String {
    let of_field = |key, at: usize| {
        let label = segment.rules.extra.get(at).map_or("", |field| &field.label);
        with(key, &[("field", label)])
    };
    let key = match obstacle {
        Obstacle::FullTime => "obstacle.full_time",
        Obstacle::CodeRequired => "obstacle.code_required",
        Obstacle::NotesRequired => "obstacle.notes_required",
        Obstacle::NotesTooLong { .. } => "obstacle.notes_too_long",
        Obstacle::ExtraRequired(at) => return of_field("obstacle.extra_required", at),
        Obstacle::ExtraFaulty(at) => return of_field("obstacle.extra_faulty", at),
    };
    text(key).to_owned()
}

/// The row of buttons, and what keeps them from being pressed.
#[component]
pub(super) fn DialogActions(
    /// The segment.
    segment: Signal<Segment>,
    /// The time.
    at: Signal<Timestamp>,
    /// Why the last try to save failed.
    failure: Signal<Option<SaveFailure>>,
    /// What the agent does.
    act: Callback<DialogAction>,
    /// Asks for more time.
    extend: Callback<()>,
    /// Why the page did not let it be closed: that answers a press, too.
    objection: Signal<Option<String>>,
    /// The agent's keys.
    keys: Keys,
    /// The leading button, for the key that presses it.
    leading_button: NodeRef<Button>,
) -> impl IntoView {
    let reason = unique("obstacle");
    let stage = Memo::new(move |_| segment.with(Segment::stage));
    let obstacle = Memo::new(move |_| {
        let working = matches!(stage.get(), Stage::Working | Stage::Overdue);
        let obstacle = |it: &Segment| Some(complaint(it.obstacle_to_submit()?, it));
        working.then(|| segment.with(obstacle)).flatten()
    });
    let in_time = Memo::new(move |_| segment.with(|segment| segment.is_workable(at.get())));
    // What was pressed stands until something answers it: a second press of a
    // double click, or of a key that repeats, is none.
    let pressed = RwSignal::new(false);
    Effect::new(move |_| {
        segment.track();
        failure.track();
        objection.track();
        pressed.set(false);
    });
    let action = move || {
        let (_, action) = leading(stage.get());
        let submits = action == Some(DialogAction::Submit);
        let shut = submits && (obstacle.get().is_some() || !in_time.get());
        action.filter(|_| !shut && !pressed.get())
    };
    let press = move |_| {
        if let Some(action) = untrack(action) {
            // Resuming may be refused without a trace, and twice does no harm.
            pressed.set(action != DialogAction::Resume);
            act.run(action);
        }
    };

    view! { class="wrapup",
        <div class="wrapup-actions" part="actions">
            <p class="wrapup-obstacle" role="status" id=reason.clone() part="obstacle">
                {move || obstacle.get()}
            </p>
            <ExtendButton segment at extend keys />
            <button
                class="wrapup-button is-leading"
                class:is-busy=move || stage.get() == Stage::Saving
                type="button"
                aria-disabled=move || action().is_none().to_string()
                aria-describedby=reason
                aria-keyshortcuts=move || keys.for_machines(Deed::Submit)
                title=move || keys.shown(Deed::Submit)
                node_ref=leading_button
                on:click=press
                part="submit"
            >
                {move || text(leading(stage.get()).0)}
            </button>
        </div>
    }
}
