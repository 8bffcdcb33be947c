//! An exhaustive check of one interaction: every order of everything that can
//! happen within these bounds.
//!
//! - one interaction that begins in one of two ways: the conversation with both
//!   agents has just ended, or Ann has left it and Bob goes on talking;
//! - two agents: Ann works in both tabs, Bob in the second one;
//! - two tabs: two copies of the conversation over one stored record, which the
//!   store replaces only for a page that knows its current state; any other page
//!   is given the stored state to adopt;
//! - one extension, asked for in either tab or in both;
//! - one crash: a tab loses its memory at any moment, and reloads from the store;
//! - six steps of time of 30 s. The duration and an extension are two steps, so
//!   that deadline, extended deadline and the sweep after each lie within.
//!
//! Two more runs take, in place of extension and crash: in four steps of time, a
//! text that Ann types in the second tab and one commit whose answer is lost, so
//! that the page takes it for failed; and in two, one return of the customer.
//!
//! A page writes what it saves at once. A closure of Ann's is accepted in one
//! step and committed in a later one; in between anything else may happen. Bob's
//! are committed in the step that accepts them. Ann submits, closes her tab or
//! lets the time pass; the sweep comes by in the first tab, and commands that are
//! refused without a doubt (anything while a closure is being saved, the deadline
//! before its time) are left to the property tests. States that differ only in
//! instants which no rule reads any more (when a closed segment was closed) are
//! taken for the same.

#![allow(clippy::unwrap_used)]

mod fixtures;

use core::hash::{Hash, Hasher};
use std::hash::DefaultHasher;
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use fixtures::{START, agent, ann, bob, code, key, page_id, segment, timed, typing};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::draft::Edit;
use interaction_wrap_up::domain::gate::Actor;
use interaction_wrap_up::domain::id::{ClosureKey, InteractionId, SegmentId};
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction, InteractionState};
use interaction_wrap_up::domain::segment::{Closed, CommitFailure, Pending, Segment, SegmentState};
use interaction_wrap_up::domain::time::{Millis, Now};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Conversation, Effect};
use stateright::{Checker, Expectation, Model, Property};

/// After this long the check gives up, and fails.
const LIMIT: Duration = Duration::from_secs(600);
const STEP: Millis = Millis(30_000);

/// One interaction, two agents, two tabs.
struct OneInteraction {
    catalog: Arc<Catalog>,
    bounds: Bounds,
}

/// How often something may happen.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    steps: u8,
    extensions: u32,
    crashes: u8,
    lost_answers: u8,
    returns: u8,
    texts: u8,
}

/// The conversation as a page or the store has it, with its digest: most steps
/// change one of the three, and the others need not be hashed again.
#[derive(Debug, Clone)]
struct Snapshot {
    it: Arc<Conversation>,
    digest: u64,
}

impl PartialEq for Snapshot {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

impl Hash for Snapshot {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.digest.hash(state);
    }
}

impl Snapshot {
    /// Without what never changes here (the rules), and without instants that no
    /// rule reads any more.
    fn of(mut it: Conversation) -> Self {
        forget(&mut it);
        let mut digest = DefaultHasher::new();
        let Interaction { state, assigned_to, connected, system_wrap_up, .. } = &it.interaction;
        (state, assigned_to, connected, system_wrap_up).hash(&mut digest);
        for each in &it.segments {
            let Segment { id, opened_by, extensions, draft, state, pending, .. } = each;
            let versions = &each.pending_versions;
            (id, opened_by, extensions, draft, state, pending, versions).hash(&mut digest);
        }
        Self { it: Arc::new(it), digest: digest.finish() }
    }
}

