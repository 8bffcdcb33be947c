//! Suggestions: who is asked for a code and notes, and what they may answer.
//!
//! | module | what it is |
//! |--|--|
//! | [`extractive`] | finds sentences and a code in a transcript, and understands nothing |
//! | `built_in` | that as a provider, for the preview |
//! | `host` | a provider that is an object of the page's own |
//!
//! A provider suggests; what becomes of it is the domain's to decide, and the agent's.

#[cfg(feature = "widget")]
pub mod built_in;
pub mod extractive;
#[cfg(feature = "widget")]
pub mod host;

use thiserror::Error;

use crate::domain::code::WrapUpCode;
use crate::domain::draft::{MAX_NOTES, excess};
use crate::domain::id::{CodeId, SegmentId};
use crate::domain::interaction::Interaction;
use crate::domain::record::{RecordError, Rule, quoted};
use crate::domain::segment::Segment;
use crate::domain::suggestion::Wanted;
use crate::domain::time::Millis;

/// How long an answer may take, from the question to the end of the notes.
pub const PATIENCE: Millis = Millis::from_seconds(30);

/// A code on offer, as a provider sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct OfferedCode {
    /// Its lasting name.
    pub id: CodeId,
    /// What the agent reads.
    pub label: String,
    /// When to choose it; may be empty.
    pub description: String,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Question {
    /// The conversation.
    pub interaction: Interaction,
    /// The wrap-up it is for.
    pub segment: SegmentId,
    /// The codes on offer; none where no code is wanted.
    pub codes: Vec<OfferedCode>,
    /// Whether notes are wanted.
    pub notes: bool,
    /// The language of the page, as a BCP 47 tag.
    pub language: String,
}

/// What is suggested: none of it, some, or all that was wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize))]
pub struct Suggested {
    /// One of the codes on offer.
    pub code: Option<CodeId>,
    /// The notes.
    pub notes: Option<String>,
}

/// Why nothing came.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// No answer came within [`PATIENCE`].
    #[error("no answer came in time")]
    NoAnswer,
    /// The provider says that it cannot.
    #[error("{0}")]
    Failed(String),
    /// The answer is none: the field at fault, and the rule it breaks.
    #[error(transparent)]
    Wrong(RecordError),
}

/// What a provider tells, any number of the first and then one of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The notes so far.
    Notes(String),
    /// The answer.
    Done(Suggested),
    /// There is none.
    Failed(Failure),
}

/// Who is told; at once or later.
pub type Hear = Box<dyn Fn(News)>;

/// A question under way. Dropped, it is called off, and nothing more is told.
#[must_use = "dropping it calls the question off"]
pub struct Asking(Option<Box<dyn FnOnce()>>);

impl Asking {
    /// One that is called off by `stop`.
    pub fn new(stop: impl FnOnce() + 'static) -> Self {
        Self(Some(Box::new(stop)))
    }
}

impl Drop for Asking {
    fn drop(&mut self) {
        if let Some(stop) = self.0.take() {
            stop();
        }
    }
}

impl core::fmt::Debug for Asking {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Asking").finish_non_exhaustive()
    }
}

/// Whoever suggests.
pub trait Provider {
    /// Asks, and tells what comes of it. The answer is looked at by
    /// [`Question::check`] before anything is made of it.
    fn suggest(&self, question: Question, hear: Hear) -> Asking;

    /// What agents are to know of where suggestions come from, in a sentence.
    fn about(&self) -> Option<&'static str> {
        None
    }
}

impl Question {
    /// What is asked for `segment`, where its rules want anything; `known` are the codes
    /// of which more than the label is known.
    pub fn of(
        interaction: Interaction,
        segment: &Segment,
        known: &[WrapUpCode],
        language: &str,
    ) -> Option<Self> {
        let Wanted { code, notes } = segment.rules.suggestions()?;
        let allowed = segment.rules.codes.as_ref().filter(|_| code);
        let allowed = allowed.map_or(&[][..], |codes| &codes.allowed);
        let mut codes = Vec::with_capacity(allowed.len());
        for code in allowed {
            let found = known.iter().find(|each| each.id == code.id);
            let description = found.map_or("", |found| found.description_in(language)).to_owned();
            let label = found.map_or(&*code.label, |found| code.label_of(found, language));
            codes.push(OfferedCode { id: code.id.clone(), label: label.to_owned(), description });
        }
        let (segment, language) = (segment.id.clone(), language.to_owned());
        Some(Self { interaction, segment, codes, notes, language })
    }

    /// What of an answer counts: what was asked for, and is not blank.
    ///
    /// # Errors
    /// [`RecordError`] for a code that is not on offer and for notes that are too long,
    /// naming `code` or `notes`.
    pub fn check(&self, answer: Suggested) -> Result<Suggested, RecordError> {
        let code = answer.code.filter(|_| !self.codes.is_empty());
        if let Some(code) = &code
            && !self.codes.iter().any(|each| each.id == *code)
        {
            let rule = Rule::Own("must be one of the codes on offer".to_owned());
            return Err(RecordError::new(rule, quoted(code.as_str())).under("code"));
        }
        let notes = answer.notes.filter(|notes| self.notes && !notes.trim().is_empty());
        if notes.as_ref().is_some_and(|notes| excess(notes.trim()) > 0) {
            let rule = ["must be at most ", &MAX_NOTES.to_string(), " characters"].concat();
            return Err(RecordError::new(Rule::Own(rule), "").under("notes"));
        }
        Ok(Suggested { code, notes })
    }
}
