//! A typed layer over IndexedDB.

use idb::{
    DatabaseEvent, Factory, IndexParams, KeyPath, ObjectStoreParams, Query, TransactionMode,
    TransactionResult,
};
use thiserror::Error;
use wasm_bindgen::JsValue;

/// Why the database did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{name}: {message}")]
pub struct DatabaseError {
    /// The name of the browser's error.
    pub name: String,
    /// Its words.
    pub message: String,
}

impl From<idb::Error> for DatabaseError {
    fn from(error: idb::Error) -> Self {
        Self { name: String::from("Error"), message: error.to_string() }
    }
}

/// A store to be made: name, key path (none for numbered records), index.
#[derive(Debug, Clone, Copy)]
pub struct Store {
    /// Its name.
    pub name: &'static str,
    /// The field that is its key; `None` for numbers given in order.
    pub key: Option<&'static str>,
    /// A field to be looked up by.
    pub index: Option<&'static str>,
}

/// An open database.
#[derive(Debug)]
pub struct Database {
    inner: idb::Database,
}

impl Database {
    /// Opens it, making the stores where they are missing.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn open(
        name: &str,
        version: u32,
        stores: &'static [Store],
    ) -> Result<Self, DatabaseError> {
        let mut request = Factory::new()?.open(name, Some(version))?;
        request.on_upgrade_needed(move |event| {
            let Ok(database) = event.database() else { return };
            let existing = database.store_names();
            for store in
                stores.iter().filter(|store| !existing.iter().any(|name| name == store.name))
            {
                let mut params = ObjectStoreParams::new();
                params
                    .key_path(store.key.map(KeyPath::new_single))
                    .auto_increment(store.key.is_none());
                if let (Ok(made), Some(index)) =
                    (database.create_object_store(store.name, params), store.index)
                {
                    let _ =
                        made.create_index(index, KeyPath::new_single(index), None::<IndexParams>);
                }
            }
        });
        Ok(Self { inner: request.await? })
    }

    /// Begins a transaction over `stores`.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn begin(&self, stores: &[&str], write: bool) -> Result<Transaction, DatabaseError> {
        let mode = if write { TransactionMode::ReadWrite } else { TransactionMode::ReadOnly };
        Ok(Transaction { inner: self.inner.transaction(stores, mode)? })
    }
}

/// A transaction.
#[derive(Debug)]
pub struct Transaction {
    inner: idb::Transaction,
}

impl Transaction {
    /// A record by its key.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, DatabaseError> {
        let store = self.inner.object_store(store)?;
        Ok(store.get(Query::Key(JsValue::from_str(key)))?.await?)
    }

    /// Every record.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn all(&self, store: &str) -> Result<Vec<JsValue>, DatabaseError> {
        Ok(self.inner.object_store(store)?.get_all(None, None)?.await?)
    }

    /// Every record whose `index` is `key`.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn all_by(
        &self,
        store: &str,
        index: &str,
        key: &str,
    ) -> Result<Vec<JsValue>, DatabaseError> {
        let index = self.inner.object_store(store)?.index(index)?;
        Ok(index.get_all(Some(Query::Key(JsValue::from_str(key))), None)?.await?)
    }

    /// Writes a record.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn put(&self, store: &str, record: &JsValue) -> Result<(), DatabaseError> {
        self.inner.object_store(store)?.put(record, None)?;
        Ok(())
    }

    /// Removes every record.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn clear(&self, store: &str) -> Result<(), DatabaseError> {
        self.inner.object_store(store)?.clear()?;
        Ok(())
    }

    /// Waits until it is complete.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn finish(self) -> Result<(), DatabaseError> {
        match self.inner.await? {
            TransactionResult::Committed => Ok(()),
            TransactionResult::Aborted => {
                Err(DatabaseError { name: "AbortError".into(), message: String::new() })
            }
        }
    }
}
