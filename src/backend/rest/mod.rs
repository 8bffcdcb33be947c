//! Records behind an HTTP service that speaks the wrap-up's own contract.
//!
//! | request | what for |
//! |--|--|
//! | `GET catalog` | codes and configurations |
//! | `PUT interactions/{id}` | a conversation as one agent's page has it; the highest revision counts |
//! | `PUT segments/{id}` | a segment opened, with the rules it runs by |
//! | `PUT segments/{id}/draft` | how far it has come; the highest revision counts |
//! | `POST segments/{id}/closure` | it closed; counted once by `Idempotency-Key` |
//! | `POST segments/{id}/versions` | it was corrected; counted once likewise |
//! | `GET time` | its clock, to tell sleep from a clock that was set |
//! | `GET events` | what changes there by others' doing, where the catalog says `"events": true` |
//! | `POST presence` | a page is gone, with what was typed; or is back |
//!
//! An answer names what it is about and says how that now stands. What does not is
//! no answer of this service (of a proxy, say) and confirms nothing.
//!
//! - **Whose time.** Instants are by the clock of the agent's computer, which may be
//!   wrong. Each request says in `Page-Time` what that clock shows as it is sent, in
//!   milliseconds: a deadline is as far from now as it is from that. What a page says
//!   of its presence has it as `at`.
//! - **Gone and back.** What pages say may arrive in another order than it was said in.
//!   Of a segment's farewells and "back"s the one with the latest `at` counts,
//!   of two at one instant the farewell. A draft
//!   that is told after a farewell, by its `Page-Time`, says "back" as well.
//! - **Whose word.** An answer about an open segment may carry a `token`, up to 256
//!   bytes. A farewell that has one for everything it names is signed by these alone,
//!   since by then whatever signs in may have run out.
//! - **One conversation, several agents.** Each page tells of it as it knows it. Whether
//!   an agent is on it, that agent's own page is right about; of the rest the latest
//!   change counts, whoever's. It is over once nobody is on it and the last segment has
//!   closed, whichever agent's that is.

#[cfg(feature = "admin")]
mod administration;
mod answer;
mod tokens;

use core::cell::{Cell, RefCell};
use core::fmt;

use serde::{Deserialize, Serialize};

#[cfg(feature = "admin")]
pub use self::administration::RestAdministration;
use self::tokens::{Token, Tokens};
pub use super::http::SignIn;
use super::http::{self, Headers, Service};
use super::{
    Answer, Backend, BackendError, Change, Farewell, Parcel, Presence, Receipt, Report, path,
};
use crate::browser::fetch::{self, Method, Request, Response};
use crate::browser::fetch_later::Switch;
use crate::browser::{clock, codec};
use crate::domain::catalog::Catalog;
use crate::domain::closure::{Closure, Version};
use crate::domain::delivery::parcel::{About, Progress};
use crate::domain::id::SegmentId;
use crate::domain::interaction::Interaction;
use crate::domain::record::RecordError;
use crate::domain::time::{Millis, Timestamp};

/// A service says something at least twice in that time, if only that it is there.
const SILENCE: Millis = Millis::from_seconds(45);

/// See the module.
pub struct RestBackend {
    service: Service,
    tokens: RefCell<Tokens>,
    switch: RefCell<Option<Switch>>,
    /// Whether it has `GET events`.
    tells: Cell<bool>,
}

impl fmt::Debug for RestBackend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RestBackend").field("service", &self.service).finish_non_exhaustive()
    }
}

impl RestBackend {
    /// The service below `base`, an address or a path of the page's own server.
    pub fn new(base: &str) -> Self {
        let service = Service::new(base);
        let (tokens, switch) = Default::default();
        Self { service, tokens, switch, tells: Cell::default() }
    }

    /// The same, signed in by cookies.
    #[must_use]
    pub fn with_cookies(mut self) -> Self {
        self.service.cookies = true;
        self
    }

    /// The same, signed in by headers of the host's.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: Box<SignIn>) -> Self {
        self.service.sign_in = Some(sign_in);
        self
    }

    async fn tell(&self, parcel: &Parcel) -> Result<Receipt, BackendError> {
        let (method, path, body) = request(parcel)?;
        let mut headers = http::json();
        headers.push(("Page-Time".to_owned(), clock::now().wall.0.to_string()));
        if let Some(key) = parcel.key() {
            headers.push(("Idempotency-Key".to_owned(), key.as_str().to_owned()));
        }
        let response = self.send(method, path, headers, Some(body)).await?;
        let (receipt, token) = answer::receipt(&parcel.report, &response)?;
        self.tokens.borrow_mut().keep(parcel.report.segment(), token);
        Ok(receipt)
    }

    /// What a page says that nobody waits for.
    fn last_words(&self, farewell: &Farewell) -> Option<Request> {
        let known = self.tokens.borrow();
        let tokens = known.of(farewell);
        let said = Said { state: PageState::Gone, farewell, tokens: tokens.as_deref() };
        let body = codec::to_json(&said).ok()?;
        let request = self.service.request(Method::Post, PRESENCE, http::json(), Some(body));
        Some(self.service.last_request(request, tokens.is_none()))
    }

    async fn say_back(
        &self,
        segments: &[About],
    ) -> Result<Vec<(SegmentId, Presence)>, BackendError> {
        if segments.is_empty() {
            return Ok(Vec::new());
        }
        let segments = segments.iter().map(|about| &about.segment).collect();
        let back = Back { state: PageState::Back, at: clock::now().wall, segments };
        let body = codec::to_json(&back).map_err(refused)?;
        let response =
            self.send(Method::Post, PRESENCE.to_owned(), http::json(), Some(body)).await?;
        let mut known = Vec::new();
        for (segment, presence, token) in answer::presence(&response)? {
            self.tokens.borrow_mut().keep(Some(&segment), token);
            known.push((segment, presence));
        }
        Ok(known)
    }

    async fn send(
        &self,
        method: Method,
        path: String,
        headers: Headers,
        body: Option<String>,
    ) -> Result<Response, BackendError> {
        self.service.send(self.service.request(method, &path, headers, body)).await
    }
}

