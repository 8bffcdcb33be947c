//! Commands with an answer, for whoever waits for one.

use std::cell::RefCell;
use std::rc::Rc;

use futures_channel::oneshot;
use thiserror::Error;

use super::desk::{Desk, Notification};
use crate::backend::BackendError;
use crate::domain::id::InteractionId;
use crate::domain::wrap_up::{Command, Effect, Refusal};

/// Why a command has not been carried out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotDone {
    /// The desk doesn't have that conversation.
    #[error("the conversation is not known here")]
    Unknown,
    /// The domain says no; nothing has changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It was carried out and could not be stored yet. It stands, is shown as not
    /// saved, and is tried again.
    #[error("it is not saved: {0}")]
    NotSaved(BackendError),
}

impl Desk {
    /// Gives a conversation a command, and answers once everything of it is stored.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn carry_out(&self, id: &InteractionId, command: Command) -> Result<(), NotDone> {
        if self.conversation(id).is_none() {
            return Err(NotDone::Unknown);
        }
        let (sender, answer) = oneshot::channel();
        let sender = Rc::new(RefCell::new(Some(sender)));
        let tell = {
            let sender = sender.clone();
            move |answer| {
                if let Some(sender) = sender.borrow_mut().take() {
                    _ = sender.send(answer);
                }
            }
        };
        let watch = {
            let (desk, id, tell) = (self.clone(), id.clone(), tell.clone());
            move |notification: &Notification| match notification {
                Notification::Effect(about, Effect::Refused(refusal)) if *about == id => {
                    tell(Err(NotDone::Refused(refusal.clone())));
                }
                Notification::Stored(about, _) if *about == id && desk.is_written(&id) => {
                    tell(Ok(()));
                }
                Notification::Saving(about) if *about == id => {
                    if let Some(trouble) = desk.trouble(&id) {
                        tell(Err(NotDone::NotSaved(trouble)));
                    }
                }
                _ => {}
            }
        };
        let subscription = self.subscribe(watch);
        self.send(id, command);
        if self.is_written(id) {
            tell(Ok(())); // nothing came of it, unless it was refused just now
        }
        let answer = answer.await;
        drop(subscription);
        answer.unwrap_or(Err(NotDone::Unknown))
    }
}
