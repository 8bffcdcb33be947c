//! Asks before anything that was typed is lost.

use leptos::html;
use leptos::prelude::*;

use super::messages::{text, with};
use crate::browser::leave_prompt::LeavePrompt;
use crate::view::unique::unique;

/// What is unsaved, and what waits until that is settled.
#[derive(Clone, Copy)]
pub(super) struct Guard {
    unsaved: RwSignal<Option<String>>,
    waiting: RwSignal<Option<Callback<()>>>,
    prompt: StoredValue<Option<LeavePrompt>, LocalStorage>,
}

impl Guard {
    pub(super) fn new() -> Self {
        Self {
            unsaved: RwSignal::new(None),
            waiting: RwSignal::new(None),
            prompt: StoredValue::new_local(None),
        }
    }

    /// What of that name has unsaved changes; `None` for nothing.
    pub(super) fn set_unsaved(self, what: Option<String>) {
        if self.unsaved.with_untracked(|known| *known == what) {
            return;
        }
        let asks = what.is_some();
        self.unsaved.set(what);
        self.prompt.update_value(|prompt| match (asks, prompt.is_some()) {
            (true, false) => *prompt = Some(LeavePrompt::new()),
            (false, _) => *prompt = None,
            _ => {}
        });
    }

    /// Whether something is unsaved.
    pub(super) fn holds(self) -> bool {
        self.unsaved.with_untracked(Option::is_some)
    }

    /// Does `go` at once where nothing is unsaved, else when the changes may go.
    pub(super) fn then(self, go: impl Fn() + Send + Sync + 'static) {
        if self.holds() {
            self.waiting.set(Some(Callback::new(move |()| go())));
        } else {
            go();
        }
    }
}

/// The question.
#[component]
pub(super) fn GuardQuestion(guard: Guard) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let (title, what) = (unique("guard"), unique("guard-what"));
    Effect::new(move |_| {
        let asked = guard.waiting.with(Option::is_some);
        if let Some(dialog) = dialog.get() {
            if asked && !dialog.open() {
                // It fails only where it is open already.
                let _ = dialog.show_modal();
            } else if !asked {
                dialog.close();
            }
        }
    });
    let keep = move || guard.waiting.set(None);
    let discard = move |_| {
        let go = guard.waiting.get_untracked();
        guard.waiting.set(None);
        guard.set_unsaved(None);
        if let Some(go) = go {
            go.run(());
        }
    };
    let sentence = move || {
        let name = guard.unsaved.get().unwrap_or_default();
        with("admin.guard.what", &[("name", &name)])
    };
    view! { class="wrapup",
        <dialog class="admin-dialog is-small" node_ref=dialog aria-labelledby=title
            aria-describedby=what on:close=move |_| keep()>
            <h2 class="wrapup-title" id=title.clone()>{text("admin.guard.title")}</h2>
            <p id=what.clone()>{sentence}</p>
            <div class="admin-actions">
                <button class="wrapup-button is-leading" type="button" on:click=move |_| keep()>
                    {text("admin.guard.keep")}
                </button>
                <button class="wrapup-button" type="button" on:click=discard>
                    {text("admin.guard.discard")}
                </button>
            </div>
        </dialog>
    }
}
