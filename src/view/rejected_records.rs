//! What the system of record will not take, with its text still in reach.

use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::live::HeldDesk;
use super::messages::{text, with};
use super::unique::unique;
use super::words;
use crate::browser::clipboard;
use crate::domain::delivery::parcel::{Parcel, Rejection, Report};
use crate::domain::id::InteractionId;
use crate::domain::sorted::sort_by_key;
use crate::runtime::{Desk, Notification};

fn rejected(desk: &Desk, of: Option<&InteractionId>) -> Vec<Parcel> {
    let mut outbox = desk.outbox();
    outbox.retain(|each| {
        each.rejected.is_some() && of.is_none_or(|of| of == each.report.interaction())
    });
    sort_by_key(&mut outbox, |each| each.made_at);
    outbox
}

fn what(parcel: &Parcel) -> String {
    let interaction = parcel.report.interaction().as_str();
    let key = match &parcel.report {
        Report::Interaction(_) => "rejected.interaction",
        Report::Opened(_) | Report::Changed(_) => "rejected.open",
        Report::Closed { .. } => "rejected.closed",
        Report::Corrected { .. } => "rejected.corrected",
    };
    with(key, &[("interaction", interaction)])
}

fn why(rejection: &Rejection, names: AgentNames) -> String {
    match rejection {
        Rejection::Refused(reason) if reason.is_empty() => {
            text("rejected.refused_silently").to_owned()
        }
        Rejection::Refused(reason) => with("rejected.refused", &[("reason", reason)]),
        Rejection::Overruled { kind, by } => {
            let system = || text("rejected.by_system").to_owned();
            let by = by.as_ref().map_or_else(system, |agent| names.of(agent));
            with("rejected.overruled", &[("kind", words::closure(*kind)), ("by", &by)])
        }
    }
}

#[component]
#[allow(clippy::needless_pass_by_value)] // props are taken by value
fn RejectedRecord(desk: HeldDesk, parcel: Parcel, names: AgentNames) -> impl IntoView {
    let notes = parcel.report.text().to_owned();
    let can_be_sent = matches!(parcel.rejected, Some(Rejection::Refused(_)));
    let reason = parcel.rejected.as_ref().map(|rejection| why(rejection, names));
    let id = StoredValue::new(parcel.id.clone());
    let (asking, copied) = (RwSignal::new(false), RwSignal::new(false));
    let discard = NodeRef::<leptos::html::Button>::new();
    let keep = NodeRef::<leptos::html::Button>::new();
    let ask = move |_| {
        asking.set(true);
        // The choice that loses nothing is the one at hand.
        request_animation_frame(move || _ = keep.get_untracked().map(|keep| keep.focus()));
    };
    let leave = move |_| {
        asking.set(false);
        request_animation_frame(move || {
            _ = discard.get_untracked().map(|discard| discard.focus());
        });
    };
    let again = move |_| desk.with_value(|desk| id.with_value(|id| desk.send_again(id)));
    let give_up = move |_| desk.with_value(|desk| id.with_value(|id| desk.discard(id)));
    let field = unique("rejected");
    let typed = (!notes.is_empty()).then(|| {
        let shown = notes.clone();
        view! { class="wrapup",
            <textarea class="wrapup-input wrapup-rejected-text" id=field rows="3" dir="auto"
                readonly aria-label=text("rejected.text") prop:value=shown></textarea>
        }
    });
    let copy = (!notes.is_empty()).then(|| {
        let copy = move |_| clipboard::write(&notes, move || _ = copied.try_set(true));
        let label = move || text(if copied.get() { "action.copied" } else { "action.copy" });
        view! { class="wrapup",
            <button class="wrapup-button" type="button" on:click=copy>{label}</button>
        }
    });
    let choices = move || {
        if asking.get() {
            view! { class="wrapup",
                <span class="wrapup-rejected-ask" role="alert">{text("rejected.ask")}</span>
                <button class="wrapup-button is-danger" type="button" on:click=give_up>
                    {text("rejected.discard_for_good")}
                </button>
                <button class="wrapup-button" type="button" node_ref=keep on:click=leave>
                    {text("rejected.keep")}
                </button>
            }
            .into_any()
        } else {
            view! { class="wrapup",
                <button class="wrapup-button is-quiet" type="button" node_ref=discard on:click=ask>
                    {text("action.discard")}
                </button>
            }
            .into_any()
        }
    };
    let retry = can_be_sent.then(|| {
        view! { class="wrapup",
            <button class="wrapup-button" type="button" on:click=again>{text("action.retry")}</button>
        }
    });
    view! { class="wrapup",
        <li class="wrapup-rejected" part="rejected">
            <p class="wrapup-rejected-what"><strong>{what(&parcel)}</strong>" "{reason}</p>
            {typed}
            <div class="wrapup-rejected-actions">{copy}{retry}{choices}</div>
        </li>
    }
}

/// The list of what was refused, each with "Copy text", "Try again" where that can
/// help, and "Discard", which asks first. Nothing where nothing was refused.
#[component]
pub fn RejectedRecords(
    /// The page's desk.
    desk: Desk,
    /// Only what there is of one conversation.
    #[prop(optional)]
    of: Option<InteractionId>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
) -> impl IntoView {
    let list = RwSignal::new(rejected(&desk, of.as_ref()));
    let subscription = desk.subscribe({
        let desk = desk.clone();
        move |notification| {
            if let Notification::Outbox = notification {
                list.set(rejected(&desk, of.as_ref()));
            }
        }
    });
    StoredValue::new_local(subscription);
    let list = Memo::new(move |_| list.get());
    let desk: HeldDesk = StoredValue::new_local(desk);
    let any = Memo::new(move |_| list.with(|list| !list.is_empty()));
    let section = move || {
        let title = unique("rejected");
        view! { class="wrapup",
            <section class="wrapup-rejected-list" aria-labelledby=title part="rejected-list">
                <h2 class="wrapup-title" id=title.clone()>{text("rejected.title")}</h2>
                <ul>
                    <For each=move || list.get() key=|parcel| (parcel.id.clone(), parcel.revision)
                        let:parcel>
                        <RejectedRecord desk parcel names />
                    </For>
                </ul>
            </section>
        }
    };
    move || any.get().then(section)
}
