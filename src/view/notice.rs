//! What an agent is told once a wrap-up has closed.

use crate::domain::closure::{Closure, ClosureKind};
use crate::domain::code::CodeRef;
use crate::domain::draft::Draft;
use crate::domain::id::{AgentId, ClosureKey, CodeId, InteractionId, SegmentId};
use crate::domain::segment::Segment;

/// Why a text was not saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsaved {
    /// It is the part of the notes that was too long.
    TooLong,
    /// The deadline discarded it.
    Discarded,
    /// It was submitted here and somebody was faster elsewhere.
    Second,
    /// It was typed in another page than what was saved.
    Aside,
}

/// A text that was typed and not saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsavedText {
    /// The text.
    pub text: String,
    /// Why it was not saved.
    pub why: Unsaved,
    /// What it would be saved as, where it can be saved as a correction.
    pub correction: Option<Draft>,
}

/// How a wrap-up's end looks from the page that tells of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// It was ended here.
    Here,
    /// It was ended in another page.
    Elsewhere,
    /// Somebody was faster in another page, and what was entered here did not count.
    Superseded,
    /// A correction was saved here.
    Corrected,
}

/// The outcome of one wrap-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Which wrap-up.
    pub segment: SegmentId,
    /// Of which conversation.
    pub interaction: InteractionId,
    /// How it ended.
    pub kind: ClosureKind,
    /// Who ended it; `None` for the system.
    pub by: Option<AgentId>,
    /// The code that was saved.
    pub code: Option<CodeRef>,
    /// Whether notes were saved.
    pub notes_saved: bool,
    /// A required code was not given.
    pub required_missing: bool,
    /// What this page has to do with it.
    pub told: Told,
    /// What was typed and not saved, for the agent to copy or to save after all;
    /// mostly empty.
    pub unsaved: Vec<UnsavedText>,
    /// The correction that is being saved.
    pub correcting: Option<ClosureKey>,
    /// Whether its author may take the submit back now.
    pub undo: bool,
}

impl Notice {
    /// What is to be told of `segment`; `None` while it isn't closed.
    pub fn of(segment: &Segment) -> Option<Self> {
        let closed = segment.closed()?;
        let cut = !closed.kept_back.is_empty();
        let why = if cut { Unsaved::TooLong } else { Unsaved::Discarded };
        let text = segment.unsaved_notes().to_owned();
        let own = UnsavedText { text, why, correction: None };
        let code = closed.code().map(|code| code.id.clone());
        let aside = segment.unsaved_asides();
        let aside = aside.map(|text| UnsavedText::correctable(text, Unsaved::Aside, code.clone()));
        let unsaved = core::iter::once(own).chain(aside).filter(|each| !each.text.is_empty());
        Some(Self {
            segment: segment.id.clone(),
            interaction: segment.interaction.clone(),
            kind: closed.closure.kind,
            by: closed.closure.by.clone(),
            code: closed.code().cloned(),
            notes_saved: !closed.notes().is_empty(),
            required_missing: closed.closure.required_missing,
            told: Told::Here,
            unsaved: unsaved.collect(),
            correcting: None,
            undo: false,
        })
    }

    /// What is to be told when another page has closed `segment`.
    pub fn of_elsewhere(segment: &Segment) -> Option<Self> {
        Some(Self { told: Told::Elsewhere, ..Self::of(segment)? })
    }

    /// What is to be told when `lost` came too late for `segment`, which had been
    /// closed with other words.
    pub fn of_superseded(segment: &Segment, lost: &Closure) -> Option<Self> {
        let mut notice = Self::of_elsewhere(segment)?;
        // What the clock would have closed nobody misses.
        if lost.kind.by_system() {
            return Some(notice);
        }
        notice.told = Told::Superseded;
        let saved = segment.closed().is_some_and(|closed| closed.notes() == lost.notes);
        if !lost.notes.is_empty() && !saved {
            notice.unsaved.retain(|each| each.text != lost.notes);
            let code = lost.code.as_ref().map(|code| code.id.clone());
            notice.unsaved.insert(0, UnsavedText::correctable(&lost.notes, Unsaved::Second, code));
        }
        Some(notice)
    }
}

impl UnsavedText {
    fn correctable(text: &str, why: Unsaved, code: Option<CodeId>) -> Self {
        Self { text: text.to_owned(), why, correction: Some(Draft::of(code, text)) }
    }
}
