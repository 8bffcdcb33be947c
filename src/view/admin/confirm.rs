//! A question before something is done that is not easily seen.

use leptos::html;
use leptos::prelude::*;

use super::messages::text;
use crate::view::unique::unique;

/// Asks while `open` is set.
#[component]
pub(super) fn Confirm(
    open: RwSignal<bool>,
    title: &'static str,
    /// The question.
    asked: Signal<String>,
    /// What "yes" is called.
    yes: &'static str,
    /// What it does.
    done: Callback<()>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let (name, what) = (unique("confirm"), unique("confirm-what"));
    Effect::new(move |_| {
        let open = open.get();
        if let Some(dialog) = dialog.get() {
            if open && !dialog.open() {
                // It fails only where it is open already.
                let _ = dialog.show_modal();
            } else if !open {
                dialog.close();
            }
        }
    });
    let agree = move |_| {
        open.set(false);
        done.run(());
    };
    view! { class="wrapup",
        <dialog class="admin-dialog is-small" node_ref=dialog aria-labelledby=name
            aria-describedby=what on:close=move |_| open.set(false)>
            <h2 class="wrapup-title" id=name.clone()>{title}</h2>
            <p id=what.clone()>{move || asked.get()}</p>
            <div class="admin-actions">
                <button class="wrapup-button is-leading" type="button"
                    on:click=move |_| open.set(false)>{text("admin.no_change")}</button>
                <button class="wrapup-button" type="button" on:click=agree>{yes}</button>
            </div>
        </dialog>
    }
}
