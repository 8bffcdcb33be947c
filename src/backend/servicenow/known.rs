//! What a page has learned of an instance. In memory only: whatever is missing is asked
//! for again.

use crate::domain::code::{CodeRef, WrapUpCode};
use crate::domain::configuration::Configuration;
use crate::domain::id::{CodeId, ConfigurationId, SegmentId};
use crate::domain::service::Ahead;
use crate::domain::time::Timestamp;

/// So many segments are kept in mind, the latest.
const MOST: usize = 64;

/// A segment there.
#[derive(Debug)]
struct Address {
    segment: SegmentId,
    sys_id: String,
    /// What an AI has suggested, as it was told there.
    suggested: (Option<String>, String),
}

/// See the module.
#[derive(Debug, Default)]
pub(super) struct Known {
    segments: Vec<Address>,
    /// Labels of codes.
    codes: Vec<CodeRef>,
    /// The configurations that take suggestions from elsewhere.
    takes_suggestions: Vec<ConfigurationId>,
    /// How far the instance's clock is ahead of this page's.
    pub(super) ahead: Ahead,
    /// What its clock said last.
    pub(super) time: Option<Timestamp>,
}

impl Known {
    /// What a segment is called there.
    pub(super) fn sys_id(&self, segment: &SegmentId) -> Option<String> {
        let found = self.segments.iter().find(|each| each.segment == *segment);
        found.map(|each| each.sys_id.clone())
    }

    pub(super) fn keep(&mut self, segment: &SegmentId, sys_id: String) {
        if let Some(known) = self.segments.iter_mut().find(|each| each.segment == *segment) {
            known.sys_id = sys_id;
            return;
        }
        if self.segments.len() == MOST {
            self.segments.remove(0);
        }
        let suggested = (None, String::new());
        self.segments.push(Address { segment: segment.clone(), sys_id, suggested });
    }

    /// Whether that suggestion is news there.
    pub(super) fn is_news(&self, segment: &SegmentId, said: &(Option<String>, String)) -> bool {
        let told = self.segments.iter().find(|each| each.segment == *segment);
        told.is_none_or(|told| told.suggested != *said)
    }

    pub(super) fn told(&mut self, segment: &SegmentId, said: (Option<String>, String)) {
        if let Some(known) = self.segments.iter_mut().find(|each| each.segment == *segment) {
            known.suggested = said;
        }
    }

    pub(super) fn set_up(&mut self, configurations: &[Configuration], codes: &[WrapUpCode]) {
        let takes = configurations.iter().filter(|each| each.use_third_party_ai);
        self.takes_suggestions = takes.map(|each| each.id.clone()).collect();
        let codes = codes.iter();
        self.codes =
            codes.map(|it| CodeRef { id: it.id.clone(), label: it.label.clone() }).collect();
    }

    pub(super) fn takes_suggestions(&self, configuration: &ConfigurationId) -> bool {
        self.takes_suggestions.contains(configuration)
    }

    pub(super) fn label(&self, id: &CodeId) -> Option<&str> {
        self.codes.iter().find(|code| code.id == *id).map(|code| &*code.label)
    }

    /// The code of that label.
    pub(super) fn code(&self, label: &str) -> Option<&CodeRef> {
        self.codes.iter().find(|code| code.label == label)
    }
}
