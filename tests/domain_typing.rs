//! Two pages of one agent type into one wrap-up, save, hear of each other and
//! close it, in any order: every word that nobody deleted is kept somewhere.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::collections::BTreeSet;

use fixtures::{Page, ann, page_id, segment, timed};
use interaction_wrap_up::domain::configuration::{Configuration, Mode};
use interaction_wrap_up::domain::draft::{Edit, Entry, Stamp};
use interaction_wrap_up::domain::id::{ClosureKey, SegmentId};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::{CommitFailure, Segment};
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command, Conversation, Effect};
use proptest::prelude::*;
use proptest::sample::select;

/// What an agent, or what carries a page's steps out, does in one of the pages.
#[derive(Debug, Clone, Copy)]
enum Action {
    /// Types a further word behind what the field shows.
    Append,
    /// Types a word over what the field shows.
    Overwrite,
    /// Leaves the field: from now on it follows the record.
    Leave,
    /// Takes the first text that is offered.
    Take,
    /// Dismisses it.
    Dismiss,
    Extend,
    Submit,
    CloseTab,
    /// 30 s pass in both pages.
    Wait,
    /// What is not stored is written, or another page turns out to be newer.
    Write,
    /// It is written, and the answer is lost.
    WriteUnheard,
    /// The page hears what is stored, if nothing of its own is not.
    Hear,
}

fn any_action() -> impl Strategy<Value = Action> {
    use Action::{
        Append, CloseTab, Dismiss, Extend, Hear, Leave, Overwrite, Submit, Take, Wait, Write,
        WriteUnheard,
    };
    let often = select(vec![Append, Write, Hear]);
    let seldom = select(vec![Overwrite, Leave, Leave, Take, Dismiss, Extend, WriteUnheard]);
    let closing = select(vec![Submit, CloseTab, Wait]);
    prop_oneof![6 => often, 3 => seldom, 1 => closing]
}

/// A page with a field for the notes, and what of it is not stored.
struct Tab {
    page: Page,
    shown: String,
    base: Stamp,
    focused: bool,
    /// The revision of the store that it builds on.
    revision: u32,
    wanted: bool,
    unsaved: Vec<Command>,
    commits: Vec<(SegmentId, ClosureKey)>,
}

struct World {
    stored: Conversation,
    revision: u32,
    tabs: [Tab; 2],
    /// Every word typed that nobody deleted.
    words: BTreeSet<String>,
    typed: u32,
}

impl Tab {
    fn over(stored: &Page, name: &str) -> Self {
        let mut page = Page::new();
        let Conversation { interaction, segments, .. } = stored.conversation.clone();
        page.conversation = Conversation::new(interaction, segments, page.now);
        page.id = page_id(name);
        Self {
            page,
            shown: String::new(),
            base: Stamp::default(),
            focused: false,
            revision: 1,
            wanted: false,
            unsaved: Vec::new(),
            commits: Vec::new(),
        }
    }

    fn segment(&self) -> &Segment {
        self.page.segment("s1")
    }

    /// Gives a command and takes note of what is to be written. The field
    /// follows, unless it is being typed into. False if it was refused.
    fn tell(&mut self, command: &Command, remembered: bool) -> bool {
        let before = self.segment().draft.notes_stamp.clone();
        let effects = self.page.tell(command.clone());
        for effect in &effects {
            match effect {
                Effect::Commit { segment, key } => {
                    self.commits.push((segment.clone(), key.clone()));
                    self.wanted = true;
                }
                Effect::Save { .. } => self.wanted = true,
                _ => {}
            }
        }
        let refused = effects.iter().any(|effect| matches!(effect, Effect::Refused(_)));
        if remembered && !refused {
            self.remember(command.clone());
        }
        let draft = self.segment().draft.clone();
        if draft.notes == self.shown {
            self.base = draft.notes_stamp;
        } else if !self.focused && before != draft.notes_stamp {
            (self.shown, self.base) = (draft.notes, draft.notes_stamp);
        }
        !refused
    }

    /// Keeps a command that was carried out, until what came of it is stored.
    fn remember(&mut self, command: Command) {
        if self.wanted {
            self.unsaved.push(command);
        }
    }

    /// Gives what the field shows as an edit. False if the time for that is over.
    fn type_text(&mut self) -> bool {
        let (entry, page) = (Entry::Notes(self.shown.clone()), self.page.id.clone());
        let edit = Edit { entry, page, base: self.base.clone() };
        self.tell(&Command::Edit { segment: segment("s1"), by: ann(), edit }, true)
    }

