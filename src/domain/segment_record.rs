//! The flat form of a segment that stores, backends and hosts see.

use thiserror::Error;

use super::closure::{Closure, Version};
use super::configuration::Rules;
use super::draft::Draft;
use super::id::{AgentId, ClosureKey, CodeId, InteractionId, SegmentId};
use super::segment::{
    Closed, ConfigurationRef, Open, OpenedBy, Parked, Segment, SegmentState, Timing,
};
use super::time::{Millis, Timestamp};

/// The name of a segment's state in records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum StateName {
    /// See [`Open`].
    Open,
    /// See [`Parked`].
    Parked,
    /// See [`Closed`].
    Closed,
}

/// A segment as it is stored. Which optional fields are there follows from
/// `state`; [`Segment`] is built only from a record that keeps to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[allow(missing_docs)] // each field is documented where Segment has it
pub struct SegmentRecord {
    pub id: SegmentId,
    pub interaction: InteractionId,
    pub agent: AgentId,
    pub state: StateName,
    pub configuration: Option<ConfigurationRef>,
    pub rules: Rules,
    pub opened_by: OpenedBy,
    pub opened_at: Timestamp,
    pub worked_before: Millis,
    pub extensions: u32,
    pub suggestion: Option<CodeId>,
    #[cfg_attr(feature = "serde", serde(default))]
    pub suggested_notes: String,
    #[cfg_attr(feature = "serde", serde(default))]
    pub suggestion_shown: bool,
    pub draft: Draft,
    /// Open and parked: since when.
    pub since: Option<Timestamp>,
    /// Open: when it ends by itself.
    pub deadline: Option<Timestamp>,
    /// Parked: the time that was left.
    pub left: Option<Millis>,
    /// Open with a deadline, parked with time left: the whole of its period.
    pub whole: Option<Millis>,
    /// Open, parked: a submit recorded in forced mode.
    pub recorded: Option<ClosureKey>,
    /// Open: the deadline passed and a required code is missing.
    pub overdue: bool,
    /// Open: its agent was warned of the end.
    #[cfg_attr(feature = "serde", serde(default))]
    pub warned: bool,
    /// Closed: how.
    pub closure: Option<Closure>,
    /// Closed: corrections, oldest first.
    pub versions: Vec<Version>,
    /// Closed: text that was too long to be saved.
    pub kept_back: String,
}

/// A stored segment that contradicts itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
#[error("{field} {rule}")]
pub struct TornSegment {
    /// The field that is at fault.
    pub field: &'static str,
    /// The rule it breaks.
    pub rule: &'static str,
}

impl From<Segment> for SegmentRecord {
    fn from(segment: Segment) -> Self {
        let mut record = Self {
            id: segment.id,
            interaction: segment.interaction,
            agent: segment.agent,
            state: StateName::Open,
            configuration: segment.configuration,
            rules: segment.rules,
            opened_by: segment.opened_by,
            opened_at: segment.opened_at,
            worked_before: segment.worked_before,
            extensions: segment.extensions,
            suggestion: segment.suggestion,
            suggested_notes: segment.suggested_notes,
            suggestion_shown: segment.suggestion_shown,
            draft: segment.draft,
            since: None,
            deadline: None,
            left: None,
            whole: None,
            recorded: None,
            overdue: false,
            warned: false,
            closure: None,
            versions: Vec::new(),
            kept_back: String::new(),
        };
        match segment.state {
            SegmentState::Open(open) => {
                record.since = Some(open.since);
                record.deadline = open.timing.map(|timing| timing.deadline);
                record.whole = open.timing.map(|timing| timing.whole);
                record.recorded = open.recorded;
                record.overdue = open.overdue;
                record.warned = open.warned;
            }
            SegmentState::Parked(parked) => {
                record.state = StateName::Parked;
                record.since = Some(parked.since);
                record.left = parked.left.map(|(left, _)| left);
                record.whole = parked.left.map(|(_, whole)| whole);
                record.recorded = parked.recorded;
            }
            SegmentState::Closed(closed) => {
                record.state = StateName::Closed;
                record.closure = Some(closed.closure);
                record.versions = closed.versions;
                record.kept_back = closed.kept_back;
            }
        }
        record
    }
}

impl TryFrom<SegmentRecord> for Segment {
    type Error = TornSegment;

    fn try_from(record: SegmentRecord) -> Result<Self, TornSegment> {
        let torn = |field, rule| TornSegment { field, rule };
        let since = record.since.ok_or_else(|| torn("since", "is needed unless closed"));
        let state = match record.state {
            StateName::Open => {
                let timing = match (record.deadline, record.whole) {
                    (None, _) => None,
                    (Some(deadline), Some(whole)) => Some(Timing { deadline, whole }),
                    (Some(_), None) => return Err(torn("whole", "is needed with a deadline")),
                };
                SegmentState::Open(Open {
                    since: since?,
                    timing,
                    recorded: record.recorded,
                    overdue: record.overdue,
                    warned: record.warned,
                })
            }
            StateName::Parked => {
                let left = match (record.left, record.whole) {
                    (None, _) => None,
                    (Some(left), Some(whole)) => Some((left, whole)),
                    (Some(_), None) => return Err(torn("whole", "is needed with time left")),
                };
                SegmentState::Parked(Parked { since: since?, left, recorded: record.recorded })
            }
            StateName::Closed => SegmentState::Closed(Closed {
                closure: record.closure.ok_or_else(|| torn("closure", "is needed once closed"))?,
                versions: record.versions,
                kept_back: record.kept_back,
            }),
        };
        record.rules.bands.check().map_err(|_| torn("rules.bands", "must be in order"))?;
        Ok(Self {
            id: record.id,
            interaction: record.interaction,
            agent: record.agent,
            configuration: record.configuration,
            rules: record.rules,
            opened_by: record.opened_by,
            opened_at: record.opened_at,
            worked_before: record.worked_before,
            extensions: record.extensions,
            suggestion: record.suggestion,
            suggested_notes: record.suggested_notes,
            suggestion_shown: record.suggestion_shown,
            draft: record.draft,
            state,
            pending: None,
            pending_versions: Vec::new(),
        })
    }
}
