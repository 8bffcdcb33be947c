//! The agents of the preview.

use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::domain::id::AgentId;

/// Id and name of each agent.
pub(super) const AGENTS: [(&str, &str); 2] = [("ada", "Ada Moreno"), ("ben", "Ben Okafor")];

/// Id and name of the one who sets codes and configurations up.
pub(super) const ADMINISTRATOR: (&str, &str) = ("dana", "Dana Whitfield");

/// Id and name of the one who looks after the agents.
pub(super) const SUPERVISOR: (&str, &str) = ("sam", "Sam Rivera");

/// The agent of that place in [`AGENTS`].
pub(super) fn id(place: usize) -> AgentId {
    let (id, _) = AGENTS[place % AGENTS.len()];
    id_of(id)
}

/// The agent of that id.
pub(super) fn id_of(id: &str) -> AgentId {
    match AgentId::new(id) {
        Ok(id) => id,
        Err(error) => unreachable!("agents of the preview have ids: {error}"),
    }
}

/// What an agent is called.
pub(super) fn name(agent: &AgentId) -> String {
    let known =
        AGENTS.iter().chain([&ADMINISTRATOR, &SUPERVISOR]).find(|(id, _)| *id == agent.as_str());
    known.map_or_else(|| agent.to_string(), |(_, name)| (*name).to_owned())
}

/// The agent with their roles, as a host would know them from its sign-in.
pub(super) fn actor(place: usize, may_enter: bool) -> Actor {
    let roles = may_enter.then_some(Role::InteractionAdmin).into_iter().collect();
    Actor { agent: id(place), roles }
}
