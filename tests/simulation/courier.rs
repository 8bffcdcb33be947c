//! Simulates what takes parcels to the backend, step by step as a page does it:
//! the lock, the outbox, one parcel, its answer, what becomes of it, and the lock
//! is free again.

use interaction_wrap_up::domain::delivery::back_off;
use interaction_wrap_up::domain::delivery::failure::BackendError;
use interaction_wrap_up::domain::delivery::outbox::{self, Next, Settled};
use interaction_wrap_up::domain::delivery::parcel::{Parcel, Receipt, Verdict};
use interaction_wrap_up::domain::time::Millis;

use crate::agent::agent_id;
use crate::machine::TabId;
use crate::store::Transaction;
use crate::tab::{Input, Tab};
use crate::world::{Event, World};

#[derive(Debug, Default)]
pub(crate) enum Stage {
    #[default]
    Idle,
    Waiting,
    Reading,
    Sending(Box<Parcel>),
    /// Until what was learned is stored.
    Learning(Box<Parcel>, Settled, Option<Receipt>),
    Settling(Box<Parcel>, Option<Receipt>),
}

#[derive(Debug, Default)]
pub(crate) struct Courier {
    stage: Stage,
    /// Somebody asked for a round while one was under way.
    again: bool,
    /// Which of the pauses is the one that counts.
    later: u64,
}

impl Courier {
    const fn is_sending(&self) -> bool {
        matches!(self.stage, Stage::Sending(_) | Stage::Learning(..) | Stage::Settling(..))
    }
}

impl World {
    pub(crate) fn deliver(&mut self, tab: TabId) {
        let Some(it) = self.tabs.get_mut(&tab) else { return };
        it.courier.again = true;
        if matches!(it.courier.stage, Stage::Idle) {
            it.courier.later += 1;
            it.courier.again = false;
            self.ask_lock(tab);
        }
    }

    pub(crate) fn deliver_later(&mut self, tab: TabId, pause: u64) {
        if self.tabs.get(&tab).is_some_and(|it| it.courier.later == pause) {
            self.deliver(tab);
        }
    }

    fn set_stage(&mut self, tab: TabId, stage: Stage) -> Option<Stage> {
        let it = self.tabs.get_mut(&tab)?;
        Some(core::mem::replace(&mut it.courier.stage, stage))
    }

    fn ask_lock(&mut self, tab: TabId) {
        let Some(agent) = self.tabs.get(&tab).map(|it| it.agent) else { return };
        self.set_stage(tab, Stage::Waiting);
        if self.machine.shelves[agent].lock.ask(tab) {
            self.queue.after(1, Event::Tab(tab, Input::Locked));
        }
    }

    pub(crate) fn release_lock(&mut self, tab: TabId, agent: usize) {
        if let Some(next) = self.machine.shelves[agent].lock.release(tab) {
            self.queue.after(1, Event::Tab(next, Input::Locked));
        }
    }

    pub(crate) fn locked(&mut self, tab: TabId) {
        self.set_stage(tab, Stage::Reading);
        self.transact(tab, Transaction::Outbox);
    }

    pub(crate) fn outbox_read(&mut self, tab: TabId, answer: Result<Vec<Parcel>, BackendError>) {
        let Some(agent) = self.tabs.get(&tab).map(|it| it.agent) else { return };
        let Ok(parcels) = answer else {
            return self.end_round(tab, Some(back_off::pause_after(1)));
        };
        if let Some(it) = self.tabs.get_mut(&tab) {
            it.outbox.clone_from(&parcels);
        }
        self.follow_with_switch(tab);
        let at = self.machine.clocks(self.queue.now).wall;
        match outbox::next(&parcels, &agent_id(agent), at) {
            Next::Nothing => self.end_round(tab, None),
            Next::Wait(until) => self.end_round(tab, Some(until.since(at))),
            Next::Deliver(parcel) => {
                let sends = |it: &Tab| it.agent == agent && it.courier.is_sending();
                if self.tabs.values().any(sends) {
                    self.record.violations.push(format!("two tabs deliver: {}", parcel.id));
                }
                self.set_stage(tab, Stage::Sending(Box::new(parcel.clone())));
                self.send(tab, agent, parcel.clone());
            }
        }
    }

    pub(crate) fn parcel_answered(&mut self, tab: TabId, answer: Result<Receipt, BackendError>) {
        let Some(Stage::Sending(parcel)) = self.set_stage(tab, Stage::Idle) else { return };
        let at = self.machine.clocks(self.queue.now).wall;
        let chance = u32::try_from(self.random.between(0, 1024)).unwrap_or(0);
        let settled = outbox::settle((*parcel).clone(), &answer, at, chance);
        self.note(|| format!("  tab {tab}: {} -> {answer:.120?}", parcel.id));
        let receipt = answer.ok();
        let otherwise =
            receipt.clone().map(|it| it.verdict).filter(|it| !matches!(it, Verdict::Taken));
        let Some(verdict) = otherwise else { return self.settle(tab, parcel, settled, receipt) };
        self.set_stage(tab, Stage::Learning(parcel.clone(), settled, receipt));
        self.act(tab, |page, now| page.answered(&parcel, &verdict, now));
    }

    /// Once what was learned is stored, or cannot be.
    pub(crate) fn settle_what_is_learned(&mut self, tab: TabId) {
        let Some(it) = self.tabs.get(&tab) else { return };
        let Stage::Learning(parcel, ..) = &it.courier.stage else { return };
        let id = parcel.report.interaction();
        if !it.page.is_at_rest(id) {
            return;
        }
        let is_written = it.page.is_written(id);
        let stage = self.set_stage(tab, Stage::Idle);
        let Some(Stage::Learning(parcel, settled, receipt)) = stage else { return };
        if is_written {
            self.settle(tab, parcel, settled, receipt);
        } else {
            self.end_round(tab, Some(back_off::pause_after(1)));
        }
    }

    fn settle(
        &mut self,
        tab: TabId,
        parcel: Box<Parcel>,
        settled: Settled,
        receipt: Option<Receipt>,
    ) {
        self.set_stage(tab, Stage::Settling(parcel.clone(), receipt));
        self.transact(tab, Transaction::Settle(parcel, settled));
    }

    pub(crate) fn parcel_settled(&mut self, tab: TabId, written: &Result<(), BackendError>) {
        let Some(Stage::Settling(parcel, receipt)) = self.set_stage(tab, Stage::Idle) else {
            return;
        };
        let Some(agent) = self.tabs.get(&tab).map(|it| it.agent) else { return };
        self.release_lock(tab, agent);
        self.set_stage(tab, Stage::Waiting);
        if let Some(receipt) = receipt {
            self.act(tab, |page, now| page.delivered(&parcel, &receipt.verdict, now));
        }
        match written {
            Ok(()) => self.ask_lock(tab),
            Err(_) => self.end_round(tab, Some(back_off::pause_after(1))),
        }
    }

    fn end_round(&mut self, tab: TabId, pause: Option<Millis>) {
        let Some(it) = self.tabs.get_mut(&tab) else { return };
        let agent = it.agent;
        it.courier.stage = Stage::Idle;
        if let Some(pause) = pause {
            it.courier.later += 1;
            let later = it.courier.later;
            self.queue.after(pause.0, Event::Tab(tab, Input::Later(later)));
        }
        let again = core::mem::take(&mut it.courier.again);
        self.release_lock(tab, agent);
        if again {
            self.ask_lock(tab);
        }
    }
}
