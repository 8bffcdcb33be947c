//! The codes as a tree, by the ARIA pattern of one: arrows move and open, a letter
//! jumps, Enter opens the record. Only what is in sight is on the page, so that
//! thousands of codes stay quick.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::messages::{text, with};
use crate::browser::custom_property;
use crate::domain::admin::code_tree::{Seen, Sight, visible};
use crate::domain::admin::codes::{Row, tree};
use crate::domain::catalog::Catalog;
use crate::domain::id::CodeId;
use crate::view::unique::unique;

/// How many rows beyond those in sight are on the page.
const BEYOND: usize = 8;

/// How many rows are on the page before it is known how many there is room for.
const AT_FIRST: usize = 40;

/// How long after a letter the next one still belongs to the same word, in milliseconds.
const WORD_PAUSE: f64 = 700.0;

/// What a row shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Line {
    id: CodeId,
    label: String,
    level: usize,
    place: usize,
    siblings: usize,
    open: Option<bool>,
    active: bool,
    external: bool,
    shortcut: Option<String>,
}

/// A code's place among the codes, its level, and how many are directly below.
type Placed = (usize, usize, usize);

fn lines(catalog: &Catalog, placed: &[Placed], sight: &Sight) -> Vec<Line> {
    let row = |&(at, level, below): &Placed| Row { code: &catalog.codes[at], level, below };
    let rows: Vec<_> = placed.iter().map(row).collect();
    let line = |Seen { at, place, siblings, open }: Seen| {
        let Row { code, level, .. } = &rows[at];
        Line {
            id: code.id.clone(),
            label: code.label.clone(),
            level: level + 1,
            place,
            siblings,
            open,
            active: code.active,
            external: code.external,
            shortcut: code.shortcut.clone(),
        }
    };
    visible(&rows, sight).into_iter().map(line).collect()
}

fn placed(catalog: &Catalog) -> Vec<Placed> {
    let places: std::collections::BTreeMap<_, _> =
        catalog.codes.iter().enumerate().map(|(at, code)| (&code.id, at)).collect();
    tree(&catalog.codes).iter().map(|row| (places[&row.code.id], row.level, row.below)).collect()
}

