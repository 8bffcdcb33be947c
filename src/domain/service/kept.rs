//! One segment as a service keeps it.

use thiserror::Error;

use super::Ahead;
use crate::domain::catalog::Catalog;
use crate::domain::channel::Channel;
use crate::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use crate::domain::code::CodeRef;
use crate::domain::configuration::{CodeRules, Rules};
use crate::domain::delivery::parcel::{About, Progress};
use crate::domain::delivery::presence::LeftBehind;
use crate::domain::draft::{Draft, MAX_NOTES};
use crate::domain::gate::{self, Actor, GateRefusal, Role};
use crate::domain::id::{AgentId, ClosureKey, InteractionId, SegmentId};
use crate::domain::interaction::Interaction;
use crate::domain::segment::{Closed, Open, Segment, SegmentState};
use crate::domain::segment_record::{SegmentRecord, StateName, TornSegment};
use crate::domain::time::{Millis, Now, Timestamp};
use crate::domain::wrap_up::{CloseReason, Command, Conversation};

/// How long after a deadline a service closes by itself: until then the page may be
/// about to.
pub const PAGE_TIME: Millis = Millis::from_seconds(5);

/// A segment, and what its pages have said of themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Kept {
    /// The record, by its page's clock.
    pub segment: Segment,
    /// Whether its page has told of its opening; until then `rules` are a guess.
    pub told_opening: bool,
    /// Which writing the draft is; 0 before any.
    pub revision: u64,
    /// How far the service's clock is ahead of its page's.
    pub ahead: Ahead,
    /// When a page of it was last there.
    pub here: Option<Timestamp>,
    /// When a page of it last went.
    pub left: Option<Timestamp>,
    /// When that was heard, by the service's clock: the grace begins.
    pub left_heard: Option<Timestamp>,
    /// Whether the service closed it, and no page.
    pub by_service: bool,
}

/// What became of something final.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It closed the segment.
    Closed,
    /// It is a version of a closed one.
    Version,
    /// It counted before, under the same key.
    Before,
    /// The segment was closed otherwise, and that stands.
    Overruled,
}

impl Counted {
    /// Whether it counts, now or since before.
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Overruled)
    }
}

/// Why something is not taken. Nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotTaken {
    /// It names another conversation or agent than the segment has.
    #[error("is not what the segment has")]
    Another(&'static str),
    /// Not theirs to do.
    #[error(transparent)]
    Gate(#[from] GateRefusal),
    /// It contradicts itself.
    #[error(transparent)]
    Torn(#[from] TornSegment),
    /// Longer than can be saved.
    #[error("must be at most {MAX_NOTES} characters")]
    NotesTooLong,
    /// Not one of the codes on offer.
    #[error("must be one of the codes on offer, \"{0}\" is not")]
    CodeNotAllowed(String),
    /// Who did it is somebody else, or nobody.
    #[error("must be the one who did it")]
    By,
    /// Only what is closed is corrected.
    #[error("only a closed segment has versions")]
    NotClosed,
    /// See [`Rules::correction`].
    #[error("lies after the time for corrections")]
    TooLate,
}

impl NotTaken {
    /// The field at fault, as it is named in what came.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Another(field) => field,
            Self::Gate(_) => "about.agent",
            Self::Torn(torn) => torn.field,
            Self::NotesTooLong => "notes",
            Self::CodeNotAllowed(_) => "code",
            Self::By => "by",
            Self::TooLate => "at",
            Self::NotClosed => "version",
        }
    }
}

/// What a service closes by itself, and when by its own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// From when on.
    pub at: Timestamp,
    cause: Cause,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    Gone,
    Deadline,
    Sweep,
}

/// The rules of a segment whose opening was never told: those of its configuration
/// where that is known, else the codes there are and nothing enforced.
pub fn assumed_rules(about: &About, catalog: &Catalog) -> Rules {
    let named = about.configuration.as_ref().and_then(|named| {
        let found = catalog.configuration(&named.id)?;
        found.rules(&catalog.codes).ok()
    });
    named.unwrap_or_else(|| {
        let allowed: Vec<_> = catalog.codes.iter().filter(|code| code.active).collect();
        let of = |code: &&crate::domain::code::WrapUpCode| CodeRef {
            id: code.id.clone(),
            label: code.label.clone(),
        };
        let allowed: Vec<_> = allowed.iter().map(of).collect();
        let codes = CodeRules { allowed, default: None, with_notes: Vec::new() };
        Rules { codes: Some(codes), ..Rules::fallback() }
    })
}

