//! Who changed what and when, what it was before, and the way back.

use leptos::prelude::*;

use super::differences::DifferenceTable;
use super::messages::{text, with};
use super::office::{Office, failure};
use super::route::Section;
use super::words;
use crate::backend::BackendError;
use crate::domain::admin::audit::{AuditEntry, Change, Group, groups};
use crate::domain::admin::difference::{Difference, differences};

/// How many groups are shown at a time.
const AT_ONCE: usize = 50;

/// How many entries of one group are shown.
const OF_GROUP: usize = 100;

/// Section, id and name of the record, and what differs.
struct Outline {
    section: Section,
    id: String,
    name: String,
    kind: &'static str,
    what: &'static str,
    differences: Vec<Difference>,
}

fn outline(change: &Change) -> Outline {
    let what = |before: bool, after: bool| match (before, after) {
        (false, _) => text("admin.audit.made"),
        (_, false) => text("admin.audit.removed"),
        _ => text("admin.audit.changed"),
    };
    match change {
        Change::Code(it) => {
            let record = it.after.as_ref().or(it.before.as_ref());
            Outline {
                section: Section::Codes,
                id: record.map(|it| it.id.to_string()).unwrap_or_default(),
                name: record.map(|it| it.label.clone()).unwrap_or_default(),
                kind: text("admin.kind.code"),
                what: what(it.before.is_some(), it.after.is_some()),
                differences: differences(it.before.as_ref(), it.after.as_ref()),
            }
        }
        Change::Configuration(it) => {
            let record = it.after.as_ref().or(it.before.as_ref());
            Outline {
                section: Section::Configurations,
                id: record.map(|it| it.id.to_string()).unwrap_or_default(),
                name: record.map(|it| it.name.clone()).unwrap_or_default(),
                kind: text("admin.kind.configuration"),
                what: what(it.before.is_some(), it.after.is_some()),
                differences: differences(it.before.as_ref(), it.after.as_ref()),
            }
        }
    }
}

/// See the module.
#[component]
pub(super) fn AuditPage(office: Office) -> impl IntoView {
    let shown = RwSignal::new(AT_ONCE);
    let all = Memo::new(move |_| office.trail.with(|trail| groups(trail)));
    let count = Memo::new(move |_| all.with(Vec::len));
    let refused = RwSignal::new(None::<String>);
    let rows = move || all.with(|all| all.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let key = |group: &Group| {
        let first = group.entries.first().map(|entry| entry.id.clone());
        (first, group.entries.len(), group.taken_back)
    };
    let more = move || {
        (count.get() > shown.get()).then(|| {
            view! { class="wrapup",
                <button class="wrapup-button" type="button"
                    on:click=move |_| shown.update(|shown| *shown += AT_ONCE)>
                    {text("admin.audit.more")}
                </button>
            }
        })
    };
    let none = move || {
        (count.get() == 0).then(|| {
            view! { class="wrapup",
                <p class="admin-empty">{text("admin.audit.none")}</p>
            }
        })
    };
    view! { class="wrapup",
        <section class="admin-form" aria-labelledby="admin-audit-title">
            <h2 class="wrapup-title" id="admin-audit-title">{text("admin.nav.audit")}</h2>
            <p class="wrapup-hint">{text("admin.audit.hint")}</p>
            {move || refused.get().map(|why| view! { class="wrapup",
                <p class="wrapup-failure" role="alert">{why}</p>
            })}
            {none}
            <ol class="admin-plain admin-trail">
                <For each=rows key=key let:group>{entry(office, group, refused)}</For>
            </ol>
            <div class="admin-actions">{more}</div>
        </section>
    }
}

fn entry(office: Office, group: Group, refused: RwSignal<Option<String>>) -> Option<AnyView> {
    let is_back = group.takes_back();
    let Group { entries, taken_back } = group;
    let first = entries.first()?.clone();
    let count = entries.len();
    let Outline { section, id, name, kind, what, .. } = outline(&first.change);
    let title = if count == 1 {
        let go = move |_| office.route.go(section, &id);
        view! { class="wrapup",
            <span>{kind}" "</span>
            <button class="admin-link" type="button" dir="auto" on:click=go>{name}</button>
            <span>" "{what}</span>
        }
        .into_any()
    } else {
        let count = count.to_string();
        view! { class="wrapup", <span>{with("admin.audit.several", &[("count", &count)])}</span> }
            .into_any()
    };
    let open = RwSignal::new(false);
    let entries = StoredValue::new(entries);
    let details = move || {
        open.get().then(|| {
            let one = |entry: &AuditEntry| {
                let Outline { name, kind, what, differences, .. } = outline(&entry.change);
                let heading = (count > 1).then(|| {
                    view! { class="wrapup",
                        <h4 dir="auto">{kind}" "{name}" "{what}</h4>
                    }
                });
                view! { class="wrapup", {heading}<DifferenceTable differences /> }
            };
            entries.with_value(|all| all.iter().take(OF_GROUP).map(one).collect::<Vec<_>>())
        })
    };
    let busy = RwSignal::new(false);
    let take_back = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        refused.set(None);
        let sentence = text("admin.audit.said").to_owned();
        office.take_back(entries.get_value(), sentence, move |answer| {
            busy.set(false);
            match answer {
                Ok(()) => {}
                Err(BackendError::Conflict) => {
                    refused.set(Some(text("admin.audit.conflict").to_owned()));
                }
                Err(error) => refused.set(Some(failure(&error))),
            }
        });
    };
    let who = office.names.of(&first.by);
    let when = words::date(first.at);
    let mark = if taken_back {
        Some(text("admin.audit.was_taken_back"))
    } else {
        is_back.then(|| text("admin.audit.takes_back"))
    };
    let back = (!taken_back).then(|| {
        view! { class="wrapup",
            <button class="wrapup-button is-quiet admin-small" class:is-busy=move || busy.get()
                type="button" on:click=take_back>{text("admin.audit.take_back")}</button>
        }
    });
    Some(
        view! { class="wrapup",
            <li class="admin-change">
                <div class="admin-change-head">
                    <p class="admin-change-title">{title}</p>
                    {mark.map(|mark| view! { class="wrapup",
                        <span class="admin-badge is-off">{mark}</span>
                    })}
                    <p class="wrapup-hint admin-change-who">{who}", "{when}</p>
                </div>
                <div class="admin-actions">
                    <button class="wrapup-button is-quiet admin-small" type="button"
                        aria-expanded=move || open.get().to_string()
                        on:click=move |_| open.update(|open| *open = !*open)>
                        {move || text(if open.get() { "admin.audit.less" } else { "admin.audit.details" })}
                    </button>
                    {back}
                </div>
                {details}
            </li>
        }
        .into_any(),
    )
}
