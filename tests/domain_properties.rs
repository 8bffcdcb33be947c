//! What holds whatever is asked of a conversation, in whatever order, by
//! whomever, with whatever clocks: arbitrary commands against small independent
//! records of what must come of them.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use fixtures::{START, agent, code, codes, key, page_id, segment, timed};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, VersionReason};
use interaction_wrap_up::domain::configuration::{
    Configuration, InterruptionRules, Mode, OnInterruption, SweepAfter,
};
use interaction_wrap_up::domain::draft::{Draft, Edit, Entry, Stamp};
use interaction_wrap_up::domain::extra::{ExtraField, ExtraKind};
use interaction_wrap_up::domain::field::{FieldValue, Fields, Number};
use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::domain::id::{AgentId, ClosureKey, InteractionId, PageId, SegmentId};
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction, InteractionState};
use interaction_wrap_up::domain::journal::JournalEvent;
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::{CommitFailure, Forecast, Segment, SegmentState};
use interaction_wrap_up::domain::time::{Millis, Now, Timestamp};
use interaction_wrap_up::domain::wrap_up::{
    CloseReason, Command, Conversation, DialogAccess, Effect, Interruption, transition,
};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const AGENTS: [&str; 3] = ["ann", "bob", "cy"];
const SEGMENTS: [&str; 4] = ["s1", "s2", "s3", "s4"];

// Arbitrary everything.

fn any_agent() -> impl Strategy<Value = AgentId> {
    select(&AGENTS[..]).prop_map(agent)
}

fn any_segment() -> impl Strategy<Value = SegmentId> {
    select(&SEGMENTS[..]).prop_map(segment)
}

fn any_key() -> impl Strategy<Value = ClosureKey> {
    (0..12_u8).prop_map(|number| key(&format!("k{number}")))
}

/// Mostly people with the role they need.
fn any_actor() -> impl Strategy<Value = Actor> {
    let roles = prop_oneof![
        6 => Just(vec![Role::InteractionAdmin]),
        1 => Just(vec![]),
        1 => Just(vec![Role::Supervisor]),
        1 => Just(vec![Role::InteractionAdmin, Role::Supervisor, Role::Admin]),
    ];
    (any_agent(), roles)
        .prop_map(|(agent, roles)| Actor { agent, roles: roles.into_iter().collect() })
}

fn any_notes() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-c]{0,3}",
        1 => "\\PC{0,8}",
        1 => (3_999..4_003_usize).prop_map(|length| "ü".repeat(length)),
    ]
}

/// Fitting or not.
fn any_value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        select(vec!["delay", "fault", "other", " "]).prop_map(|it| FieldValue::Text(it.into())),
        (-9_i16..9).prop_map(|it| FieldValue::Number(Number::new(it.into()).unwrap())),
    ]
}

/// A choice that may be required, and a number that is not.
fn extra_fields(required: bool) -> Vec<ExtraField> {
    let options = ["delay", "fault"].map(str::to_owned).to_vec();
    let field = |name: &str, kind, required| {
        let (name, label) = (name.to_owned(), name.to_uppercase());
        ExtraField { name, label, kind, required }
    };
    vec![
        field("reason", ExtraKind::Choice(options), required),
        field("sum", ExtraKind::Number, false),
    ]
}

fn any_page() -> impl Strategy<Value = PageId> {
    select(&["one", "two", "three"][..]).prop_map(page_id)
}

fn any_edit() -> impl Strategy<Value = Edit> {
    let codes = select(vec![None, Some("resolved"), Some("billing"), Some("old"), Some("nothing")]);
    let entry = prop_oneof![
        codes.prop_map(|name| Entry::Code(name.map(code))),
        any_notes().prop_map(Entry::Notes),
        (any_notes(), any_notes()).prop_map(|(text, shown)| Entry::taking(text, &shown)),
        (any_notes(), any_notes()).prop_map(|(text, shown)| Entry::inserting(&text, &shown)),
        (select(vec!["reason", "sum", "nothing"]), prop::option::of(any_value()))
            .prop_map(|(name, value)| Entry::Extra { name: name.to_owned(), value }),
    ];
    let stamp = (0..4_u32, any_page()).prop_map(|(revision, page)| Stamp {
        revision,
        page: Some(page),
        suggested: false,
    });
    (entry, any_page(), stamp).prop_map(|(entry, page, base)| Edit { entry, page, base })
}

fn any_interruption_rule() -> impl Strategy<Value = OnInterruption> {
    select(vec![OnInterruption::GoOn, OnInterruption::Park, OnInterruption::Close])
}

prop_compose! {
    fn any_configuration()(
        mode in select(vec![
            Mode::Standard, Mode::Standard, Mode::Standard, Mode::Forced, Mode::Forced, Mode::Mandatory, Mode::Mandatory, Mode::AgentRequested,
        ]),
        enforce_duration in prop::bool::weighted(0.7),
        duration_seconds in 1..90_u64,
        extension_seconds in prop::option::of(1..90_u64),
        max_extensions in 0..3_u32,
        expiry_policy in select(vec![
            ExpiryPolicy::DefaultAndDiscard, ExpiryPolicy::FillBlanks, ExpiryPolicy::KeepEntered,
        ]),
        enable_codes in prop::bool::weighted(0.9),
        has_default in prop::bool::weighted(0.8),
        (use_ai_as_default, enable_ai_notes) in (any::<bool>(), any::<bool>()),
        (status_change, outbound_call, logout) in
            (any_interruption_rule(), any_interruption_rule(), any_interruption_rule()),
        early_dialog in any::<bool>(),
        wrap_up_unconnected in any::<bool>(),
        sweeps in any::<bool>(),
        for_any_channel in prop::bool::weighted(0.9),
        (code_required, notes_required, extra_required) in (
            prop::bool::weighted(0.2), prop::bool::weighted(0.2), prop::option::weighted(0.4, prop::bool::weighted(0.3)),
        ),
        share_percent in prop_oneof![4 => Just(100), 1 => Just(50)],
        warning_seconds in 20..40_u64,
        sound in prop::bool::weighted(0.9),
    ) -> Configuration {
        // Nine of ten are made sound.
        let enforce_duration = enforce_duration || sound && mode == Mode::Forced;
        let enable_codes = enable_codes || sound && mode == Mode::Mandatory;
        let has_default = has_default || sound && enforce_duration;
        Configuration {
            mode, enforce_duration, duration_seconds, extension_seconds, max_extensions,
            expiry_policy, enable_codes, use_ai_as_default, enable_ai_notes, early_dialog, wrap_up_unconnected,
            default_code: has_default.then(|| code("resolved")),
            on_interruption: InterruptionRules { status_change, outbound_call, logout },
            sweep_after: if sweeps { SweepAfter::Seconds(120) } else { SweepAfter::Never },
            channels: if for_any_channel { vec![] } else { vec![Channel::Chat] },
            code_required, notes_required, share_percent, warning_seconds,
            extra_fields: extra_required.map_or_else(Vec::new, extra_fields),
            correction_seconds: 300,
            show_timer: true,
            ..timed()
        }
    }
}

