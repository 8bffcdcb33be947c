//! The dialog that agents would get, while its configuration is being written. It is the
//! dialog itself, over a conversation that nobody has had.

use std::sync::Arc;

use leptos::prelude::*;

use super::messages::{text, with};
use super::office::Office;
use crate::domain::catalog::Catalog;
use crate::domain::channel::Channel;
use crate::domain::condition::Condition;
use crate::domain::configuration::{Configuration, Rules};
use crate::domain::draft::Edit;
use crate::domain::gate::{Actor, Role};
use crate::domain::id::{AgentId, IdError, InteractionId, PageId, SegmentId};
use crate::domain::interaction::{EndedBy, Interaction};
use crate::domain::segment::Segment;
use crate::domain::time::{Millis, Now, Timestamp};
use crate::domain::wrap_up::{Command, Conversation};
use crate::view::unique::unique;
use crate::view::{DialogAction, EndWrapUp, WrapUpDialog};

/// When the conversation of the preview ends: some whole second.
const ENDS: Timestamp = Timestamp(1_772_452_800_000);

/// How many parts the time is divided into, to look at any of them.
const PARTS: u64 = 20;

/// The ids of a conversation that nobody has had.
#[derive(Clone)]
struct Names {
    interaction: InteractionId,
    segment: SegmentId,
    page: PageId,
}

impl Names {
    fn new() -> Result<Self, IdError> {
        Ok(Self {
            interaction: InteractionId::new("C-1001")?,
            segment: SegmentId::new("preview")?,
            page: PageId::new("preview")?,
        })
    }
}

fn now(at: Timestamp) -> Now {
    Now { wall: at, monotonic: at.since(ENDS) }
}

/// A conversation that gets `configuration`, whatever it is for.
fn conversation(
    configuration: &Configuration,
    catalog: &Catalog,
    names: &Names,
    agent: &AgentId,
) -> Conversation {
    let channel = configuration.channels.first().cloned().unwrap_or(Channel::Chat);
    let for_all = Configuration {
        active: true,
        effective_from: None,
        effective_until: None,
        share_percent: 100,
        channels: Vec::new(),
        condition: Condition::always(),
        ..configuration.clone()
    };
    let catalog = Catalog { configurations: vec![for_all], codes: catalog.codes.clone() };
    let interaction = Interaction::new(names.interaction.clone(), channel, ENDS);
    let mut conversation = Conversation::new(interaction, Vec::new(), now(ENDS));
    let agent = agent.clone();
    let commands = [
        Command::Connect { agent: agent.clone() },
        Command::RequestWrapUp { agent, wanted: true },
        Command::EndConversation {
            by: EndedBy::Customer,
            catalog: Some(Arc::new(catalog)),
            segments: vec![names.segment.clone()],
        },
    ];
    for command in commands {
        conversation.apply(command, now(ENDS));
    }
    conversation
}

/// See the module.
#[component]
pub(super) fn SampleDialog(office: Office, draft: RwSignal<Configuration>) -> impl IntoView {
    let title = unique("preview");
    let Ok(names) = Names::new() else { return ().into_any() };
    let names = StoredValue::new(names);
    let agent = move || office.actor.with_untracked(|actor| actor.agent.clone());
    // What agents get changes only with the rules.
    let rules = Memo::new(move |_| {
        let catalog = office.set_up();
        draft.with(|draft| (draft.rules(&catalog.codes).ok(), draft.channels.first().cloned()))
    });
    let shown = move || {
        let (rules, _) = rules.get();
        let Some(rules) = rules else {
            return view! { class="wrapup",
                <p class="wrapup-gate">{text("admin.preview.faulty")}</p>
            }
            .into_any();
        };
        let catalog = office.set_up_now();
        let conversation = names.with_value(|names| {
            draft.with_untracked(|draft| conversation(draft, &catalog, names, &agent()))
        });
        view! { class="wrapup", <Shown conversation rules names=names.get_value() agent=agent() /> }
            .into_any()
    };
    view! { class="wrapup",
        <section class="admin-preview" aria-labelledby=title>
            <h3 class="wrapup-title" id=title.clone()>{text("admin.preview.title")}</h3>
            <p class="wrapup-hint">{text("admin.preview.hint")}</p>
            {shown}
        </section>
    }
    .into_any()
}

#[component]
fn Shown(conversation: Conversation, rules: Rules, names: Names, agent: AgentId) -> impl IntoView {
    let Some(first) = conversation.segments.first().cloned() else {
        return view! { class="wrapup", <p class="wrapup-gate">{text("admin.preview.none")}</p> }
            .into_any();
    };
    let conversation = RwSignal::new(conversation);
    let passed = RwSignal::new(0_u64);
    let at = Signal::derive(move || ENDS + Millis::from_seconds(passed.get()));
    let segment = Signal::derive(move || {
        conversation.with(|known| known.segments.first().cloned()).unwrap_or_else(|| first.clone())
    });
    let segment: Signal<Segment> = Memo::new(move |_| segment.get()).into();
    let by = Actor { agent, roles: [Role::InteractionAdmin].into() };
    let act = Callback::new(move |action| {
        // Nothing but entering is tried out: nothing is saved.
        if let DialogAction::Edit { entry, base } = action {
            let edit = Edit { entry, page: names.page.clone(), base };
            let (segment, by) = (names.segment.clone(), by.clone());
            conversation.update(|known| {
                known.apply(Command::Edit { segment, by, edit }, now(at.get_untracked()));
            });
        }
    });
    let failure = Signal::stored(None);
    let nothing = Callback::new(|()| ());
    let whole = rules.duration.map_or(0, Millis::seconds_rounded_down);
    let slider = (rules.show_timer && whole > 0).then(|| time_slider(passed, whole));
    let body = if rules.codes.is_some() {
        view! { class="wrapup", <WrapUpDialog segment at failure act /> }.into_any()
    } else {
        view! { class="wrapup",
            <EndWrapUp segment at act=nothing has_dialog=false failure retry=nothing
                extend=nothing />
        }
        .into_any()
    };
    view! { class="wrapup", {body}{slider} }.into_any()
}

/// Looks at another moment of the time.
fn time_slider(passed: RwSignal<u64>, whole: u64) -> AnyView {
    let id = unique("passed");
    let look = move |text: String| {
        let part = text.parse::<u64>().unwrap_or_default().min(PARTS);
        // The end itself is what comes after.
        passed.set((whole * part / PARTS).min(whole.saturating_sub(1)));
    };
    let said = move || with("admin.preview.passed", &[("count", &passed.get().to_string())]);
    view! { class="wrapup",
        <div class="admin-slider">
            <label class="wrapup-label" for=id.clone()>{text("admin.preview.time")}</label>
            <input id=id.clone() type="range" min="0" max=PARTS.to_string() value="0"
                aria-valuetext=said
                on:input=move |event| look(event_target_value(&event)) />
            <output class="wrapup-hint" for=id>{said}</output>
        </div>
    }
    .into_any()
}
