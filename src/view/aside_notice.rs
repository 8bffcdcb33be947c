//! What another page made of the notes while this one was being typed into: said
//! quietly, to be added or dismissed.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::messages::text;
use super::shown::Shown;
use super::unique::unique;
use crate::domain::draft::{Entry, Stamp};
use crate::domain::segment::Segment;

/// The texts of other pages beside what the notes show; nothing without any.
#[component]
pub(super) fn AsideNotice(
    /// The segment.
    segment: Signal<Segment>,
    /// What the fields show.
    shown: Shown,
    /// Whether anything may be entered now.
    workable: Signal<bool>,
    /// The notes' field, which has the focus once a text is dealt with.
    field: NodeRef<Textarea>,
    /// What the agent enters by adding a text.
    edit: Callback<(Entry, Stamp)>,
    /// What dismissing a text does.
    dismiss: Callback<String>,
) -> impl IntoView {
    let offered = Memo::new(move |_| segment.with(|it| it.draft.offered(&shown.notes.get())));
    let count = Memo::new(move |_| offered.with(Vec::len));
    let text_at = move |at: usize| offered.with(|texts| texts.get(at).cloned().unwrap_or_default());
    let go_on = move || {
        if let Some(field) = field.get_untracked() {
            // A page that keeps its focus elsewhere loses nothing by it.
            let _ = field.focus();
        }
    };
    let add = move |at: usize| {
        let entry = Entry::taking(untrack(|| text_at(at)), &untrack(|| shown.notes.get()));
        if let Entry::Taken { notes, .. } = &entry {
            let base = shown.notes.enter(notes.clone());
            edit.run((entry, base));
        }
        go_on();
    };
    let drop = move |at: usize| {
        dismiss.run(untrack(|| text_at(at)));
        go_on();
    };
    let one = move |at: usize| {
        let id = unique("aside");
        view! { class="wrapup",
            <div class="wrapup-aside" part="aside">
                <p class="wrapup-aside-text" id=id.clone() dir="auto" tabindex="0">
                    {move || text_at(at)}
                </p>
                <div class="wrapup-aside-actions" hidden=move || !workable.get()>
                    <button class="wrapup-button" type="button" aria-describedby=id.clone()
                        on:click=move |_| add(at)>
                        {text("aside.take")}
                    </button>
                    <button class="wrapup-button is-quiet" type="button" aria-describedby=id
                        on:click=move |_| drop(at)>
                        {text("action.dismiss")}
                    </button>
                </div>
            </div>
        }
    };
    let any = Memo::new(move |_| count.get() > 0);
    let title = move || any.get().then(|| text("aside.title"));
    // Said once, however long typing goes on there.
    view! { class="wrapup",
        <p class="wrapup-unseen" role="status" part="aside-said">{title}</p>
        <div class="wrapup-asides" hidden=move || count.get() == 0 part="asides">
            <p class="wrapup-label" aria-hidden="true">{text("aside.title")}</p>
            <For each=move || 0..count.get() key=|at| *at children=one />
        </div>
    }
}
