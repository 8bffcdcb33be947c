//! Records between the domain and the store.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use crate::backend::{BackendError, Revision, TornRecord};
use crate::browser::codec;
use crate::domain::interaction::Interaction;

/// What an interaction's record has beside the interaction itself.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Written {
    revision: Revision,
}

/// What every record has.
#[derive(Debug, Deserialize)]
struct Named {
    id: String,
}

/// The id of a record, as far as it has one.
pub(super) fn id_of(record: &JsValue) -> String {
    codec::from_js::<Named>(record).map_or_else(|_| String::new(), |named| named.id)
}

/// Reads a record.
pub(super) fn read<T: DeserializeOwned>(
    kind: &'static str,
    record: &JsValue,
) -> Result<T, TornRecord> {
    codec::from_js(record).map_err(|error| TornRecord { kind, id: id_of(record), error })
}

/// Reads every record of a list.
pub(super) fn read_all<T: DeserializeOwned>(
    kind: &'static str,
    records: &[JsValue],
) -> Result<Vec<T>, TornRecord> {
    records.iter().map(|record| read(kind, record)).collect()
}

/// Which writing of an interaction a record is.
pub(super) fn revision(record: &JsValue) -> Result<Revision, TornRecord> {
    read::<Written>("interaction", record).map(|written| written.revision)
}

/// The record of anything but an interaction.
pub(super) fn write<T: Serialize>(record: &T) -> Result<JsValue, BackendError> {
    codec::to_js(record).map_err(|error| BackendError::Refused { reason: error.to_string() })
}

/// The record of an interaction.
pub(super) fn write_interaction(
    interaction: &Interaction,
    revision: Revision,
) -> Result<JsValue, BackendError> {
    let (record, written) = (write(interaction)?, write(&Written { revision })?);
    Ok(codec::merge(record, &written))
}
