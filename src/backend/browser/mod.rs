//! The embedded default: records in this browser's IndexedDB, and nowhere else.

mod record;
mod schema;

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use self::schema::{CODES, CONFIGURATIONS, INTERACTION, INTERACTIONS, JOURNAL, SEGMENTS};
use super::{Answer, Backend, BackendError, Revision, Step, Stock, Stored, TornRecord, Trouble};
use crate::browser::database::{Access, Database, DatabaseError, Transaction};
use crate::domain::catalog::Catalog;
use crate::domain::id::InteractionId;
use crate::domain::journal::JournalEntry;
use crate::domain::segment::Segment;

/// Interactions, segments, journal, codes and configurations of one workspace,
/// in a database of the page's origin.
#[derive(Debug)]
pub struct BrowserBackend {
    name: String,
    database: RefCell<Option<Rc<Database>>>,
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
        Self { name: name.into(), database: RefCell::default() }
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
        Ok(transaction.finish().await?)
    }

    async fn database(&self) -> Result<Rc<Database>, BackendError> {
        if let Some(open) = self.database.borrow().clone() {
            return Ok(open);
        }
        let open = Rc::new(schema::open(&self.name).await?);
        self.database.replace(Some(open.clone()));
        Ok(open)
    }

    async fn begin(&self, stores: &[&str], access: Access) -> Result<Transaction, BackendError> {
        match self.database().await?.begin(stores, access) {
            Err(DatabaseError::Closed | DatabaseError::VersionChanged) => {
                // Given up for a newer page, or closed: opening tells which.
                self.database.replace(None);
                Ok(self.database().await?.begin(stores, access)?)
            }
            begun => Ok(begun?),
        }
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
        let transaction = self.begin(&[INTERACTIONS, SEGMENTS, JOURNAL], access).await?;
        let id = &step.interaction.id;
        let before = match transaction.get(INTERACTIONS, id.as_str()).await? {
            Some(value) => Some(record::revision(&value)?),
            None => None,
        };
        if before != step.base {
            return Err(BackendError::Conflict);
        }
        let revision = Revision(before.map_or(1, |before| before.0 + 1));
        let interaction = record::write_interaction(&step.interaction, revision)?;
        transaction.put(INTERACTIONS, &interaction)?;
        for segment in &step.segments {
            transaction.put(SEGMENTS, &record::write(segment)?)?;
        }
        for entry in &step.journal {
            transaction.put(JOURNAL, &record::write(entry)?)?;
        }
        transaction.finish().await?;
        Ok(revision)
    }

    async fn read_journal(&self, id: &InteractionId) -> Result<Vec<JournalEntry>, BackendError> {
        let transaction = self.begin(&[JOURNAL], Access::Read).await?;
        let entries = transaction.all_by(JOURNAL, INTERACTION, id.as_str()).await?;
        Ok(record::read_all("journal entry", &entries)?)
    }
}

impl Backend for BrowserBackend {
    fn this_browser_only(&self) -> bool {
        true
    }

    fn scope(&self) -> Option<&str> {
        Some(&self.name)
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        Box::pin(self.read_catalog())
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
    segments.sort_by(|a, b| (a.opened_at, &a.id).cmp(&(b.opened_at, &b.id)));
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
