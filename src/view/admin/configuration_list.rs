//! Configurations in the order in which they are tried. They are put in another order
//! by dragging, by the buttons beside each, or by Alt with the arrow keys.

use std::collections::BTreeMap;

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;

use super::messages::{text, with};
use super::office::{Office, failure};
use super::words;
use crate::browser::focus;
use crate::domain::admin::explain::in_order;
use crate::domain::admin::lint::lint;
use crate::domain::admin::order;
use crate::domain::configuration::Configuration;
use crate::domain::id::ConfigurationId;

/// What the list shows of a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Card {
    id: ConfigurationId,
    name: String,
    active: bool,
    summary: String,
    errors: usize,
    hints: usize,
    place: usize,
    last: bool,
}

fn cards(office: Office) -> Vec<Card> {
    let catalog = office.set_up();
    let mut found: BTreeMap<ConfigurationId, (usize, usize)> = BTreeMap::new();
    for finding in lint(&catalog, &office.known_fields()) {
        let (errors, hints) = found.entry(finding.configuration).or_default();
        *(if finding.rule.is_error() { errors } else { hints }) += 1;
    }
    let ordered = in_order(&catalog.configurations);
    let count = ordered.len();
    let card = |(place, it): (usize, &Configuration)| {
        let (errors, hints) = found.get(&it.id).copied().unwrap_or_default();
        Card {
            id: it.id.clone(),
            name: it.name.clone(),
            active: it.active,
            summary: summary(it),
            errors,
            hints,
            place,
            last: place + 1 == count,
        }
    };
    ordered.into_iter().enumerate().map(card).collect()
}

/// What it is for, in few words.
fn summary(configuration: &Configuration) -> String {
    let channels: Vec<_> = configuration.channels.iter().map(words::channel).collect();
    let channels = if channels.is_empty() {
        text("admin.channels.any").to_owned()
    } else {
        channels.join(", ")
    };
    let length = configuration.enforce_duration.then(|| {
        let seconds = configuration.duration_seconds.to_string();
        with("admin.configurations.seconds", &[("count", &seconds)])
    });
    let length = length.unwrap_or_else(|| text("admin.configurations.no_limit").to_owned());
    [channels, length].join(" · ")
}

fn card_id(id: &ConfigurationId) -> String {
    ["admin-card-", id.as_str()].concat()
}

/// See the module.
#[component]
pub(super) fn ConfigurationList(
    office: Office,
    #[prop(into)] selected: Signal<Option<ConfigurationId>>,
    select: Callback<ConfigurationId>,
) -> impl IntoView {
    let all = Memo::new(move |_| cards(office));
    let dragged = RwSignal::new(None::<ConfigurationId>);
    let over = RwSignal::new(None::<usize>);
    let said = RwSignal::new(String::new());
    // It stands somewhere else then, as an element of its own, and keeps the focus.
    let moved = RwSignal::new(None::<ConfigurationId>);
    Effect::new(move |_| {
        all.track();
        if let Some(id) = moved.get_untracked() {
            moved.set(None);
            focus::move_to(card_id(&id));
        }
    });
    let move_to = move |id: ConfigurationId, to: usize| {
        office.guard.then(move || {
            let catalog = office.set_up_now();
            let changes = order::moved(&catalog.configurations, &id, to);
            let named = catalog.configuration(&id);
            let name = named.map(|each| each.name.clone()).unwrap_or_default();
            if changes.is_empty() {
                return;
            }
            let (place, count) = ((to + 1).to_string(), catalog.configurations.len().to_string());
            let values = [("name", &*name), ("place", &*place), ("count", &*count)];
            let sentence = with("admin.configurations.moved", &values);
            let id = id.clone();
            office.change(changes, sentence, move |answer| match answer {
                Ok(()) => moved.set(Some(id)),
                Err(error) => said.set(failure(&error)),
            });
        });
    };
    let row = move |card: Card| {
        let Card { id, name, active, summary, errors, hints, place, last } = card;
        let (own, pressed, key_of) = (id.clone(), id.clone(), id.clone());
        let (up_of, down_of, drag_of) = (id.clone(), id.clone(), id.clone());
        let is_here = move || selected.with(|it| it.as_ref() == Some(&own)).then_some("true");
        let key = move |event: KeyboardEvent| {
            if !event.alt_key() {
                return;
            }
            match event.key().as_str() {
                "ArrowUp" if place > 0 => move_to(key_of.clone(), place - 1),
                "ArrowDown" if !last => move_to(key_of.clone(), place + 1),
                _ => return,
            }
            event.prevent_default();
        };
        let drop_here = move |event: DragEvent| {
            event.prevent_default();
            over.set(None);
            if let Some(id) = dragged.get_untracked() {
                dragged.set(None);
                move_to(id, place);
            }
        };
        let drag_over = move |event: DragEvent| {
            if dragged.with_untracked(Option::is_some) {
                event.prevent_default();
                over.set(Some(place));
            }
        };
        let count = |key, count: usize| with(key, &[("count", &count.to_string())]);
        let up_name = with("admin.configurations.up", &[("name", &name)]);
        let down_name = with("admin.configurations.down", &[("name", &name)]);
        view! { class="wrapup",
            <li class="admin-card-row" class:is-over=move || over.get() == Some(place)
                draggable="true"
                on:dragstart=move |_| dragged.set(Some(drag_of.clone()))
                on:dragend=move |_| {
                    dragged.set(None);
                    over.set(None);
                }
                on:dragover=drag_over on:drop=drop_here>
                <span class="admin-grip" aria-hidden="true"></span>
                <button class="admin-card" type="button" id=card_id(&id) aria-current=is_here
                    aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                    on:click=move |_| select.run(pressed.clone()) on:keydown=key>
                    <span class="admin-card-name" dir="auto">{name}</span>
                    <span class="wrapup-hint">{summary}</span>
                    <span class="admin-badges">
                        {(!active).then(|| view! { class="wrapup",
                            <span class="admin-badge is-off">{text("admin.codes.inactive")}</span>
                        })}
                        {(errors > 0).then(|| view! { class="wrapup",
                            <span class="admin-badge is-error">
                                {count("admin.configurations.errors", errors)}
                            </span>
                        })}
                        {(hints > 0).then(|| view! { class="wrapup",
                            <span class="admin-badge is-hint">
                                {count("admin.configurations.hints", hints)}
                            </span>
                        })}
                    </span>
                </button>
                <span class="admin-moves">
                    <button class="wrapup-button is-quiet admin-move is-up" type="button"
                        disabled=place == 0 title=up_name.clone() aria-label=up_name
                        on:click=move |_| move_to(up_of.clone(), place - 1)></button>
                    <button class="wrapup-button is-quiet admin-move is-down" type="button"
                        disabled=last title=down_name.clone() aria-label=down_name
                        on:click=move |_| move_to(down_of.clone(), place + 1)></button>
                </span>
            </li>
        }
    };
    view! { class="wrapup",
        {move || said.with(|said| !said.is_empty()).then(|| view! { class="wrapup",
            <p class="wrapup-failure" role="alert">{move || said.get()}</p>
        })}
        <ol class="admin-cards">
            <For each=move || all.get() key=Card::clone let:card>{row(card)}</For>
        </ol>
    }
}
