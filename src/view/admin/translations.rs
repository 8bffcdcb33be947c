//! A code's label and description in other languages.

use leptos::prelude::*;

use super::fields::{described_by, remarks};
use super::form::{Form, control};
use super::messages::{text, with};
use super::words;
use crate::browser::focus;
use crate::domain::code::{Translation, WrapUpCode};

/// A piece of a translation: reads it, and writes it.
type Piece = (&'static str, fn(&Translation) -> &str, fn(&mut Translation, String));

const PIECES: [Piece; 3] = [
    ("admin.translation.language", |it| &it.language, |it, text| it.language = text),
    ("admin.translation.label", |it| &it.label, |it, text| it.label = text),
    ("admin.translation.description", |it| &it.description, |it, text| it.description = text),
];

/// See the module.
#[component]
pub(super) fn Translations(form: Form<WrapUpCode>) -> impl IntoView {
    let count = Memo::new(move |_| form.draft.with(|draft| draft.translations.len()));
    let field = move |at: usize, number: usize| {
        let (name, read, write) = PIECES[number];
        let value = Memo::new(move |_| {
            form.draft.with(|draft| draft.translations.get(at).map(|it| read(it).to_owned()))
        });
        let enter = move |text: String| {
            form.draft.update(|draft| {
                if let Some(translation) = draft.translations.get_mut(at) {
                    write(translation, text);
                }
            });
        };
        let id = if (at, number) == (0, 0) {
            control("translations")
        } else {
            format!("{}-{at}-{number}", control("translations"))
        };
        let language = move || {
            form.draft.with(|draft| draft.translations.get(at).map(|it| it.language.clone()))
        };
        let lang = move || (number > 0).then(language).flatten();
        view! { class="wrapup",
            <div class="admin-field" class:is-narrow=number == 0>
                <label class="wrapup-label" for=id.clone()>{text(name)}</label>
                <input class="wrapup-input" id=id type="text" autocomplete="off" dir="auto" lang=lang
                    aria-describedby=described_by("translations")
                    prop:value=move || value.get().unwrap_or_default()
                    on:input=move |event| enter(event_target_value(&event)) />
            </div>
        }
    };
    let remove = move |at: usize| {
        form.draft.update(|draft| drop(draft.translations.remove(at)));
        focus::move_to("admin-translate".to_owned());
    };
    let row = move |at: usize| {
        let name = move || {
            let language =
                form.draft.with(|it| it.translations.get(at).map(|it| it.language.clone()));
            with("admin.translation.remove_of", &[("language", &language.unwrap_or_default())])
        };
        view! { class="wrapup",
            <li class="admin-translation">
                {field(at, 0)}{field(at, 1)}{field(at, 2)}
                <button class="wrapup-button is-quiet admin-small" type="button" aria-label=name
                    on:click=move |_| remove(at)>{text("admin.remove")}</button>
            </li>
        }
    };
    let add = move |_| {
        let at = count.get_untracked();
        form.draft.update(|draft| {
            let blank = String::new;
            let empty = Translation { language: blank(), label: blank(), description: blank() };
            draft.translations.push(empty);
        });
        let first = control("translations");
        focus::move_to(if at == 0 { first } else { format!("{first}-{at}-0") });
    };
    view! { class="wrapup",
        <section class="admin-section" aria-label=words::field("translations")>
            <h3>{words::field("translations")}</h3>
            {remarks(form, "translations")}
            <ul class="admin-plain">
                {move || (0..count.get()).map(row).collect::<Vec<_>>()}
            </ul>
            <button class="wrapup-button is-quiet" id="admin-translate" type="button" on:click=add>
                {text("admin.translation.add")}
            </button>
        </section>
    }
}
