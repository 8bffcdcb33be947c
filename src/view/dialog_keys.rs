//! What keys do in a dialog.

use leptos::ev::KeyboardEvent;
use leptos::html::{Button, Section};
use leptos::prelude::*;
use leptos::web_sys::HtmlElement;

use super::code_combobox::HeldCodes;
use super::extend_button;
use super::floating::Floating;
use super::key_sheet::KeyedCode;
use super::keys::Keys;
use super::messages::with;
use super::shown::Shown;
use crate::browser::{focus, press};
use crate::domain::code_search::Listed;
use crate::domain::draft::{Entry, Stamp};
use crate::domain::id::InteractionId;
use crate::domain::segment::Segment;
use crate::domain::shortcut::{Deed, MOST_FAVOURITES, Meaning};
use crate::domain::time::Timestamp;

/// Where somebody begins who comes to a dialog.
const FIRST: &[&str] = &[".wrapup-dialog-body input", ".wrapup-dialog-body textarea", "button"];

/// What a dialog works with.
#[derive(Clone, Copy)]
pub(super) struct Working {
    pub(super) keys: Keys,
    pub(super) segment: Signal<Segment>,
    pub(super) at: Signal<Timestamp>,
    pub(super) shown: Shown,
    pub(super) workable: Signal<bool>,
    pub(super) edit: Callback<(Entry, Stamp)>,
    pub(super) extend: Callback<()>,
    pub(super) codes: HeldCodes,
    /// Whether the dialog is small.
    pub(super) small: RwSignal<bool>,
    /// Which conversation comes after this one; nothing where there is none.
    pub(super) next: Option<Callback<(), Option<InteractionId>>>,
}

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct DialogKeys {
    pub(super) of: Working,
    /// Whether the sheet is shown.
    pub(super) sheet: RwSignal<bool>,
    /// What was chosen by a key, to be said aloud.
    pub(super) said: RwSignal<Option<String>>,
    /// The dialog, and its leading button.
    pub(super) area: NodeRef<Section>,
    pub(super) leading: NodeRef<Button>,
    /// Where it is.
    pub(super) floating: Floating,
    /// Where the focus was before the dialog became small, and before it came here.
    before: StoredValue<[Option<HtmlElement>; 2], LocalStorage>,
}

impl DialogKeys {
    pub(super) fn new(of: Working) -> Self {
        let area = NodeRef::new();
        Self {
            of,
            sheet: RwSignal::new(false),
            said: RwSignal::new(None),
            floating: Floating::new(of.keys.shelf(), area),
            area,
            leading: NodeRef::new(),
            before: StoredValue::new_local([None, None]),
        }
    }

    /// A key went down in the dialog.
    pub(super) fn press(self, event: &KeyboardEvent) {
        let Some(meaning) = self.of.keys.meaning(event) else { return };
        match meaning {
            Meaning::Does(Deed::Extend) => {
                return extend_button::pressed(event, self.of.segment, self.of.at, self.of.extend);
            }
            // Heard by the page, since it is pressed there, too.
            Meaning::Does(Deed::Switch) => return,
            Meaning::Character(key) => {
                let index = self.of.codes.with_value(|codes| codes.index());
                let Some(code) = index.with_key(&key) else { return };
                self.choose(event, code);
            }
            Meaning::Favourite(place) => {
                if let Some(code) = self.favourites().into_iter().nth(place) {
                    self.choose(event, &code);
                }
            }
            Meaning::Does(deed) if !event.repeat() => self.carry_out(deed),
            Meaning::Does(_) => {}
        }
        event.prevent_default();
    }

