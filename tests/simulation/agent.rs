//! Simulates the agent at a machine and all that befalls them: what is done
//! next is left to chance.

use std::sync::{Arc, LazyLock};

use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::closure::VersionReason;
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::draft::{Draft, Edit, Entry};
use interaction_wrap_up::domain::gate::Actor;
use interaction_wrap_up::domain::id::{AgentId, ClosureKey, InteractionId, PageId, SegmentId};
use interaction_wrap_up::domain::interaction::{EndedBy, Interaction};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::stage::Stage;
use interaction_wrap_up::domain::wrap_up::{CloseReason, Command};

use crate::fault::Fault;
use crate::fixtures::{self, agent, ann, bob, code, key, segment};
use crate::machine::TabId;
use crate::world::World;

/// What administrators have set up: each expiry policy with a deadline, and none.
static CATALOGS: LazyLock<Vec<Arc<Catalog>>> = LazyLock::new(|| {
    let timed = |expiry_policy, duration_seconds| Configuration {
        expiry_policy,
        duration_seconds,
        ..fixtures::timed()
    };
    let untimed = Configuration { expiry_policy: ExpiryPolicy::KeepEntered, ..fixtures::untimed() };
    [
        timed(ExpiryPolicy::DefaultAndDiscard, 30),
        timed(ExpiryPolicy::FillBlanks, 20),
        timed(ExpiryPolicy::KeepEntered, 45),
        untimed,
    ]
    .into_iter()
    .map(fixtures::catalog)
    .collect()
});

/// The agents who may sign in.
pub(crate) fn agent_id(index: usize) -> AgentId {
    agent(if index == 0 { "ann" } else { "bob" })
}

/// Each tab is a page of its own.
pub(crate) fn page_id(tab: TabId) -> PageId {
    fixtures::page_id(&format!("tab-{tab}"))
}

fn actor(index: usize) -> Actor {
    if index == 0 { ann() } else { bob() }
}

pub(crate) fn new_key(number: u64) -> ClosureKey {
    key(&format!("key {number}"))
}

impl World {
    fn next_key(&mut self) -> ClosureKey {
        self.key_count += 1;
        new_key(self.key_count)
    }

    /// One thing that happens, and when the next one does.
    pub(crate) fn something_happens(&mut self) -> u64 {
        if self.tabs.is_empty() {
            self.open_tab();
            return self.random.between(50, 2_000);
        }
        match self.random.between(0, 100) {
            0..14 => self.begin(),
            14..40 => self.type_on(),
            40..44 => self.choose(),
            44..53 => self.submit(),
            53..58 => self.end(),
            58..61 => self.close_conversation(),
            61..65 => self.extend(),
            65..68 => self.correct(),
            68..74 => self.switch_tab(),
            74..84 => self.lose_page(),
            84..92 => self.trouble(),
            92..94 => self.clocks_go_wrong(),
            94 => self.sign_out(),
            95 => {
                if self.backend.force(self.queue.now) {
                    self.count(Fault::Forced);
                }
            }
            _ => return self.random.between(5_000, 60_000),
        }
        if self.random.percent(15) {
            self.random.between(1, 20)
        } else {
            self.random.between(100, 4_000)
        }
    }

    /// The page in front, once it has read its store.
    fn front(&self) -> Option<TabId> {
        let tab = self.tabs.get(&self.front)?;
        (tab.open && !tab.frozen).then_some(self.front)
    }

    /// Segments of the page in front that are at one of these stages.
    fn segments_at(&self, stages: &[Stage]) -> Vec<(TabId, InteractionId, SegmentId)> {
        let mut found = Vec::new();
        let Some(tab) = self.front() else { return found };
        let page = &self.tabs[&tab].page;
        for id in page.ids() {
            let segments = page.conversation(id).map_or(&[][..], |it| &it.segments);
            for each in segments.iter().filter(|each| stages.contains(&each.stage())) {
                found.push((tab, id.clone(), each.id.clone()));
            }
        }
        found
    }

    fn any_at(&mut self, stages: &[Stage]) -> Option<(TabId, InteractionId, SegmentId)> {
        let found = self.segments_at(stages);
        self.random.pick(&found)
    }

