//! The outbox: parcels that were stored and are not yet confirmed.
//!
//! It is shared by all tabs of a browser; one of them at a time takes the next
//! parcel, delivers it and writes down what came of it. Killed at any moment in
//! between, the parcel is still there and goes out again under the same key.

use super::back_off::{self, LONGEST_ASKED};
use super::failure::{BackendError, Trouble};
use super::parcel::{
    About, Parcel, Pause, Progress, Receipt, Rejection, Report, Verdict, WaitsFor,
};
use super::step::Revision;
use crate::domain::closure::Closure;
use crate::domain::id::{AgentId, ClosureKey, InteractionId, SegmentId};
use crate::domain::interaction::Interaction;
use crate::domain::segment::{Closed, Segment};
use crate::domain::time::{Millis, Timestamp};

/// What is typed is told elsewhere at most this often.
pub const TYPING_PAUSE: Millis = Millis::from_seconds(2);

/// One change to the outbox, written with the step it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// This is to be delivered; see [`Parcel::replacing`] for what stood in its place.
    Put(Box<Parcel>),
    /// The parcel of this id is no news any more.
    Remove(String),
}

/// A conversation's records, before or after a step.
#[derive(Debug, Clone, Copy)]
pub struct Records<'a> {
    /// The conversation's.
    pub interaction: &'a Interaction,
    /// Its segments'.
    pub segments: &'a [Segment],
}

/// What the step from `before` to `after` tells a system of record, as `agent`,
/// whose page it is. Of segments it tells only that agent's own: the others have
/// pages of their own. Closures and versions of the keys in `learned` came from
/// there and are not told back. `at` is by the wall clock that all tabs share.
pub fn changes(
    before: Option<Records<'_>>,
    after: Records<'_>,
    agent: &AgentId,
    learned: &[ClosureKey],
    revision: Revision,
    at: Timestamp,
) -> Vec<Change> {
    let mut list = List { changes: Vec::new(), agent, learned, revision, at };
    let earlier = |id: &SegmentId| before?.segments.iter().find(|each| each.id == *id);
    for segment in after.segments.iter().filter(|each| each.agent == *agent) {
        list.segment(earlier(&segment.id), segment);
    }
    if before.is_none_or(|before| before.interaction != after.interaction) {
        let id = ["interaction:", after.interaction.id.as_str()].concat();
        list.put(id, Report::Interaction(Box::new(after.interaction.clone())));
    }
    list.changes
}

/// Changes being listed.
struct List<'a> {
    changes: Vec<Change>,
    agent: &'a AgentId,
    learned: &'a [ClosureKey],
    revision: Revision,
    at: Timestamp,
}

impl List<'_> {
    fn segment(&mut self, before: Option<&Segment>, after: &Segment) {
        let changed_id = ["changed:", after.id.as_str()].concat();
        if before.is_none() {
            let mut opened = after.clone();
            opened.pending = None;
            let id = ["opened:", after.id.as_str()].concat();
            self.put(id, Report::Opened(Box::new(opened)));
        }
        let before_closed = before.and_then(Segment::closed);
        let Some(closed) = after.closed() else {
            let news = before.is_some_and(|before| Progress::of(before) != Progress::of(after));
            if news {
                self.put(changed_id, Report::Changed(Box::new(Progress::of(after))));
            }
            return;
        };
        let about = || Box::new(About::of(after));
        // Of a closure learned from there, what was typed otherwise still goes out: it
        // comes back as overruled and stays in its agent's reach.
        if before_closed.is_none() && !self.learned.contains(&closed.closure.key) {
            self.changes.push(Change::Remove(changed_id));
            let closure = Box::new(closed.closure.clone());
            let id = ["closed:", closure.key.as_str()].concat();
            self.put(id, Report::Closed { about: about(), closure });
        }
        // A closure that has become a version keeps its key, and was told as a closure.
        let is_known = |key: &ClosureKey| {
            before_closed.is_some_and(|before| {
                before.closure.key == *key || before.versions.iter().any(|each| each.key == *key)
            })
        };
        for version in &closed.versions {
            if !is_known(&version.key) && !self.learned.contains(&version.key) {
                let version = Box::new(version.clone());
                let id = ["corrected:", version.key.as_str()].concat();
                self.put(id, Report::Corrected { about: about(), version });
            }
        }
    }

    fn put(&mut self, id: String, report: Report) {
        let typing = matches!(report, Report::Changed(_));
        let pause =
            typing.then(|| Pause { until: self.at + TYPING_PAUSE, waits_for: WaitsFor::Typing });
        self.changes.push(Change::Put(Box::new(Parcel {
            id,
            agent: self.agent.clone(),
            report,
            revision: self.revision,
            place: u32::try_from(self.changes.len()).unwrap_or(u32::MAX),
            made_at: self.at,
            failures: 0,
            pause,
            rejected: None,
        })));
    }
}

impl Parcel {
    /// This parcel, taking the place of `earlier`: it waits no shorter for what
    /// is in the way, and no longer for further keys. A pause that is over says
    /// nothing: the earlier one may just be under way.
    #[must_use]
    pub fn replacing(self, earlier: &Self) -> Self {
        let pause = earlier.waits(self.made_at).or(self.pause);
        Self { pause, failures: earlier.failures, ..self }
    }

    /// Until when it waits at `at`, and what for. A pause that lies too far
    /// ahead is an error of some clock.
    fn waits(&self, at: Timestamp) -> Option<Pause> {
        self.pause.filter(|pause| pause.until > at && pause.until.since(at) <= LONGEST_ASKED)
    }