fn any_catalog() -> impl Strategy<Value = Option<Arc<Catalog>>> {
    let catalog = any_configuration().prop_map(|configuration| {
        Some(Arc::new(Catalog { configurations: vec![configuration], codes: codes() }))
    });
    prop_oneof![9 => catalog, 1 => Just(None)]
}

fn any_closure() -> impl Strategy<Value = Closure> {
    let kinds = [
        ClosureKind::Submitted,
        ClosureKind::Ended,
        ClosureKind::TabClosed,
        ClosureKind::TimedOut,
        ClosureKind::Swept,
    ];
    (any_key(), select(kinds.to_vec()), any_agent(), "[a-c]{0,3}").prop_map(
        |(key, kind, agent, notes)| Closure {
            key,
            kind,
            by: (!kind.by_system()).then_some(agent),
            at: START,
            code: None,
            notes,
            duration: Millis(1),
            extra: Fields::new(),
            required_missing: false,
        },
    )
}

/// About a conversation as a whole.
fn any_turn() -> impl Strategy<Value = Command> {
    let by = prop_oneof![Just(EndedBy::Customer), any_agent().prop_map(EndedBy::Agent)];
    let names = prop::collection::vec(any_segment(), 0..4);
    prop_oneof![
        4 => any_agent().prop_map(|agent| Command::Connect { agent }),
        1 => Just(Command::Hold),
        1 => Just(Command::Resume),
        1 => prop::option::of(any_agent()).prop_map(|to| Command::Assign { to }),
        4 => (by, any_catalog(), names).prop_map(|(by, catalog, segments)| {
            Command::EndConversation { by, catalog, segments }
        }),
        2 => (any_agent(), prop::option::of(any_agent()), any_catalog(), any_segment()).prop_map(
            |(agent, to, catalog, segment)| Command::Leave { agent, to, catalog, segment }
        ),
        1 => any_agent().prop_map(|agent| Command::CustomerReturns { agent }),
        1 => (any_actor(), any_catalog())
            .prop_map(|(by, catalog)| Command::OpenEarly { by, catalog }),
        1 => (any_actor(), any_edit()).prop_map(|(by, edit)| Command::EditEarly { by, edit }),
        1 => (any_agent(), any::<bool>())
            .prop_map(|(agent, wanted)| Command::RequestWrapUp { agent, wanted }),
    ]
}

/// About one segment.
fn any_work() -> impl Strategy<Value = Command> {
    let reason = prop_oneof![
        4 => any_actor().prop_map(CloseReason::Submit),
        1 => any_actor().prop_map(CloseReason::End),
        1 => any_actor().prop_map(CloseReason::Force),
        3 => Just(CloseReason::Deadline),
        1 => Just(CloseReason::Sweep),
        1 => (0..200_000_i64)
            .prop_map(|after| CloseReason::Gone { since: Timestamp(START.0 + after) }),
    ];
    let interruption =
        select(vec![Interruption::StatusChange, Interruption::OutboundCall, Interruption::Logout]);
    let version = select(vec![VersionReason::Correction, VersionReason::Undo, VersionReason::Late]);
    let draft = (select(vec![None, Some("billing")]), any_notes())
        .prop_map(|(name, notes)| Draft::of(name.map(code), notes));
    prop_oneof![
        4 => (any_segment(), any_actor(), any_edit())
            .prop_map(|(segment, by, edit)| Command::Edit { segment, by, edit }),
        1 => (any_segment(), any_actor(), "[a-c]{0,3}")
            .prop_map(|(segment, by, text)| Command::DismissAside { segment, by, text }),
        1 => (any_segment(), select(vec!["spam", "old"]))
            .prop_map(|(segment, name)| Command::Suggest { segment, code: code(name) }),
        1 => (any_segment(), any_notes())
            .prop_map(|(segment, notes)| Command::SuggestNotes { segment, notes }),
        1 => (any_segment(), any_actor())
            .prop_map(|(segment, by)| Command::SuggestionShown { segment, by }),
        2 => (any_segment(), any_actor(), 0..4_u32)
            .prop_map(|(segment, by, number)| Command::Extend { segment, by, number }),
        1 => (any_segment(), any_actor())
            .prop_map(|(segment, by)| Command::ResumeSegment { segment, by }),
        1 => any_segment().prop_map(|segment| Command::Warn { segment }),
        1 => (any_segment(), any_actor(), any_agent())
            .prop_map(|(segment, by, to)| Command::HandOver { segment, by, to }),
        1 => any_segment().prop_map(|segment| Command::Delivered { segment }),
        5 => (any_segment(), reason, any_key())
            .prop_map(|(segment, reason, key)| Command::Close { segment, reason, key }),
        1 => (any_actor(), any_catalog(), any_key()).prop_map(|(by, catalog, key)| {
            Command::CloseTab { by, catalog, segment: segment("s1"), key }
        }),
        1 => (any_agent(), interruption, any_key())
            .prop_map(|(agent, by, key)| Command::Interrupt { agent, by, key }),
        3 => (any_segment(), any_actor(), draft, version, any_key()).prop_map(
            |(segment, by, draft, reason, key)| {
                Command::Correct { segment, by, draft, reason, key }
            }
        ),
        1 => (any_segment(), any_closure()).prop_map(|(segment, closure)| {
            Command::Late { segment, closure: Box::new(closure) }
        }),
        1 => (any_segment(), any_key())
            .prop_map(|(segment, key)| Command::Retry { segment, key }),
        1 => (any_segment(), any_key())
            .prop_map(|(segment, key)| Command::Committed { segment, key }),
    ]
}

