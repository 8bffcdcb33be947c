//! Records that the page keeps by itself, by an object of its own.
//!
//! | member | what for |
//! |--|--|
//! | `name` | what this system of record is called, always the same: drafts and what is unsent wait under it |
//! | `deliver(report, { key, revision, changedAt })` | takes one report; nothing else is needed |
//! | `catalog()` | codes and configurations, where they are not given otherwise |
//! | `time()` | its clock, in milliseconds since 1970 |
//! | `gone(farewell)` | the page goes away, with what was typed; may finish what it begins only |
//! | `back(segments)` | the page is there, for the first time or again |
//!
//! A report may come again under the same key, and counts once. An answer of nothing
//! means that it was taken; where the segment had closed otherwise, it is `{ closure,
//! versions }`, what counts there now. A refusal is thrown, as an error whose `code` is one
//! of `refused`, `conflict`, `not_signed_in` and `busy` (with `retryAfter`, in seconds);
//! whatever else is thrown is tried again.

use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;

use super::told::Told;
use super::{Answer, Backend, BackendError, Farewell, Parcel, Presence, Receipt, Trouble, Verdict};
use crate::browser::codec;
use crate::browser::host_object::{HostObject, Thrown};
use crate::domain::catalog::Catalog;
use crate::domain::delivery::parcel::About;
use crate::domain::id::{ClosureKey, SegmentId};
use crate::domain::record::{RecordError, Rule};
use crate::domain::time::{Millis, Timestamp};

/// How long an answer may take.
const PATIENCE: Millis = Millis::from_seconds(20);

/// See the module.
#[derive(Debug)]
pub struct HostBackend {
    object: HostObject,
    /// What is set up, where the object doesn't say.
    catalog: Option<Catalog>,
    read_catalog: ReadCatalog,
}

/// Reads codes and configurations as pages write them.
pub type ReadCatalog = fn(&JsValue) -> Result<Catalog, RecordError>;

/// What goes with a report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct With<'a> {
    key: Option<&'a str>,
    revision: u64,
    changed_at: Timestamp,
}

#[derive(Deserialize)]
struct Known {
    segments: Vec<Told>,
}

impl HostBackend {
    /// The records of `object`; `catalog` is what is set up, where it doesn't say so.
    /// See [`Self::check`].
    pub const fn new(
        object: HostObject,
        catalog: Option<Catalog>,
        read_catalog: ReadCatalog,
    ) -> Self {
        Self { object, catalog, read_catalog }
    }

    /// Whether `object` has what it needs: without a `catalog` given otherwise, that
    /// method too.
    ///
    /// # Errors
    /// [`RecordError`], naming the member that is missing or no function.
    pub fn check(object: &HostObject, catalog: Option<&Catalog>) -> Result<(), RecordError> {
        object.text("name")?;
        let needed = |name: &str| {
            let wanted = || RecordError::new(Rule::Own("must be a function".to_owned()), "");
            object.method(name)?.map(|_| ()).ok_or_else(|| wanted().under(name))
        };
        needed("deliver")?;
        if catalog.is_none() {
            needed("catalog")?;
        }
        for name in ["catalog", "time", "gone", "back"] {
            object.method(name)?;
        }
        Ok(())
    }

    async fn ask(&self, method: &str, arguments: &[JsValue]) -> Result<JsValue, BackendError> {
        self.object.ask(method, arguments, PATIENCE).await.map_err(failure)
    }

    async fn what_is_set_up(&self) -> Result<Catalog, BackendError> {
        let answer = self.ask("catalog", &[]).await?;
        match &self.catalog {
            Some(catalog) if answer.is_undefined() => Ok(catalog.clone()),
            _ => (self.read_catalog)(&answer).map_err(|error| wrong("catalog", error)),
        }
    }

    async fn tell(&self, parcel: &Parcel) -> Result<Receipt, BackendError> {
        let with = With {
            key: parcel.key().map(ClosureKey::as_str),
            revision: parcel.revision.0,
            changed_at: parcel.made_at,
        };
        let arguments = [written(&parcel.report)?, written(&with)?];
        let answer = self.ask("deliver", &arguments).await?;
        if answer.is_undefined() || answer.is_null() {
            return Ok(Receipt { verdict: Verdict::Taken, time: None });
        }
        let told: Told = codec::from_js(&answer).map_err(|error| wrong("deliver", error))?;
        let time = told.time;
        let verdict = match told.closure {
            None => Verdict::Taken,
            Some(_) => told.verdict(&parcel.report).unwrap_or(Verdict::Taken),
        };
        Ok(Receipt { verdict, time })
    }

    async fn read_time(&self) -> Result<Option<Timestamp>, BackendError> {
        let answer = self.ask("time", &[]).await?;
        codec::from_js(&answer).map_err(|error| wrong("time", error))
    }

    async fn say_back(
        &self,
        segments: &[About],
    ) -> Result<Vec<(SegmentId, Presence)>, BackendError> {
        if segments.is_empty() {
            return Ok(Vec::new());
        }
        let segments: Vec<&SegmentId> = segments.iter().map(|about| &about.segment).collect();
        let answer = self.ask("back", &[written(&segments)?]).await?;
        if answer.is_undefined() || answer.is_null() {
            return Ok(Vec::new());
        }
        let known: Known = codec::from_js(&answer).map_err(|error| wrong("back", error))?;
        Ok(known.segments.into_iter().filter_map(Told::presence).collect())
    }
}

impl Backend for HostBackend {
    fn this_browser_only(&self) -> bool {
        false
    }

    fn catalog(&self) -> Answer<'_, Catalog> {
        Box::pin(self.what_is_set_up())
    }

    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> Answer<'a, Receipt> {
        Box::pin(self.tell(parcel))
    }

    fn time(&self) -> Answer<'_, Option<Timestamp>> {
        Box::pin(self.read_time())
    }

    fn farewell(&self, farewell: &Farewell) {
        if !farewell.is_empty()
            && let Ok(farewell) = codec::to_js(farewell)
        {
            self.object.tell("gone", &[farewell]);
        }
    }

    fn back<'a>(&'a self, segments: &'a [About]) -> Answer<'a, Vec<(SegmentId, Presence)>> {
        Box::pin(self.say_back(segments))
    }
}

fn written<T: Serialize>(record: &T) -> Result<JsValue, BackendError> {
    codec::to_js(record).map_err(|error| BackendError::Refused { reason: error.to_string() })
}

/// An answer that cannot be understood, with the method that gave it.
fn wrong(method: &str, error: RecordError) -> BackendError {
    BackendError::Refused { reason: error.under(method).under("backend").to_string() }
}

fn failure(thrown: Thrown) -> BackendError {
    let Thrown { code, message, retry_after: after, timed_out } = thrown;
    match code.as_str() {
        "refused" => BackendError::Refused { reason: message },
        "conflict" => BackendError::Conflict,
        "not_signed_in" => BackendError::NotSignedIn,
        "busy" => BackendError::TryAgain { trouble: Trouble::Busy, after },
        _ if timed_out => BackendError::TryAgain { trouble: Trouble::NoAnswer, after },
        _ => BackendError::TryAgain { trouble: Trouble::Failed, after },
    }
}
