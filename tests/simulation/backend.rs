//! Simulates a small system of record, written from the rules and not from the
//! product's own code for delivery: it counts a key once, lets the latest
//! revision of a draft count, and closes by itself 5 s after a deadline, when the
//! sweep is due, 30 s after the last page of a segment has gone, and where a
//! supervisor wants it.

use std::collections::BTreeMap;

use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::configuration::Rules;
use interaction_wrap_up::domain::delivery::parcel::{
    About, Parcel, Progress, Receipt, Report, Verdict,
};
use interaction_wrap_up::domain::delivery::presence::{Farewell, LeftBehind, Presence};
use interaction_wrap_up::domain::delivery::step::Revision;
use interaction_wrap_up::domain::draft::Draft;
use interaction_wrap_up::domain::id::{AgentId, ClosureKey, InteractionId, SegmentId};
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::policy::{self, Content, Saving};
use interaction_wrap_up::domain::segment::Closed;
use interaction_wrap_up::domain::time::{Millis, Timestamp};

use crate::agent::agent_id;
use crate::fault::{Counts, Fault};
use crate::fixtures::{key, supervisor};
use crate::machine::true_time;

/// How long it waits past a deadline for the page's own closure.
const PATIENCE: Millis = Millis(5_000);
/// How long it waits for a page to come back.
const GRACE: u64 = 30_000;

/// A segment as the backend has it.
#[derive(Debug)]
pub(crate) struct Kept {
    pub(crate) agent: AgentId,
    /// Not known before it was told that the segment opened.
    rules: Option<Rules>,
    opened_at: Timestamp,
    deadline: Option<Timestamp>,
    pub(crate) draft: Draft,
    revision: Revision,
    /// Since when no page holds it.
    gone: Option<u64>,
    /// When a page last said that it is there, by its computer's clock.
    here: Option<Timestamp>,
    /// When one last said that it goes, likewise.
    left: Option<Timestamp>,
    pub(crate) closed: Option<Closed>,
}

impl Kept {
    /// A page of it was there then, by its computer's clock.
    fn is_here(&mut self, at: Timestamp, counts: &mut Counts) {
        if self.left >= Some(at) {
            counts.add(Fault::BackOvertaken);
        } else if self.gone.take().is_some() && self.closed.is_none() {
            counts.add(Fault::CameBack);
        }
    }
}

#[derive(Debug, Default)]
pub(crate) struct Backend {
    pub(crate) segments: BTreeMap<SegmentId, Kept>,
    pub(crate) interactions: BTreeMap<InteractionId, (Revision, Interaction)>,
    /// How often each interaction was closed.
    pub(crate) closings: BTreeMap<InteractionId, u32>,
    /// What came under each key, and what it did.
    pub(crate) keys: BTreeMap<ClosureKey, Report>,
    pub(crate) effects: BTreeMap<ClosureKey, u32>,
    pub(crate) violations: Vec<String>,
    own_keys: u32,
}

impl Backend {
    fn blame(&mut self, words: &str, report: &Report) {
        self.violations.push(format!("{words}: {report:?}"));
    }

    /// Does what a request asks for, and answers.
    pub(crate) fn receive(
        &mut self,
        session: usize,
        parcel: &Parcel,
        at: Timestamp,
        now: u64,
        counts: &mut Counts,
    ) -> Receipt {
        let report = &parcel.report;
        let by = agent_id(session);
        if parcel.agent != by || self.owner(report).is_some_and(|owner| owner != by) {
            self.blame("told as another agent", report);
        }
        self.look_at_key(parcel.key(), report, counts);
        let verdict = match report {
            Report::Interaction(it) => self.interaction(parcel.revision, it),
            Report::Opened(opened) => {
                let kept = self.kept(&About::of(opened));
                if kept.rules.is_none() {
                    kept.rules = Some(opened.rules.clone());
                    // A farewell may have told of it before, and knows more.
                    if kept.revision == Revision(0) && kept.closed.is_none() {
                        kept.deadline = opened.deadline();
                        kept.draft = opened.draft.clone();
                        kept.revision = parcel.revision;
                    }
                }
                self.standing(&opened.id)
            }
            Report::Changed(progress) => {
                let segment = &progress.about.segment;
                if self.segments.get(segment).is_none_or(|kept| kept.rules.is_none()) {
                    self.blame("changed before it opened", report);
                }
                self.take_progress(parcel.revision, progress);
                self.kept(&progress.about).is_here(at, counts);
                self.standing(segment)
            }
            Report::Closed { .. } | Report::Corrected { .. } => {
                let segment = report.segment().and_then(|it| self.segments.get(it));
                if segment.is_none_or(|kept| kept.rules.is_none()) {
                    self.blame("closed before it opened", report);
                }
                self.finish(report, counts)
            }
        };
        Receipt { verdict, time: Some(true_time(now)) }
    }

