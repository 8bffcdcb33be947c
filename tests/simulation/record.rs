//! What has happened in a run, as far as it binds the product: what was stored,
//! what agents were told, what they typed.

use std::collections::BTreeMap;

use interaction_wrap_up::domain::closure::{Closure, Version};
use interaction_wrap_up::domain::delivery::step::Stored;
use interaction_wrap_up::domain::id::{ClosureKey, SegmentId};
use interaction_wrap_up::domain::segment::{Closed, Segment};

use crate::machine::TabId;

/// Something an agent was promised.
#[derive(Debug)]
pub(crate) struct Accepted<T> {
    pub(crate) agent: usize,
    pub(crate) segment: SegmentId,
    pub(crate) what: T,
}

#[derive(Debug, Default)]
pub(crate) struct Record {
    /// Every closure that a store ever had from a page.
    pub(crate) closures: BTreeMap<ClosureKey, Accepted<Closure>>,
    /// Every version likewise.
    pub(crate) versions: BTreeMap<ClosureKey, Accepted<Version>>,
    /// The text of each segment that was stored last.
    pub(crate) texts: BTreeMap<SegmentId, (usize, String)>,
    pub(crate) told: u64,
    pub(crate) violations: Vec<String>,
}

fn from_backend(key: &ClosureKey) -> bool {
    key.as_str().starts_with("backend")
}

impl Record {
    /// A tab has written a conversation.
    pub(crate) fn stored(
        &mut self,
        before: Option<&Stored>,
        after: &Stored,
        tab: TabId,
        agent: usize,
    ) {
        for segment in &after.segments {
            let before =
                before.and_then(|it| it.segments.iter().find(|each| each.id == segment.id));
            self.text(before, segment, tab, agent);
            let closed = segment.closed();
            if let Some(before) = before.and_then(Segment::closed) {
                let kept = closed.is_some_and(|now| {
                    let same = now.closure == before.closure;
                    same || from_backend(&now.closure.key)
                });
                if !kept {
                    self.violations.push(format!("{} was changed once closed", segment.id));
                }
            }
            if let Some(closed) = closed {
                self.closed(segment, closed, agent);
            }
        }
    }

    fn closed(&mut self, segment: &Segment, closed: &Closed, agent: usize) {
        let Closed { closure, versions, .. } = closed;
        if !from_backend(&closure.key) && !self.closures.contains_key(&closure.key) {
            let (segment, what) = (segment.id.clone(), closure.clone());
            let accepted = Accepted { agent, segment, what };
            self.closures.insert(closure.key.clone(), accepted);
        }
        for version in versions {
            let key = &version.key;
            if !self.closures.contains_key(key) && !self.versions.contains_key(key) {
                let (segment, what) = (segment.id.clone(), version.clone());
                self.versions.insert(key.clone(), Accepted { agent, segment, what });
            }
        }
    }

    /// Whatever takes the place of a text: what it was is still in the record, in
    /// the notes, aside, or in what was saved.
    fn text(&mut self, before: Option<&Segment>, after: &Segment, tab: TabId, agent: usize) {
        let text = &after.draft.notes;
        let old = before.map_or("", |before| &before.draft.notes);
        if old == text {
            return;
        }
        let has = |notes: &str| notes.starts_with(old);
        let in_closed = |closed: &Closed| {
            has(&closed.closure.notes) || closed.versions.iter().any(|each| has(&each.notes))
        };
        let kept = has(text)
            || after.draft.aside.iter().any(|each| each.notes.contains(old))
            || after.closed().is_some_and(in_closed);
        if !kept {
            let words = format!("{}: tab {tab} wrote {text:?} over {old:?}", after.id);
            self.violations.push(words);
        }
        self.texts.insert(after.id.clone(), (agent, text.clone()));
    }

    /// An agent was told that a segment is closed and saved: the store has (or had,
    /// before the backend said otherwise) that closure.
    pub(crate) fn told_closed(&mut self, segment: &SegmentId, closed: Option<&Closed>) {
        self.told += 1;
        let Some(key) = closed.map(|closed| &closed.closure.key) else {
            self.violations.push(format!("{segment} was told closed and is not"));
            return;
        };
        if !from_backend(key) && !self.closures.contains_key(key) {
            self.violations.push(format!("{segment} was told saved and is in no store"));
        }
    }
}
