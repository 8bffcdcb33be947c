//! What is sent.

use std::fmt;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Url};

use crate::domain::record::{RecordError, Rule, quoted};
use crate::domain::time::Millis;

/// What a request is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Read.
    Get,
    /// Let the server do something.
    Post,
    /// Write instead of what is there.
    Put,
    /// Change what is there.
    Patch,
    /// Remove.
    Delete,
}

impl Method {
    const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request. What it holds is not shown by [`fmt::Debug`]: headers carry
/// tokens, bodies a customer's words.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// What it is to do.
    pub method: Method,
    /// Where to: an address, or one relative to the page.
    pub url: String,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// The body; none with [`Method::Get`].
    pub body: Option<String>,
    /// Whether it outlives the page. Then all bodies under way have 64 KiB together.
    pub keepalive: bool,
    /// Whether cookies and the like go with it, to other origins too; if not,
    /// to no origin at all.
    pub credentials: bool,
    /// How long all of the answer may take, at most 24 days.
    pub timeout: Millis,
}

impl Request {
    /// Whether a browser would send it at all. What it would not is sent in
    /// vain, and no reason is given: check what comes from a host page.
    ///
    /// # Errors
    /// [`RecordError`] names the field and the rule: `url` is an address without
    /// name or password, `headers` have words for names and lines for values,
    /// and no body goes with a GET.
    pub fn check(&self) -> Result<(), RecordError> {
        self.check_url()?;
        for (name, value) in &self.headers {
            if name.is_empty() || !name.bytes().all(is_of_a_word) {
                return Err(fault("must have words for names", quoted(name)).under("headers"));
            }
            // Not repeated: it may be a token.
            if !value.chars().all(is_of_a_line) {
                let fault = fault("must be one line of Latin letters", String::new());
                return Err(fault.under(name).under("headers"));
            }
        }
        match &self.body {
            Some(body) if self.method == Method::Get => {
                let found = [&body.len().to_string(), " bytes"].concat();
                Err(RecordError::new(Rule::Empty, found).under("body"))
            }
            _ => Ok(()),
        }
    }

    fn check_url(&self) -> Result<(), RecordError> {
        let page = web_sys::window().and_then(|window| window.location().href().ok());
        let Ok(url) = Url::new_with_base(&self.url, &page.unwrap_or_default()) else {
            return Err(fault("must be an address", quoted(&self.url)).under("url"));
        };
        if url.username().is_empty() && url.password().is_empty() {
            return Ok(());
        }
        Err(fault("must not carry a name or password", String::new()).under("url"))
    }
}

fn fault(rule: &str, found: String) -> RecordError {
    RecordError::new(Rule::Own(rule.to_owned()), found)
}

/// A `token` of RFC 9110, section 5.6.2.
fn is_of_a_word(byte: u8) -> bool {
    byte.is_ascii_graphic() && !b"\"(),/:;<=>?@[\\]{}".contains(&byte)
}

/// A header's value as the Fetch standard has it: bytes without a line's end.
fn is_of_a_line(char: char) -> bool {
    !matches!(char, '\0' | '\r' | '\n') && u32::from(char) < 0x100
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("url", &self.url)
            .finish_non_exhaustive()
    }
}

/// `request` as the second argument of `fetch` and `fetchLater`.
pub(in crate::browser) fn options(request: &Request, signal: Option<&AbortSignal>) -> Object {
    let options = Object::new();
    let set = |name: &str, value: &JsValue| {
        // A new object takes any property.
        let _ = Reflect::set(&options, &JsValue::from_str(name), value);
    };
    let headers = request.headers.iter();
    let headers = headers
        .map(|(name, value)| Array::of2(&JsValue::from_str(name), &JsValue::from_str(value)));
    set("method", &request.method.name().into());
    set("headers", &headers.collect::<Array>());
    if let Some(body) = &request.body {
        set("body", &JsValue::from_str(body));
    }
    set("keepalive", &request.keepalive.into());
    set("credentials", &if request.credentials { "include" } else { "omit" }.into());
    set("cache", &"no-store".into());
    if let Some(signal) = signal {
        set("signal", signal);
    }
    options
}
