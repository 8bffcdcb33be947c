//! What came of something, as the suite reads it.

use interaction_wrap_up::backend::{BackendError, Presence, Receipt, Verdict};
use interaction_wrap_up::browser::codec;
use interaction_wrap_up::domain::closure::{Closure, Version};
use interaction_wrap_up::domain::delivery::failure::Trouble;
use interaction_wrap_up::domain::id::SegmentId;
use interaction_wrap_up::domain::segment::Closed;
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use serde::Serialize;
use wasm_bindgen::JsValue;

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Outcome<T> {
    Ok(T),
    Failed(Failure),
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Failure {
    TryAgain { trouble: Trouble, after: Option<Millis> },
    Refused { reason: String },
    Conflict,
    NotSignedIn,
    Torn { reason: String },
}

impl From<BackendError> for Failure {
    fn from(error: BackendError) -> Self {
        match error {
            BackendError::TryAgain { trouble, after } => Self::TryAgain { trouble, after },
            BackendError::Refused { reason } => Self::Refused { reason },
            BackendError::Conflict => Self::Conflict,
            BackendError::NotSignedIn => Self::NotSignedIn,
            BackendError::Torn(torn) => Self::Torn { reason: torn.to_string() },
        }
    }
}

#[derive(Serialize)]
struct Shown {
    closure: Closure,
    versions: Vec<Version>,
}

impl From<Closed> for Shown {
    fn from(Closed { closure, versions, .. }: Closed) -> Self {
        Self { closure, versions }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Said {
    Taken,
    TakenLate(Shown),
    Overruled(Shown),
}

#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Known {
    Open,
    GoneSince(Timestamp),
    Closed(Shown),
}

fn shown<T: Serialize>(outcome: &Outcome<T>) -> JsValue {
    codec::to_js(outcome).unwrap_or_else(|error| error.to_string().into())
}

/// Any answer.
pub(crate) fn of<T: Serialize>(answer: Result<T, BackendError>) -> JsValue {
    shown(&match answer {
        Ok(answer) => Outcome::Ok(answer),
        Err(error) => Outcome::Failed(error.into()),
    })
}

/// What became of something told.
pub(crate) fn verdict(verdict: Result<Verdict, BackendError>) -> JsValue {
    of(verdict.map(|verdict| match verdict {
        Verdict::Taken => Said::Taken,
        Verdict::TakenLate(closed) => Said::TakenLate((*closed).into()),
        Verdict::Overruled(closed) => Said::Overruled((*closed).into()),
    }))
}

/// The same, with a receipt around it.
pub(crate) fn receipt(receipt: Result<Receipt, BackendError>) -> JsValue {
    verdict(receipt.map(|receipt| receipt.verdict))
}

/// What is known of segments.
pub(crate) fn presence(known: Result<Vec<(SegmentId, Presence)>, BackendError>) -> JsValue {
    let one = |(segment, presence): (SegmentId, Presence)| {
        let known = match presence {
            Presence::Open => Known::Open,
            Presence::GoneSince(since) => Known::GoneSince(since),
            Presence::Closed(closed) => Known::Closed((*closed).into()),
        };
        (segment, known)
    };
    of(known.map(|known| known.into_iter().map(one).collect::<Vec<_>>()))
}
