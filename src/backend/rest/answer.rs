//! What an answer of the service means.

use serde::Deserialize;

use crate::backend::{BackendError, Presence, Receipt, Report, Trouble, Verdict};
use crate::browser::codec;
use crate::browser::fetch::Response;
use crate::domain::closure::{Closure, Version};
use crate::domain::id::{InteractionId, SegmentId};
use crate::domain::segment::Closed;

/// What the service says of a conversation or a segment.
#[derive(Debug, Deserialize)]
struct Told {
    interaction: Option<InteractionId>,
    segment: Option<SegmentId>,
    /// How the segment closed, once it has.
    closure: Option<Closure>,
    versions: Option<Vec<Version>>,
    /// What speaks for the segment when the page goes away.
    token: Option<String>,
}

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
    let try_again = |trouble| BackendError::TryAgain { trouble, after: response.retry_after };
    Err(match response.status {
        200..=299 => return Ok(()),
        401 => BackendError::NotSignedIn,
        429 | 503 => try_again(Trouble::Busy),
        408 | 504 => try_again(Trouble::NoAnswer),
        409 => BackendError::Conflict,
        425 | 500.. => try_again(Trouble::Failed),
        _ => BackendError::Refused { reason: reason(response) },
    })
}

fn reason(response: &Response) -> String {
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
    let told = told.filter(|told| is_about(told, report));
    let conflict = response.status == 409 && told.as_ref().is_some_and(|t| t.closure.is_some());
    if !conflict {
        failure(response)?;
    }
    // A success of somebody else's (a proxy, a sign-in page) confirms nothing.
    let unclear = BackendError::TryAgain { trouble: Trouble::Failed, after: response.retry_after };
    let Some(Told { closure, versions, token, .. }) = told else { return Err(unclear) };
    let verdict = verdict(report, closure, versions.unwrap_or_default()).ok_or(unclear)?;
    Ok((Receipt { verdict, time: response.server_time }, token))
}

/// What the service knows of segments to which a page came back, and its tokens.
pub(super) fn presence(
    response: &Response,
) -> Result<Vec<(SegmentId, Presence, Option<String>)>, BackendError> {
    failure(response)?;
    let known: Known = codec::from_json(&response.body)
        .map_err(|_| BackendError::TryAgain { trouble: Trouble::Failed, after: None })?;
    let presence = |told: Told| {
        let presence = match told.closure {
            None => Presence::Open,
            Some(closure) => Presence::Closed(Box::new(Closed {
                closure,
                versions: told.versions.unwrap_or_default(),
                kept_back: String::new(),
            })),
        };
        Some((told.segment?, presence, told.token))
    };
    Ok(known.segments.into_iter().filter_map(presence).collect())
}

fn is_about(told: &Told, report: &Report) -> bool {
    match report.segment() {
        Some(segment) => told.segment.as_ref() == Some(segment),
        None => told.interaction.as_ref() == Some(report.interaction()),
    }
}

fn verdict(report: &Report, closure: Option<Closure>, versions: Vec<Version>) -> Option<Verdict> {
    let Some(theirs) = closure else {
        return (!report.is_final()).then_some(Verdict::Taken);
    };
    let has = |key| versions.iter().any(|each| each.key == key);
    let (is_theirs, is_version) = match report {
        Report::Interaction(_) => return Some(Verdict::Taken),
        Report::Opened(_) | Report::Changed(_) => (false, false),
        Report::Closed { closure, .. } => (theirs.key == closure.key, has(closure.key.clone())),
        Report::Corrected { version, .. } => (has(version.key.clone()), false),
    };
    let closed = || Box::new(Closed { closure: theirs, versions, kept_back: String::new() });
    Some(match (is_theirs, is_version) {
        (true, _) => Verdict::Taken,
        (false, true) => Verdict::TakenLate(closed()),
        (false, false) => Verdict::Overruled(closed()),
    })
}