    fn command(&mut self, tab: TabId, id: &InteractionId, command: Command) {
        self.note(|| format!("tab {tab} {id}: {command:.140?}"));
        self.act(tab, |page, now| page.command(id, command, now));
    }

    fn segment_of(&self, tab: TabId, id: &InteractionId, segment: &SegmentId) -> Option<&Segment> {
        self.tabs.get(&tab)?.page.conversation(id)?.segment(segment)
    }

    fn me(&self) -> Actor {
        actor(self.machine.agent)
    }

    /// A conversation comes in; sometimes it goes on for a while.
    fn begin(&mut self) {
        let Some(tab) = self.front() else { return };
        let talking: Vec<_> = self.talking(tab);
        if let Some(id) = self.random.pick(&talking) {
            return self.hang_up(tab, &id);
        }
        self.conversation_count += 1;
        let Ok(id) = InteractionId::new(format!("c{}", self.conversation_count)) else { return };
        let at = self.machine.clocks(self.queue.now).wall;
        let interaction = Interaction::new(id.clone(), Channel::Chat, at);
        self.note(|| format!("tab {tab} {id}: begins"));
        self.act(tab, |page, now| page.add(interaction, now));
        let agent = self.me().agent;
        self.command(tab, &id, Command::Connect { agent });
        if !self.random.percent(20) {
            self.hang_up(tab, &id);
        }
    }

    fn talking(&self, tab: TabId) -> Vec<InteractionId> {
        let page = &self.tabs[&tab].page;
        let live = |id: &&InteractionId| {
            page.conversation(id)
                .is_some_and(|it| !it.interaction.state.is_closed() && it.segments.is_empty())
        };
        page.ids().filter(live).cloned().collect()
    }

    fn hang_up(&mut self, tab: TabId, id: &InteractionId) {
        let catalog = self.random.pick(&CATALOGS);
        let segments = vec![segment(&format!("{id}/s"))];
        self.command(
            tab,
            id,
            Command::EndConversation { by: EndedBy::Customer, catalog, segments },
        );
    }

    fn type_on(&mut self) {
        let Some((tab, id, segment)) = self.any_at(&[Stage::Working, Stage::Failed]) else {
            return;
        };
        let draft = self.segment_of(tab, &id, &segment).map(|it| it.draft.clone());
        let Draft { notes: before, notes_stamp: base, .. } = draft.unwrap_or_default();
        let text = format!("{before} w{}", self.word_count + 1);
        self.word_count += 1;
        let by = self.me();
        let edit = Edit { entry: Entry::Notes(text), page: page_id(tab), base };
        self.command(tab, &id, Command::Edit { segment, by, edit });
    }

    fn choose(&mut self) {
        let Some((tab, id, segment)) = self.any_at(&[Stage::Working]) else { return };
        let name = if self.random.percent(50) { "billing" } else { "spam" };
        let base = self.segment_of(tab, &id, &segment).map(|it| it.draft.code_stamp.clone());
        let (entry, base) = (Entry::Code(Some(code(name))), base.unwrap_or_default());
        let (by, edit) = (self.me(), Edit { entry, page: page_id(tab), base });
        self.command(tab, &id, Command::Edit { segment, by, edit });
    }

    fn close(&mut self, tab: TabId, id: &InteractionId, segment: SegmentId, reason: CloseReason) {
        let key = self.next_key();
        self.command(tab, id, Command::Close { segment, reason, key });
    }

    fn submit(&mut self) {
        if let Some((tab, id, segment)) = self.any_at(&[Stage::Failed]) {
            let key = self.next_key();
            return self.command(tab, &id, Command::Retry { segment, key });
        }
        let Some((tab, id, segment)) = self.any_at(&[Stage::Working]) else { return };
        let reason = CloseReason::Submit(self.me());
        self.close(tab, &id, segment, reason);
    }

    fn end(&mut self) {
        let Some((tab, id, segment)) = self.any_at(&[Stage::Working]) else { return };
        let reason = CloseReason::End(self.me());
        self.close(tab, &id, segment, reason);
    }

    fn close_conversation(&mut self) {
        let Some((tab, id, _)) = self.any_at(&[Stage::Working]) else { return };
        let (by, key) = (self.me(), self.next_key());
        let segment = SegmentId::new(format!("early {key}")).unwrap();
        self.command(tab, &id, Command::CloseTab { by, catalog: None, segment, key });
    }

