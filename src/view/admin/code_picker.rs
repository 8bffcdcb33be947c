//! Choosing one code out of thousands: a field to search in, with a list of what was
//! found (the ARIA pattern of a combobox).

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::messages::{text, with};
use crate::browser::focus;
use crate::domain::admin::code_tree::{matches, words_of};
use crate::domain::admin::codes;
use crate::domain::catalog::Catalog;
use crate::domain::code::WrapUpCode;
use crate::domain::id::CodeId;
use crate::view::unique::unique;

/// How many codes are listed at once.
const LISTED: usize = 50;

/// The labels down to a code, as one text.
pub(super) fn path(codes: &[WrapUpCode], id: &CodeId) -> String {
    let labels = codes::path(codes, id);
    if labels.is_empty() { id.to_string() } else { labels.join(" › ") }
}

/// See the module.
#[component]
pub(super) fn CodePicker(
    /// The id of the field.
    id: String,
    /// The codes there are.
    #[prop(into)]
    catalog: Signal<Arc<Catalog>>,
    /// Which of them are offered.
    #[prop(into)]
    offered: Callback<CodeId, bool>,
    /// The one that is chosen.
    #[prop(into)]
    chosen: Signal<Option<CodeId>>,
    /// What choosing does; `None` for none.
    #[prop(into)]
    choose: Callback<Option<CodeId>>,
    /// What no choice is called.
    none: &'static str,
    /// What describes the field, as ids.
    #[prop(optional)]
    described_by: String,
    /// Whether the choice is faulty.
    #[prop(optional, into)]
    faulty: Signal<bool>,
) -> impl IntoView {
    let listbox = unique("codes");
    let option_id = {
        let listbox = listbox.clone();
        move |at: usize| [&listbox, "-", &at.to_string()].concat()
    };
    let typed = RwSignal::new(None::<String>);
    let open = RwSignal::new(false);
    let active = RwSignal::new(0_usize);
    let found = Memo::new(move |_| {
        if !open.get() {
            return Vec::new();
        }
        let words = words_of(&typed.get().unwrap_or_default());
        let catalog = catalog.get();
        let some = catalog.codes.iter().filter(|code| matches(code, &words));
        let some = some.filter(|code| offered.run(code.id.clone())).take(LISTED);
        some.map(|code| (code.id.clone(), path(&catalog.codes, &code.id))).collect::<Vec<_>>()
    });
    let shown = move || {
        typed.get().unwrap_or_else(|| {
            chosen.with(|it| {
                it.as_ref().map_or_else(String::new, |id| path(&catalog.get().codes, id))
            })
        })
    };
    let close = move || {
        open.set(false);
        typed.set(None);
        active.set(0);
    };
    let pick = move |at: usize| {
        let picked = found.with_untracked(|found| found.get(at).map(|(id, _)| id.clone()));
        if picked.is_some() {
            close();
            choose.run(picked);
        }
    };
    let show_option = {
        let option_id = option_id.clone();
        move |at| focus::show(&option_id(at))
    };
    let key = move |event: KeyboardEvent| {
        let last = found.with_untracked(Vec::len).saturating_sub(1);
        let at = active.get_untracked();
        let to = match event.key().as_str() {
            "ArrowDown" if !open.get_untracked() => {
                open.set(true);
                0
            }
            "ArrowDown" => {
                if at >= last {
                    0
                } else {
                    at + 1
                }
            }
            "ArrowUp" if open.get_untracked() => {
                if at == 0 {
                    last
                } else {
                    at - 1
                }
            }
            "Enter" if open.get_untracked() => {
                event.prevent_default();
                return pick(at);
            }
            "Escape" if open.get_untracked() => {
                event.stop_propagation();
                return close();
            }
            _ => return,
        };
        event.prevent_default();
        active.set(to);
        show_option(to);
    };
    let active_id = {
        let option_id = option_id.clone();
        move || {
            (open.get() && found.with(|found| !found.is_empty())).then(|| option_id(active.get()))
        }
    };
    let options = move || {
        let option = |(at, (_, path)): (usize, (CodeId, String))| {
            view! { class="wrapup",
                <li class="admin-option" role="option" id=option_id(at)
                    aria-selected=move || (active.get() == at).to_string()
                    on:mousedown=move |event| {
                        event.prevent_default();
                        pick(at);
                    }>{path}</li>
            }
        };
        found.get().into_iter().enumerate().map(option).collect_view()
    };
    let count = move || {
        let count = found.with(Vec::len);
        open.get().then(|| match count {
            0 => text("admin.picker.nothing").to_owned(),
            LISTED => with("admin.picker.more", &[("count", &count.to_string())]),
            _ => with("admin.picker.found", &[("count", &count.to_string())]),
        })
    };
    view! { class="wrapup",
        <div class="admin-picker">
            <input class="wrapup-input" id=id type="text" role="combobox" dir="auto"
                autocomplete="off" aria-autocomplete="list" placeholder=none
                aria-expanded=move || open.get().to_string() aria-controls=listbox.clone()
                aria-activedescendant=active_id aria-describedby=described_by
                aria-invalid=move || faulty.get().then_some("true")
                prop:value=shown
                on:input=move |event| {
                    typed.set(Some(event_target_value(&event)));
                    active.set(0);
                    open.set(true);
                }
                on:click=move |_| open.set(true)
                on:keydown=key
                on:blur=move |_| close() />
            {move || chosen.with(Option::is_some).then(|| view! { class="wrapup",
                <button class="wrapup-button is-quiet admin-clear" type="button" title=none
                    aria-label=text("admin.picker.clear") on:click=move |_| choose.run(None)>
                    "\u{d7}"
                </button>
            })}
            <ul class="admin-options" id=listbox role="listbox" aria-label=text("admin.picker.list")
                hidden=move || !open.get() || found.with(Vec::is_empty)>{options}</ul>
            <p class="wrapup-unseen" role="status">{count}</p>
        </div>
    }
}
