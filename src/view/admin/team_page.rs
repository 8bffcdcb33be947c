//! The wrap-ups of a team that are not finished: who works on what, for how long still.
//! A supervisor closes one with what was entered, or gives it into other hands.

use leptos::html::Button;
use leptos::prelude::*;

use super::messages::{text, with};
use super::office::Office;
use super::sweep_report::SweepReport;
use crate::browser::task;
use crate::domain::id::{AgentId, InteractionId, SegmentId};
use crate::domain::segment::Segment;
use crate::domain::time::Timestamp;
use crate::domain::wrap_up::{CloseReason, Command};
use crate::runtime::{Desk, Notification};
use crate::view::{CountdownView, follow, words};

type HeldDesk = StoredValue<Desk, LocalStorage>;

/// An unfinished segment, by conversation and name.
type Place = (InteractionId, SegmentId);

/// The unfinished segments, those that end first on top, those without an end last.
fn unfinished(desk: &Desk) -> Vec<Place> {
    let known: Vec<_> = desk.ids().iter().filter_map(|id| desk.conversation(id)).collect();
    let all = known.iter().flat_map(|known| &known.segments);
    let mut open: Vec<&Segment> = all.filter(|each| each.is_unfinished()).collect();
    open.sort_by_key(|each| (each.deadline().is_none(), each.deadline(), each.opened_at));
    open.into_iter().map(|each| (each.interaction.clone(), each.id.clone())).collect()
}

/// See the module.
#[component]
pub(super) fn TeamPage(office: Office, desk: HeldDesk) -> impl IntoView {
    let places = RwSignal::new(desk.with_value(unfinished));
    let subscription = desk.with_value(|desk| {
        let watched = desk.clone();
        desk.subscribe(move |notification| {
            if let Notification::Changed(_) = notification {
                places.set(unfinished(&watched));
            }
        })
    });
    StoredValue::new_local(subscription);
    let places = Memo::new(move |_| places.get());
    let refused = RwSignal::new(None::<String>);
    let empty = move || {
        places.with(Vec::is_empty).then(|| {
            view! { class="wrapup", <p class="admin-empty">{text("admin.team.none")}</p> }
        })
    };
    let rows = move |place: Place| row(office, desk, place, refused);
    view! { class="wrapup",
        <section class="admin-form" aria-labelledby="admin-team-title">
            <h2 class="wrapup-title" id="admin-team-title">{text("admin.nav.team")}</h2>
            <p class="wrapup-hint">{text("admin.team.hint")}</p>
            {move || refused.get().map(|why| view! { class="wrapup",
                <p class="wrapup-failure" role="alert">{why}</p>
            })}
            {empty}
            <ul class="admin-plain admin-team">
                <For each=move || places.get() key=Clone::clone children=rows />
            </ul>
            <SweepReport office desk />
        </section>
    }
}

