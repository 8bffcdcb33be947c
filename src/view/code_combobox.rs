//! Choosing one code out of thousands: a field to search in with a list below it (the
//! ARIA pattern of an editable combobox with a listbox).
//!
//! What is typed only searches: a code is chosen by Enter or a press on it, and leaving
//! the field changes nothing. Of the list only what is in sight is in the page, so a row
//! has a fixed height (`--wrapup-option`).

use std::sync::Arc;

use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;
use leptos::web_sys::{Element, HtmlDivElement, HtmlInputElement};

use super::messages::{counted, text, with};
use super::unique::unique;
use crate::browser::timeout::Timeout;
use crate::browser::{custom_property, room};
use crate::domain::code_habits::CodeHabits;
use crate::domain::code_search::{CodeIndex, CodeList, Group, Listed, Row};
use crate::domain::id::CodeId;
use crate::domain::time::Millis;

/// How many rows are in the page at once: those in sight, and some above and below.
const WINDOW: usize = 12;

/// By how many rows what is in the page moves on.
const STRIDE: usize = 2;

/// So many rows are to be seen, even where there is no room for them.
const LEAST: i32 = 3;

/// How long somebody who types is let be before what was found is said.
const SAID_AFTER: Millis = Millis(600);

/// The key that an input method takes for itself, in browsers that don't say so otherwise.
const IN_COMPOSITION: u32 = 229;

/// Where the codes come from, and what their agent does with them. Asked as the list
/// opens, so that a field that nobody enters costs nothing.
pub(super) trait Codes {
    /// The codes on offer.
    fn index(&self) -> Arc<CodeIndex>;

    /// The code that an AI suggests.
    fn suggestion(&self) -> Option<CodeId>;

    /// What the agent uses often; `None` where nobody notes it.
    fn habits(&self) -> Option<CodeHabits>;

    /// Makes it a favourite, or one no more. Whether it is one now.
    fn toggle_favourite(&self, code: &CodeId) -> bool;
}

/// A source of codes that closures of a view can hold.
pub(super) type HeldCodes = StoredValue<Box<dyn Codes>, LocalStorage>;

/// What a field chooses, and how.
#[derive(Clone, Copy)]
pub(super) struct Choice {
    /// What it can choose.
    pub(super) codes: HeldCodes,
    /// What is chosen.
    pub(super) chosen: Signal<Option<CodeId>>,
    /// What that is called.
    pub(super) label: Signal<String>,
    /// Chooses another one, or none.
    pub(super) choose: Callback<Option<CodeId>>,
    /// Whether anything may be chosen now.
    pub(super) workable: Signal<bool>,
    /// Whether something must be.
    pub(super) required: Signal<bool>,
    /// The field got the focus, or lost it.
    pub(super) focus: Callback<bool>,
}

/// The same with all that is going on in it.
#[derive(Clone, Copy)]
struct Combobox {
    it: Choice,
    /// What is typed; `None` while the field shows what is chosen.
    typed: RwSignal<Option<String>>,
    /// What is listed; `None` while the list is shut.
    list: RwSignal<Option<Arc<CodeList>>>,
    /// The row that a key or a letter has come to.
    active: RwSignal<Option<usize>>,
    /// The first row that is in the page; `None` for the topmost.
    from: RwSignal<Option<usize>>,
    said: RwSignal<Option<String>>,
    saying: StoredValue<Option<Timeout>, LocalStorage>,
    sizes: StoredValue<Sizes>,
    popup: NodeRef<Div>,
    listbox: NodeRef<Div>,
    rows: NodeRef<Div>,
    id: StoredValue<String>,
}

/// How high things are, in pixels. Looked at as the list opens: to ask while somebody
/// types would lay the page out once more for each letter.
#[derive(Debug, Clone, Copy, Default)]
struct Sizes {
    /// A row.
    row: i32,
    /// What is in sight, at most.
    sight: i32,
    /// What is scrolled out of sight above.
    above: i32,
}

/// So many rows the list has while it is looked at: more than are ever in sight.
const MEASURED: i32 = 100;

/// Where the rows in the page begin for `row` to be among them.
const fn window(row: usize) -> usize {
    row.saturating_sub(STRIDE) / STRIDE * STRIDE
}