    fn extend(&mut self) {
        let Some((tab, id, segment)) = self.any_at(&[Stage::Working]) else { return };
        let extensions = self.segment_of(tab, &id, &segment).map_or(0, |it| it.extensions);
        let by = self.me();
        self.command(tab, &id, Command::Extend { segment, by, number: extensions + 1 });
    }

    fn correct(&mut self) {
        let Some((tab, id, segment)) = self.any_at(&[Stage::Closed]) else { return };
        self.word_count += 1;
        let notes = format!("corrected w{}", self.word_count);
        let (by, reason, key) = (self.me(), VersionReason::Correction, self.next_key());
        let draft = Draft::of(Some(code("billing")), notes);
        self.command(tab, &id, Command::Correct { segment, by, draft, reason, key });
    }

    fn switch_tab(&mut self) {
        if self.tabs.len() < 3 && self.random.percent(50) {
            self.count(Fault::SecondTab);
            self.open_tab();
            return;
        }
        let tabs: Vec<_> = self.tabs.keys().copied().collect();
        if let Some(tab) = self.random.pick(&tabs) {
            self.front = tab;
        }
    }

    fn lose_page(&mut self) {
        let tab = self.front;
        match self.random.between(0, 10) {
            0..3 => {
                self.count(Fault::Reload);
                self.close_tab(tab);
                self.open_tab();
            }
            3..5 => {
                self.count(Fault::TabClosed);
                self.close_tab(tab);
            }
            5..7 => {
                if self.machine.has_switch {
                    self.count(Fault::CrashSwitch);
                    self.fire_switch(tab);
                } else {
                    self.count(Fault::Crash);
                }
                self.kill_tab(tab);
            }
            7..9 => {
                self.count(Fault::Freeze);
                let pause = self.random.between(500, 60_000);
                self.freeze(tab, pause);
            }
            _ => {
                self.count(Fault::Kill);
                for tab in self.tabs.keys().copied().collect::<Vec<_>>() {
                    self.kill_tab(tab);
                }
            }
        }
    }

    fn trouble(&mut self) {
        let until = self.queue.now + self.random.between(500, 60_000);
        let what = self.random.between(0, 6);
        self.note(|| format!("trouble {what} until {until}"));
        match what {
            0 => self.machine.offline_until = until,
            1 => self.machine.session_lost_until = until,
            2 => self.machine.full_until = until,
            3 => {
                self.count(Fault::StoreHangs);
                self.hang_store(until);
            }
            4 => self.weather = self.random.between(0, 70),
            _ => self.store_weather = self.random.between(0, 60),
        }
    }

    fn clocks_go_wrong(&mut self) {
        let hour = 3_600_000;
        match self.random.between(0, 3) {
            0 => {
                self.count(Fault::Sleep);
                let pause = self.random.between(1_000, 900_000);
                self.sleep(pause);
            }
            1 => {
                self.count(Fault::ClockForward);
                self.machine.wrong_by += i64::try_from(self.random.between(1, hour)).unwrap_or(0);
            }
            _ => {
                self.count(Fault::ClockBack);
                self.machine.wrong_by -= i64::try_from(self.random.between(1, hour)).unwrap_or(0);
            }
        }
    }

    /// The agent leaves, and the other one signs in at the same machine.
    pub(crate) fn sign_out(&mut self) {
        self.count(Fault::SignOut);
        for tab in self.tabs.keys().copied().collect::<Vec<_>>() {
            self.close_tab(tab);
        }
        self.machine.agent = 1 - self.machine.agent;
        self.open_tab();
    }

    /// At the end an agent finishes whatever is left.
    pub(crate) fn finish_all(&mut self) {
        let Some(tab) = self.front() else { return };
        for id in self.talking(tab) {
            let agent = self.me().agent;
            self.command(tab, &id, Command::Connect { agent });
            self.hang_up(tab, &id);
        }
        for (tab, id, segment) in self.segments_at(&[Stage::Working, Stage::Overdue]) {
            let reason = CloseReason::End(self.me());
            self.close(tab, &id, segment, reason);
        }
        for (tab, id, segment) in self.segments_at(&[Stage::Failed]) {
            let key = self.next_key();
            self.command(tab, &id, Command::Retry { segment, key });
        }
    }
}