    fn carry_out(self, deed: Deed) {
        match deed {
            Deed::Submit => {
                let Some(button) = self.leading.get_untracked() else { return };
                if button.get_attribute("aria-disabled").as_deref() == Some("true") {
                    // It says why.
                    focus::give(&button);
                } else {
                    button.click();
                }
            }
            Deed::Minimise => self.toggle(),
            Deed::Move => self.floating.on(),
            Deed::Help => self.sheet.set(true),
            Deed::Next => {
                let next = self.of.next.and_then(|next| {
                    // Where it is shown may be gone by then.
                    let area = self.area.get_untracked()?;
                    _ = focus::within(&area).map(|held| held.blur());
                    Some((area, next.run(())?))
                });
                if let Some((area, id)) = next {
                    focus::enter_beside(&area, "data-interaction", id.as_str(), FIRST);
                }
            }
            Deed::Extend | Deed::Switch | Deed::Favourite => {}
        }
    }

    /// Small, or large again with the focus where it was.
    fn toggle(self) {
        let Some(area) = self.area.get_untracked() else { return };
        if !self.of.small.get_untracked() {
            let held = focus::within(&area);
            self.before.update_value(|before| before[0] = held);
            self.of.small.set(true);
            return focus::enter(&area, &[".wrapup-toggle"]);
        }
        self.of.small.set(false);
        let before = self.before;
        request_animation_frame(move || {
            if let Some(Some(held)) = before.try_update_value(|before| before[0].take()) {
                focus::give(&held);
            }
        });
    }

    /// The agent's favourites that are on offer, in their order.
    fn favourites(self) -> Vec<Listed> {
        self.of.codes.with_value(|codes| {
            let (index, habits) = (codes.index(), codes.habits().unwrap_or_default());
            let listed = |id| Some(index.codes()[index.place_of(id)?].clone());
            habits.favourites.iter().filter_map(listed).collect()
        })
    }

    fn choose(self, event: &KeyboardEvent, code: &Listed) {
        if !event.repeat() && self.of.workable.get_untracked() {
            let chosen = Some(code.id.clone());
            let base = self.of.shown.code.enter(chosen.clone());
            self.of.edit.run((Entry::Code(chosen), base));
            self.said.set(Some(with("keys.chosen", &[("code", &code.label)])));
        }
    }

    /// The codes that a key chooses, for the sheet.
    pub(super) fn keyed(self) -> Vec<KeyedCode> {
        let mut keyed: Vec<_> = Vec::new();
        let map = self.of.keys.map();
        for (place, code) in self.favourites().into_iter().take(MOST_FAVOURITES).enumerate() {
            let key = map.with(|map| map.shown_favourite(place)).unwrap_or_default();
            keyed.push(KeyedCode { key, label: code.label });
        }
        let index = self.of.codes.with_value(|codes| codes.index());
        for code in index.codes() {
            if let Some(key) = &code.shortcut {
                keyed.push(KeyedCode { key: key.to_uppercase(), label: code.label.clone() });
            }
        }
        keyed
    }

    /// Goes between the page and the dialog, from now on and as long as the view is there.
    pub(super) fn listen(self) {
        let listener = press::anywhere(move |event| {
            let meant = self.of.keys.meaning(event) == Some(Meaning::Does(Deed::Switch));
            if meant && self.switch() {
                event.prevent_default();
            }
        });
        StoredValue::new_local(listener);
    }

    /// Whether it was this dialog's to do.
    fn switch(self) -> bool {
        let Some(area) = self.area.get_untracked() else { return false };
        if let Some(held) = focus::within(&area) {
            let from = self.before.try_update_value(|before| before[1].take()).flatten();
            from.as_ref().map(focus::give);
            if focus::within(&area).is_some() {
                // Nowhere in particular.
                _ = held.blur();
            }
            return true;
        }
        let is_first = focus::first_beside(&area, ".wrapup-dialog").as_ref() == Some(&area);
        if !is_first || focus::first_beside(&area, ".wrapup-dialog :focus").is_some() {
            return false; // another one's
        }
        self.before.update_value(|before| before[1] = focus::active());
        focus::enter(&area, FIRST);
        true
    }
}