impl Combobox {
    fn new(it: Choice) -> Self {
        Self {
            it,
            typed: RwSignal::new(None),
            list: RwSignal::new(None),
            active: RwSignal::new(None),
            from: RwSignal::new(None),
            said: RwSignal::new(None),
            saying: StoredValue::new_local(None),
            sizes: StoredValue::new(Sizes::default()),
            popup: NodeRef::new(),
            listbox: NodeRef::new(),
            rows: NodeRef::new(),
            id: StoredValue::new(unique("codes")),
        }
    }

    fn is_open(self) -> bool {
        self.it.workable.get() && self.list.with(Option::is_some)
    }

    /// Lists what fits what is typed, and goes to the best of it.
    fn open(self) {
        if !self.it.workable.get_untracked() {
            return;
        }
        let typed = self.typed.get_untracked();
        let chosen = self.it.chosen.get_untracked();
        let (list, active) = self.it.codes.with_value(|codes| {
            let index = codes.index();
            let (suggestion, habits) = (codes.suggestion(), codes.habits().unwrap_or_default());
            let wanted = typed.as_deref().unwrap_or_default();
            let list = CodeList::of(&index, wanted, chosen.as_ref(), suggestion.as_ref(), &habits);
            let active = match &typed {
                None => chosen.and_then(|id| list.row_of(index.place_of(&id)?)),
                Some(typed) if typed.trim().is_empty() => None,
                Some(_) => list.first(),
            };
            (list, active)
        });
        self.say(match list.options() {
            0 => text("code.nothing").to_owned(),
            count => counted("code.found", count as u64),
        });
        self.list.set(Some(Arc::new(list)));
        self.go(active);
    }

    /// Shuts the list; what is typed stays.
    fn shut(self) {
        self.list.set(None);
        self.active.set(None);
        self.saying.set_value(None);
        self.said.set(None);
    }

    /// Shows what is chosen, and nothing else.
    fn restore(self) {
        self.shut();
        self.typed.set(None);
    }

    fn go(self, row: Option<usize>) {
        self.active.set(row);
        self.from.set(row.map(window));
    }

    /// Says it aloud once nothing else is to be said for a while.
    fn say(self, words: String) {
        let said = self.said;
        let say = move || _ = said.try_set(Some(words));
        self.saying.set_value(Some(Timeout::new(SAID_AFTER, say)));
    }

    /// The code in a row; `None` in one without.
    fn code_in(self, row: usize) -> Option<Listed> {
        let list = self.list.get_untracked()?;
        let Row::Code(place) = list.row(row)? else { return None };
        self.it.codes.with_value(|codes| codes.index().codes().get(place).cloned())
    }

    fn take(self, row: usize) {
        let code = self.code_in(row);
        let none = self.list.with_untracked(|it| it.as_ref()?.row(row)) == Some(Row::None);
        if self.it.workable.get_untracked() && (none || code.is_some()) {
            self.restore();
            self.it.choose.run(code.map(|code| code.id));
        }
    }

    fn toggle_favourite(self, row: usize) {
        let Some(code) = self.code_in(row) else { return };
        let now = self
            .it
            .codes
            .with_value(|codes| codes.habits().is_some().then(|| codes.toggle_favourite(&code.id)));
        let Some(now) = now else { return };
        let key = if now { "code.favourite_added" } else { "code.favourite_removed" };
        self.say(with(key, &[("code", &code.label)]));
        // The rows stay where they are while somebody is at them.
        self.list.update(|_| ());
    }

    /// How many rows are in sight.
    fn in_sight(self) -> usize {
        let Sizes { row, sight, .. } = self.sizes.get_value();
        usize::try_from(sight / row.max(1)).unwrap_or_default()
    }

