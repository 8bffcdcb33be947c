//! The message that tells an agent what was saved.

use leptos::prelude::*;

use super::messages::{text, with};
use super::notice::Notice;
use super::unique::unique;
use crate::browser::clipboard;
use crate::domain::closure::ClosureKind;

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
fn Unsaved(
    /// The text.
    unsaved: String,
    /// Whether the rest of it was saved.
    rest_saved: bool,
) -> impl IntoView {
    let id = unique("unsaved");
    let copied = RwSignal::new(false);
    let why = if rest_saved { "notice.kept_back" } else { "notice.discarded" };
    let shown = unsaved.clone();
    // A page that may not write to the clipboard leaves the text selectable.
    let copy = move |_| clipboard::write(&unsaved, move || _ = copied.try_set(true));
    let label = move || if copied.get() { "action.copied" } else { "action.copy" };
    view! { class="wrapup",
        <label class="wrapup-notice-why" for=id.clone()>{text(why)}</label>
        <textarea
            class="wrapup-input wrapup-unsaved"
            id=id
            rows="3"
            dir="auto"
            readonly
            aria-label=text("notice.unsaved_label")
            prop:value=shown
            part="unsaved"
        ></textarea>
        <button class="wrapup-button" type="button" on:click=copy part="copy">
            {move || text(label())}
        </button>
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
) -> impl IntoView {
    let message = move |notice: Notice| {
        let interaction = notice.interaction.to_string();
        let ending = if notice.superseded { "notice.superseded" } else { ending(notice.kind) };
        let ending = with(ending, &[("interaction", &interaction)]);
        let missing = notice.required_missing.then(|| text("notice.required_missing"));
        let rest_saved = notice.notes_saved && !notice.superseded;
        let saved = saved(&notice);
        let unsaved = Some(notice.unsaved).filter(|unsaved| !unsaved.is_empty());
        view! { class="wrapup",
            <div class="wrapup-notice-card" part="notice">
                <p class="wrapup-notice-text">
                    <strong>{ending}</strong>" "{saved}" "{missing}
                </p>
                {unsaved.map(|unsaved| view! { class="wrapup", <Unsaved unsaved rest_saved /> })}
                <button
                    class="wrapup-button is-quiet wrapup-dismiss"
                    type="button"
                    on:click=move |_| dismiss.run(())
                    part="dismiss"
                >
                    {text("action.dismiss")}
                </button>
            </div>
        }
    };
    view! { class="wrapup",
        <div class="wrapup-notice" role="status" aria-label=text("notice.label")>
            {move || notice.get().map(message)}
        </div>
    }
}
