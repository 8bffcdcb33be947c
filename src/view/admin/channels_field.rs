//! The channels a configuration is for.

use leptos::prelude::*;

use super::fields::{described_by, remarks};
use super::form::{Form, control};
use super::messages::text;
use super::words;
use crate::domain::channel::Channel;
use crate::domain::configuration::Configuration;

const KNOWN: [Channel; 6] = [
    Channel::Chat,
    Channel::Messaging,
    Channel::Phone,
    Channel::Email,
    Channel::Video,
    Channel::WalkIn,
];

/// A box for each known channel, and a line for others.
#[component]
pub(super) fn ChannelsField(form: Form<Configuration>) -> impl IntoView {
    let has = move |channel: &Channel| form.draft.with(|draft| draft.channels.contains(channel));
    let toggle = move |channel: &Channel, on: bool| {
        form.draft.update(|draft| {
            draft.channels.retain(|each| each != channel);
            if on {
                draft.channels.push(channel.clone());
            }
        });
    };
    let others = move || {
        let known = |each: &&Channel| !KNOWN.contains(each);
        let names = form.draft.with_untracked(|draft| {
            draft.channels.iter().filter(known).map(|it| it.name().to_owned()).collect::<Vec<_>>()
        });
        names.join(", ")
    };
    let typed = RwSignal::new(untrack(others));
    Effect::new(move |_| {
        form.filled.track();
        typed.set(untrack(others));
    });
    let enter = move |text: String| {
        let names = text.split(',').map(str::trim).filter(|name| !name.is_empty());
        let others: Vec<_> = names.map(|name| Channel::from(name.to_owned())).collect();
        form.draft.update(|draft| {
            draft.channels.retain(|each| KNOWN.contains(each));
            let new = others.into_iter().filter(|each| !KNOWN.contains(each));
            draft.channels.extend(new);
        });
        typed.set(text);
    };
    let one = |(at, channel): (usize, &Channel)| {
        let (shown, toggled) = (channel.clone(), channel.clone());
        let id = (at == 0).then(|| control("channels"));
        view! { class="wrapup",
            <label class="admin-check">
                <input id=id type="checkbox" prop:checked=move || has(&shown)
                    on:change=move |event| toggle(&toggled, event_target_checked(&event)) />
                <span>{words::channel(channel)}</span>
            </label>
        }
    };
    let any = move || {
        let none = form.draft.with(|draft| draft.channels.is_empty());
        none.then(|| text("admin.channels.any_hint"))
    };
    view! { class="wrapup",
        <fieldset class="admin-field admin-group" aria-describedby=described_by("channels")>
            <legend class="wrapup-label">{words::field("channels")}</legend>
            <div class="admin-checks">
                {KNOWN.iter().enumerate().map(one).collect::<Vec<_>>()}
                <input class="wrapup-input admin-other" type="text" autocomplete="off" dir="auto"
                    aria-label=text("admin.channels.others")
                    placeholder=text("admin.channels.others")
                    prop:value=move || typed.get()
                    on:input=move |event| enter(event_target_value(&event)) />
            </div>
            <p class="wrapup-hint">{any}</p>
            {remarks(form, "channels")}
        </fieldset>
    }
}
