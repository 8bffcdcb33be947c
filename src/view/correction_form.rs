//! The form in which a finished wrap-up is corrected. Nothing typed in it is lost: it
//! stays until what it says is stored, or its agent gives it up.

use leptos::html::{self, Textarea};
use leptos::prelude::*;

use super::code_field::{CodeField, CodeShelf, allowed, named};
use super::dialog_actions::complaint;
use super::extra_field::ExtraFields;
use super::live::{HeldDesk, follow};
use super::messages::text;
use super::notes_field::NotesField;
use super::save_failure::SaveFailureMessage;
use super::shown::Shown;
use super::unique::unique;
use crate::domain::closure::VersionReason;
use crate::domain::gate::Actor;
use crate::domain::id::ClosureKey;
use crate::domain::segment::Segment;
use crate::domain::stage::Obstacle;
use crate::domain::wrap_up::{Command, Refusal};
use crate::runtime::Desk;

/// Code, notes and further fields of `segment` as they count now, to be changed.
#[component]
#[allow(clippy::needless_pass_by_value)] // props are taken by value
pub(super) fn CorrectionForm(
    /// The page's desk.
    desk: HeldDesk,
    /// The segment, closed.
    segment: Segment,
    /// A correction, or the undo of a submit.
    reason: VersionReason,
    /// Who is signed in.
    actor: Signal<Actor>,
    /// It is stored (`true`), or was given up.
    done: Callback<bool>,
) -> impl IntoView {
    let live = desk.with_value(|desk| follow(desk, &segment.interaction));
    let mut begins_with = segment;
    if let Some(closed) = begins_with.closed() {
        begins_with.draft = closed.as_draft();
    }
    begins_with.rules.codes = begins_with.rules.codes.map(|codes| named(codes, desk));
    let id = StoredValue::new((begins_with.interaction.clone(), begins_with.id.clone()));
    let segment = Signal::stored(begins_with);
    let shelf = Some(CodeShelf { desk, actor });
    let codes = allowed(segment, shelf);
    let shown = Shown::of(segment);
    let as_shown = Signal::from(Memo::new(move |_| shown.upon(segment.get())));
    let field = NodeRef::<Textarea>::new();
    let saving = RwSignal::new(None::<ClosureKey>);
    let busy = Memo::new(move |_| saving.with(Option::is_some));
    let workable = Signal::derive(move || !busy.get());
    let edit = Callback::new(|_| ());

    let obstacle = move || {
        as_shown.with(|segment: &Segment| {
            let obstacle = Obstacle::of(&segment.rules, &segment.draft);
            obstacle.map(|obstacle| complaint(obstacle, segment))
        })
    };
    let refused = RwSignal::new(None::<&'static str>);
    let save = move |()| {
        if busy.get_untracked() {
            return;
        }
        let (by, draft) = (actor.get_untracked(), as_shown.get_untracked().draft);
        let (interaction, segment) = id.get_value();
        let known = live.conversation.get_untracked();
        let at = live.at.get_untracked();
        let closed = known.as_ref().and_then(|known| known.segment(&segment));
        match closed.map(|closed| closed.correction(&by, &draft, reason, at)) {
            Some(Ok(_)) => {
                let key = Desk::new_key();
                saving.set(Some(key.clone()));
                refused.set(None);
                let command = Command::Correct { segment, by, draft, reason, key };
                desk.with_value(|desk| desk.send(&interaction, command));
            }
            // What is in the way is said all the time.
            Some(Err(_)) if untrack(obstacle).is_some() => {}
            Some(Err(Refusal::CorrectionTooLate | Refusal::NothingToUndo)) => {
                refused.set(Some("correction.too_late"));
            }
            _ => refused.set(Some("correction.refused")),
        }
    };
    Effect::new(move |_| {
        let Some(key) = saving.get() else { return };
        let stored = live.conversation.with(|known| {
            let segment = known.as_ref().and_then(|known| known.segment(&id.get_value().1));
            let closed = segment.and_then(Segment::closed);
            closed.is_some_and(|closed| closed.versions.iter().any(|each| each.key == key))
        });
        if stored {
            done.run(true);
        }
    });
    let failed = Signal::derive(move || live.failure.get().filter(|_| busy.get()));
    let (title, form) = (unique("correction"), NodeRef::<html::Form>::new());
    // It takes the place of the button that was pressed.
    form.on_load(|form| {
        request_animation_frame(move || _ = form.focus());
    });
    view! { class="wrapup",
        <form
            class="wrapup-correction"
            aria-labelledby=title
            tabindex="-1"
            node_ref=form
            on:submit=move |event| {
                event.prevent_default();
                save(());
            }
            part="correction"
        >
            <h3 class="wrapup-title" id=title.clone()>{text("correction.title")}</h3>
            <CodeField segment shown workable edit codes />
            <ExtraFields shown workable edit />
            <NotesField segment shown field workable edit shelf />
            <SaveFailureMessage segment=as_shown failure=failed />
            <p class="wrapup-obstacle" role="status">
                {move || obstacle().or_else(|| refused.get().map(|key| text(key).to_owned()))}
            </p>
            <div class="wrapup-correction-actions">
                <button
                    class="wrapup-button is-leading"
                    class:is-busy=move || busy.get()
                    type="submit"
                    aria-disabled=move || (busy.get() || obstacle().is_some()).to_string()
                >
                    {move || text(if busy.get() { "action.saving" } else { "correction.save" })}
                </button>
                <button class="wrapup-button" type="button" on:click=move |_| done.run(false)>
                    {text("correction.cancel")}
                </button>
            </div>
        </form>
    }
}
