//! From an older form of the records to a newer one.

use core::future::Future;
use core::ops::Deref;
use core::pin::Pin;
use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{IdbDatabase, IdbObjectStoreParameters, IdbTransaction};

use super::connection::Life;
use super::error::{Asked, DatabaseError};
use super::transaction::Transaction;

/// One step of the records' history: brings version n - 1 to version n, where n
/// counts the migrations up to it. Once released it is never changed, only
/// followed by further ones.
pub type Migration = for<'a> fn(&'a Upgrade) -> Migrating<'a>;

/// A migration under way. It may read and write; it may await nothing but that.
pub type Migrating<'a> = Pin<Box<dyn Future<Output = Result<(), DatabaseError>> + 'a>>;

/// What the records of a store are found by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// A field of theirs.
    Field(&'static str),
    /// A number, given in the order they are put.
    Numbered,
}

/// The transaction that migrations share: all of them happen, or none.
#[derive(Debug)]
pub struct Upgrade {
    database: IdbDatabase,
    transaction: Transaction,
}

impl Upgrade {
    pub(super) fn new(database: IdbDatabase, transaction: IdbTransaction) -> Self {
        let life = Rc::new(Life::default());
        Self { database, transaction: Transaction::of(transaction, life) }
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

    /// Makes a store.
    ///
    /// # Errors
    /// [`DatabaseError::Aborted`] when there is one of that name.
    pub fn create_store(&self, name: &str, key: Key) -> Result<(), DatabaseError> {
        let parameters = IdbObjectStoreParameters::new();
        match key {
            Key::Field(field) => parameters.set_key_path(&JsValue::from_str(field)),
            Key::Numbered => parameters.set_auto_increment(true),
        }
        let made = self.database.create_object_store_with_optional_parameters(name, &parameters);
        made.map(drop).map_err(|error| DatabaseError::of(&error, Asked::Step))
    }

    /// Removes a store and what is in it.
    ///
    /// # Errors
    /// [`DatabaseError::Aborted`] when there is none of that name.
    pub fn delete_store(&self, name: &str) -> Result<(), DatabaseError> {
        let removed = self.database.delete_object_store(name);
        removed.map_err(|error| DatabaseError::of(&error, Asked::Step))
    }

    /// Lets records of `store` be looked up by `field`; the index has its name.
    ///
    /// # Errors
    /// [`DatabaseError::Aborted`] when there is such an index, or no such store.
    pub fn create_index(&self, store: &str, field: &str) -> Result<(), DatabaseError> {
        let made = self.store(store)?.create_index_with_str(field, field);
        made.map(drop).map_err(|error| DatabaseError::of(&error, Asked::Step))
    }
}

/// Reading and writing.
impl Deref for Upgrade {
    type Target = Transaction;
    fn deref(&self) -> &Transaction {
        &self.transaction
    }
}
