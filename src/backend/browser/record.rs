//! Records between the domain and the store.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::backend::{BackendError, Revision, TornRecord, Trouble};
use crate::browser::codec;
use crate::domain::interaction::Interaction;

/// An interaction with the count of its writings.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct InteractionRecord {
    #[serde(flatten)]
    pub(super) interaction: Interaction,
    pub(super) revision: Revision,
}

/// The id of a record, as far as it has one.
pub(super) fn id_of(record: &JsValue) -> String {
    let id = js_sys::Reflect::get(record, &JsValue::from_str("id")).ok();
    id.and_then(|id| id.as_string()).unwrap_or_default()
}

pub(super) fn read<T: DeserializeOwned>(
    kind: &'static str,
    record: JsValue,
) -> Result<T, TornRecord> {
    let id = id_of(&record);
    codec::from_js(record).map_err(|rule| TornRecord { kind, id, field: String::new(), rule })
}

pub(super) fn read_all<T: DeserializeOwned>(
    kind: &'static str,
    records: Vec<JsValue>,
) -> Result<Vec<T>, TornRecord> {
    records.into_iter().map(|record| read(kind, record)).collect()
}

pub(super) fn write<T: Serialize>(record: &T) -> Result<JsValue, BackendError> {
    codec::to_js(record)
        .map_err(|_| BackendError::TryAgain { trouble: Trouble::Failed, after: None })
}
