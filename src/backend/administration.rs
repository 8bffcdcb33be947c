//! What administrators set up, and who changed it.

use super::Answer;
use crate::domain::admin::audit::AuditEntry;

/// A place where codes and configurations are kept, with the trail of their changes.
/// What there is of them, [`Backend::catalog`](super::Backend::catalog) says.
pub trait Administration {
    /// Makes the changes of `entries` in their order, with the entries themselves,
    /// all or none.
    ///
    /// [`BackendError::Conflict`](super::BackendError::Conflict) where a record is not
    /// as it was when a change was decided,
    /// [`BackendError::Refused`](super::BackendError::Refused) where it is not allowed.
    fn change<'a>(&'a self, entries: &'a [AuditEntry]) -> Answer<'a, ()>;

    /// The trail, oldest first.
    fn audit(&self) -> Answer<'_, Vec<AuditEntry>>;
}
