//! What every request about wrap-ups has in common.

use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use interaction_wrap_up::domain::record::MAX_SAFE_INTEGER;
use interaction_wrap_up::domain::service::Ahead;
use interaction_wrap_up::domain::time::Timestamp;
use serde::de::DeserializeOwned;

use crate::problem::Problem;
use crate::state::State;
use crate::{body, clock};

/// When it came, and what its page's clock showed as it was sent.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// By the server's clock.
    pub now: Timestamp,
    /// By the page's, where it says so.
    pub page_time: Option<Timestamp>,
}

impl Asked {
    /// How far the server's clock is ahead of the page's; `known` where the request
    /// doesn't say.
    pub fn ahead(&self, known: Option<Ahead>) -> Ahead {
        let said = self.page_time.map(|there| Ahead::of(self.now, there));
        said.or(known).unwrap_or_default()
    }
}

impl FromRequestParts<State> for Asked {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Problem> {
        let said = parts.headers.get("Page-Time");
        let page_time = said.map(|value| {
            let number: Option<i64> = value.to_str().ok().and_then(|text| text.parse().ok());
            let number =
                number.filter(|number| number.unsigned_abs() <= MAX_SAFE_INTEGER.unsigned_abs());
            let rule = "must be milliseconds since 1970, as a whole number";
            number.map(Timestamp).ok_or_else(|| Problem::field("Page-Time", rule))
        });
        Ok(Self { now: clock::now(), page_time: page_time.transpose()? })
    }
}

/// The id in the path.
#[derive(Debug, Clone)]
pub struct Id<T>(pub T);

impl<T> FromRequestParts<State> for Id<T>
where
    T: TryFrom<String>,
    T::Error: ToString,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Problem> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::field("id", "must be UTF-8, escaped for a path"))?;
        body::check_name("id", &text)?;
        T::try_from(text).map(Self).map_err(|error| Problem::field("id", error.to_string()))
    }
}

/// A body that is a record, of `MOST` bytes at most.
#[derive(Debug)]
pub struct Body<T, const MOST: usize>(pub T);

impl<T: DeserializeOwned, const MOST: usize> FromRequest<State> for Body<T, MOST> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &State) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        let bytes = axum::body::to_bytes(body, MOST).await.map_err(|_| Problem::too_large(MOST))?;
        body::read(&parts.headers, &bytes).map(Self)
    }
}

/// A header as text.
pub fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