fn forget(conversation: &mut Conversation) {
    conversation.interaction.closed_at = None;
    conversation.interaction.ended_at = None;
    let forget_closure =
        |closure: &mut Closure| (closure.at, closure.duration) = (START, Millis(0));
    for segment in &mut conversation.segments {
        segment.worked_before = Millis::ZERO;
        match &mut segment.pending {
            Some(Pending { closure, .. }) if closure.kind.by_system() => {
                closure.duration = Millis::ZERO;
            }
            Some(Pending { closure, .. }) => forget_closure(closure),
            None => {}
        }
        segment.pending_versions.iter_mut().for_each(|version| version.at = START);
        match &mut segment.state {
            SegmentState::Closed(closed) => {
                forget_closure(&mut closed.closure);
                closed.versions.iter_mut().for_each(|version| version.at = START);
            }
            SegmentState::Open(open) => open.since = START,
            SegmentState::Parked(parked) => parked.since = START,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Hash)]
struct Tab {
    /// `None` between a crash and the reload.
    page: Option<Snapshot>,
    /// Whether the page has the store's current state.
    current: bool,
}

/// What must never happen, and what the last step brought.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
#[allow(clippy::struct_excessive_bools)]
struct Seen {
    closure_changed: bool,
    accepted_lost: bool,
    closed_early: bool,
    reopened: bool,
    conflict: bool,
    offered: bool,
}

#[derive(Debug, Clone, PartialEq, Hash)]
struct World {
    time: u8,
    store: Snapshot,
    tabs: [Tab; 2],
    crashes: u8,
    lost_answers: u8,
    returns: u8,
    seen: Seen,
}

#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)] // few are kept at a time
enum Action {
    Tick,
    Tell(usize, Command),
    Commit(usize, SegmentId, ClosureKey),
    /// The store commits, and the page never hears of it.
    CommitUnheard(usize, SegmentId, ClosureKey),
    Hear(usize),
    Crash(usize),
    Reload(usize),
}

impl World {
    fn now(&self) -> Now {
        let passed = Millis(STEP.0 * u64::from(self.time));
        Now { wall: START + passed, monotonic: passed }
    }

    /// Whether all is closed and every page knows: nothing more can happen.
    fn is_over(&self) -> bool {
        let knows = |tab: &Tab| tab.current && tab.page.is_some();
        self.store.it.interaction.state.is_closed() && self.tabs.iter().all(knows)
    }

    fn page(&self, tab: usize) -> &Arc<Conversation> {
        &self.tabs[tab].page.as_ref().unwrap().it
    }

    /// Gives a command to a tab's page and carries out the saving. False if it
    /// came to nothing.
    fn tell(&mut self, tab: usize, command: Command) -> bool {
        let mut page = Conversation::clone(self.page(tab));
        let typed: Vec<_> = command.types_in().cloned().into_iter().collect();
        let effects = page.apply(command.clone(), self.now());
        if matches!(effects[..], [] | [Effect::Refused(_)]) && page == **self.page(tab) {
            return false;
        }
        self.tabs[tab].page = Some(Snapshot::of(page));
        if !self.save(tab, &effects, typed) {
            self.tell(tab, command); // again, upon the newer state
        }
        true
    }

    /// False if the other tab was faster.
    fn save(&mut self, tab: usize, effects: &[Effect], typed: Vec<SegmentId>) -> bool {
        if !effects.iter().any(|effect| matches!(effect, Effect::Save { .. })) {
            return true;
        }
        let page = Conversation::clone(self.page(tab));
        self.write(tab, page, typed)
    }

    /// Compare and set. A page that does not have the current state adopts it.
    fn write(&mut self, tab: usize, mut written: Conversation, typed: Vec<SegmentId>) -> bool {
        if !self.tabs[tab].current {
            self.seen.conflict = true;
            self.adopt(tab, typed);
            return false;
        }
        for segment in &mut written.segments {
            // Neither is part of the record.
            segment.pending = None;
            segment.pending_versions.clear();
        }
        self.note(&written);
        let written = Snapshot::of(written);
        if self.store.digest != written.digest {
            self.store = written;
            self.tabs[1 - tab].current = false;
        }
        true
    }

    /// Notes what a write does that it must not.
    fn note(&mut self, written: &Conversation) {
        for old in &self.store.it.segments {
            let new = written.segment(&old.id);
            let kept = match (old.closed(), new.and_then(Segment::closed)) {
                (Some(old), Some(new)) => {
                    let (was, is) = (&old.closure, &new.closure);
                    was.key == is.key
                        && was.same_content(is)
                        && new.versions.len() >= old.versions.len()
                }
                (Some(_), None) => false,
                (None, closed) => {
                    let due = match closed.map(|closed| closed.closure.kind) {
                        Some(ClosureKind::TimedOut) => old.deadline(),
                        Some(ClosureKind::Swept) => old.sweep_due(),
                        _ => Some(START),
                    };
                    let early = |due| closed.is_some_and(|closed| closed.closure.at < due);
                    self.seen.closed_early |= due.is_none_or(early);
                    new.is_some()
                }
            };
            self.seen.closure_changed |= !kept;
        }
        let (was, is) = (self.store.it.interaction.state, written.interaction.state);
        self.seen.reopened |= was.is_closed() && was != is;
    }

    fn adopt(&mut self, tab: usize, typed: Vec<SegmentId>) {
        let Conversation { interaction, segments, .. } = Conversation::clone(&self.store.it);
        let before = self.page(tab).clone();
        let mut page = Conversation::clone(&before);
        let adopt = Command::Adopt { interaction: Box::new(interaction), segments, typed };
        let effects = page.apply(adopt, self.now());
        for mine in &before.segments {
            let Some(accepted) = mine.pending.as_ref().map(|pending| &pending.closure) else {
                continue;
            };
            let now = page.segment(&mine.id);
            let pending = now.and_then(|now| now.pending.as_ref());
            let stands = pending.is_some_and(|pending| pending.closure == *accepted);
            let by_clock = accepted.kind.by_system();
            let undue = now.is_some_and(|now| by_clock && !now.is_due(accepted));
            let closed = now.and_then(Segment::closed);
            let versions = now.iter().flat_map(|now| &now.pending_versions);
            let versions = versions.chain(closed.iter().flat_map(|closed| &closed.versions));
            let in_record = closed.is_some_and(|closed| closed.closure.same_content(accepted))
                || versions.into_iter().any(|version| version.key == accepted.key);
            let offered = effects.iter().any(|effect| {
                matches!(effect, Effect::Superseded { closure, .. } if **closure == *accepted)
            });
            self.seen.offered |= offered;
            self.seen.accepted_lost |= !(stands || undue || in_record || offered);
        }
        self.tabs[tab] = Tab { page: Some(Snapshot::of(page)), current: true };
        self.save(tab, &effects, Vec::new());
    }

    /// Bob's closures are committed in the step that accepts them.
    fn commit_bobs(&mut self, tab: usize) {
        let bobs = |each: &&Segment| each.agent == agent("bob") && each.pending.is_some();
        let Some(bobs) = self.page(tab).segments.iter().find(bobs) else { return };
        let (id, key) = (bobs.id.clone(), bobs.pending.as_ref().unwrap().closure.key.clone());
        self.commit(tab, id, key, true);
    }

    fn commit(&mut self, tab: usize, segment: SegmentId, key: ClosureKey, heard: bool) {
        let settled = self.page(tab).settled(&segment);
        if !self.write(tab, settled, Vec::new()) {
            return;
        }
        if heard {
            self.tell(tab, Command::Committed { segment, key });
        } else {
            self.tabs[tab].current = false;
            let failure = CommitFailure::TryAgain;
            self.tell(tab, Command::NotCommitted { segment, key, failure });
        }
    }
}

impl OneInteraction {
    /// What agents, customer and timers may do in a tab.
    fn commands(&self, world: &World, tab: usize) -> Vec<Command> {
        let page = world.page(tab);
        let catalog = || Some(self.catalog.clone());
        let mut commands = Vec::new();
        match page.interaction.state {
            InteractionState::WorkInProgress if tab == 1 => {
                let segments = vec![segment("next"), segment("last")];
                let by = EndedBy::Customer;
                commands.push(Command::EndConversation { by, catalog: catalog(), segments });
            }
            InteractionState::WrapUp if tab == 1 && world.returns < self.bounds.returns => {
                commands.push(Command::CustomerReturns { agent: agent("ann") });
            }
            _ => {}
        }
        for by in if tab == 0 { vec![ann()] } else { vec![ann(), bob()] } {
            let talks = page.interaction.has(&by.agent);
            let mut in_hand = page.segments.iter().filter(|each| each.is_in_hand_of(&by.agent));
            if by == ann() && (talks || in_hand.any(|each| each.open().is_some())) {
                let key = key(&format!("tab {tab}"));
                let (by, segment) = (by.clone(), segment(&format!("early {tab}")));
                commands.push(Command::CloseTab { by, catalog: None, segment, key });
            }
            for each in page.segments.iter().filter(|each| each.agent == by.agent) {
                self.commands_about(world, tab, each, &by, &mut commands);
            }
        }
        commands
    }

    fn commands_about(
        &self,
        world: &World,
        tab: usize,
        each: &Segment,
        by: &Actor,
        commands: &mut Vec<Command>,
    ) {
        let segment = || each.id.clone();
        let under_way = |pending: &Pending| pending.failure.is_none();
        if !each.is_unfinished() || each.pending.as_ref().is_some_and(under_way) {
            return; // nothing but its commit
        }
        if each.open().is_none() {
            commands.push(Command::ResumeSegment { segment: segment(), by: by.clone() });
            return;
        }
        let name = |what: &str| key(&format!("{what} {tab} {}", each.draft.notes));
        let at = world.now().wall;
        let mut close = |what: &str, reason: CloseReason| {
            let (segment, key) = (segment(), name(what));
            commands.push(Command::Close { segment, reason, key });
        };
        close("submit", CloseReason::Submit(by.clone()));
        if each.is_past_deadline(at) {
            close("time out", CloseReason::Deadline);
        }
        if tab == 0 && each.sweep_due().is_some_and(|due| due <= at) {
            close("sweep", CloseReason::Sweep);
        }
        if each.pending.is_some() {
            commands.push(Command::Retry { segment: segment(), key: name("retry") });
        }
        if *by == ann() && each.extensions < self.bounds.extensions {
            commands.push(Command::Extend { segment: segment(), by: by.clone(), number: 1 });
        }
        if self.bounds.texts > 0 && *by == ann() && tab == 1 && each.draft.notes.is_empty() {
            let edit = Edit {
                page: page_id("two"),
                base: each.draft.notes_stamp.clone(),
                ..typing("typed")
            };
            commands.push(Command::Edit { segment: segment(), by: by.clone(), edit });
        }
    }
}

impl Model for OneInteraction {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        let world = |begin: Command| {
            let now = Now { wall: START, monotonic: Millis::ZERO };
            let id = InteractionId::new("call").unwrap();
            let interaction = Interaction::new(id, Channel::Phone, START);
            let mut page = Conversation::new(interaction, Vec::new(), now);
            for name in ["ann", "bob"] {
                page.apply(Command::Connect { agent: agent(name) }, now);
            }
            page.apply(begin, now);
            let store = Snapshot::of(page);
            let tab = Tab { page: Some(store.clone()), current: true };
            let (tabs, seen) = ([tab.clone(), tab], Seen::default());
            World { time: 0, store, tabs, crashes: 0, lost_answers: 0, returns: 0, seen }
        };
        let (by, catalog) = (EndedBy::Customer, Some(self.catalog.clone()));
        let segments = vec![segment("ann"), segment("bob")];
        let ended = Command::EndConversation { by, catalog: catalog.clone(), segments };
        let (agent, segment) = (agent("ann"), segment("ann"));
        let left = Command::Leave { agent, to: None, catalog, segment };
        // With a return of the customer, somebody is back on the conversation anyway.
        if self.bounds.returns > 0 { vec![world(ended)] } else { vec![world(ended), world(left)] }
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        if world.is_over() {
            return;
        }
        if world.time < self.bounds.steps {
            actions.push(Action::Tick);
        }
        for (index, tab) in world.tabs.iter().enumerate() {
            let Some(page) = &tab.page else {
                actions.push(Action::Reload(index));
                continue;
            };
            if !tab.current {
                actions.push(Action::Hear(index));
            }
            if world.crashes < self.bounds.crashes {
                actions.push(Action::Crash(index));
            }
            for each in &page.it.segments {
                let version = each.pending_versions.first().map(|version| &version.key);
                let closure = each.pending.as_ref().filter(|it| it.failure.is_none());
                let Some(key) = closure.map(|it| &it.closure.key).or(version) else {
                    continue;
                };
                let (id, key) = (each.id.clone(), key.clone());
                actions.push(Action::Commit(index, id.clone(), key.clone()));
                if world.lost_answers < self.bounds.lost_answers {
                    actions.push(Action::CommitUnheard(index, id, key));
                }
            }
            let commands = self.commands(world, index);
            actions.extend(commands.into_iter().map(|command| Action::Tell(index, command)));
        }
    }

    fn next_state(&self, world: &World, action: Action) -> Option<World> {
        let mut next = world.clone();
        (next.seen.conflict, next.seen.offered) = (false, false);
        match action {
            Action::Tick => {
                next.time += 1;
                let now = next.now();
                for page in next.tabs.iter_mut().filter_map(|tab| tab.page.as_mut()) {
                    Arc::make_mut(&mut page.it).clock.observe(now);
                }
            }
            Action::Tell(tab, command) => {
                next.returns += u8::from(matches!(command, Command::CustomerReturns { .. }));
                if !next.tell(tab, command) {
                    return None;
                }
                next.commit_bobs(tab);
            }
            Action::Commit(tab, segment, key) => next.commit(tab, segment, key, true),
            Action::CommitUnheard(tab, segment, key) => {
                next.lost_answers += 1;
                next.commit(tab, segment, key, false);
            }
            Action::Hear(tab) => next.adopt(tab, Vec::new()),
            Action::Crash(tab) => {
                next.crashes += 1;
                next.tabs[tab].page = None;
            }
            Action::Reload(tab) => {
                let stored = Conversation::clone(&next.store.it);
                let page = Conversation::new(stored.interaction, stored.segments, next.now());
                next.tabs[tab] = Tab { page: Some(Snapshot::of(page)), current: true };
            }
        }
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        type Rule = Property<OneInteraction>;
        let mut properties = vec![
            Rule::always("one closure a segment, never changed", |_, world| {
                !world.seen.closure_changed
            }),
            Rule::always("an accepted closure is never lost to the other tab", |_, world| {
                !world.seen.accepted_lost
            }),
            Rule::always("the clock closes nothing before its time", |_, world| {
                !world.seen.closed_early
            }),
            Rule::always("closed once and for good", |_, world| !world.seen.reopened),
            Rule::always("closed exactly when nothing is left", |_, world| {
                let Conversation { interaction, segments, .. } = &*world.store.it;
                let left = !interaction.connected.is_empty()
                    || segments.iter().any(|each| each.closed().is_none());
                interaction.state.is_closed() != left
            }),
            Rule::always("capacity is held by who has something left", |_, world| {
                let stored = &world.store.it;
                ["ann", "bob"].map(agent).iter().all(|agent| {
                    let talks = stored.interaction.connected.contains(agent);
                    let mine = |each: &&Segment| each.agent == *agent;
                    let left = |each: &Segment| !matches!(each.state, SegmentState::Closed(_));
                    let left = stored.segments.iter().filter(mine).any(left);
                    stored.holds_capacity(agent) == (talks || left)
                })
            }),
            Rule::always("the system closes only what it closed a segment of", |_, world| {
                let mut closures = closures(world);
                !world.store.it.interaction.system_wrap_up
                    || closures.any(|closed| closed.closure.kind.by_system())
            }),
            Rule::always("one extension counts once", |_, world| {
                world.store.it.segments.iter().all(|each| {
                    let latest = START + Millis(STEP.0 * 4);
                    let moved = each.opened_at == START && each.deadline() > Some(latest);
                    each.extensions <= 1 && (!moved || each.pending.is_some() || parked_once(world))
                })
            }),
        ];
        properties.extend(reachable(self.bounds));
        properties
    }
}

