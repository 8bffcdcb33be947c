//! Transactions: whole or nothing.

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbObjectStore, IdbTransaction};

use super::error::DatabaseError;
use super::waiting::{answer, promise};

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading.
    Read,
    /// Writing what may be lost should the machine crash within seconds.
    WriteRelaxed,
    /// Writing what must survive that: it is over once it is on the disk.
    WriteStrict,
}

/// A transaction. One that writes must be [finished](Self::finish); dropped
/// before, it leaves nothing behind.
#[derive(Debug)]
#[must_use = "a transaction that is dropped writes nothing"]
pub struct Transaction {
    transaction: IdbTransaction,
    /// Settled when it is over; `None` for one that only reads.
    over: Option<Promise>,
}

impl Transaction {
    pub(super) fn begin(
        database: &IdbDatabase,
        stores: &[&str],
        access: Access,
    ) -> Result<Self, DatabaseError> {
        let (mode, durability) = match access {
            Access::Read => ("readonly", "default"),
            Access::WriteRelaxed => ("readwrite", "relaxed"),
            Access::WriteStrict => ("readwrite", "strict"),
        };
        let begin = || {
            let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
            let options = Object::new();
            Reflect::set(&options, &"durability".into(), &durability.into())?;
            let method: Function = Reflect::get(database, &"transaction".into())?.dyn_into()?;
            method.call3(database, &stores, &mode.into(), &options)
        };
        let transaction = begin().map_err(|thrown| DatabaseError::thrown(&thrown))?;
        let transaction: IdbTransaction = transaction.unchecked_into();
        let over = (access != Access::Read).then(|| {
            promise(|resolve, reject| {
                transaction.set_oncomplete(Some(resolve));
                transaction.set_onabort(Some(reject));
            })
        });
        Ok(Self { transaction, over })
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, DatabaseError> {
        self.transaction.object_store(name).map_err(|thrown| DatabaseError::thrown(&thrown))
    }

    /// The durability the browser grants it: `strict`, `relaxed` or `default`;
    /// empty in browsers that don't say.
    pub fn durability(&self) -> String {
        let said = Reflect::get(&self.transaction, &"durability".into());
        said.ok().and_then(|said| said.as_string()).unwrap_or_default()
    }

    /// The record of that key.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn get(&self, store: &str, key: &str) -> Result<Option<JsValue>, DatabaseError> {
        let request = self.store(store)?.get(&JsValue::from_str(key));
        let record = answer(request.map_err(|thrown| DatabaseError::thrown(&thrown))?).await?;
        Ok(Some(record).filter(|record| !record.is_undefined()))
    }

    /// Every record of a store, in the order of the keys.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn all(&self, store: &str) -> Result<Vec<JsValue>, DatabaseError> {
        let request = self.store(store)?.get_all();
        list(answer(request.map_err(|thrown| DatabaseError::thrown(&thrown))?).await?)
    }

    /// Every record whose field `index` is `value`, in the order of the keys.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub async fn all_by(
        &self,
        store: &str,
        index: &str,
        value: &str,
    ) -> Result<Vec<JsValue>, DatabaseError> {
        let index = self.store(store)?.index(index);
        let index = index.map_err(|thrown| DatabaseError::thrown(&thrown))?;
        let request = index.get_all_with_key(&JsValue::from_str(value));
        list(answer(request.map_err(|thrown| DatabaseError::thrown(&thrown))?).await?)
    }

    /// Writes a record, over the one of the same key.
    ///
    /// # Errors
    /// [`DatabaseError`], when the record cannot be stored at all; whether there is
    /// room for it, [`Self::finish`] tells.
    pub fn put(&self, store: &str, record: &JsValue) -> Result<(), DatabaseError> {
        let request = self.store(store)?.put(record);
        request.map(drop).map_err(|thrown| DatabaseError::thrown(&thrown))
    }

    /// Removes every record of a store.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn clear(&self, store: &str) -> Result<(), DatabaseError> {
        let request = self.store(store)?.clear();
        request.map(drop).map_err(|thrown| DatabaseError::thrown(&thrown))
    }

    /// Waits until all that was written is kept.
    ///
    /// # Errors
    /// [`DatabaseError`]; then nothing of it is.
    pub async fn finish(mut self) -> Result<(), DatabaseError> {
        let Some(over) = self.over.take() else { return Ok(()) };
        if JsFuture::from(over).await.is_ok() {
            return Ok(());
        }
        Err(match self.transaction.error() {
            Some(exception) => DatabaseError::of(&exception),
            None => DatabaseError::Closed,
        })
    }
}

impl Drop for Transaction {
    fn drop(&mut self) {
        if self.over.take().is_some() {
            // Nobody waits for it any more.
            self.transaction.set_onabort(None);
            // One that is over cannot be aborted, and need not be.
            let _ = self.transaction.abort();
        }
    }
}

fn list(records: JsValue) -> Result<Vec<JsValue>, DatabaseError> {
    let records: Array = records.dyn_into().map_err(|other| DatabaseError::thrown(&other))?;
    Ok(records.to_vec())
}
