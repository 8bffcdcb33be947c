//! Takes parcels from the outbox to the system of record: one at a time, and from
//! one tab at a time. What is sent, when, and what an answer means is decided by
//! [`outbox`].

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::desk::{Inner, Notification};
use crate::backend::{Parcel, Receipt};
use crate::browser::timeout::Timeout;
use crate::browser::{clock, locks, random, task};
use crate::domain::delivery::back_off;
use crate::domain::delivery::outbox::{self, Next, Settled};
use crate::domain::delivery::parcel::Verdict;
use crate::domain::id::AgentId;
use crate::domain::time::Millis;

/// What the courier of a page knows.
pub(super) struct Courier {
    /// As whom it delivers.
    agent: AgentId,
    /// The outbox, as last seen.
    parcels: RefCell<Vec<Parcel>>,
    under_way: Cell<bool>,
    /// Somebody asked for a round while one was under way.
    again: Cell<bool>,
    later: RefCell<Option<Timeout>>,
}

/// How a round ended.
enum Round {
    /// There may be more to deliver.
    Delivered,
    /// Nothing more can be done before that much time has passed.
    Wait(Millis),
    /// The outbox is empty, or what is left has to be decided by its agent.
    Done,
}

impl Courier {
    pub(super) fn new(agent: AgentId) -> Self {
        Self {
            agent,
            parcels: RefCell::default(),
            under_way: Cell::default(),
            again: Cell::default(),
            later: RefCell::default(),
        }
    }

    /// As whom it delivers.
    pub(super) const fn agent(&self) -> &AgentId {
        &self.agent
    }

    /// Has seen nothing, and delivers nothing later.
    pub(super) fn forget(&self) {
        self.parcels.take();
        self.later.take();
    }

    /// The outbox, as last seen.
    pub(super) fn parcels(&self) -> Vec<Parcel> {
        self.parcels.borrow().clone()
    }
}

impl Inner {
    /// Delivers whatever can be delivered.
    pub(super) fn deliver(self: &Rc<Self>) {
        let Some(courier) = &self.courier else { return };
        if !self.is_open() {
            return;
        }
        courier.again.set(true);
        if courier.under_way.replace(true) {
            return;
        }
        let inner = self.clone();
        task::spawn(async move {
            let Some(courier) = &inner.courier else { return };
            courier.later.take();
            while courier.again.replace(false) {
                loop {
                    match inner.round(courier).await {
                        Round::Delivered => {}
                        Round::Wait(pause) => {
                            inner.deliver_after(courier, pause);
                            break;
                        }
                        Round::Done => break,
                    }
                }
            }
            courier.under_way.set(false);
        });
    }

    fn deliver_after(self: &Rc<Self>, courier: &Courier, pause: Millis) {
        let desk = Rc::downgrade(self);
        courier.later.replace(Some(Timeout::new(pause, move || {
            if let Some(inner) = desk.upgrade() {
                inner.deliver();
            }
        })));
    }

    /// Delivers the next parcel there is, and whether there was one.
    pub(super) async fn delivers_one(self: &Rc<Self>, courier: &Courier) -> bool {
        matches!(self.round(courier).await, Round::Delivered)
    }

