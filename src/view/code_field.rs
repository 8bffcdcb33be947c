//! The field "Wrap-up code".

use leptos::prelude::*;

use super::messages::text;
use super::unique::unique;
use crate::domain::code::CodeRef;
use crate::domain::configuration::Mode;
use crate::domain::draft::Edit;
use crate::domain::id::CodeId;
use crate::domain::segment::Segment;

/// The codes that may be chosen, and the one that is.
#[component]
pub(super) fn CodeField(
    /// The segment.
    segment: Signal<Segment>,
    /// Whether anything may be entered now.
    workable: Signal<bool>,
    /// What the agent chose.
    edit: Callback<Edit>,
) -> impl IntoView {
    let id = unique("code");
    let codes = Memo::new(move |_| {
        segment.with(|segment| segment.rules.codes.clone().map(|codes| codes.allowed))
    });
    let chosen = Memo::new(move |_| segment.with(|segment| segment.draft.code.clone()));
    let required = Memo::new(move |_| segment.with(|each| each.rules.mode == Mode::Mandatory));
    let choose = move |value: String| edit.run(Edit::Code(CodeId::new(value).ok()));

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
