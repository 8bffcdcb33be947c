//! What wrapping up costs: by day, channel, agent or code, as bars, as a table and as a
//! file.

use leptos::prelude::*;

use super::messages::{text, with};
use super::office::Office;
use crate::browser::{files, local_time};
use crate::domain::admin::numbers::{self, By, Row, Sample};
use crate::domain::admin::transfer;
use crate::domain::channel::Channel;
use crate::domain::id::AgentId;
use crate::domain::time::Millis;
use crate::runtime::{Desk, Notification};
use crate::view::words;

type HeldDesk = StoredValue<Desk, LocalStorage>;

const GROUPS: [(By, &str); 4] = [
    (By::Day, "admin.numbers.day"),
    (By::Channel, "admin.numbers.channel"),
    (By::Agent, "admin.numbers.agent"),
    (By::Code, "admin.numbers.code"),
];

fn samples(desk: &Desk) -> Vec<Sample> {
    let known: Vec<_> = desk.ids().iter().filter_map(|id| desk.conversation(id)).collect();
    let conversations = known.iter().map(|known| (&known.interaction, known.segments.as_slice()));
    numbers::samples(conversations, local_time::offset_minutes())
}

/// See the module.
#[component]
pub(super) fn NumbersPage(office: Office, desk: HeldDesk) -> impl IntoView {
    let all = RwSignal::new(desk.with_value(samples));
    let subscription = desk.with_value(|desk| {
        let watched = desk.clone();
        desk.subscribe(move |notification| {
            if let Notification::Stored(..) = notification {
                all.set(samples(&watched));
            }
        })
    });
    StoredValue::new_local(subscription);
    let by = RwSignal::new(By::Day);
    let rows = Memo::new(move |_| all.with(|all| numbers::rows(all, by.get())));
    let total = Memo::new(move |_| {
        all.with(|all| numbers::rows(all, By::All)).into_iter().next().unwrap_or_default()
    });
    let named = move |row: &Row| name(office, by.get_untracked(), &row.name);
    let choose = GROUPS.map(|(group, key)| {
        view! { class="wrapup",
            <label class="wrapup-option">
                <input type="radio" name="admin-numbers-by" prop:checked=move || by.get() == group
                    on:change=move |_| by.set(group) />
                <span>{text(key)}</span>
            </label>
        }
    });
    let save = move |_| {
        let group = by.get_untracked();
        let named = |row: &Row| Row { name: name(office, group, &row.name), ..row.clone() };
        let named: Vec<_> = rows.with_untracked(|rows| rows.iter().map(named).collect());
        let csv = transfer::numbers_to_csv(&named);
        files::save("wrap-up-numbers.csv", "text/csv;charset=utf-8", &csv);
    };
    let none = move || {
        total.with(|total| total.count == 0).then(|| {
            view! { class="wrapup", <p class="admin-empty">{text("admin.numbers.none")}</p> }
        })
    };
    let content = move || {
        (total.with(|total| total.count > 0)).then(|| {
            let table = rows.with(|rows| {
                rows.iter().map(|row| line(&named(row), row)).collect::<Vec<_>>()
            });
            let chart = rows.with(|rows| {
                let bars: Vec<_> =
                    rows.iter().take(CHARTED).map(|row| (named(row), row.clone())).collect();
                chart(&bars)
            });
            view! { class="wrapup",
                {chart}
                <div class="admin-scroll" tabindex="0" role="region" aria-label=text("admin.numbers.table")>
                    <table class="admin-table">
                        <thead><tr>
                            {HEADS.map(|key| view! { class="wrapup", <th scope="col">{text(key)}</th> })
                                .into_iter().collect::<Vec<_>>()}
                        </tr></thead>
                        <tbody>{table}</tbody>
                    </table>
                </div>
            }
        })
    };
    view! { class="wrapup",
        <section class="admin-form admin-numbers" aria-labelledby="admin-numbers-title">
            <h2 class="wrapup-title" id="admin-numbers-title">{text("admin.nav.numbers")}</h2>
            <p class="wrapup-hint">{text("admin.numbers.hint")}</p>
            {none}
            {move || (total.with(|it| it.count > 0)).then(|| cards(&total.get()))}
            <fieldset class="admin-field admin-group admin-numbers-by">
                <legend class="wrapup-label">{text("admin.numbers.by")}</legend>
                {choose.into_iter().collect::<Vec<_>>()}
                <button class="wrapup-button" type="button" on:click=save>
                    {text("admin.numbers.save")}
                </button>
            </fieldset>
            {content}
        </section>
    }
}

