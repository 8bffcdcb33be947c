//! Finding a wrap-up among those that are finished.

use super::closure::ClosureKind;
use super::segment::{Closed, Segment};

/// What is looked for. Nothing said finds everything that is finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search {
    /// Words, all of which are somewhere in the code's label, the notes, the
    /// conversation's id or the agent's, in whatever case.
    pub words: String,
    /// How it ended.
    pub ended: Option<ClosureKind>,
    /// Only what was corrected.
    pub corrected: bool,
}

impl Search {
    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty() && self.ended.is_none() && !self.corrected
    }

    /// Whether `segment` is finished and is what is looked for.
    pub fn finds(&self, segment: &Segment) -> bool {
        let Some(closed) = segment.closed() else { return false };
        let ended = self.ended.is_none_or(|kind| kind == closed.closure.kind);
        let corrected = !self.corrected || !closed.versions.is_empty();
        ended && corrected && self.names(segment, closed)
    }

    fn names(&self, segment: &Segment, closed: &Closed) -> bool {
        let label = closed.code().map_or("", |code| &code.label);
        let texts = [label, closed.notes(), segment.interaction.as_str(), segment.agent.as_str()];
        let texts = texts.map(str::to_lowercase);
        let words = self.words.to_lowercase();
        words.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
    }
}