/// A parked segment's deadline moves on when it is taken up again.
fn parked_once(world: &World) -> bool {
    world.returns > 0
}

fn closures(world: &World) -> impl Iterator<Item = &Closed> {
    world.store.it.segments.iter().filter_map(Segment::closed)
}

/// What must be possible within the bounds, or they would prove nothing.
fn reachable(bounds: Bounds) -> Vec<Property<OneInteraction>> {
    type Possible = Property<OneInteraction>;
    fn closed(world: &World, kind: ClosureKind) -> bool {
        closures(world).any(|closed| closed.closure.kind == kind)
    }
    fn over(world: &World) -> bool {
        world.store.it.interaction.state == InteractionState::ClosedComplete
    }
    let mut possible = vec![
        Possible::sometimes("submitted", |_, world| closed(world, ClosureKind::Submitted)),
        Possible::sometimes("tab closed", |_, world| closed(world, ClosureKind::TabClosed)),
        Possible::sometimes("timed out", |_, world| closed(world, ClosureKind::TimedOut)),
        Possible::sometimes("closed by a person", |_, world| {
            over(world) && !world.store.it.interaction.system_wrap_up
        }),
        Possible::sometimes("closed by the system", |_, world| {
            over(world) && world.store.it.interaction.system_wrap_up
        }),
        Possible::sometimes("a conflict between the tabs", |_, world| world.seen.conflict),
        Possible::sometimes("a closure offered as a correction", |_, world| world.seen.offered),
        Possible::sometimes("a late version", |_, world| {
            let late = |each: &Version| each.reason == VersionReason::Late;
            closures(world).any(|closed| closed.versions.iter().any(late))
        }),
    ];
    if bounds.extensions > 0 {
        possible.push(Possible::sometimes("extended, and timed out later", |_, world| {
            let extended = |each: &&Segment| each.extensions == 1;
            let closed =
                world.store.it.segments.iter().filter(extended).filter_map(Segment::closed);
            closed.into_iter().any(|closed| closed.closure.kind == ClosureKind::TimedOut)
        }));
    }
    if bounds.crashes > 0 {
        possible.push(Possible::sometimes("closed after a crash", |_, world| {
            over(world) && world.crashes > 0
        }));
    }
    if bounds.lost_answers > 0 {
        possible.push(Possible::sometimes("closed though an answer was lost", |_, world| {
            over(world) && world.lost_answers > 0
        }));
    }
    if bounds.steps >= 4 {
        possible.push(Possible::sometimes("swept", |_, world| closed(world, ClosureKind::Swept)));
    }
    if bounds.texts > 0 {
        possible
            .push(Possible::sometimes("what was typed in the second tab is saved", |_, world| {
                closures(world).any(|closed| closed.notes() == "typed")
            }));
    }
    if bounds.returns == 0 {
        possible.push(Possible::sometimes("Bob's begins while Ann's is unfinished", |_, world| {
            let named = |name: &str| world.store.it.segment(&segment(name));
            named("next").is_some() && named("ann").is_some_and(Segment::is_unfinished)
        }));
    }
    if bounds.returns > 0 {
        possible.push(Possible::sometimes("parked", |_, world| {
            let parked = |each: &Segment| matches!(each.state, SegmentState::Parked(_));
            world.store.it.segments.iter().any(parked)
        }));
        possible.push(Possible::sometimes("closed after the customer's return", |_, world| {
            over(world) && world.returns > 0
        }));
    }
    possible
}