/// What the clocks do between two commands.
#[derive(Debug, Clone, Copy)]
enum Passing {
    /// Both run.
    Runs(u64),
    /// The monotonic clock stands still.
    Sleeps(u64),
    /// A hand moves the wall clock.
    Set(i64),
}

fn pass(now: &mut Now, passing: Passing) {
    match passing {
        Passing::Runs(length) => {
            now.wall = now.wall + Millis(length);
            now.monotonic = now.monotonic + Millis(length);
        }
        Passing::Sleeps(length) => now.wall = now.wall + Millis(length),
        Passing::Set(by) => now.wall = Timestamp(now.wall.0 + by),
    }
}

fn any_passing() -> impl Strategy<Value = Passing> {
    prop_oneof![
        3 => Just(Passing::Runs(0)),
        4 => (0..5_000_u64).prop_map(Passing::Runs),
        2 => (0..60_000_u64).prop_map(Passing::Runs),
        1 => (0..200_000_u64).prop_map(Passing::Sleeps),
        1 => (-200_000..200_000_i64).prop_map(Passing::Set),
    ]
}

#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant)] // there are forty of them at most
enum Input {
    Command(Command),
    /// The store answers whatever is being saved, well or badly.
    Answer(Option<CommitFailure>),
    /// A backend said its time is so much ahead of the wall clock, after a round
    /// trip of so many milliseconds.
    Heard(i64, u64),
    /// The last command comes a second time.
    Again,
}

/// Honest, set, or nonsense; quick or slow.
fn any_answer_of_time() -> impl Strategy<Value = (i64, u64)> {
    let ahead = prop_oneof![6 => Just(0), 3 => -300_000..300_000_i64, 1 => select(vec![i64::MIN, i64::MAX])];
    (ahead, prop_oneof![4 => 0..300_u64, 1 => 0..9_000_u64])
}

fn any_input() -> impl Strategy<Value = Input> {
    let answer = prop_oneof![
        3 => Just(None),
        1 => Just(Some(CommitFailure::TryAgain)),
        1 => Just(Some(CommitFailure::Refused)),
    ];
    prop_oneof![
        2 => any_turn().prop_map(Input::Command),
        8 => any_work().prop_map(Input::Command),
        3 => answer.prop_map(Input::Answer),
        2 => any_answer_of_time().prop_map(|(ahead, trip)| Input::Heard(ahead, trip)),
        1 => Just(Input::Again),
    ]
}

/// What is asked, when, and how well it is aimed; see [`aim`].
type History = Vec<(Passing, Input, u8)>;

fn any_history() -> impl Strategy<Value = History> {
    let connect = |name| Input::Command(Command::Connect { agent: agent(name) });
    let end = any_catalog().prop_map(|catalog| {
        let segments = SEGMENTS.map(segment).into();
        Input::Command(Command::EndConversation { by: EndedBy::Customer, catalog, segments })
    });
    let length = prop_oneof![1 => 0..3_usize, 4 => Just(3)];
    let beginning = (length, end).prop_map(move |(length, end)| {
        let inputs = [connect("ann"), connect("bob"), end];
        inputs.into_iter().take(length).map(|input| (Passing::Runs(0), input, 255)).collect()
    });
    let rest = prop::collection::vec((any_passing(), any_input(), any::<u8>()), 1..40);
    (beginning, rest).prop_map(|(mut history, rest): (History, _)| {
        history.extend(rest);
        history
    })
}

