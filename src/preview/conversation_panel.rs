//! The record of the conversation in front: header, what is said, and what can
//! be done with it.

use interaction_wrap_up::assist::built_in::BuiltIn;
use interaction_wrap_up::assist::extractive::Line;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::{EndedBy, InteractionState};
use interaction_wrap_up::domain::wrap_up::{Command, Conversation};
use interaction_wrap_up::view::messages::{text, with};
use interaction_wrap_up::view::{Assist, InteractionWrapUp, RecordHeader, follow};
use leptos::prelude::*;

use super::agents;
use super::customers::{Customer, transcript as transcript_of};
use super::workspace::{Place, customer};

/// The record in front.
#[component]
pub(super) fn ConversationPanel(place: Place, id: InteractionId) -> impl IntoView {
    let desk = place.desk.get_value();
    let live = follow(&desk, &id);
    let Some(first) = live.conversation.get_untracked() else { return ().into_any() };
    let name = customer(&first.interaction);
    let conversation = Memo::new(move |before: Option<&Conversation>| {
        let known = live.conversation.get();
        known.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let agent = Signal::derive(move || agents::id(place.settings.agent.get()));
    let actor = Signal::derive(move || place.actor_tracked());
    let bubble = |Line { by_agent, text: said }: Line<'static>| {
        let (class, who) = if by_agent {
            ("preview-agent", text("preview.you").to_owned())
        } else {
            ("preview-customer", name.clone())
        };
        view! { class="preview", <p class=class><b>{who}</b>{said}</p> }
    };
    let transcript = Customer::named(&name).map(|customer| {
        let lines: Vec<_> = customer.lines().into_iter().map(bubble).collect();
        view! { class="preview", <div class="preview-transcript">{lines}</div> }
    });
    let assist = Assist::new(BuiltIn::new(transcript_of, text("preview.suggestions")));
    view! { class="preview",
        <article class="preview-record">
            <RecordHeader conversation agent names=place.names />
            {transcript}
            <Actions place id=id.clone() conversation />
            <InteractionWrapUp desk interaction=id actor names=place.names
                assist=Some(assist) show=move |id| place.settings.selected.set(Some(id)) />
        </article>
    }
    .into_any()
}

/// The buttons of whoever is on the conversation.
#[component]
fn Actions(place: Place, id: InteractionId, conversation: Memo<Conversation>) -> impl IntoView {
    let id = StoredValue::new(id);
    let me = move || agents::id(place.settings.agent.get());
    let talking = move || conversation.with(|known| known.interaction.has(&me()));
    let live = move || conversation.with(|known| known.interaction.state.is_live());
    let on_hold =
        move || conversation.with(|known| known.interaction.state == InteractionState::OnHold);
    let in_wrap_up =
        move || conversation.with(|known| known.interaction.state == InteractionState::WrapUp);
    let send = move |command| {
        place.desk.with_value(|desk| id.with_value(|id| desk.send(id, command)));
    };
    let end = move |by| {
        place.desk.with_value(|desk| id.with_value(|id| desk.conversation_ended(id, by)));
    };
    let other = move || agents::id(place.settings.agent.get() + 1);
    let transfer = move |_| {
        let (from, to) = (untrack(me), Some(untrack(other)));
        place.desk.with_value(|desk| id.with_value(|id| desk.left(id, from, to)));
    };
    let hold = move |_| send(if untrack(on_hold) { Command::Resume } else { Command::Hold });
    let hold_text = move || text(if on_hold() { "preview.resume" } else { "preview.hold" });
    let transfer_to = move || with("preview.transfer_to", &[("agent", &agents::name(&other()))]);
    let returns = move |_| send(Command::CustomerReturns { agent: untrack(me) });
    view! { class="preview",
        <div class="preview-actions" role="group" aria-label=text("preview.actions")>
            <button class="preview-button" type="button" disabled=move || !talking()
                on:click=move |_| end(EndedBy::Agent(untrack(me)))>
                {text("preview.end")}
            </button>
            <button class="preview-button" type="button" disabled=move || !live()
                on:click=move |_| end(EndedBy::Customer)>
                {text("preview.customer_ends")}
            </button>
            <button class="preview-button" type="button" disabled=move || !talking()
                title=transfer_to on:click=transfer>
                {text("preview.transfer")}
            </button>
            <button class="preview-button" type="button" disabled=move || !live() on:click=hold>
                {hold_text}
            </button>
            <button class="preview-button" type="button" disabled=move || !in_wrap_up()
                on:click=returns>
                {text("preview.returns")}
            </button>
        </div>
    }
}
