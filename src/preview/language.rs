//! The language of the preview: as its address says (`?lang=de`), as was chosen before,
//! or as the browser is set.

use interaction_wrap_up::browser::fetch::{self, Method, Request};
use interaction_wrap_up::browser::{address, language, settings};
use interaction_wrap_up::domain::time::Millis;
use interaction_wrap_up::view::messages::{self, LANGUAGES, text};
use leptos::prelude::*;

const CHOSEN: &str = "wrapup-preview-language";

/// Fetches the texts of the language that is wanted. Without them it stays English.
pub(super) async fn fetch() {
    let chosen = address::parameter("lang").or_else(|| settings::get(CHOSEN));
    let wanted: Vec<_> = chosen.into_iter().chain(language::preferred()).collect();
    let Some(language) = messages::nearest(wanted.iter().map(String::as_str)) else { return };
    let request = Request {
        method: Method::Get,
        url: ["messages/", language, ".json"].concat(),
        headers: Vec::new(),
        body: None,
        keepalive: false,
        credentials: false,
        timeout: Millis::from_seconds(5),
    };
    if let Ok(answer) = fetch::send(&request).await
        && answer.status == 200
    {
        messages::speak(language, answer.body);
        language::set_of_page(language, messages::direction().unwrap_or("ltr"));
    }
}

/// Another language; the page is opened anew in it.
#[component]
pub(super) fn LanguageChoice() -> impl IntoView {
    let choose = |language: String| {
        settings::set(CHOSEN, &language);
        address::open_with("lang", &language);
    };
    let option = |(tag, name): (&'static str, &'static str)| {
        let selected = tag == messages::language();
        view! { class="preview", <option value=tag lang=tag selected=selected>{name}</option> }
    };
    view! { class="preview",
        <select
            class="preview-select"
            aria-label=text("preview.language")
            on:change=move |event| choose(event_target_value(&event))
        >
            {LANGUAGES.map(option).into_iter().collect::<Vec<_>>()}
        </select>
    }
}
