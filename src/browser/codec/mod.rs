//! Records as plain JavaScript objects, for structured clone, `JSON.stringify`
//! and the host page.
//!
//! | Rust | JavaScript |
//! |--|--|
//! | `bool`, `String` | boolean, string |
//! | whole numbers | number; refused beyond `Number.MAX_SAFE_INTEGER` |
//! | `f64` | number; refused when NaN or infinite, which JSON cannot say |
//! | `None`, `()` | `null`; `undefined` and a missing field are read as that |
//! | lists, tuples | Array |
//! | structs, maps | object; names a struct does not know are ignored |
//! | enums | `"name"`, or `{ name: content }` |
//!
//! It is the form that `serde_json` gives the same types, so a backend's JSON
//! and a stored object read alike. A lone surrogate in a JavaScript string is
//! read as U+FFFD, as everywhere on the platform.
//!
//! Written by hand since the general library costs a page half as much again,
//! and says what is wrong only as a sentence, without saying where. Structs and
//! variants are matched by their place in the lists of names that serde gives,
//! so that the generated code which compares names never gets into the page.
//! Hence these attributes of serde don't work here: `alias`, `other`,
//! `deny_unknown_fields`, and a `default` other than `None` for an `Option`.
//! Within `flatten`, `tag` and `untagged` an error's path ends at the outermost.

mod access;
mod decode;
mod encode;
mod fault;
mod look;

use core::marker::PhantomData;

use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::record::{RecordError, Rule, quoted};

/// How deep a record may be nested. Ends what contains itself, long before the
/// stack does.
const MAX_DEPTH: u8 = 128;

/// `record` as a plain JavaScript value.
///
/// # Errors
/// [`RecordError`] for what JavaScript cannot hold or [`from_js`] would not
/// take back: a whole number beyond 2^53 - 1, NaN, an infinite number, a map
/// whose keys are not text, nesting deeper than 128.
pub fn to_js<T: Serialize>(record: &T) -> Result<JsValue, RecordError> {
    Ok(record.serialize(encode::Encoder::new())?)
}

/// The record that `value` holds. Takes any value whatsoever: what is not such
/// a record, and what throws when it is read, is an error.
///
/// # Errors
/// [`RecordError`] names the first field at fault and the rule it breaks.
pub fn from_js<T: DeserializeOwned>(value: &JsValue) -> Result<T, RecordError> {
    Ok(decode::Decoder::new(value, 0).seed(PhantomData)?)
}

/// `record` as JSON. `-0` loses its sign there; nothing else is lost.
///
/// # Errors
/// [`RecordError`], see [`to_js`].
pub fn to_json<T: Serialize>(record: &T) -> Result<String, RecordError> {
    let text = js_sys::JSON::stringify(&to_js(record)?);
    text.map(String::from).map_err(|_| RecordError::new(Rule::Readable, ""))
}

/// The record that is written in `json`. Of a name that is there twice the
/// later one counts, as everywhere on the platform.
///
/// # Errors
/// [`RecordError`] for what is no JSON, and see [`from_js`]. A whole number
/// beyond 2^53 - 1, which reading rounds, is refused.
pub fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, RecordError> {
    match js_sys::JSON::parse(json) {
        Ok(value) => from_js(&value),
        Err(_) => Err(RecordError::new(Rule::Own("must be JSON".into()), quoted(json))),
    }
}

/// `record` with the fields of `more` beside its own.
pub fn merge(record: JsValue, more: &JsValue) -> JsValue {
    match (record.dyn_into::<js_sys::Object>(), more.dyn_ref()) {
        (Ok(record), Some(more)) => js_sys::Object::assign(&record, more).into(),
        (Ok(record), None) => record.into(),
        (Err(record), _) => record,
    }
}
