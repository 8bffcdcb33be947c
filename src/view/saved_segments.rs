//! The list of finished wrap-ups.

use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::messages::text;
use super::unique::unique;
use super::words;
use crate::domain::segment::{Closed, Segment};

fn badge(key: &'static str) -> impl IntoView {
    view! { class="wrapup", <span class="wrapup-badge">{text(key)}</span> }
}

fn fact(key: &'static str, value: String) -> impl IntoView {
    view! { class="wrapup",
        <div class="wrapup-fact"><dt>{text(key)}</dt><dd>{value}</dd></div>
    }
}

fn entry(segment: &Segment, closed: &Closed, names: AgentNames) -> impl IntoView + use<> {
    let closure = &closed.closure;
    let code = closed
        .code()
        .map_or_else(|| text("segments.no_code").to_owned(), |code| code.label.clone());
    let notes = closed.notes().to_owned();
    let no_notes = notes.is_empty();
    let notes = if no_notes { text("segments.no_notes").to_owned() } else { notes };
    let kind = closure.kind;
    view! { class="wrapup",
        <li class="wrapup-segment" data-closure=words::closure(kind) part="segment">
            <p class="wrapup-segment-head">
                <strong class="wrapup-segment-code" part="segment-code">{code}</strong>
                <span class="wrapup-segment-ending">{words::closure(kind)}</span>
                {kind.by_system().then(|| badge("segments.system"))}
                {closure.required_missing.then(|| badge("segments.required_missing"))}
                {(!closed.versions.is_empty()).then(|| badge("segments.corrected"))}
                <span class="wrapup-segment-interaction">{segment.interaction.to_string()}</span>
            </p>
            <p class="wrapup-segment-notes" class:is-empty=no_notes dir="auto" part="segment-notes">
                {notes}
            </p>
            <dl class="wrapup-facts">
                {fact("segments.agent", names.of(&segment.agent))}
                {fact("segments.duration", words::duration(closure.duration))}
                {fact("segments.saved", words::date(closure.at))}
            </dl>
        </li>
    }
}

/// Every closed segment among those given, in the order given.
#[component]
pub fn SavedSegments(
    /// The segments.
    #[prop(into)]
    segments: Signal<Vec<Segment>>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
) -> impl IntoView {
    let title = unique("saved");
    let entries = move || {
        segments.with(|segments| {
            let closed = |each: &Segment| Some(entry(each, each.closed()?, names));
            segments.iter().filter_map(closed).collect_view()
        })
    };
    let none =
        move || segments.with(|segments| !segments.iter().any(|each| each.closed().is_some()));
    let nothing = || {
        view! { class="wrapup", <p class="wrapup-hint">{text("segments.none")}</p> }
    };
    view! { class="wrapup",
        <section class="wrapup-segments" aria-labelledby=title part="saved-segments">
            <h2 class="wrapup-title" id=title.clone()>{text("segments.title")}</h2>
            {move || none().then(nothing)}
            <ul class="wrapup-segment-list">{entries}</ul>
        </section>
    }
}
