//! Where records are kept: this browser's [`Store`], and the [`Backend`] of a
//! system of record. One file or folder an adapter.
//!
//! An adapter stores, delivers and answers; it decides nothing. The domain has
//! decided before a step or a parcel reaches it.

pub mod administration;
#[cfg(feature = "widget")]
pub mod browser;
#[cfg(feature = "widget")]
pub mod host;
#[cfg(feature = "widget")]
mod http;
pub mod memory;
#[cfg(feature = "widget")]
mod path;
#[cfg(feature = "widget")]
pub mod rest;
#[cfg(feature = "servicenow")]
pub mod servicenow;
mod store;
#[cfg(feature = "widget")]
mod told;

use core::future::Future;
use core::pin::Pin;

#[cfg(feature = "widget")]
pub(crate) use self::store::page_locks;
pub use self::store::{Stock, Store};
pub use crate::domain::delivery::failure::{BackendError, TornRecord, Trouble};
pub use crate::domain::delivery::parcel::{About, Parcel, Receipt, Report, Verdict};
pub use crate::domain::delivery::presence::{Farewell, Presence};
pub use crate::domain::delivery::step::{Revision, Step, Stored, Typed};

use crate::domain::catalog::Catalog;
use crate::domain::id::SegmentId;
use crate::domain::time::Timestamp;

/// An answer to come. Boxed, so that a page can choose its backend at run time;
/// not `Send`, since a page has one thread.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, BackendError>> + 'a>>;

/// What a system of record says of itself, unasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Of wrap-ups: what is shown may be old.
    Records,
    /// Of codes and configurations.
    Catalog,
    /// Of either: from here on it tells, and what was before is not known.
    Anything,
}

/// A system of record.
pub trait Backend {
    /// Whether records stay in this browser and reach nobody else. Agents are
    /// told, and nothing is ever delivered.
    fn this_browser_only(&self) -> bool;

    /// A name for the store that all pages over it share and no other page has, by
    /// which they find each other in this browser; `None` where they need not.
    fn scope(&self) -> Option<&str> {
        None
    }

    /// What administrators have set up.
    fn catalog(&self) -> Answer<'_, Catalog>;

    /// Tells the system of record one thing. It may have come before, under the
    /// same key; then the answer is the same.
    fn deliver<'a>(&'a self, parcel: &'a Parcel) -> Answer<'a, Receipt>;

    /// What its clock says now; `None` where it has none of its own.
    fn time(&self) -> Answer<'_, Option<Timestamp>> {
        Box::pin(core::future::ready(Ok(None)))
    }

    /// Tells that the page goes away, perhaps for good. Begun at once; nobody is
    /// there for an answer.
    fn farewell(&self, farewell: &Farewell);

    /// Has this told should the page vanish without a word, in place of what was to
    /// be told before. Where that cannot be done, nothing happens.
    fn when_vanished(&self, farewell: Option<&Farewell>) {
        let _ = farewell;
    }

    /// Listens for what changes there by others' doing and tells `heard`, until it is
    /// over or the answer is dropped; `None` where nobody tells.
    fn listen<'a>(&'a self, heard: &'a dyn Fn(Change)) -> Option<Answer<'a, ()>> {
        let _ = heard;
        None
    }

    /// A page of these segments is there, for the first time or again.
    fn back<'a>(&'a self, segments: &'a [About]) -> Answer<'a, Vec<(SegmentId, Presence)>>;
}
