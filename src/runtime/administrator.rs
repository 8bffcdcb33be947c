//! Carries out what an administrator decides, and tells all pages of it.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::following::Following;
use super::mirror::{CLEARED, SET_UP, channel_of};
use crate::backend::BackendError;
use crate::backend::administration::Administration;
use crate::browser::channel::Channel;
use crate::browser::{clock, random};
use crate::domain::admin::audit::{self, AuditEntry, Change};
use crate::domain::catalog::Catalog;
use crate::domain::gate::{self, Actor, Role};
use crate::domain::id::CodeId;
use crate::domain::interaction::Interaction;

/// An administrator at work. What they change takes effect for the next conversation
/// in every page over the same store. Clones are the same.
#[derive(Clone)]
pub struct Administrator {
    records: Rc<dyn Administration>,
    channel: Rc<Option<Channel>>,
    following: Rc<RefCell<Option<Following>>>,
}

impl core::fmt::Debug for Administrator {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Administrator").field("channel", &self.channel).finish_non_exhaustive()
    }
}

impl Administrator {
    /// Changes what `records` has.
    pub fn new(records: Rc<dyn Administration>) -> Self {
        let channel = channel_of(records.name()).as_deref().and_then(Channel::open);
        Self { records, channel: Rc::new(channel), following: Rc::default() }
    }

    /// Calls `changed` whenever somebody else has changed what is set up: in another page
    /// of this browser or, as far as that is known, anywhere. Another call replaces it.
    pub fn on_change(&self, changed: impl Fn() + 'static) {
        let changed = Rc::new(changed);
        if !self.records.this_browser_only() {
            let (channel, changed) = (self.channel.clone(), changed.clone());
            let heard = move || {
                changed();
                // One page listens for all of this browser.
                if let Some(channel) = &*channel {
                    channel.post(SET_UP);
                }
            };
            self.following.replace(Some(Following::of(self.records.clone(), heard)));
        }
        if let Some(channel) = &*self.channel {
            channel.on_message(move |message| {
                if message == SET_UP || message == CLEARED {
                    changed();
                }
            });
        }
    }

    /// What is set up.
    ///
    /// # Errors
    /// The [`BackendError`] where it cannot be read.
    pub async fn catalog(&self) -> Result<Catalog, BackendError> {
        self.records.set_up_now().await
    }

    /// Conversations there have been, the newest first.
    ///
    /// # Errors
    /// The [`BackendError`] where they cannot be read.
    pub async fn interactions(&self) -> Result<Vec<Interaction>, BackendError> {
        self.records.interactions().await
    }

    /// The codes that any record names, which therefore stay.
    ///
    /// # Errors
    /// The [`BackendError`] where that cannot be read.
    pub async fn recorded_codes(&self) -> Result<BTreeSet<CodeId>, BackendError> {
        self.records.recorded_codes().await
    }

    /// Makes `changes`, all or none, in the name of `by`.
    ///
    /// # Errors
    /// [`BackendError::Refused`] without the role `admin` or where one is not allowed,
    /// [`BackendError::Conflict`] where somebody has changed a record since.
    pub async fn change(&self, by: &Actor, changes: Vec<Change>) -> Result<(), BackendError> {
        self.carry_out(by, changes.into_iter().map(|change| (change, None)).collect()).await
    }

    /// Takes the changes of `entries` back, all or none, the last one first and each as
    /// a further change.
    ///
    /// # Errors
    /// As [`Self::change`].
    pub async fn take_back(&self, by: &Actor, entries: &[AuditEntry]) -> Result<(), BackendError> {
        let back = audit::take_all_back(entries).into_iter();
        self.carry_out(by, back.map(|(change, of)| (change, Some(of))).collect()).await
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
        changes: Vec<(Change, Option<String>)>,
    ) -> Result<(), BackendError> {
        gate::needs(by, Role::Admin)
            .map_err(|refusal| BackendError::Refused { reason: refusal.to_string() })?;
        let at = clock::now().wall;
        // The trail is read in the order of its entries' names within one moment.
        let batch = random::uuid();
        let entry = |(number, (change, takes_back)): (usize, _)| AuditEntry {
            id: format!("{batch}-{number:06}"),
            at,
            by: by.agent.clone(),
            change,
            takes_back,
        };
        let entries: Vec<_> = changes.into_iter().enumerate().map(entry).collect();
        if entries.is_empty() {
            return Ok(());
        }
        self.records.change(&entries).await?;
        if let Some(channel) = &*self.channel {
            channel.post(SET_UP);
        }
        Ok(())
    }
}
