//! An object of the page's own, whose methods are asked and answer, at once or by a
//! promise.

use core::cell::Cell;
use core::fmt;
use std::rc::Rc;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::task;
use super::timeout::Timeout;
use crate::domain::record::{RecordError, Rule};
use crate::domain::time::Millis;

/// See the module. Two are equal when they are the same object.
#[derive(Clone, PartialEq)]
pub struct HostObject(JsValue);

impl fmt::Debug for HostObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostObject").finish_non_exhaustive()
    }
}

/// What a method threw, or its promise was rejected with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Thrown {
    /// Its `code`, where it has one that is text.
    pub code: String,
    /// Its `message`, or what was thrown as text.
    pub message: String,
    /// Its `retryAfter`, in seconds.
    pub retry_after: Option<Millis>,
    /// No answer came in time.
    pub timed_out: bool,
}

impl HostObject {
    /// `value`, if it is an object.
    pub fn new(value: &JsValue) -> Option<Self> {
        value.is_object().then(|| Self(value.clone()))
    }

    /// A property that is text, and not empty.
    ///
    /// # Errors
    /// [`RecordError`], naming it.
    pub fn text(&self, name: &str) -> Result<String, RecordError> {
        let text = self.read(name)?.as_string().filter(|text| !text.trim().is_empty());
        text.ok_or_else(|| RecordError::new(Rule::Text, "").under(name))
    }

    /// The method of that name; `None` where there is nothing of that name.
    ///
    /// # Errors
    /// [`RecordError`] for what is there and is no function.
    pub fn method(&self, name: &str) -> Result<Option<Function>, RecordError> {
        let found = self.read(name)?;
        if found.is_undefined() || found.is_null() {
            return Ok(None);
        }
        let wrong = || RecordError::new(Rule::Own("must be a function".to_owned()), "");
        found.dyn_into().map(Some).map_err(|_| wrong().under(name))
    }

    fn read(&self, name: &str) -> Result<JsValue, RecordError> {
        Reflect::get(&self.0, &name.into())
            .map_err(|_| RecordError::new(Rule::Readable, "").under(name))
    }

    /// Calls a method and waits for nothing: what it begins has begun when this returns.
    pub fn tell(&self, name: &str, arguments: &[JsValue]) {
        if let Ok(promise) = self.call(name, arguments) {
            // Listened to, so that a failure is not reported as nobody's.
            task::spawn(async move { _ = JsFuture::from(promise).await });
        }
    }

    /// Asks a method; `undefined` where there is none.
    ///
    /// # Errors
    /// [`Thrown`], also where no answer comes within `patience`.
    pub async fn ask(
        &self,
        name: &str,
        arguments: &[JsValue],
        patience: Millis,
    ) -> Result<JsValue, Thrown> {
        let answer = self.call(name, arguments).map_err(|error| thrown(&error))?;
        let mut timeout = None;
        let late = Promise::new(&mut |_, reject| {
            timeout = Some(Timeout::new(patience, move || {
                _ = reject.call1(&JsValue::NULL, &JsValue::NULL);
            }));
        });
        let first = Promise::race(&Array::of2(&answer, &late));
        let answer = JsFuture::from(first).await;
        drop(timeout);
        answer.map_err(|error| {
            if error.is_null() {
                Thrown { timed_out: true, ..Thrown::default() }
            } else {
                thrown(&error)
            }
        })
    }

    /// Asks a method with an object that has a `signal`, aborted once nobody listens any
    /// more, and under the name that `heard` gives a function, for what comes before the
    /// answer; then `done` is told the answer.
    pub fn ask_listening(
        &self,
        name: &'static str,
        argument: JsValue,
        heard: (&str, impl Fn(JsValue) + 'static),
        patience: Millis,
        done: impl FnOnce(Result<JsValue, Thrown>) + 'static,
    ) -> Listening {
        let listening = Listening { listens: Rc::default(), abort: AbortController::new().ok() };
        listening.listens.set(true);
        let listens = listening.listens.clone();
        let function = Closure::<dyn Fn(JsValue)>::new({
            let listens = listens.clone();
            move |told| {
                if listens.get() {
                    heard.1(told);
                }
            }
        });
        let signal = listening.abort.as_ref().map(AbortController::signal);
        // A new object takes any property.
        _ = Reflect::set(&argument, &heard.0.into(), &function.into_js_value());
        _ = Reflect::set(&argument, &"signal".into(), &signal.into());
        let (object, abort) = (self.clone(), listening.abort.clone());
        task::spawn(async move {
            let answer = object.ask(name, &[argument], patience).await;
            if answer.as_ref().is_err_and(|it| it.timed_out) {
                abort.iter().for_each(AbortController::abort);
            }
            if listens.replace(false) {
                done(answer);
            }
        });
        listening
    }

    fn call(&self, name: &str, arguments: &[JsValue]) -> Result<Promise, JsValue> {
        let method = self.method(name).map_err(|error| JsValue::from(error.to_string()))?;
        let Some(method) = method else { return Ok(Promise::resolve(&JsValue::UNDEFINED)) };
        let answer = method.apply(&self.0, &arguments.iter().collect::<Array>())?;
        Ok(Promise::resolve(&answer))
    }
}

/// Waiting for an answer, until dropped.
#[derive(Debug)]
#[must_use = "dropping it tells the page that nobody listens"]
pub struct Listening {
    listens: Rc<Cell<bool>>,
    abort: Option<AbortController>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        if self.listens.replace(false) {
            self.abort.iter().for_each(AbortController::abort);
        }
    }
}

fn thrown(error: &JsValue) -> Thrown {
    let field = |name: &str| Reflect::get(error, &name.into()).unwrap_or_default();
    let message = field("message").as_string().or_else(|| error.as_string());
    let seconds = field("retryAfter").as_f64().filter(|seconds| *seconds >= 0.0);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
    let pause = |seconds: f64| Millis((seconds * 1000.0) as u64);
    Thrown {
        code: field("code").as_string().unwrap_or_default(),
        message: message.unwrap_or_default(),
        retry_after: seconds.map(pause),
        timed_out: false,
    }
}