/// `told` as it opened: of one that has closed since, the closure comes by itself.
fn unfinished(told: Segment) -> Segment {
    let state = match told.state {
        SegmentState::Closed(_) => SegmentState::Open(Open::new(told.opened_at, None)),
        state => state,
    };
    Segment { state, ..told }
}

impl Kept {
    /// Of a segment that opened.
    pub fn opened(told: Segment, ahead: Ahead) -> Self {
        Self {
            segment: unfinished(told),
            told_opening: true,
            revision: 0,
            ahead,
            here: None,
            left: None,
            left_heard: None,
            by_service: false,
        }
    }

    /// Of a segment of which something else was heard first.
    pub fn mentioned(about: &About, rules: Rules, ahead: Ahead) -> Self {
        let segment = Segment {
            id: about.segment.clone(),
            interaction: about.interaction.clone(),
            agent: about.agent.clone(),
            configuration: about.configuration.clone(),
            rules,
            opened_by: about.opened_by,
            opened_at: about.opened_at,
            worked_before: Millis::ZERO,
            extensions: about.extensions,
            suggestion: None,
            suggested_notes: String::new(),
            suggestion_shown: false,
            draft: Draft::default(),
            state: SegmentState::Open(Open::new(about.opened_at, None)),
            pending: None,
            pending_versions: Vec::new(),
        };
        Self { told_opening: false, ..Self::opened(segment, ahead) }
    }

    /// Whether this is the segment that is spoken of.
    ///
    /// # Errors
    /// [`NotTaken::Another`], naming the field that differs.
    pub fn is_meant(&self, interaction: &InteractionId, agent: &AgentId) -> Result<(), NotTaken> {
        if self.segment.agent != *agent {
            return Err(NotTaken::Another("about.agent"));
        }
        if self.segment.interaction != *interaction {
            return Err(NotTaken::Another("about.interaction"));
        }
        Ok(())
    }

    /// Its opening is told. The first time counts; a draft that was quicker stands.
    pub fn open(&mut self, told: Segment, ahead: Ahead) {
        if self.told_opening {
            return;
        }
        self.told_opening = true;
        let Segment { rules, configuration, opened_by, opened_at, .. } = &told;
        self.segment.rules = rules.clone();
        self.segment.configuration.clone_from(configuration);
        self.segment.opened_by = *opened_by;
        self.segment.opened_at = *opened_at;
        if self.revision == 0 && self.segment.is_unfinished() {
            self.ahead = ahead;
            self.segment = unfinished(told);
        }
    }

    /// How far it has come, told by a page that is there: `sent` is when by its clock,
    /// where that is known. Of drafts the highest revision counts. False once it is
    /// closed.
    ///
    /// # Errors
    /// [`NotTaken::Torn`], and [`NotTaken::Gate`] for words of who may enter none.
    pub fn change(
        &mut self,
        (revision, progress): (u64, Progress),
        by: &Actor,
        ahead: Ahead,
        sent: Option<Timestamp>,
    ) -> Result<bool, NotTaken> {
        if !self.segment.is_unfinished() {
            return Ok(false);
        }
        self.check_words(by, None, &progress.draft.notes)?;
        self.take(revision, progress)?;
        self.ahead = ahead;
        self.here = self.here.max(sent);
        Ok(true)
    }

    /// A page of it is there at `at`, by its clock.
    pub fn back(&mut self, at: Timestamp, ahead: Ahead) {
        self.ahead = ahead;
        self.here = self.here.max(Some(at));
    }

    /// Its page went at `at` and left it so; heard `now`, by the service's clock. With
    /// `shortened` the notes are those that were known before.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub fn goodbye(
        &mut self,
        at: Timestamp,
        LeftBehind { mut progress, revision, shortened }: LeftBehind,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(), NotTaken> {
        if !self.segment.is_unfinished() {
            return Ok(());
        }
        self.check_words(by, None, &progress.draft.notes)?;
        if shortened {
            progress.draft.notes.clone_from(&self.segment.draft.notes);
        }
        self.take(revision.0, progress)?;
        if self.left.is_none_or(|left| at > left) {
            self.left = Some(at);
            self.left_heard = Some(now);
        }
        Ok(())
    }

