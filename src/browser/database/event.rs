//! Waiting for one of some events.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use crate::browser::timeout::Timeout;
use crate::domain::time::Millis;

/// The first of the events whose handlers `listen` sets to the function it gets.
/// Listens at once, not only when it is awaited.
///
/// The function is a promise's own `resolve`: no closure of ours is handed to
/// the browser that could be called too late or never be freed, and who awaits
/// goes on before the browser takes a transaction for finished.
pub(super) fn first(mut listen: impl FnMut(&Function)) -> Promise {
    Promise::new(&mut |resolve, _| listen(&resolve))
}

/// Waits for it. `undefined` if it never comes.
pub(super) async fn happened(event: Promise) -> JsValue {
    JsFuture::from(event).await.unwrap_or(JsValue::UNDEFINED)
}

/// Waits for it, `undefined` once `patience` has run out.
pub(super) async fn first_within(
    patience: Option<Millis>,
    mut listen: impl FnMut(&Function),
) -> JsValue {
    let mut timeout = None;
    let event = first(|resolve| {
        listen(resolve);
        let resolve = resolve.clone();
        timeout = patience.map(|patience| {
            Timeout::new(patience, move || {
                // A promise's `resolve` never throws.
                let _ = resolve.call0(&JsValue::UNDEFINED);
            })
        });
    });
    happened(event).await
}

/// What kind of event `event` is, such as `success`; empty for `undefined`.
pub(super) fn kind(event: &JsValue) -> String {
    field(event, "type").as_string().unwrap_or_default()
}

/// A property of an event; `undefined` if there is none.
pub(super) fn field(event: &JsValue, name: &str) -> JsValue {
    Reflect::get(event, &JsValue::from_str(name)).unwrap_or(JsValue::UNDEFINED)
}
