//! How far what the agent has finished has come: saved here, sent, waiting, refused.

use leptos::prelude::*;

use super::messages::{text, with};
use super::words;
use crate::domain::delivery::failure::Trouble;
use crate::domain::delivery::outbox::Standing;
use crate::domain::delivery::parcel::WaitsFor;
use crate::domain::id::InteractionId;
use crate::domain::time::Timestamp;
use crate::runtime::{Desk, Notification};

fn status(standing: Standing) -> String {
    let counted = |key, count: usize| with(key, &[("count", &count.to_string())]);
    match standing {
        Standing::Sent => text("delivery.sent").to_owned(),
        Standing::SavedHere(_) => text("delivery.saved_here").to_owned(),
        Standing::Waiting(count, waits_for) => {
            let key = match waits_for {
                WaitsFor::SignIn => "delivery.sign_in",
                WaitsFor::Typing => return text("delivery.saved_here").to_owned(),
                WaitsFor::End(Trouble::Unreachable | Trouble::NoAnswer) => "delivery.network",
                WaitsFor::End(_) => "delivery.service",
            };
            counted(key, count)
        }
        Standing::Rejected(count) => counted("delivery.rejected", count),
    }
}

/// The same, with how long that has been so where it is far too long.
fn said(standing: Standing, since: Option<Timestamp>) -> String {
    match since {
        Some(since) => {
            let (status, date) = (status(standing), words::date(since));
            with("delivery.since", &[("status", &status), ("date", &date)])
        }
        None => status(standing),
    }
}

const fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Sent => "wrapup-delivery is-sent",
        Standing::SavedHere(_) | Standing::Waiting(_, WaitsFor::Typing) => {
            "wrapup-delivery is-saved"
        }
        Standing::Waiting(..) => "wrapup-delivery is-waiting",
        Standing::Rejected(_) => "wrapup-delivery is-rejected",
    }
}

/// One quiet line, for desks whose records go to a system of record elsewhere. It
/// is announced politely; the list of what was refused is
/// [`RejectedRecords`](super::RejectedRecords).
#[component]
#[allow(clippy::needless_pass_by_value)] // props are taken by value
pub fn DeliveryStatus(
    /// The page's desk.
    desk: Desk,
    /// Only what there is of one conversation.
    #[prop(optional)]
    of: Option<InteractionId>,
) -> impl IntoView {
    let look = move |desk: &Desk| (desk.standing(of.as_ref()), desk.waits_since(of.as_ref()));
    let standing = RwSignal::new(look(&desk));
    let subscription = desk.subscribe({
        let desk = desk.clone();
        move |notification| {
            if let Notification::Outbox = notification {
                standing.set(look(&desk));
            }
        }
    });
    // Dropped, and so ended, together with the view.
    StoredValue::new_local(subscription);
    let standing = Memo::new(move |_| standing.get());
    view! { class="wrapup",
        <p class=move || class(standing.get().0) role="status" part="delivery">
            {move || {
                let (standing, since) = standing.get();
                said(standing, since)
            }}
        </p>
    }
}
