//! How a segment ended, and what was saved.

use super::code::CodeRef;
use super::field::Fields;
use super::id::{AgentId, ClosureKey};
use super::time::{Millis, Timestamp};

/// How a segment ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ClosureKind {
    /// Submit & close.
    Submitted,
    /// End Wrap Up.
    Ended,
    /// The interaction's tab was closed.
    TabClosed,
    /// The deadline passed.
    TimedOut,
    /// The agent turned to something else.
    Interrupted,
    /// A supervisor closed it.
    Forced,
    /// The sweep closed it.
    Swept,
}

impl ClosureKind {
    /// Every kind, from what agents do to what is done without them.
    pub const ALL: [Self; 7] = [
        Self::Submitted,
        Self::Ended,
        Self::TabClosed,
        Self::TimedOut,
        Self::Interrupted,
        Self::Forced,
        Self::Swept,
    ];

    /// Whether the system and no person closed it.
    pub const fn by_system(self) -> bool {
        matches!(self, Self::TimedOut | Self::Swept)
    }

    /// Whether a closure of kind `late`, accepted elsewhere before, still counts
    /// as a version: nobody pressed a button with other words. What the clock
    /// saves (perhaps nothing) never stands above what a person left behind.
    pub const fn yields_to(self, late: Self) -> bool {
        match self {
            Self::TimedOut | Self::Swept => true,
            Self::TabClosed => !late.by_system(),
            Self::Submitted | Self::Ended | Self::Interrupted | Self::Forced => false,
        }
    }
}

/// An accepted closure: from here on it counts, once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Closure {
    /// Its key, the same for every try to deliver it.
    pub key: ClosureKey,
    /// How it came about.
    pub kind: ClosureKind,
    /// Who did it; `None` for the deadline and the sweep.
    pub by: Option<AgentId>,
    /// When.
    pub at: Timestamp,
    /// The code saved.
    pub code: Option<CodeRef>,
    /// The notes saved, at most [`super::draft::MAX_NOTES`] characters.
    pub notes: String,
    /// What was saved in the extra fields.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Fields,
    /// How long the wrap-up took, without the time it was parked.
    pub duration: Millis,
    /// Something that is required was not given and could not be asked for.
    pub required_missing: bool,
}

impl Closure {
    /// Whether the other one saves the same under another key.
    pub fn same_content(&self, other: &Self) -> bool {
        let same_words = self.notes == other.notes && self.extra == other.extra;
        self.kind == other.kind && self.code == other.code && same_words
    }
}

/// Why a closed segment has a further version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum VersionReason {
    /// Its author or an administrator corrected it.
    Correction,
    /// The author took a submit back within seconds.
    Undo,
    /// A closure accepted by a page arrived after the backend had closed.
    Late,
}

/// What a correction says; the closure and earlier versions stay beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Version {
    /// Its key, as a closure's.
    pub key: ClosureKey,
    /// Why it was made.
    pub reason: VersionReason,
    /// Who made it; `None` where a machine did.
    pub by: Option<AgentId>,
    /// When.
    pub at: Timestamp,
    /// The code as corrected.
    pub code: Option<CodeRef>,
    /// The notes as corrected.
    pub notes: String,
    /// The extra fields as corrected.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Fields,
}

impl Version {
    /// What a page had accepted as a closure, of a segment that was closed before it
    /// arrived.
    pub fn late(closure: Closure) -> Self {
        let Closure { key, by, at, code, notes, extra, .. } = closure;
        Self { key, reason: VersionReason::Late, by, at, code, notes, extra }
    }
}
