//! Tells an agent what was saved, for every wrap-up of theirs that closes.

use leptos::prelude::*;

use super::close_notice::CloseNotice;
use super::notice::Notice;
use crate::domain::gate::Actor;
use crate::domain::id::InteractionId;
use crate::domain::wrap_up::Effect;
use crate::runtime::{Desk, Notification};

/// The message after a wrap-up; the newest of them on top. It stands outside of
/// the conversation's own view, which may be gone with its tab.
#[component]
#[allow(clippy::needless_pass_by_value)] // props are taken by value
pub fn CloseNotices(
    /// The page's desk.
    desk: Desk,
    /// Who is signed in.
    #[prop(into)]
    actor: Signal<Actor>,
) -> impl IntoView {
    let notices = RwSignal::new(Vec::<Notice>::new());
    let told = desk.clone();
    let tell = move |interaction: &InteractionId, effect: &Effect| {
        let (segment, lost) = match effect {
            Effect::Closed(segment) => (segment, None),
            Effect::Superseded { segment, closure } => (segment, Some(closure)),
            _ => return,
        };
        let conversation = told.conversation(interaction);
        let segment = conversation.as_ref().and_then(|known| known.segment(segment));
        let mine = segment.filter(|each| each.agent == actor.get_untracked().agent);
        let notice = mine.and_then(|mine| match lost {
            None => Notice::of(mine),
            Some(lost) => Notice::of_superseded(mine, lost),
        });
        if let Some(notice) = notice {
            notices.update(|notices| {
                // The newest of a wrap-up says it all.
                notices.retain(|each| each.segment != notice.segment);
                notices.push(notice);
            });
        }
    };
    for (interaction, effect) in desk.take_finished_while_away() {
        tell(&interaction, &effect);
    }
    let subscription = desk.subscribe(move |notification| {
        if let Notification::Effect(interaction, effect) = notification {
            tell(interaction, effect);
        }
    });
    StoredValue::new_local(subscription);
    let notice = Signal::derive(move || notices.with(|notices| notices.last().cloned()));
    let dismiss = Callback::new(move |()| {
        notices.update(|notices| {
            notices.pop();
        });
    });
    view! { class="wrapup", <CloseNotice notice dismiss /> }
}
