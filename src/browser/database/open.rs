//! Opening a database, and bringing it to the version a page knows.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbDatabase, IdbFactory, IdbObjectStoreParameters, IdbOpenDbRequest, IdbVersionChangeEvent,
};

use super::error::DatabaseError;
use super::transaction::{Access, Transaction};
use super::waiting::promise;
use crate::browser::timeout::Timeout;
use crate::domain::time::Millis;

/// How long opening may take. Browsers have been seen never to answer.
const PATIENCE: Millis = Millis(5_000);

/// Brings a database from one version to the next.
pub type Migration = fn(&Upgrade) -> Result<(), DatabaseError>;

/// A database while its version changes.
#[derive(Debug)]
pub struct Upgrade {
    database: IdbDatabase,
}

impl Upgrade {
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
        let store = self
            .database
            .create_object_store_with_optional_parameters(name, &parameters)
            .map_err(|thrown| DatabaseError::thrown(&thrown))?;
        if let Some(index) = index {
            store
                .create_index_with_str(index, index)
                .map_err(|thrown| DatabaseError::thrown(&thrown))?;
        }
        Ok(())
    }
}

/// An open database. It closes when dropped, and by itself when a newer page
/// wants to change its version.
#[derive(Debug)]
pub struct Database {
    database: IdbDatabase,
    _on_version_change: Closure<dyn FnMut()>,
}

impl Drop for Database {
    fn drop(&mut self) {
        self.database.set_onversionchange(None);
        self.database.close();
    }
}

impl Database {
    /// Opens the database of that name. Its version is the number of
    /// `migrations`; those it has not seen yet are applied in order, all or none.
    ///
    /// # Errors
    /// [`DatabaseError`]; a wait for other tabs ends after five seconds.
    pub async fn open(name: &str, migrations: &'static [Migration]) -> Result<Self, DatabaseError> {
        let version = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
        let request = factory()?
            .open_with_u32(name, version)
            .map_err(|thrown| DatabaseError::thrown(&thrown).at_open())?;

        let failed = Rc::new(RefCell::new(None));
        let on_upgrade = Closure::<dyn FnMut(IdbVersionChangeEvent)>::new({
            let (request, failed) = (request.clone(), failed.clone());
            move |event: IdbVersionChangeEvent| {
                if let Err(error) = upgrade(&request, &event, migrations) {
                    failed.replace(Some(error));
                }
            }
        });
        let blocked = Rc::new(Cell::new(false));
        let on_blocked = Closure::<dyn FnMut()>::new({
            let blocked = blocked.clone();
            move || blocked.set(true)
        });
        request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
        request.set_onblocked(Some(on_blocked.as_ref().unchecked_ref()));
        let impatient = Rc::new(Cell::new(false));
        let mut patience = None;
        let settled = promise(|resolve, reject| {
            request.set_onsuccess(Some(resolve));
            request.set_onerror(Some(reject));
            let (reject, impatient) = (reject.clone(), impatient.clone());
            patience = Some(Timeout::new(PATIENCE, move || {
                impatient.set(true);
                // A promise takes its first answer; a second one changes nothing.
                let _ = reject.call0(&JsValue::NULL);
            }));
        });
        let opened = JsFuture::from(settled).await;
        drop(patience);
        request.set_onupgradeneeded(None);
        request.set_onblocked(None);
        request.set_onerror(None);
        if impatient.get() {
            close_when_it_opens(&request);
            let held = blocked.get();
            return Err(if held { DatabaseError::HeldByOtherTab } else { DatabaseError::NoAnswer });
        }
        request.set_onsuccess(None);
        if let Some(error) = failed.take() {
            return Err(error);
        }
        if opened.is_err() {
            return Err(match request.error() {
                Ok(Some(exception)) => DatabaseError::of(&exception).at_open(),
                _ => DatabaseError::NotKept,
            });
        }
        let opened = request.result().map_err(|thrown| DatabaseError::thrown(&thrown))?;
        Ok(Self::opened(opened.unchecked_into()))
    }

    fn opened(database: IdbDatabase) -> Self {
        let on_version_change = Closure::<dyn FnMut()>::new({
            let database = database.clone();
            move || database.close()
        });
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        Self { database, _on_version_change: on_version_change }
    }

    /// Begins a transaction over `stores`.
    ///
    /// # Errors
    /// [`DatabaseError`]; [`DatabaseError::Closed`] when it must be opened again.
    pub fn begin(&self, stores: &[&str], access: Access) -> Result<Transaction, DatabaseError> {
        Transaction::begin(&self.database, stores, access)
    }
}

fn factory() -> Result<IdbFactory, DatabaseError> {
    let window = web_sys::window().ok_or(DatabaseError::NotKept)?;
    window.indexed_db().ok().flatten().ok_or(DatabaseError::NotKept)
}

fn upgrade(
    request: &IdbOpenDbRequest,
    event: &IdbVersionChangeEvent,
    migrations: &[Migration],
) -> Result<(), DatabaseError> {
    let database = request.result().map_err(|thrown| DatabaseError::thrown(&thrown))?;
    let upgrade = Upgrade { database: database.unchecked_into() };
    // Versions are whole numbers far below the limits of either type.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let old = event.old_version() as usize;
    for migration in migrations.iter().skip(old) {
        if let Err(error) = migration(&upgrade) {
            if let Some(transaction) = request.transaction() {
                // Should it be over already, nothing of it was kept either.
                let _ = transaction.abort();
            }
            return Err(error);
        }
    }
    Ok(())
}

/// Nobody waits any more for a database that opens late: left open, it would
/// hold up other tabs.
fn close_when_it_opens(request: &IdbOpenDbRequest) {
    let late = request.clone();
    let close = Closure::once_into_js(move || {
        if let Ok(database) = late.result() {
            database.unchecked_into::<IdbDatabase>().close();
        }
    });
    request.set_onsuccess(Some(close.unchecked_ref()));
}