    /// Delivers one parcel. The lock is held for that long and no longer.
    async fn round(self: &Rc<Self>, courier: &Courier) -> Round {
        let store = self.store();
        let lock = locks::exclusive(store.name()).await;
        if !self.is_open() {
            return Round::Done;
        }
        let Ok(parcels) = store.outbox().await else {
            return Round::Wait(back_off::pause_after(1));
        };
        self.show(courier, parcels);
        let parcel = {
            let parcels = courier.parcels.borrow();
            let at = clock::now().wall;
            match outbox::next(&parcels, &courier.agent, at) {
                Next::Nothing => return Round::Done,
                Next::Wait(until) => return Round::Wait(until.since(at)),
                Next::Deliver(parcel) => parcel.clone(),
            }
        };
        let sent = clock::now();
        let answer = self.backend.deliver(&parcel).await;
        if let Ok(Receipt { time: Some(time), .. }) = answer {
            self.act(|page| page.heard(time, sent, clock::now()));
        }
        if let Ok(Receipt { verdict, .. }) = &answer
            && !self.learned(&parcel, verdict).await
        {
            return Round::Wait(back_off::pause_after(1));
        }
        let settled = outbox::settle(parcel.clone(), &answer, clock::now().wall, random::number());
        let written = store.settle(&parcel, &settled).await;
        drop(lock);
        // Kept in mind, should it not be possible to write it down.
        let pause = match &settled {
            Settled::Stays(parcel) => parcel.pause.map(|pause| pause.until.since(sent.wall)),
            Settled::Gone => None,
        };
        let news = match &settled {
            Settled::Gone if answer.is_ok() => {
                Some(Notification::Delivered(Box::new(parcel.clone())))
            }
            Settled::Stays(parcel) if parcel.rejected.is_some() => {
                Some(Notification::Rejected(parcel.clone()))
            }
            _ => None,
        };
        self.settled(courier, &parcel, settled);
        if let Some(news) = news {
            self.tell(&news);
        }
        self.mirror.delivered();
        if let Ok(receipt) = answer {
            self.act(|page| page.delivered(&parcel, &receipt.verdict, clock::now()));
        }
        match written {
            Ok(()) => Round::Delivered,
            // It is still there and goes out once more, under the same key.
            Err(_) => Round::Wait(pause.unwrap_or(back_off::pause_after(1))),
        }
    }

    /// Takes over what the system of record says otherwise, and whether that is stored.
    /// Where it isn't, the parcel stays and goes out once more, under the same key.
    async fn learned(self: &Rc<Self>, parcel: &Parcel, verdict: &Verdict) -> bool {
        if matches!(verdict, Verdict::Taken) {
            return true;
        }
        self.act(|page| page.answered(parcel, verdict, clock::now()));
        let id = parcel.report.interaction();
        self.waiting.until(|| self.page.borrow().is_at_rest(id)).await;
        self.page.borrow().is_written(id)
    }

    /// What waited for the network waits no longer.
    pub(super) fn network_is_back(self: &Rc<Self>) {
        let Some(courier) = &self.courier else { return };
        for parcel in courier.parcels().iter().filter(|each| each.waits_for_network()) {
            self.decide(&parcel.id, |parcel| Settled::Stays(Box::new(parcel.at_once())));
        }
        self.deliver();
    }

    /// Writes down what an agent has decided about a parcel, and goes on.
    pub(super) fn decide(self: &Rc<Self>, id: &str, decision: impl FnOnce(Parcel) -> Settled) {
        let Some(courier) = &self.courier else { return };
        let parcel = courier.parcels.borrow().iter().find(|each| each.id == id).cloned();
        let Some(parcel) = parcel else { return };
        let (inner, settled) = (self.clone(), decision(parcel.clone()));
        task::spawn(async move {
            let Some(courier) = &inner.courier else { return };
            if inner.store().settle(&parcel, &settled).await.is_ok() {
                inner.settled(courier, &parcel, settled);
                inner.mirror.delivered();
                inner.deliver();
            }
        });
    }

    fn settled(self: &Rc<Self>, courier: &Courier, parcel: &Parcel, settled: Settled) {
        let mut parcels = courier.parcels();
        parcels.retain(|each| each.id != parcel.id || each.revision != parcel.revision);
        if let Settled::Stays(parcel) = settled {
            parcels.push(*parcel);
        }
        self.show(courier, parcels);
    }

    fn show(self: &Rc<Self>, courier: &Courier, parcels: Vec<Parcel>) {
        if self.is_open() && *courier.parcels.borrow() != parcels {
            courier.parcels.replace(parcels);
            self.tell(&Notification::Outbox);
            self.follow_with_switch();
            self.prompt_while_at_risk();
        }
    }
}
