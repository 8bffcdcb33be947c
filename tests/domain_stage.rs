//! What views read of a segment agrees with what the state machine does.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::{Closure, Version, VersionReason};
use interaction_wrap_up::domain::code::WrapUpCode;
use interaction_wrap_up::domain::configuration::{Configuration, Mode, OnInterruption};
use interaction_wrap_up::domain::draft::{Edit, Entry, MAX_NOTES, Stamp};
use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::domain::id::{
    AgentId, ClosureKey, CodeId, ConfigurationId, InteractionId, PageId, SegmentId,
};
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction};
use interaction_wrap_up::domain::milestone::Milestone;
use interaction_wrap_up::domain::segment::{Closed, CommitFailure, Segment, SegmentState};
use interaction_wrap_up::domain::stage::{Obstacle, Stage};
use interaction_wrap_up::domain::time::{Millis, Now, Timestamp};
use interaction_wrap_up::domain::wrap_up::{
    CloseReason, Command, Conversation, Effect, Interruption,
};
use rstest::rstest;

fn agent() -> AgentId {
    AgentId::new("agent").unwrap()
}

fn actor() -> Actor {
    Actor { agent: agent(), roles: [Role::InteractionAdmin].into() }
}

fn segment_id() -> SegmentId {
    SegmentId::new("segment").unwrap()
}

fn key(name: &str) -> ClosureKey {
    ClosureKey::new(name).unwrap()
}

fn code() -> CodeId {
    CodeId::new("code").unwrap()
}

fn after(milliseconds: u64) -> Now {
    let monotonic = Millis(milliseconds);
    Now { wall: Timestamp(0) + monotonic, monotonic }
}

fn open(change: impl FnOnce(&mut Configuration)) -> Conversation {
    let id = ConfigurationId::new("configuration").unwrap();
    let mut configuration = Configuration {
        enforce_duration: true,
        show_timer: true,
        enable_codes: true,
        allowed_codes: vec![code()],
        default_code: Some(code()),
        ..Configuration::new(id, "")
    };
    configuration.on_interruption.status_change = OnInterruption::Park;
    change(&mut configuration);
    let code = WrapUpCode::new(code(), "Code");
    let catalog = Catalog { configurations: vec![configuration], codes: vec![code] };
    let id = InteractionId::new("interaction").unwrap();
    let interaction = Interaction::new(id, Channel::Chat, Timestamp(0));
    let mut conversation = Conversation::new(interaction, Vec::new(), after(0));
    conversation.apply(Command::Connect { agent: agent() }, after(0));
    let catalog = Some(Arc::new(catalog));
    let segments = vec![segment_id()];
    let by = EndedBy::Customer;
    conversation.apply(Command::EndConversation { by, catalog, segments }, after(0));
    conversation
}

fn close(conversation: &mut Conversation, reason: CloseReason, at: u64) {
    let command = Command::Close { segment: segment_id(), reason, key: key("key") };
    conversation.apply(command, after(at));
}

fn segment(conversation: &Conversation) -> &Segment {
    &conversation.segments[0]
}

fn is_refused(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Refused(_)))
}

/// A conversation in each stage.
fn staged(stage: Stage) -> Conversation {
    let submit = || CloseReason::Submit(actor());
    let failure = CommitFailure::TryAgain;
    match stage {
        Stage::Working => open(|_| ()),
        Stage::Recorded => {
            let mut conversation = open(|each| each.mode = Mode::Forced);
            close(&mut conversation, submit(), 1_000);
            conversation
        }
        Stage::Overdue => {
            let mut conversation = open(|each| each.mode = Mode::Mandatory);
            close(&mut conversation, CloseReason::Deadline, 60_000);
            conversation
        }
        Stage::Saving => {
            let mut conversation = open(|_| ());
            close(&mut conversation, submit(), 1_000);
            conversation
        }
        Stage::Failed => {
            let mut conversation = staged(Stage::Saving);
            let command = Command::NotCommitted { segment: segment_id(), key: key("key"), failure };
            conversation.apply(command, after(1_100));
            conversation
        }
        Stage::Parked => {
            let mut conversation = open(|_| ());
            let (by, key) = (Interruption::StatusChange, key("other"));
            conversation.apply(Command::Interrupt { agent: agent(), by, key }, after(1_000));
            conversation
        }
        Stage::Closed => {
            let mut conversation = staged(Stage::Saving);
            let command = Command::Committed { segment: segment_id(), key: key("key") };
            conversation.apply(command, after(1_100));
            conversation
        }
    }
}

