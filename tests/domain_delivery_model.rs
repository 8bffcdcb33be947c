//! An exhaustive check of delivery: every order of everything that can happen to
//! the parcels of one segment within these bounds.
//!
//! - four steps are written, whole or not at all: the segment opens, its agent
//!   types, closes it, corrects it; each brings its parcels to the outbox;
//! - two tabs deliver, under one lock; either may die at any moment, and is
//!   opened again with nothing but the store;
//! - a request may be turned away, arrive after its page has given up, or be done
//!   without an answer; what became of a parcel may fail to be written;
//! - time passes as it likes: a pause is over, or it is not;
//! - the backend counts a key once, and may close by itself: by its clock, so that
//!   a later closure becomes a version, or for a person, so that it is overruled.
//!
//! How many deaths, faults of the network and of the store there may be is said
//! with each run. Steps come one after another as pages with revisions write them,
//! which is checked elsewhere.

#![allow(clippy::unwrap_used)]

mod fixtures;

use core::hash::{Hash, Hasher};
use std::hash::DefaultHasher;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use fixtures::{Page, START, ann, code, key, seconds, segment, timed};
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::delivery::failure::{BackendError, Trouble};
use interaction_wrap_up::domain::delivery::outbox::{self, Change, Next, Records, Settled};
use interaction_wrap_up::domain::delivery::parcel::{Parcel, Pause, Receipt, Report, Verdict};
use interaction_wrap_up::domain::delivery::step::Revision;
use interaction_wrap_up::domain::draft::Draft;
use interaction_wrap_up::domain::id::ClosureKey;
use interaction_wrap_up::domain::segment::Closed;
use interaction_wrap_up::domain::time::Timestamp;
use interaction_wrap_up::domain::wrap_up::{Command, Conversation};
use stateright::{Checker, Expectation, Model, Property};

/// While pauses last, and once they are over.
const MOMENTS: [Timestamp; 2] = [Timestamp(START.0 + 500), Timestamp(START.0 + 100_000)];

/// The step in which the segment closes, and the one that corrects it.
const CLOSES: usize = 2;
const CORRECTS: usize = 3;

struct Delivery {
    steps: Vec<Vec<Change>>,
    bounds: Bounds,
}

/// How often something may happen.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    deaths: u8,
    network_faults: u8,
    store_faults: u8,
    own_closing: Option<ClosureKind>,
}

/// Parcels with their digest, so that they are hashed once: one on its way, or
/// the whole outbox.
#[derive(Debug, Clone)]
struct Held<T> {
    it: Arc<T>,
    digest: u64,
}

impl Held<Parcel> {
    fn new(parcel: Parcel) -> Self {
        let digest = digest([&parcel]);
        Self { it: Arc::new(parcel), digest }
    }
}

impl Held<Vec<Parcel>> {
    fn new(parcels: Vec<Parcel>) -> Self {
        let digest = digest(&parcels);
        Self { it: Arc::new(parcels), digest }
    }
}

/// What tells parcels apart here: the rest follows from it.
fn digest<'a>(parcels: impl IntoIterator<Item = &'a Parcel>) -> u64 {
    let mut digest = DefaultHasher::new();
    for Parcel { id, revision, pause, rejected, failures, .. } in parcels {
        (id, revision, pause, rejected, failures).hash(&mut digest);
    }
    digest.finish()
}

