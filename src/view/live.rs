//! A desk's conversations as signals.

use leptos::prelude::*;

use super::save_failure::SaveFailure;
use crate::backend::{BackendError, Trouble};
use crate::domain::id::InteractionId;
use crate::domain::time::Timestamp;
use crate::domain::wrap_up::Conversation;
use crate::runtime::{Desk, Notification};

/// A desk that closures of a view can hold: views are `Send`, a desk is not.
pub(super) type HeldDesk = StoredValue<Desk, LocalStorage>;

/// One conversation, kept up to date for as long as the view that asked lives.
#[derive(Debug, Clone, Copy)]
pub struct Live {
    /// The conversation; `None` once (or while) the desk doesn't have it.
    pub conversation: Signal<Option<Conversation>>,
    /// The time by that conversation's clock. It moves once a second while
    /// something counts.
    pub at: Signal<Timestamp>,
    /// Why its last step is not saved.
    pub failure: Signal<Option<SaveFailure>>,
}

/// Follows a conversation.
pub fn follow(desk: &Desk, id: &InteractionId) -> Live {
    let conversation = RwSignal::new(desk.conversation(id));
    let at = RwSignal::new(desk.time(id, desk.now()));
    let failure = RwSignal::new(desk.trouble(id).as_ref().map(SaveFailure::from));
    let subscription = desk.subscribe({
        let (desk, id) = (desk.clone(), id.clone());
        move |notification| match notification {
            Notification::Changed(changed) if *changed == id => {
                at.set(desk.time(&id, desk.now()));
                conversation.set(desk.conversation(&id));
            }
            Notification::Saving(changed) if *changed == id => {
                failure.set(desk.trouble(&id).as_ref().map(SaveFailure::from));
            }
            Notification::Second(now) => at.set(desk.time(&id, *now)),
            _ => {}
        }
    });
    // Dropped, and so ended, together with the view.
    StoredValue::new_local(subscription);
    Live { conversation: conversation.into(), at: at.into(), failure: failure.into() }
}

impl From<&BackendError> for SaveFailure {
    fn from(error: &BackendError) -> Self {
        match error {
            BackendError::TryAgain { trouble, .. } => match trouble {
                Trouble::Full => Self::Quota,
                Trouble::NotKept => Self::Unavailable,
                Trouble::HeldByOtherTab => Self::Blocked,
                Trouble::PageOutdated => Self::Newer,
                Trouble::Unreachable | Trouble::NoAnswer | Trouble::Busy => Self::Unreachable,
                Trouble::Failed => Self::Unknown,
            },
            BackendError::Conflict => Self::Conflict,
            BackendError::Refused { .. } | BackendError::NotSignedIn | BackendError::Torn(_) => {
                Self::Refused
            }
        }
    }
}
