//! The fields of a form: each with its label, a hint, and what is said about it.

use leptos::prelude::*;

use super::form::{Form, Record, control};
use super::messages::text;
use super::words;
use crate::browser::local_time;
use crate::domain::time::Timestamp;

/// Reads a field's content from a record.
pub(super) type Reads<T, V> = fn(&T) -> V;
/// Puts it into one.
pub(super) type Writes<T, V> = fn(&mut T, V);

fn hint_id(name: &str) -> String {
    [&control(name), "-hint"].concat()
}

fn said_id(name: &str) -> String {
    [&control(name), "-said"].concat()
}

/// What describes a field's control, as ids.
pub(super) fn described_by(name: &str) -> String {
    [hint_id(name), said_id(name)].join(" ")
}

/// Whether anything keeps the record from being saved because of this field, followed.
pub(super) fn is_faulty<T: Record>(form: Form<T>, name: &str) -> bool {
    form.all_said().iter().any(|each| each.field == name && each.is_error)
}

/// What is said about a field, and its hint.
pub(super) fn remarks<T: Record>(form: Form<T>, name: &'static str) -> AnyView {
    let said = Memo::new(move |_| {
        let all = form.all_said().into_iter().filter(|each| each.field == name);
        all.map(|each| (each.text, each.is_error)).collect::<Vec<_>>()
    });
    let line = |(words, error): (String, bool)| {
        view! { class="wrapup", <span class="admin-remark" class:is-error=error>{words}</span> }
    };
    view! { class="wrapup",
        <p class="wrapup-hint" id=hint_id(name)>{words::hint(name)}</p>
        <div class="admin-remarks" id=said_id(name)>
            {move || said.get().into_iter().map(line).collect_view()}
        </div>
    }
    .into_any()
}

/// A label, a control and what is said about it.
fn labelled<T: Record>(form: Form<T>, name: &'static str, input: AnyView) -> AnyView {
    view! { class="wrapup",
        <div class="admin-field">
            <label class="wrapup-label" for=control(name)>{words::field(name)}</label>
            {input}
            {remarks(form, name)}
        </div>
    }
    .into_any()
}

/// A line of text.
pub(super) fn line<T: Record>(
    form: Form<T>,
    name: &'static str,
    get: Reads<T, String>,
    set: Writes<T, String>,
) -> AnyView {
    let value = Memo::new(move |_| form.draft.with(get));
    let input = view! { class="wrapup",
        <input class="wrapup-input" id=control(name) type="text" dir="auto" autocomplete="off"
            aria-describedby=described_by(name)
            aria-invalid=move || is_faulty(form, name).then_some("true")
            prop:value=move || value.get()
            on:input=move |event| form.draft.update(|it| set(it, event_target_value(&event))) />
    };
    labelled(form, name, input.into_any())
}

/// Several lines of text.
pub(super) fn lines<T: Record>(
    form: Form<T>,
    name: &'static str,
    get: Reads<T, String>,
    set: Writes<T, String>,
) -> AnyView {
    // What is typed stays as it was typed, blank lines included.
    let typed = RwSignal::new(form.draft.with_untracked(get));
    Effect::new(move |_| {
        form.filled.track();
        typed.set(form.draft.with_untracked(get));
    });
    let enter = move |text: String| {
        typed.set(text.clone());
        form.draft.update(|it| set(it, text));
    };
    let input = view! { class="wrapup",
        <textarea class="wrapup-input admin-lines" id=control(name) rows="2" dir="auto"
            aria-describedby=described_by(name)
            aria-invalid=move || is_faulty(form, name).then_some("true")
            prop:value=move || typed.get()
            on:input=move |event| enter(event_target_value(&event))></textarea>
    };
    labelled(form, name, input.into_any())
}

/// What a number is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Seconds,
    Percent,
    Times,
    None,
}

impl Unit {
    fn text(self) -> &'static str {
        match self {
            Self::Seconds => text("admin.unit.seconds"),
            Self::Percent => "%",
            Self::Times => text("admin.unit.times"),
            Self::None => "",
        }
    }
}

