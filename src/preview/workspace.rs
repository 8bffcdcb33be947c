//! The workspace: tabs, the record in front, saved segments.

use interaction_wrap_up::browser::task;
use interaction_wrap_up::domain::attention::Ways;
use interaction_wrap_up::domain::field::FieldValue;
use interaction_wrap_up::domain::gate::Actor;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::sorted::sort_by_key;
use interaction_wrap_up::domain::wrap_up::Conversation;
use interaction_wrap_up::runtime::{Desk, Notification};
use interaction_wrap_up::view::messages::{text, with};
use interaction_wrap_up::view::{
    AgentNames, Attention, CloseNotices, ConfigurationFaults, Correcting, DeliveryStatus,
    FaultyConfiguration, LapsedNotice, MyWrapUps, RejectedRecords, SignOut,
};
use leptos::html;
use leptos::prelude::*;

use super::agents::{self, AGENTS};
use super::conversation_panel::ConversationPanel;
use super::language::LanguageChoice;
use super::new_conversation::NewConversation;
use super::problems::{ProblemList, Problems};
use super::records::Records;
use super::settings::Settings;
use super::tabs::Tabs;

/// What every part of the workspace works with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) desk: StoredValue<Desk, LocalStorage>,
    pub(super) settings: Settings,
    pub(super) names: AgentNames,
}

impl Place {
    /// Who is signed in.
    pub(super) fn actor(self) -> Actor {
        untrack(move || self.actor_tracked())
    }

    /// Who is signed in, followed.
    pub(super) fn actor_tracked(self) -> Actor {
        agents::actor(self.settings.agent.get(), self.settings.may_enter.get())
    }
}

/// The customer's name, as the record has it.
pub(super) fn customer(interaction: &Interaction) -> String {
    match interaction.fields.get("customer") {
        Some(FieldValue::Text(name)) => name.clone(),
        _ => String::new(),
    }
}

/// The whole page.
#[component]
pub(super) fn Workspace(
    desk: Desk,
    records: Records,
    problems: Problems,
    reopen: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let settings = Settings::remembered();
    let names = AgentNames::new(|agent| agents::name(&agent));
    let place = Place { desk: StoredValue::new_local(desk.clone()), settings, names };
    let conversations = all(&desk);
    let open = Memo::new(move |_| open_tabs(&conversations.get(), &settings.closed.get()));
    // The tab in front, or the first one when that is gone.
    let front = Memo::new(move |_| {
        let (open, selected) = (open.get(), settings.selected.get());
        selected.filter(|selected| open.contains(selected)).or_else(|| open.first().cloned())
    });
    let saved = Memo::new(move |_| saved_segments(&conversations.get()));
    let faulty = faulty(&desk);
    let kept = match records.service() {
        None => text("preview.this_browser").to_owned(),
        Some(service) => with("preview.service", &[("service", service)]),
    };
    // Records go to a service as the agent who is signed in: another one has a desk,
    // and a store, of their own, so that the first one signs out.
    let next = RwSignal::new(None::<usize>);
    let choices = AgentChoices(AGENTS.map(|_| NodeRef::new()));
    let has_service = records.service().is_some();
    let choose_agent = Callback::new(move |chosen: usize| {
        if has_service {
            next.set(Some(chosen).filter(|it| *it != settings.agent.get_untracked()));
        } else {
            settings.agent.set(chosen);
        }
    });
    let signing_out = {
        let reopen = StoredValue::new_local(reopen);
        let done = move |chosen| {
            next.set(None);
            settings.sign_in(chosen);
            reopen.with_value(|reopen| reopen());
        };
        move || {
            let chosen = next.get()?;
            let desk = place.desk.get_value();
            let stayed = Callback::new(move |()| {
                next.set(None);
                // They go on where they asked to leave.
                choices.focus(settings.agent.get_untracked());
            });
            let done = Callback::new(move |()| done(chosen));
            Some(view! { class="preview", <SignOut desk done stayed /> })
        }
    };
    let lapsed = records.service().map(|_| {
        let desk = desk.clone();
        view! { class="preview", <LapsedNotice desk /> }
    });
    let signed_in = records.agent().map(ToString::to_string);
    let status = records.service().map(|_| {
        let desk = desk.clone();
        view! { class="preview", <DeliveryStatus desk /> }.into_any()
    });
    let actor = Signal::derive(move || place.actor_tracked());
    attract(desk.clone(), actor);
    let correcting = Correcting::new(desk.clone(), actor);
    let reset = move || reset(place, records.clone(), reopen);
    let panel = move || match front.get() {
        Some(id) => view! { class="preview", <ConversationPanel place id /> }.into_any(),
        None => view! { class="preview", <p class="preview-empty">{text("preview.empty")}</p> }
            .into_any(),
    };
    view! { class="preview",
        <Toolbar place next choices choose_agent kept status reset />
        <Tabs place open=open.into() />
        <main class="preview-main" data-agent=signed_in>
            {signing_out}
            {lapsed}
            <ProblemList problems />
            <ConfigurationFaults faulty />
            <div class="preview-columns">
                {panel}
                <div class="preview-saved">
                    <div class="preview-notices">
                        <CloseNotices desk=desk.clone() actor names />
                    </div>
                    <RejectedRecords desk names />
                    <MyWrapUps segments=saved names correcting />
                </div>
            </div>
        </main>
    }
}

