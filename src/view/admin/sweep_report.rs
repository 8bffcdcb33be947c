//! What the sweep has closed, since nobody else had.

use leptos::prelude::*;

use super::messages::{text, with};
use super::office::Office;
use crate::browser::task;
use crate::domain::closure::ClosureKind;
use crate::domain::history::Search;
use crate::domain::segment::Segment;
use crate::runtime::{Desk, Notification};
use crate::view::words;

type HeldDesk = StoredValue<Desk, LocalStorage>;

/// So many are listed.
const LISTED: usize = 50;

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    agent: String,
    what: String,
}

/// What was swept, the latest first.
fn swept(office: Office, desk: &Desk) -> Vec<Line> {
    let known: Vec<_> = desk.ids().iter().filter_map(|id| desk.conversation(id)).collect();
    let search = Search { ended: Some(ClosureKind::Swept), ..Search::default() };
    let all = known.iter().flat_map(|known| &known.segments);
    let mut found: Vec<&Segment> = all.filter(|each| search.finds(each, "")).collect();
    found.sort_by_key(|each| core::cmp::Reverse(each.closed().map(|closed| closed.closure.at)));
    let line = |segment: &Segment| {
        let closed = segment.closed()?;
        let code = closed.code().map_or(text("segments.no_code"), |code| &code.label);
        let what = [segment.interaction.as_str(), &words::date(closed.closure.at), code];
        Some(Line { agent: office.names.of(&segment.agent), what: what.join(" · ") })
    };
    found.into_iter().take(LISTED).filter_map(line).collect()
}

/// See the module.
#[component]
pub(super) fn SweepReport(office: Office, desk: HeldDesk) -> impl IntoView {
    let lines = RwSignal::new(desk.with_value(|desk| swept(office, desk)));
    let subscription = desk.with_value(|desk| {
        let watched = desk.clone();
        desk.subscribe(move |notification| {
            if let Notification::Changed(_) = notification {
                lines.set(swept(office, &watched));
            }
        })
    });
    StoredValue::new_local(subscription);
    let lines = Memo::new(move |_| lines.get());
    let look = move |_| {
        let desk = desk.get_value();
        task::spawn(async move {
            let found = desk.sweep().await.len();
            office.say(match found {
                0 => text("admin.sweep.nothing").to_owned(),
                1 => text("admin.sweep.one").to_owned(),
                count => with("admin.sweep.some", &[("count", &count.to_string())]),
            });
        });
    };
    let line = |Line { agent, what }: Line| {
        view! { class="wrapup",
            <li class="admin-swept"><strong>{agent}</strong><span class="wrapup-hint">{what}</span></li>
        }
    };
    let none = move || lines.with(Vec::is_empty).then(|| text("admin.sweep.none"));
    view! { class="wrapup",
        <h3 class="wrapup-label" id="admin-sweep-title">{text("admin.sweep.title")}</h3>
        <p class="wrapup-hint">{text("admin.sweep.hint")}" "{none}</p>
        <ul class="admin-plain" aria-labelledby="admin-sweep-title">
            {move || lines.get().into_iter().map(line).collect::<Vec<_>>()}
        </ul>
        <div class="admin-actions">
            <button class="wrapup-button" type="button" on:click=look>
                {text("admin.sweep.now")}
            </button>
        </div>
    }
}
