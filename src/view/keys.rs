//! The keys of an agent, as views use them. What a press means is the domain's; who does it
//! is the dialog's.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::code_field::CodeShelf;
use crate::browser::press;
use crate::domain::shortcut::{Deed, Keymap, Meaning};

/// See the module. Without a desk they are those that nobody has changed, and nothing keeps
/// what is.
#[derive(Debug, Clone, Copy)]
pub struct Keys {
    map: RwSignal<Keymap>,
    shelf: Option<CodeShelf>,
}

impl Keys {
    /// Those of whoever is signed in.
    pub(super) fn new(shelf: Option<CodeShelf>) -> Self {
        let keys = Self { map: RwSignal::new(Keymap::default()), shelf };
        keys.look();
        keys
    }

    /// Looks at what is kept: another dialog, or another tab, may have changed it.
    fn look(self) {
        let Some(kept) = self.shelf.map(|shelf| shelf.preferences().keys) else { return };
        if self.map.with_untracked(|map| *map != kept) {
            self.map.set(kept);
        }
    }

    /// What a press means.
    pub(super) fn meaning(self, event: &KeyboardEvent) -> Option<Meaning> {
        if event.default_prevented() {
            return None;
        }
        let press = press::of(event);
        // Typing asks the store for nothing.
        if press.types_in_field() {
            return None;
        }
        self.look();
        self.map.with_untracked(|map| map.meaning(&press))
    }

    /// What does something, for people; `None` where no key does.
    pub(super) fn shown(self, deed: Deed) -> Option<String> {
        self.map.with(|map| map.shown(deed))
    }

    /// The same for `aria-keyshortcuts`.
    pub(super) fn for_machines(self, deed: Deed) -> Option<String> {
        self.map.with(|map| map.for_machines(deed))
    }

    /// Where they are kept.
    pub(super) const fn shelf(self) -> Option<CodeShelf> {
        self.shelf
    }

    /// All of them.
    pub(super) const fn map(self) -> RwSignal<Keymap> {
        self.map
    }

    /// Other keys from now on.
    pub(super) fn keep(self, map: Keymap) {
        if let Some(shelf) = self.shelf {
            shelf.prefer(&|preferences| preferences.keys.clone_from(&map));
        }
        self.map.set(map);
    }
}

impl Default for Keys {
    fn default() -> Self {
        Self::new(None)
    }
}
