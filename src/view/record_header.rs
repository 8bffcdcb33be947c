//! The head of a conversation's record.

use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::messages::text;
use super::unique::unique;
use super::words;
use crate::domain::id::AgentId;
use crate::domain::segment::{Segment, SegmentState};
use crate::domain::wrap_up::Conversation;

fn standing(segment: &Segment) -> &'static str {
    match &segment.state {
        SegmentState::Open(_) => text("record.segment_open"),
        SegmentState::Parked(_) => text("record.segment_parked"),
        SegmentState::Closed(closed) => words::closure(closed.closure.kind),
    }
}

fn fact(name: &'static str, value: impl IntoView + 'static) -> impl IntoView {
    view! { class="wrapup",
        <div class="wrapup-fact"><dt>{text(name)}</dt><dd>{value}</dd></div>
    }
}

/// Who and what a conversation is, and whether it holds the viewer's capacity.
#[component]
pub fn RecordHeader(
    /// The conversation.
    #[prop(into)]
    conversation: Signal<Conversation>,
    /// Who looks at it.
    #[prop(into)]
    agent: Signal<AgentId>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
) -> impl IntoView {
    let name = move || conversation.with(|each| each.interaction.id.to_string());
    let state = Memo::new(move |_| conversation.with(|each| each.interaction.state));
    let channel = move || conversation.with(|each| words::channel(&each.interaction.channel));
    let assigned = move || {
        let name = |agent: &AgentId| names.of(agent);
        let assigned = conversation.with(|each| each.interaction.assigned_to.as_ref().map(name));
        assigned.unwrap_or_else(|| text("record.nobody").to_owned())
    };
    let connected = move || {
        let connected = conversation.with(|each| {
            each.interaction.connected.iter().map(|agent| names.of(agent)).collect::<Vec<_>>()
        });
        if connected.is_empty() { text("record.nobody").to_owned() } else { connected.join(", ") }
    };
    let held = Memo::new(move |_| {
        conversation.with(|conversation| agent.with(|agent| conversation.holds_capacity(agent)))
    });
    let capacity = move || text(if held.get() { "record.held" } else { "record.free" });
    let segments = Memo::new(move |_| {
        let line = |segment: &Segment| (names.of(&segment.agent), standing(segment));
        conversation.with(|each| each.segments.iter().map(line).collect::<Vec<_>>())
    });
    let line = |(agent, standing)| {
        view! { class="wrapup", <li>{agent}" · "{standing}</li> }
    };
    let list = move || {
        let so_far = unique("so-far");
        view! { class="wrapup",
            <div class="wrapup-record-segments" part="segments">
                <p id=so_far.clone()>{text("record.segments")}</p>
                <ul class="wrapup-record-list" aria-labelledby=so_far>
                    {move || segments.get().into_iter().map(line).collect_view()}
                </ul>
            </div>
        }
    };

    view! { class="wrapup",
        <header class="wrapup-record" part="record">
            <h2 class="wrapup-title">{name}</h2>
            <span class="wrapup-state" part="state">
                {move || words::state(state.get())}
            </span>
            <span
                class="wrapup-badge"
                class:is-held=move || held.get()
                data-held=move || held.get().to_string()
                part="capacity"
            >
                {capacity}
            </span>
            <dl class="wrapup-facts">
                {fact("record.channel", channel)}
                {fact("record.assigned", assigned)}
                {fact("record.connected", connected)}
            </dl>
            {move || segments.with(|each| !each.is_empty()).then(list)}
        </header>
    }
}
