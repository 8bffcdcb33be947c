//! From an older form of the records to a newer one.

use core::future::Future;
use core::ops::Deref;
use core::pin::Pin;

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbObjectStoreParameters, IdbTransaction};

use super::error::DatabaseError;
use super::transaction::Transaction;

/// One step of the records' history: brings version n - 1 to version n, where n
/// counts the migrations up to it. Once released it is never changed, only
/// followed by further ones.
pub type Migration = for<'a> fn(&'a Upgrade) -> Migrating<'a>;

/// A migration under way. It may read and write; it may await nothing but that.
pub type Migrating<'a> = Pin<Box<dyn Future<Output = Result<(), DatabaseError>> + 'a>>;

/// The transaction that migrations share: all of them happen, or none.
#[derive(Debug)]
pub struct Upgrade {
    database: IdbDatabase,
    transaction: Transaction,
}

impl Upgrade {
    pub(super) fn new(database: IdbDatabase, transaction: IdbTransaction) -> Self {
        Self { database, transaction: Transaction::of(transaction) }
    }

    /// Applies all of them, or none.
    pub(super) async fn run(&self, migrations: &[Migration]) -> Result<(), DatabaseError> {
        for migration in migrations {
            if let Err(error) = migration(self).await {
                self.transaction.abort();
                return Err(error);
            }
        }
        self.transaction.release();
        Ok(())
    }

    /// Makes a store. Its records are known by their field `key`; without one,
    /// they are numbered in order. They can also be found by their field `index`.
    ///
    /// # Errors
    /// [`DatabaseError`], as when the store exists.
    pub fn create_store(
        &self,
        name: &str,
        key: Option<&str>,
        index: Option<&str>,
    ) -> Result<(), DatabaseError> {
        let parameters = IdbObjectStoreParameters::new();
        match key {
            Some(key) => parameters.set_key_path(&JsValue::from_str(key)),
            None => parameters.set_auto_increment(true),
        }
        self.database
            .create_object_store_with_optional_parameters(name, &parameters)
            .map_err(|thrown| DatabaseError::thrown(&thrown))?;
        index.map_or(Ok(()), |field| self.create_index(name, field))
    }

    /// Removes a store and what is in it.
    ///
    /// # Errors
    /// [`DatabaseError`], as when there is none of that name.
    pub fn delete_store(&self, name: &str) -> Result<(), DatabaseError> {
        let removed = self.database.delete_object_store(name);
        removed.map_err(|thrown| DatabaseError::thrown(&thrown))
    }

    /// Lets records of `store` be found by their field `field`, too.
    ///
    /// # Errors
    /// [`DatabaseError`], as when there is such an index.
    pub fn create_index(&self, store: &str, field: &str) -> Result<(), DatabaseError> {
        let made = self.store(store)?.create_index_with_str(field, field);
        made.map(drop).map_err(|thrown| DatabaseError::thrown(&thrown))
    }
}

/// Reading and writing.
impl Deref for Upgrade {
    type Target = Transaction;
    fn deref(&self) -> &Transaction {
        &self.transaction
    }
}
