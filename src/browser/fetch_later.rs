//! The dead man's switch: a request the browser sends when this page no longer
//! can, whether it was closed, left, or crashed.
//!
//! `fetchLater` is younger than most browsers; without it there is no switch,
//! and what is sent on `pagehide` has to do.

use std::fmt;

use js_sys::{Object, Reflect};
use thiserror::Error;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortController, DomException};

use super::fetch::{Request, options};
use crate::domain::time::Millis;

#[wasm_bindgen]
extern "C" {
    type FetchLaterResult;

    /// Whether it was sent.
    #[wasm_bindgen(method, getter)]
    fn activated(this: &FetchLaterResult) -> bool;

    /// A name that isn't there throws too.
    #[wasm_bindgen(catch, js_name = fetchLater)]
    fn fetch_later(url: &str, options: &Object) -> Result<FetchLaterResult, JsValue>;
}

/// The request is longer than the browser keeps for when a page is gone: 64 KiB
/// a page for each origin asked, address and headers included, and 8 KiB for a
/// frame of another origin than the page's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the request is longer than the browser keeps for a page that is gone")]
pub struct TooLarge;

/// A request that is sent as soon as the page is gone, unless this is dropped
/// before. One that was armed anew is a further request, not another form of
/// the old one: drop the old one too.
#[must_use = "dropping a switch disarms it"]
pub struct Switch {
    abort: AbortController,
    sent: FetchLaterResult,
}

impl Switch {
    /// Has `request` sent when the page is closed, crashes, or goes into the
    /// back/forward cache; at the latest `after` that long, where it is given.
    /// Its answer is never seen, its timeout and `keepalive` don't count.
    ///
    /// `None` where the browser does no such thing, not for this page, or not to
    /// this address: it wants https, or the machine itself.
    ///
    /// # Errors
    /// [`TooLarge`]. Switches armed before count, for as long as they are.
    pub fn arm(request: &Request, after: Option<Millis>) -> Result<Option<Self>, TooLarge> {
        let Ok(abort) = AbortController::new() else { return Ok(None) };
        let options = options(request, Some(&abort.signal()));
        if let Some(after) = after {
            #[allow(clippy::cast_precision_loss)] // exact for any length of interest
            let after = JsValue::from_f64(after.0 as f64);
            // A new object takes any property.
            let _ = Reflect::set(&options, &"activateAfter".into(), &after);
        }
        match fetch_later(&request.url, &options) {
            Ok(sent) => Ok(Some(Self { abort, sent })),
            Err(thrown) if is_of_quota(&thrown) => Err(TooLarge),
            Err(_) => Ok(None),
        }
    }

    /// Whether it was sent. A page that is back from the back/forward cache
    /// finds it so.
    pub fn activated(&self) -> bool {
        self.sent.activated()
    }

    /// Lets it be: what was not sent yet never is.
    pub fn disarm(self) {
        drop(self);
    }
}

fn is_of_quota(thrown: &JsValue) -> bool {
    thrown.dyn_ref::<DomException>().is_some_and(|thrown| thrown.name() == "QuotaExceededError")
}

impl Drop for Switch {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

impl fmt::Debug for Switch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Switch").field("activated", &self.activated()).finish_non_exhaustive()
    }
}
