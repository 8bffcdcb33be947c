//! All or nothing.

use std::cell::Cell;
use std::fmt;
use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbObjectStore, IdbRequest, IdbTransaction};

use super::connection::{Connection, Ended, Life};
use super::error::{Asked, DatabaseError};
use super::event;

/// When a written transaction counts as complete. Reaches the browser as it is;
/// one that doesn't know it does what it thinks best.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// Once it is on the disk: survives a power failure. For final steps.
    Strict,
    /// Once the operating system has it: survives a crash of the browser, and
    /// answers about three times as soon. For drafts.
    Relaxed,
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
    life: Rc<Life>,
    open: Cell<bool>,
}

impl Transaction {
    pub(super) fn begin(
        connection: &Connection,
        stores: &[&str],
        durability: Option<Durability>,
    ) -> Result<Self, DatabaseError> {
        if let Some(ended) = connection.life.ended() {
            return Err(ended.into());
        }
        let stores: Array = stores.iter().copied().map(JsValue::from_str).collect();
        let (mode, durability) = match durability {
            None => ("readonly", "default"),
            Some(Durability::Strict) => ("readwrite", "strict"),
            Some(Durability::Relaxed) => ("readwrite", "relaxed"),
        };
        let options = Object::new();
        // A new object takes any property.
        let _ = Reflect::set(&options, &"durability".into(), &durability.into());
        let database: &DatabaseWithOptions = connection.inner.unchecked_ref();
        match database.transaction(&stores, mode, &options) {
            Ok(inner) => Ok(Self::of(inner, connection.life.clone())),
            Err(exception) => Err(DatabaseError::of(&exception, Asked::Begin)),
        }
    }

    pub(super) fn of(inner: IdbTransaction, life: Rc<Life>) -> Self {
        let outcome = event::first(|happened| {
            inner.set_oncomplete(Some(happened));
            inner.set_onabort(Some(happened));
        });
        Self { inner, outcome, life, open: Cell::new(true) }
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
        let index = self.store(store)?.index(index).map_err(|error| self.fault(&error))?;
        self.list(index.get_all_with_key(&key.into())).await
    }

    /// Writes a record, instead of the one with its key. Whether that worked is
    /// known when the transaction finishes.
    ///
    /// # Errors
    /// [`DatabaseError::Aborted`] for a value that cannot be stored.
    pub fn put(&self, store: &str, record: &JsValue) -> Result<(), DatabaseError> {
        self.sent(self.store(store)?.put(record))
    }

    /// Removes the record with that key, if there is one.
    ///
    /// # Errors
    /// [`DatabaseError::Aborted`] for what is no key.
    pub fn delete(&self, store: &str, key: impl Into<JsValue>) -> Result<(), DatabaseError> {
        self.sent(self.store(store)?.delete(&key.into()))
    }

    /// Removes every record.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn clear(&self, store: &str) -> Result<(), DatabaseError> {
        self.sent(self.store(store)?.clear())
    }

    /// Waits until all of it is kept, as its [`Durability`] says.
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
        Err(self.reason().unwrap_or_else(|| DatabaseError::Aborted {
            name: "AbortError".into(),
            message: String::new(),
        }))
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
        self.inner.object_store(name).map_err(|error| self.fault(&error))
    }

    fn sent(&self, request: Result<IdbRequest, JsValue>) -> Result<(), DatabaseError> {
        // A request that fails aborts its transaction, which then says so.
        request.map(drop).map_err(|error| self.fault(&error))
    }

    async fn list(
        &self,
        request: Result<IdbRequest, JsValue>,
    ) -> Result<Vec<JsValue>, DatabaseError> {
        Ok(Array::from(&self.answer(request).await?).to_vec())
    }

    async fn answer(&self, request: Result<IdbRequest, JsValue>) -> Result<JsValue, DatabaseError> {
        let request = request.map_err(|error| self.fault(&error))?;
        let answered = event::first(|happened| {
            request.set_onsuccess(Some(happened));
            request.set_onerror(Some(happened));
        });
        event::happened(answered).await;
        // Throws while there is no answer; is `undefined` when it is an error.
        match request.error() {
            Ok(None) => request.result().map_err(|error| self.fault(&error)),
            _ => Err(self
                .reason()
                .unwrap_or_else(|| DatabaseError::in_source(&request, Asked::Step))),
        }
    }

    /// What made the transaction fail as a whole, if anything did.
    fn reason(&self) -> Option<DatabaseError> {
        let error = event::field(&self.inner, "error");
        error.is_object().then(|| self.fault(&error))
    }

    fn fault(&self, exception: &JsValue) -> DatabaseError {
        match self.life.ended() {
            Some(Ended::Lost) => DatabaseError::Lost,
            _ => DatabaseError::of(exception, Asked::Step),
        }
    }
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