    fn take(&mut self, revision: u64, progress: Progress) -> Result<(), NotTaken> {
        if revision < self.revision {
            return Ok(());
        }
        if progress.state == StateName::Closed {
            let rule = "must be open or parked: what is closed is told by its closure";
            return Err(TornSegment { field: "state", rule }.into());
        }
        let record = SegmentRecord {
            state: progress.state,
            extensions: progress.about.extensions,
            since: progress.since,
            deadline: progress.deadline,
            left: progress.left,
            whole: progress.whole,
            worked_before: progress.worked_before,
            suggestion: progress.suggestion,
            suggested_notes: progress.suggested_notes,
            suggestion_shown: progress.suggestion_shown,
            recorded: progress.recorded,
            overdue: progress.overdue,
            draft: progress.draft,
            ..SegmentRecord::from(self.segment.clone())
        };
        self.segment = Segment::try_from(record)?;
        self.revision = revision;
        Ok(())
    }

    /// A closure comes from a page of `by`'s. A segment closes once; what nobody
    /// pressed a button for yields, see [`ClosureKind::yields_to`].
    ///
    /// # Errors
    /// [`NotTaken`], for what no page may say. What counted before is never looked at
    /// again.
    pub fn close(&mut self, closure: Closure, by: &Actor) -> Result<Counted, NotTaken> {
        if let Some(counted) = self.counted(&closure) {
            return Ok(counted);
        }
        self.check_closure(&closure, by)?;
        let Some(closed) = self.closed_mut() else {
            let kept_back = String::new();
            self.segment.state =
                SegmentState::Closed(Closed { closure, versions: Vec::new(), kept_back });
            return Ok(Counted::Closed);
        };
        if !closed.closure.kind.yields_to(closure.kind) {
            return Ok(Counted::Overruled);
        }
        closed.versions.push(Version::late(closure));
        Ok(Counted::Version)
    }

    /// What a closure of the same key that came before counted as.
    fn counted(&mut self, closure: &Closure) -> Option<Counted> {
        let recorded = self.by_service;
        let closed = self.closed_mut()?;
        if closed.closure.key == closure.key {
            if recorded {
                // A submit that was recorded for the deadline, and carried out here: its
                // page knows exactly what it said.
                closed.closure = closure.clone();
                self.by_service = false;
            }
            return Some(Counted::Before);
        }
        let is_version = closed.versions.iter().any(|each| each.key == closure.key);
        is_version.then_some(Counted::Before)
    }

    fn check_closure(&self, closure: &Closure, by: &Actor) -> Result<(), NotTaken> {
        let kind = &closure.kind;
        match kind {
            ClosureKind::Forced => gate::needs(by, Role::Supervisor)?,
            // The assignment is its page's to look at: of the others who took part a
            // service may not have heard yet.
            ClosureKind::Submitted => {
                gate::may_end(&self.segment, by)?;
                gate::needs(by, Role::InteractionAdmin)?;
            }
            _ => gate::may_end(&self.segment, by)?,
        }
        let expected = (!kind.by_system()).then_some(&by.agent);
        if closure.by.as_ref() != expected {
            return Err(NotTaken::By);
        }
        self.check_words(by, closure.code.as_ref(), &closure.notes)?;
        self.check_content(closure.code.as_ref(), &closure.notes)
    }

    /// Who lacks the role is shown no dialog: they end it as it is.
    fn check_words(&self, by: &Actor, code: Option<&CodeRef>, notes: &str) -> Result<(), NotTaken> {
        let default = self.segment.rules.codes.as_ref().and_then(|codes| codes.default.as_ref());
        let chosen = code.is_some_and(|code| default.is_none_or(|default| default.id != code.id));
        if chosen || !notes.is_empty() {
            gate::needs(by, Role::InteractionAdmin)
                .or_else(|refusal| gate::needs(by, Role::Supervisor).map_err(|_| refusal))?;
        }
        Ok(())
    }

    fn check_content(&self, code: Option<&CodeRef>, notes: &str) -> Result<(), NotTaken> {
        if notes.chars().nth(MAX_NOTES).is_some() {
            return Err(NotTaken::NotesTooLong);
        }
        let codes = self.segment.rules.codes.as_ref();
        let unknown = code.filter(|code| codes.is_none_or(|codes| codes.find(&code.id).is_none()));
        match unknown.filter(|_| self.told_opening) {
            Some(code) => Err(NotTaken::CodeNotAllowed(code.id.to_string())),
            None => Ok(()),
        }
    }