    /// The same parcel, to be tried at once: the agent asked for it, or what was
    /// in the way is gone.
    #[must_use]
    pub fn at_once(self) -> Self {
        Self { pause: None, rejected: None, ..self }
    }

    /// Whether it waits for a system of record that could not be reached, and so
    /// may be tried as soon as the network is back.
    pub fn waits_for_network(&self) -> bool {
        let network = WaitsFor::End(Trouble::Unreachable);
        let answer = WaitsFor::End(Trouble::NoAnswer);
        self.pause.is_some_and(|pause| [network, answer].contains(&pause.waits_for))
    }

    pub(super) fn order(&self) -> (Revision, u32) {
        (self.revision, self.place)
    }
}

/// What is to be done next about the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next<'a> {
    /// Deliver this one.
    Deliver(&'a Parcel),
    /// Nothing before that instant.
    Wait(Timestamp),
    /// Nothing is left that could be delivered.
    Nothing,
}

/// The next parcel to deliver as `agent`: of one conversation in the order things
/// happened, of several the one that waits longest. What another agent left
/// behind stays where it is.
pub fn next<'a>(parcels: &'a [Parcel], agent: &AgentId, at: Timestamp) -> Next<'a> {
    let mine = || parcels.iter().filter(|each| each.agent == *agent && each.rejected.is_none());
    let for_all = mine().filter_map(|each| each.waits(at));
    let for_all = for_all.filter(|pause| pause.waits_for.concerns_all());
    if let Some(until) = for_all.map(|pause| pause.until).max() {
        return Next::Wait(until);
    }
    let is_typing =
        |each: &Parcel| each.waits(at).is_some_and(|pause| pause.waits_for == WaitsFor::Typing);
    let first_of = |interaction: &InteractionId| {
        let of_it = mine().filter(|each| each.report.interaction() == interaction);
        of_it.filter(|each| !is_typing(each)).min_by_key(|each| each.order())
    };
    let is_next = |each: &&Parcel| {
        each.waits(at).is_none()
            && first_of(each.report.interaction()).is_some_and(|first| first.id == each.id)
    };
    if let Some(parcel) = mine().filter(is_next).min_by_key(|each| (each.made_at, each.order())) {
        return Next::Deliver(parcel);
    }
    let earliest = mine().filter_map(|each| each.waits(at)).map(|pause| pause.until).min();
    earliest.map_or(Next::Nothing, Next::Wait)
}

/// What becomes of a parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It has arrived and goes.
    Gone,
    /// It stays, as it now is.
    Stays(Box<Parcel>),
}

/// What becomes of `parcel` after `answer`, at `at`. `chance` is any random number.
pub fn settle(
    parcel: Parcel,
    answer: &Result<Receipt, BackendError>,
    at: Timestamp,
    chance: u32,
) -> Settled {
    let reject = |parcel: Parcel, rejection| {
        let rejected = Some(rejection);
        Settled::Stays(Box::new(Parcel { pause: None, rejected, ..parcel }))
    };
    match answer {
        Ok(Receipt { verdict: Verdict::Overruled(closed), .. }) => {
            if says_something_else(&parcel.report, closed) {
                let Closure { kind, by, .. } = closed.closure.clone();
                reject(parcel, Rejection::Overruled { kind, by })
            } else {
                Settled::Gone
            }
        }
        Ok(_) => Settled::Gone,
        Err(error) => {
            let failures = parcel.failures.saturating_add(1);
            let pause = back_off::pause_before_again(error, failures, chance);
            match (pause, &parcel.report) {
                (Some(pause), _) => {
                    let pause = Some(Pause { until: at + pause, waits_for: WaitsFor::of(error) });
                    Settled::Stays(Box::new(Parcel { failures, pause, ..parcel }))
                }
                // What was typed so far comes again with the closure.
                (None, Report::Changed(_)) => Settled::Gone,
                (None, _) => reject(parcel, Rejection::of(error)),
            }
        }
    }
}

/// Whether an overruled report holds words that are nowhere else.
fn says_something_else(report: &Report, closed: &Closed) -> bool {
    let text = report.text();
    let text_lost = !text.is_empty() && text != closed.notes() && text != closed.closure.notes;
    let code_lost = match report {
        Report::Closed { closure, .. } => {
            !closure.kind.by_system() && closure.code != closed.closure.code
        }
        Report::Corrected { version, .. } => version.code.as_ref() != closed.code(),
        _ => false,
    };
    let extra_lost = match report {
        Report::Closed { closure, .. } => {
            !closure.extra.is_empty() && closure.extra != *closed.extra()
        }
        Report::Corrected { version, .. } => version.extra != *closed.extra(),
        _ => false,
    };
    text_lost || code_lost || extra_lost
}

/// How the records of a conversation stand with the system of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It has everything.
    Sent,
    /// This much is saved in this browser and about to go out.
    SavedHere(usize),
    /// This much waits, for that.
    Waiting(usize, WaitsFor),
    /// This much was refused, and its agent has to decide.
    Rejected(usize),
}

/// How `parcels` stand, those of one conversation or of all.
pub fn standing<'a>(parcels: impl Iterator<Item = &'a Parcel> + Clone) -> Standing {
    let rejected = parcels.clone().filter(|each| each.rejected.is_some()).count();
    if rejected > 0 {
        return Standing::Rejected(rejected);
    }
    let failed = parcels.clone().filter(|each| each.failures > 0);
    let waits_for = failed.filter_map(|each| each.pause).map(|pause| pause.waits_for).next();
    match (parcels.count(), waits_for) {
        (0, _) => Standing::Sent,
        (waiting, None) => Standing::SavedHere(waiting),
        (waiting, Some(waits_for)) => Standing::Waiting(waiting, waits_for),
    }
}
