//! What administrators set up, and who changed it.

use std::collections::BTreeSet;

use super::Answer;
use crate::domain::admin::audit::AuditEntry;
use crate::domain::catalog::Catalog;
use crate::domain::id::CodeId;
use crate::domain::interaction::Interaction;

/// A place where codes and configurations are kept, with the trail of their changes.
pub trait Administration {
    /// A name that all pages over it share, by which they find each other in this
    /// browser; empty where they need not.
    fn name(&self) -> &str;

    /// Whether nobody outside of this browser changes anything here.
    fn this_browser_only(&self) -> bool {
        true
    }

    /// What is set up.
    fn set_up_now(&self) -> Answer<'_, Catalog>;

    /// Conversations there have been, the newest first: what conditions can look at,
    /// and something to explain configurations by. Not necessarily all.
    fn interactions(&self) -> Answer<'_, Vec<Interaction>>;

    /// The codes that any record names, which therefore stay.
    fn recorded_codes(&self) -> Answer<'_, BTreeSet<CodeId>>;

    /// Makes the changes of `entries` in their order, with the entries themselves,
    /// all or none.
    ///
    /// [`BackendError::Conflict`](super::BackendError::Conflict) where a record is not
    /// as it was when a change was decided,
    /// [`BackendError::Refused`](super::BackendError::Refused) where it is not allowed.
    fn change<'a>(&'a self, entries: &'a [AuditEntry]) -> Answer<'a, ()>;

    /// The trail, oldest first.
    fn audit(&self) -> Answer<'_, Vec<AuditEntry>>;

    /// Listens for what others change there and tells `heard`, until it is over or the
    /// answer is dropped; `None` where nobody tells, or before what is set up was read.
    fn listen<'a>(&'a self, heard: &'a dyn Fn()) -> Option<Answer<'a, ()>> {
        let _ = heard;
        None
    }
}