/// A whole number. `None` is an empty field, where `optional` allows it.
pub(super) fn number<T: Record>(
    form: Form<T>,
    name: &'static str,
    unit: Unit,
    optional: bool,
    get: Reads<T, Option<u64>>,
    set: Writes<T, Option<u64>>,
) -> AnyView {
    let shown =
        move || form.draft.with_untracked(get).map_or_else(String::new, |it| it.to_string());
    let typed = RwSignal::new(shown());
    let read = move |text: &str| match text.trim() {
        "" if optional => Some(None),
        text => text.parse().ok().map(Some),
    };
    Effect::new(move |_| {
        let now = form.draft.with(get);
        form.filled.track();
        if form.unreadable.with_untracked(Vec::is_empty)
            && typed.with_untracked(|typed| read(typed)) != Some(now)
        {
            typed.set(shown());
        }
    });
    let enter = move |text: String| {
        match read(&text) {
            Some(value) => {
                form.set_unreadable(name, None);
                form.draft.update(|it| set(it, value));
            }
            None => form.set_unreadable(name, Some(super::messages::text("admin.rule.number"))),
        }
        typed.set(text);
    };
    let input = view! { class="wrapup",
        <span class="admin-number">
            <input class="wrapup-input" id=control(name) type="text" inputmode="numeric"
                autocomplete="off" aria-describedby=described_by(name)
                aria-invalid=move || is_faulty(form, name).then_some("true")
                prop:value=move || typed.get()
                on:input=move |event| enter(event_target_value(&event)) />
            <span class="wrapup-hint">{unit.text()}</span>
        </span>
    };
    labelled(form, name, input.into_any())
}

/// An instant by the clock on the wall, or none.
pub(super) fn instant<T: Record>(
    form: Form<T>,
    name: &'static str,
    get: Reads<T, Option<Timestamp>>,
    set: Writes<T, Option<Timestamp>>,
) -> AnyView {
    let value = Memo::new(move |_| form.draft.with(get).map(local_time::to_field));
    let enter = move |text: String| {
        form.draft.update(|it| set(it, local_time::from_field(&text)));
    };
    let input = view! { class="wrapup",
        <input class="wrapup-input" id=control(name) type="datetime-local"
            aria-describedby=described_by(name)
            aria-invalid=move || is_faulty(form, name).then_some("true")
            prop:value=move || value.get().unwrap_or_default()
            on:change=move |event| enter(event_target_value(&event)) />
    };
    labelled(form, name, input.into_any())
}

/// A switch.
pub(super) fn switch<T: Record>(
    form: Form<T>,
    name: &'static str,
    get: Reads<T, bool>,
    set: Writes<T, bool>,
) -> AnyView {
    let on = Memo::new(move |_| form.draft.with(get));
    view! { class="wrapup",
        <div class="admin-field">
            <label class="admin-check">
                <input id=control(name) type="checkbox" aria-describedby=described_by(name)
                    prop:checked=move || on.get()
                    on:change=move |event| {
                        form.draft.update(|it| set(it, event_target_checked(&event)));
                    } />
                <span>{words::field(name)}</span>
            </label>
            {remarks(form, name)}
        </div>
    }
    .into_any()
}

/// One of a few, each with its name in words.
pub(super) fn choice<T: Record, V: Copy + PartialEq + Send + Sync + 'static>(
    form: Form<T>,
    name: &'static str,
    options: Vec<(V, &'static str)>,
    get: Reads<T, V>,
    set: Writes<T, V>,
) -> AnyView {
    let input = select(
        control(name),
        "",
        options,
        Signal::derive(move || form.draft.with(get)),
        Callback::new(move |value| form.draft.update(|it| set(it, value))),
        Some((described_by(name), Signal::derive(move || is_faulty(form, name)))),
    );
    labelled(form, name, input)
}

/// A select by itself: its id, its name (empty where a label says it), its options, what is chosen, and what choosing does.
pub(super) fn select<V: Copy + PartialEq + Send + Sync + 'static>(
    id: String,
    name: &str,
    options: Vec<(V, &'static str)>,
    chosen: Signal<V>,
    choose: Callback<V>,
    remarks: Option<(String, Signal<bool>)>,
) -> AnyView {
    let values: Vec<_> = options.iter().map(|(value, _)| *value).collect();
    let option = |(at, (value, words)): (usize, (V, &'static str))| {
        view! { class="wrapup",
            <option value=at.to_string() prop:selected=move || chosen.get() == value>{words}</option>
        }
    };
    let options: Vec<_> = options.into_iter().enumerate().map(option).collect();
    let pick = move |text: String| {
        let at = text.parse::<usize>().ok();
        if let Some(value) = at.and_then(|at| values.get(at)) {
            choose.run(*value);
        }
    };
    let name = (!name.is_empty()).then(|| name.to_owned());
    let (described, faulty) = remarks.unzip();
    let invalid = move || faulty.is_some_and(|faulty| faulty.get()).then_some("true");
    view! { class="wrapup",
        <select class="wrapup-input wrapup-select" id=id aria-label=name aria-describedby=described
            aria-invalid=invalid
            on:change=move |event| pick(event_target_value(&event))>{options}</select>
    }
    .into_any()
}
