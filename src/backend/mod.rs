//! Where records are kept: the trait a system of record implements, and what
//! can go wrong with it. One file or folder an adapter.
//!
//! An adapter stores and answers; it decides nothing. The domain has decided
//! before [`Backend::commit`] is called, and the step carries what came of it.

#[cfg(feature = "widget")]
pub mod browser;

use core::future::Future;
use core::pin::Pin;

use thiserror::Error;

use crate::domain::catalog::Catalog;
use crate::domain::id::InteractionId;
use crate::domain::interaction::Interaction;
use crate::domain::journal::JournalEntry;
use crate::domain::record::RecordError;
use crate::domain::segment::Segment;
use crate::domain::time::Millis;

/// An answer to come. Boxed, so that a page can choose its backend at run time;
/// not `Send`, since a page has one thread.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, BackendError>> + 'a>>;

/// How often a conversation's record was written. A commit names the revision it
/// builds on, so that two tabs never overwrite each other unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Revision(pub u64);

/// A conversation as the backend has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The conversation's record.
    pub interaction: Interaction,
    /// Its segments, in the order they opened.
    pub segments: Vec<Segment>,
    /// Which writing of it this is.
    pub revision: Revision,
}

/// One step to be written whole or not at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The revision it builds on; `None` for a conversation the backend hasn't seen.
    pub base: Option<Revision>,
    /// The conversation's record after the step.
    pub interaction: Interaction,
    /// All its segments after the step. One with a closure is closed for good:
    /// the same closure key again means the same step again.
    pub segments: Vec<Segment>,
    /// What happened, in order.
    pub journal: Vec<JournalEntry>,
    /// Whether the answer may only come once a crash of the machine cannot undo
    /// the step. Always for closures; drafts may wait.
    pub strict: bool,
}

/// All conversations of a workspace, with those that could not be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stock {
    /// The readable ones.
    pub conversations: Vec<Stored>,
    /// What is wrong with the others. Their records are left as they are.
    pub torn: Vec<TornRecord>,
}

/// A record that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{kind} {id}: {error}")]
pub struct TornRecord {
    /// What it is a record of: `interaction`, `segment`, `code`, `configuration`.
    pub kind: &'static str,
    /// Its id, as far as that can be told.
    pub id: String,
    /// The field at fault, and the rule it breaks.
    pub error: RecordError,
}

/// What stands between a page and its backend for the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Trouble {
    /// It cannot be reached.
    Unreachable,
    /// It takes too long to answer.
    NoAnswer,
    /// There is no room left for records.
    Full,
    /// The browser keeps nothing here: a private window, or storage switched off.
    NotKept,
    /// Another tab holds on to an older form of the records.
    HeldByOtherTab,
    /// Another tab has brought the records to a newer form; this page must be reloaded.
    PageOutdated,
    /// It failed in a way that says nothing.
    Failed,
}

/// Why a backend did not do what it was asked. The four kinds call for four
/// different things, so no adapter may mix them up.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BackendError {
    /// It may work later: keep everything and try again.
    #[error("not now: {trouble:?}")]
    TryAgain {
        /// What is in the way.
        trouble: Trouble,
        /// The pause the backend asked for.
        after: Option<Millis>,
    },
    /// It never will: tell the agent, and keep the text in reach.
    #[error("refused: {reason}")]
    Refused {
        /// The backend's words.
        reason: String,
    },
    /// Somebody else has written meanwhile: load, decide again, commit again.
    #[error("the record was changed meanwhile")]
    Conflict,
    /// The agent must sign in (again).
    #[error("not signed in")]
    NotSignedIn,
    /// The record in question cannot be read.
    #[error(transparent)]
    Torn(#[from] TornRecord),
}

/// A system of record.
pub trait Backend {
    /// Whether records stay in this browser and reach nobody else. Agents are told.
    fn this_browser_only(&self) -> bool;

    /// A name for the store that all pages over it share and no other page has, by
    /// which they find each other in this browser; `None` where they need not.
    fn scope(&self) -> Option<&str> {
        None
    }

    /// What administrators have set up.
    fn catalog(&self) -> Answer<'_, Catalog>;

    /// Every conversation of the workspace.
    fn stock(&self) -> Answer<'_, Stock>;

    /// One conversation; `None` where it is unknown.
    fn load<'a>(&'a self, interaction: &'a InteractionId) -> Answer<'a, Option<Stored>>;

    /// Writes one step, whole or not at all, and answers once it is kept.
    ///
    /// [`BackendError::Conflict`] when the record has another revision than the
    /// step builds on, unless it is this very step that was written before.
    fn commit<'a>(&'a self, step: &'a Step) -> Answer<'a, Revision>;

    /// What happened to a conversation, in order.
    fn journal<'a>(&'a self, interaction: &'a InteractionId) -> Answer<'a, Vec<JournalEntry>>;
}