    fn key(self, event: &KeyboardEvent) {
        let composing = event.is_composing() || event.key_code() == IN_COMPOSITION;
        let chord = event.ctrl_key() || event.meta_key();
        if composing || !self.it.workable.get_untracked() {
            return;
        }
        let (key, alt, shift) = (event.key(), event.alt_key(), event.shift_key());
        let at = self.active.get_untracked();
        let list = self.list.get_untracked();
        match (key.as_str(), &list) {
            ("Enter", Some(_)) if !chord && !alt => match at {
                Some(at) if shift => self.toggle_favourite(at),
                Some(at) => self.take(at),
                None => {}
            },
            // Of a form, too, it sends nothing.
            ("Enter", None) if !chord && !alt => {}
            ("Escape", Some(_)) => self.shut(),
            ("Escape", None) if self.typed.with_untracked(Option::is_some) => self.restore(),
            ("ArrowUp", Some(_)) if alt => self.shut(),
            ("ArrowDown" | "ArrowUp", None) if !chord => {
                self.open();
                if let (false, Some(list)) = (alt, self.list.get_untracked()) {
                    let end = || if key == "ArrowUp" { list.last() } else { list.first() };
                    self.go(self.active.get_untracked().or_else(end));
                }
            }
            (_, Some(list)) if !alt && !chord && !shift => {
                let page = self.in_sight().saturating_sub(1).max(2);
                self.go(match key.as_str() {
                    "ArrowDown" => list.down(at, 1),
                    "ArrowUp" => list.up(at, 1),
                    "PageDown" => list.down(at, page),
                    "PageUp" => list.up(at, page),
                    "Home" => list.first(),
                    "End" => list.last(),
                    _ => return self.replace_on(event),
                });
            }
            _ => {
                if !chord && !alt {
                    self.replace_on(event);
                }
                return;
            }
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// A letter begins a search, and is not added to the label of what is chosen.
    fn replace_on(self, event: &KeyboardEvent) {
        let is_letter = event.key().chars().count() == 1;
        if is_letter && self.typed.with_untracked(Option::is_none) {
            event_target::<HtmlInputElement>(event).select();
        }
    }

    fn click(self, event: &MouseEvent) {
        let target = event.target().map(event_target_element);
        let Some(target) = target.flatten() else { return };
        let at = |selector| target.closest(selector).ok().flatten();
        let row = at("[role=option]").and_then(|option| {
            let id = option.id();
            id.rsplit_once('-')?.1.parse().ok()
        });
        match row {
            Some(row) if at(".wrapup-code-star").is_some() => self.toggle_favourite(row),
            Some(row) => self.take(row),
            None => {}
        }
    }

    /// The list follows its signals, and what is active comes into sight.
    fn follow(self) {
        Effect::new(move |was_open: Option<bool>| {
            let list = self.list.get().filter(|_| self.is_open());
            let count = list.as_ref().map_or(0, |list| list.len());
            let Some((popup, listbox, rows)) = self.elements() else { return false };
            popup.set_hidden(list.is_none());
            listbox.set_hidden(count == 0);
            let active = self.active.get();
            if count == 0 {
                return false;
            }
            if was_open != Some(true) {
                self.measure(&popup, &listbox, &rows);
            }
            custom_property::set(&rows, "--wrapup-rows", &count.to_string());
            let Sizes { row, sight, above } = self.sizes.get_value();
            let now = match active.and_then(|at| i32::try_from(at).ok()) {
                // The second row may have a heading above it.
                None | Some(1) => 0,
                Some(at) => above.min(row * at).max(row * (at + 1) - sight),
            };
            if now != above {
                listbox.set_scroll_top(now);
                self.sizes.update_value(|sizes| sizes.above = now);
            }
            if was_open != Some(true) {
                room::show_end(&popup);
            }
            true
        });
        Effect::new(move |_| {
            let from = self.from.get().unwrap_or_default();
            if let Some(rows) = self.rows.get() {
                custom_property::set(&rows, "--wrapup-from", &from.to_string());
            }
        });
    }

    fn elements(self) -> Option<(HtmlDivElement, HtmlDivElement, HtmlDivElement)> {
        Some((self.popup.get()?, self.listbox.get()?, self.rows.get()?))
    }

    fn measure(self, popup: &HtmlDivElement, listbox: &HtmlDivElement, rows: &HtmlDivElement) {
        custom_property::set(rows, "--wrapup-rows", &MEASURED.to_string());
        let row = rows.offset_height() / MEASURED;
        let most = room::below(popup).max(LEAST * row);
        custom_property::set(popup, "--wrapup-room", &format!("{most}px"));
        let (sight, above) = (listbox.client_height(), listbox.scroll_top());
        self.sizes.set_value(Sizes { row, sight, above });
    }

    fn scrolled(self) {
        let Some(listbox) = self.listbox.get_untracked() else { return };
        let above = listbox.scroll_top();
        self.sizes.update_value(|sizes| sizes.above = above);
        let row = above / self.sizes.get_value().row.max(1);
        let from = usize::try_from(row).ok().map(window);
        if from != self.from.get_untracked() {
            self.from.set(from);
        }
    }

    /// The rows that are in the page, in their groups.
    fn in_page(self) -> Option<Vec<AnyView>> {
        let list = self.list.get()?;
        let from = self.from.get().unwrap_or_default();
        let active = self.active.get();
        let chosen = self.it.chosen.get_untracked();
        let (index, habits) = self.it.codes.with_value(|codes| (codes.index(), codes.habits()));
        let until = list.len().min(from + WINDOW);
        let mut groups: Vec<(Group, Vec<AnyView>)> = Vec::new();
        for at in from..until {
            let group = list.group(at);
            if groups.last().is_none_or(|(last, _)| *last != group) {
                groups.push((group, Vec::new()));
            }
            let row = match list.row(at)? {
                Row::Heading(group) => heading(group),
                Row::None => self.option(&list, at, active, None),
                Row::Code(place) => {
                    let code = &index.codes()[place];
                    let marks = Marks {
                        chosen: chosen.as_ref() == Some(&code.id),
                        favourite: habits.as_ref().map(|habits| habits.is_favourite(&code.id)),
                        indent: if group == Group::All { code.level } else { 0 },
                    };
                    self.option(&list, at, active, Some((code, marks)))
                }
            };
            groups.last_mut()?.1.push(row);
        }
        Some(groups.into_iter().map(group_of_rows).collect())
    }

    fn option(
        self,
        list: &CodeList,
        at: usize,
        active: Option<usize>,
        code: Option<(&Listed, Marks)>,
    ) -> AnyView {
        let id = self.option_id(at);
        let is_active = active == Some(at);
        let (label, path, about) = match code {
            None => (text("code.clear").to_owned(), String::new(), String::new()),
            Some((code, _)) => (code.label.clone(), code.path.clone(), code.description.clone()),
        };
        let marks = code.map(|(_, marks)| marks).unwrap_or_default();
        let key = code.and_then(|(code, _)| code.shortcut.clone());
        let key_name = key.as_ref().map(|key| with("code.key", &[("key", key)]));
        let said = [
            key_name.as_deref(),
            marks.chosen.then(|| text("code.is_chosen")),
            (marks.favourite == Some(true)).then(|| text("code.is_favourite")),
        ];
        let said: String = said.into_iter().flatten().flat_map(|each| [", ", each]).collect();
        let gap = (!path.is_empty()).then(|| unseen(", ".to_owned()));
        let said = (!said.is_empty()).then(|| unseen(said));
        let title = if about.is_empty() { label.clone() } else { [&label, ": ", &about].concat() };
        let chip = key.map(|key| {
            view! { class="wrapup",
                <span class="wrapup-code-key" title=text("code.key_hint") aria-hidden="true">{key}</span>
            }
        });
        let star = marks.favourite.map(|is_on| {
            view! { class="wrapup",
                <span class="wrapup-code-star" class:is-on=is_on title=text("code.star")
                    aria-hidden="true"></span>
            }
        });
        view! { class="wrapup",
            <div
                class="wrapup-code"
                class:is-active=is_active
                class:is-chosen=marks.chosen
                id=id
                role="option"
                data-level=marks.indent.to_string()
                aria-selected=is_active.to_string()
                aria-setsize=list.options().to_string()
                aria-posinset=list.options_to(at).to_string()
                title=title
                part="code-option"
            >
                <span class="wrapup-code-label">{label}</span>
                {gap}
                <span class="wrapup-code-path">{path}</span>
                {said}
                {chip}
                {star}
            </div>
        }
        .into_any()
    }

    fn option_id(self, at: usize) -> String {
        self.id.with_value(|id| [id, "-", &at.to_string()].concat())
    }
}

/// What is to be seen of a code besides its words.
#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    chosen: bool,
    /// `None` where nobody notes favourites.
    favourite: Option<bool>,
    indent: usize,
}

/// What only those hear who cannot see how a row is laid out.
fn unseen(words: String) -> AnyView {
    view! { class="wrapup", <span class="wrapup-unseen">{words}</span> }.into_any()
}

fn event_target_element(target: leptos::web_sys::EventTarget) -> Option<Element> {
    use leptos::wasm_bindgen::JsCast;
    target.dyn_into().ok()
}

fn name_of(group: Group) -> Option<&'static str> {
    let key = match group {
        Group::Suggested => "code.suggested",
        Group::Recent => "code.recent",
        Group::Favourites => "code.favourites",
        Group::All => "code.all",
        Group::Found => return None,
    };
    Some(text(key))
}

