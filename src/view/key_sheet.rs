//! The sheet of keys and snippets: what each does, and where an agent makes them their own. A
//! modal dialog of the browser's own, so that the focus comes back to where it was.

use leptos::ev::KeyboardEvent;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::countdown::CountdownView;
use super::dialog_keys::Working;
use super::floating::Floating;
use super::keys::Keys;
use super::messages::{text, with};
use super::own_snippets::own_snippets;
use super::unique::unique;
use crate::browser::{press, task};
use crate::domain::shortcut::{Deed, Keymap, Unfit};

/// What a key does, in words.
fn words(deed: Deed) -> &'static str {
    text(match deed {
        Deed::Submit => "action.submit",
        Deed::Extend => "keys.extend",
        Deed::Minimise => "keys.minimise",
        Deed::Move => "keys.move",
        Deed::Next => "keys.next",
        Deed::Switch => "keys.switch",
        Deed::Favourite => "keys.favourite",
        Deed::Help => "keys.help",
    })
}

fn complaint(unfit: Unfit) -> String {
    match unfit {
        Unfit::Types => text("keys.types").to_owned(),
        Unfit::Theirs => text("keys.theirs").to_owned(),
        Unfit::NoDigit => text("keys.no_digit").to_owned(),
        Unfit::Taken(deed) => with("keys.taken", &[("what", words(deed))]),
    }
}

/// A code that can be chosen by a key.
pub(super) struct KeyedCode {
    /// The key: a digit for favourites, or the administrator's.
    pub(super) key: String,
    /// The label.
    pub(super) label: String,
}

#[derive(Clone, Copy)]
struct Sheet {
    keys: Keys,
    /// For which the next press is meant.
    waiting: RwSignal<Option<Deed>>,
    said: RwSignal<String>,
}

impl Sheet {
    /// The press that an agent chooses.
    fn choose(self, event: &KeyboardEvent) {
        // The dialog below hears none of it.
        event.stop_propagation();
        let Some(deed) = self.waiting.get_untracked() else { return };
        let press = press::of(event);
        if press.is_held_with_others() {
            return;
        }
        match press.key.as_str() {
            "Escape" => {
                event.prevent_default();
                self.waiting.set(None);
                self.said.set(String::new());
                return;
            }
            // They move on.
            "Tab" => return self.waiting.set(None),
            _ => event.prevent_default(),
        }
        let mut map = self.keys.map().get_untracked();
        match map.assign(deed, &press) {
            Ok(()) => {
                let shown = map.shown(deed).unwrap_or_default();
                self.keys.keep(map);
                self.waiting.set(None);
                self.said.set([words(deed), ": ", &shown].concat());
            }
            Err(unfit) => self.said.set(complaint(unfit)),
        }
    }

    fn row(self, deed: Deed) -> AnyView {
        let Self { keys, waiting, said } = self;
        let is_waiting = move || waiting.get() == Some(deed);
        let shown = move || if is_waiting() { None } else { keys.shown(deed) };
        let face = move || text(if is_waiting() { "keys.press" } else { "keys.change" });
        let change = move |_| {
            waiting.set(Some(deed));
            said.set(text("keys.press_long").to_owned());
        };
        let off = move || keys.map().with(|map| map.off);
        view! { class="wrapup",
            <li class="wrapup-keys-row">
                <span>{words(deed)}</span>
                <kbd class="wrapup-key">{shown}</kbd>
                <button class="wrapup-button is-quiet" type="button" class:is-waiting=is_waiting
                    aria-label=with("keys.change_name", &[("what", words(deed))])
                    hidden=off on:click=change>
                    {face}
                </button>
            </li>
        }
        .into_any()
    }
}

fn code_row(code: KeyedCode) -> AnyView {
    let KeyedCode { key, label } = code;
    view! { class="wrapup",
        <li class="wrapup-keys-row">
            <span dir="auto">{label}</span>
            <kbd class="wrapup-key">{key}</kbd>
        </li>
    }
    .into_any()
}

/// The sheet, while `open`. It may lie over the countdown of its wrap-up, and so has one of
/// its own.
pub(super) fn key_sheet(
    of: Working,
    open: RwSignal<bool>,
    codes: Vec<KeyedCode>,
    floating: Floating,
) -> AnyView {
    let Working { keys, segment, at, .. } = of;
    let countdown = Memo::new(move |_| segment.with(|segment| segment.countdown(at.get())));
    let sheet = Sheet { keys, waiting: RwSignal::new(None), said: RwSignal::new(String::new()) };
    let place = NodeRef::<Dialog>::new();
    let (title, hint) = (unique("keys"), unique("keys-hint"));
    place.on_load(|dialog| {
        // It is on the page once what runs is done.
        task::spawn(async move { _ = dialog.show_modal() });
    });
    let close = move |_| {
        _ = place.get_untracked().map(|dialog| dialog.close());
    };
    let reset = move |_| {
        sheet.waiting.set(None);
        keys.keep(Keymap::default());
        sheet.said.set(text("keys.were_reset").to_owned());
    };
    let switch = move |event: leptos::ev::Event| {
        let off = !event_target_checked(&event);
        keys.keep(Keymap { off, ..keys.map().get_untracked() });
    };
    let codes: Vec<_> = codes.into_iter().map(code_row).collect();
    let codes = (!codes.is_empty()).then(|| {
        view! { class="wrapup",
            <h4 class="wrapup-label">{text("keys.codes")}</h4>
            <p class="wrapup-hint" id=hint.clone()>{text("keys.codes_hint")}</p>
            <ul class="wrapup-keys-list" aria-describedby=hint>{codes}</ul>
        }
    });
    view! { class="wrapup",
        <dialog class="wrapup-keys" aria-labelledby=title node_ref=place
            on:keydown=move |event| sheet.choose(&event) on:close=move |_| open.set(false)
            part="keys">
            <header class="wrapup-keys-header">
                <h3 class="wrapup-title" id=title.clone()>{text("keys.title")}</h3>
                <CountdownView countdown at />
            </header>
            <label class="wrapup-option">
                <input type="checkbox" prop:checked=move || keys.map().with(|map| !map.off)
                    on:change=switch />
                <span>{text("keys.use")}</span>
            </label>
            <ul class="wrapup-keys-list">{Deed::ALL.map(|deed| sheet.row(deed)).into_iter().collect::<Vec<_>>()}</ul>
            {codes}
            {keys.shelf().map(own_snippets)}
            {floating.corners()}
            <div class="wrapup-keys-actions">
                <p class="wrapup-keys-said" role="status">{move || sheet.said.get()}</p>
                <button class="wrapup-button is-quiet" type="button" on:click=reset>
                    {text("keys.reset")}
                </button>
                <button class="wrapup-button" type="button" on:click=close>
                    {text("keys.close")}
                </button>
            </div>
        </dialog>
    }
    .into_any()
}
