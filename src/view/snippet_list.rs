//! What is listed above the notes while a name is typed after a slash, and how its text
//! gets into them: by the browser's own editing, so that it can be undone like anything
//! that was typed.

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::{Div, Textarea};
use leptos::prelude::*;

use super::code_field::CodeShelf;
use super::messages::{text, with};
use super::unique::unique;
use crate::browser::{editing, press, room};
use crate::domain::segment::Segment;
use crate::domain::snippet::{Asked, Snippet};
use crate::runtime::Desk;

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct SnippetList {
    field: NodeRef<Textarea>,
    segment: Signal<Segment>,
    shelf: Option<CodeShelf>,
    /// What fits; nothing while the list is shut.
    found: RwSignal<Vec<Snippet>>,
    active: RwSignal<Option<usize>>,
    popup: NodeRef<Div>,
    id: StoredValue<String>,
}

impl SnippetList {
    pub(super) fn new(
        field: NodeRef<Textarea>,
        segment: Signal<Segment>,
        shelf: Option<CodeShelf>,
    ) -> Self {
        Self {
            field,
            segment,
            shelf,
            found: RwSignal::new(Vec::new()),
            active: RwSignal::new(None),
            popup: NodeRef::new(),
            id: StoredValue::new(unique("snippets")),
        }
    }

    pub(super) fn is_open(self) -> bool {
        self.found.with(|found| !found.is_empty())
    }

    pub(super) fn list_id(self) -> Option<String> {
        self.is_open().then(|| self.id.get_value())
    }

    pub(super) fn active_id(self) -> Option<String> {
        self.active.get().map(|at| self.option_id(at))
    }

    fn option_id(self, at: usize) -> String {
        self.id.with_value(|id| [id, "-", &at.to_string()].concat())
    }

    fn asked(self) -> Option<Asked> {
        let field = self.field.get_untracked()?;
        let caret = editing::caret(&field)?;
        Asked::at(&field.value(), caret)
    }

    /// Those of the agent, and those of the configuration.
    fn known(self) -> (Vec<Snippet>, Vec<Snippet>) {
        let Some(own) = self.shelf else { return Default::default() };
        let catalog = own.desk.with_value(Desk::catalog);
        let set_up = self.segment.with_untracked(|segment| {
            let runs_by = &segment.configuration.as_ref()?.id;
            Some(catalog.as_ref()?.configuration(runs_by)?.snippets.clone())
        });
        (own.preferences().snippets, set_up.unwrap_or_default())
    }

    /// Something was typed, or the caret was moved.
    pub(super) fn look(self) {
        let Some(asked) = self.asked() else { return self.shut() };
        let (own, set_up) = self.known();
        let found = asked.among(&own, &set_up);
        // The slash alone may be meant as one.
        let active = (!asked.name.is_empty() && !found.is_empty()).then_some(0);
        if self.found.with_untracked(|before| *before != found) {
            self.found.set(found);
        }
        self.active.set(active);
    }

    pub(super) fn shut(self) {
        // The notes may be on their way out of the page, with all that they worked with.
        if self.found.try_with_untracked(|found| !found.is_empty()) == Some(true) {
            self.found.set(Vec::new());
            self.active.set(None);
        }
    }

    /// A key went down in the notes.
    pub(super) fn key(self, event: &KeyboardEvent) {
        let count = self.found.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        let press = press::of(event);
        if press.composing || press.ctrl || press.alt || press.meta || press.shift {
            return;
        }
        let at = self.active.get_untracked();
        match (press.key.as_str(), at) {
            ("ArrowDown", _) => self.active.set(Some(at.map_or(0, |at| (at + 1) % count))),
            ("ArrowUp", _) => {
                self.active.set(Some(at.filter(|at| *at > 0).unwrap_or(count) - 1));
            }
            ("Enter", Some(at)) => self.put_in(at),
            ("Escape", _) => self.shut(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn put_in(self, at: usize) {
        let snippet = self.found.with_untracked(|found| found.get(at).cloned());
        // Only where the name still stands.
        if let (Some(snippet), Some(asked), Some(field)) =
            (snippet, self.asked(), self.field.get_untracked())
        {
            editing::replace(&field, asked.begin, asked.end, &snippet.text);
        }
        self.shut();
    }

    fn option(self, at: usize, snippet: &Snippet) -> AnyView {
        let is_active = move || self.active.get() == Some(at);
        let (name, text) = (["/", &snippet.name].concat(), snippet.text.clone());
        view! { class="wrapup",
            <div class="wrapup-snippet" class:is-active=is_active id=self.option_id(at) role="option"
                aria-selected=move || is_active().to_string()
                on:click=move |_| self.put_in(at) part="snippet">
                <b dir="auto">{name}</b>
                " "
                <span dir="auto">{text}</span>
            </div>
        }
        .into_any()
    }

    /// The list, and what is said of it.
    pub(super) fn view(self) -> AnyView {
        let options = move || {
            self.found.with(|found| {
                let options = found.iter().enumerate().map(|(at, each)| self.option(at, each));
                options.collect::<Vec<_>>()
            })
        };
        let said = move || {
            self.found.with(|found| {
                let names: Vec<_> = found.iter().map(|each| each.name.as_str()).collect();
                (!names.is_empty()).then(|| with("snippets.found", &[("names", &names.join(", "))]))
            })
        };
        Effect::new(move |_| {
            if let (true, Some(popup)) = (self.is_open(), self.popup.get()) {
                room::show_begin(&popup);
            }
        });
        // What a key has come to comes into sight.
        Effect::new(move |_| {
            let (Some(at), Some(popup)) = (self.active.get(), self.popup.get()) else { return };
            let count = self.found.with_untracked(Vec::len);
            let (Ok(at), Ok(count)) = (i32::try_from(at), i32::try_from(count)) else { return };
            let row = popup.scroll_height() / count.max(1);
            let least = row * (at + 1) - popup.client_height();
            popup.set_scroll_top(popup.scroll_top().min(row * at).max(least));
        });
        // The focus stays in the notes.
        let stay = |event: MouseEvent| event.prevent_default();
        view! { class="wrapup",
            <div class="wrapup-snippets" id=self.id.get_value() role="listbox"
                aria-label=text("snippets.list") hidden=move || !self.is_open()
                on:mousedown=stay node_ref=self.popup part="snippets">
                {options}
            </div>
            <p class="wrapup-unseen" role="status">{said}</p>
        }
        .into_any()
    }
}
