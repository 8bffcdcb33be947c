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

    /// Whether `segment` is finished and is what is looked for. `label` is what its code is
    /// called where somebody looks for it, if that isn't the label it was saved with.
    pub fn finds(&self, segment: &Segment, label: &str) -> bool {
        let Some(closed) = segment.closed() else { return false };
        let ended = self.ended.is_none_or(|kind| kind == closed.closure.kind);
        let corrected = !self.corrected || !closed.versions.is_empty();
        ended && corrected && self.names(segment, closed, label)
    }

    fn names(&self, segment: &Segment, closed: &Closed, label: &str) -> bool {
        let saved = closed.code().map_or("", |code| &code.label);
        let (of, by) = (segment.interaction.as_str(), segment.agent.as_str());
        let texts = [label, saved, closed.notes(), of, by];
        let texts = texts.map(str::to_lowercase);
        let words = self.words.to_lowercase();
        words.split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
    }
}
