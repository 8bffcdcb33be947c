//! The snippets that a configuration gives to agents.

use leptos::prelude::*;

use super::fields::{described_by, remarks};
use super::form::{Form, control};
use super::messages::{text, with};
use super::words;
use crate::browser::focus;
use crate::domain::admin::codes::name_from;
use crate::domain::configuration::Configuration;
use crate::domain::snippet::Snippet;

/// See the module.
#[component]
pub(super) fn SnippetsEditor(form: Form<Configuration>) -> impl IntoView {
    let count = Memo::new(move |_| form.draft.with(|draft| draft.snippets.len()));
    let add = move |_| {
        let at = count.get_untracked();
        form.draft.update(|draft| {
            let taken = |name: &str| draft.snippets.iter().any(|each| each.name == name);
            let name = name_from("text", taken);
            draft.snippets.push(Snippet { name, text: String::new() });
        });
        focus::move_to(id(at, "name"));
    };
    let rows = move || {
        form.filled.track();
        (0..count.get()).map(|at| view! { class="wrapup", <SnippetRow form at /> }).collect_view()
    };
    view! { class="wrapup",
        <fieldset class="admin-field admin-group" aria-describedby=described_by("snippets")>
            <legend class="wrapup-label">{words::field("snippets")}</legend>
            {remarks(form, "snippets")}
            <ol class="admin-plain">{rows}</ol>
            <div class="admin-actions">
                <button class="wrapup-button is-quiet admin-small" id=control("snippets")
                    type="button" on:click=add>{text("admin.snippet.add")}</button>
            </div>
        </fieldset>
    }
}

fn id(at: usize, piece: &str) -> String {
    format!("admin-snippet-{at}-{piece}")
}

#[component]
fn SnippetRow(form: Form<Configuration>, at: usize) -> impl IntoView {
    let read = move |read: fn(&Snippet) -> String| {
        Memo::new(move |_| form.draft.with(|it| it.snippets.get(at).map(read).unwrap_or_default()))
    };
    let change = move |change: &dyn Fn(&mut Snippet)| {
        form.draft.update(|draft| draft.snippets.get_mut(at).into_iter().for_each(change));
    };
    let name = read(|it| it.name.clone());
    let body = read(|it| it.text.clone());
    let remove = move |_| {
        form.draft.update(|draft| drop(draft.snippets.remove(at)));
        focus::move_to(control("snippets"));
    };
    view! { class="wrapup",
        <li class="admin-extra">
            <div class="admin-field">
                <label class="wrapup-label" for=id(at, "name")>{text("admin.snippet.name")}</label>
                <input class="wrapup-input" id=id(at, "name") type="text" autocomplete="off" dir="auto"
                    prop:value=move || name.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        change(&|it| it.name.clone_from(&text));
                    } />
            </div>
            <button class="wrapup-button is-quiet admin-small" type="button"
                aria-label=move || with("admin.snippet.remove", &[("name", &name.get())])
                on:click=remove>{text("admin.remove")}</button>
            <div class="admin-field is-wide">
                <label class="wrapup-label" for=id(at, "text")>{text("admin.snippet.text")}</label>
                <textarea class="wrapup-input admin-lines" id=id(at, "text") rows="2" dir="auto"
                    prop:value=move || body.get()
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        change(&|it| it.text.clone_from(&text));
                    }></textarea>
            </div>
        </li>
    }
}
