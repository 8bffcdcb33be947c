//! Simulates a browser tab: a page as the product has it, with what happens to
//! it. A frozen one takes nothing in until it thaws; messages of other tabs that
//! come meanwhile are lost.

use interaction_wrap_up::domain::delivery::failure::BackendError;
use interaction_wrap_up::domain::delivery::parcel::{Parcel, Receipt};
use interaction_wrap_up::domain::delivery::presence::Farewell;
use interaction_wrap_up::domain::delivery::step::{Revision, Stored, Typed};
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::page::{Act, Notification, Page};
use interaction_wrap_up::domain::time::Now;
use interaction_wrap_up::domain::wrap_up::Effect;

use crate::agent::{agent_id, new_key};
use crate::courier::Courier;
use crate::fault::Fault;
use crate::machine::TabId;
use crate::presence::Known;
use crate::store::Transaction;
use crate::world::{Event, World};

#[derive(Debug)]
pub(crate) struct Tab {
    pub(crate) agent: usize,
    pub(crate) page: Page,
    pub(crate) courier: Courier,
    /// Whether it has read the store.
    pub(crate) open: bool,
    pub(crate) frozen: bool,
    inbox: Vec<Input>,
    /// When the page is woken next, and which timer that is.
    alarm: Option<u64>,
    timer: u64,
    /// The outbox, as it was last seen.
    pub(crate) outbox: Vec<Parcel>,
    /// What is said should it vanish, and whether that is about to be renewed.
    pub(crate) armed: Option<Farewell>,
    pub(crate) arming: bool,
}

/// What reaches a tab from outside.
#[derive(Debug)]
pub(crate) enum Input {
    Stock(Result<Vec<Stored>, BackendError>),
    Stored(InteractionId, Result<Revision, BackendError>),
    Loaded(InteractionId, Result<Option<Stored>, BackendError>),
    Outbox(Result<Vec<Parcel>, BackendError>),
    Settled(Result<(), BackendError>),
    KeptTyped,
    Typed(Result<Vec<Typed>, BackendError>),
    Known(Known),
    Answered(Result<Receipt, BackendError>),
    Locked,
    /// Another tab says that it has written.
    Heard(InteractionId, Revision),
    Timer(u64),
    Later(u64),
    Switch,
    AnotherWent,
    /// It is shown, focused or resumed, or the network is back.
    Focus,
    Reopen,
}

impl World {
    pub(crate) fn open_tab(&mut self) -> TabId {
        self.tab_count += 1;
        let (id, agent) = (self.tab_count, self.machine.agent);
        let page = Page::reporting_as(agent_id(agent));
        let tab = Tab {
            agent,
            page,
            courier: Courier::default(),
            open: false,
            frozen: false,
            inbox: Vec::new(),
            alarm: None,
            timer: 0,
            outbox: Vec::new(),
            armed: None,
            arming: false,
        };
        self.tabs.insert(id, tab);
        self.front = id;
        self.note(|| format!("tab {id} opens, agent {agent}"));
        self.transact(id, Transaction::Stock);
        id
    }

    /// It goes away in an orderly way: it writes and says what it can.
    pub(crate) fn close_tab(&mut self, id: TabId) {
        if self.tabs.get(&id).is_some_and(|tab| !tab.frozen) {
            self.say_gone(id);
            self.act(id, Page::write_all);
        }
        self.kill_tab(id);
    }

    /// It is gone from one moment to the next.
    pub(crate) fn kill_tab(&mut self, id: TabId) {
        let Some(tab) = self.tabs.remove(&id) else { return };
        self.note(|| format!("tab {id} is gone"));
        if self.machine.shelves[tab.agent].lock.holder == Some(id) {
            self.count(Fault::LockOrphaned);
        }
        self.release_lock(id, tab.agent);
        self.miss(tab.agent);
        if self.front == id {
            self.front = self.tabs.keys().next().copied().unwrap_or(0);
        }
    }

    pub(crate) fn freeze(&mut self, id: TabId, pause: u64) {
        let Some(tab) = self.tabs.get_mut(&id) else { return };
        tab.frozen = true;
        self.queue.after(pause, Event::Thaw(id));
    }

    pub(crate) fn thaw(&mut self, id: TabId) {
        let Some(tab) = self.tabs.get_mut(&id) else { return };
        tab.frozen = false;
        for input in core::mem::take(&mut tab.inbox) {
            self.queue.after(0, Event::Tab(id, input));
        }
        self.queue.after(0, Event::Tab(id, Input::Focus));
    }