/// The group has it for its name.
fn heading(group: Group) -> AnyView {
    view! { class="wrapup",
        <div class="wrapup-codes-heading" aria-hidden="true">{name_of(group)}</div>
    }
    .into_any()
}

fn group_of_rows((group, rows): (Group, Vec<AnyView>)) -> AnyView {
    let name = name_of(group);
    view! { class="wrapup",
        <div role=if name.is_some() { "group" } else { "presentation" } aria-label=name>{rows}</div>
    }
    .into_any()
}

/// The field with its list. `id` is the input's, `placeholder` what no choice is called.
pub(super) fn code_combobox(id: String, placeholder: &'static str, it: Choice) -> AnyView {
    let combobox = Combobox::new(it);
    combobox.follow();
    let listbox = combobox.id.get_value();
    let hint = unique("codes-hint");
    let value = move || combobox.typed.get().unwrap_or_else(|| it.label.get());
    let has_options = move || {
        combobox.is_open() && combobox.list.with(|it| it.as_ref().is_some_and(|it| !it.is_empty()))
    };
    let active_id = move || combobox.active.get().map(|at| combobox.option_id(at));
    let nothing = move || {
        let none = combobox.is_open() && !has_options();
        none.then(|| text("code.nothing"))
    };
    let keeps_habits = it.codes.with_value(|codes| codes.habits().is_some());
    view! { class="wrapup",
        <div class="wrapup-combobox">
            <input
                class="wrapup-input"
                id=id
                type="text"
                role="combobox"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-controls=listbox.clone()
                aria-describedby=hint.clone()
                aria-expanded=move || has_options().to_string()
                aria-activedescendant=active_id
                aria-required=move || it.required.get().to_string()
                placeholder=placeholder
                readonly=move || !it.workable.get()
                prop:value=value
                on:input=move |event| {
                    combobox.typed.set(Some(event_target_value(&event)));
                    combobox.open();
                }
                on:keydown=move |event| combobox.key(&event)
                on:click=move |event| {
                    if combobox.list.with_untracked(Option::is_none) {
                        combobox.open();
                    }
                    if combobox.typed.with_untracked(Option::is_none) {
                        event_target::<HtmlInputElement>(&event).select();
                    }
                }
                on:focus=move |_| it.focus.run(true)
                on:blur=move |_| {
                    // It may be on its way out of the page, with all that it worked with.
                    if it.focus.try_run(false).is_some() {
                        combobox.restore();
                    }
                }
                part="code-input"
            />
            <p class="wrapup-unseen" id=hint>
                {keeps_habits.then(|| text("code.keys"))}
            </p>
            <div
                class="wrapup-codes"
                // The focus stays in the field.
                on:mousedown=move |event| event.prevent_default()
                on:click=move |event| combobox.click(&event)
                node_ref=combobox.popup
                hidden=true
                part="code-popup"
            >
                <div
                    class="wrapup-codes-list"
                    id=listbox
                    role="listbox"
                    aria-label=text("code.list")
                    on:scroll=move |_| combobox.scrolled()
                    node_ref=combobox.listbox
                    part="code-list"
                >
                    <div class="wrapup-codes-rows" role="presentation" node_ref=combobox.rows>
                        {move || combobox.in_page()}
                    </div>
                </div>
                <p class="wrapup-codes-none">{nothing}</p>
            </div>
            <p class="wrapup-unseen" role="status">{move || combobox.said.get()}</p>
        </div>
    }
    .into_any()
}