impl<T> PartialEq for Held<T> {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl<T> Hash for Held<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

/// What a tab is about. It holds the lock unless it is idle.
#[derive(Debug, Clone, PartialEq, Hash)]
enum Tab {
    Idle,
    /// Waits for the answer to this request.
    Sending(Held<Parcel>, u8),
    /// Writes down what became of a parcel; `None` for gone.
    Settling(Held<Parcel>, Option<Held<Parcel>>),
}

/// A request that has not arrived.
#[derive(Debug, Clone, PartialEq, Hash)]
struct Request {
    number: u8,
    parcel: Held<Parcel>,
}

/// The system of record, as far as it can go wrong.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
struct Backend {
    opened: bool,
    draft: Option<Revision>,
    interaction: Option<Revision>,
    closed_by: Option<ClosureKey>,
    versions: Vec<ClosureKey>,
    out_of_order: bool,
    counted_twice: bool,
}

#[derive(Debug, Clone, PartialEq, Hash)]
struct World {
    written: usize,
    /// A page has heard that the backend closed the segment otherwise.
    learned: bool,
    outbox: Held<Vec<Parcel>>,
    tabs: [Tab; 2],
    network: Vec<Request>,
    requests: u8,
    backend: Backend,
    deaths: u8,
    network_faults: u8,
    store_faults: u8,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Action {
    Write,
    /// A tab takes the lock, reads the outbox and sends the next parcel.
    Send(usize, Timestamp),
    /// A request arrives; its answer does too, or is lost.
    Arrive(u8, bool),
    /// A request is turned away with a 500, and nothing was done.
    Refuse(u8),
    /// A tab waits no longer; the request may yet arrive.
    GiveUp(usize),
    Settle(usize),
    FailToSettle(usize),
    Die(usize),
    CloseByItself,
}

const fn not_now(trouble: Trouble) -> BackendError {
    BackendError::TryAgain { trouble, after: None }
}

impl World {
    fn write(&mut self, changes: &[Change]) {
        self.written += 1;
        let mut outbox = Vec::clone(&self.outbox.it);
        for change in changes {
            match change {
                Change::Remove(id) => outbox.retain(|each| each.id != *id),
                Change::Put(parcel) => {
                    let earlier = outbox.iter().position(|each| each.id == parcel.id);
                    let parcel = Parcel::clone(parcel);
                    match earlier {
                        Some(place) => outbox[place] = parcel.replacing(&outbox[place]),
                        None => outbox.push(parcel),
                    }
                }
            }
        }
        self.outbox = Held::<Vec<_>>::new(outbox);
    }

    fn next(&self, at: Timestamp) -> Option<&Parcel> {
        match outbox::next(&self.outbox.it, &ann().agent, at) {
            Next::Deliver(next) => Some(next),
            _ => None,
        }
    }

    fn is_locked(&self) -> bool {
        self.tabs.iter().any(|tab| *tab != Tab::Idle)
    }

    /// The tab that waits for this request hears `answer`.
    fn hear(&mut self, number: u8, answer: &Result<Receipt, BackendError>) {
        let waits = |tab: &Tab| matches!(tab, Tab::Sending(_, waiting) if *waiting == number);
        let Some(tab) = self.tabs.iter().position(waits) else { return };
        let Tab::Sending(parcel, _) = self.tabs[tab].clone() else { return };
        let closed_otherwise = |receipt: &Receipt| !matches!(receipt.verdict, Verdict::Taken);
        self.learned |= answer.as_ref().is_ok_and(closed_otherwise);
        let settled = outbox::settle(Parcel::clone(&parcel.it), answer, START, 0);
        let stays = match settled {
            Settled::Gone => None,
            Settled::Stays(stays) => Some(Held::<Parcel>::new(once_failed(*stays))),
        };
        self.tabs[tab] = Tab::Settling(parcel, stays);
    }

    fn settle(&mut self, tab: usize) {
        let Tab::Settling(parcel, stays) = core::mem::replace(&mut self.tabs[tab], Tab::Idle)
        else {
            return;
        };
        let same = |each: &Parcel| each.id == parcel.it.id && each.revision == parcel.it.revision;
        let mut outbox = Vec::clone(&self.outbox.it);
        let Some(place) = outbox.iter().position(same) else { return };
        match stays {
            None => drop(outbox.remove(place)),
            Some(stays) => outbox[place] = Parcel::clone(&stays.it),
        }
        self.outbox = Held::<Vec<_>>::new(outbox);
    }

    fn take_out(&mut self, number: u8) -> Option<Held<Parcel>> {
        let place = self.network.iter().position(|each| each.number == number)?;
        Some(self.network.remove(place).parcel)
    }

    /// Whether the closure has arrived, or is here and will (or stays with its agent).
    fn has(&self, wanted: &ClosureKey) -> bool {
        let here = self.outbox.it.iter().any(|each| each.key() == Some(wanted));
        here || self.backend.has(wanted)
    }

