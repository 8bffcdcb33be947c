//! The snippets that an agent keeps for themselves.

use leptos::html::Input;
use leptos::prelude::*;

use super::code_field::CodeShelf;
use super::messages::{text, with};
use super::unique::unique;
use crate::domain::snippet::{self, Snippet, SnippetRule};

#[derive(Clone, Copy)]
struct Own {
    shelf: CodeShelf,
    list: RwSignal<Vec<Snippet>>,
    name: RwSignal<String>,
    body: RwSignal<String>,
    said: RwSignal<String>,
    field: NodeRef<Input>,
}

impl Own {
    fn kept(self) -> Vec<Snippet> {
        self.shelf.preferences().snippets
    }

    fn keep(self, snippets: Vec<Snippet>) {
        self.shelf.prefer(&|preferences| preferences.snippets.clone_from(&snippets));
        self.list.set(snippets);
    }

    /// Keeps what stands in the form.
    fn add(self) {
        let (name, body) = (self.name.get_untracked(), self.body.get_untracked());
        let said = match snippet::with(&self.kept(), &name, &body) {
            Err(SnippetRule::NotAName(_) | SnippetRule::NameTwice(_)) => text("snippets.bad_name"),
            Err(SnippetRule::Text(_)) => text("snippets.bad_text"),
            Err(SnippetRule::TooMany) => text("snippets.too_many"),
            Ok(snippets) => {
                let name = snippets.last().map(|it| it.name.clone()).unwrap_or_default();
                self.keep(snippets);
                self.name.set(String::new());
                self.body.set(String::new());
                return self.said.set(with("snippets.kept", &[("name", &name)]));
            }
        };
        self.said.set(said.to_owned());
    }

    fn row(self, snippet: &Snippet) -> AnyView {
        let Snippet { name, text: body } = snippet.clone();
        let named = [("name", name.as_str())];
        let (change, remove) =
            (with("snippets.change", &named), with("snippets.remove_name", &named));
        let shown = ["/", &name].concat();
        let whole = snippet.clone();
        let edit = move |_| {
            self.name.set(whole.name.clone());
            self.body.set(whole.text.clone());
            _ = self.field.get_untracked().map(|field| field.focus());
        };
        let drop = move |_| {
            self.keep(snippet::without(&self.kept(), &name));
            self.said.set(with("snippets.removed", &[("name", &name)]));
            _ = self.field.get_untracked().map(|field| field.focus());
        };
        view! { class="wrapup",
            <li class="wrapup-keys-row wrapup-own-snippet">
                <span dir="auto"><b>{shown}</b> " " {body}</span>
                <button class="wrapup-button is-quiet" type="button" aria-label=change on:click=edit>
                    {text("keys.change")}
                </button>
                <button class="wrapup-button is-quiet" type="button" aria-label=remove on:click=drop>
                    {text("snippets.remove")}
                </button>
            </li>
        }
        .into_any()
    }
}

/// The list of them, and the form that adds one.
pub(super) fn own_snippets(shelf: CodeShelf) -> AnyView {
    let own = Own {
        shelf,
        list: RwSignal::new(Vec::new()),
        name: RwSignal::new(String::new()),
        body: RwSignal::new(String::new()),
        said: RwSignal::new(String::new()),
        field: NodeRef::new(),
    };
    own.list.set(own.kept());
    let (name, body) = (unique("snippet-name"), unique("snippet-text"));
    let rows =
        move || own.list.with(|list| list.iter().map(|each| own.row(each)).collect::<Vec<_>>());
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        own.add();
    };
    view! { class="wrapup",
        <h4 class="wrapup-label">{text("snippets.title")}</h4>
        <p class="wrapup-hint">{text("snippets.hint")}</p>
        <ul class="wrapup-keys-list" hidden=move || own.list.with(Vec::is_empty)>{rows}</ul>
        <form class="wrapup-own-snippets" on:submit=add>
            <div class="wrapup-field">
                <label class="wrapup-label" for=name.clone()>{text("snippets.name")}</label>
                <input class="wrapup-input" id=name type="text" autocomplete="off" dir="auto"
                    autocapitalize="off" spellcheck="false" node_ref=own.field
                    prop:value=move || own.name.get()
                    on:input=move |event| own.name.set(event_target_value(&event)) />
            </div>
            <div class="wrapup-field">
                <label class="wrapup-label" for=body.clone()>{text("snippets.text")}</label>
                <textarea class="wrapup-input" id=body rows="2" dir="auto"
                    prop:value=move || own.body.get()
                    on:input=move |event| own.body.set(event_target_value(&event))></textarea>
            </div>
            <p class="wrapup-keys-said" role="status">{move || own.said.get()}</p>
            <button class="wrapup-button is-quiet" type="submit">{text("snippets.keep")}</button>
        </form>
    }
    .into_any()
}
