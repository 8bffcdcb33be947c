//! The stores that agents have in this browser: of whom, kept by which limits, and
//! for how long nobody has used each. It is read by whoever works here next, so that
//! nothing lies for ever that was left by somebody who doesn't come back.
//!
//! What goes, and when, is decided by [`retention`](crate::domain::delivery::retention).

use serde::{Deserialize, Serialize};

use super::{BrowserBackend, record};
use crate::backend::{BackendError, Store, page_locks};
use crate::browser::database::{
    Access, Database, DatabaseError, Migrating, Migration, Transaction, Upgrade,
};
use crate::browser::locks;
use crate::domain::delivery::retention::{Idle, Lapsed, Retention};
use crate::domain::id::AgentId;
use crate::domain::time::Timestamp;

const STORES: &str = "stores";

/// One a version, in order. What was released is never changed.
const MIGRATIONS: [Migration; 1] = [first];

fn first(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async { upgrade.create_store(STORES, Some("id"), None) })
}

/// A store of one agent.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    /// Its name.
    id: String,
    agent: AgentId,
    retention: Retention,
    idle: Idle,
    /// It was emptied, and its agent has not been there since.
    emptied: bool,
    /// What went while its agent was away, until they were told.
    lapsed: Option<Lapsed>,
}

/// See the module.
#[derive(Debug)]
pub(super) struct Register {
    name: &'static str,
}

impl Default for Register {
    /// The one of this origin.
    fn default() -> Self {
        // No store is called so: theirs go on with a length.
        Self { name: "interaction-wrap-up|stores" }
    }
}

impl Register {
    /// Opened for as long as it takes: an open one would stay in the way of a newer page.
    async fn open(&self) -> Result<Database, DatabaseError> {
        Database::open(self.name, &MIGRATIONS).await
    }

    /// Changes the entry of that name, or what there is instead of one.
    async fn change<T>(
        &self,
        name: &str,
        change: impl FnOnce(Option<Entry>) -> (Option<Entry>, T),
    ) -> Result<T, BackendError> {
        let database = self.open().await?;
        let transaction = database.begin(&[STORES], Access::WriteStrict)?;
        let before = transaction.get(STORES, name).await?;
        // What cannot be read says nothing.
        let before = before.and_then(|it| record::read("store", &it).ok());
        let (after, answer) = change(before);
        match after {
            Some(entry) => transaction.put(STORES, &record::write(&entry)?)?,
            None => transaction.delete(STORES, name)?,
        }
        transaction.finish().await?;
        Ok(answer)
    }

    /// The store of that name is used by its agent.
    pub(super) async fn check_in(
        &self,
        name: &str,
        agent: &AgentId,
        retention: Retention,
        at: Timestamp,
    ) -> Result<Option<Lapsed>, BackendError> {
        let now = |before: Option<Entry>| {
            let lapsed = before.and_then(|entry| entry.lapsed);
            let (id, agent, idle) = (name.to_owned(), agent.clone(), Idle::none(at));
            let entry = Entry { id, agent, retention, idle, emptied: false, lapsed };
            (Some(entry.clone()), entry.lapsed)
        };
        self.change(name, now).await
    }

    /// Its agent knows what went.
    pub(super) async fn lapse_told(&self, name: &str) -> Result<(), BackendError> {
        let told = |entry: Option<Entry>| (entry.map(|it| Entry { lapsed: None, ..it }), ());
        self.change(name, told).await
    }

    /// There is nothing in it any more.
    pub(super) async fn forget(&self, name: &str) -> Result<(), BackendError> {
        self.change(name, |_| (None, ())).await
    }

    /// Looks after all stores but that of the name `own`.
    pub(super) async fn tidy(&self, own: &str, at: Timestamp) -> Result<(), BackendError> {
        // One page at a time is enough; and those that come meanwhile have nothing to do.
        let Some(_alone) = locks::try_exclusive(self.name).await else { return Ok(()) };
        for entry in self.due(own, at).await? {
            // Whoever is there looks after their own.
            let there = locks::held(&page_locks(&entry.id)).await;
            if there.is_none_or(|pages| pages.is_empty()) {
                self.tidy_one(entry, at).await?;
            }
        }
        Ok(())
    }

    /// The stores that were not looked at for a while, having been looked at now.
    async fn due(&self, own: &str, at: Timestamp) -> Result<Vec<Entry>, BackendError> {
        let database = self.open().await?;
        let transaction: Transaction = database.begin(&[STORES], Access::WriteRelaxed)?;
        let mut due = Vec::new();
        for entry in transaction.all(STORES).await? {
            let Ok(entry) = record::read::<Entry>("store", &entry) else { continue };
            if entry.id == own {
                continue;
            }
            if let Some(idle) = entry.idle.looked(at) {
                let entry = Entry { idle, ..entry };
                transaction.put(STORES, &record::write(&entry)?)?;
                due.push(entry);
            }
        }
        transaction.finish().await?;
        Ok(due)
    }

    async fn tidy_one(&self, entry: Entry, at: Timestamp) -> Result<(), BackendError> {
        let Entry { id, agent, retention, idle, emptied, lapsed } = entry;
        if emptied {
            // Only the note of what went is left.
            return if retention.is_forgotten(idle) { self.forget(&id).await } else { Ok(()) };
        }
        let store = BrowserBackend::new(id.clone());
        let held = store.holdings().await?;
        if !retention.is_abandoned(idle) {
            let gone = retention.removable(&held, Some(&agent), at);
            if !gone.is_empty() {
                store.remove(&gone).await?;
            }
            return Ok(());
        }
        // Written down first: an end in between repeats all of it.
        let lapsed = Lapsed::of(&held, &agent, lapsed, at);
        let told = lapsed.is_some();
        let note = |entry: Option<Entry>| (entry.map(|it| Entry { lapsed, ..it }), ());
        self.change(&id, note).await?;
        store.erase().await?;
        // Empty it is already: what is left is a name.
        let _ = store.connection.delete().await;
        let done = |entry: Option<Entry>| {
            (entry.filter(|_| told).map(|it| Entry { emptied: true, ..it }), ())
        };
        self.change(&id, done).await
    }
}