    fn is_over(&self) -> bool {
        let rejected = |each: &Parcel| each.rejected.is_some();
        self.outbox.it.iter().all(rejected) && !self.is_locked()
    }
}

/// How often it failed makes no difference here.
fn once_failed(parcel: Parcel) -> Parcel {
    let failures = parcel.failures.min(1);
    let soon = |pause| Pause { until: START + seconds(1), ..pause };
    Parcel { failures, pause: parcel.pause.map(soon), ..parcel }
}

fn own_key() -> ClosureKey {
    key("backend")
}

impl Backend {
    fn has(&self, key: &ClosureKey) -> bool {
        self.closed_by.as_ref() == Some(key) || self.versions.contains(key)
    }

    fn receive(&mut self, parcel: &Parcel, own: Option<ClosureKind>) -> Receipt {
        let is_final = parcel.report.is_final();
        let is_new = parcel.key().is_some_and(|key| !self.has(key));
        match &parcel.report {
            Report::Interaction(_) => {
                self.interaction = self.interaction.max(Some(parcel.revision));
                let verdict = Verdict::Taken;
                return Receipt { verdict, time: None };
            }
            Report::Opened(_) => self.opened = true,
            Report::Changed(_) => self.draft = self.draft.max(Some(parcel.revision)),
            Report::Closed { closure, .. } => match (&self.closed_by, own) {
                (None, _) => self.closed_by = Some(closure.key.clone()),
                (Some(by), Some(kind)) if is_new && *by == own_key() => {
                    if kind.yields_to(closure.kind) {
                        self.versions.push(closure.key.clone());
                    }
                }
                (Some(_), _) => self.counted_twice |= is_new,
            },
            Report::Corrected { version, .. } => {
                self.out_of_order |= self.closed_by.is_none();
                if is_new {
                    self.versions.push(version.key.clone());
                }
            }
        }
        self.out_of_order |= !self.opened;
        Receipt { verdict: self.verdict(parcel, own, is_final), time: None }
    }

    fn verdict(&self, parcel: &Parcel, own: Option<ClosureKind>, is_final: bool) -> Verdict {
        let Some(by) = &self.closed_by else { return Verdict::Taken };
        let is_taken = match &parcel.report {
            Report::Closed { closure, .. } => closure.key == *by,
            _ => is_final,
        };
        if is_taken {
            return Verdict::Taken;
        }
        let closed = Box::new(self.closed(own));
        if parcel.key().is_some_and(|key| self.versions.contains(key)) {
            Verdict::TakenLate(closed)
        } else {
            Verdict::Overruled(closed)
        }
    }

