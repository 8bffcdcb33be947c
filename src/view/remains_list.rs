//! What of an agent's is only in this browser, item by item.

use leptos::prelude::*;

use super::messages::with;
use crate::domain::delivery::remains::Remains;
use crate::domain::id::InteractionId;

/// "Not sent yet (2): CHAT-1, CHAT-2"; nothing for none.
fn item<'a>(
    key: &'static str,
    interactions: impl Iterator<Item = &'a InteractionId>,
) -> Option<String> {
    let names: Vec<_> = interactions.map(InteractionId::as_str).collect();
    let count = names.len().to_string();
    (!names.is_empty()).then(|| with(key, &[("count", &count), ("list", &names.join(", "))]))
}

/// Each kind in a sentence; those that would be lost, or all.
fn items(remains: &Remains, lost: bool) -> Vec<String> {
    let unsent = |rejected| {
        let those = remains.unsent.iter().filter(move |each| each.rejected == rejected);
        those.map(|each| &each.interaction)
    };
    let untouched = remains.unfinished.iter().filter(|each| !each.typed);
    let all = [
        item("remains.unsent", unsent(false)),
        item("remains.rejected", unsent(true)),
        item("remains.drafts", remains.drafts()),
        item("remains.kept", remains.kept.iter()),
        item("remains.open", untouched.map(|each| &each.interaction)).filter(|_| !lost),
        item("remains.news", remains.news.iter()).filter(|_| !lost),
    ];
    all.into_iter().flatten().collect()
}

/// The list; nothing where nothing is left.
#[component]
pub(super) fn RemainsList(
    /// What is left; `None` while nobody knows.
    #[prop(into)]
    remains: Signal<Option<Remains>>,
    /// Whether to name only what would be lost.
    #[prop(into)]
    lost: Signal<bool>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        remains.with(|it| it.as_ref().map_or_else(Vec::new, |it| items(it, lost.get())))
    });
    let entries = move || {
        let entry = |words| view! { class="wrapup", <li>{words}</li> };
        all.get().into_iter().map(entry).collect_view()
    };
    view! { class="wrapup",
        <ul class="wrapup-remains" hidden=move || all.with(Vec::is_empty) part="remains">{entries}</ul>
    }
}
