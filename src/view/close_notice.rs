//! The message that tells an agent what was saved.

use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::messages::{text, with};
use super::notice::{Notice, Told, Unsaved, UnsavedText};
use super::unique::unique;
use crate::browser::clipboard;
use crate::domain::closure::ClosureKind;
use crate::domain::draft::Draft;

fn ending(kind: ClosureKind) -> &'static str {
    match kind {
        ClosureKind::Submitted => "notice.submitted",
        ClosureKind::Ended => "notice.ended",
        ClosureKind::TabClosed => "notice.tab_closed",
        ClosureKind::TimedOut => "notice.timed_out",
        ClosureKind::Interrupted => "notice.interrupted",
        ClosureKind::Forced => "notice.forced",
        ClosureKind::Swept => "notice.swept",
    }
}

/// The same for those who see another page than where it was ended: by whom, and how.
fn ending_elsewhere(kind: ClosureKind) -> &'static str {
    match kind {
        ClosureKind::Submitted => "notice.elsewhere_submitted",
        ClosureKind::Ended => "notice.elsewhere_ended",
        ClosureKind::TabClosed => "notice.elsewhere_tab_closed",
        ClosureKind::Interrupted => "notice.elsewhere_interrupted",
        ClosureKind::Forced => "notice.elsewhere_forced",
        ClosureKind::TimedOut | ClosureKind::Swept => ending(kind),
    }
}

fn headline(notice: &Notice, names: AgentNames) -> String {
    let interaction = notice.interaction.to_string();
    let agent = notice.by.as_ref().map(|agent| names.of(agent)).unwrap_or_default();
    let key = match notice.told {
        Told::Here => ending(notice.kind),
        Told::Elsewhere | Told::Superseded => ending_elsewhere(notice.kind),
        Told::Corrected => "notice.corrected",
    };
    with(key, &[("interaction", &interaction), ("agent", &agent)])
}

fn saved(notice: &Notice) -> String {
    let code = notice.code.as_ref().map(|code| [("code", code.label.as_str())]);
    match (code, notice.notes_saved) {
        (Some(code), true) => with("notice.code_and_notes", &code),
        (Some(code), false) => with("notice.code_only", &code),
        (None, true) => text("notice.notes_only").to_owned(),
        (None, false) => text("notice.nothing").to_owned(),
    }
}

/// What was typed and not saved, to be copied.
#[component]
fn UnsavedBox(
    /// The text.
    unsaved: UnsavedText,
    /// Whether a correction is being saved.
    correcting: bool,
    /// What saving it as a correction does.
    correct: Callback<Draft>,
) -> impl IntoView {
    let UnsavedText { text: unsaved, why, correction } = unsaved;
    let id = unique("unsaved");
    let copied = RwSignal::new(false);
    let why = match why {
        Unsaved::TooLong => "notice.kept_back",
        Unsaved::Discarded | Unsaved::Second => "notice.discarded",
        Unsaved::Aside => "notice.aside",
    };
    let shown = unsaved.clone();
    // A page that may not write to the clipboard leaves the text selectable.
    let copy = move |_| clipboard::write(&unsaved, move || _ = copied.try_set(true));
    let save = correction.map(|correction| {
        let save = move |_| {
            if !correcting {
                correct.run(correction.clone());
            }
        };
        view! { class="wrapup",
            <button
                class="wrapup-button"
                class:is-busy=correcting
                type="button"
                aria-disabled=correcting.to_string()
                on:click=save
                part="correct"
            >
                {text(if correcting { "action.saving" } else { "action.correct" })}
            </button>
        }
    });
    let label = move || if copied.get() { "action.copied" } else { "action.copy" };
    view! { class="wrapup",
        <p class="wrapup-notice-why" id=id.clone()>{text(why)}</p>
        <textarea
            class="wrapup-input wrapup-unsaved"
            rows="3"
            dir="auto"
            readonly
            aria-label=text("notice.unsaved_label")
            aria-describedby=id
            prop:value=shown
            part="unsaved"
        ></textarea>
        <div class="wrapup-unsaved-actions">
            <button class="wrapup-button" type="button" on:click=copy part="copy">
                {move || text(label())}
            </button>
            {save}
        </div>
    }
}

/// What became of the wrap-up that closed last; empty without one. It takes no
/// focus, and stays until it is dismissed.
#[component]
pub fn CloseNotice(
    /// What to tell.
    #[prop(into)]
    notice: Signal<Option<Notice>>,
    /// What dismissing it does.
    #[prop(into)]
    dismiss: Callback<()>,
    /// What saving a text as a correction does.
    #[prop(into)]
    correct: Callback<Draft>,
    /// What taking the submit back does.
    #[prop(optional)]
    undo: Option<Callback<()>>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
) -> impl IntoView {
    let message = move |notice: Notice| {
        let ending = headline(&notice, names);
        let superseded = notice.told == Told::Superseded;
        let superseded = superseded.then(|| text("notice.superseded").to_owned() + " ");
        let missing = notice.required_missing.then(|| text("notice.required_missing"));
        let saved = superseded.unwrap_or_default() + &saved(&notice);
        let correcting = notice.correcting.is_some();
        let unsaved = move |unsaved| {
            view! { class="wrapup", <UnsavedBox unsaved correcting correct /> }
        };
        let undo = undo.filter(|_| notice.undo).map(|undo| {
            view! { class="wrapup",
                <button class="wrapup-button" type="button"
                    on:click=move |_| undo.run(()) part="undo">
                    {text("undo.offer")}
                </button>
            }
        });
        let unsaved = notice.unsaved.into_iter().map(unsaved).collect_view();
        view! { class="wrapup",
            <div class="wrapup-notice-card" part="notice">
                <p class="wrapup-notice-text">
                    <strong>{ending}</strong>" "{saved}" "{missing}
                </p>
                {unsaved}
                <div class="wrapup-notice-actions">
                    {undo}
                    <button
                        class="wrapup-button is-quiet"
                        type="button"
                        on:click=move |_| dismiss.run(())
                        part="dismiss"
                    >
                        {text("action.dismiss")}
                    </button>
                </div>
            </div>
        }
    };
    view! { class="wrapup",
        <div class="wrapup-notice" role="status" aria-label=text("notice.label")>
            {move || notice.get().map(message)}
        </div>
    }
}