    /// What it says of the segment. Its own closing has none of the agent's words.
    fn closed(&self, own: Option<ClosureKind>) -> Closed {
        let mut closure = CLOSURE.clone();
        if self.closed_by == Some(own_key()) {
            (closure.key, closure.notes) = (own_key(), String::new());
            closure.kind = own.unwrap_or(closure.kind);
        }
        let version = |key: &ClosureKey| Version {
            key: key.clone(),
            reason: VersionReason::Late,
            by: None,
            at: START,
            code: closure.code.clone(),
            notes: CLOSURE.notes.clone(),
            extra: closure.extra.clone(),
        };
        let versions = self.versions.iter().map(version).collect();
        Closed { closure, versions, kept_back: String::new() }
    }
}

static CLOSURE: LazyLock<Closure> = LazyLock::new(|| closed_page().closure().clone());

/// Ann's wrap-up, submitted under `key-1`.
fn closed_page() -> Page {
    let mut page = Page::typed(timed());
    page.submit();
    page.commit();
    page
}

fn steps() -> Vec<Vec<Change>> {
    let mut page = Page::wrapping_up(timed());
    let opened = page.conversation.clone();
    page.write("typed");
    let typed = page.conversation.clone();
    let closed = closed_page();
    let mut page = Page::new();
    page.conversation = closed.conversation.clone();
    let draft = Draft::of(Some(code("spam")), "corrected");
    let (by, reason, key) = (ann(), VersionReason::Correction, key("correction"));
    page.tell(Command::Correct { segment: segment("s1"), by, draft, reason, key });
    page.commit();
    let states = [opened, typed, closed.conversation, page.conversation];
    let as_records = |index: usize| {
        let Conversation { interaction, segments, .. } = &states[index];
        Records { interaction, segments }
    };
    let step = |index: usize| {
        let before = index.checked_sub(1).map(as_records);
        let revision = Revision(u64::try_from(index).unwrap() + 1);
        outbox::changes(before, as_records(index), &ann().agent, &[], revision, START)
    };
    (0..states.len()).map(step).collect()
}

impl Model for Delivery {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        vec![World {
            written: 0,
            learned: false,
            outbox: Held::<Vec<_>>::new(Vec::new()),
            tabs: [Tab::Idle, Tab::Idle],
            network: Vec::new(),
            requests: 0,
            backend: Backend::default(),
            deaths: 0,
            network_faults: 0,
            store_faults: 0,
        }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        // Who has heard that it is closed neither types nor closes.
        let goes_on = !world.learned || world.written > CLOSES;
        if world.written < self.steps.len() && goes_on {
            actions.push(Action::Write);
        }
        if self.bounds.own_closing.is_some()
            && world.backend.opened
            && world.backend.closed_by.is_none()
        {
            actions.push(Action::CloseByItself);
        }
        let network_may_fail = world.network_faults < self.bounds.network_faults;
        for Request { number, .. } in &world.network {
            actions.push(Action::Arrive(*number, true));
            if network_may_fail {
                actions.extend([Action::Arrive(*number, false), Action::Refuse(*number)]);
            }
        }
        for tab in 0..2 {
            match &world.tabs[tab] {
                Tab::Idle => {
                    // One idle tab is like another.
                    if !world.is_locked() && tab == 0 {
                        let sent = MOMENTS.map(|at| world.next(at));
                        let differ = sent[0] != sent[1];
                        let some = |index: usize| sent[index].is_some();
                        if some(0) && differ {
                            actions.push(Action::Send(tab, MOMENTS[0]));
                        }
                        if some(1) {
                            actions.push(Action::Send(tab, MOMENTS[1]));
                        }
                    }
                    continue;
                }
                Tab::Sending(..) => {
                    if network_may_fail {
                        actions.push(Action::GiveUp(tab));
                    }
                }
                Tab::Settling(..) => {
                    actions.push(Action::Settle(tab));
                    if world.store_faults < self.bounds.store_faults {
                        actions.push(Action::FailToSettle(tab));
                    }
                }
            }
            if world.deaths < self.bounds.deaths {
                actions.push(Action::Die(tab));
            }
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        match action {
            Action::Write => next.write(&self.steps[world.written]),
            Action::Send(tab, at) => {
                let parcel = Held::<Parcel>::new(next.next(at)?.clone());
                next.requests += 1;
                let number = next.requests;
                next.network.push(Request { number, parcel: parcel.clone() });
                next.tabs[tab] = Tab::Sending(parcel, number);
            }
            Action::Arrive(number, answered) => {
                let parcel = next.take_out(number)?;
                let receipt = next.backend.receive(&parcel.it, self.bounds.own_closing);
                let answer =
                    if answered { Ok(receipt) } else { Err(not_now(Trouble::Unreachable)) };
                next.network_faults += u8::from(!answered);
                next.hear(number, &answer);
            }
            Action::Refuse(number) => {
                next.take_out(number)?;
                next.network_faults += 1;
                next.hear(number, &Err(not_now(Trouble::Failed)));
            }
            Action::GiveUp(tab) => {
                let Tab::Sending(_, number) = next.tabs[tab] else { return None };
                next.network_faults += 1;
                next.hear(number, &Err(not_now(Trouble::NoAnswer)));
            }
            Action::Settle(tab) => next.settle(tab),
            Action::FailToSettle(tab) => {
                next.store_faults += 1;
                next.tabs[tab] = Tab::Idle;
            }
            Action::Die(tab) => {
                next.deaths += 1;
                next.tabs[tab] = Tab::Idle;
            }
            Action::CloseByItself => next.backend.closed_by = Some(own_key()),
        }
        if next.tabs[0] == Tab::Idle {
            next.tabs.swap(0, 1);
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        type Rule = Property<Delivery>;
        let mut properties = vec![
            Rule::always("a closure that was stored is never lost", |_, world| {
                world.written <= CLOSES || world.has(&key("key-1"))
            }),
            Rule::always("nor is a correction", |_, world| {
                world.written <= CORRECTS || world.has(&key("correction"))
            }),
            Rule::always("nor is the conversation's last record", |_, world| {
                let last = Some(Revision(u64::try_from(CLOSES).unwrap() + 1));
                let newest = |each: &Parcel| {
                    matches!(each.report, Report::Interaction(_)) && Some(each.revision) == last
                };
                let here = world.outbox.it.iter().any(newest);
                world.written <= CLOSES || here || world.backend.interaction == last
            }),
            Rule::always("nothing counts twice", |_, world| {
                let versions = &world.backend.versions;
                let once = |key| versions.iter().filter(|each| *each == key).count() == 1;
                let in_both = |key| world.backend.closed_by.as_ref() == Some(key);
                !world.backend.counted_twice
                    && versions.iter().all(|key| once(key) && !in_both(key))
            }),
            Rule::always("order is kept", |_, world| !world.backend.out_of_order),
            Rule::always("one tab delivers at a time", |_, world| {
                world.tabs.iter().filter(|tab| **tab != Tab::Idle).count() < 2
            }),
            Rule::eventually("all is delivered, or with its agent", |model, world| {
                let all = world.written == model.steps.len() || world.learned;
                all && world.is_over()
            }),
            Rule::sometimes("sent once more after it had arrived", |_, world| {
                world.requests > 7 && world.backend.has(&key("key-1"))
            }),
        ];
        match self.bounds.own_closing {
            Some(ClosureKind::TimedOut) => {
                properties.push(Rule::sometimes("a late version", |_, world| {
                    world.backend.versions.contains(&key("key-1"))
                }));
            }
            Some(_) => properties.push(Rule::sometimes("overruled and kept", |_, world| {
                let closing = |each: &&Parcel| each.key() == Some(&key("key-1"));
                let parcel = world.outbox.it.iter().find(closing);
                parcel.is_some_and(|parcel| parcel.rejected.is_some())
            })),
            None => {}
        }
        properties
    }
}

fn check(bounds: Bounds) {
    let begun = Instant::now();
    let checker = Delivery { steps: steps(), bounds }
        .checker()
        .threads(std::thread::available_parallelism().map_or(1, usize::from))
        .timeout(Duration::from_secs(600))
        .spawn_bfs()
        .join();
    println!(
        "{bounds:?}: {} unique states, {} in all, up to {} steps, in {:?}",
        checker.unique_state_count(),
        checker.state_count(),
        checker.max_depth(),
        begun.elapsed(),
    );
    for (name, path) in checker.discoveries() {
        let property = checker.model().property(name);
        if property.expectation != Expectation::Sometimes {
            println!("{name}:");
            for action in path.into_actions() {
                println!("  {action:.200?}");
            }
        }
    }
    checker.assert_properties();
}

const QUIET: Bounds = Bounds { deaths: 0, network_faults: 0, store_faults: 0, own_closing: None };

#[test]
fn no_order_of_deaths_and_lost_answers_loses_or_doubles_anything() {
    check(Bounds { deaths: 2, network_faults: 2, ..QUIET });
}

#[test]
fn nor_does_a_store_that_fails() {
    check(Bounds { store_faults: 2, network_faults: 2, deaths: 1, ..QUIET });
}

#[test]
fn nor_does_a_backend_that_closes_by_its_clock() {
    let own_closing = Some(ClosureKind::TimedOut);
    check(Bounds { deaths: 1, network_faults: 2, own_closing, ..QUIET });
}

#[test]
fn nor_does_a_backend_that_a_person_closes_in() {
    let own_closing = Some(ClosureKind::Ended);
    check(Bounds { deaths: 1, network_faults: 2, own_closing, ..QUIET });
}
