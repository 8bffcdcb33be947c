//! What a host is asked before a wrap-up is submitted or ended.

use core::future::Future;
use core::pin::Pin;
use std::fmt;
use std::rc::Rc;

use leptos::prelude::*;

use crate::domain::id::{InteractionId, SegmentId};
use crate::domain::time::Millis;

/// A host's answer to come: `None`, or why not.
pub type Objection = Pin<Box<dyn Future<Output = Option<String>>>>;

type Ask = dyn Fn(&InteractionId, &SegmentId, Millis) -> Option<Objection>;

/// Whom to ask. The answer comes within the time given, or counts as a yes; a host
/// that has nothing to say at once gives no answer to wait for.
#[derive(Clone, Copy)]
pub struct Veto(StoredValue<Rc<Ask>, LocalStorage>);

impl fmt::Debug for Veto {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Veto").finish_non_exhaustive()
    }
}

impl Veto {
    /// Asks `ask`.
    pub fn new(
        ask: impl Fn(&InteractionId, &SegmentId, Millis) -> Option<Objection> + 'static,
    ) -> Self {
        Self(StoredValue::new_local(Rc::new(ask)))
    }

    pub(super) fn ask(
        self,
        interaction: &InteractionId,
        segment: &SegmentId,
        within: Millis,
    ) -> Option<Objection> {
        self.0.with_value(|ask| ask(interaction, segment, within))
    }
}

/// Why the page did not let a wrap-up be closed; nothing while it has not objected.
#[component]
pub(super) fn ObjectionMessage(
    /// The page's last objection.
    objection: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        let reason = objection.get()?;
        Some(view! { class="wrapup",
            <p class="wrapup-failure" role="alert" part="objection">{reason}</p>
        })
    }
}
