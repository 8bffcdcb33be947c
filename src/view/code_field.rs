//! The field "Wrap-up code".

use leptos::prelude::*;

use super::messages::text;
use super::shown::Shown;
use super::unique::unique;
use crate::domain::code::CodeRef;
use crate::domain::draft::{Entry, Stamp};
use crate::domain::id::CodeId;
use crate::domain::segment::Segment;

/// The codes that may be chosen, and the one that is.
#[component]
pub(super) fn CodeField(
    /// The segment.
    segment: Signal<Segment>,
    /// What the fields show.
    shown: Shown,
    /// Whether anything may be entered now.
    workable: Signal<bool>,
    /// What the agent chose.
    edit: Callback<(Entry, Stamp)>,
) -> impl IntoView {
    let id = unique("code");
    let codes = Memo::new(move |_| {
        segment.with(|segment| segment.rules.codes.clone().map(|codes| codes.allowed))
    });
    let chosen = Memo::new(move |_| shown.code.get());
    let required = Memo::new(move |_| segment.with(|each| each.rules.requires_code()));
    let choose = move |value: String| {
        let code = CodeId::new(value).ok();
        let base = shown.code.enter(code.clone());
        edit.run((Entry::Code(code), base));
    };

    let option = move |CodeRef { id, label }: CodeRef| {
        let value = id.to_string();
        let selected = move || chosen.with(|chosen| chosen.as_ref() == Some(&id));
        view! { class="wrapup", <option value=value prop:selected=selected>{label}</option> }
    };
    let mark = move || {
        view! { class="wrapup",
            <span class="wrapup-field-mark">{text("code.required")}</span>
        }
    };
    view! { class="wrapup",
        <div class="wrapup-field" part="code">
            <label class="wrapup-label" for=id.clone()>{text("code.label")}</label>
            {move || required.get().then(mark)}
            <select
                class="wrapup-input wrapup-select"
                id=id
                aria-required=move || required.get().to_string()
                disabled=move || !workable.get()
                on:change=move |event| choose(event_target_value(&event))
                on:focus=move |_| shown.code.focus(true)
                on:blur=move |_| shown.code.focus(false)
                part="code-input"
            >
                <option value="" prop:selected=move || chosen.with(Option::is_none)>
                    {text("code.none")}
                </option>
                {move || codes.get().unwrap_or_default().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}