/// The page's title and icon tell of the countdowns of whoever is signed in.
fn attract(desk: Desk, actor: Signal<Actor>) {
    let attention = StoredValue::new_local(None);
    let desk = StoredValue::new_local(desk);
    let agent = Memo::new(move |_| actor.with(|actor| actor.agent.clone()));
    Effect::new(move |_| {
        let agent = agent.get();
        // The one before ends first.
        attention.set_value(None);
        let told = desk.with_value(|desk| Attention::new(desk, agent, Ways::ALL));
        attention.set_value(Some(told));
    });
}

/// The choice of each agent.
#[derive(Debug, Clone, Copy)]
struct AgentChoices([NodeRef<html::Input>; AGENTS.len()]);

impl AgentChoices {
    fn focus(self, agent: usize) {
        let choice = self.0.get(agent).copied();
        request_animation_frame(move || {
            let input = choice.and_then(|choice| choice.get_untracked());
            _ = input.map(|input| input.focus());
        });
    }
}

#[component]
fn Toolbar(
    place: Place,
    /// Who is to be signed in, while the one who is signs out.
    next: RwSignal<Option<usize>>,
    choices: AgentChoices,
    choose_agent: Callback<usize>,
    kept: String,
    status: Option<AnyView>,
    reset: impl Fn() + 'static,
) -> impl IntoView {
    let Settings { agent, may_enter, .. } = place.settings;
    let chosen = move || next.get().unwrap_or_else(|| agent.get());
    let agents: Vec<_> = AGENTS
        .iter()
        .zip(choices.0)
        .enumerate()
        .map(|(index, ((_, name), input))| {
            view! { class="preview",
                <label class="preview-choice">
                    <input type="radio" name="preview-agent" node_ref=input prop:checked=move || chosen() == index
                        on:change=move |_| choose_agent.run(index) />
                    <span>{*name}</span>
                </label>
            }
        })
        .collect();
    view! { class="preview",
        <header class="preview-bar">
            <h1 class="preview-brand">{text("preview.title")}</h1>
            <NewConversation place />
            <fieldset class="preview-agents">
                <legend>{text("preview.agent")}</legend>
                {agents}
            </fieldset>
            <label class="preview-choice">
                <input type="checkbox" prop:checked=move || may_enter.get()
                    on:change=move |event| may_enter.set(event_target_checked(&event)) />
                <span>{text("preview.role")}</span>
            </label>
            <LanguageChoice />
            <a class="preview-link" href="./admin.html">{text("preview.administration")}</a>
            <p class="preview-kept">{kept}</p>
            {status}
            <button class="preview-button" type="button" on:click=move |_| reset()>
                {text("preview.reset")}
            </button>
        </header>
    }
}

/// Every conversation of the desk, followed.
fn all(desk: &Desk) -> RwSignal<Vec<Conversation>> {
    let list = |desk: &Desk| desk.ids().iter().filter_map(|id| desk.conversation(id)).collect();
    let conversations = RwSignal::new(list(desk));
    let subscription = desk.subscribe({
        let desk = desk.clone();
        move |notification| {
            if let Notification::Changed(_) = notification {
                conversations.set(list(&desk));
            }
        }
    });
    StoredValue::new_local(subscription);
    conversations
}

/// The configurations that cannot be used, followed: administrators may mend them.
fn faulty(desk: &Desk) -> RwSignal<Vec<FaultyConfiguration>> {
    let list = |desk: &Desk| {
        desk.catalog().map_or(Vec::new(), |catalog| FaultyConfiguration::all_of(&catalog))
    };
    let faulty = RwSignal::new(list(desk));
    let subscription = desk.subscribe({
        let desk = desk.clone();
        move |notification| {
            if let Notification::SetUp = notification {
                faulty.set(list(&desk));
            }
        }
    });
    StoredValue::new_local(subscription);
    faulty
}

/// Tabs that were not closed, and those that still hold somebody's capacity.
fn open_tabs(conversations: &[Conversation], closed: &[InteractionId]) -> Vec<InteractionId> {
    let is_open =
        |known: &&Conversation| !closed.contains(&known.interaction.id) || known.holds_anybody();
    conversations.iter().filter(is_open).map(|known| known.interaction.id.clone()).collect()
}

/// The newest first.
fn saved_segments(conversations: &[Conversation]) -> Vec<Segment> {
    let segments = conversations.iter().flat_map(|known| known.segments.iter());
    let mut closed: Vec<_> = segments.filter(|each| each.closed().is_some()).cloned().collect();
    sort_by_key(&mut closed, |each| {
        core::cmp::Reverse(each.closed().map(|closed| closed.closure.at))
    });
    closed
}

/// Everything as on the first visit: the workspace opens anew, so that nothing it
/// has on the page stays behind either.
fn reset(place: Place, records: Records, reopen: impl Fn() + 'static) {
    let desk = place.desk.get_value();
    place.settings.reset();
    task::spawn(async move {
        // Where the store refuses, the page shows again what is still there.
        if records.reset().await.is_ok() {
            desk.clear();
        }
        reopen();
    });
}