fn row(office: Office, desk: HeldDesk, place: Place, refused: RwSignal<Option<String>>) -> AnyView {
    let live = desk.with_value(|desk| follow(desk, &place.0));
    let id = place.1.clone();
    let segment =
        Memo::new(move |_| live.conversation.with(|known| known.as_ref()?.segment(&id).cloned()));
    let place = StoredValue::new(place);
    let agent = move || segment.with(|it| it.as_ref().map(|it| office.names.of(&it.agent)));
    let conversation = place.with_value(|(interaction, _)| interaction.to_string());
    let channel = move || {
        live.conversation
            .with(|known| known.as_ref().map(|it| words::channel(&it.interaction.channel)))
    };
    let countdown = Memo::new(move |_| {
        segment.with(|it| it.as_ref().and_then(|it| it.countdown(live.at.get())))
    });
    let entered = move || segment.with(|it| it.as_ref().map(entered).unwrap_or_default());
    let since = move || {
        segment.with(|it| {
            let since =
                |at: Timestamp| with("admin.team.since", &[("time", &words::time_of_day(at))]);
            it.as_ref().map(|it| since(it.opened_at))
        })
    };

    // Whether it may be is the domain's to say; what is said here is how it went.
    let command = move |command: Command, done: String| {
        refused.set(None);
        let (interaction, _) = place.get_value();
        let desk = desk.get_value();
        task::spawn(async move {
            match desk.carry_out(&interaction, command).await {
                Ok(()) => office.say(done),
                Err(_) => _ = refused.try_set(Some(text("admin.team.refused").to_owned())),
            }
        });
    };
    let asking = RwSignal::new(false);
    let (close, keep) = (NodeRef::<Button>::new(), NodeRef::<Button>::new());
    let force = move |_| {
        let reason = CloseReason::Force(office.actor.get_untracked());
        let (interaction, segment) = place.get_value();
        let done = with("admin.team.closed", &[("interaction", interaction.as_str())]);
        command(Command::Close { segment, reason, key: Desk::new_key() }, done);
    };
    let ask = move |_| {
        asking.set(true);
        // The choice that changes nothing is the one at hand.
        request_animation_frame(move || _ = keep.get_untracked().map(|keep| keep.focus()));
    };
    let leave = move |_| {
        asking.set(false);
        request_animation_frame(move || _ = close.get_untracked().map(|close| close.focus()));
    };
    let hand_over = move |to: String| {
        let Ok(to) = AgentId::new(to) else { return };
        let by = office.actor.get_untracked();
        let (_, segment) = place.get_value();
        let done = with("admin.team.handed_over", &[("name", &office.names.of(&to))]);
        command(Command::HandOver { segment, by, to }, done);
    };
    let others = move || {
        let mine = segment.with(|it| it.as_ref().map(|it| it.agent.clone()));
        let all = office.agents.get_value();
        let others = all.into_iter().filter(|each| Some(each) != mine.as_ref());
        let option = |agent: AgentId| {
            let name = office.names.of(&agent);
            view! { class="wrapup", <option value=agent.to_string()>{name}</option> }
        };
        others.map(option).collect_view()
    };
    let closing = move || {
        if asking.get() {
            view! { class="wrapup",
                <span class="admin-ask" role="alert">{text("admin.team.ask")}</span>
                <button class="wrapup-button is-danger" type="button" on:click=force>
                    {text("admin.team.close_now")}
                </button>
                <button class="wrapup-button" type="button" node_ref=keep on:click=leave>
                    {text("admin.team.leave")}
                </button>
            }
            .into_any()
        } else {
            view! { class="wrapup",
                <button class="wrapup-button" type="button" node_ref=close on:click=ask>
                    {text("admin.team.close")}
                </button>
            }
            .into_any()
        }
    };
    view! { class="wrapup",
        <li class="admin-team-row">
            <div class="admin-team-who">
                <strong>{agent}</strong>
                <span>{conversation}" · "{channel}</span>
                <span class="wrapup-hint">{since}" · "{entered}</span>
            </div>
            <CountdownView countdown at=live.at />
            <div class="admin-actions">
                <select class="wrapup-input wrapup-select admin-team-to"
                    aria-label=text("admin.team.hand_over") prop:value=""
                    on:change=move |event| hand_over(event_target_value(&event))>
                    <option value="">{text("admin.team.hand_over")}</option>
                    {others}
                </select>
                {closing}
            </div>
        </li>
    }
    .into_any()
}

/// How far its agent has come, in words that show none of theirs.
fn entered(segment: &Segment) -> String {
    let code = segment.draft.code.as_ref().and_then(|id| {
        let codes = segment.rules.codes.as_ref()?;
        codes.allowed.iter().find(|code| code.id == *id).map(|code| code.label.clone())
    });
    match (code, segment.draft.notes.is_empty()) {
        (None, true) => text("admin.team.nothing").to_owned(),
        (None, false) => text("admin.team.notes").to_owned(),
        (Some(code), true) => code,
        (Some(code), false) => with("admin.team.code_and_notes", &[("code", &code)]),
    }
}
