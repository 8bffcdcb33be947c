//! The codes a configuration offers, in the order agents see them, and the default.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::code_picker::{CodePicker, path};
use super::fields::{described_by, is_faulty, remarks};
use super::form::{Form, control};
use super::messages::{text, with};
use super::office::Office;
use super::words;
use crate::browser::focus;
use crate::domain::configuration::Configuration;
use crate::domain::id::CodeId;

/// See the module.
#[component]
pub(super) fn AllowedCodes(office: Office, form: Form<Configuration>) -> impl IntoView {
    let catalog = Signal::derive(move || office.set_up());
    let allowed = Memo::new(move |_| form.draft.with(|draft| draft.allowed_codes.clone()));
    let set: Memo<BTreeSet<CodeId>> =
        Memo::new(move |_| allowed.with(|all| all.iter().cloned().collect()));
    let add = Callback::new(move |code: Option<CodeId>| {
        form.draft.update(|draft| draft.allowed_codes.extend(code));
    });
    let add_all = move |_| {
        let catalog = office.set_up_now();
        let missing = catalog.codes.iter().filter(|code| code.active);
        let missing = missing.filter(|code| set.with_untracked(|set| !set.contains(&code.id)));
        let missing: Vec<_> = missing.map(|code| code.id.clone()).collect();
        form.draft.update(|draft| draft.allowed_codes.extend(missing));
    };
    let remove_all = move |_| form.draft.update(|draft| draft.allowed_codes.clear());
    let is_active = move |id: &CodeId| {
        catalog.with(|catalog| catalog.codes.iter().find(|it| it.id == *id).map(|it| it.active))
    };
    let shift = move |id: &CodeId, by: isize| {
        form.draft.update(|draft| {
            let codes = &mut draft.allowed_codes;
            let at = codes.iter().position(|each| each == id);
            let to = at.and_then(|at| at.checked_add_signed(by)).filter(|to| *to < codes.len());
            if let (Some(at), Some(to)) = (at, to) {
                codes.swap(at, to);
            }
        });
    };
    let row = move |id: CodeId| {
        let label = path(&catalog.get().codes, &id);
        let name = |key| with(key, &[("name", &label)]);
        let (up_of, down_of, gone) = (id.clone(), id.clone(), id.clone());
        let remove = move |_| {
            form.draft.update(|draft| draft.allowed_codes.retain(|each| *each != gone));
            focus::move_to(control("allowed_codes"));
        };
        let state = match is_active(&id) {
            Some(true) => None,
            Some(false) => Some(text("admin.codes.inactive")),
            None => Some(text("admin.allowed.unknown")),
        };
        view! { class="wrapup",
            <li class="admin-allowed">
                <span class="admin-row-label" dir="auto">{label.clone()}</span>
                {state.map(|state| view! { class="wrapup",
                    <span class="admin-badge is-off">{state}</span>
                })}
                <button class="wrapup-button is-quiet admin-move is-up" type="button"
                    aria-label=name("admin.allowed.up") on:click=move |_| shift(&up_of, -1)></button>
                <button class="wrapup-button is-quiet admin-move is-down" type="button"
                    aria-label=name("admin.allowed.down") on:click=move |_| shift(&down_of, 1)></button>
                <button class="wrapup-button is-quiet admin-small" type="button"
                    aria-label=name("admin.allowed.remove") on:click=remove>"\u{d7}"</button>
            </li>
        }
    };
    let offered = Callback::new(move |id: CodeId| {
        set.with_untracked(|set| !set.contains(&id)) && untrack(|| is_active(&id)) == Some(true)
    });
    let on_offer = Callback::new(move |id: CodeId| set.with_untracked(|set| set.contains(&id)));
    let default = Signal::derive(move || form.draft.with(|draft| draft.default_code.clone()));
    let choose = Callback::new(move |code| form.draft.update(|draft| draft.default_code = code));
    let count = move || {
        let count = allowed.with(Vec::len).to_string();
        with("admin.allowed.count", &[("count", &count)])
    };
    view! { class="wrapup",
        <div class="admin-field">
            <label class="wrapup-label" for=control("allowed_codes")>
                {words::field("allowed_codes")}
            </label>
            <CodePicker id=control("allowed_codes") catalog offered
                chosen=Signal::stored(None) choose=add none=text("admin.allowed.add")
                described_by=described_by("allowed_codes")
                faulty=Signal::derive(move || is_faulty(form, "allowed_codes")) />
            {remarks(form, "allowed_codes")}
            <div class="admin-actions">
                <p class="wrapup-hint">{count}</p>
                <button class="wrapup-button is-quiet admin-small" type="button" on:click=add_all>
                    {text("admin.allowed.add_all")}
                </button>
                <button class="wrapup-button is-quiet admin-small" type="button" on:click=remove_all>
                    {text("admin.allowed.remove_all")}
                </button>
            </div>
            <ol class="admin-plain admin-allowed-list">
                <For each=move || allowed.get() key=CodeId::clone let:id>{row(id)}</For>
            </ol>
        </div>
        <div class="admin-field">
            <label class="wrapup-label" for=control("default_code")>
                {words::field("default_code")}
            </label>
            <CodePicker id=control("default_code") catalog offered=on_offer chosen=default choose
                none=text("admin.allowed.no_default") described_by=described_by("default_code")
                faulty=Signal::derive(move || is_faulty(form, "default_code")) />
            {remarks(form, "default_code")}
        </div>
    }
}