/// What a group is called.
fn name(office: Office, by: By, name: &str) -> String {
    match by {
        By::Agent => AgentId::new(name).map_or_else(|_| name.to_owned(), |it| office.names.of(&it)),
        By::Channel => words::channel(&Channel::from(name.to_owned())),
        By::Code if name.is_empty() => text("segments.no_code").to_owned(),
        _ => name.to_owned(),
    }
}

const HEADS: [&str; 10] = [
    "admin.numbers.name",
    "admin.numbers.count",
    "admin.numbers.median",
    "admin.numbers.p90",
    "admin.numbers.submitted",
    "admin.numbers.timed_out",
    "admin.numbers.swept",
    "admin.numbers.otherwise",
    "admin.numbers.extensions",
    "admin.numbers.accepted",
];

fn share(row: &Row, part: u64) -> String {
    [&row.percent(part).to_string(), "\u{202f}%"].concat()
}

fn length(length: Millis) -> String {
    words::short_duration(length)
}

/// How many of the suggested codes count; a dash where none was suggested.
fn accepted(row: &Row) -> String {
    if row.suggested == 0 {
        return "\u{2013}".to_owned();
    }
    let (accepted, suggested) = (row.accepted.to_string(), row.suggested.to_string());
    with("admin.numbers.of", &[("part", &accepted), ("all", &suggested)])
}

fn line(name: &str, row: &Row) -> AnyView {
    let cells = [
        row.count.to_string(),
        length(row.median),
        length(row.p90),
        share(row, row.submitted),
        share(row, row.timed_out),
        share(row, row.swept),
        share(row, row.otherwise),
        row.extensions.to_string(),
        accepted(row),
    ];
    let cells = cells.map(|cell| view! { class="wrapup", <td class="admin-count">{cell}</td> });
    view! { class="wrapup",
        <tr><th scope="row">{name.to_owned()}</th>{cells.into_iter().collect::<Vec<_>>()}</tr>
    }
    .into_any()
}

fn cards(total: &Row) -> AnyView {
    let cards = [
        ("admin.numbers.count", total.count.to_string()),
        ("admin.numbers.median", length(total.median)),
        ("admin.numbers.p90", length(total.p90)),
        ("admin.numbers.timed_out", share(total, total.timed_out)),
        ("admin.numbers.extensions", total.extensions.to_string()),
        ("admin.numbers.accepted", accepted(total)),
    ];
    let cards = cards.map(|(key, value)| {
        view! { class="wrapup",
            <div class="admin-figure"><dt>{text(key)}</dt><dd>{value}</dd></div>
        }
    });
    view! { class="wrapup", <dl class="admin-figures">{cards.into_iter().collect::<Vec<_>>()}</dl> }
        .into_any()
}

/// So many groups are drawn; the table has all of them.
const CHARTED: usize = 31;

/// The width of the longest bar, in the drawing's units.
const WIDE: u64 = 1000;

/// A bar for each group: as long as nine of ten wrap-ups took, filled as far as half of
/// them did. The numbers stand beside it, so that no colour has to be told apart.
fn chart(rows: &[(String, Row)]) -> AnyView {
    let longest = rows.iter().map(|(_, row)| row.p90.0).max().unwrap_or_default().max(1);
    let wide = |length: Millis| (length.0 * WIDE / longest).max(1).to_string();
    let bar = |(name, row): &(String, Row)| {
        let (median, p90) = (length(row.median), length(row.p90));
        let said = with("admin.numbers.bar", &[("median", &median), ("p90", &p90)]);
        let frame = ["0 0 ", &WIDE.to_string(), " 10"].concat();
        view! { class="wrapup",
            <li class="admin-bar-row">
                <span class="admin-bar-name" dir="auto">{name.clone()}</span>
                <svg class="admin-bar-drawn" viewBox=frame preserveAspectRatio="none"
                    aria-hidden="true" focusable="false">
                    <rect class="admin-bar-p90" x="0" y="0" width=wide(row.p90) height="10"></rect>
                    <rect class="admin-bar-median" x="0" y="0" width=wide(row.median) height="10"></rect>
                </svg>
                <span class="admin-bar-said">{said}</span>
            </li>
        }
    };
    let bars = rows.iter().map(bar).collect::<Vec<_>>();
    view! { class="wrapup",
        <figure class="admin-chart">
            <figcaption class="wrapup-hint">{text("admin.numbers.chart")}</figcaption>
            <ul class="admin-plain">{bars}</ul>
        </figure>
    }
    .into_any()
}
