//! A store that lasts as long as its page: what is left where a browser keeps
//! nothing, and what tests and stories use.

use std::cell::RefCell;

use super::{Answer, BackendError, Parcel, Revision, Step, Stock, Store, Stored, Typed};
use crate::domain::code_habits::CodeHabits;
use crate::domain::delivery::outbox::{Change, Settled};
use crate::domain::delivery::remains::Holdings;
use crate::domain::delivery::retention;
use crate::domain::id::{AgentId, InteractionId};
use crate::domain::journal::JournalEntry;
use crate::domain::preferences::Preferences;
use crate::domain::sorted::SortedMap;

#[derive(Debug, Default)]
struct Records {
    conversations: SortedMap<InteractionId, Stored>,
    journal: Vec<JournalEntry>,
    outbox: SortedMap<String, Parcel>,
    habits: Vec<(AgentId, CodeHabits)>,
    preferences: Vec<(AgentId, Preferences)>,
}

/// See the module.
#[derive(Debug, Default)]
pub struct MemoryStore {
    records: RefCell<Records>,
}

impl Records {
    fn commit(&mut self, step: &Step) -> Result<Revision, BackendError> {
        let id = &step.interaction.id;
        if self.conversations.get(id).map(|known| known.revision) != step.base {
            return Err(BackendError::Conflict);
        }
        let revision = Revision::after(step.base);
        let (interaction, segments) = (step.interaction.clone(), step.segments.clone());
        self.conversations.insert(id.clone(), Stored { interaction, segments, revision });
        self.journal.extend_from_slice(&step.journal);
        for change in &step.outbox {
            match change {
                Change::Remove(id) => self.outbox.remove(id),
                Change::Put(parcel) => {
                    let parcel = match self.outbox.get(&parcel.id) {
                        Some(earlier) => Parcel::clone(parcel).replacing(earlier),
                        None => Parcel::clone(parcel),
                    };
                    self.outbox.insert(parcel.id.clone(), parcel);
                }
            }
        }
        Ok(revision)
    }

    fn holdings(&self) -> Holdings {
        let conversations = self.conversations.values().cloned().collect();
        let outbox = self.outbox.values().cloned().collect();
        Holdings { conversations, outbox, typed: Vec::new() }
    }

    fn remove(&mut self, conversations: &[(InteractionId, Revision)]) -> bool {
        let before = self.conversations.len();
        let held = self.holdings();
        for (id, revision) in conversations {
            let same = self.conversations.get(id).is_some_and(|now| now.revision == *revision);
            if same && retention::is_confirmed(&held, id) {
                self.conversations.remove(id);
                self.journal.retain(|each| each.interaction != *id);
            }
        }
        self.conversations.len() < before
    }

    fn settle(&mut self, parcel: &Parcel, settled: &Settled) {
        let now = self.outbox.get(&parcel.id);
        if now.is_some_and(|now| now.revision == parcel.revision) {
            match settled {
                Settled::Gone => self.outbox.remove(&parcel.id),
                Settled::Stays(stays) => self.outbox.insert(stays.id.clone(), Parcel::clone(stays)),
            }
        }
    }
}

fn answer<'a, T: 'a>(answer: Result<T, BackendError>) -> Answer<'a, T> {
    Box::pin(core::future::ready(answer))
}

impl Store for MemoryStore {
    fn name(&self) -> &'static str {
        // Nobody else has it, so nobody has to find it.
        ""
    }

    fn stock(&self) -> Answer<'_, Stock> {
        let conversations = self.records.borrow().conversations.values().cloned().collect();
        answer(Ok(Stock { conversations, torn: Vec::new() }))
    }

    fn load<'a>(&'a self, interaction: &'a InteractionId) -> Answer<'a, Option<Stored>> {
        answer(Ok(self.records.borrow().conversations.get(interaction).cloned()))
    }

    fn commit<'a>(&'a self, step: &'a Step) -> Answer<'a, Revision> {
        answer(self.records.borrow_mut().commit(step))
    }

    fn journal<'a>(&'a self, interaction: &'a InteractionId) -> Answer<'a, Vec<JournalEntry>> {
        let records = self.records.borrow();
        let of_it = records.journal.iter().filter(|each| each.interaction == *interaction);
        answer(Ok(of_it.cloned().collect()))
    }

    /// It goes with its page.
    fn keep_typed(&self, _: &[Typed]) {}

    fn take_typed(&self) -> Answer<'_, Vec<Typed>> {
        answer(Ok(Vec::new()))
    }

    fn code_habits(&self, agent: &AgentId) -> CodeHabits {
        let records = self.records.borrow();
        let kept = records.habits.iter().find(|(of, _)| of == agent);
        kept.map(|(_, habits)| habits.clone()).unwrap_or_default()
    }

    fn keep_code_habits(&self, agent: &AgentId, habits: &CodeHabits) {
        let mut records = self.records.borrow_mut();
        records.habits.retain(|(of, _)| of != agent);
        records.habits.push((agent.clone(), habits.clone()));
    }

    fn preferences(&self, agent: &AgentId) -> Preferences {
        let records = self.records.borrow();
        let kept = records.preferences.iter().find(|(of, _)| of == agent);
        kept.map(|(_, preferences)| preferences.clone()).unwrap_or_default()
    }

    fn keep_preferences(&self, agent: &AgentId, preferences: &Preferences) {
        let mut records = self.records.borrow_mut();
        records.preferences.retain(|(of, _)| of != agent);
        records.preferences.push((agent.clone(), preferences.clone()));
    }

    fn outbox(&self) -> Answer<'_, Vec<Parcel>> {
        answer(Ok(self.records.borrow().outbox.values().cloned().collect()))
    }

    fn settle<'a>(&'a self, parcel: &'a Parcel, settled: &'a Settled) -> Answer<'a, ()> {
        self.records.borrow_mut().settle(parcel, settled);
        answer(Ok(()))
    }

    fn holdings(&self) -> Answer<'_, Holdings> {
        answer(Ok(self.records.borrow().holdings()))
    }

    fn remove<'a>(&'a self, conversations: &'a [(InteractionId, Revision)]) -> Answer<'a, bool> {
        answer(Ok(self.records.borrow_mut().remove(conversations)))
    }

    fn erase(&self) -> Answer<'_, ()> {
        self.records.replace(Records::default());
        answer(Ok(()))
    }
}
