//! The field "Notes". What is typed is never cut: what is too long is said.

use leptos::prelude::*;

use super::messages::{text, with};
use super::unique::unique;
use crate::domain::draft::{Edit, MAX_NOTES};
use crate::domain::segment::Segment;

/// The notes, with a counter.
#[component]
pub(super) fn NotesField(
    /// The segment.
    segment: Signal<Segment>,
    /// Whether anything may be entered now.
    workable: Signal<bool>,
    /// What the agent typed.
    edit: Callback<Edit>,
) -> impl IntoView {
    let (id, counter, error) = (unique("notes"), unique("notes-count"), unique("notes-error"));
    let notes = Memo::new(move |_| segment.with(|segment| segment.draft.notes.clone()));
    let excess = Memo::new(move |_| segment.with(|segment| segment.draft.excess()));
    let too_long = Memo::new(move |_| excess.get() > 0);
    let count = Memo::new(move |_| {
        let count = notes.with(|notes| notes.chars().count()).to_string();
        with("notes.count", &[("count", &count), ("limit", &MAX_NOTES.to_string())])
    });
    let complaint = move || with("notes.too_long", &[("excess", &excess.get().to_string())]);

    view! { class="wrapup",
        <div class="wrapup-field" part="notes">
            <label class="wrapup-label" for=id.clone()>{text("notes.label")}</label>
            <textarea
                class="wrapup-input wrapup-notes"
                id=id
                rows="4"
                dir="auto"
                aria-describedby=format!("{counter} {error}")
                aria-invalid=move || too_long.get().to_string()
                readonly=move || !workable.get()
                prop:value=move || notes.get()
                on:input=move |event| edit.run(Edit::Notes(event_target_value(&event)))
                part="notes-input"
            ></textarea>
            <p class="wrapup-field-count" class:is-over=move || too_long.get() id=counter>
                {move || count.get()}
            </p>
            <p class="wrapup-field-error" id=error>
                {move || too_long.get().then(complaint)}
            </p>
        </div>
    }
}
