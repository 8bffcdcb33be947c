//! The field "Notes". What is typed is never cut: what is too long is said.

use leptos::html::Textarea;
use leptos::prelude::*;

use super::code_field::CodeShelf;
use super::messages::{text, with};
use super::shown::Shown;
use super::snippet_list::SnippetList;
use super::unique::unique;
use crate::domain::draft::{Entry, MAX_KEPT, MAX_NOTES, Stamp, can_be_kept, excess};
use crate::domain::segment::Segment;

/// The notes, with a counter.
#[component]
pub(super) fn NotesField(
    /// The segment.
    segment: Signal<Segment>,
    /// What the fields show.
    shown: Shown,
    /// The field itself.
    field: NodeRef<Textarea>,
    /// Whether anything may be entered now.
    workable: Signal<bool>,
    /// What the agent typed.
    edit: Callback<(Entry, Stamp)>,
    /// Where snippets are found.
    #[prop(default = None)]
    shelf: Option<CodeShelf>,
) -> impl IntoView {
    let (id, counter, error) = (unique("notes"), unique("notes-count"), unique("notes-error"));
    let hint = unique("notes-why");
    let snippets = SnippetList::new(field, segment, shelf);
    let notes = Memo::new(move |_| shown.notes.get());
    let excess = Memo::new(move |_| notes.with(|notes| excess(notes)));
    let enter = move |notes: String| {
        let base = shown.notes.enter(notes.clone());
        edit.run((Entry::Notes(notes), base));
    };
    let required = Memo::new(move |_| {
        let chosen = shown.code.get();
        segment.with(|segment| segment.rules.requires_notes(chosen.as_ref()))
    });
    let label = move || {
        let mark = required.get().then(|| text("code.required"));
        mark.map_or_else(String::new, |mark| with("notes.required", &[("mark", mark)]))
    };
    // Said as the code is chosen, and not only once it is in the way.
    let why = move || {
        let chosen = shown.code.get()?;
        segment.with(|segment| {
            let codes = segment.rules.codes.as_ref()?;
            let code = codes.find(&chosen).filter(|_| codes.with_notes.contains(&chosen))?;
            Some(with("notes.by_code", &[("code", &code.label)]))
        })
    };
    let too_long = Memo::new(move |_| excess.get() > 0);
    let count = Memo::new(move |_| {
        let count = notes.with(|notes| notes.chars().count()).to_string();
        with("notes.count", &[("count", &count), ("limit", &MAX_NOTES.to_string())])
    });
    // Until the agent changes a character of it.
    let mark = move || segment.with(Segment::has_suggested_notes).then(|| text("suggest.mark"));
    let complaint = move || {
        if notes.with(|notes| can_be_kept(notes)) {
            with("notes.too_long", &[("excess", &excess.get().to_string())])
        } else {
            with("notes.not_kept", &[("limit", &MAX_KEPT.to_string())])
        }
    };
    // Once, as a paste or a letter makes it too long, and not with each letter more.
    let said = Memo::new(move |_| too_long.get().then(|| untrack(complaint)));

    view! { class="wrapup",
        <div class="wrapup-field" part="notes">
            <label class="wrapup-label" for=id.clone()>
                {text("notes.label")}
                <span class="wrapup-field-mark">{label}</span>
            </label>
            <p class="wrapup-hint wrapup-notes-why" id=hint.clone()>{why}</p>
            <div class="wrapup-notes-box">
                <textarea
                    class="wrapup-input wrapup-notes"
                    id=id
                    rows="4"
                    dir="auto"
                    aria-describedby=[&hint, " ", &counter, " ", &error].concat()
                    aria-required=move || required.get().to_string()
                    aria-invalid=move || too_long.get().to_string()
                    readonly=move || !workable.get()
                    prop:value=move || notes.get()
                    aria-autocomplete="list"
                    aria-controls=move || snippets.list_id()
                    aria-activedescendant=move || snippets.active_id()
                    on:input=move |event| {
                        enter(event_target_value(&event));
                        snippets.look();
                    }
                    on:keydown=move |event| snippets.key(&event)
                    on:click=move |_| snippets.look()
                    on:focus=move |_| shown.notes.focus(true)
                    on:blur=move |_| {
                        shown.notes.focus(false);
                        snippets.shut();
                    }
                    node_ref=field
                    part="notes-input"
                ></textarea>
                {snippets.view()}
            </div>
            <p class="wrapup-field-count" class:is-over=move || too_long.get() id=counter>
                <span class="wrapup-suggested">{mark}</span>
                {move || count.get()}
            </p>
            <p class="wrapup-field-error" id=error>
                {move || too_long.get().then(complaint)}
            </p>
            <p class="wrapup-unseen" role="status">{move || said.get()}</p>
        </div>
    }
}