    /// A correction comes from a page of `by`'s.
    ///
    /// # Errors
    /// [`NotTaken`].
    pub fn correct(&mut self, version: Version, by: &Actor) -> Result<Counted, NotTaken> {
        let closed = self.segment.closed().ok_or(NotTaken::NotClosed)?;
        if closed.versions.iter().any(|each| each.key == version.key) {
            return Ok(Counted::Before);
        }
        let is_late = version.reason == VersionReason::Late;
        if is_late {
            gate::may_end(&self.segment, by)?;
        } else {
            gate::may_correct(&self.segment, by)?;
            let allowed = self.segment.rules.correction.max(crate::domain::wrap_up::UNDO_DONE);
            if self.told_opening && version.at.since(closed.closure.at) > allowed {
                return Err(NotTaken::TooLate);
            }
        }
        let is_by = version.by.as_ref().map_or(is_late, |agent| *agent == by.agent);
        if !is_by {
            return Err(NotTaken::By);
        }
        self.check_content(version.code.as_ref(), &version.notes)?;
        if let Some(closed) = self.closed_mut() {
            closed.versions.push(version);
        }
        Ok(Counted::Version)
    }

    pub(super) fn closed_mut(&mut self) -> Option<&mut Closed> {
        match &mut self.segment.state {
            SegmentState::Closed(closed) => Some(closed),
            _ => None,
        }
    }

    /// When the last page of it went, unless one is back since. Of two words of one
    /// instant the farewell counts.
    fn gone(&self) -> Option<(Timestamp, Timestamp)> {
        let left = self.left.filter(|left| self.here.is_none_or(|here| *left >= here))?;
        Some((left, self.left_heard?))
    }

    /// What the service closes it by next, if nothing is heard; `grace` is how long it
    /// waits for a page that went away.
    pub fn due(&self, grace: Millis) -> Option<Due> {
        let open = self.segment.open()?;
        let gone = self.gone().and_then(|(_, heard)| {
            let there = self.segment.gone_due_within(self.ahead.there(heard), grace)?;
            Some((there, Cause::Gone))
        });
        let deadline = self.segment.deadline().filter(|_| !open.overdue);
        let deadline = deadline.map(|deadline| (deadline + PAGE_TIME, Cause::Deadline));
        let sweep = self.segment.sweep_due().map(|due| (due, Cause::Sweep));
        let first = [gone, deadline, sweep].into_iter().flatten().min_by_key(|(there, _)| *there);
        first.map(|(there, cause)| Due { at: self.ahead.here(there), cause })
    }

    /// Closes it where that is due `now`, by the service's clock, under `key`. Whether
    /// anything has changed: a required code may keep it open still.
    pub fn close_what_is_due(&mut self, now: Timestamp, grace: Millis, key: ClosureKey) -> bool {
        let Some(due) = self.due(grace).filter(|due| due.at <= now) else { return false };
        let there = self.ahead.there(now);
        let (reason, there) = match (due.cause, self.gone()) {
            (Cause::Gone, Some((since, _))) => {
                // The page went before that was heard, whatever its clock says.
                let at = self.segment.gone_due(since).map_or(there, |due| due.max(there));
                (CloseReason::Gone { since }, at)
            }
            (Cause::Sweep, _) => (CloseReason::Sweep, there),
            _ => (CloseReason::Deadline, there),
        };
        let id: SegmentId = self.segment.id.clone();
        let now = Now { wall: there, monotonic: Millis::ZERO };
        // What follows for the conversation is concluded from all of its agents' pages.
        let interaction = Interaction::new(
            self.segment.interaction.clone(),
            Channel::Other(String::new()),
            self.segment.opened_at,
        );
        let mut conversation = Conversation::new(interaction, vec![self.segment.clone()], now);
        conversation.apply(Command::Close { segment: id.clone(), reason, key }, now);
        let Some(after) = conversation.settled(&id).segments.pop() else { return false };
        let changed = after != self.segment;
        self.by_service = changed && !after.is_unfinished();
        self.segment = after;
        changed
    }
}
