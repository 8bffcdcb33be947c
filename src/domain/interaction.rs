//! One conversation between a customer and one or more agents.

use super::channel::Channel;
use super::draft::Draft;
use super::field::{FieldValue, Fields};
use super::id::{AgentId, InteractionId};
use super::record::{RecordError, Rule};
use super::time::Timestamp;

/// How much the names and texts of a conversation's fields may take together, in
/// bytes of UTF-8. They are stored and sent again with every change.
pub const MAX_FIELDS_BYTES: usize = 64 * 1024;

/// Where a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum InteractionState {
    /// Nobody has answered yet.
    New,
    /// An agent and the customer are talking.
    WorkInProgress,
    /// The customer waits on hold.
    OnHold,
    /// The conversation is over; agents finish it.
    WrapUp,
    /// All is done.
    ClosedComplete,
    /// It ended before anybody answered.
    ClosedAbandoned,
}

impl InteractionState {
    /// Whether customer and agent are (or were until put on hold) talking.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::WorkInProgress | Self::OnHold)
    }

    /// Whether nothing more will happen.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::ClosedComplete | Self::ClosedAbandoned)
    }
}

/// Who ended a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EndedBy {
    /// An agent who was on it.
    Agent(AgentId),
    /// The customer.
    Customer,
}

/// What an agent prepares while the conversation still runs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Preparation {
    /// Whose it is.
    pub agent: AgentId,
    /// The early dialog is open, with this typed so far.
    pub draft: Option<Draft>,
    /// The agent asked for a wrap-up (see `Mode::AgentRequested`).
    pub requested: bool,
}

impl Preparation {
    /// Whether something was entered in the early dialog.
    pub fn has_entries(&self) -> bool {
        self.draft.as_ref().is_some_and(|draft| !draft.is_empty())
    }

    /// Whether its agent wants a wrap-up: whoever has entered something for it does.
    pub fn asks(&self) -> bool {
        self.requested || self.has_entries()
    }
}

/// The record of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Interaction {
    /// Its lasting name.
    pub id: InteractionId,
    /// How the customer came.
    pub channel: Channel,
    /// What conditions look at, and hosts show.
    pub fields: Fields,
    /// Where it stands.
    pub state: InteractionState,
    /// The agent it is assigned to.
    pub assigned_to: Option<AgentId>,
    /// The agents on the conversation, in the order they joined.
    pub connected: Vec<AgentId>,
    /// What agents prepare during the conversation.
    pub preparations: Vec<Preparation>,
    /// When it came in.
    pub opened_at: Timestamp,
    /// When the conversation last ended.
    pub ended_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// Whether the deadline or the sweep, and not a person, closed it.
    pub system_wrap_up: bool,
}

impl Interaction {
    /// A conversation that has just come in.
    pub fn new(id: InteractionId, channel: Channel, opened_at: Timestamp) -> Self {
        Self {
            id,
            channel,
            fields: Fields::new(),
            state: InteractionState::New,
            assigned_to: None,
            connected: Vec::new(),
            preparations: Vec::new(),
            opened_at,
            ended_at: None,
            closed_at: None,
            system_wrap_up: false,
        }
    }

    /// Whether its fields keep within [`MAX_FIELDS_BYTES`].
    ///
    /// # Errors
    /// [`RecordError`], naming `fields`.
    pub fn check(&self) -> Result<(), RecordError> {
        let text = |value: &FieldValue| match value {
            FieldValue::Text(text) => text.len(),
            FieldValue::List(texts) => texts.iter().map(String::len).sum(),
            FieldValue::Number(_) | FieldValue::Boolean(_) => 8,
        };
        let bytes: usize = self.fields.iter().map(|(name, value)| name.len() + text(value)).sum();
        if bytes <= MAX_FIELDS_BYTES {
            return Ok(());
        }
        let most = ["must take at most ", &MAX_FIELDS_BYTES.to_string(), " bytes"].concat();
        Err(RecordError::new(Rule::Own(most), bytes.to_string()).under("fields"))
    }

    /// Whether `agent` is on the conversation.
    pub fn has(&self, agent: &AgentId) -> bool {
        self.connected.contains(agent)
    }

    /// What `agent` has prepared.
    pub fn preparation(&self, agent: &AgentId) -> Option<&Preparation> {
        self.preparations.iter().find(|each| each.agent == *agent)
    }
}
