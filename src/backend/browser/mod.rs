//! The embedded default: records in this browser's IndexedDB, and nowhere else.

mod administration;
mod connection;
mod habits;
mod pages;
mod record;
mod register;
mod schema;
mod typed;

use wasm_bindgen::JsValue;

use self::connection::Connection;
use self::pages::Pages;
use self::register::Register;
use self::schema::{
    CODES, CONFIGURATIONS, INTERACTION, INTERACTIONS, JOURNAL, OUTBOX, SEGMENTS, TYPED,
};
use super::{
    About, Answer, Backend, BackendError, Farewell, Parcel, Presence, Receipt, Revision, Step,
    Stock, Store, Stored, TornRecord, Trouble, Typed, Verdict,
};
use crate::browser::database::{Access, DatabaseError, Transaction};
use crate::domain::catalog::Catalog;
use crate::domain::code_habits::CodeHabits;
use crate::domain::delivery::outbox::{Change, Settled};
use crate::domain::delivery::remains::Holdings;
use crate::domain::delivery::retention::{self, Lapsed, Retention};
use crate::domain::id::{AgentId, InteractionId, SegmentId};
use crate::domain::journal::JournalEntry;
use crate::domain::preferences::Preferences;
use crate::domain::segment::Segment;
use crate::domain::sorted::sort_by_key;
use crate::domain::time::Timestamp;

/// Interactions, segments, journal, codes and configurations of one workspace,
/// in a database of the page's origin.
#[derive(Debug)]
pub struct BrowserBackend {
    connection: Connection,
    pages: Pages,
    /// Where it is noted among those of other agents, if it is one agent's.
    register: Option<Register>,
}

impl Default for BrowserBackend {
    /// The database "interaction-wrap-up".
    fn default() -> Self {
        Self::new("interaction-wrap-up")
    }
}

impl BrowserBackend {
    /// The records in the database of that name. It is opened when first needed.
    pub fn new(name: impl Into<String>) -> Self {
        let connection = Connection::new(name.into());
        Self { pages: Pages::new(connection.clone()), connection, register: None }
    }

    /// What `agent` has of a system of record elsewhere: of which kind, and which
    /// tenant of it. On a shared computer each agent has records of their own.
    pub fn scoped(kind: &str, tenant: &str, agent: &AgentId) -> Self {
        // The lengths keep apart what the separators don't.
        let lengths = [kind.len().to_string(), tenant.len().to_string()];
        let parts = ["interaction-wrap-up", &lengths[0], kind, &lengths[1], tenant, agent.as_str()];
        Self { register: Some(Register::default()), ..Self::new(parts.join("|")) }
    }

    /// Puts `catalog` in place if no administrator has set anything up yet.
    ///
    /// # Errors
    /// [`BackendError`], when the database cannot be opened or written.
    pub async fn set_up(&self, catalog: &Catalog) -> Result<(), BackendError> {
        let transaction = self.begin(&[CODES, CONFIGURATIONS], Access::WriteStrict).await?;
        let untouched = transaction.all(CONFIGURATIONS).await?.is_empty()
            && transaction.all(CODES).await?.is_empty();
        if untouched {
            put_catalog(&transaction, catalog)?;
        }
        Ok(transaction.finish().await?)
    }

    /// Forgets every record, and puts `catalog` in place.
    ///
    /// # Errors
    /// [`BackendError`]; then nothing has changed.
    pub async fn reset(&self, catalog: &Catalog) -> Result<(), BackendError> {
        let transaction = self.begin(&schema::ALL, Access::WriteStrict).await?;
        for store in schema::ALL {
            transaction.clear(store)?;
        }
        put_catalog(&transaction, catalog)?;
        transaction.finish().await?;
        typed::forget(&self.connection);
        habits::forget(&self.connection);
        Ok(())
    }

    async fn begin(&self, stores: &[&str], access: Access) -> Result<Transaction, BackendError> {
        self.connection.begin(stores, access).await
    }

    async fn read_catalog(&self) -> Result<Catalog, BackendError> {
        let transaction = self.begin(&[CODES, CONFIGURATIONS], Access::Read).await?;
        let codes = transaction.all(CODES).await?;
        let configurations = transaction.all(CONFIGURATIONS).await?;
        Ok(Catalog {
            codes: record::read_all("code", &codes)?,
            configurations: record::read_all("configuration", &configurations)?,
        })
    }

