//! What an answer of the service means.

use serde::Deserialize;

use crate::backend::http;
use crate::backend::told::Told;
use crate::backend::{BackendError, Presence, Receipt, Report, Trouble};
use crate::browser::codec;
use crate::browser::fetch::Response;
use crate::domain::id::SegmentId;

/// What the service says of several segments.
#[derive(Debug, Deserialize)]
struct Known {
    segments: Vec<Told>,
}

/// A problem in the service's words (RFC 9457).
#[derive(Debug, Deserialize)]
struct Problem {
    title: Option<String>,
    detail: Option<String>,
}

/// What a status that is no success means.
pub(super) fn failure(response: &Response) -> Result<(), BackendError> {
    if let Some(later) = http::not_now(response) {
        return Err(later);
    }
    Err(match response.status {
        200..=299 => return Ok(()),
        401 => BackendError::NotSignedIn,
        409 => BackendError::Conflict,
        _ => BackendError::Refused { reason: reason(response) },
    })
}

/// The problem in words, as far as there are any.
pub(super) fn reason(response: &Response) -> String {
    let problem: Option<Problem> = codec::from_json(&response.body).ok();
    let words = problem.and_then(|problem| problem.detail.or(problem.title));
    words.unwrap_or_default()
}

/// What the service did with `report`, and its token for that segment.
pub(super) fn receipt(
    report: &Report,
    response: &Response,
) -> Result<(Receipt, Option<String>), BackendError> {
    let told: Option<Told> = codec::from_json(&response.body).ok();
    let told = told.filter(|told| told.is_about(report));
    let conflict = response.status == 409 && told.as_ref().is_some_and(|t| t.closure.is_some());
    if !conflict {
        failure(response)?;
    }
    // A success of somebody else's (a proxy, a sign-in page) confirms nothing.
    let unclear = BackendError::TryAgain { trouble: Trouble::Failed, after: response.retry_after };
    let Some(mut told) = told else { return Err(unclear) };
    let token = told.token.take();
    let verdict = told.verdict(report).ok_or(unclear)?;
    Ok((Receipt { verdict, time: response.server_time }, token))
}

/// What the service knows of segments to which a page came back, and its tokens.
pub(super) fn presence(
    response: &Response,
) -> Result<Vec<(SegmentId, Presence, Option<String>)>, BackendError> {
    failure(response)?;
    let known: Known = codec::from_json(&response.body)
        .map_err(|_| BackendError::TryAgain { trouble: Trouble::Failed, after: None })?;
    let presence = |mut told: Told| {
        let token = told.token.take();
        let (segment, presence) = told.presence()?;
        Some((segment, presence, token))
    };
    Ok(known.segments.into_iter().filter_map(presence).collect())
}
