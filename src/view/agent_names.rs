//! What agents are called.

use leptos::prelude::*;

use crate::domain::id::AgentId;

/// Gives an agent's name; without one of its own, the id.
#[derive(Debug, Clone, Copy, Default)]
pub struct AgentNames(Option<Callback<AgentId, String>>);

impl AgentNames {
    /// Names from where the workspace keeps them.
    pub fn new(name: impl Fn(AgentId) -> String + Send + Sync + 'static) -> Self {
        Self(Some(Callback::new(name)))
    }

    /// The name of `agent`.
    pub fn of(&self, agent: &AgentId) -> String {
        self.0.map_or_else(|| agent.to_string(), |name| name.run(agent.clone()))
    }
}
