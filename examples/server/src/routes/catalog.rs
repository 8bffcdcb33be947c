//! What is set up.

use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::asked;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::state::State;

/// What stands in front of the record: that there is `GET events`.
const OFFERS: &str = "{\"events\":true,";

/// `GET catalog`: codes and configurations.
pub async fn read(
    Extract(state): Extract<State>,
    _: Caller,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let (record, revision) = state.store.catalog().await?;
    let tag = format!("\"{revision}\"");
    let common =
        [(header::ETAG, tag.clone()), (header::CACHE_CONTROL, "private, no-cache".to_owned())];
    if asked::header(&headers, "If-None-Match") == Some(&tag) {
        return Ok((StatusCode::NOT_MODIFIED, common).into_response());
    }
    let kind = [(header::CONTENT_TYPE, "application/json")];
    let record = record.strip_prefix('{').map(|rest| [OFFERS, rest].concat()).unwrap_or(record);
    Ok((kind, common, record).into_response())
}