    async fn read_stock(&self) -> Result<Stock, BackendError> {
        let transaction = self.begin(&[INTERACTIONS, SEGMENTS], Access::Read).await?;
        let interactions = transaction.all(INTERACTIONS).await?;
        let mut stock = Stock::default();
        for value in interactions {
            let id = record::id_of(&value);
            let segments = transaction.all_by(SEGMENTS, INTERACTION, &id).await?;
            match assemble(&value, &segments) {
                Ok(stored) => stock.conversations.push(stored),
                Err(torn) => stock.torn.push(torn),
            }
        }
        Ok(stock)
    }

    async fn read_one(&self, id: &InteractionId) -> Result<Option<Stored>, BackendError> {
        let transaction = self.begin(&[INTERACTIONS, SEGMENTS], Access::Read).await?;
        let Some(value) = transaction.get(INTERACTIONS, id.as_str()).await? else {
            return Ok(None);
        };
        let segments = transaction.all_by(SEGMENTS, INTERACTION, id.as_str()).await?;
        Ok(Some(assemble(&value, &segments)?))
    }

    async fn write_step(&self, step: &Step) -> Result<Revision, BackendError> {
        let access = if step.strict { Access::WriteStrict } else { Access::WriteRelaxed };
        let stores = [INTERACTIONS, SEGMENTS, JOURNAL, OUTBOX];
        let transaction = self.begin(&stores, access).await?;
        let id = &step.interaction.id;
        let before = match transaction.get(INTERACTIONS, id.as_str()).await? {
            Some(value) => Some(record::revision(&value)?),
            None => None,
        };
        if before != step.base {
            return Err(BackendError::Conflict);
        }
        let revision = Revision::after(before);
        let interaction = record::write_interaction(&step.interaction, revision)?;
        transaction.put(INTERACTIONS, &interaction)?;
        for segment in &step.segments {
            transaction.put(SEGMENTS, &record::write(segment)?)?;
        }
        for entry in &step.journal {
            transaction.put(JOURNAL, &record::write(entry)?)?;
        }
        for change in &step.outbox {
            write_change(&transaction, change).await?;
        }
        transaction.finish().await?;
        Ok(revision)
    }

    async fn read_outbox(&self) -> Result<Vec<Parcel>, BackendError> {
        let transaction = self.begin(&[OUTBOX], Access::Read).await?;
        let parcels = transaction.all(OUTBOX).await?;
        Ok(record::read_all("parcel", &parcels)?)
    }

    async fn write_settled(&self, parcel: &Parcel, settled: &Settled) -> Result<(), BackendError> {
        let transaction = self.begin(&[OUTBOX], Access::WriteStrict).await?;
        let now: Option<Parcel> = read_parcel(&transaction, &parcel.id).await?;
        if now.is_some_and(|now| now.revision == parcel.revision) {
            match settled {
                Settled::Gone => transaction.delete(OUTBOX, &parcel.id)?,
                Settled::Stays(parcel) => transaction.put(OUTBOX, &record::write(&**parcel)?)?,
            }
        }
        Ok(transaction.finish().await?)
    }

    async fn read_holdings(&self) -> Result<Holdings, BackendError> {
        let stores = [INTERACTIONS, SEGMENTS, OUTBOX, TYPED];
        let transaction = self.begin(&stores, Access::Read).await?;
        let mut held = Holdings::default();
        for value in transaction.all(INTERACTIONS).await? {
            let id = record::id_of(&value);
            let segments = transaction.all_by(SEGMENTS, INTERACTION, &id).await?;
            held.conversations.extend(assemble(&value, &segments));
        }
        let outbox = transaction.all(OUTBOX).await?;
        held.outbox = outbox.iter().filter_map(|it| record::read("parcel", it).ok()).collect();
        let typed = transaction.all(TYPED).await?;
        held.typed = typed.iter().filter_map(|it| record::read("draft", it).ok()).collect();
        held.typed.extend(typed::put_down(&self.connection));
        Ok(held)
    }

