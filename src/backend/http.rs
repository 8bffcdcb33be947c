//! A service at an address, signed in by the page: what adapters over HTTP share.

use core::cell::RefCell;
use core::fmt;
use core::future::Future;
use core::pin::Pin;

use super::{BackendError, Trouble};
use crate::browser::fetch::{self, FetchError, Heard, Method, Request, Response};
use crate::domain::time::Millis;

/// How long an answer may take.
const TIMEOUT: Millis = Millis::from_seconds(20);

/// Headers by name.
pub(super) type Headers = Vec<(String, String)>;

/// The headers that sign a request in: a bearer token, a CSRF token. Asked for
/// anew (`true`) after the service has refused the last ones.
pub type SignIn = dyn Fn(bool) -> Pin<Box<dyn Future<Output = Headers>>>;

/// See the module.
pub(super) struct Service {
    base: String,
    /// Whether cookies go along.
    pub(super) cookies: bool,
    /// The host's headers.
    pub(super) sign_in: Option<Box<SignIn>>,
    /// What signed the last request in: a page that goes away cannot ask again.
    last: RefCell<Headers>,
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service").field("base", &self.base).finish_non_exhaustive()
    }
}

impl Service {
    /// The service below `base`, an address or a path of the page's own server.
    pub(super) fn new(base: &str) -> Self {
        let base = [base.trim_end_matches('/'), "/"].concat();
        Self { base, cookies: false, sign_in: None, last: RefCell::default() }
    }

    /// A request that is not signed in yet.
    pub(super) fn request(
        &self,
        method: Method,
        path: &str,
        headers: Headers,
        body: Option<String>,
    ) -> Request {
        let url = [&self.base, path].concat();
        let (keepalive, credentials) = (false, self.cookies);
        Request { method, url, headers, body, keepalive, credentials, timeout: TIMEOUT }
    }

    /// The same, outliving the page and signed in as the last one was.
    pub(super) fn last_request(&self, mut request: Request, signed: bool) -> Request {
        if signed {
            request.headers.extend_from_slice(&self.last.borrow());
        }
        Request { keepalive: true, ..request }
    }

    /// Sends a request; once more with new headers where the old ones are refused.
    pub(super) async fn send(&self, mut request: Request) -> Result<Response, BackendError> {
        let own = request.headers.len();
        for renew in [false, true] {
            self.sign(&mut request, own, renew).await;
            let response = fetch::send(&request).await.map_err(trouble)?;
            if response.status != 401 {
                return Ok(response);
            }
            if self.sign_in.is_none() {
                break;
            }
        }
        Err(BackendError::NotSignedIn)
    }

    /// Sends a request for an answer that goes on, likewise, and gives each line of it.
    pub(super) async fn listen(
        &self,
        mut request: Request,
        media_type: &str,
        line: &dyn Fn(&str),
    ) -> Result<(), BackendError> {
        let own = request.headers.len();
        for renew in [false, true] {
            self.sign(&mut request, own, renew).await;
            match fetch::lines(&request, media_type, line).await.map_err(trouble)? {
                Heard::Lines => return Ok(()),
                Heard::Answer(response) if response.status != 401 => {
                    let other = BackendError::Refused { reason: String::new() };
                    return Err(not_now(&response).unwrap_or(other));
                }
                Heard::Answer(_) if self.sign_in.is_none() => break,
                Heard::Answer(_) => {}
            }
        }
        Err(BackendError::NotSignedIn)
    }

    /// Has the host's headers stand after the `own` ones.
    async fn sign(&self, request: &mut Request, own: usize, renew: bool) {
        let Some(sign_in) = &self.sign_in else { return };
        let signed = sign_in(renew).await;
        request.headers.truncate(own);
        request.headers.extend_from_slice(&signed);
        self.last.replace(signed);
    }
}

/// The header of a body in JSON.
pub(super) fn json() -> Headers {
    vec![("Content-Type".to_owned(), "application/json".to_owned())]
}

/// What a status means that asks for a further try, later.
pub(super) fn not_now(response: &Response) -> Option<BackendError> {
    let trouble = match response.status {
        429 | 503 => Trouble::Busy,
        408 | 504 => Trouble::NoAnswer,
        425 | 500.. => Trouble::Failed,
        _ => return None,
    };
    Some(BackendError::TryAgain { trouble, after: response.retry_after })
}

fn trouble(error: FetchError) -> BackendError {
    let trouble = match error {
        FetchError::Unreachable => Trouble::Unreachable,
        FetchError::TimedOut => Trouble::NoAnswer,
        FetchError::BrokenOff => Trouble::Failed,
    };
    BackendError::TryAgain { trouble, after: None }
}
