//! What an agent can do about the wrap-up while the conversation still runs: open its
//! dialog early, and ask for it where it opens only then.

use leptos::prelude::*;

use super::live::{HeldDesk, Live};
use super::messages::text;
use crate::domain::gate::Actor;
use crate::domain::id::InteractionId;
use crate::domain::interaction::{Interaction, Preparation};
use crate::domain::wrap_up::{Command, Outlook};
use crate::runtime::{Desk, Notification};

/// What the wrap-up of `actor` would run by, followed: conditions look at the record, and
/// administrators change what is set up.
pub(super) fn outlook(desk: HeldDesk, live: Live, actor: Signal<Actor>) -> Memo<Option<Outlook>> {
    let catalog = RwSignal::new(desk.with_value(Desk::catalog));
    let subscription = desk.with_value(|desk| {
        let held = desk.clone();
        desk.subscribe(move |notification| {
            if let Notification::SetUp = notification {
                catalog.set(held.catalog());
            }
        })
    });
    StoredValue::new_local(subscription);
    // Codes by the thousand are not looked up again for each key that is pressed.
    let record = Memo::new(move |_| {
        let agent = actor.get().agent;
        live.conversation.with(|known| {
            let known = known.as_ref().filter(|known| known.may_prepare(&agent))?;
            let record = Interaction { preparations: Vec::new(), ..known.interaction.clone() };
            Some((record, agent))
        })
    });
    Memo::new(move |_| {
        let (record, agent) = record.get()?;
        Outlook::of(&record, &agent, &*catalog.get()?, live.at.get_untracked())
    })
}

/// The controls; nothing where there is nothing to prepare.
#[component]
pub(super) fn Preparing(
    /// The page's desk.
    desk: HeldDesk,
    /// Which conversation.
    interaction: StoredValue<InteractionId>,
    /// The conversation, followed.
    live: Live,
    /// Who is signed in.
    actor: Signal<Actor>,
    /// What their wrap-up would run by.
    outlook: Memo<Option<Outlook>>,
    /// Set when the agent opens the dialog here: then it has the focus.
    pressed: StoredValue<bool>,
) -> impl IntoView {
    let prepared = move |is: fn(&Preparation) -> bool| {
        let agent = actor.get().agent;
        live.conversation.with(|known| {
            known.as_ref().and_then(|known| known.interaction.preparation(&agent)).is_some_and(is)
        })
    };
    let is_open = Memo::new(move |_| prepared(|it| it.draft.is_some()));
    let asks = Memo::new(move |_| prepared(Preparation::asks));
    let has_entries = Memo::new(move |_| prepared(Preparation::has_entries));
    let opens = Memo::new(move |_| {
        let may = |it: &Outlook| it.may_open_early(&actor.get()).is_ok();
        outlook.with(|it| it.as_ref().is_some_and(may)) && !is_open.get()
    });
    let waits =
        Memo::new(move |_| outlook.with(|it| it.as_ref().is_some_and(Outlook::waits_to_be_asked)));
    let send = move |command| {
        desk.with_value(|desk| interaction.with_value(|id| desk.send(id, command)));
    };
    let open = move |_| {
        pressed.set_value(true);
        let (by, catalog) = (actor.get_untracked(), desk.with_value(Desk::catalog));
        send(Command::OpenEarly { by, catalog });
    };
    let ask = move |event| {
        let (agent, wanted) = (actor.get_untracked().agent, event_target_checked(&event));
        send(Command::RequestWrapUp { agent, wanted });
    };
    let button = move || {
        view! { class="wrapup",
            <button class="wrapup-button" type="button" on:click=open part="early-button">
                {text("early.title")}
            </button>
        }
    };
    let request = move || {
        view! { class="wrapup",
            <label class="wrapup-option" part="early-request">
                <input
                    type="checkbox"
                    prop:checked=move || asks.get()
                    disabled=move || has_entries.get()
                    on:change=ask
                />
                <span>{text("early.request")}</span>
            </label>
        }
    };
    let any = Memo::new(move |_| opens.get() || waits.get());
    view! { class="wrapup",
        <div class="wrapup-early" hidden=move || !any.get() part="early">
            {move || opens.get().then(button)}
            {move || waits.get().then(request)}
        </div>
    }
}
