//! Why something could not be saved, and what the agent can do about it.

use leptos::prelude::*;

use super::messages::text;
use crate::domain::segment::Segment;

/// The reasons a person can do something about, each in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SaveFailure {
    /// No space is left.
    Quota,
    /// Another tab keeps the store from being opened.
    Blocked,
    /// The browser offers no store, as in some private windows.
    Unavailable,
    /// Another page has made the store newer than this page understands.
    Newer,
    /// The system of record cannot be reached.
    Unreachable,
    /// The system of record will not take it.
    Refused,
    /// It was closed elsewhere with other words.
    Conflict,
    /// Anything else.
    Unknown,
}

impl SaveFailure {
    /// What the agent can do about it, in a sentence.
    pub fn advice(self) -> &'static str {
        text(match self {
            Self::Quota => "failure.quota",
            Self::Blocked => "failure.blocked",
            Self::Unavailable => "failure.unavailable",
            Self::Newer => "failure.newer",
            Self::Unreachable => "failure.unreachable",
            Self::Refused => "failure.refused",
            Self::Conflict => "failure.conflict",
            Self::Unknown => "failure.unknown",
        })
    }
}

/// Says that saving failed and what to do; nothing without a failure.
#[component]
pub(super) fn SaveFailureMessage(
    /// What could not be saved.
    segment: Signal<Segment>,
    /// What went wrong last, while it isn't mended.
    failure: Signal<Option<SaveFailure>>,
) -> impl IntoView {
    let typed = Memo::new(move |_| segment.with(|segment| !segment.draft.is_empty()));
    let message = move |failure: SaveFailure| {
        view! { class="wrapup",
            <p class="wrapup-failure" role="alert" part="failure">
                <strong>{text("failure.title")}</strong>
                " "
                {failure.advice()}
                " "
                {move || typed.get().then(|| text("failure.kept"))}
            </p>
        }
    };
    move || failure.get().map(message)
}
