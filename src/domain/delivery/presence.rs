//! Whether a page still holds an open segment. A page that goes away may be a
//! closed tab, a crash or only a reload, and cannot know which: it says that it is
//! gone, with what was typed, and a page that comes back says so.

use super::parcel::{Parcel, Progress, Report};
use super::step::Revision;
use crate::domain::id::{AgentId, InteractionId, SegmentId};
use crate::domain::segment::Closed;
use crate::domain::sorted::sort_by_key;
use crate::domain::time::Timestamp;

/// What all that a farewell says may take, in bytes of UTF-8 as JSON: browsers
/// keep 64 KiB for all that is sent on leaving, headers included.
pub const FAREWELL_BYTES: usize = 56 * 1024;

/// The same in a frame of another origin, of whose page a browser keeps 8 KiB.
pub const FAREWELL_BYTES_IN_FRAME: usize = 6 * 1024;

/// An open segment that its page leaves behind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct LeftBehind {
    /// How far it has come, draft included.
    pub progress: Progress,
    /// The writing of its conversation that this is.
    pub revision: Revision,
    /// Whether the notes had to be left out for want of room. They are in this
    /// browser's store and follow at its next load.
    pub shortened: bool,
}

/// What a page says when it goes away.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Farewell {
    /// Whose page it was, where segments go to a system of record elsewhere.
    pub agent: Option<AgentId>,
    /// When it went.
    pub at: Timestamp,
    /// What is final and not confirmed: it may not come again soon.
    pub finals: Vec<Report>,
    /// The open segments.
    pub segments: Vec<LeftBehind>,
}

/// What is known of a segment to which a page comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presence {
    /// It is still open, and is so again with a page.
    Open,
    /// No page of it has been there since that instant.
    GoneSince(Timestamp),
    /// It was closed meanwhile.
    Closed(Box<Closed>),
}

/// The length of `text` in JSON, never less than it will be.
fn weight(text: &str) -> usize {
    // Control characters take six bytes, quotes and backslashes two.
    text.bytes()
        .map(|byte| if byte < 0x20 { 6 } else { 1 + usize::from(matches!(byte, b'"' | b'\\')) })
        .sum()
}

/// What one entry takes beside its texts: names of fields, ids, numbers.
const ENTRY_BYTES: usize = 1_600;

impl Farewell {
    /// What the page of `agent` says at `at`: first what is final, then the open
    /// segments, the one that ends first in front. Within `room` bytes every one of
    /// them is named before any text of theirs; texts that find no place are left out.
    pub fn of(
        agent: Option<AgentId>,
        at: Timestamp,
        outbox: &[Parcel],
        mut segments: Vec<LeftBehind>,
        room: usize,
    ) -> Self {
        let mut left = room;
        let mut fits = |bytes: usize| {
            let fits = bytes <= left;
            left -= if fits { bytes } else { 0 };
            fits
        };
        let mut finals: Vec<_> = outbox
            .iter()
            .filter(|each| {
                Some(&each.agent) == agent.as_ref()
                    && each.rejected.is_none()
                    && each.report.is_final()
            })
            .collect();
        // In each conversation as things happened, whatever the wall clock said then.
        let begun: Vec<_> = finals.clone();
        let begun = |id| {
            let of_it = begun.iter().filter(|each| each.report.interaction() == id);
            of_it.map(|each| each.made_at).min()
        };
        sort_by_key(&mut finals, |each| (begun(each.report.interaction()), each.order()));
        let mut left_out: Vec<&InteractionId> = Vec::new();
        finals.retain(|each| {
            let id = each.report.interaction();
            // Nobody can correct what isn't closed yet.
            let goes = !left_out.contains(&id) && fits(ENTRY_BYTES + weight(each.report.text()));
            if !goes {
                left_out.push(id);
            }
            goes
        });
        let finals = finals.into_iter().map(|each| each.report.clone()).collect();
        sort_by_key(&mut segments, |each| {
            (each.progress.deadline.is_none(), each.progress.deadline)
        });
        // That a page is gone matters more than words, which are in its store as well.
        segments.retain(|_| fits(ENTRY_BYTES));
        for LeftBehind { progress, shortened, .. } in &mut segments {
            let notes = &mut progress.draft.notes;
            if !fits(weight(notes)) {
                notes.clear();
                *shortened = true;
            }
        }
        Self { agent, at, finals, segments }
    }

    /// The same without what was typed or finished, as of an agent who takes that
    /// away: drafts stay as they were last told.
    #[must_use]
    pub fn without_words(mut self) -> Self {
        self.finals.clear();
        for LeftBehind { progress, shortened, .. } in &mut self.segments {
            progress.draft.notes.clear();
            progress.draft.aside.clear();
            *shortened = true;
        }
        self
    }

    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.finals.is_empty() && self.segments.is_empty()
    }

    /// The segments left behind.
    pub fn ids(&self) -> impl Iterator<Item = &SegmentId> {
        self.segments.iter().map(|each| &each.progress.about.segment)
    }
}

/// When the last page went away, of pages that went `gone` each; `None` stands for
/// one that never said so: it crashed, and until when it was there nobody knows.
/// Then the segments go on until their deadlines.
pub fn gone_since(gone: impl IntoIterator<Item = Option<Timestamp>>) -> Option<Timestamp> {
    let mut last = None;
    for at in gone {
        last = last.max(Some(at?));
    }
    last
}
