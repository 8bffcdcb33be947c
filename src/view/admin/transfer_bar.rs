//! Export and import: what is set up as a file, and a file as what is set up. A file is
//! first only looked at: every problem is named, and nothing is taken before that is
//! asked for.

use leptos::html;
use leptos::prelude::*;

use super::messages::{text, with};
use super::office::{Office, failure};
use super::words;
use crate::backend::BackendError;
use crate::browser::{files, task};
use crate::domain::admin::audit::Change;
use crate::domain::admin::transfer::{Problem, codes_from_csv, codes_to_csv, from_json, to_json};
use crate::domain::catalog::Catalog;
use crate::view::unique::unique;

/// The largest file that is read, in bytes: some hundred thousand codes.
const LARGEST: f64 = 32.0 * 1024.0 * 1024.0;

/// How many lines of problems or changes are shown.
const SHOWN: usize = 200;

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Codes,
    Configurations,
}

/// A file that was looked at.
#[derive(Debug, Clone)]
struct Looked {
    name: String,
    content: Vec<u8>,
    found: Result<Vec<Change>, Vec<Problem>>,
}

impl Looked {
    /// What taking it would do to what is set up now.
    fn at(office: Office, name: String, content: Vec<u8>) -> Self {
        let catalog = office.set_up_now();
        let first = content.iter().find(|byte| !byte.is_ascii_whitespace() && byte.is_ascii());
        let is_json = name.to_lowercase().ends_with(".json")
            || (!name.to_lowercase().ends_with(".csv") && first == Some(&b'{'));
        let found = if is_json {
            from_json(&content, &catalog, &untrack(|| office.known_fields()))
        } else {
            codes_from_csv(&content, &catalog)
        };
        Self { name, content, found }
    }
}

/// The buttons, and the file that is being looked at.
#[component]
pub(super) fn TransferBar(office: Office, part: Part) -> impl IntoView {
    let looked = RwSignal::new(None::<Looked>);
    let refused = RwSignal::new(None::<String>);
    let input = NodeRef::<html::Input>::new();
    let json = move || {
        let catalog = office.set_up_now();
        to_json(&match part {
            Part::Codes => Catalog { codes: catalog.codes.clone(), ..Catalog::default() },
            Part::Configurations => {
                let configurations = catalog.configurations.clone();
                Catalog { configurations, ..Catalog::default() }
            }
        })
    };
    let name = match part {
        Part::Codes => "wrap-up-codes",
        Part::Configurations => "wrap-up-configurations",
    };
    let save_json = move |_| {
        files::save(&[name, ".json"].concat(), "application/json", &json());
        office.say(text("admin.transfer.exported").to_owned());
    };
    let save_csv = move |_| {
        let csv = codes_to_csv(&office.set_up_now().codes);
        files::save(&[name, ".csv"].concat(), "text/csv;charset=utf-8", &csv);
        office.say(text("admin.transfer.exported").to_owned());
    };
    let choose = move |event: leptos::ev::Event| {
        let Some(file) = files::chosen(&event) else { return };
        refused.set(None);
        looked.set(None);
        if file.size() > LARGEST {
            return refused.set(Some(text("admin.transfer.too_large").to_owned()));
        }
        task::spawn(async move {
            match file.read().await {
                None => refused.set(Some(text("admin.transfer.unreadable").to_owned())),
                Some(content) => looked.set(Some(Looked::at(office, file.name(), content))),
            }
        });
    };
    let open = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let import_name = match part {
        Part::Codes => text("admin.transfer.import_codes"),
        Part::Configurations => text("admin.transfer.import_configurations"),
    };
    view! { class="wrapup",
        <div class="admin-actions admin-transfer">
            <button class="wrapup-button is-quiet admin-small" type="button" on:click=open>
                {text("admin.transfer.import")}
            </button>
            <input class="wrapup-unseen" type="file" tabindex="-1" accept=".csv,.json"
                aria-label=import_name node_ref=input on:change=choose />
            {(part == Part::Codes).then(|| view! { class="wrapup",
                <button class="wrapup-button is-quiet admin-small" type="button" on:click=save_csv>
                    {text("admin.transfer.csv")}
                </button>
            })}
            <button class="wrapup-button is-quiet admin-small" type="button" on:click=save_json>
                {text("admin.transfer.json")}
            </button>
        </div>
        <Import office looked refused />
    }
}

