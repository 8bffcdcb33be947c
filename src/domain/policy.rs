//! What is saved when a segment ends, decided in one place for every way of ending.

use super::closure::ClosureKind;
use super::code::CodeRef;
use super::configuration::Rules;
use super::draft::{Draft, split_notes};
use super::extra;
use super::field::Fields;
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
    /// What is saved in the extra fields.
    pub extra: Fields,
    /// The extra fields whose entries cannot be saved as they are.
    pub left_out: Vec<String>,
    /// Something that is required was not entered.
    pub required_missing: bool,
}

/// The code saved when nobody chose: the AI's, where the rules say so and it
/// came and is allowed; else the default.
pub fn default_at_expiry<'a>(rules: &'a Rules, suggestion: Option<&CodeId>) -> Option<&'a CodeRef> {
    let codes = rules.codes.as_ref()?;
    let suggested = suggestion.filter(|_| rules.use_ai_as_default);
    suggested.and_then(|id| codes.find(id)).or(codes.default.as_ref())
}

/// What a draft lacks of what the rules require.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lacking {
    /// A code.
    Code,
    /// Notes.
    Notes,
    /// Something in the extra field of this place in [`Rules::extra`].
    Extra(usize),
}

/// The first thing that `draft` lacks. Nothing is required where there is no dialog
/// to enter it in.
pub fn lacking(rules: &Rules, draft: &Draft) -> Option<Lacking> {
    let codes = rules.codes.as_ref()?;
    let chosen = draft.code.as_ref().filter(|id| codes.find(id).is_some());
    if chosen.is_none() && rules.requires_code() {
        return Some(Lacking::Code);
    }
    if draft.notes.trim().is_empty() && rules.requires_notes(chosen) {
        return Some(Lacking::Notes);
    }
    let is_filled = |name: &str| draft.extra(name).is_some_and(|value| !extra::is_blank(value));
    let lacks = |field: &extra::ExtraField| field.required && !is_filled(&field.name);
    rules.extra.iter().position(lacks).map(Lacking::Extra)
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
    let required_missing = lacking(rules, draft).is_some();
    let default = || codes.and_then(|codes| codes.default.clone());
    let at_expiry = || default_at_expiry(rules, suggestion).cloned();

    let (code, keep_words) = match saving {
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
    let (notes, kept_back) = if keep_words { split_notes(&draft.notes) } else { ("", "") };
    let (notes, kept_back) = (notes.to_owned(), kept_back.to_owned());
    let offered = if keep_words { &rules.extra[..] } else { &[] };
    let (extra, left_out) = extra::savable(offered, &draft.extra_fields());
    Content { code, notes, kept_back, extra, left_out, required_missing }
}