    pub(crate) fn take_in(&mut self, id: TabId, input: Input) {
        let Some(tab) = self.tabs.get_mut(&id) else {
            // The lock came to a tab that had just died.
            return;
        };
        if tab.frozen {
            if matches!(input, Input::Heard(..)) {
                self.count(Fault::MessageLost);
            } else {
                tab.inbox.push(input);
            }
            return;
        }
        match input {
            Input::Stock(Ok(stock)) => {
                tab.open = true;
                self.act(id, |page, now| page.looked_again(stock, &[], now));
                self.transact(id, Transaction::TakeTyped);
            }
            Input::Stock(Err(_)) => self.queue.after(1_000, Event::Tab(id, Input::Reopen)),
            Input::Reopen | Input::AnotherWent => self.transact(id, Transaction::Stock),
            Input::KeptTyped => {}
            Input::Typed(typed) => {
                let typed = typed.unwrap_or_default();
                if !typed.is_empty() {
                    self.count(Fault::TakenOver);
                }
                self.act(id, |page, now| page.take_over(typed, now));
                self.say_back(id);
            }
            Input::Known(known) => self.known(id, known),
            Input::Switch => self.set_switch(id),
            Input::Stored(of, answer) => self.act(id, |page, now| page.stored(&of, answer, now)),
            Input::Loaded(of, answer) => self.act(id, |page, now| page.loaded(&of, answer, now)),
            Input::Heard(of, revision) => {
                self.act(id, |page, _| page.written_elsewhere(&of, revision));
                self.deliver(id);
            }
            Input::Outbox(answer) => self.outbox_read(id, answer),
            Input::Settled(answer) => self.parcel_settled(id, &answer),
            Input::Answered(answer) => self.parcel_answered(id, answer),
            Input::Locked => self.locked(id),
            Input::Later(pause) => self.deliver_later(id, pause),
            Input::Timer(timer) => {
                if tab.timer == timer {
                    tab.alarm = None;
                    self.wake(id);
                }
            }
            Input::Focus => {
                self.wake(id);
                self.act(id, Page::write_all);
                self.deliver(id);
            }
        }
    }

    pub(crate) fn wake(&mut self, id: TabId) {
        let mut keys = self.key_count;
        self.act(id, |page, now| {
            page.wake(now, &mut || {
                keys += 1;
                new_key(keys)
            })
        });
        self.key_count = keys;
    }

    /// Lets a page do something and carries out what comes of it.
    pub(crate) fn act(&mut self, id: TabId, what: impl FnOnce(&mut Page, Now) -> Vec<Act>) {
        let now = self.machine.clocks(self.queue.now);
        let Some(tab) = self.tabs.get_mut(&id) else { return };
        for act in what(&mut tab.page, now) {
            match act {
                Act::Write(of, step) => self.transact(id, Transaction::Commit(of, step)),
                Act::Load(of) => self.transact(id, Transaction::Load(of)),
                Act::Tell(told) => self.tell(id, told),
            }
        }
        self.arm(id, now);
        self.follow_with_switch(id);
        self.settle_what_is_learned(id);
    }

    fn tell(&mut self, id: TabId, told: Notification) {
        match told {
            Notification::Stored(of, revision) => {
                let agent = self.tabs[&id].agent;
                let others =
                    self.tabs.iter().filter(|(each, tab)| **each != id && tab.agent == agent);
                for other in others.map(|(each, _)| *each).collect::<Vec<_>>() {
                    let pause = self.random.between(1, 50);
                    self.queue.after(pause, Event::Tab(other, Input::Heard(of.clone(), revision)));
                }
                self.deliver(id);
            }
            Notification::Effect(of, Effect::Closed(segment)) => {
                let tab = &self.tabs[&id];
                let conversation = tab.page.conversation(&of);
                let closed = conversation.and_then(|it| it.segment(&segment)?.closed());
                self.record.told_closed(&segment, closed);
            }
            Notification::Effect(_, effect) => self.note(|| format!("  tab {id}: {effect:.150?}")),
            _ => {}
        }
    }

    fn arm(&mut self, id: TabId, now: Now) {
        let Some(tab) = self.tabs.get_mut(&id) else { return };
        let pause = tab.page.alarms(now).pauses.into_iter().min();
        let alarm = pause.map(|pause| self.queue.now + pause.0);
        if tab.alarm != alarm {
            tab.alarm = alarm;
            tab.timer += 1;
            if let Some(alarm) = alarm {
                self.queue.at(alarm, Event::Tab(id, Input::Timer(tab.timer)));
            }
        }
    }
}