    /// The segment, known from now on at the latest.
    fn kept(&mut self, about: &About) -> &mut Kept {
        self.segments.entry(about.segment.clone()).or_insert_with(|| Kept {
            agent: about.agent.clone(),
            rules: None,
            opened_at: about.opened_at,
            deadline: None,
            draft: Draft::default(),
            revision: Revision(0),
            gone: None,
            here: None,
            left: None,
            closed: None,
        })
    }

    /// The latest of what was typed counts.
    fn take_progress(&mut self, revision: Revision, progress: &Progress) {
        let kept = self.kept(&progress.about);
        if kept.closed.is_none() && kept.revision <= revision {
            kept.revision = revision;
            kept.draft = progress.draft.clone();
            kept.deadline = progress.deadline;
        }
    }

    fn finish(&mut self, report: &Report, counts: &mut Counts) -> Verdict {
        match report {
            Report::Closed { about, closure } => {
                self.kept(about);
                self.close(&about.segment, closure, counts)
            }
            Report::Corrected { about, version } => {
                if self.correct(about, version) {
                    *self.effects.entry(version.key.clone()).or_default() += 1;
                }
                Verdict::Taken
            }
            _ => Verdict::Taken,
        }
    }

    /// Whether the version is new.
    fn correct(&mut self, about: &About, version: &Version) -> bool {
        let Some(closed) = &mut self.kept(about).closed else {
            self.violations.push(format!("corrected before it closed: {version:?}"));
            return false;
        };
        let is_new = closed.versions.iter().all(|each| each.key != version.key);
        if is_new {
            closed.versions.push(version.clone());
        }
        is_new
    }

    fn owner(&self, report: &Report) -> Option<AgentId> {
        match report {
            Report::Interaction(_) => None,
            Report::Opened(opened) => Some(opened.agent.clone()),
            Report::Changed(progress) => Some(progress.about.agent.clone()),
            Report::Closed { about, .. } | Report::Corrected { about, .. } => {
                let known = self.segments.get(&about.segment).map(|kept| kept.agent.clone());
                known.or_else(|| Some(about.agent.clone()))
            }
        }
    }

    /// The same key must always bring the same.
    fn look_at_key(&mut self, key: Option<&ClosureKey>, report: &Report, counts: &mut Counts) {
        let Some(key) = key else { return };
        match self.keys.get(key) {
            None => drop(self.keys.insert(key.clone(), report.clone())),
            Some(known) if *known == *report => counts.add(Fault::Repeated),
            Some(_) => self.blame("the same key with something else", report),
        }
        if key.as_str().starts_with("backend") {
            self.blame("told back what it had said", report);
        }
    }

    fn interaction(&mut self, revision: Revision, it: &Interaction) -> Verdict {
        let known = self.interactions.get(&it.id);
        if known.is_none_or(|(known, _)| *known < revision) {
            let was_closed = known.is_some_and(|(_, known)| known.state.is_closed());
            match (was_closed, it.state.is_closed()) {
                (false, true) => *self.closings.entry(it.id.clone()).or_default() += 1,
                (true, false) => self.violations.push(format!("{} was opened again", it.id)),
                _ => {}
            }
            self.interactions.insert(it.id.clone(), (revision, it.clone()));
        }
        Verdict::Taken
    }

    /// How a segment stands, for whoever tells of it as of an open one.
    fn standing(&self, segment: &SegmentId) -> Verdict {
        let closed = self.segments.get(segment).and_then(|kept| kept.closed.clone());
        closed.map_or(Verdict::Taken, |closed| Verdict::Overruled(Box::new(closed)))
    }

    fn close(&mut self, segment: &SegmentId, closure: &Closure, counts: &mut Counts) -> Verdict {
        let Some(kept) = self.segments.get_mut(segment) else { return Verdict::Taken };
        let Some(closed) = &mut kept.closed else {
            let closure = closure.clone();
            *self.effects.entry(closure.key.clone()).or_default() += 1;
            kept.closed = Some(Closed { closure, versions: Vec::new(), kept_back: String::new() });
            return Verdict::Taken;
        };
        if closed.closure.key == closure.key {
            return Verdict::Taken;
        }
        let is_version =
            |closed: &Closed| closed.versions.iter().any(|each| each.key == closure.key);
        let yields = closed.closure.kind.yields_to(closure.kind);
        if !is_version(closed) && yields && !closed.closure.same_content(closure) {
            let Closure { key, by, at, code, notes, extra, .. } = closure.clone();
            *self.effects.entry(key.clone()).or_default() += 1;
            counts.add(Fault::Late);
            let reason = VersionReason::Late;
            closed.versions.push(Version { key, reason, by, at, code, notes, extra });
        }
        let answer = Box::new(closed.clone());
        if is_version(closed) { Verdict::TakenLate(answer) } else { Verdict::Overruled(answer) }
    }

