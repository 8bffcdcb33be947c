//! Looking at a value without trusting it. Every property may be a getter that
//! throws, every object a proxy; an exception that nobody catches would tear
//! down the widget.

use js_sys::{Array, Number, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::fault::Fault;
use crate::domain::record::{Rule, quoted};

#[wasm_bindgen]
extern "C" {
    /// `Array.isArray`, which js-sys takes for one that never throws; given a
    /// revoked proxy it does.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn is_array(value: &JsValue) -> Result<bool, JsValue>;
}

fn unreadable<E>(_: E) -> Fault {
    Fault::new(Rule::Readable, "")
}

pub(super) fn is_list(value: &JsValue) -> Result<bool, Fault> {
    is_array(value).map_err(unreadable)
}

/// The property `key`; `undefined` when there is none.
pub(super) fn property(object: &JsValue, key: &JsValue) -> Result<JsValue, Fault> {
    Reflect::get(object, key).map_err(unreadable)
}

pub(super) fn element(list: &JsValue, index: u32) -> Result<JsValue, Fault> {
    Reflect::get_u32(list, index).map_err(unreadable)
}

pub(super) fn length(list: &JsValue) -> Result<u32, Fault> {
    let length = property(list, &JsValue::from_str("length"))?;
    // Saturates; a list longer than that ends at its first hole.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    length.as_f64().map(|length| length as u32).ok_or_else(|| unreadable(()))
}

/// The names of an object's own properties; symbols are no names.
pub(super) fn own_names(object: &JsValue) -> Result<Array, Fault> {
    Reflect::own_keys(object).map_err(unreadable)
}

/// What `value` is, for a person who reads an error.
pub(super) fn describe(value: &JsValue) -> String {
    if let Some(text) = value.as_string() {
        return quoted(&text);
    }
    if let Some(number) = value.as_f64() {
        let digits = Number::from(number).to_string_with_radix(10);
        return digits.map_or_else(|_| String::new(), String::from);
    }
    let name = match value.as_bool() {
        Some(true) => "true",
        Some(false) => "false",
        None if value.is_undefined() => "nothing",
        None if value.is_null() => "null",
        None if is_array(value) == Ok(true) => "a list",
        None if value.is_object() => "an object",
        None => return value.js_typeof().as_string().unwrap_or_default(),
    };
    name.into()
}
