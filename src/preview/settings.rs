//! What the workspace remembers across a reload: who is signed in, and which
//! tabs were closed. Records are the backend's business.

use interaction_wrap_up::browser::settings;
use interaction_wrap_up::domain::id::InteractionId;
use leptos::prelude::*;

const AGENT: &str = "wrapup-preview-agent";
const ROLE: &str = "wrapup-preview-role";
const SELECTED: &str = "wrapup-preview-selected";
const CLOSED: &str = "wrapup-preview-closed-tabs";

/// The place of the agent who is signed in.
pub(super) fn remembered_agent() -> usize {
    usize::from(settings::get(AGENT).as_deref() == Some("1"))
}

/// The workspace's own state.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// The place of the agent signed in.
    pub(super) agent: RwSignal<usize>,
    /// Whether that agent has the role `interaction_admin`.
    pub(super) may_enter: RwSignal<bool>,
    /// The tab in front.
    pub(super) selected: RwSignal<Option<InteractionId>>,
    /// Tabs that were closed.
    pub(super) closed: RwSignal<Vec<InteractionId>>,
}

impl Settings {
    /// As they were left, and kept from now on.
    pub(super) fn remembered() -> Self {
        let ids =
            |text: String| text.lines().filter_map(|id| InteractionId::new(id).ok()).collect();
        let remembered = Self {
            agent: RwSignal::new(remembered_agent()),
            may_enter: RwSignal::new(settings::get(ROLE).as_deref() != Some("no")),
            selected: RwSignal::new(
                settings::get(SELECTED).and_then(|id| InteractionId::new(id).ok()),
            ),
            closed: RwSignal::new(settings::get(CLOSED).map(ids).unwrap_or_default()),
        };
        Effect::new(move |_| settings::set(AGENT, &remembered.agent.get().to_string()));
        Effect::new(move |_| {
            settings::set(ROLE, if remembered.may_enter.get() { "yes" } else { "no" });
        });
        Effect::new(move |_| {
            let selected = remembered.selected.get();
            settings::set(SELECTED, selected.as_ref().map_or("", InteractionId::as_str));
        });
        Effect::new(move |_| {
            let closed = remembered.closed.get();
            let lines: Vec<_> = closed.iter().map(InteractionId::as_str).collect();
            settings::set(CLOSED, &lines.join("\n"));
        });
        remembered
    }

    /// Somebody else is signed in, also for who looks what is remembered at once.
    pub(super) fn sign_in(self, agent: usize) {
        settings::set(AGENT, &agent.to_string());
        self.agent.set(agent);
    }

    /// As on the first visit.
    pub(super) fn reset(self) {
        self.agent.set(0);
        self.may_enter.set(true);
        self.selected.set(None);
        self.closed.set(Vec::new());
    }
}
