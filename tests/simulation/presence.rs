//! Simulates how a page and the backend tell each other who is there: "gone, with
//! this draft" from a page that goes, or from its dead man's switch, and "back". What
//! is said is the product's own; either message may be lost or come late.

use interaction_wrap_up::domain::delivery::presence::{FAREWELL_BYTES, Farewell, Presence};
use interaction_wrap_up::domain::id::SegmentId;
use interaction_wrap_up::domain::time::Timestamp;

use crate::agent::{agent_id, new_key, page_id};
use crate::fault::Fault;
use crate::machine::TabId;
use crate::store::Transaction;
use crate::tab::Input;
use crate::world::{Event, World};

/// The switch follows what is typed at most this often, in milliseconds.
const SWITCH_PAUSE: u64 = 1_000;

/// What a page says to the backend.
#[derive(Debug)]
pub(crate) enum Said {
    Gone(Farewell),
    Back { tab: TabId, at: Timestamp, segments: Vec<SegmentId>, answered: bool },
}

/// What the backend answers; nothing where its answer was lost.
pub(crate) type Known = Option<Vec<(SegmentId, Presence)>>;

impl World {
    fn farewell(&self, tab: TabId) -> Option<Farewell> {
        let it = self.tabs.get(&tab)?;
        let agent = agent_id(it.agent);
        let left = it.page.left_behind(Some(&agent));
        let at = self.machine.clocks(self.queue.now).wall;
        Some(Farewell::of(Some(agent), at, &it.outbox, left, FAREWELL_BYTES))
    }

    /// The last thing a page says; first it puts down what was typed and not written.
    pub(crate) fn say_gone(&mut self, tab: TabId) {
        let Some(it) = self.tabs.get(&tab) else { return };
        let typed = it.page.typed_in(&page_id(tab));
        if !typed.is_empty() {
            self.transact(tab, Transaction::KeepTyped(typed));
        }
        if let Some(farewell) = self.farewell(tab) {
            self.send_farewell(farewell);
        }
    }

    /// What the browser says of a page that has crashed, as of when it was armed.
    pub(crate) fn fire_switch(&mut self, tab: TabId) {
        let armed = self.tabs.get_mut(&tab).and_then(|it| it.armed.take());
        if let Some(farewell) = armed {
            self.send_farewell(farewell);
        }
    }

    fn send_farewell(&mut self, farewell: Farewell) {
        if !farewell.is_empty() && self.queue.now >= self.machine.offline_until {
            let way = self.random.between(20, 2_000);
            self.queue.after(way, Event::Presence(Said::Gone(farewell)));
        }
    }

    /// Has the switch say what there now is to say: at once when it says nothing
    /// yet, else a little later.
    pub(crate) fn follow_with_switch(&mut self, tab: TabId) {
        let Some(it) = self.tabs.get_mut(&tab) else { return };
        if !self.machine.has_switch || it.arming {
            return;
        }
        if it.armed.is_none() {
            return self.set_switch(tab);
        }
        it.arming = true;
        self.queue.after(SWITCH_PAUSE, Event::Tab(tab, Input::Switch));
    }

    pub(crate) fn set_switch(&mut self, tab: TabId) {
        let farewell = self.farewell(tab).filter(|farewell| !farewell.is_empty());
        if let Some(it) = self.tabs.get_mut(&tab) {
            (it.armed, it.arming) = (farewell, false);
        }
    }

    /// A page says that it is there, and asks what became of its segments meanwhile.
    pub(crate) fn say_back(&mut self, tab: TabId) {
        let Some(it) = self.tabs.get(&tab) else { return };
        let left = it.page.left_behind(Some(&agent_id(it.agent)));
        let segments: Vec<_> = left.into_iter().map(|each| each.progress.about.segment).collect();
        let at = self.machine.clocks(self.queue.now).wall;
        let way = self.random.between(10, 300);
        let now = self.queue.now;
        let unheard = now < self.machine.offline_until || now < self.machine.session_lost_until;
        if segments.is_empty() {
            return self.queue.after(0, Event::Tab(tab, Input::Known(Some(Vec::new()))));
        }
        let troubled = self.random.percent(self.weather);
        if unheard || (troubled && self.random.percent(50)) {
            return self.queue.after(way, Event::Tab(tab, Input::Known(None)));
        }
        let back = Said::Back { tab, at, segments, answered: !troubled };
        self.queue.after(way, Event::Presence(back));
    }

    pub(crate) fn hear(&mut self, said: Said) {
        self.note(|| format!("  backend: {said:.150?}"));
        match said {
            Said::Gone(farewell) => {
                self.backend.gone(farewell, self.queue.now, &mut self.counts);
            }
            Said::Back { tab, at, segments, answered } => {
                let known = self.backend.back(&segments, at, &mut self.counts);
                let known = answered.then_some(known);
                let way = self.random.between(10, 300);
                self.queue.after(way, Event::Tab(tab, Input::Known(known)));
            }
        }
        self.wake_backend();
    }

    /// What the backend says of segments to which a page has come back.
    pub(crate) fn known(&mut self, tab: TabId, known: Known) {
        if let Some(known) = known {
            let mut keys = self.key_count;
            self.act(tab, |page, now| {
                page.back(known, now, &mut || {
                    keys += 1;
                    new_key(keys)
                })
            });
            self.key_count = keys;
            // What it would say is from before, and so would not count any more.
            if self.tabs.get(&tab).is_some_and(|it| it.armed.is_some()) {
                self.set_switch(tab);
            }
        }
        self.wake(tab);
        self.deliver(tab);
    }

    /// The other pages of its agent notice that a page has gone.
    pub(crate) fn miss(&mut self, agent: usize) {
        let others: Vec<_> =
            self.tabs.iter().filter(|(_, it)| it.agent == agent).map(|(tab, _)| *tab).collect();
        for other in others {
            self.count(Fault::Missed);
            let pause = self.random.between(1, 200);
            self.queue.after(pause, Event::Tab(other, Input::AnotherWent));
        }
    }
}
