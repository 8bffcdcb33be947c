//! Opening and deleting, which other pages may delay and the browser may forget
//! to answer.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{IdbDatabase, IdbFactory, IdbOpenDbRequest, IdbTransaction};

use super::error::DatabaseError;
use super::event;
use super::migration::{Migration, Upgrade};
use crate::browser::task;
use crate::domain::time::Millis;

/// The browser's databases.
///
/// Reading the property may throw, and some private windows have none.
pub(super) fn factory() -> Result<IdbFactory, DatabaseError> {
    let factory = event::field(&js_sys::global(), "indexedDB");
    if factory.is_object() { Ok(factory.unchecked_into()) } else { Err(DatabaseError::NotKept) }
}

/// A request that waits for its answer. Whoever gives it up closes what it may
/// still open, or a forgotten connection would block every newer page.
pub(super) struct Opening {
    request: Option<IdbOpenDbRequest>,
}

impl Opening {
    pub(super) fn new(request: Result<IdbOpenDbRequest, JsValue>) -> Result<Self, DatabaseError> {
        match request {
            Ok(request) => Ok(Self { request: Some(request) }),
            Err(thrown) => Err(DatabaseError::thrown(&thrown).at_open()),
        }
    }

    /// Waits for the answer, running `migrations` if they are asked for.
    pub(super) async fn answer(
        mut self,
        migrations: &[Migration],
        patience: Millis,
    ) -> Result<JsValue, DatabaseError> {
        let Some(request) = self.request.clone() else { return Err(DatabaseError::NoAnswer) };
        let mut blocked = false;
        let mut upgrade = None;
        loop {
            let event = next(&request, Some(patience)).await;
            match event::kind(&event).as_str() {
                "success" => {
                    self.request = None;
                    return request.result().map_err(|thrown| DatabaseError::thrown(&thrown));
                }
                "error" => {
                    self.request = None;
                    // An upgrade that failed knows why; the request only that it did.
                    return Err(upgrade
                        .and_then(Upgraded::failure)
                        .or_else(|| DatabaseError::of(&request).map(DatabaseError::at_open))
                        .unwrap_or(DatabaseError::NotKept));
                }
                "blocked" => blocked = true,
                "upgradeneeded" => {
                    blocked = false;
                    upgrade = migrate(&request, &event, migrations).await;
                }
                _ if blocked => return Err(DatabaseError::HeldByOtherTab),
                _ => return Err(DatabaseError::NoAnswer),
            }
        }
    }
}

impl Drop for Opening {
    fn drop(&mut self) {
        if let Some(request) = self.request.take() {
            task::spawn(abandon(request));
        }
    }
}

async fn next(request: &IdbOpenDbRequest, patience: Option<Millis>) -> JsValue {
    event::first_within(patience, |happened| {
        request.set_onsuccess(Some(happened));
        request.set_onerror(Some(happened));
        request.set_onblocked(Some(happened));
        request.set_onupgradeneeded(Some(happened));
    })
    .await
}

/// An upgrade that was tried.
struct Upgraded {
    transaction: IdbTransaction,
    result: Result<(), DatabaseError>,
}

impl Upgraded {
    fn failure(self) -> Option<DatabaseError> {
        self.result.err().or_else(|| DatabaseError::of(&self.transaction))
    }
}

/// Applies what is missing; undoes all of it when one fails.
async fn migrate(
    request: &IdbOpenDbRequest,
    event: &JsValue,
    migrations: &[Migration],
) -> Option<Upgraded> {
    let transaction = request.transaction()?;
    let result = match request.result() {
        Ok(database) => {
            let upgrade = Upgrade::new(database.unchecked_into(), transaction.clone());
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a small count
            let old = event::field(event, "oldVersion").as_f64().unwrap_or_default() as usize;
            upgrade.run(migrations.get(old..).unwrap_or_default()).await
        }
        Err(thrown) => {
            // Not to call it upgraded. Refused when it has ended already.
            let _ = transaction.abort();
            Err(DatabaseError::thrown(&thrown))
        }
    };
    Some(Upgraded { transaction, result })
}

async fn abandon(request: IdbOpenDbRequest) {
    loop {
        let event = next(&request, None).await;
        match event::kind(&event).as_str() {
            "blocked" => {}
            "upgradeneeded" => {
                if let Some(transaction) = request.transaction() {
                    // Refused when it has ended already.
                    let _ = transaction.abort();
                }
            }
            "success" => {
                if let Ok(Ok(database)) = request.result().map(JsValue::dyn_into::<IdbDatabase>) {
                    database.close();
                }
                return;
            }
            _ => return,
        }
    }
}
