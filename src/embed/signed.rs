//! Who is signed in, where, and by what.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::js;
use crate::domain::gate::{Actor, Role};
use crate::domain::id::AgentId;
use crate::domain::record::{RecordError, Rule, quoted};

/// A text that must be an id.
pub(super) fn checked<T, E: core::fmt::Display>(
    field: &str,
    text: String,
    id: impl FnOnce(String) -> Result<T, E>,
) -> Result<T, RecordError> {
    let found = quoted(&text);
    id(text).map_err(|error| RecordError::new(Rule::Own(error.to_string()), found).under(field))
}

/// Who is signed in.
pub(super) fn actor(given: &JsValue) -> Result<Option<Actor>, RecordError> {
    let Some(agent) = js::name(given, "agent")? else { return Ok(None) };
    let agent = checked("agent", agent, AgentId::new)?;
    let roles = js::words(given, "roles")?;
    let roles = roles.iter().filter_map(|role| Role::named(role.trim()));
    Ok(Some(Actor { agent, roles: roles.collect() }))
}

/// A service's address, and whether cookies sign requests in.
pub(super) fn address(given: &JsValue) -> Result<(String, bool), RecordError> {
    let base = js::name(given, "baseUrl")?;
    let base = base.ok_or_else(|| RecordError::new(Rule::Needed, "").under("baseUrl"))?;
    Ok((base, js::truth(given, "cookies")?))
}

pub(super) type SignedIn = std::pin::Pin<Box<dyn Future<Output = Vec<(String, String)>>>>;

/// The host's headers, asked for with each request; `again` after a refusal.
pub(super) fn sign_in(headers: Rc<RefCell<Option<Function>>>) -> Box<dyn Fn(bool) -> SignedIn> {
    Box::new(move |again| {
        let headers = headers.borrow().clone();
        Box::pin(async move {
            let Some(headers) = headers else { return Vec::new() };
            // Where the host fails, the service says what is missing.
            let Ok(answer) = headers.call1(&JsValue::NULL, &again.into()) else {
                return Vec::new();
            };
            let Ok(answer) = JsFuture::from(Promise::resolve(&answer)).await else {
                return Vec::new();
            };
            if !answer.is_object() {
                return Vec::new();
            }
            let entries = Object::entries(answer.unchecked_ref::<Object>());
            let pair = |entry: JsValue| {
                let entry = Array::from(&entry);
                Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
            };
            entries.iter().filter_map(pair).collect()
        })
    })
}
