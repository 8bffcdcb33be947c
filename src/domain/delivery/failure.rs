//! Why a store or a system of record did not do what it was asked.

use thiserror::Error;

use crate::domain::record::RecordError;
use crate::domain::time::Millis;

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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Trouble {
    /// It cannot be reached.
    Unreachable,
    /// It takes too long to answer.
    NoAnswer,
    /// It asks to be left alone for a while.
    Busy,
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

impl Trouble {
    /// Whether a store in which this is met at its opening is as good as none: what
    /// is written would be kept nowhere. Not so where a newer page has it.
    pub const fn leaves_no_store(self) -> bool {
        matches!(self, Self::NotKept | Self::NoAnswer | Self::HeldByOtherTab | Self::Failed)
    }

    /// Whether the next record would meet the same, so that there is no point in
    /// trying it too.
    pub const fn concerns_all(self) -> bool {
        !matches!(self, Self::Failed)
    }
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