impl Backend for RestBackend {
    fn this_browser_only(&self) -> bool {
        false
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        Box::pin(read_catalog(&self.service, &self.tells))
    }

    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> Answer<'a, Receipt> {
        Box::pin(self.tell(parcel))
    }

    /// Any answer tells the time in its `Date`, one that refuses too.
    fn time(&self) -> Answer<'_, Option<Timestamp>> {
        Box::pin(async {
            let response = self.send(Method::Get, "time".to_owned(), Vec::new(), None).await?;
            Ok(response.server_time)
        })
    }

    fn listen<'a>(&'a self, heard: &'a dyn Fn(Change)) -> Option<Answer<'a, ()>> {
        // Asked in vain, a browser complains in its console.
        self.tells.get().then(|| -> Answer<'a, ()> { Box::pin(hear(&self.service, heard)) })
    }

    fn farewell(&self, farewell: &Farewell) {
        self.switch.replace(None);
        let words = if farewell.is_empty() { None } else { self.last_words(farewell) };
        if let Some(request) = words {
            // Who is gone reads no answer; who is back asks again.
            fetch::send_off(&request);
        }
    }

    fn when_vanished(&self, farewell: Option<&Farewell>) {
        let request = farewell.and_then(|farewell| self.last_words(farewell));
        let armed = request.and_then(|request| Switch::arm(&request, None).ok().flatten());
        self.switch.replace(armed);
    }

    fn back<'a>(&'a self, segments: &'a [About]) -> Answer<'a, Vec<(SegmentId, Presence)>> {
        Box::pin(self.say_back(segments))
    }
}

/// What is set up, and whether there is `GET events`.
async fn read_catalog(service: &Service, tells: &Cell<bool>) -> Result<Catalog, BackendError> {
    let response = service.send(service.request(Method::Get, "catalog", Vec::new(), None)).await?;
    answer::failure(&response)?;
    let said: Option<Offers> = codec::from_json(&response.body).ok();
    tells.set(said.and_then(|said| said.events).unwrap_or_default());
    codec::from_json(&response.body)
        .map_err(|error| BackendError::Refused { reason: error.under("catalog").to_string() })
}

/// Server-sent events: their names say enough, since what changed is asked for.
async fn hear(service: &Service, heard: &dyn Fn(Change)) -> Result<(), BackendError> {
    let mut request = service.request(Method::Get, "events", Vec::new(), None);
    request.timeout = SILENCE;
    let line = |line: &str| match line {
        "event: all" => heard(Change::Anything),
        "event: catalog" => heard(Change::Catalog),
        "event: changed" => heard(Change::Records),
        _ => {}
    };
    service.listen(request, "text/event-stream", &line).await
}

/// How a parcel is told.
fn request(parcel: &Parcel) -> Result<(Method, String, String), BackendError> {
    let segment = |id: &str, more: &str| path::join(&["segments", id], more);
    let request = match &parcel.report {
        Report::Interaction(interaction) => (
            Method::Put,
            path::join(&["interactions", interaction.id.as_str()], ""),
            codec::to_json(&Conversation {
                revision: parcel.revision.0,
                changed_at: parcel.made_at,
                record: interaction,
            }),
        ),
        Report::Opened(opened) => {
            (Method::Put, segment(opened.id.as_str(), ""), codec::to_json(&**opened))
        }
        Report::Changed(progress) => (
            Method::Put,
            segment(progress.about.segment.as_str(), "/draft"),
            codec::to_json(&Numbered { revision: parcel.revision.0, record: progress }),
        ),
        Report::Closed { about, closure } => (
            Method::Post,
            segment(about.segment.as_str(), "/closure"),
            codec::to_json(&Finished { about, closure: Some(closure), version: None }),
        ),
        Report::Corrected { about, version } => (
            Method::Post,
            segment(about.segment.as_str(), "/versions"),
            codec::to_json(&Finished { about, closure: None, version: Some(version) }),
        ),
    };
    let (method, path, body) = request;
    Ok((method, path, body.map_err(refused)?))
}

#[allow(clippy::needless_pass_by_value)] // errors are mapped with it
fn refused(error: RecordError) -> BackendError {
    BackendError::Refused { reason: error.to_string() }
}

/// What else a service says with its catalog.
#[derive(Deserialize)]
struct Offers {
    /// Whether it has `GET events`.
    events: Option<bool>,
}

/// Where a page tells that it goes or comes.
const PRESENCE: &str = "presence";

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum PageState {
    Gone,
    Back,
}

#[derive(Serialize)]
struct Said<'a> {
    state: PageState,
    farewell: &'a Farewell,
    /// In place of what signs in.
    tokens: Option<&'a [Token]>,
}

#[derive(Serialize)]
struct Back<'a> {
    state: PageState,
    at: Timestamp,
    segments: Vec<&'a SegmentId>,
}

/// How far a segment has come; the highest revision counts.
#[derive(Serialize)]
struct Numbered<'a> {
    revision: u64,
    record: &'a Progress,
}

/// A conversation as one agent's page has it.
#[derive(Serialize)]
struct Conversation<'a> {
    revision: u64,
    /// When it became so, by that page's clock.
    changed_at: Timestamp,
    record: &'a Interaction,
}

/// What is final about a segment.
#[derive(Serialize)]
struct Finished<'a> {
    about: &'a About,
    closure: Option<&'a Closure>,
    version: Option<&'a Version>,
}
