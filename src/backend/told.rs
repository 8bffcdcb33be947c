//! What a system of record says of a conversation or a segment.

use serde::Deserialize;

use super::{Presence, Report, Verdict};
use crate::domain::closure::{Closure, Version};
use crate::domain::id::{InteractionId, SegmentId};
use crate::domain::segment::Closed;
use crate::domain::time::Timestamp;

/// How things stand there.
#[derive(Debug, Deserialize)]
pub(super) struct Told {
    pub(super) interaction: Option<InteractionId>,
    pub(super) segment: Option<SegmentId>,
    /// How the segment closed, once it has.
    pub(super) closure: Option<Closure>,
    pub(super) versions: Option<Vec<Version>>,
    /// What speaks for the segment when the page goes away.
    pub(super) token: Option<String>,
    /// What its clock says, where it doesn't say so otherwise.
    pub(super) time: Option<Timestamp>,
}

impl Told {
    /// Whether it names what `report` is about.
    pub(super) fn is_about(&self, report: &Report) -> bool {
        match report.segment() {
            Some(segment) => self.segment.as_ref() == Some(segment),
            None => self.interaction.as_ref() == Some(report.interaction()),
        }
    }

    /// How the segment closed, if it has.
    pub(super) fn closed(self) -> Option<Closed> {
        let versions = self.versions.unwrap_or_default();
        Some(Closed { closure: self.closure?, versions, kept_back: String::new() })
    }

    /// What this answer to `report` means; see [`Verdict::of`].
    pub(super) fn verdict(self, report: &Report) -> Option<Verdict> {
        Verdict::of(report, self.closed())
    }

    /// What is known of the segment it names to which a page came back.
    pub(super) fn presence(self) -> Option<(SegmentId, Presence)> {
        let segment = self.segment.clone()?;
        let closed = self.closed().map(Box::new);
        Some((segment, closed.map_or(Presence::Open, Presence::Closed)))
    }
}
