//! The fields that a configuration adds to the dialog.

use leptos::prelude::*;

use super::fields::{described_by, remarks, select};
use super::form::{Form, control};
use super::messages::{text, with};
use super::words;
use crate::browser::focus;
use crate::domain::admin::codes::name_from;
use crate::domain::configuration::Configuration;
use crate::domain::extra::{ExtraField, ExtraKind};

/// What a field holds, without its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Choice,
    Choices,
    Date,
}

const fn kind(kind: &ExtraKind) -> Kind {
    match kind {
        ExtraKind::Text => Kind::Text,
        ExtraKind::Number => Kind::Number,
        ExtraKind::Choice(_) => Kind::Choice,
        ExtraKind::Choices(_) => Kind::Choices,
        ExtraKind::Date => Kind::Date,
    }
}

fn options(kind: &ExtraKind) -> Option<&Vec<String>> {
    match kind {
        ExtraKind::Choice(options) | ExtraKind::Choices(options) => Some(options),
        _ => None,
    }
}

fn of_kind(kind: Kind, options: Vec<String>) -> ExtraKind {
    match kind {
        Kind::Text => ExtraKind::Text,
        Kind::Number => ExtraKind::Number,
        Kind::Choice => ExtraKind::Choice(options),
        Kind::Choices => ExtraKind::Choices(options),
        Kind::Date => ExtraKind::Date,
    }
}

/// See the module.
#[component]
pub(super) fn ExtraFieldsEditor(form: Form<Configuration>) -> impl IntoView {
    let count = Memo::new(move |_| form.draft.with(|draft| draft.extra_fields.len()));
    let add = move |_| {
        let at = count.get_untracked();
        form.draft.update(|draft| {
            let taken = |name: &str| draft.extra_fields.iter().any(|each| each.name == name);
            let name = name_from("field", taken);
            let field =
                ExtraField { name, label: String::new(), kind: ExtraKind::Text, required: false };
            draft.extra_fields.push(field);
        });
        focus::move_to(id(at, "label"));
    };
    let rows = move || {
        form.filled.track();
        (0..count.get())
            .map(|at| view! { class="wrapup", <ExtraFieldRow form at /> })
            .collect_view()
    };
    view! { class="wrapup",
        <fieldset class="admin-field admin-group" aria-describedby=described_by("extra_fields")>
            <legend class="wrapup-label">{words::field("extra_fields")}</legend>
            {remarks(form, "extra_fields")}
            <ol class="admin-plain">{rows}</ol>
            <div class="admin-actions">
                <button class="wrapup-button is-quiet admin-small" id=control("extra_fields")
                    type="button" on:click=add>{text("admin.extra.add")}</button>
            </div>
        </fieldset>
    }
}

fn id(at: usize, piece: &str) -> String {
    format!("admin-extra-{at}-{piece}")
}

#[component]
fn ExtraFieldRow(form: Form<Configuration>, at: usize) -> impl IntoView {
    let read = move |read: fn(&ExtraField) -> String| {
        Memo::new(move |_| form.draft.with(|it| it.extra_fields.get(at).map(read)))
    };
    let change = move |change: &dyn Fn(&mut ExtraField)| {
        form.draft.update(|draft| draft.extra_fields.get_mut(at).into_iter().for_each(change));
    };
    let label = read(|it| it.label.clone());
    let name = read(|it| it.name.clone());
    let required =
        move || form.draft.with(|it| it.extra_fields.get(at).is_some_and(|it| it.required));
    let of = Signal::derive(move || {
        form.draft.with(|it| it.extra_fields.get(at).map_or(Kind::Text, |it| kind(&it.kind)))
    });
    // As typed, blank lines included.
    let typed = RwSignal::new(form.draft.with_untracked(|it| {
        let known = it.extra_fields.get(at).and_then(|it| options(&it.kind));
        known.map(|options| options.join("\n")).unwrap_or_default()
    }));
    let read_options = move || {
        let typed = typed.get_untracked();
        let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let set_kind = Callback::new(move |kind| {
        let options = read_options();
        change(&|it| it.kind = of_kind(kind, options.clone()));
    });
    let set_options = move |text: String| {
        typed.set(text);
        let (kind, options) = (of.get_untracked(), read_options());
        change(&|it| it.kind = of_kind(kind, options.clone()));
    };
    let kinds = vec![
        (Kind::Text, text("admin.extra.text")),
        (Kind::Number, text("admin.extra.number")),
        (Kind::Choice, text("admin.extra.choice")),
        (Kind::Choices, text("admin.extra.choices")),
        (Kind::Date, text("admin.extra.date")),
    ];
    let has_options = move || matches!(of.get(), Kind::Choice | Kind::Choices);
    let remove = move |_| {
        form.draft.update(|draft| drop(draft.extra_fields.remove(at)));
        focus::move_to(control("extra_fields"));
    };
    let remove_name =
        move || with("admin.extra.remove", &[("name", &label.get().unwrap_or_default())]);
    view! { class="wrapup",
        <li class="admin-extra">
            <div class="admin-field">
                <label class="wrapup-label" for=id(at, "label")>{text("admin.extra.label")}</label>
                <input class="wrapup-input" id=id(at, "label") type="text" autocomplete="off" dir="auto"
                    prop:value=move || label.get().unwrap_or_default()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        change(&|it| it.label.clone_from(&text));
                    } />
            </div>
            <div class="admin-field">
                <label class="wrapup-label" for=id(at, "name")>{text("admin.extra.name")}</label>
                <input class="wrapup-input admin-code" id=id(at, "name") type="text" autocomplete="off"
                    prop:value=move || name.get().unwrap_or_default()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        change(&|it| it.name.clone_from(&text));
                    } />
            </div>
            <div class="admin-field">
                <label class="wrapup-label" for=id(at, "kind")>{text("admin.extra.kind")}</label>
                {select(id(at, "kind"), "", kinds, of, set_kind, None)}
            </div>
            <label class="admin-check">
                <input type="checkbox" prop:checked=required
                    on:change=move |event| {
                        let on = event_target_checked(&event);
                        change(&|it| it.required = on);
                    } />
                <span>{text("admin.extra.required")}</span>
            </label>
            <button class="wrapup-button is-quiet admin-small" type="button"
                aria-label=remove_name on:click=remove>{text("admin.remove")}</button>
            <div class="admin-field is-wide" hidden=move || !has_options()>
                <label class="wrapup-label" for=id(at, "options")>{text("admin.extra.options")}</label>
                <textarea class="wrapup-input admin-lines" id=id(at, "options") rows="2" dir="auto"
                    prop:value=move || typed.get()
                    on:input=move |event| set_options(event_target_value(&event))></textarea>
            </div>
        </li>
    }
}
