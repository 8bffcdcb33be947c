//! The button that brings the next customer.

use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::runtime::Desk;
use interaction_wrap_up::view::messages::text;
use interaction_wrap_up::view::words;
use leptos::prelude::*;

use super::agents;
use super::customers::CUSTOMERS;
use super::workspace::Place;

/// The channels conversations come in on, in turn.
const CHANNELS: [Channel; 5] =
    [Channel::Chat, Channel::Messaging, Channel::Phone, Channel::Email, Channel::Video];

/// "New conversation", and on which channel the next one comes: one after the
/// other, unless another one is chosen.
#[component]
pub(super) fn NewConversation(place: Place) -> impl IntoView {
    let count = move || place.desk.with_value(|desk| desk.ids().len());
    let next = RwSignal::new(count() % CHANNELS.len());
    let start = move |_| {
        place.desk.with_value(|desk| {
            let Some(id) = new_id(desk) else { return };
            let customer = &CUSTOMERS[count() % CUSTOMERS.len()];
            let channel = CHANNELS[next.get_untracked()].clone();
            let mut interaction = Interaction::new(id.clone(), channel, desk.now().wall);
            interaction.fields = customer.fields();
            if desk.add(interaction).is_err() {
                return; // the samples' fields are small
            }
            let agent = agents::id(place.settings.agent.get_untracked());
            desk.connected(&id, agent);
            place.settings.selected.set(Some(id));
        });
        next.update(|next| *next = (*next + 1) % CHANNELS.len());
    };
    let options: Vec<_> = CHANNELS
        .iter()
        .enumerate()
        .map(|(index, channel)| {
            let chosen = move || next.get() == index;
            view! { class="preview",
                <option value=index.to_string() prop:selected=chosen>{words::channel(channel)}</option>
            }
        })
        .collect();
    let choose = move |event| {
        if let Ok(index) = event_target_value(&event).parse() {
            next.set(index);
        }
    };
    view! { class="preview",
        <label class="preview-channel">
            <span>{text("preview.channel")}</span>
            <select class="preview-select" on:change=choose>{options}</select>
        </label>
        <button class="preview-button is-primary" type="button" on:click=start>
            {text("preview.new")}
        </button>
    }
}

/// The next number that is free.
fn new_id(desk: &Desk) -> Option<InteractionId> {
    let number = |id: &InteractionId| id.as_str().strip_prefix("C-")?.parse::<u32>().ok();
    let last = desk.ids().iter().filter_map(number).max().unwrap_or(1000);
    InteractionId::new(format!("C-{}", last + 1)).ok()
}