/// Commands at random seldom meet anything. Three of four are turned to somebody
/// and something that is there, and bring names and keys that nobody has used.
fn aim(command: &mut Command, at: &Conversation, luck: u8, step: usize) {
    if luck >= 192 {
        return;
    }
    let pick = usize::from(luck);
    let some = |wanted: &dyn Fn(&Segment) -> bool| {
        let found: Vec<_> = at.segments.iter().filter(|each| wanted(each)).collect();
        (!found.is_empty()).then(|| found[pick % found.len()].clone())
    };
    let unfinished = some(&Segment::is_unfinished);
    let closed = some(&|each| each.closed().is_some());
    let fresh = key(&format!("fresh {step}"));
    let connected = &at.interaction.connected;
    let talking = (!connected.is_empty()).then(|| connected[pick % connected.len()].clone());
    let names = || (0..4).map(|number| segment(&format!("s{step}-{number}")));
    match command {
        Command::Edit { segment, by, .. }
        | Command::Extend { segment, by, .. }
        | Command::DismissAside { segment, by, .. }
        | Command::ResumeSegment { segment, by } => {
            let Some(it) = unfinished else { return };
            (*segment, by.agent) = (it.id, it.agent);
            match command {
                Command::Extend { number, .. } => *number = it.extensions + 1,
                Command::DismissAside { text, .. } => {
                    if let Some(aside) = it.draft.aside.first() {
                        text.clone_from(&aside.notes);
                    }
                }
                _ => {}
            }
        }
        Command::Close { segment, reason, key } => {
            let Some(it) = unfinished else { return };
            (*segment, *key) = (it.id, fresh);
            match reason {
                CloseReason::Submit(by) | CloseReason::End(by) => by.agent = it.agent,
                CloseReason::Force(by) => {
                    by.roles.insert(Role::Supervisor);
                }
                CloseReason::Deadline | CloseReason::Sweep | CloseReason::Gone { .. } => {}
            }
        }
        Command::CloseTab { by, segment, key, .. } => {
            *segment = names().next().unwrap();
            by.agent = unfinished.map(|it| it.agent).or(talking).unwrap_or(by.agent.clone());
            *key = fresh;
        }
        Command::Interrupt { agent, key, .. } => {
            *agent = unfinished.map_or(agent.clone(), |it| it.agent);
            *key = fresh;
        }
        Command::HandOver { segment, by, .. } => {
            let Some(it) = unfinished else { return };
            *segment = it.id;
            by.roles.insert(Role::Supervisor);
        }
        Command::Suggest { segment, .. }
        | Command::SuggestNotes { segment, .. }
        | Command::SuggestionShown { segment, .. }
        | Command::Warn { segment } => {
            *segment = unfinished.map_or(segment.clone(), |it| it.id);
        }
        Command::Retry { segment, key } => {
            *segment = unfinished.map_or(segment.clone(), |it| it.id);
            *key = fresh;
        }
        Command::Correct { segment, by, key, reason, .. } => {
            let submitted = |it: &Segment| {
                it.closed().is_some_and(|it| it.closure.kind == ClosureKind::Submitted)
            };
            let undone = some(&submitted).filter(|_| *reason == VersionReason::Undo);
            let Some(it) = undone.or(closed) else { return };
            (*segment, by.agent, *key) = (it.id, it.agent, fresh);
        }
        Command::Late { segment, closure } => {
            let Some(it) = closed else { return };
            (*segment, closure.key) = (it.id, fresh);
        }
        Command::EndConversation { by, segments, .. } => {
            *segments = names().collect();
            if let (EndedBy::Agent(agent), Some(talking)) = (by, talking) {
                *agent = talking;
            }
        }
        Command::Leave { agent, segment, .. } => {
            *agent = talking.unwrap_or(agent.clone());
            *segment = names().next().unwrap();
        }
        Command::OpenEarly { by, .. }
        | Command::EditEarly { by, .. }
        | Command::DismissEarlyAside { by, .. } => {
            by.agent = talking.unwrap_or(by.agent.clone());
        }
        Command::RequestWrapUp { agent, .. } => *agent = talking.unwrap_or(agent.clone()),
        _ => {}
    }
}

fn new_conversation(now: Now) -> Conversation {
    let id = InteractionId::new("call").unwrap();
    Conversation::new(Interaction::new(id, Channel::Phone, now.wall), Vec::new(), now)
}

/// Plays a history; `check` sees every step, before and after.
fn play(
    history: History,
    mut check: impl FnMut(&Step) -> Result<(), TestCaseError>,
) -> Result<Conversation, TestCaseError> {
    let mut now = Now { wall: START, monotonic: Millis(9_000) };
    let mut conversation = new_conversation(now);
    let mut last = Command::Hold;
    for (number, (passing, input, luck)) in history.into_iter().enumerate() {
        pass(&mut now, passing);
        let commands = match input {
            Input::Command(mut command) => {
                aim(&mut command, &conversation, luck, number);
                vec![command]
            }
            Input::Heard(ahead, trip) => {
                let time = Timestamp(now.wall.0.saturating_add(ahead));
                let monotonic = now.monotonic.saturating_sub(Millis(trip));
                let sent = Now { wall: now.wall - Millis(trip), monotonic };
                vec![Command::Heard { time, sent }]
            }
            Input::Again => vec![last.clone()],
            Input::Answer(failure) => answers(&conversation, failure.as_ref()),
        };
        for command in commands {
            last = command.clone();
            let before = conversation;
            let (after, effects) = transition(before.clone(), command.clone(), now);
            let step = Step { before, command, after, effects, now };
            check(&step)?;
            conversation = step.after;
        }
    }
    Ok(conversation)
}

fn answers(conversation: &Conversation, failure: Option<&CommitFailure>) -> Vec<Command> {
    let answer = |(segment, key): (&SegmentId, &ClosureKey)| {
        let (segment, key) = (segment.clone(), key.clone());
        match failure.cloned() {
            None => Command::Committed { segment, key },
            Some(failure) => Command::NotCommitted { segment, key, failure },
        }
    };
    let keys = |each: &'_ Segment| -> Vec<ClosureKey> {
        let closure = each.pending.iter().map(|pending| pending.closure.key.clone());
        let versions = each.pending_versions.iter().map(|version| version.key.clone());
        closure.chain(versions).collect()
    };
    let of =
        |each: &Segment| keys(each).iter().map(|key| answer((&each.id, key))).collect::<Vec<_>>();
    conversation.segments.iter().flat_map(of).collect()
}

struct Step {
    before: Conversation,
    command: Command,
    after: Conversation,
    effects: Vec<Effect>,
    now: Now,
}

impl Step {
    fn at(&self) -> Timestamp {
        self.after.clock.peek(self.now)
    }

    fn refused(&self) -> bool {
        self.effects.iter().any(|effect| matches!(effect, Effect::Refused(_)))
    }

    /// Every segment with what it was before, if it was.
    fn segments(&self) -> impl Iterator<Item = (Option<&Segment>, &Segment)> {
        self.after.segments.iter().map(|after| (self.before.segment(&after.id), after))
    }

    /// The closures that this step accepted, newly or in place of a failed one.
    fn accepted(&self) -> impl Iterator<Item = (&Segment, &Closure, &Segment)> {
        self.segments().filter_map(|(before, after)| {
            let (before, is) = (before?, &after.pending.as_ref()?.closure);
            let was = before.pending.as_ref().map(|pending| &pending.closure);
            (was != Some(is)).then_some((before, is, after))
        })
    }
}

