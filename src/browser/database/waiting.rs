//! Waiting for the events of requests and transactions.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::IdbRequest;

use super::error::DatabaseError;

/// A promise that the two functions given to `arm` settle.
pub(super) fn promise(mut arm: impl FnMut(&Function, &Function)) -> Promise {
    Promise::new(&mut |resolve, reject| arm(&resolve, &reject))
}

/// What a request answers.
pub(super) async fn answer(request: IdbRequest) -> Result<JsValue, DatabaseError> {
    let settled = promise(|resolve, reject| {
        request.set_onsuccess(Some(resolve));
        request.set_onerror(Some(reject));
    });
    let succeeded = JsFuture::from(settled).await.is_ok();
    request.set_onsuccess(None);
    request.set_onerror(None);
    if succeeded {
        return request.result().map_err(|thrown| DatabaseError::thrown(&thrown));
    }
    Err(match request.error() {
        Ok(Some(exception)) => DatabaseError::of(&exception),
        _ => DatabaseError::Closed,
    })
}
