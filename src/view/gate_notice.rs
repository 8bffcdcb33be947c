//! Why somebody is kept out of a wrap-up.

use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::messages::with;
use crate::domain::gate::{GateRefusal, Role};

fn words(refusal: &GateRefusal, names: AgentNames) -> String {
    match refusal {
        GateRefusal::NotAssigned(agent) => {
            with("gate.not_assigned", &[("agent", &names.of(agent))])
        }
        GateRefusal::RoleMissing(role) => {
            let own = *role == Role::InteractionAdmin;
            let key = if own { "gate.role_missing" } else { "gate.role_only" };
            with(key, &[("role", role.name())])
        }
    }
}

/// The sentence; nothing where the gate is open.
#[component]
pub fn GateNotice(
    /// What the gate said.
    #[prop(into)]
    refusal: Signal<Option<GateRefusal>>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
) -> impl IntoView {
    let sentence = move |refusal: GateRefusal| {
        view! { class="wrapup",
            <p class="wrapup-gate" role="note" part="gate">{words(&refusal, names)}</p>
        }
    };
    move || refusal.get().map(sentence)
}