/// See the module.
#[component]
pub(super) fn CodeTree(
    /// The codes there are.
    #[prop(into)]
    catalog: Signal<Arc<Catalog>>,
    /// Which part of them is to be seen.
    sight: RwSignal<Sight>,
    /// The code whose record is open.
    #[prop(into)]
    selected: Signal<Option<CodeId>>,
    /// What opening a record does.
    #[prop(into)]
    select: Callback<CodeId>,
) -> impl IntoView {
    let name = unique("tree");
    let frame = NodeRef::<html::Div>::new();
    let whole = NodeRef::<html::Div>::new();
    let order = Memo::new(move |_| Arc::new(placed(&catalog.get())));
    let all = Memo::new(move |_| {
        sight.with(|sight| Arc::new(lines(&catalog.get(), &order.get(), sight)))
    });
    let count = Memo::new(move |_| all.with(|all| all.len()));
    let at = RwSignal::new(None::<CodeId>);
    // The row the keyboard is on: the one it was moved to, the open one, or the first.
    let active = Memo::new(move |_| {
        let place = |id: Option<CodeId>| {
            id.and_then(|id| all.with(|all| all.iter().position(|line| line.id == id)))
        };
        place(at.get()).or_else(|| place(selected.get())).unwrap_or(0)
    });

    let scrolled = RwSignal::new((0_usize, AT_FIRST));
    #[allow(clippy::cast_precision_loss)] // numbers of rows
    let row_height = move || {
        let whole = whole.try_get_untracked().flatten()?;
        let rows = count.try_get_untracked()?;
        // Now: what is measured and scrolled may have changed this very moment.
        custom_property::set(&whole, "--admin-rows", &rows.to_string());
        (rows > 0).then(|| f64::from(whole.client_height()) / rows as f64).filter(|it| *it > 0.0)
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // numbers of rows
    // The page may be another by the time the browser calls.
    let measure = move || {
        let frame = frame.try_get_untracked().flatten();
        if let (Some(frame), Some(height)) = (frame, row_height()) {
            let first = (f64::from(frame.scroll_top()) / height) as usize;
            let room = (f64::from(frame.client_height()) / height).ceil() as usize + 1;
            let seen = (first, room);
            if scrolled.get_untracked() != seen {
                scrolled.set(seen);
            }
        }
    };
    Effect::new(move |_| {
        count.track();
        request_animation_frame(measure);
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    let window = Memo::new(move |_| {
        let ((first, room), count) = (scrolled.get(), count.get());
        let from = first.saturating_sub(BEYOND).min(count);
        (from, (first + room + BEYOND).min(count))
    });
    Effect::new(move |_| {
        let ((from, to), count) = (window.get(), count.get());
        if let Some(whole) = whole.get() {
            custom_property::set(&whole, "--admin-rows", &count.to_string());
            custom_property::set(&whole, "--admin-rows-before", &from.to_string());
            custom_property::set(
                &whole,
                "--admin-rows-after",
                &(count - to.min(count)).to_string(),
            );
        }
    });
    let show = move |at: usize| {
        let frame = frame.try_get_untracked().flatten();
        if let (Some(frame), Some(height)) = (frame, row_height()) {
            #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)] // pixels
            let (top, bottom) = ((at as f64 * height) as i32, ((at + 1) as f64 * height) as i32);
            let (scroll, room) = (frame.scroll_top(), frame.client_height());
            if top < scroll {
                frame.set_scroll_top(top);
            } else if bottom > scroll + room {
                frame.set_scroll_top(bottom - room);
            }
            measure();
        }
    };
    // The record that is open is in sight, wherever it was opened from.
    Effect::new(move |before: Option<Option<CodeId>>| {
        let now = selected.get();
        if now.is_some() && before.flatten() != now {
            at.set(now.clone());
            request_animation_frame(move || {
                active.try_get_untracked().into_iter().for_each(show);
            });
        }
        now
    });

    let typed = StoredValue::new((String::new(), f64::MIN));
    let move_to = move |to: usize| {
        let line = all.with_untracked(|all| all.get(to).map(|line| line.id.clone()));
        if line.is_some() {
            at.set(line);
            show(to);
        }
    };
    let open = move |id: CodeId, open: bool| {
        sight.update(|sight| {
            if open {
                sight.open.insert(id)
            } else {
                sight.open.remove(&id)
            };
        });
    };
    let key = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        let here = active.get_untracked();
        let Some(line) = all.with_untracked(|all| all.get(here).cloned()) else { return };
        let last = count.get_untracked().saturating_sub(1);
        let page = scrolled.get_untracked().1.saturating_sub(2).max(1);
        match event.key().as_str() {
            "ArrowDown" => move_to((here + 1).min(last)),
            "ArrowUp" => move_to(here.saturating_sub(1)),
            "Home" => move_to(0),
            "End" => move_to(last),
            "PageDown" => move_to((here + page).min(last)),
            "PageUp" => move_to(here.saturating_sub(page)),
            "ArrowRight" => match line.open {
                Some(false) => open(line.id, true),
                Some(true) => move_to(here + 1),
                None => {}
            },
            "ArrowLeft" if line.open == Some(true) => open(line.id, false),
            "ArrowLeft" => {
                let above = all.with_untracked(|all| {
                    all[..here].iter().rposition(|each| each.level < line.level)
                });
                above.into_iter().for_each(move_to);
            }
            "Enter" | " " => select.run(line.id),
            "*" => sight.update(|sight| {
                let beside = all.with_untracked(|all| {
                    let beside = all.iter().filter(|each| each.level == line.level);
                    beside.map(|each| each.id.clone()).collect::<Vec<_>>()
                });
                sight.open.extend(beside);
            }),
            letter if letter.chars().count() == 1 => {
                let (before, when) = typed.get_value();
                let now = event.time_stamp();
                let again = now - when < WORD_PAUSE;
                let word = if again { before } else { String::new() } + &letter.to_lowercase();
                // A word goes on from where it was; a first letter asks for another row.
                let from = if again { here } else { here + 1 };
                let found = all.with_untracked(|all| {
                    let places = (from..all.len()).chain(0..from.min(all.len()));
                    let begins = |at: &usize| all[*at].label.to_lowercase().starts_with(&word);
                    places.into_iter().find(begins)
                });
                typed.set_value((word, now));
                found.into_iter().for_each(move_to);
            }
            _ => return,
        }
        event.prevent_default();
    };

    let row_id = StoredValue::new(name);
    let id_of = move |id: &CodeId| row_id.with_value(|name| [name, "-", id.as_str()].concat());
    let active_id = move || {
        let (place, (from, to)) = (active.get(), window.get());
        let on_page = (from..to).contains(&place);
        on_page.then(|| all.with(|all| all.get(place).map(|line| id_of(&line.id)))).flatten()
    };
    let rows = move || {
        let (from, to) = window.get();
        all.with(|all| all.get(from..to.min(all.len())).unwrap_or_default().to_vec())
    };
    let row = move |line: Line| {
        let Line { id, label, level, place, siblings, open: is_open, active: is_active, .. } = line;
        let (own, opens, chosen) = (id.clone(), id.clone(), id.clone());
        let is_at = {
            let id = id.clone();
            move || all.with(|all| all.get(active.get()).is_some_and(|line| line.id == id))
        };
        let is_selected = move || selected.with(|it| it.as_ref() == Some(&own));
        let marked = is_selected.clone();
        let press = move |_| {
            at.set(Some(chosen.clone()));
            select.run(chosen.clone());
        };
        let toggle = move |event: leptos::ev::MouseEvent| {
            if let Some(is_open) = is_open {
                event.stop_propagation();
                at.set(Some(opens.clone()));
                open(opens.clone(), !is_open);
            }
        };
        let element = NodeRef::<html::Div>::new();
        Effect::new(move |_| {
            if let Some(element) = element.get() {
                custom_property::set(&element, "--admin-level", &(level - 1).to_string());
                // Leptos has no such attribute. An element takes every one.
                let _ = element.set_attribute("aria-level", &level.to_string());
            }
        });
        view! { class="wrapup",
            <div class="admin-row" node_ref=element role="treeitem" id=id_of(&id)
                class:is-inactive=!is_active class:is-at=is_at class:is-selected=marked
                aria-posinset=place.to_string()
                aria-setsize=siblings.to_string()
                aria-expanded=is_open.map(|open| open.to_string())
                aria-selected=move || is_selected().to_string()
                on:click=press>
                <span class="admin-twist" aria-hidden="true" on:click=toggle></span>
                <span class="admin-row-label" dir="auto">{label}</span>
                {line.shortcut.map(|key| view! { class="wrapup", <kbd class="admin-key">{key}</kbd> })}
                {line.external.then(|| view! { class="wrapup",
                    <span class="admin-badge">{text("admin.codes.external")}</span>
                })}
                {(!is_active).then(|| view! { class="wrapup",
                    <span class="admin-badge is-off">{text("admin.codes.inactive")}</span>
                })}
            </div>
        }
    };
    let found = move || {
        let looked_for = sight.with(|sight| !sight.wanted.trim().is_empty());
        let count = count.get();
        match (looked_for, count) {
            (true, 0) => text("admin.codes.nothing_found").to_owned(),
            (true, count) => with("admin.codes.found", &[("count", &count.to_string())]),
            (false, 0) => text("admin.codes.none").to_owned(),
            (false, _) => String::new(),
        }
    };
    view! { class="wrapup",
        <p class="wrapup-hint admin-tree-said" role="status">{found}</p>
        <div class="admin-tree" role="tree" tabindex="0" node_ref=frame
            aria-label=text("admin.codes.tree") aria-activedescendant=active_id
            on:keydown=key on:scroll=move |_| measure()>
            <div class="admin-tree-whole" role="presentation" node_ref=whole>
                <For each=rows key=Line::clone let:line>{row(line)}</For>
            </div>
        </div>
    }
}