    /// What is shown counts for whatever is pressed.
    fn stand_by_what_is_shown(&mut self) {
        if self.shown != self.segment().draft.notes && self.segment().is_unfinished() {
            self.type_text();
        }
    }

    fn adopt(&mut self, stored: &Conversation, revision: u32) {
        self.revision = revision;
        self.wanted = false;
        self.commits.clear();
        let unsaved = core::mem::take(&mut self.unsaved);
        let typed = unsaved.iter().filter_map(Command::types_in).cloned().collect();
        let (interaction, segments) = (stored.interaction.clone(), stored.segments.clone());
        let interaction = Box::new(interaction);
        self.tell(&Command::Adopt { interaction, segments, typed }, false);
        for command in unsaved {
            self.tell(&command, false);
            self.remember(command);
        }
    }
}

impl World {
    fn new(configuration: Configuration) -> Self {
        let page = Page::wrapping_up(configuration);
        let mut tabs = ["one", "two"].map(|name| Tab::over(&page, name));
        for _ in 0..1_000 {
            tabs[1].page.next_key(); // keys of its own
        }
        Self { stored: page.conversation, revision: 1, tabs, words: BTreeSet::new(), typed: 0 }
    }

    fn act(&mut self, tab: usize, action: Action) {
        match action {
            Action::Append | Action::Overwrite => self.type_word(tab, action),
            Action::Leave => self.tabs[tab].focused = false,
            Action::Take | Action::Dismiss => self.settle(tab, action),
            Action::Extend => {
                let number = self.tabs[tab].segment().extensions + 1;
                let command = Command::Extend { segment: segment("s1"), by: ann(), number };
                self.tabs[tab].tell(&command, true);
            }
            Action::Submit | Action::CloseTab => {
                let it = &mut self.tabs[tab];
                it.stand_by_what_is_shown();
                let command = match action {
                    Action::Submit => it.page.closing(CloseReason::Submit(ann())),
                    _ => it.page.closing_tab(ann()),
                };
                it.tell(&command, true);
            }
            Action::Wait => {
                for it in &mut self.tabs {
                    it.page.wait_seconds(30);
                    let command = it.page.closing(CloseReason::Deadline);
                    it.tell(&command, true);
                }
            }
            Action::Write => self.write(tab, true),
            Action::WriteUnheard => self.write(tab, false),
            Action::Hear => {
                let it = &mut self.tabs[tab];
                if !it.wanted && it.revision < self.revision {
                    it.adopt(&self.stored, self.revision);
                }
            }
        }
    }

    fn type_word(&mut self, tab: usize, action: Action) {
        let it = &mut self.tabs[tab];
        let (shown, was_focused) = (it.shown.clone(), it.focused);
        let word = format!("word{}.", self.typed);
        let deleted = match action {
            Action::Append => "",
            _ => &shown,
        };
        it.shown = format!("{}{word}", shown.strip_prefix(deleted).unwrap());
        it.focused = true;
        if it.type_text() {
            self.typed += 1;
            self.words.retain(|word| !deleted.contains(word));
            self.words.insert(word);
        } else {
            (it.shown, it.focused) = (shown, was_focused); // the field is locked
        }
    }

    fn settle(&mut self, tab: usize, action: Action) {
        let it = &mut self.tabs[tab];
        let offered = it.segment().draft.offered(&it.shown);
        let Some(text) = offered.first().cloned() else { return };
        let (segment, by) = (segment("s1"), ann());
        if let Action::Take = action {
            let entry = Entry::taking(text, &it.shown);
            let (before, Entry::Taken { notes, .. }) = (it.shown.clone(), entry.clone()) else {
                unreachable!()
            };
            it.shown = notes;
            let edit = Edit { entry, page: it.page.id.clone(), base: it.base.clone() };
            if !it.tell(&Command::Edit { segment, by, edit }, true) {
                it.shown = before;
            }
        } else {
            it.stand_by_what_is_shown();
            let seen = text.clone();
            if it.tell(&Command::DismissAside { segment, by, text }, true) {
                self.words.retain(|word| !seen.contains(word));
            }
        }
    }

