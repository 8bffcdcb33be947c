//! All or nothing.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

use super::connection::Connection;
use super::error::DatabaseError;
use super::event;

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Reading.
    Read,
    /// Writing what may be lost should the machine crash within seconds; a crash
    /// of the browser does it no harm. Three times as fast: for drafts.
    WriteRelaxed,
    /// Writing what must survive that: it is over once it is on the disk.
    WriteStrict,
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = IdbDatabase)]
    type DatabaseWithOptions;

    /// web-sys has the options only behind a switch for what is unstable.
    #[wasm_bindgen(catch, method)]
    fn transaction(
        this: &DatabaseWithOptions,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    #[wasm_bindgen(extends = IdbTransaction)]
    type EarlyCommit;

    /// web-sys takes it for deprecated, which it is not.
    #[wasm_bindgen(catch, method)]
    fn commit(this: &EarlyCommit) -> Result<(), JsValue>;
}

/// Reads and writes that happen together. Ends with [`Self::finish`]; dropped
/// before, it leaves everything as it was.
///
/// The browser ends it by itself as soon as nothing of it is under way: between
/// its steps, await nothing else than its own answers.
#[must_use = "what is not finished is undone"]
pub struct Transaction {
    inner: IdbTransaction,
    outcome: Promise,
    open: Rc<Cell<bool>>,
}

impl Transaction {
    pub(super) fn begin(
        connection: &Connection,
        stores: &[&str],
        access: Access,
    ) -> Result<Self, DatabaseError> {
        if let Some(ended) = connection.life.ended() {
            return Err(ended.into());
        }
        let stores: Array = stores.iter().copied().map(JsValue::from_str).collect();
        let (mode, durability) = match access {
            Access::Read => ("readonly", "default"),
            Access::WriteRelaxed => ("readwrite", "relaxed"),
            Access::WriteStrict => ("readwrite", "strict"),
        };
        let options = Object::new();
        // A new object takes any property.
        let _ = Reflect::set(&options, &"durability".into(), &durability.into());
        let database: &DatabaseWithOptions = connection.inner.unchecked_ref();
        let inner = database.transaction(&stores, mode, &options);
        let begun = Self::of(inner.map_err(|thrown| DatabaseError::thrown(&thrown))?);
        connection.note(&begun.inner, &begun.open);
        Ok(begun)
    }

    pub(super) fn of(inner: IdbTransaction) -> Self {
        let outcome = event::first(|happened| {
            inner.set_oncomplete(Some(happened));
            inner.set_onabort(Some(happened));
        });
        Self { inner, outcome, open: Rc::new(Cell::new(true)) }
    }

    /// The record with that key.
    ///
    /// # Errors
    /// [`DatabaseError`]; then the transaction is undone.
    pub async fn get(
        &self,
        store: &str,
        key: impl Into<JsValue>,
    ) -> Result<Option<JsValue>, DatabaseError> {
        let record = self.answer(self.store(store)?.get(&key.into())).await?;
        Ok((!record.is_undefined()).then_some(record))
    }

    /// Every record, in the order of the keys.
    ///
    /// # Errors
    /// [`DatabaseError`]; then the transaction is undone.
    pub async fn all(&self, store: &str) -> Result<Vec<JsValue>, DatabaseError> {
        self.list(self.store(store)?.get_all()).await
    }

    /// Every record whose `index` is `key`.
    ///
    /// # Errors
    /// [`DatabaseError`]; then the transaction is undone.
    pub async fn all_by(
        &self,
        store: &str,
        index: &str,
        key: impl Into<JsValue>,
    ) -> Result<Vec<JsValue>, DatabaseError> {
        let index =
            self.store(store)?.index(index).map_err(|thrown| DatabaseError::thrown(&thrown))?;
        self.list(index.get_all_with_key(&key.into())).await
    }

    /// The key of every record whose `index` is `key`.
    ///
    /// # Errors
    /// [`DatabaseError`]; then the transaction is undone.
    pub async fn keys_by(
        &self,
        store: &str,
        index: &str,
        key: impl Into<JsValue>,
    ) -> Result<Vec<JsValue>, DatabaseError> {
        let index =
            self.store(store)?.index(index).map_err(|thrown| DatabaseError::thrown(&thrown))?;
        self.list(index.get_all_keys_with_key(&key.into())).await
    }

    /// Writes a record, instead of the one with its key. Whether that worked is
    /// known when the transaction finishes.
    ///
    /// # Errors
    /// [`DatabaseError`], as for a value that cannot be stored.
    pub fn put(&self, store: &str, record: &JsValue) -> Result<(), DatabaseError> {
        sent(self.store(store)?.put(record))
    }

    /// Removes the record with that key, if there is one.
    ///
    /// # Errors
    /// [`DatabaseError`], as for what is no key.
    pub fn delete(&self, store: &str, key: impl Into<JsValue>) -> Result<(), DatabaseError> {
        sent(self.store(store)?.delete(&key.into()))
    }

    /// Removes every record.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn clear(&self, store: &str) -> Result<(), DatabaseError> {
        sent(self.store(store)?.clear())
    }

    /// Waits until all of it is kept, as its [`Access`] says.
    ///
    /// # Errors
    /// [`DatabaseError`]: nothing of it was kept.
    pub async fn finish(self) -> Result<(), DatabaseError> {
        self.open.set(false);
        // Not to wait for the answers, which a page that goes away may never see.
        // Refused when the transaction has ended already; how, follows.
        let _ = self.inner.unchecked_ref::<EarlyCommit>().commit();
        let outcome = event::happened(self.outcome.clone()).await;
        if event::kind(&outcome) == "complete" {
            return Ok(());
        }
        // Aborted without a reason: the browser closed the database.
        Err(DatabaseError::of(&self.inner).unwrap_or(DatabaseError::Closed))
    }

    /// Undoes it.
    pub(super) fn abort(&self) {
        if self.open.replace(false) {
            // Refused when it has ended already.
            let _ = self.inner.abort();
        }
    }

    /// Leaves its end to the browser.
    pub(super) fn release(&self) {
        self.open.set(false);
    }

    pub(super) fn store(&self, name: &str) -> Result<IdbObjectStore, DatabaseError> {
        self.inner.object_store(name).map_err(|thrown| DatabaseError::thrown(&thrown))
    }

    async fn list(
        &self,
        request: Result<IdbRequest, JsValue>,
    ) -> Result<Vec<JsValue>, DatabaseError> {
        Ok(Array::from(&self.answer(request).await?).to_vec())
    }

    async fn answer(&self, request: Result<IdbRequest, JsValue>) -> Result<JsValue, DatabaseError> {
        let request = request.map_err(|thrown| DatabaseError::thrown(&thrown))?;
        let answered = event::first(|happened| {
            request.set_onsuccess(Some(happened));
            request.set_onerror(Some(happened));
        });
        event::happened(answered).await;
        // What made the whole fail says more than that this failed with it.
        let failure = DatabaseError::of(&self.inner).or_else(|| DatabaseError::of(&request));
        failure
            .map_or_else(|| request.result().map_err(|thrown| DatabaseError::thrown(&thrown)), Err)
    }
}

/// A request that fails aborts its transaction, which then says so.
fn sent(request: Result<IdbRequest, JsValue>) -> Result<(), DatabaseError> {
    request.map(drop).map_err(|thrown| DatabaseError::thrown(&thrown))
}

impl Drop for Transaction {
    fn drop(&mut self) {
        self.abort();
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transaction").field("open", &self.open.get()).finish_non_exhaustive()
    }
}