#[rstest]
fn what_is_said_to_be_possible_is_what_is_carried_out(
    #[values(
        Stage::Working,
        Stage::Recorded,
        Stage::Overdue,
        Stage::Saving,
        Stage::Failed,
        Stage::Parked,
        Stage::Closed
    )]
    stage: Stage,
    #[values(2_000, 59_999, 60_000, 61_000)] at: u64,
) {
    let conversation = staged(stage);
    let segment = segment(&conversation);
    assert_eq!(segment.stage(), stage);
    let tried = |command| !is_refused(&conversation.clone().apply(command, after(at)));
    let (id, by) = (segment_id(), actor());
    let (entry, page) = (Entry::Notes("n".into()), PageId::new("page").unwrap());
    let edit = Edit { entry, page, base: Stamp::default() };
    let edit = Command::Edit { segment: id.clone(), by, edit };
    assert_eq!(segment.is_workable(after(at).wall), tried(edit), "edit in {stage:?} at {at}");
    let extend = Command::Extend { segment: id, by: actor(), number: segment.extensions + 1 };
    assert_eq!(segment.is_extendable(after(at).wall), tried(extend), "extend in {stage:?} at {at}");
}

#[test]
fn no_more_extensions_than_there_are() {
    let conversation = open(|each| each.max_extensions = 0);
    assert!(!segment(&conversation).is_extendable(after(0).wall));
}

#[test]
fn obstacles_are_what_submit_and_end_are_refused_for() {
    let conversation = open(|each| each.mode = Mode::Forced);
    assert_eq!(segment(&conversation).obstacle_to_end(true), Some(Obstacle::FullTime));
    assert_eq!(segment(&conversation).obstacle_to_submit(), None);

    let mut conversation = open(|each| each.mode = Mode::Mandatory);
    assert_eq!(segment(&conversation).obstacle_to_submit(), Some(Obstacle::CodeRequired));
    conversation.segments[0].draft.code = Some(code());
    assert_eq!(segment(&conversation).obstacle_to_submit(), None);
    conversation.segments[0].draft.notes = "🙂".repeat(MAX_NOTES + 3);
    let excess = Some(Obstacle::NotesTooLong { excess: 3 });
    assert_eq!(segment(&conversation).obstacle_to_submit(), excess);
    assert_eq!(segment(&conversation).obstacle_to_end(true), excess);
}

#[rstest]
#[case::a_minute(60, true, &[(0, Milestone::Begun), (30, Milestone::Half), (40, Milestone::Warning), (45, Milestone::Quarter), (60, Milestone::Over)])]
#[case::half_is_the_warning(40, true, &[(0, Milestone::Begun), (20, Milestone::Warning), (30, Milestone::Quarter), (40, Milestone::Over)])]
#[case::short(15, true, &[(0, Milestone::Begun), (8, Milestone::Half), (12, Milestone::Quarter), (15, Milestone::Over)])]
#[case::not_shown(60, false, &[(0, Milestone::Begun), (40, Milestone::Warning), (60, Milestone::Over)])]
fn a_few_moments_are_said(
    #[case] duration_seconds: u64,
    #[case] show_timer: bool,
    #[case] expected: &[(u64, Milestone)],
) {
    let conversation = open(|each| {
        each.duration_seconds = duration_seconds;
        each.show_timer = show_timer;
    });
    let mut said: Vec<(u64, Milestone)> = Vec::new();
    for second in 0..=duration_seconds {
        let milestone = segment(&conversation).milestone(after(second * 1_000).wall).unwrap();
        if said.last().is_none_or(|(_, last)| *last != milestone) {
            said.push((second, milestone));
        }
    }
    assert_eq!(said, expected);
}