/// What was found in a file, and whether to take it.
#[component]
fn Import(
    office: Office,
    looked: RwSignal<Option<Looked>>,
    refused: RwSignal<Option<String>>,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let title = unique("import");
    let busy = RwSignal::new(false);
    let is_open = Memo::new(move |_| looked.with(Option::is_some) || refused.with(Option::is_some));
    Effect::new(move |_| {
        let open = is_open.get();
        if let Some(dialog) = dialog.get() {
            if open && !dialog.open() {
                // It fails only where it is open already.
                let _ = dialog.show_modal();
            } else if !open {
                dialog.close();
            }
        }
    });
    let close = move || {
        looked.set(None);
        refused.set(None);
    };
    let take = move |_| {
        let Some(Looked { name, content, found: Ok(changes) }) = looked.get_untracked() else {
            return;
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let count = changes.len().to_string();
        let sentence = with("admin.transfer.imported", &[("count", &count), ("name", &name)]);
        office.change(changes, sentence, move |answer| {
            busy.set(false);
            match answer {
                Ok(()) => close(),
                // What was found rests on what was set up before: it is looked at anew.
                Err(BackendError::Conflict) => {
                    refused.set(Some(text("admin.transfer.conflict").to_owned()));
                    task::spawn(async move {
                        office.read_now().await;
                        looked.set(Some(Looked::at(office, name, content)));
                    });
                }
                Err(error) => refused.set(Some(failure(&error))),
            }
        });
    };
    let report = move || {
        looked.get().map(|looked| match looked.found {
            Ok(changes) => changes_report(&changes),
            Err(problems) => problems_report(problems),
        })
    };
    let takable = move || {
        looked.with(|looked| {
            let changes = looked.as_ref().and_then(|looked| looked.found.as_ref().ok());
            changes.map(Vec::len).filter(|count| *count > 0)
        })
    };
    let name = move || looked.with(|it| it.as_ref().map(|it| it.name.clone()));
    let button = move || {
        takable().map(|count| {
            let words = with("admin.transfer.take", &[("count", &count.to_string())]);
            view! { class="wrapup",
                <button class="wrapup-button is-leading" class:is-busy=move || busy.get()
                    type="button" on:click=take>{words}</button>
            }
        })
    };
    view! { class="wrapup",
        <dialog class="admin-dialog" node_ref=dialog aria-labelledby=title
            on:close=move |_| close()>
            <h2 class="wrapup-title" id=title.clone()>{text("admin.transfer.title")}</h2>
            <p class="wrapup-hint" dir="auto">{name}</p>
            {move || refused.get().map(|why| view! { class="wrapup",
                <p class="wrapup-failure" role="alert">{why}</p>
            })}
            {report}
            <div class="admin-actions">
                {button}
                <button class="wrapup-button" type="button" on:click=move |_| close()>
                    {move || text(if takable().is_some() { "admin.transfer.leave" } else { "admin.transfer.close" })}
                </button>
            </div>
        </dialog>
    }
}

fn problems_report(problems: Vec<Problem>) -> AnyView {
    let count = problems.len();
    let shown = problems.into_iter().take(SHOWN).map(|problem| {
        let number = |it: u64| if it == 0 { "–".to_owned() } else { it.to_string() };
        let Problem { place, rule } = problem;
        view! { class="wrapup",
            <tr>
                <td>{number(place.line)}</td>
                <td>{number(place.column)}</td>
                <td>{place.field}</td>
                <td>{words::file_rule(&rule)}</td>
            </tr>
        }
    });
    let count = count.to_string();
    view! { class="wrapup",
        <p role="status">{with("admin.transfer.problems", &[("count", &count)])}</p>
        <div class="admin-scroll" tabindex="0" role="region" aria-label=text("admin.transfer.list")>
            <table class="admin-table">
                <thead>
                    <tr>
                        <th scope="col">{text("admin.transfer.line")}</th>
                        <th scope="col">{text("admin.transfer.column")}</th>
                        <th scope="col">{text("admin.transfer.field")}</th>
                        <th scope="col">{text("admin.transfer.problem")}</th>
                    </tr>
                </thead>
                <tbody>{shown.collect::<Vec<_>>()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What a change is about, and whether it makes something new.
fn outline(change: &Change) -> (&'static str, String, bool) {
    match change {
        Change::Code(it) => {
            let record = it.after.as_ref().or(it.before.as_ref());
            let name = record.map(|code| code.label.clone()).unwrap_or_default();
            (text("admin.kind.code"), name, it.before.is_none())
        }
        Change::Configuration(it) => {
            let record = it.after.as_ref().or(it.before.as_ref());
            let name = record.map(|configuration| configuration.name.clone()).unwrap_or_default();
            (text("admin.kind.configuration"), name, it.before.is_none())
        }
    }
}

fn changes_report(changes: &[Change]) -> AnyView {
    if changes.is_empty() {
        return view! { class="wrapup", <p role="status">{text("admin.transfer.nothing")}</p> }
            .into_any();
    }
    let new = changes.iter().filter(|change| outline(change).2).count();
    let (new, other) = (new.to_string(), (changes.len() - new).to_string());
    let rows = changes.iter().take(SHOWN).map(|change| {
        let (kind, name, new) = outline(change);
        let what = text(if new { "admin.transfer.new" } else { "admin.transfer.changed" });
        view! { class="wrapup",
            <tr><td>{what}</td><td>{kind}</td><td>{name}</td></tr>
        }
    });
    let more = changes.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| with("admin.transfer.more", &[("count", &more.to_string())]));
    view! { class="wrapup",
        <p role="status">
            {with("admin.transfer.would", &[("new", &new), ("changed", &other)])}
        </p>
        <div class="admin-scroll" tabindex="0" role="region" aria-label=text("admin.transfer.list")>
            <table class="admin-table">
                <thead>
                    <tr>
                        <th scope="col">{text("admin.transfer.what")}</th>
                        <th scope="col">{text("admin.transfer.kind")}</th>
                        <th scope="col">{text("admin.transfer.name")}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect::<Vec<_>>()}</tbody>
            </table>
        </div>
        <p class="wrapup-hint">{more}</p>
    }
    .into_any()
}
