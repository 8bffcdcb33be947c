//! Simulates the store that an agent's tabs share: transactions take place one
//! after another, whole or not at all, and answer a moment later. That of a tab
//! which has died meanwhile takes place, or does not.

use interaction_wrap_up::domain::delivery::failure::{BackendError, Trouble};
use interaction_wrap_up::domain::delivery::outbox::Settled;
use interaction_wrap_up::domain::delivery::parcel::Parcel;
use interaction_wrap_up::domain::delivery::step::{Step, Typed};
use interaction_wrap_up::domain::id::InteractionId;

use crate::fault::Fault;
use crate::machine::TabId;
use crate::tab::Input;
use crate::world::{Event, World};

#[derive(Debug)]
pub(crate) enum Transaction {
    Stock,
    Load(InteractionId),
    Commit(InteractionId, Box<Step>),
    Outbox,
    Settle(Box<Parcel>, Settled),
    KeepTyped(Vec<Typed>),
    TakeTyped,
}

impl Transaction {
    const fn writes(&self) -> bool {
        matches!(self, Self::Commit(..) | Self::Settle(..) | Self::KeepTyped(_) | Self::TakeTyped)
    }
}

const fn not_now(trouble: Trouble) -> BackendError {
    BackendError::TryAgain { trouble, after: None }
}

impl World {
    pub(crate) fn transact(&mut self, tab: TabId, transaction: Transaction) {
        let Some(agent) = self.tabs.get(&tab).map(|it| it.agent) else { return };
        if self.random.between(0, 1000) < self.store_weather {
            // It cannot even begin, and says so before or after what began earlier.
            self.count(Fault::StoreFails);
            let answer = failed(&transaction, Trouble::NoAnswer);
            let pause = self.random.between(1, 5_000);
            return self.queue.after(pause, Event::Tab(tab, answer));
        }
        let busy_until = &mut self.machine.shelves[agent].busy_until;
        *busy_until = (*busy_until).max(self.queue.now + self.random.between(1, 20));
        self.queue.at(*busy_until, Event::Store(tab, agent, transaction));
    }

    /// The store does nothing for a while; then everything takes place.
    pub(crate) fn hang_store(&mut self, until: u64) {
        let busy_until = &mut self.machine.shelves[self.machine.agent].busy_until;
        *busy_until = (*busy_until).max(until);
    }

    pub(crate) fn take_place(&mut self, tab: TabId, agent: usize, transaction: Transaction) {
        if !self.tabs.contains_key(&tab) {
            if transaction.writes() {
                let applied = self.random.percent(50);
                self.count(if applied { Fault::CutApplied } else { Fault::CutDropped });
                if applied {
                    self.apply(tab, agent, transaction);
                }
            }
            return;
        }
        let full = transaction.writes() && self.queue.now < self.machine.full_until;
        let answer_lost = transaction.writes() && self.random.between(0, 1000) < self.store_weather;
        let answer = if full {
            self.count(Fault::Full);
            failed(&transaction, Trouble::Full)
        } else if answer_lost {
            self.count(Fault::StoreAnswerLost);
            let answer = failed(&transaction, Trouble::Failed);
            self.apply(tab, agent, transaction);
            answer
        } else {
            self.apply(tab, agent, transaction)
        };
        self.queue.after(1, Event::Tab(tab, answer));
    }

    fn apply(&mut self, tab: TabId, agent: usize, transaction: Transaction) -> Input {
        let store = &mut self.machine.shelves[agent].store;
        match transaction {
            Transaction::Stock => Input::Stock(Ok(store.conversations.values().cloned().collect())),
            Transaction::Load(id) => {
                let stored = store.conversations.get(&id).cloned();
                Input::Loaded(id, Ok(stored))
            }
            Transaction::Outbox => Input::Outbox(Ok(store.parcels())),
            Transaction::Settle(parcel, settled) => {
                store.settle(&parcel, settled);
                Input::Settled(Ok(()))
            }
            Transaction::KeepTyped(typed) => {
                store.typed.extend(typed.into_iter().map(|each| (each.id.clone(), each)));
                Input::KeptTyped
            }
            Transaction::TakeTyped => {
                let typed = core::mem::take(&mut store.typed);
                Input::Typed(Ok(typed.into_values().collect()))
            }
            Transaction::Commit(id, step) => {
                let before = store.conversations.get(&id).cloned();
                let answer = store.commit(&step);
                if answer.is_ok() {
                    let after = &store.conversations[&id];
                    self.record.stored(before.as_ref(), after, tab, agent);
                    self.note(|| format!("  store: {id} is {answer:?} by tab {tab}"));
                } else {
                    self.count(Fault::TabConflict);
                }
                Input::Stored(id, answer)
            }
        }
    }
}

fn failed(transaction: &Transaction, trouble: Trouble) -> Input {
    let error = not_now(trouble);
    match transaction {
        Transaction::Stock => Input::Stock(Err(error)),
        Transaction::Load(id) => Input::Loaded(id.clone(), Err(error)),
        Transaction::Commit(id, _) => Input::Stored(id.clone(), Err(error)),
        Transaction::Outbox => Input::Outbox(Err(error)),
        Transaction::Settle(..) => Input::Settled(Err(error)),
        Transaction::KeepTyped(_) => Input::KeptTyped,
        Transaction::TakeTyped => Input::Typed(Err(error)),
    }
}
