//! Plain JavaScript values, made and read.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::domain::record::{RecordError, Rule};

/// An object with these fields.
pub(super) fn object(fields: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    set(&object, fields);
    object.into()
}

/// Gives `object` these fields as well.
pub(super) fn set(object: &JsValue, fields: &[(&str, JsValue)]) {
    for (name, value) in fields {
        // Only proxies and frozen objects refuse; these are our own.
        _ = Reflect::set(object, &(*name).into(), value);
    }
}

/// An object with what `given` has, and the rest from `form`. What is none stays.
pub(super) fn over(form: &JsValue, given: &JsValue) -> JsValue {
    if !given.is_object() {
        return given.clone();
    }
    let both = Object::assign(&Object::new(), form.unchecked_ref::<Object>());
    for key in keys(given).unwrap_or_default() {
        if let Ok(Some(value)) = field(given, &key) {
            set(&both, &[(&key, value)]);
        }
    }
    both.into()
}

pub(super) fn list(values: impl Iterator<Item = JsValue>) -> JsValue {
    values.collect::<Array>().into()
}

/// A field that is there and neither `undefined` nor `null`.
///
/// # Errors
/// [`RecordError`] where reading it throws.
pub(super) fn field(object: &JsValue, name: &str) -> Result<Option<JsValue>, RecordError> {
    if !object.is_object() {
        return Ok(None);
    }
    let value = Reflect::get(object, &name.into())
        .map_err(|_| RecordError::new(Rule::Readable, "").under(name))?;
    Ok(Some(value).filter(|value| !value.is_undefined() && !value.is_null()))
}

pub(super) fn text(object: &JsValue, name: &str) -> Result<Option<String>, RecordError> {
    let Some(value) = field(object, name)? else { return Ok(None) };
    match value.as_string() {
        Some(text) => Ok(Some(text)),
        None => Err(RecordError::new(Rule::Text, "").under(name)),
    }
}

/// A text that may also be empty, which is as good as none.
pub(super) fn name(object: &JsValue, field: &str) -> Result<Option<String>, RecordError> {
    Ok(text(object, field)?.filter(|text| !text.trim().is_empty()))
}

/// The texts of a list; what is none is left out.
pub(super) fn words(object: &JsValue, name: &str) -> Result<Vec<String>, RecordError> {
    let list = Array::from(&field(object, name)?.unwrap_or_default());
    Ok(list.iter().filter_map(|each| each.as_string()).collect())
}

pub(super) fn truth(object: &JsValue, name: &str) -> Result<bool, RecordError> {
    Ok(field(object, name)?.is_some_and(|value| value.is_truthy()))
}

pub(super) fn function(object: &JsValue, name: &str) -> Result<Option<Function>, RecordError> {
    let Some(value) = field(object, name)? else { return Ok(None) };
    let wrong = || RecordError::new(Rule::Own("must be a function".to_owned()), "").under(name);
    value.dyn_into().map(Some).map_err(|_| wrong())
}

/// The texts of an object by name.
pub(super) fn texts(object: &JsValue, name: &str) -> Result<Vec<(String, String)>, RecordError> {
    let Some(value) = field(object, name)? else { return Ok(Vec::new()) };
    let under = |error: RecordError| error.under(name);
    let read = |key: String| {
        let value = text(&value, &key).map_err(under)?;
        Ok((key, value.unwrap_or_default()))
    };
    keys(&value).map_err(under)?.into_iter().map(read).collect()
}

/// The names of an object's own fields.
pub(super) fn keys(object: &JsValue) -> Result<Vec<String>, RecordError> {
    if !object.is_object() {
        return Err(RecordError::new(Rule::Object, ""));
    }
    let keys = Object::keys(object.unchecked_ref::<Object>());
    Ok(keys.iter().filter_map(|key| key.as_string()).collect())
}
