//! One request, one answer.
//!
//! Redirects are followed and nothing is taken from a cache or put into one.
//! What a status means is for the caller to know: every answer that came whole
//! is an [`Ok`], a 500 too.

mod lines;
mod request;
mod response;

use core::cell::Cell;
use std::rc::Rc;

use js_sys::{Object, Promise};
use thiserror::Error;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

pub use self::lines::{Heard, lines};
pub(super) use self::request::options;
pub use self::request::{Method, Request};
pub use self::response::Response;
use super::task;
use super::timeout::Timeout;

#[wasm_bindgen]
extern "C" {
    /// The page's own `fetch`. web-sys has it as a method of the window only,
    /// for requests that are objects themselves.
    #[wasm_bindgen(catch, js_name = fetch)]
    fn fetch(url: &str, options: &Object) -> Result<Promise, JsValue>;
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum FetchError {
    /// No answer came. Nobody can tell from a page whether the request arrived:
    /// no connection, a name that is not found, an answer that CORS keeps from
    /// the page, a policy of the page, a body too long to be kept alive (64 KiB,
    /// shared by all that are under way), or what [`Request::check`] would have
    /// named.
    #[error("the address cannot be reached")]
    Unreachable,
    /// The answer, its body included, did not come in time. The request may
    /// have arrived.
    #[error("no answer came in time")]
    TimedOut,
    /// An answer began and did not end: its status is no proof of anything.
    #[error("the answer broke off")]
    BrokenOff,
}

/// Sends `request` and waits for all of its answer. Given up before, it is
/// broken off, which the server may not notice.
///
/// # Errors
/// [`FetchError`] when no whole answer came.
pub async fn send(request: &Request) -> Result<Response, FetchError> {
    let Ok(abort) = AbortController::new() else { return Err(FetchError::Unreachable) };
    let under_way = UnderWay(abort.clone());
    let options = options(request, Some(&abort.signal()));
    let timed_out = Rc::new(Cell::new(false));
    let timeout = Timeout::new(request.timeout, {
        let timed_out = timed_out.clone();
        move || {
            timed_out.set(true);
            abort.abort();
        }
    });
    let failure = |other| if timed_out.get() { FetchError::TimedOut } else { other };
    let answer = settled(fetch(&request.url, &options)).await;
    let answer = answer.map_err(|_| failure(FetchError::Unreachable))?;
    let answer: web_sys::Response = answer.unchecked_into();
    let body = settled(answer.text()).await.map_err(|_| failure(FetchError::BrokenOff))?;
    drop((timeout, under_way));
    Ok(Response::new(&answer, body.as_string().unwrap_or_default()))
}

/// Sends `request` before it returns, and waits for nothing: for a page that goes,
/// which may have no further moment. Its timeout doesn't count.
pub fn send_off(request: &Request) {
    if let Ok(answer) = fetch(&request.url, &options(request, None)) {
        task::spawn(async move {
            // Awaited so that a failure is not reported as nobody's.
            let _ = JsFuture::from(answer).await;
        });
    }
}

/// Whatever is thrown at once counts like what is rejected later.
async fn settled(promise: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(promise?).await
}

/// A request under way, broken off when dropped. Once it is over that does nothing.
struct UnderWay(AbortController);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.abort();
    }
}
