//! The fields that an administrator has added to the dialog.

use leptos::prelude::*;

use super::messages::{text, with};
use super::shown::{Field, Shown};
use super::unique::unique;
use crate::domain::draft::{Entry, Stamp};
use crate::domain::extra::{ExtraFault, ExtraField, ExtraKind, MAX_EXTRA_TEXT};
use crate::domain::field::{FieldValue, Number};

type Content = Field<Option<FieldValue>>;

/// What all of them work with.
#[derive(Clone, Copy)]
struct Use {
    content: Content,
    /// What is wrong with it.
    fault: Memo<Option<ExtraFault>>,
    workable: Signal<bool>,
    enter: Callback<Option<FieldValue>>,
}

impl Use {
    fn focus(self, focused: bool) {
        self.content.focus(focused);
    }

    /// The content as text; that of a list is none.
    fn text(self) -> String {
        match self.content.get() {
            Some(FieldValue::Text(text)) => text,
            Some(FieldValue::Number(number)) => number.get().to_string(),
            _ => String::new(),
        }
    }

    fn is_faulty(self) -> String {
        self.fault.get().is_some().to_string()
    }

    fn has(self, option: &str) -> bool {
        match self.content.get() {
            Some(FieldValue::List(chosen)) => chosen.iter().any(|each| each == option),
            Some(FieldValue::Text(chosen)) => chosen == option,
            _ => false,
        }
    }

    fn toggle(self, options: &[String], option: &str) {
        let on = |each: &&String| self.has(each) != (*each == option);
        let chosen: Vec<_> = untrack(|| options.iter().filter(on).cloned().collect());
        self.enter.run((!chosen.is_empty()).then_some(FieldValue::List(chosen)));
    }
}

fn entered(text: String) -> Option<FieldValue> {
    (!text.is_empty()).then_some(FieldValue::Text(text))
}

/// What was typed as a number, with a comma or a point; kept as it is where it is none.
fn number(text: String) -> Option<FieldValue> {
    let plain = text.trim().replacen(',', ".", 1);
    let number = plain.parse().ok().and_then(|value| Number::new(value).ok());
    number.map(FieldValue::Number).or_else(|| entered(text))
}

fn complaint(fault: ExtraFault) -> String {
    let key = match fault {
        ExtraFault::WrongType => "extra.number",
        ExtraFault::NotAnOption => "extra.option",
        ExtraFault::NotADate => "extra.date",
        ExtraFault::TooLong => {
            return with("extra.too_long", &[("limit", &MAX_EXTRA_TEXT.to_string())]);
        }
    };
    text(key).to_owned()
}

/// All extra fields of a segment.
#[component]
pub(super) fn ExtraFields(
    /// What the fields show.
    shown: Shown,
    /// Whether anything may be entered now.
    workable: Signal<bool>,
    /// What the agent entered.
    edit: Callback<(Entry, Stamp)>,
) -> impl IntoView {
    let one = move |(field, content): (ExtraField, Content)| {
        let name = field.name.clone();
        let enter = Callback::new(move |value: Option<FieldValue>| {
            let base = content.enter(value.clone());
            edit.run((Entry::Extra { name: name.clone(), value }, base));
        });
        let checked = field.clone();
        let fault = Memo::new(move |_| content.get().and_then(|value| checked.fault(&value)));
        extra_field(field, Use { content, fault, workable, enter })
    };
    shown.extra.get_value().into_iter().map(one).collect_view()
}

fn extra_field(field: ExtraField, at: Use) -> AnyView {
    let (id, error) = (unique("extra"), unique("extra-error"));
    let ExtraField { label, kind, required, .. } = field;
    let mark = required.then(|| {
        view! { class="wrapup",
            <span class="wrapup-field-mark">{text("code.required")}</span>
        }
    });
    let complaint = view! { class="wrapup",
        <p class="wrapup-field-error" id=error.clone()>{move || at.fault.get().map(complaint)}</p>
    };
    if let ExtraKind::Choices(options) = kind {
        return view! { class="wrapup",
            <div class="wrapup-field" role="group" aria-labelledby=id
                aria-describedby=error part="extra">
                <span class="wrapup-label" id=id.clone()>{label}</span>
                {mark}
                {checkboxes(&options, at)}
                {complaint}
            </div>
        }
        .into_any();
    }
    let input = match kind {
        ExtraKind::Choice(options) => select(id.clone(), error, options, required, at),
        kind => line(id.clone(), error, &kind, required, at),
    };
    view! { class="wrapup",
        <div class="wrapup-field" part="extra">
            <label class="wrapup-label" for=id>{label}</label>
            {mark}
            {input}
            {complaint}
        </div>
    }
    .into_any()
}

fn line(id: String, error: String, kind: &ExtraKind, required: bool, at: Use) -> AnyView {
    let is_number = *kind == ExtraKind::Number;
    let value_of = move |text| if is_number { number(text) } else { entered(text) };
    // What is typed stays as it was typed, as long as it means what is shown.
    let typed = RwSignal::new(untrack(|| at.text()));
    Effect::new(move |_| {
        let shown = at.content.get();
        if value_of(typed.get_untracked()) != shown {
            typed.set(untrack(|| at.text()));
        }
    });
    let enter = move |text: String| {
        typed.set(text.clone());
        at.enter.run(value_of(text));
    };
    view! { class="wrapup",
        <input
            class="wrapup-input"
            id=id
            type=if *kind == ExtraKind::Date { "date" } else { "text" }
            inputmode=if is_number { "decimal" } else { "text" }
            dir="auto"
            autocomplete="off"
            aria-describedby=error
            aria-required=required.to_string()
            aria-invalid=move || at.is_faulty()
            readonly=move || !at.workable.get()
            prop:value=move || typed.get()
            on:input=move |event| enter(event_target_value(&event))
            on:focus=move |_| at.focus(true)
            on:blur=move |_| at.focus(false)
            part="extra-input"
        />
    }
    .into_any()
}

fn select(id: String, error: String, options: Vec<String>, required: bool, at: Use) -> AnyView {
    let option = |option: String| {
        let value = option.clone();
        view! { class="wrapup",
            <option value=value.clone() prop:selected=move || at.has(&value)>{option}</option>
        }
    };
    let none = move || at.content.get().is_none();
    view! { class="wrapup",
        <select
            class="wrapup-input wrapup-select"
            id=id
            aria-describedby=error
            aria-required=required.to_string()
            aria-invalid=move || at.is_faulty()
            disabled=move || !at.workable.get()
            on:change=move |event| at.enter.run(entered(event_target_value(&event)))
            on:focus=move |_| at.focus(true)
            on:blur=move |_| at.focus(false)
            part="extra-input"
        >
            <option value="" prop:selected=none>{text("extra.none")}</option>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}

fn checkboxes(options: &[String], at: Use) -> AnyView {
    let all = StoredValue::new(options.to_vec());
    let one = |option: &String| {
        let (checked, toggled) = (option.clone(), option.clone());
        view! { class="wrapup",
            <label class="wrapup-option">
                <input
                    type="checkbox"
                    disabled=move || !at.workable.get()
                    prop:checked=move || at.has(&checked)
                    on:change=move |_| all.with_value(|all| at.toggle(all, &toggled))
                    on:focus=move |_| at.focus(true)
                    on:blur=move |_| at.focus(false)
                />
                <span>{option.clone()}</span>
            </label>
        }
    };
    options.iter().map(one).collect_view().into_any()
}