    async fn remove_finished(
        &self,
        conversations: &[(InteractionId, Revision)],
    ) -> Result<bool, BackendError> {
        let stores = [INTERACTIONS, SEGMENTS, JOURNAL, OUTBOX, TYPED];
        let transaction = self.begin(&stores, Access::WriteRelaxed).await?;
        let outbox = record::read_all("parcel", &transaction.all(OUTBOX).await?)?;
        let mut typed = record::read_all("draft", &transaction.all(TYPED).await?)?;
        typed.extend(typed::put_down(&self.connection));
        let held = Holdings { conversations: Vec::new(), outbox, typed };
        let mut any = false;
        for (id, revision) in conversations {
            let now = transaction.get(INTERACTIONS, id.as_str()).await?;
            let now = now.map(|now| record::revision(&now)).transpose()?;
            if now != Some(*revision) || !retention::is_confirmed(&held, id) {
                continue;
            }
            for store in [SEGMENTS, JOURNAL] {
                for key in transaction.keys_by(store, INTERACTION, id.as_str()).await? {
                    transaction.delete(store, key)?;
                }
            }
            transaction.delete(INTERACTIONS, id.as_str())?;
            any = true;
        }
        transaction.finish().await?;
        Ok(any)
    }

    async fn empty(&self) -> Result<(), BackendError> {
        let stores = [INTERACTIONS, SEGMENTS, JOURNAL, OUTBOX, TYPED];
        let transaction = self.begin(&stores, Access::WriteStrict).await?;
        for store in stores {
            transaction.clear(store)?;
        }
        transaction.finish().await?;
        typed::forget(&self.connection);
        habits::forget(&self.connection);
        if let Some(register) = &self.register {
            // Empty it is already: what is left is a name.
            let _ = register.forget(self.connection.name()).await;
            let _ = self.connection.delete().await;
        }
        Ok(())
    }

    async fn read_journal(&self, id: &InteractionId) -> Result<Vec<JournalEntry>, BackendError> {
        let transaction = self.begin(&[JOURNAL], Access::Read).await?;
        let entries = transaction.all_by(JOURNAL, INTERACTION, id.as_str()).await?;
        Ok(record::read_all("journal entry", &entries)?)
    }
}

async fn read_parcel(transaction: &Transaction, id: &str) -> Result<Option<Parcel>, BackendError> {
    let value = transaction.get(OUTBOX, id).await?;
    Ok(value.map(|value| record::read("parcel", &value)).transpose()?)
}

async fn write_change(transaction: &Transaction, change: &Change) -> Result<(), BackendError> {
    match change {
        Change::Remove(id) => transaction.delete(OUTBOX, id)?,
        Change::Put(parcel) => {
            let earlier = read_parcel(transaction, &parcel.id).await?;
            let parcel = Parcel::clone(parcel);
            let parcel = match &earlier {
                Some(earlier) => parcel.replacing(earlier),
                None => parcel,
            };
            transaction.put(OUTBOX, &record::write(&parcel)?)?;
        }
    }
    Ok(())
}

impl Store for BrowserBackend {
    fn name(&self) -> &str {
        self.connection.name()
    }