    fn write(&mut self, tab: usize, heard: bool) {
        let it = &mut self.tabs[tab];
        if let Some(Some(CommitFailure::TryAgain)) =
            it.segment().pending.as_ref().map(|pending| pending.failure.clone())
        {
            it.tell(&Command::Redeliver { segment: segment("s1") }, false);
        }
        if !it.wanted {
            return;
        }
        if it.revision != self.revision {
            it.adopt(&self.stored, self.revision);
            return;
        }
        let commits = core::mem::take(&mut it.commits);
        let page = it.page.conversation.clone();
        let mut written = commits.iter().fold(page, |state, (id, _)| state.settled(id));
        for segment in &mut written.segments {
            segment.pending = None; // not part of the record
        }
        self.stored = written;
        self.revision += 1;
        if heard {
            it.revision = self.revision;
            it.wanted = false;
            it.unsaved.clear();
        }
        for (segment, key) in commits {
            let failure = CommitFailure::TryAgain;
            let answer = if heard {
                Command::Committed { segment, key }
            } else {
                Command::NotCommitted { segment, key, failure }
            };
            it.tell(&answer, false);
        }
    }

    /// All is written and heard.
    fn rest(&mut self) {
        for _ in 0..8 {
            for tab in [0, 1] {
                self.act(tab, Action::Write);
                self.act(tab, Action::Hear);
            }
        }
        for it in &self.tabs {
            assert!(!it.wanted && it.revision == self.revision, "it never comes to rest");
        }
    }

    /// Every text that the record has of the notes.
    fn kept(&self) -> String {
        let segment = self.stored.segment(&segment("s1")).unwrap();
        let mut texts: Vec<&str> = segment.draft.aside.iter().map(|each| &*each.notes).collect();
        texts.push(&segment.draft.notes);
        if let Some(closed) = segment.closed() {
            texts.extend([&*closed.closure.notes, &*closed.kept_back]);
            texts.extend(closed.versions.iter().map(|version| &*version.notes));
        }
        texts.join("\n")
    }
}

fn any_configuration() -> impl Strategy<Value = Configuration> {
    let mode = select(vec![Mode::Standard, Mode::Standard, Mode::Forced]);
    let policy = select(vec![
        ExpiryPolicy::DefaultAndDiscard,
        ExpiryPolicy::FillBlanks,
        ExpiryPolicy::KeepEntered,
    ]);
    (mode, policy).prop_map(|(mode, expiry_policy)| Configuration {
        mode,
        expiry_policy,
        max_extensions: 3,
        ..timed()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000, failure_persistence: None, max_shrink_iters: 200_000, ..ProptestConfig::default()
    })]

    #[test]
    fn no_word_is_lost_in_whatever_order_two_pages_type_save_hear_and_close(
        configuration in any_configuration(),
        actions in prop::collection::vec((0..2_usize, any_action()), 1..40),
    ) {
        let mut world = World::new(configuration);
        for (tab, action) in actions {
            world.act(tab, action);
        }
        world.rest();
        let kept = world.kept();
        for word in &world.words {
            prop_assert!(kept.contains(word.as_str()), "{word} is not in {kept:?}");
        }
        let drafts = world.tabs.each_ref().map(|it| &it.segment().draft);
        prop_assert_eq!(drafts[0], drafts[1]);
    }
}

/// The property would say little if the histories never got anywhere.
#[test]
fn such_histories_keep_texts_aside_and_close_in_the_middle_of_typing() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let histories = prop::collection::vec((0..2_usize, any_action()), 1..40);
    let (mut aside, mut closed, mut closed_beside_a_text) = (0, 0, 0);
    for _ in 0..500 {
        let configuration = any_configuration().new_tree(&mut runner).unwrap().current();
        let mut world = World::new(configuration);
        for (tab, action) in histories.new_tree(&mut runner).unwrap().current() {
            world.act(tab, action);
        }
        world.rest();
        let segment = world.stored.segment(&segment("s1")).unwrap();
        let (is_closed, has_aside) = (!segment.is_unfinished(), !segment.draft.aside.is_empty());
        aside += u32::from(has_aside);
        closed += u32::from(is_closed);
        closed_beside_a_text += u32::from(is_closed && segment.unsaved_asides().next().is_some());
    }
    println!("{aside} with a text aside, {closed} closed, {closed_beside_a_text} of them with one");
    assert!(aside > 50 && closed > 50 && closed_beside_a_text > 20);
}
