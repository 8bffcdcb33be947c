//! The dialog in which an agent wraps a conversation up. It is modeless: the page
//! behind it stays in use, it neither takes nor keeps the focus, and Escape does
//! nothing, since nothing typed may be lost by one key. What other keys do is the
//! agent's to say (`dialog_keys`).

use leptos::html::Textarea;
use leptos::prelude::*;

use super::announcements::Announcements;
use super::aside_notice::AsideNotice;
use super::assistance::Assistance;
use super::code_field::{CodeField, CodeShelf, allowed};
use super::dialog_actions::DialogActions;
use super::dialog_header::dialog_header;
use super::dialog_keys::{DialogKeys, Working};
use super::ending_warning::EndingWarning;
use super::extra_field::ExtraFields;
use super::forecast::ForecastSentence;
use super::key_sheet::key_sheet;
use super::keys::Keys;
use super::messages::text;
use super::notes_field::NotesField;
use super::save_failure::{SaveFailure, SaveFailureMessage};
use super::shown::Shown;
use super::suggestion::{SuggestedCode, SuggestedNotes, Suggestion};
use super::unique::unique;
use super::veto::ObjectionMessage;
use crate::domain::draft::{Entry, Stamp};
use crate::domain::id::InteractionId;
use crate::domain::segment::Segment;
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;

/// What an agent does in the dialog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialogAction {
    /// Chooses or types, or adds a text of another page to the notes.
    Edit {
        /// What is entered.
        entry: Entry,
        /// The content of the field that it builds on.
        base: Stamp,
    },
    /// Doesn't want this text of another page.
    DismissAside(String),
    /// Submit & close.
    Submit,
    /// Tries again to save what could not be saved.
    Retry,
    /// Asks for more time.
    Extend,
    /// Takes a parked wrap-up up again.
    Resume,
}

/// The dialog "Wrap up" of one segment.
#[component]
pub fn WrapUpDialog(
    /// The segment.
    #[prop(into)]
    segment: Signal<Segment>,
    /// The time.
    #[prop(into)]
    at: Signal<Timestamp>,
    /// Why the last try to save failed.
    #[prop(into)]
    failure: Signal<Option<SaveFailure>>,
    /// What the agent does.
    #[prop(into)]
    act: Callback<DialogAction>,
    /// What the fields show, for whoever must know.
    #[prop(optional)]
    shown: Option<Shown>,
    /// Why the page did not let it be closed.
    #[prop(optional, into)]
    objection: Signal<Option<String>>,
    /// Whether it is minimised, for whoever wants to decide that too.
    #[prop(optional)]
    minimised: Option<RwSignal<bool>>,
    /// Where more is known of its codes.
    #[prop(optional)]
    shelf: Option<CodeShelf>,
    /// Whether the conversation still runs: then it has neither time nor end, and it
    /// becomes the wrap-up's where it stands, with the focus in it.
    #[prop(optional, into)]
    early: Signal<bool>,
    /// Whether its agent has just asked for it, and goes on in its notes.
    #[prop(optional)]
    has_focus: bool,
    /// Asks for suggestions, where anybody makes any.
    #[prop(default = None)]
    assistance: Option<Assistance>,
    /// Leads to the next wrap-up, which it gives back where it is to get the focus.
    #[prop(default = None)]
    next: Option<Callback<(), Option<InteractionId>>>,
) -> impl IntoView {
    let shown = shown.unwrap_or_else(|| Shown::of(segment));
    let as_shown = Signal::from(Memo::new(move |_| shown.upon(segment.get())));
    let field = NodeRef::<Textarea>::new();
    let enter = act;
    // Whatever is pressed counts for what the agent sees.
    let act = Callback::new(move |action| {
        if matches!(
            action,
            DialogAction::Submit | DialogAction::Retry | DialogAction::DismissAside(_)
        ) {
            for (entry, base) in segment.with_untracked(|segment| shown.unsaid(segment)) {
                enter.run(DialogAction::Edit { entry, base });
            }
        }
        enter.run(action);
    });
    let (title, forecast) = (unique("title"), unique("forecast"));
    let interaction = segment.with_untracked(|segment| segment.interaction.to_string());
    let workable = Memo::new(move |_| segment.with(|it| it.is_workable(at.get()))).into();
    let edit = Callback::new(move |(entry, base)| act.run(DialogAction::Edit { entry, base }));
    let dismiss = Callback::new(move |text| act.run(DialogAction::DismissAside(text)));
    let extend = Callback::new(move |()| act.run(DialogAction::Extend));
    let stage = Memo::new(move |_| segment.with(Segment::stage));
    let failed = Signal::derive(move || {
        let failed = stage.get() == Stage::Failed;
        failed.then(|| failure.get().unwrap_or(SaveFailure::Unknown))
    });

    let suggestion = Suggestion::new(segment, shown, workable, edit, assistance);

    // Out of the way, with the time still in sight. A failure needs to be seen.
    let small = minimised.unwrap_or_else(|| RwSignal::new(false));
    Effect::new(move |_| failed.with(Option::is_some).then(|| small.set(false)));
    Effect::new(move |was_early: Option<bool>| {
        if was_early == Some(true) && !early.get() {
            small.set(false);
        }
        early.get()
    });
    if has_focus {
        field.on_load(|field| request_animation_frame(move || _ = field.focus()));
    }
    let codes = allowed(segment, shelf);
    let keys = Keys::new(shelf);
    let of = Working { keys, segment, at, shown, workable, edit, extend, codes, small, next };
    let in_here = DialogKeys::new(of);
    in_here.listen();
    let (sheet, floating) = (in_here.sheet, in_here.floating);
    let sheet_view =
        move || sheet.get().then(|| key_sheet(of, sheet, untrack(|| in_here.keyed()), floating));

    let described = forecast.clone();
    let footer = move || {
        let id = forecast.clone();
        if early.get() {
            return view! { class="wrapup",
                <p class="wrapup-forecast" id=id part="forecast">{text("early.hint")}</p>
            }
            .into_any();
        }
        view! { class="wrapup",
            <ForecastSentence segment id />
            <SaveFailureMessage segment failure=failed />
            <ObjectionMessage objection />
            <DialogActions segment=as_shown at failure act extend objection keys
                leading_button=in_here.leading />
        }
        .into_any()
    };

    view! { class="wrapup",
        <section
            class="wrapup-dialog"
            class:is-placed=move || floating.is_placed()
            class:is-moving=move || floating.is_moving()
            role="dialog"
            aria-labelledby=title
            aria-describedby=described
            aria-busy=move || (stage.get() == Stage::Saving).to_string()
            on:keydown=move |event| in_here.press(&event)
            node_ref=in_here.area
            data-interaction=interaction
            part="dialog"
        >
            {dialog_header(&in_here, title.clone(), early)}
            <div class="wrapup-dialog-body" hidden=move || small.get() part="body">
                <CodeField segment shown workable edit codes />
                <SuggestedCode of=suggestion />
                <ExtraFields shown workable edit />
                <NotesField segment shown field workable edit shelf />
                <SuggestedNotes of=suggestion />
                <AsideNotice segment shown workable field edit dismiss />
                <slot name="fields"></slot>
            </div>
            {move || (!early.get()).then(|| view! { class="wrapup", <EndingWarning segment at keys /> })}
            <footer class="wrapup-dialog-footer" hidden=move || small.get() part="footer">
                {footer}
            </footer>
            {move || (!early.get()).then(|| view! { class="wrapup", <Announcements segment at keys /> })}
            <p class="wrapup-unseen" role="status">{move || in_here.said.get()}</p>
            {sheet_view}
        </section>
    }
}
