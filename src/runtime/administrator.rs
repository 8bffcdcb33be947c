//! Carries out what an administrator decides, and tells all pages of it.

use std::rc::Rc;

use super::desk::Desk;
use crate::backend::BackendError;
use crate::backend::administration::Administration;
use crate::browser::{clock, random};
use crate::domain::admin::audit::{self, AuditEntry, Change};
use crate::domain::gate::{self, Actor, Role};

/// An administrator at work. What they change takes effect for the next conversation
/// in every page over the same store.
#[derive(Clone)]
pub struct Administrator {
    desk: Desk,
    records: Rc<dyn Administration>,
}

impl core::fmt::Debug for Administrator {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Administrator").field("desk", &self.desk).finish_non_exhaustive()
    }
}

impl Administrator {
    /// Changes what `records` has, and lets the pages of `desk`'s store know.
    pub fn new(desk: Desk, records: Rc<dyn Administration>) -> Self {
        Self { desk, records }
    }

    /// Makes `changes`, all or none, in the name of `by`.
    ///
    /// # Errors
    /// [`BackendError::Refused`] without the role `admin` or where one is not allowed,
    /// [`BackendError::Conflict`] where somebody has changed a record since.
    pub async fn change(&self, by: &Actor, changes: Vec<Change>) -> Result<(), BackendError> {
        self.carry_out(by, changes, None).await
    }

    /// Takes the change of `entry` back, as a further one.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub async fn take_back(&self, by: &Actor, entry: &AuditEntry) -> Result<(), BackendError> {
        let changes = vec![audit::take_back(entry)];
        self.carry_out(by, changes, Some(entry.id.clone())).await
    }

    /// Who changed what, oldest first.
    ///
    /// # Errors
    /// The [`BackendError`] where the trail cannot be read.
    pub async fn audit(&self) -> Result<Vec<AuditEntry>, BackendError> {
        self.records.audit().await
    }

    async fn carry_out(
        &self,
        by: &Actor,
        changes: Vec<Change>,
        takes_back: Option<String>,
    ) -> Result<(), BackendError> {
        gate::needs(by, Role::Admin)
            .map_err(|refusal| BackendError::Refused { reason: refusal.to_string() })?;
        let at = clock::now().wall;
        let entry = |change| AuditEntry {
            id: random::uuid(),
            at,
            by: by.agent.clone(),
            change,
            takes_back: takes_back.clone(),
        };
        let entries: Vec<_> = changes.into_iter().map(entry).collect();
        if entries.is_empty() {
            return Ok(());
        }
        self.records.change(&entries).await?;
        self.desk.catalog_changed().await
    }
}