    fn stock(&self) -> Answer<'_, Stock> {
        Box::pin(self.read_stock())
    }

    fn load<'a>(&'a self, interaction: &'a InteractionId) -> Answer<'a, Option<Stored>> {
        Box::pin(self.read_one(interaction))
    }

    fn commit<'a>(&'a self, step: &'a Step) -> Answer<'a, Revision> {
        Box::pin(self.write_step(step))
    }

    fn journal<'a>(&'a self, interaction: &'a InteractionId) -> Answer<'a, Vec<JournalEntry>> {
        Box::pin(self.read_journal(interaction))
    }

    fn keep_typed(&self, typed: &[Typed]) {
        typed::keep(&self.connection, typed);
    }

    fn take_typed(&self) -> Answer<'_, Vec<Typed>> {
        Box::pin(typed::take(&self.connection))
    }

    fn code_habits(&self, agent: &AgentId) -> CodeHabits {
        habits::codes_of(&self.connection, agent)
    }

    fn keep_code_habits(&self, agent: &AgentId, habits: &CodeHabits) {
        habits::keep_codes(&self.connection, agent, habits);
    }

    fn preferences(&self, agent: &AgentId) -> Preferences {
        habits::preferences_of(&self.connection, agent)
    }

    fn keep_preferences(&self, agent: &AgentId, preferences: &Preferences) {
        habits::keep_preferences(&self.connection, agent, preferences);
    }

    fn outbox(&self) -> Answer<'_, Vec<Parcel>> {
        Box::pin(self.read_outbox())
    }

    fn settle<'a>(&'a self, parcel: &'a Parcel, settled: &'a Settled) -> Answer<'a, ()> {
        Box::pin(self.write_settled(parcel, settled))
    }

    fn holdings(&self) -> Answer<'_, Holdings> {
        Box::pin(self.read_holdings())
    }

    fn remove<'a>(&'a self, conversations: &'a [(InteractionId, Revision)]) -> Answer<'a, bool> {
        Box::pin(self.remove_finished(conversations))
    }

    fn erase(&self) -> Answer<'_, ()> {
        Box::pin(self.empty())
    }

    fn check_in<'a>(
        &'a self,
        agent: &'a AgentId,
        retention: Retention,
        at: Timestamp,
    ) -> Answer<'a, Option<Lapsed>> {
        Box::pin(async move {
            let Some(register) = &self.register else { return Ok(None) };
            register.check_in(self.connection.name(), agent, retention, at).await
        })
    }

    fn lapse_told(&self) -> Answer<'_, ()> {
        Box::pin(async {
            let Some(register) = &self.register else { return Ok(()) };
            register.lapse_told(self.connection.name()).await
        })
    }

    fn tidy_others(&self, at: Timestamp) -> Answer<'_, ()> {
        Box::pin(async move {
            let Some(register) = &self.register else { return Ok(()) };
            register.tidy(self.connection.name(), at).await
        })
    }
}

impl Backend for BrowserBackend {
    fn this_browser_only(&self) -> bool {
        true
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        Box::pin(self.read_catalog())
    }

    /// The records are here already.
    fn deliver<'a>(&'a self, _: &'a Parcel) -> Answer<'a, Receipt> {
        Box::pin(async { Ok(Receipt { verdict: Verdict::Taken, time: None }) })
    }

    fn farewell(&self, farewell: &Farewell) {
        self.pages.leave(farewell.at);
    }

    fn back<'a>(&'a self, segments: &'a [About]) -> Answer<'a, Vec<(SegmentId, Presence)>> {
        Box::pin(async move {
            let presence = match self.pages.enter().await? {
                Some(since) => Presence::GoneSince(since),
                None => Presence::Open,
            };
            Ok(segments.iter().map(|it| (it.segment.clone(), presence.clone())).collect())
        })
    }
}

fn put_catalog(transaction: &Transaction, catalog: &Catalog) -> Result<(), BackendError> {
    for code in &catalog.codes {
        transaction.put(CODES, &record::write(code)?)?;
    }
    for configuration in &catalog.configurations {
        transaction.put(CONFIGURATIONS, &record::write(configuration)?)?;
    }
    Ok(())
}

/// A conversation out of its records; its segments in the order they opened.
fn assemble(interaction: &JsValue, segments: &[JsValue]) -> Result<Stored, TornRecord> {
    let revision = record::revision(interaction)?;
    let interaction = record::read("interaction", interaction)?;
    let mut segments: Vec<Segment> = record::read_all("segment", segments)?;
    sort_by_key(&mut segments, |each| (each.opened_at, each.id.clone()));
    Ok(Stored { interaction, segments, revision })
}

impl From<DatabaseError> for BackendError {
    fn from(error: DatabaseError) -> Self {
        let trouble = match error {
            DatabaseError::NotKept => Trouble::NotKept,
            DatabaseError::Full => Trouble::Full,
            DatabaseError::HeldByOtherTab => Trouble::HeldByOtherTab,
            DatabaseError::Newer | DatabaseError::VersionChanged => Trouble::PageOutdated,
            DatabaseError::NoAnswer => Trouble::NoAnswer,
            DatabaseError::Closed | DatabaseError::Failed { .. } => Trouble::Failed,
        };
        Self::TryAgain { trouble, after: None }
    }
}
