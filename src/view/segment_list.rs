//! Finished wrap-ups, one below the other: what was saved, what it was before, and
//! the form that corrects it.

use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::code_names::CodeNames;
use super::correction_form::CorrectionForm;
use super::live::HeldDesk;
use super::messages::{text, with};
use super::words;
use crate::domain::closure::{Version, VersionReason};
use crate::domain::code::CodeRef;
use crate::domain::extra::ExtraField;
use crate::domain::gate::Actor;
use crate::domain::id::SegmentId;
use crate::domain::segment::{Closed, Segment};
use crate::runtime::Desk;

fn badge(key: &'static str) -> impl IntoView {
    view! { class="wrapup", <span class="wrapup-badge">{text(key)}</span> }
}

fn fact(name: String, value: String) -> impl IntoView {
    view! { class="wrapup",
        <div class="wrapup-fact"><dt>{name}</dt><dd dir="auto">{value}</dd></div>
    }
}

/// What was entered in the fields that an administrator has added.
fn extra(segment: &Segment, closed: &Closed) -> Vec<AnyView> {
    let saved = |field: &ExtraField| {
        let value = closed.extra().get(&field.name)?;
        Some(fact(field.label.clone(), words::value(value)).into_any())
    };
    segment.rules.extra.iter().filter_map(saved).collect()
}

fn code_or_none(code: Option<&CodeRef>, codes: CodeNames) -> String {
    code.map_or_else(|| text("segments.no_code").to_owned(), |code| codes.of(code))
}

fn notes_or_none(notes: &str) -> String {
    if notes.is_empty() { text("segments.no_notes").to_owned() } else { notes.to_owned() }
}

/// What was saved and no longer counts, the oldest first.
fn earlier(closed: &Closed, names: AgentNames, codes: CodeNames) -> Option<AnyView> {
    if closed.versions.is_empty() {
        return None;
    }
    let label = |code: &Option<CodeRef>| code_or_none(code.as_ref(), codes);
    let line = |when: String, code: String, notes: &str| {
        view! { class="wrapup",
            <li class="wrapup-segment-version">
                <p>{when}</p>
                <p><strong>{code}</strong></p>
                <p class="wrapup-segment-notes" dir="auto">{notes_or_none(notes)}</p>
            </li>
        }
    };
    let Closed { closure, versions, .. } = closed;
    let first = line(words::date(closure.at), label(&closure.code), &closure.notes);
    let by = |version: &Version| {
        let agent = version.by.as_ref().map(|agent| names.of(agent)).unwrap_or_default();
        let date = words::date(version.at);
        let key = match version.reason {
            VersionReason::Late => "segments.version_late",
            VersionReason::Correction | VersionReason::Undo => "segments.version_by",
        };
        with(key, &[("date", &date), ("agent", &agent)])
    };
    let older = versions.iter().take(versions.len() - 1);
    let older = older.map(|each| line(by(each), label(&each.code), &each.notes)).collect_view();
    let last = versions.last().map(by);
    let count = versions.len().to_string();
    Some(
        view! { class="wrapup",
            <p class="wrapup-segment-corrected">{last}</p>
            <details class="wrapup-segment-earlier">
                <summary>{with("segments.earlier", &[("count", &count)])}</summary>
                <ol>{first}{older}</ol>
            </details>
        }
        .into_any(),
    )
}

fn content(segment: &Segment, closed: &Closed, names: AgentNames, codes: CodeNames) -> AnyView {
    let closure = &closed.closure;
    let code = code_or_none(closed.code(), codes);
    let no_notes = closed.notes().is_empty();
    let kind = closure.kind;
    view! { class="wrapup",
        <p class="wrapup-segment-head">
            <strong class="wrapup-segment-code" part="segment-code">{code}</strong>
            <span class="wrapup-segment-ending">{words::closure(kind)}</span>
            {kind.by_system().then(|| badge("segments.system"))}
            {closure.required_missing.then(|| badge("segments.required_missing"))}
            {(!closed.versions.is_empty()).then(|| badge("segments.corrected"))}
            <span class="wrapup-segment-interaction">{segment.interaction.to_string()}</span>
        </p>
        <p class="wrapup-segment-notes" class:is-empty=no_notes dir="auto" part="segment-notes">
            {notes_or_none(closed.notes())}
        </p>
        <dl class="wrapup-facts">
            {extra(segment, closed)}
            {fact(text("segments.agent").to_owned(), names.of(&segment.agent))}
            {fact(text("segments.duration").to_owned(), words::duration(closure.duration))}
            {fact(text("segments.saved").to_owned(), words::date(closure.at))}
        </dl>
        {earlier(closed, names, codes)}
    }
    .into_any()
}

