//! Simulates how a backend learns whether a page still holds an open segment:
//! each page says which ones it holds, and once it goes away "gone, with this
//! draft". Either message may be lost; then the deadline or the sweep decides.

use interaction_wrap_up::domain::delivery::step::Revision;
use interaction_wrap_up::domain::draft::Draft;
use interaction_wrap_up::domain::id::SegmentId;
use interaction_wrap_up::domain::page::Page;
use interaction_wrap_up::domain::segment::Segment;

use crate::machine::TabId;
use crate::world::{Event, World};

/// One open segment of a page that goes away.
#[derive(Debug, Clone)]
pub(crate) struct Leaving {
    pub(crate) segment: SegmentId,
    pub(crate) draft: Draft,
    pub(crate) revision: Revision,
}

#[derive(Debug, Clone)]
pub(crate) enum Presence {
    Here(TabId, SegmentId),
    Gone(TabId, Vec<Leaving>),
}

/// The open segments of a page, as it would tell when it goes away. What it has
/// typed since it last wrote will be the next revision.
fn open_segments(page: &Page) -> Vec<Leaving> {
    let mut open = Vec::new();
    for id in page.ids() {
        let Some(conversation) = page.conversation(id) else { continue };
        let revision = Revision::after(page.revision(id));
        let in_hand = |each: &&Segment| each.open().is_some() && each.pending.is_none();
        for each in conversation.segments.iter().filter(in_hand) {
            let (segment, draft) = (each.id.clone(), each.draft.clone());
            open.push(Leaving { segment, draft, revision });
        }
    }
    open
}

impl World {
    /// Tells of segments that the page holds since a moment ago.
    pub(crate) fn show_presence(&mut self, tab: TabId) {
        let Some(it) = self.tabs.get_mut(&tab) else { return };
        for open in open_segments(&it.page) {
            if it.present.insert(open.segment.clone()) {
                let here = Presence::Here(tab, open.segment);
                if self.queue.now >= self.machine.offline_until {
                    self.queue.after(self.random.between(20, 200), Event::Presence(here));
                }
            }
        }
    }

    /// The last thing a page says.
    pub(crate) fn say_gone(&mut self, tab: TabId) {
        let Some(it) = self.tabs.get(&tab) else { return };
        let open = open_segments(&it.page);
        if !open.is_empty() && self.queue.now >= self.machine.offline_until {
            let gone = Presence::Gone(tab, open);
            self.queue.after(self.random.between(20, 2_000), Event::Presence(gone));
        }
    }
}
