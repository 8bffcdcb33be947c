//! Wrap-up codes: the tree, and the record of one beside it.

use std::sync::Arc;

use leptos::prelude::*;

use super::code_form::CodeForm;
use super::code_tree::CodeTree;
use super::messages::text;
use super::office::Office;
use super::route::Section;
use super::transfer_bar::{Part, TransferBar};
use crate::browser::focus;
use crate::domain::admin::code_tree::Sight;
use crate::domain::catalog::Catalog;
use crate::domain::id::CodeId;

/// See the module.
#[component]
pub(super) fn CodesPage(office: Office) -> impl IntoView {
    let catalog = Signal::derive(move || office.set_up());
    let sight = RwSignal::new(Sight::default());
    // A new record, and below which code it is to hang.
    let new = RwSignal::new(None::<Option<CodeId>>);
    let route = office.route;
    let selected = Memo::new(move |_| CodeId::new(route.record.get()).ok());
    let select = move |id: CodeId| {
        office.guard.then(move || {
            new.set(None);
            route.be_at(Section::Codes, id.as_str());
        });
    };
    // What is above the open record is open too, so that it can be seen.
    Effect::new(move |_| {
        if let Some(id) = selected.get() {
            let catalog = catalog.get();
            let above = above(&catalog, &id);
            if above.iter().any(|id| sight.with_untracked(|sight| !sight.open.contains(id))) {
                sight.update(|sight| sight.open.extend(above));
            }
        }
    });
    let create = move |below: Option<CodeId>| {
        office.guard.then(move || {
            route.be_at(Section::Codes, "");
            new.set(Some(below.clone()));
            focus::move_to(super::form::control("label"));
        });
    };
    let search = move |event| sight.update(|sight| sight.wanted = event_target_value(&event));
    let active_only = move |event| {
        let only = event_target_checked(&event);
        sight.update(|sight| sight.active_only = only);
    };
    let close = Callback::new(move |()| {
        office.guard.set_unsaved(None);
        new.set(None);
        route.be_at(Section::Codes, "");
    });
    let detail = move || {
        if let Some(below) = new.get() {
            return view! { class="wrapup", <CodeForm office id=None below close /> }.into_any();
        }
        let id = selected.get();
        let known = move |id: &CodeId| catalog.with(|all| all.codes.iter().any(|it| it.id == *id));
        match id {
            Some(id) if untrack(|| known(&id)) => {
                let create = Callback::new(create);
                view! { class="wrapup",
                    <CodeForm office id=Some(id) below=None close create />
                }
                .into_any()
            }
            Some(_) if office.catalog.with(Option::is_some) => {
                view! { class="wrapup", <p class="admin-empty">{text("admin.codes.gone")}</p> }
                    .into_any()
            }
            _ => view! { class="wrapup", <p class="admin-empty">{text("admin.codes.choose")}</p> }
                .into_any(),
        }
    };
    let has_detail = move || new.with(Option::is_some) || selected.with(Option::is_some);
    view! { class="wrapup",
        <div class="admin-panes" class:has-detail=has_detail>
            <section class="admin-list" aria-label=text("admin.nav.codes")>
                <div class="admin-toolbar">
                    <h2 class="wrapup-title">{text("admin.nav.codes")}</h2>
                    <button class="wrapup-button is-leading" type="button"
                        on:click=move |_| create(None)>
                        {text("admin.codes.new")}
                    </button>
                </div>
                <TransferBar office part=Part::Codes />
                <div class="admin-search">
                    <input class="wrapup-input" type="search" dir="auto"
                        aria-label=text("admin.codes.search")
                        placeholder=text("admin.codes.search") on:input=search />
                    <label class="admin-check">
                        <input type="checkbox" on:change=active_only />
                        <span>{text("admin.codes.active_only")}</span>
                    </label>
                </div>
                <CodeTree catalog sight selected select=Callback::new(select) />
            </section>
            <div class="admin-detail">
                <button class="wrapup-button is-quiet admin-back" type="button"
                    on:click=move |_| office.guard.then(move || close.run(()))>
                    {text("admin.back")}
                </button>
                {detail}
            </div>
        </div>
    }
}

/// The codes above `id`.
fn above(catalog: &Arc<Catalog>, id: &CodeId) -> Vec<CodeId> {
    let mut above: Vec<CodeId> = Vec::new();
    let parent = |id: &CodeId| catalog.codes.iter().find(|it| it.id == *id)?.parent.clone();
    let mut next = parent(id);
    while let Some(id) = next.filter(|id| !above.contains(id)) {
        next = parent(&id);
        above.push(id);
    }
    above
}