/// The properties would say little if nothing ever happened in the histories.
#[test]
fn arbitrary_histories_reach_every_end() {
    let mut runner = TestRunner::deterministic();
    let mut kinds = BTreeMap::new();
    let mut reasons = BTreeMap::new();
    let (mut parked, mut overdue, mut recorded, mut extended) = (0, 0, 0, 0);
    for _ in 0..4_000 {
        let history = any_history().new_tree(&mut runner).unwrap().current();
        let last = play(history, |step| {
            for each in &step.after.segments {
                let open = each.open();
                parked += usize::from(each.is_unfinished() && open.is_none());
                overdue += usize::from(open.is_some_and(|open| open.overdue));
                recorded += usize::from(open.is_some_and(|open| open.recorded.is_some()));
                extended += usize::from(each.extensions > 0);
            }
            Ok(())
        });
        for closed in last.unwrap().segments.iter().filter_map(Segment::closed) {
            *kinds.entry(format!("{:?}", closed.closure.kind)).or_insert(0) += 1;
            for version in &closed.versions {
                *reasons.entry(format!("{:?}", version.reason)).or_insert(0) += 1;
            }
        }
    }
    println!("{kinds:?} {reasons:?}");
    println!("{parked} parked, {overdue} overdue, {recorded} recorded, {extended} extended");
    assert_eq!(kinds.len(), 7, "{kinds:?}");
    assert_eq!(reasons.len(), 3, "{reasons:?}");
    assert!(parked > 0 && overdue > 0 && recorded > 0 && extended > 0);
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, max_shrink_iters: 4_000, ..ProptestConfig::default()
    })]

    #[test]
    fn a_refused_command_changes_nothing(history in any_history()) {
        play(history, |step| {
            if step.refused() {
                prop_assert_eq!(&step.before.interaction, &step.after.interaction);
                prop_assert_eq!(&step.before.segments, &step.after.segments);
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_segment_is_closed_once_and_for_good(history in any_history()) {
        play(history, |step| {
            for was in &step.before.segments {
                let is = step.after.segment(&was.id);
                prop_assert!(is.is_some(), "{} is gone", was.id);
                let (Some(was), Some(is)) = (was.closed(), is) else { continue };
                let is = is.closed();
                prop_assert!(is.is_some_and(|is| is.closure == was.closure));
                prop_assert!(is.is_some_and(|is| is.versions.starts_with(&was.versions)));
            }
            Ok(())
        })?;
    }

    #[test]
    fn an_accepted_closure_ends_its_segment_or_gives_way_only_after_it_failed(
        history in any_history(),
    ) {
        play(history, |step| {
            for was in &step.before.segments {
                let Some(pending) = &was.pending else { continue };
                let is = step.after.segment(&was.id).unwrap();
                let stands = is.pending.as_ref().is_some_and(|is| is.closure == pending.closure);
                let done = is.closed().is_some_and(|is| is.closure == pending.closure);
                let replaced = pending.failure.is_some() && is.pending.is_some();
                prop_assert!(stands || done || replaced, "{:?} lost {pending:?}", step.command);
                let committed = matches!(step.command, Command::Committed { .. });
                prop_assert!(!done || committed, "closed by {:?}", step.command);
            }
            Ok(())
        })?;
    }

    #[test]
    fn every_accepted_closure_is_handed_to_the_store(history in any_history()) {
        play(history, |step| {
            for (_, closure, after) in step.accepted() {
                let (segment, key) = (after.id.clone(), closure.key.clone());
                let commit = Effect::Commit { segment, key };
                prop_assert!(step.effects.contains(&commit));
            }
            Ok(())
        })?;
    }

    #[test]
    fn capacity_is_held_by_who_is_on_it_or_has_something_to_finish(history in any_history()) {
        // Told only what happened: who came, who went, whose segment began and ended.
        let mut talking = BTreeSet::new();
        let mut unfinished: BTreeMap<SegmentId, AgentId> = BTreeMap::new();
        play(history, |step| {
            if !step.refused() {
                match &step.command {
                    Command::Connect { agent } | Command::CustomerReturns { agent } => {
                        talking.insert(agent.clone());
                    }
                    Command::EndConversation { .. } => talking.clear(),
                    Command::Leave { agent, to, .. } => {
                        talking.remove(agent);
                        talking.extend(to.clone());
                    }
                    Command::CloseTab { by, .. } => {
                        talking.remove(&by.agent);
                    }
                    Command::HandOver { segment, to, .. } => {
                        unfinished.insert(segment.clone(), to.clone());
                    }
                    _ => {}
                }
            }
            for (before, after) in step.segments() {
                if before.is_none() {
                    unfinished.insert(after.id.clone(), after.agent.clone());
                }
            }
            for effect in &step.effects {
                if let Effect::Closed(id) = effect {
                    unfinished.remove(id);
                }
            }
            for agent in AGENTS.map(agent) {
                let held = talking.contains(&agent) || unfinished.values().any(|each| *each == agent);
                prop_assert_eq!(step.after.holds_capacity(&agent), held, "{}", agent);
            }
            let state = step.after.interaction.state;
            if state != InteractionState::New {
                let left = !talking.is_empty() || !unfinished.is_empty();
                prop_assert_eq!(state.is_closed(), !left, "{:?}", state);
            }
            Ok(())
        })?;
    }

    #[test]
    fn an_interaction_closes_once_and_says_whether_the_system_closed_it(history in any_history()) {
        play(history, |step| {
            let (was, is) = (&step.before.interaction, &step.after.interaction);
            if was.state.is_closed() {
                prop_assert_eq!(was, is);
            } else if is.state.is_closed() {
                let last = match &step.command {
                    Command::Committed { segment, .. } => step.after.segment(segment),
                    _ => None,
                };
                let by_system = last.is_some_and(|it| it.closed().unwrap().closure.kind.by_system());
                prop_assert_eq!(is.system_wrap_up, by_system);
                prop_assert!(is.closed_at.is_some());
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_clock_closes_nothing_before_its_time_and_persons_nothing_after_it(
        history in any_history(),
    ) {
        // The deadline as a sum of its own: opened + duration + extensions, and
        // the time that was left when it was parked. It lies on a whole second:
        // never later than configured, and less than a second earlier.
        let mut due: BTreeMap<SegmentId, Option<Timestamp>> = BTreeMap::new();
        let mut left: BTreeMap<SegmentId, Option<Millis>> = BTreeMap::new();
        play(history, |step| {
            let at = step.at();
            for (before, closure, _) in step.accepted() {
                let due = due.get(&before.id).copied().flatten();
                let parked = before.open().is_none();
                let again = before.pending.is_some();
                match closure.kind {
                    ClosureKind::TimedOut => {
                        prop_assert!(again || due.is_some_and(|due| at >= due), "early");
                    }
                    ClosureKind::Swept => {
                        let end = before.opened_at + Millis(120_000);
                        let fallback = before.opened_at + Millis(900_000);
                        let due = due.map_or(end.min(fallback), |due| due + Millis(60_000));
                        prop_assert!(again || at >= due, "swept early");
                    }
                    ClosureKind::Submitted if before.rules.mode == Mode::Forced => {
                        prop_assert!(again || due.is_some_and(|due| at >= due), "early");
                    }
                    _ => {
                        let overdue = before.open().is_some_and(|open| open.overdue);
                        // A tab that was closed is noticed later, and counts from then.
                        let tab = closure.kind == ClosureKind::TabClosed;
                        let done = if tab { closure.at } else { at };
                        let in_time = due.is_none_or(|due| done < due);
                        prop_assert!(in_time || parked || overdue || again, "late");
                    }
                }
            }
            for (before, after) in step.segments() {
                let id = after.id.clone();
                match (before.map(|before| &before.state), &after.state) {
                    (None, SegmentState::Open(_)) => {
                        let exact = after.rules.duration.map(|duration| at + duration);
                        let deadline = exact.map(Timestamp::whole_second);
                        let early = exact.zip(deadline).map(|(exact, it)| exact.since(it));
                        prop_assert!(early.is_none_or(|early| early < Millis(1000)));
                        due.insert(id, deadline);
                    }
                    (Some(SegmentState::Open(_)), SegmentState::Parked(_)) => {
                        let shown = |due: Timestamp| due.since(at).seconds_rounded_up();
                        let time_left = due[&id].map(|due| Millis::from_seconds(shown(due)));
                        left.insert(id, time_left);
                    }
                    (Some(SegmentState::Parked(_)), SegmentState::Open(_)) => {
                        let deadline = left[&id].map(|left| (at + left).whole_second());
                        due.insert(id, deadline);
                    }
                    (Some(SegmentState::Open(_)), SegmentState::Open(_))
                        if before.unwrap().extensions != after.extensions =>
                    {
                            let length = after.rules.extensions.length;
                            let deadline = due[&id].map(|due| due + length);
                            due.insert(id, deadline);
                            prop_assert!(after.extensions <= after.rules.extensions.max);
                    }
                    _ => {}
                }
                if after.open().is_some() {
                    prop_assert_eq!(after.deadline(), due[&after.id]);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn nothing_typed_is_lost_unless_the_policy_says_so(history in any_history()) {
        play(history, |step| {
            for (before, after) in step.segments() {
                let Some(before) = before else { continue };
                let typing = matches!(
                    step.command,
                    Command::Edit { .. }
                        | Command::EditEarly { .. }
                        | Command::DismissEarlyAside { .. }
                        | Command::TakeOverEarly { .. }
                        | Command::DismissAside { .. }
                );
                prop_assert!(typing || before.draft == after.draft, "{:?}", step.command);
            }
            for (before, closure, after) in step.accepted() {
                let pending = after.pending.as_ref().unwrap();
                let whole = format!("{}{}", closure.notes, pending.kept_back);
                let deadline = before.deadline().or(before.sweep_due());
                let leapt = deadline.is_some_and(|due| step.after.clock.leapt_over(due));
                let policy = before.rules.expiry;
                let discards = policy == ExpiryPolicy::DefaultAndDiscard && !leapt;
                if closure.kind.by_system() && discards {
                    prop_assert_eq!(whole, "");
                } else {
                    prop_assert_eq!(&whole, &before.draft.notes);
                    prop_assert!(closure.notes.chars().count() <= 4_000);
                    let offered = |id| before.rules.codes.as_ref()?.find(id);
                    if let Some(chosen) = before.draft.code.as_ref().and_then(offered) {
                        prop_assert_eq!(closure.code.as_ref(), Some(chosen));
                    }
                    for (name, value) in before.draft.extra_fields() {
                        let field = before.rules.extra.iter().find(|field| field.name == name);
                        let Some(field) = field.filter(|field| field.fault(&value).is_none()) else {
                            continue;
                        };
                        let blank = value == FieldValue::Text(" ".into());
                        let saved = closure.extra.get(&field.name);
                        prop_assert_eq!(saved, (!blank).then_some(&value));
                    }
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_was_foretold_is_what_is_saved(history in any_history()) {
        play(history, |step| {
            for (before, closure, after) in step.accepted() {
                let due = before.deadline();
                let by_the_clock = matches!(
                    step.command,
                    Command::Close { reason: CloseReason::Deadline, .. }
                ) && due.is_some_and(|due| !step.after.clock.leapt_over(due));
                if !by_the_clock {
                    continue;
                }
                let Forecast::Saves { content, notes_discarded, choice_discarded, extra_discarded } =
                    before.forecast()
                else {
                    return Err(TestCaseError::fail(format!("{:?}", before.forecast())));
                };
                let saved = (&closure.code, &closure.notes, &after.pending.as_ref().unwrap().kept_back);
                prop_assert_eq!((&content.code, &content.notes, &content.kept_back), saved);
                prop_assert_eq!(content.required_missing, closure.required_missing);
                let typed = !before.draft.notes.is_empty();
                prop_assert_eq!(notes_discarded, typed && closure.notes.is_empty());
                let offered = |id| before.rules.codes.as_ref()?.find(id);
                let chosen = before.draft.code.as_ref().and_then(offered);
                let other = chosen.is_some() && chosen != closure.code.as_ref();
                prop_assert_eq!(choice_discarded, other);
                prop_assert_eq!(&content.extra, &closure.extra);
                let mut entered = before.draft.extra_fields();
                entered.retain(|name, value| {
                    let blank = *value == FieldValue::Text(" ".into());
                    !blank && before.rules.extra.iter().any(|field| field.name == *name)
                });
                prop_assert_eq!(extra_discarded, entered != closure.extra);
            }
            Ok(())
        })?;
    }

    #[test]
    fn what_is_required_is_given_or_the_record_says_that_it_is_missing(history in any_history()) {
        // What a person closes, and could enter, is complete; and nobody is ever kept
        // from closing by what they cannot enter.
        play(history, |step| {
            for (before, closure, _) in step.accepted() {
                let rules = &before.rules;
                let draft = &before.draft;
                let offered = |id| rules.codes.as_ref()?.find(id);
                let code = draft.code.as_ref().and_then(offered);
                let needs_code = rules.code_required || rules.mode == Mode::Mandatory;
                let reason = draft.extra("reason");
                let blank = reason.is_none_or(|it| *it == FieldValue::Text(" ".into()));
                let missing = rules.codes.is_some()
                    && ((needs_code && code.is_none())
                        || (rules.notes_required && draft.notes.trim().is_empty())
                        || (rules.extra.iter().any(|field| field.required) && blank));
                prop_assert_eq!(closure.required_missing, missing);
                if let Command::Close { reason: CloseReason::Submit(_), .. } = &step.command {
                    prop_assert!(!missing);
                }
            }
            if let Command::Close { reason: CloseReason::End(by), segment, .. } = &step.command
                && let Some(before) = step.before.segment(segment)
                && step.refused()
                && !matches!(step.before.dialog_for(before, by), DialogAccess::Shown)
                && before.is_in_hand_of(&by.agent)
                && before.is_workable(step.at())
                && before.open().is_some()
            {
                prop_assert_eq!(before.rules.mode, Mode::Forced);
            }
            Ok(())
        })?;
    }

    #[test]
    fn an_agent_is_warned_once_a_period_and_in_time(history in any_history()) {
        play(history, |step| {
            let warned = step.effects.iter().filter(|effect| {
                matches!(effect, Effect::Journal(entry) if entry.event == JournalEvent::Warned)
            });
            if warned.count() > 0 {
                let Command::Warn { segment } = &step.command else {
                    return Err(TestCaseError::fail("warned by something else"));
                };
                let before = step.before.segment(segment).unwrap();
                prop_assert!(!before.open().unwrap().warned);
                let left = before.deadline().unwrap().since(step.at());
                prop_assert!(left <= before.rules.warning, "{:?}", left);
                prop_assert!(step.after.segment(segment).unwrap().open().unwrap().warned);
            }
            Ok(())
        })?;
    }

    #[test]
    fn the_store_can_read_back_whatever_is_stored(history in any_history()) {
        use interaction_wrap_up::domain::segment_record::SegmentRecord;
        let last = play(history, |_| Ok(()))?;
        for segment in last.segments {
            let stored = Segment { pending: None, pending_versions: Vec::new(), ..segment };
            prop_assert_eq!(Segment::try_from(SegmentRecord::from(stored.clone())), Ok(stored));
        }
    }

    #[test]
    fn adopting_ones_own_state_changes_nothing(history in any_history()) {
        let last = play(history, |_| Ok(()))?;
        let mut page = last.clone();
        let mut segments = last.segments.clone();
        for segment in &mut segments {
            segment.pending = None;
            segment.pending_versions.clear();
        }
        let interaction = Box::new(last.interaction.clone());
        let now = Now { wall: START, monotonic: Millis::ZERO };
        page.apply(Command::Adopt { interaction, segments, typed: Vec::new() }, now);
        prop_assert_eq!(page.interaction, last.interaction);
        for (is, was) in page.segments.iter().zip(&last.segments) {
            prop_assert_eq!(&is.state, &was.state);
            prop_assert_eq!(&is.draft, &was.draft);
            prop_assert_eq!(&is.pending_versions, &was.pending_versions);
            let closure = |segment: &Segment| {
                segment.pending.as_ref().map(|pending| pending.closure.clone())
            };
            prop_assert_eq!(closure(is), closure(was));
        }
    }

    #[test]
    fn any_two_states_can_be_adopted_and_whatever_the_clocks_say_nothing_panics(
        one in any_history(), other in any_history(), walls in prop::collection::vec(any::<i64>(), 1..20),
        commands in prop::collection::vec(prop_oneof![any_turn(), any_work()], 1..20),
        monotonic in any::<u64>(),
    ) {
        let mut page = play(one, |_| Ok(()))?;
        let stored = play(other, |_| Ok(()))?;
        let (interaction, segments) = (Box::new(stored.interaction.clone()), stored.segments.clone());
        let now = Now { wall: START, monotonic: Millis::ZERO };
        page.apply(Command::Adopt { interaction, segments, typed: Vec::new() }, now);
        for was in &stored.segments {
            let Some(closed) = was.closed() else { continue };
            let is = page.segment(&was.id).and_then(Segment::closed).map(|is| &is.closure);
            prop_assert_eq!(is, Some(&closed.closure), "the store's closure stands");
        }
        for (command, wall) in commands.into_iter().zip(walls.into_iter().cycle()) {
            let now = Now { wall: Timestamp(wall), monotonic: Millis(monotonic) };
            let before = page.clock.peek(now);
            page.apply(command, now);
            for segment in &page.segments {
                let _ = (segment.countdown(before), segment.forecast(), segment.sweep_due());
            }
            let _ = (page.alarm(), page.settled(&segment("s1")));
        }
    }

    /// With an oracle that knows the true time: a wall clock that is only ever set
    /// back, and set right again, never makes it later than it is, and without
    /// sleep never earlier.
    #[test]
    fn time_is_never_ahead_of_the_truth_whatever_a_hand_takes_back(
        moves in prop::collection::vec(
            (0..30_000_u64, prop::bool::weighted(0.2), prop::option::of(0..7_200_000_i64)), 1..60,
        ),
    ) {
        use interaction_wrap_up::domain::clock::Clock;
        let (mut truth, mut slept, mut set_back) = (0_u64, 0_u64, 0_i64);
        let look = |truth: u64, slept: u64, set_back: i64| Now {
            wall: Timestamp(START.0 + i64::try_from(truth).unwrap() - set_back),
            monotonic: Millis(truth - slept),
        };
        let mut clock = Clock::starting(look(0, 0, 0));
        for (length, sleeps, hand) in moves {
            truth += length;
            // Asleep, nobody moves the clock; awake, it is set back or set right.
            if sleeps {
                slept += length;
            } else if let Some(hand) = hand {
                set_back = if set_back == 0 { hand } else { 0 };
            }
            let at = clock.observe(look(truth, slept, set_back));
            let ahead = at.0 - START.0 - i64::try_from(truth).unwrap();
            prop_assert!(ahead <= 1_000, "{ahead} ms ahead");
            prop_assert!(slept > 0 || ahead >= 0, "{ahead} ms behind");
        }
    }

    /// A countdown that a backend's time had a part in ends no sooner than it would
    /// have without, and no later than it would have on the monotonic clock.
    #[test]
    fn whatever_a_backend_says_no_time_is_cut_short_and_none_goes_back(
        looks in prop::collection::vec(
            (any_passing(), prop::option::of(any_answer_of_time())), 1..60,
        ),
    ) {
        use interaction_wrap_up::domain::clock::Clock;
        let mut now = Now { wall: START, monotonic: Millis(9_000) };
        let (mut told, mut alone) = (Clock::starting(now), Clock::starting(now));
        let mut before = START;
        for (passing, answer) in looks {
            pass(&mut now, passing);
            if let Some((ahead, trip)) = answer {
                let time = Timestamp(now.wall.0.saturating_add(ahead));
                let monotonic = now.monotonic.saturating_sub(Millis(trip));
                told.heard(time, Now { wall: now.wall - Millis(trip), monotonic }, now);
            }
            let lived = START + now.monotonic.saturating_sub(Millis(9_000));
            let (at, own) = (told.observe(now), alone.observe(now));
            prop_assert!(at <= own, "{} ms early", at.since(own).0);
            prop_assert!(at >= lived, "{} ms lost", lived.since(at).0);
            prop_assert!(at >= before, "back by {} ms", before.since(at).0);
            before = at;
        }
    }

    /// With an oracle that knows the true time, and a backend that tells it after
    /// every leap: a hand on the clock makes it neither later nor earlier than it
    /// is, and no sleep goes unseen.
    #[test]
    fn a_backend_that_is_asked_tells_sleep_from_a_hand(
        moves in prop::collection::vec(
            (0..30_000_u64, any::<bool>(), prop::option::of(0..7_200_000_i64), 0..400_u64, 0..=100_u64),
            1..40,
        ),
    ) {
        use interaction_wrap_up::domain::clock::Clock;
        const AHEAD: i64 = -1_234_567;
        let (mut truth, mut slept, mut hand) = (0_u64, 0_u64, 0_i64);
        let look = |truth: u64, slept: u64, hand: i64| Now {
            wall: Timestamp(START.0 + i64::try_from(truth).unwrap() + hand),
            monotonic: Millis(truth - slept),
        };
        let backend = |truth: u64| Timestamp(START.0 + i64::try_from(truth).unwrap() + AHEAD);
        let mut clock = Clock::starting(look(0, 0, 0));
        clock.heard(backend(0), look(0, 0, 0), look(0, 0, 0));
        let mut uncertain = 0;
        for (length, sleeps, set, trip, there) in moves {
            truth += length;
            if sleeps {
                slept += length;
            } else if let Some(set) = set {
                // Set forward, or set right again.
                hand = if hand == 0 { set } else { 0 };
            }
            clock.observe(look(truth, slept, hand));
            if clock.asks_since().is_some() {
                // A way there and a way back that need not take the same time.
                let (sent, heard) = (truth, truth + trip * there / 100);
                truth += trip;
                clock.heard(backend(heard), look(sent, slept, hand), look(truth, slept, hand));
                prop_assert_eq!(clock.asks_since(), None);
                uncertain += i64::try_from(trip).unwrap() + 2;
            } else {
                // A leap of up to two seconds is drift, whoever made it.
                uncertain += 2_000;
            }
            let at = clock.peek(look(truth, slept, hand));
            let off = at.0 - START.0 - i64::try_from(truth).unwrap();
            prop_assert!(off.abs() <= uncertain, "{off} ms off, {uncertain} allowed");
            let here = clock.here(backend(truth)).0 - at.0;
            prop_assert!(here.abs() <= uncertain + 400, "{here} ms off");
        }
    }

    #[test]
    fn without_sleep_and_hands_time_is_exact(
        lengths in prop::collection::vec(0..100_000_u64, 1..100),
    ) {
        let mut now = Now { wall: START, monotonic: Millis(3) };
        let mut conversation = new_conversation(now);
        for length in lengths {
            now.wall = now.wall + Millis(length);
            now.monotonic = now.monotonic + Millis(length);
            conversation.apply(Command::Hold, now);
            prop_assert_eq!(conversation.clock.peek(now), now.wall);
            prop_assert!(!conversation.clock.leapt_over(now.wall));
        }
    }
}
