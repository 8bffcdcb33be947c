//! What went from this browser while its agent was away for too long.

use leptos::prelude::*;

use super::live::HeldDesk;
use super::messages::{text, with};
use super::remains_list::RemainsList;
use super::unique::unique;
use super::words;
use crate::domain::delivery::retention::Lapsed;
use crate::runtime::Desk;

/// Says so until it is dismissed; nothing where nothing went.
#[component]
#[allow(clippy::needless_pass_by_value)] // props are taken by value
pub fn LapsedNotice(
    /// The page's desk, opened.
    desk: Desk,
) -> impl IntoView {
    let lapsed = RwSignal::new(desk.lapsed());
    let desk: HeldDesk = StoredValue::new_local(desk);
    let dismiss = move |_| {
        desk.with_value(Desk::lapse_told);
        lapsed.set(None);
    };
    let notice = move |Lapsed { at, lost }: Lapsed| {
        let title = unique("lapsed");
        let words = with("lapsed.said", &[("date", &words::date(at))]);
        let (remains, lost) = (Signal::stored(Some(lost)), Signal::stored(true));
        view! { class="wrapup",
            <section class="wrapup-lapsed" role="alert" aria-labelledby=title part="lapsed">
                <h2 class="wrapup-title" id=title.clone()>{text("lapsed.title")}</h2>
                <p class="wrapup-sign-out-said">{words}</p>
                <RemainsList remains lost />
                <div class="wrapup-sign-out-actions">
                    <button class="wrapup-button" type="button" on:click=dismiss>
                        {text("action.dismiss")}
                    </button>
                </div>
            </section>
        }
    };
    move || lapsed.get().map(notice)
}