    /// A page is gone, or said so before it came back.
    pub(crate) fn gone(&mut self, farewell: Farewell, now: u64, counts: &mut Counts) {
        let Farewell { agent, at, finals, segments } = farewell;
        for report in &finals {
            if self.owner(report) != agent {
                self.blame("said as another agent", report);
            }
            self.look_at_key(report.key(), report, counts);
            self.finish(report, counts);
        }
        for LeftBehind { mut progress, revision, shortened } in segments {
            let segment = progress.about.segment.clone();
            match self.segments.get(&segment) {
                None => counts.add(Fault::Unknown),
                Some(kept) if shortened => progress.draft.notes.clone_from(&kept.draft.notes),
                Some(_) => {}
            }
            self.take_progress(revision, &progress);
            let kept = self.kept(&progress.about);
            kept.left = kept.left.max(Some(at));
            if kept.here.is_some_and(|here| at < here) {
                counts.add(Fault::Overtaken);
            } else if kept.closed.is_none() {
                kept.gone = Some(now);
            }
        }
    }

    /// A page of these segments is there.
    pub(crate) fn back(
        &mut self,
        segments: &[SegmentId],
        at: Timestamp,
        counts: &mut Counts,
    ) -> Vec<(SegmentId, Presence)> {
        let mut known = Vec::new();
        for segment in segments {
            let Some(kept) = self.segments.get_mut(segment) else { continue };
            kept.here = kept.here.max(Some(at));
            kept.is_here(at, counts);
            let closed = kept.closed.clone().map(Box::new);
            known.push((segment.clone(), closed.map_or(Presence::Open, Presence::Closed)));
        }
        known
    }

    /// What it does by itself about a segment, from when on.
    fn due(kept: &Kept) -> Option<(u64, ClosureKind)> {
        if kept.closed.is_some() {
            return None;
        }
        let from_start = |at: Timestamp| at.since(true_time(0)).0;
        let swept = || Some(kept.opened_at + kept.rules.as_ref()?.sweep_after?);
        let by_clock = match kept.deadline {
            Some(deadline) => Some((from_start(deadline + PATIENCE), ClosureKind::TimedOut)),
            None => swept().map(|due| (from_start(due), ClosureKind::Swept)),
        };
        let gone = kept.gone.map(|gone| (gone + GRACE, ClosureKind::TabClosed));
        by_clock.into_iter().chain(gone).min_by_key(|(due, _)| *due)
    }

    /// When it has to look again.
    pub(crate) fn alarm(&self) -> Option<u64> {
        self.segments.values().filter_map(Self::due).map(|(due, _)| due).min()
    }

    /// Closes by itself what is due.
    pub(crate) fn look(&mut self, now: u64, counts: &mut Counts) {
        let due = |kept: &Kept| Self::due(kept).filter(|(due, _)| *due <= now);
        let due = self.segments.iter().filter_map(|(id, kept)| Some((id.clone(), due(kept)?.1)));
        for (id, kind) in due.collect::<Vec<_>>() {
            counts.add(match kind {
                ClosureKind::TimedOut => Fault::ByDeadline,
                ClosureKind::Swept => Fault::BySweep,
                _ => Fault::ByGrace,
            });
            let owner = self.segments.get(&id).map(|kept| kept.agent.clone());
            self.close_itself(&id, kind, owner.filter(|_| !kind.by_system()), now);
        }
    }

    /// A supervisor forces an open segment closed. False if there is none.
    pub(crate) fn force(&mut self, now: u64) -> bool {
        let open = self.segments.iter().find(|(_, kept)| kept.closed.is_none());
        let Some(id) = open.map(|(id, _)| id.clone()) else { return false };
        self.close_itself(&id, ClosureKind::Forced, Some(supervisor().agent), now);
        true
    }

    fn close_itself(&mut self, id: &SegmentId, kind: ClosureKind, by: Option<AgentId>, now: u64) {
        self.own_keys += 1;
        let key = key(&format!("backend {}", self.own_keys));
        let Some(kept) = self.segments.get_mut(id) else { return };
        let unknown = Rules::fallback();
        let rules = kept.rules.as_ref().unwrap_or(&unknown);
        let content = policy::content(rules, &kept.draft, None, Saving::of(kind, false));
        let Content { code, notes, kept_back, extra, required_missing, .. } = content;
        let gone = kept.gone.filter(|_| kind == ClosureKind::TabClosed);
        let (at, duration) = (true_time(gone.unwrap_or(now)), Millis::ZERO);
        let closure = Closure { key, kind, by, at, code, notes, extra, duration, required_missing };
        kept.closed = Some(Closed { closure, versions: Vec::new(), kept_back });
    }
}