/// Who corrects what is in a list, and where.
#[derive(Debug, Clone, Copy)]
pub struct Correcting {
    desk: HeldDesk,
    actor: Signal<Actor>,
}

impl Correcting {
    /// `actor`, over `desk`.
    pub fn new(desk: Desk, actor: Signal<Actor>) -> Self {
        Self { desk: StoredValue::new_local(desk), actor }
    }

    /// What codes are called here.
    pub(super) const fn codes(self) -> CodeNames {
        CodeNames::of_held(self.desk)
    }

    /// Whether the actor may correct `segment` now.
    fn is_possible(self, segment: &Segment) -> bool {
        self.desk.with_value(|desk| {
            let known = desk.conversation(&segment.interaction);
            let at = known.map_or(desk.now().wall, |known| known.clock.peek(desk.now()));
            self.actor.with(|actor| segment.correction_left(actor, at).0 > 0)
        })
    }
}

/// "Correct", and the form it opens. The button stands as long as a correction is
/// taken; when that ends is decided once more as it is saved.
#[component]
fn Correction(segment: Memo<Option<Segment>>, at: Correcting) -> impl IntoView {
    let Correcting { desk, actor } = at;
    let open = RwSignal::new(false);
    let button = NodeRef::<leptos::html::Button>::new();
    let done = Callback::new(move |_| {
        open.set(false);
        request_animation_frame(move || {
            _ = button.get_untracked().map(|button| button.focus());
        });
    });
    let possible = Memo::new(move |_| {
        segment.with(|each| each.as_ref().is_some_and(|each| at.is_possible(each)))
    });
    let form = move || {
        let segment = untrack(|| segment.get())?;
        let reason = VersionReason::Correction;
        Some(view! { class="wrapup", <CorrectionForm desk segment reason actor done /> })
    };
    let closed = move || {
        let button = view! { class="wrapup",
            <button class="wrapup-button is-quiet" type="button" node_ref=button
                on:click=move |_| open.set(true) part="correct-segment">
                {text("correction.open")}
            </button>
        };
        possible.get().then_some(button)
    };
    move || if open.get() { form().into_any() } else { closed().into_any() }
}

/// Every closed segment among those given, in the order given.
#[component]
pub(super) fn SegmentList(
    /// The segments.
    segments: Signal<Vec<Segment>>,
    /// What agents are called.
    names: AgentNames,
    /// What codes are called.
    codes: CodeNames,
    /// Who may correct them here; nobody without.
    correcting: Option<Correcting>,
    /// What is said where there is none.
    none: Signal<&'static str>,
) -> impl IntoView {
    let ids = Memo::new(move |_| {
        segments.with(|segments| {
            let closed = segments.iter().filter(|each| each.closed().is_some());
            closed.map(|each| each.id.clone()).collect::<Vec<_>>()
        })
    });
    // Each by itself: a form that is open stays when others change.
    let entry = move |id: SegmentId| {
        let segment = Memo::new(move |_| {
            segments.with(|segments| segments.iter().find(|each| each.id == id).cloned())
        });
        let kind = move || {
            let closed = |each: &Segment| Some(words::closure(each.closed()?.closure.kind));
            segment.with(|segment| segment.as_ref().and_then(closed))
        };
        let content = move || {
            segment.with(|segment| {
                segment.as_ref().and_then(|each| Some(content(each, each.closed()?, names, codes)))
            })
        };
        let correction = correcting.map(|at| {
            view! { class="wrapup", <Correction segment at /> }
        });
        view! { class="wrapup",
            <li class="wrapup-segment" data-closure=kind part="segment">
                {content}
                {correction}
            </li>
        }
    };
    let nothing = move || {
        view! { class="wrapup", <p class="wrapup-hint">{move || text(none.get())}</p> }
    };
    view! { class="wrapup",
        {move || ids.with(Vec::is_empty).then(nothing)}
        <ul class="wrapup-segment-list">
            <For each=move || ids.get() key=SegmentId::clone children=entry />
        </ul>
    }
}