fn check(bounds: Bounds) {
    let configuration = Configuration {
        allowed_codes: vec![code("resolved")],
        extension_seconds: Some(60),
        max_extensions: bounds.extensions,
        ..timed()
    };
    let begun = Instant::now();
    let threads = available_parallelism().map_or(1, usize::from);
    let checker = OneInteraction { catalog: fixtures::catalog(configuration), bounds }
        .checker()
        .threads(threads)
        .timeout(LIMIT)
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
        if property.expectation == Expectation::Always {
            for action in path.into_actions() {
                println!("  {action:.200?}");
            }
        }
    }
    assert!(begun.elapsed() < LIMIT, "not every state was seen");
    checker.assert_properties();
}

/// What may not happen but by a field that is given.
const QUIET: Bounds =
    Bounds { steps: 6, extensions: 0, crashes: 0, lost_answers: 0, returns: 0, texts: 0 };

#[test]
fn no_order_of_extension_crash_and_closing_breaks_a_rule() {
    check(Bounds { extensions: 1, crashes: 1, ..QUIET });
}

#[test]
fn no_order_of_lost_answer_typing_and_closing_breaks_a_rule() {
    check(Bounds { lost_answers: 1, texts: 1, steps: 4, ..QUIET });
}

#[test]
fn no_order_of_the_customers_return_and_closing_breaks_a_rule() {
    check(Bounds { returns: 1, steps: 2, ..QUIET });
}