#[rstest]
#[case::a_minute(60, true, 40, 20)]
#[case::where_no_timer_is_shown_too(60, false, 40, 20)]
#[case::all_of_a_short_one(15, true, 0, 15)]
fn the_last_stretch_is_warned_of(
    #[case] duration_seconds: u64,
    #[case] show_timer: bool,
    #[case] from: u64,
    #[case] length: u64,
) {
    let mut conversation = open(|each| {
        each.duration_seconds = duration_seconds;
        each.show_timer = show_timer;
    });
    let ending = |it: &Conversation, at| segment(it).is_ending(after(at).wall);
    let (from, end) = (from * 1_000, duration_seconds * 1_000);
    assert!(from == 0 || !ending(&conversation, from - 1));
    assert!(ending(&conversation, from) && ending(&conversation, end - 1));
    assert!(!ending(&conversation, end), "it is over");
    let segment = segment(&conversation);
    assert_eq!(segment.last_stretch(), Millis::from_seconds(length));
    close(&mut conversation, CloseReason::Submit(actor()), from);
    assert!(!ending(&conversation, from), "what was submitted needs no more time");
}

#[test]
fn without_a_deadline_or_once_overdue_nothing_is_warned_of() {
    let unlimited = open(|each| each.enforce_duration = false);
    assert!(!segment(&unlimited).is_ending(after(0).wall));
    let mut late = open(|each| each.mode = Mode::Mandatory);
    close(&mut late, CloseReason::Deadline, 60_000);
    assert!(!segment(&late).is_ending(after(60_001).wall));
}

#[test]
fn nothing_is_said_where_nothing_ends() {
    let conversation = open(|each| each.enforce_duration = false);
    assert_eq!(segment(&conversation).milestone(after(0).wall), None);
}

#[test]
fn unsaved_notes_are_what_no_record_holds() {
    let closed = |notes: &str, keep: bool| {
        let mut conversation = open(|each| {
            if keep {
                each.expiry_policy = interaction_wrap_up::domain::policy::ExpiryPolicy::FillBlanks;
            }
        });
        conversation.segments[0].draft.notes = notes.to_owned();
        assert_eq!(segment(&conversation).unsaved_notes(), "", "while it is open");
        close(&mut conversation, CloseReason::Deadline, 60_000);
        let command = Command::Committed { segment: segment_id(), key: key("key") };
        conversation.apply(command, after(60_010));
        segment(&conversation).unsaved_notes().to_owned()
    };
    assert_eq!(closed("discarded", false), "discarded");
    assert_eq!(closed("kept", true), "");
    assert_eq!(closed(&("x".repeat(MAX_NOTES) + "rest"), true), "rest");
    assert_eq!(closed("", true), "");
}

#[test]
fn what_it_was_closed_without_elsewhere_is_unsaved_until_somebody_corrects_it() {
    let mut conversation = open(|_| {});
    close(&mut conversation, CloseReason::Deadline, 60_000);
    let pending = conversation.segments[0].pending.take();
    let closure = Closure { notes: "older".to_owned(), ..pending.unwrap().closure };
    conversation.segments[0].draft.notes = "newer".to_owned();
    let closed = Closed { closure, versions: Vec::new(), kept_back: String::new() };
    let learn = Command::Learn { segment: segment_id(), closed: Box::new(closed.clone()) };
    conversation.apply(learn, after(60_010));
    assert_eq!(segment(&conversation).unsaved_notes(), "newer");

    let Closure { key, by, at, code, extra, .. } = closed.closure;
    let version = |reason, notes: &str| {
        let (key, by, code) = (key.clone(), by.clone(), code.clone());
        Version { key, reason, by, at, code, notes: notes.to_owned(), extra: extra.clone() }
    };
    let mut with = |version| {
        if let SegmentState::Closed(closed) = &mut conversation.segments[0].state {
            closed.versions = vec![version];
        }
        segment(&conversation).unsaved_notes().to_owned()
    };
    assert_eq!(with(version(VersionReason::Late, "newer")), "");
    assert_eq!(with(version(VersionReason::Late, "other")), "newer");
    assert_eq!(with(version(VersionReason::Correction, "other")), "");
}
