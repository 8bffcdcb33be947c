//! The tabs of the workspace, one a conversation.

use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::InteractionState;
use interaction_wrap_up::view::messages::text;
use interaction_wrap_up::view::{CodeNames, CountdownView, closing_tab, follow, words};
use leptos::prelude::*;

use super::agents;
use super::workspace::{Place, customer};

/// The tabs, and what closing one does.
#[component]
pub(super) fn Tabs(place: Place, open: Signal<Vec<InteractionId>>) -> impl IntoView {
    view! { class="preview",
        <nav class="preview-tabs" aria-label=text("preview.tabs")>
            <ul>
                <For each=move || open.get() key=InteractionId::clone let:id>
                    <Tab place id />
                </For>
            </ul>
        </nav>
    }
}

#[component]
fn Tab(place: Place, id: InteractionId) -> impl IntoView {
    let live = place.desk.with_value(|desk| follow(desk, &id));
    let id = StoredValue::new(id);
    let at = live.at;
    let known = move || live.conversation.get();
    let mine = move || agents::id(place.settings.agent.get());
    let countdown = Memo::new(move |_| {
        let known = known()?;
        known.segment_for(&mine())?.countdown(at.get())
    });
    let front = move || id.with_value(|id| place.settings.selected.get().as_ref() == Some(id));
    let channel = move || known().map(|known| words::channel(&known.interaction.channel));
    let select = move |_| place.settings.selected.set(Some(id.get_value()));
    let close = move |_| id.with_value(|id| close_tab(place, id));
    // What it will do is said when somebody is about to.
    let about_to = RwSignal::new(false);
    let sentence = Memo::new(move |_| {
        known();
        about_to.get().then(|| id.with_value(|id| would_do(place, id))).flatten()
    });
    let tip = StoredValue::new(id.with_value(|id| ["closing-", id.as_str()].concat()));
    let does = move || {
        sentence.get().map(|sentence| {
            let id = tip.get_value();
            view! { class="preview",
                <span class="preview-tab-closing" id=id role="tooltip">{sentence}</span>
            }
        })
    };
    let name = id.with_value(ToString::to_string);
    view! { class="preview",
        <li class="preview-tab" class:is-front=front>
            <button
                class="preview-tab-title"
                type="button"
                aria-current=move || front().then_some("page")
                on:click=select
            >
                <span class="preview-tab-channel">{channel}</span>
                <strong>{name.clone()}</strong>
                <span>{move || known().map(|known| customer(&known.interaction))}</span>
            </button>
            <CountdownView countdown at />
            <button
                class="preview-tab-close"
                type="button"
                aria-label=text("preview.close_tab")
                aria-describedby=move || sentence.with(Option::is_some).then(|| tip.get_value())
                on:click=close
                on:pointerenter=move |_| about_to.set(true)
                on:pointerleave=move |_| about_to.set(false)
                on:focus=move |_| about_to.set(true)
                on:blur=move |_| about_to.set(false)
            >
                "\u{d7}"
            </button>
            {does}
        </li>
    }
}

fn would_do(place: Place, id: &InteractionId) -> Option<String> {
    let closing = place.desk.with_value(|desk| desk.if_tab_closed(id, &place.actor()))?;
    closing_tab(&closing, CodeNames::of_held(place.desk))
}

/// Closes a tab. In Wrap Up this ends the wrap-up, in Work In Progress it skips
/// it; a conversation that is somebody else's business keeps its tab.
fn close_tab(place: Place, id: &InteractionId) {
    place.desk.with_value(|desk| {
        desk.close_tab(id, place.actor());
        let conversation = desk.conversation(id);
        let new =
            conversation.is_some_and(|known| known.interaction.state == InteractionState::New);
        if !new {
            place.settings.closed.update(|closed| closed.push(id.clone()));
        }
    });
}
