//! The list of finished wrap-ups, and the same to be searched.

use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::code_names::CodeNames;
use super::messages::{counted, text};
use super::segment_list::{Correcting, SegmentList};
use super::unique::unique;
use super::words;
use crate::domain::closure::ClosureKind;
use crate::domain::history::Search;
use crate::domain::segment::Segment;

/// Every closed segment among those given, in the order given.
#[component]
pub fn SavedSegments(
    /// The segments.
    #[prop(into)]
    segments: Signal<Vec<Segment>>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
    /// What codes are called.
    #[prop(optional)]
    codes: CodeNames,
) -> impl IntoView {
    let title = unique("saved");
    let (correcting, none) = (None, Signal::stored("segments.none"));
    view! { class="wrapup",
        <section class="wrapup-segments" aria-labelledby=title part="saved-segments">
            <h2 class="wrapup-title" id=title.clone()>{text("segments.title")}</h2>
            <SegmentList segments names codes correcting none />
        </section>
    }
}

/// The finished wrap-ups of an agent (or of all whose segments are given), to be
/// searched by words and by how they ended, and to be corrected by who may.
#[component]
pub fn MyWrapUps(
    /// The segments, in the order they are shown.
    #[prop(into)]
    segments: Signal<Vec<Segment>>,
    /// Who may correct them here.
    correcting: Correcting,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
) -> impl IntoView {
    let codes = correcting.codes();
    let search = RwSignal::new(Search::default());
    let found = Memo::new(move |_| {
        let segments = segments.get();
        search.with(|search| {
            let label = |each: &Segment| {
                let code = each.closed()?.code().filter(|_| !search.words.trim().is_empty());
                code.map(|code| codes.of(code))
            };
            let finds = |each: &Segment| search.finds(each, &label(each).unwrap_or_default());
            segments.into_iter().filter(finds).collect::<Vec<_>>()
        })
    });
    let count = Memo::new(move |_| found.with(Vec::len));
    let title = unique("saved");
    let said = move || {
        let found = counted("search.found", count.get() as u64);
        search.with(|search| if search.is_empty() { String::new() } else { found })
    };
    let option = |(place, kind): (usize, ClosureKind)| {
        view! { class="wrapup",
            <option value=place.to_string()>{words::closure(kind)}</option>
        }
    };
    let choose = move |place: String| {
        let kind = place.parse().ok().and_then(|place: usize| ClosureKind::ALL.get(place).copied());
        search.update(|search| search.ended = kind);
    };
    // Nothing to find among, or nothing of what is looked for: two different things.
    let none =
        Signal::derive(
            move || {
                if search.with(Search::is_empty) { "segments.none" } else { "search.none" }
            },
        );
    let (found, correcting) = (found.into(), Some(correcting));
    view! { class="wrapup",
        <section class="wrapup-segments" aria-labelledby=title part="saved-segments">
            <h2 class="wrapup-title" id=title.clone()>{text("segments.title")}</h2>
            <div class="wrapup-search" role="search" part="search">
                <input
                    class="wrapup-input"
                    type="search"
                    dir="auto"
                    autocomplete="off"
                    aria-label=text("search.label")
                    placeholder=text("search.label")
                    on:input=move |event| {
                        let words = event_target_value(&event);
                        search.update(|search| search.words = words);
                    }
                />
                <select
                    class="wrapup-input wrapup-select"
                    aria-label=text("search.ended")
                    on:change=move |event| choose(event_target_value(&event))
                >
                    <option value="">{text("search.any")}</option>
                    {ClosureKind::ALL.into_iter().enumerate().map(option).collect_view()}
                </select>
                <label class="wrapup-option">
                    <input
                        type="checkbox"
                        on:change=move |event| {
                            let only = event_target_checked(&event);
                            search.update(|search| search.corrected = only);
                        }
                    />
                    <span>{text("search.corrected")}</span>
                </label>
            </div>
            <p class="wrapup-hint" role="status">{said}</p>
            <SegmentList segments=found names codes correcting none />
        </section>
    }
}
