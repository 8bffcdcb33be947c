//! A conversation, concluded from what the pages of its agents say of it.

use super::kept::Kept;
use crate::domain::id::AgentId;
use crate::domain::interaction::{Interaction, InteractionState};
use crate::domain::segment::Segment;
use crate::domain::sorted::sort_by_key;
use crate::domain::time::Timestamp;

/// A conversation as one agent's page last told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Whose page.
    pub agent: AgentId,
    /// When it became so, by the service's clock.
    pub changed: Timestamp,
    /// The record.
    pub record: Interaction,
}

/// What a conversation has come to. `before` is what was concluded last: closed it
/// never opens again. `None` while nobody has told of it.
///
/// Whether an agent is on it, their own page is right about; of the rest the latest
/// change counts. It is over once nobody is on it and its last segment has closed,
/// and `system_wrap_up` is true exactly if the system closed that one.
pub fn conclude(
    before: Option<&Interaction>,
    mut told: Vec<Told>,
    segments: &[Kept],
) -> Option<Interaction> {
    if let Some(before) = before.filter(|before| before.state.is_closed()) {
        return Some(before.clone());
    }
    sort_by_key(&mut told, |each| each.changed);
    let latest = &told.last()?.record;
    let own = |agent: &AgentId| told.iter().find(|each| each.agent == *agent);
    let is_on = |agent: &AgentId| own(agent).map_or(latest, |told| &told.record).has(agent);
    let mut connected: Vec<AgentId> = Vec::new();
    for agent in latest.connected.iter().chain(told.iter().map(|each| &each.agent)) {
        if is_on(agent) && !connected.contains(agent) {
            connected.push(agent.clone());
        }
    }
    if connected.is_empty() {
        return Some(ended(latest, segments));
    }
    let live = told.iter().rev().find(|each| connected.contains(&each.agent));
    let live = live.map_or(latest, |each| &each.record);
    Some(Interaction { connected, ..live.clone() })
}

/// `latest`, of a conversation that nobody is on.
fn ended(latest: &Interaction, segments: &[Kept]) -> Interaction {
    let mut record = Interaction { connected: Vec::new(), ..latest.clone() };
    let over = matches!(record.state, InteractionState::WrapUp) || record.state.is_closed();
    if !over {
        return record;
    }
    if segments.iter().any(|each| each.segment.is_unfinished()) {
        // A page knows only of its own agent's wrap-up.
        record.state = InteractionState::WrapUp;
        record.closed_at = None;
        record.system_wrap_up = false;
        return record;
    }
    let closed = segments.iter().filter_map(|each| Some((each, closure_of(&each.segment)?)));
    let last = closed.max_by_key(|(each, (at, _))| each.ahead.here(*at));
    if let Some((_, (at, by_system))) = last {
        record.state = InteractionState::ClosedComplete;
        record.closed_at = Some(at);
        record.system_wrap_up = by_system;
    }
    record
}

fn closure_of(segment: &Segment) -> Option<(Timestamp, bool)> {
    let closure = &segment.closed()?.closure;
    Some((closure.at, closure.kind.by_system()))
}
