//! Conversations in every state a view can meet, made by the state machine
//! itself, so that none is shown that cannot happen.
// For the gallery and for tests, each of which uses some of it.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::missing_panics_doc)]

use std::sync::Arc;

use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::code::WrapUpCode;
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::draft::{Edit, Entry, Stamp};
use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::domain::id::{
    AgentId, ClosureKey, CodeId, ConfigurationId, InteractionId, PageId, SegmentId,
};
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction};
use interaction_wrap_up::domain::segment::{CommitFailure, Segment};
use interaction_wrap_up::domain::time::{Millis, Now, Timestamp};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Conversation, Interruption};

/// When every sample's wrap-up opens.
pub const START: Timestamp = Timestamp(1_788_430_000_000);

/// The codes there are.
pub const CODES: [(&str, &str); 6] = [
    ("billing", "Billing question"),
    ("refund", "Refund granted"),
    ("technical", "Technical problem solved"),
    ("callback", "Callback agreed"),
    ("complaint", "Complaint, passed on to the second line with the customer's consent"),
    ("other", "Other"),
];

/// The agent of every sample.
pub fn agent() -> AgentId {
    AgentId::new("amira.haddad").unwrap()
}

/// The agent with their roles.
pub fn actor() -> Actor {
    Actor { agent: agent(), roles: [Role::InteractionAdmin, Role::Supervisor].into() }
}

/// The id of a code.
pub fn code(id: &str) -> CodeId {
    CodeId::new(id).unwrap()
}

/// Sixty seconds, timer and codes shown, "Other" by default.
pub fn configuration() -> Configuration {
    let id = ConfigurationId::new("chat-standard").unwrap();
    Configuration {
        enforce_duration: true,
        show_timer: true,
        enable_codes: true,
        allowed_codes: CODES.iter().map(|(id, _)| code(id)).collect(),
        default_code: Some(code("other")),
        ..Configuration::new(id, "Chat, standard")
    }
}

/// Everything an administrator has set up.
pub fn catalog(configuration: Configuration) -> Catalog {
    let code = |(id, label): &(&str, &str)| WrapUpCode::new(code(id), *label);
    Catalog { configurations: vec![configuration], codes: CODES.iter().map(code).collect() }
}

/// A conversation that has just gone over into wrap-up, and the time.
#[derive(Debug, Clone)]
pub struct Sample {
    /// The conversation.
    pub conversation: Conversation,
    /// The time.
    pub now: Now,
}

impl Sample {
    /// By the configuration above, changed by `change`.
    pub fn with(change: impl FnOnce(&mut Configuration)) -> Self {
        let mut configuration = configuration();
        change(&mut configuration);
        let now = Now { wall: START, monotonic: Millis::ZERO };
        let id = InteractionId::new("CHAT-20417").unwrap();
        let interaction = Interaction::new(id, Channel::Chat, START);
        let mut sample =
            Self { conversation: Conversation::new(interaction, Vec::new(), now), now };
        sample.give(Command::Connect { agent: agent() });
        sample.give(Command::EndConversation {
            by: EndedBy::Customer,
            catalog: Some(Arc::new(catalog(configuration))),
            segments: vec![SegmentId::new("segment-1").unwrap()],
        });
        sample
    }

    /// By the configuration above.
    pub fn new() -> Self {
        Self::with(|_| ())
    }

    /// Gives a command.
    pub fn give(&mut self, command: Command) {
        self.conversation.apply(command, self.now);
    }

    /// Lets time pass.
    pub fn pass(mut self, seconds: u64) -> Self {
        let passed = Millis::from_seconds(seconds);
        self.now = Now { wall: self.now.wall + passed, monotonic: self.now.monotonic + passed };
        self
    }

    /// The agent chooses.
    pub fn choose(self, id: &str) -> Self {
        self.edit(Entry::Code(Some(code(id))))
    }

    /// The agent types.
    pub fn note(self, notes: &str) -> Self {
        self.edit(Entry::Notes(notes.to_owned()))
    }

    /// The agent enters something.
    pub fn edit(self, entry: Entry) -> Self {
        self.edit_in("page", entry)
    }

    /// The same in a page of that name, by somebody who saw nothing of what is there.
    pub fn edit_in(mut self, page: &str, entry: Entry) -> Self {
        let (page, base) = (PageId::new(page).unwrap(), Stamp::default());
        let edit = Edit { entry, page, base };
        self.give(Command::Edit { segment: self.segment().id, by: actor(), edit });
        self
    }

    /// A code and notes are suggested, and seen.
    pub fn suggest(mut self, id: &str, notes: &str) -> Self {
        let segment = self.segment().id;
        self.give(Command::Suggest { segment: segment.clone(), code: code(id) });
        self.give(Command::SuggestNotes { segment: segment.clone(), notes: notes.to_owned() });
        self.give(Command::SuggestionShown { segment, by: actor() });
        self
    }

    /// The agent extends.
    pub fn extend(mut self) -> Self {
        let segment = self.segment();
        let number = segment.extensions + 1;
        self.give(Command::Extend { segment: segment.id, by: actor(), number });
        self
    }

    /// A closure is accepted, and is being saved.
    pub fn close(mut self, reason: CloseReason) -> Self {
        let key = ClosureKey::new("key-1").unwrap();
        self.give(Command::Close { segment: self.segment().id, reason, key });
        self
    }

    /// The agent submits.
    pub fn submit(self) -> Self {
        self.close(CloseReason::Submit(actor()))
    }

    /// The agent closes the tab.
    pub fn close_tab(mut self) -> Self {
        let segment = SegmentId::new("segment-2").unwrap();
        let key = ClosureKey::new("key-1").unwrap();
        self.give(Command::CloseTab { by: actor(), catalog: None, segment, key });
        self
    }

    /// The agent changes their status.
    pub fn interrupt(mut self) -> Self {
        let (by, key) = (Interruption::StatusChange, ClosureKey::new("key-1").unwrap());
        self.give(Command::Interrupt { agent: agent(), by, key });
        self
    }

    /// What was accepted is saved.
    pub fn commit(mut self) -> Self {
        let segment = self.segment();
        let key = segment.pending.unwrap().closure.key;
        self.give(Command::Committed { segment: segment.id, key });
        self
    }

    /// What was accepted could not be saved.
    pub fn fail(mut self) -> Self {
        let segment = self.segment();
        let (key, failure) = (segment.pending.unwrap().closure.key, CommitFailure::TryAgain);
        self.give(Command::NotCommitted { segment: segment.id, key, failure });
        self
    }

    /// The one segment.
    pub fn segment(&self) -> Segment {
        self.conversation.segments[0].clone()
    }

    /// The time.
    pub fn at(&self) -> Timestamp {
        self.now.wall
    }
}
