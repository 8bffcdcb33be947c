//! What is saved when a segment ends, decided in one place for every way of ending.

use super::closure::ClosureKind;
use super::code::CodeRef;
use super::configuration::{Mode, Rules};
use super::draft::{Draft, split_notes};
use super::id::CodeId;

/// What the deadline and the sweep save.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum ExpiryPolicy {
    /// The default code and no notes, whatever was entered.
    #[default]
    DefaultAndDiscard,
    /// What was entered, a blank code filled by the default.
    FillBlanks,
    /// What was entered; blank stays blank.
    KeepEntered,
}

/// Which of a draft's parts are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Saving {
    /// What was entered.
    AsEntered,
    /// What was entered, a blank code filled by the default.
    FillingBlankCode,
    /// By the expiry policy.
    AtExpiry {
        /// The time was reached by a leap of the clock, so nothing typed is
        /// discarded whatever the policy says.
        after_gap: bool,
    },
}

impl Saving {
    /// What a closure of that kind takes.
    pub const fn of(kind: ClosureKind, after_gap: bool) -> Self {
        match kind {
            ClosureKind::Interrupted | ClosureKind::Forced => Self::AsEntered,
            ClosureKind::Submitted | ClosureKind::Ended | ClosureKind::TabClosed => {
                Self::FillingBlankCode
            }
            ClosureKind::TimedOut | ClosureKind::Swept => Self::AtExpiry { after_gap },
        }
    }
}

/// What a closure saves.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Content {
    /// The code.
    pub code: Option<CodeRef>,
    /// The notes, never longer than can be saved.
    pub notes: String,
    /// The part of the notes beyond that length. It stays with the agent.
    pub kept_back: String,
    /// A code is required and none was entered.
    pub required_missing: bool,
}

/// The code saved when nobody chose: the AI's, where the rules say so and it
/// came and is allowed; else the default.
pub fn default_at_expiry<'a>(rules: &'a Rules, suggestion: Option<&CodeId>) -> Option<&'a CodeRef> {
    let codes = rules.codes.as_ref()?;
    let suggested = suggestion.filter(|_| rules.use_ai_as_default);
    suggested.and_then(|id| codes.find(id)).or(codes.default.as_ref())
}

/// What is saved of `draft`.
pub fn content(
    rules: &Rules,
    draft: &Draft,
    suggestion: Option<&CodeId>,
    saving: Saving,
) -> Content {
    let codes = rules.codes.as_ref();
    let entered = draft.code.as_ref().and_then(|id| codes?.find(id)).cloned();
    let required_missing = rules.mode == Mode::Mandatory && entered.is_none();
    let default = || codes.and_then(|codes| codes.default.clone());
    let at_expiry = || default_at_expiry(rules, suggestion).cloned();

    let (code, keep_notes) = match saving {
        Saving::AsEntered => (entered, true),
        Saving::FillingBlankCode => (entered.or_else(default), true),
        Saving::AtExpiry { after_gap } => match rules.expiry {
            ExpiryPolicy::DefaultAndDiscard if !after_gap => (at_expiry(), false),
            ExpiryPolicy::DefaultAndDiscard | ExpiryPolicy::FillBlanks => {
                (entered.or_else(at_expiry), true)
            }
            ExpiryPolicy::KeepEntered => (entered, true),
        },
    };
    let (notes, kept_back) = if keep_notes { split_notes(&draft.notes) } else { ("", "") };
    Content { code, notes: notes.to_owned(), kept_back: kept_back.to_owned(), required_missing }
}
