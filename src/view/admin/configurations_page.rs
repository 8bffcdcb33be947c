//! Configurations: the list in the order in which they are tried, and one beside it.

use leptos::prelude::*;

use super::configuration_form::ConfigurationForm;
use super::configuration_list::ConfigurationList;
use super::messages::text;
use super::office::Office;
use super::route::Section;
use super::transfer_bar::{Part, TransferBar};
use crate::browser::focus;
use crate::domain::configuration::Configuration;
use crate::domain::id::ConfigurationId;

/// See the module.
#[component]
pub(super) fn ConfigurationsPage(office: Office) -> impl IntoView {
    let route = office.route;
    // A new record, and what it is a copy of.
    let new = RwSignal::new(None::<Option<Configuration>>);
    let selected = Memo::new(move |_| ConfigurationId::new(route.record.get()).ok());
    let create = move |copied: Option<Configuration>| {
        office.guard.then(move || {
            route.be_at(Section::Configurations, "");
            new.set(Some(copied.clone()));
            focus::move_to(super::form::control("name"));
        });
    };
    let select = Callback::new(move |id: ConfigurationId| {
        office.guard.then(move || {
            new.set(None);
            route.be_at(Section::Configurations, id.as_str());
        });
    });
    let close = Callback::new(move |()| {
        office.guard.set_unsaved(None);
        new.set(None);
        route.be_at(Section::Configurations, "");
    });
    let known = move |id: &ConfigurationId| {
        office.set_up().configurations.iter().any(|each| each.id == *id)
    };
    let detail = move || {
        if let Some(copied) = new.get() {
            return view! { class="wrapup", <ConfigurationForm office id=None copied close /> }
                .into_any();
        }
        match selected.get() {
            Some(id) if untrack(|| known(&id)) => {
                let copy = Callback::new(create);
                view! { class="wrapup",
                    <ConfigurationForm office id=Some(id) copied=None close copy />
                }
                .into_any()
            }
            Some(_) if office.catalog.with(Option::is_some) => view! { class="wrapup",
                <p class="admin-empty">{text("admin.configurations.gone")}</p>
            }
            .into_any(),
            _ => view! { class="wrapup",
                <p class="admin-empty">{text("admin.configurations.choose")}</p>
            }
            .into_any(),
        }
    };
    let has_detail = move || new.with(Option::is_some) || selected.with(Option::is_some);
    view! { class="wrapup",
        <div class="admin-panes" class:has-detail=has_detail>
            <section class="admin-list" aria-label=text("admin.nav.configurations")>
                <div class="admin-toolbar">
                    <h2 class="wrapup-title">{text("admin.nav.configurations")}</h2>
                    <button class="wrapup-button is-leading" type="button"
                        on:click=move |_| create(None)>
                        {text("admin.configurations.new")}
                    </button>
                </div>
                <TransferBar office part=Part::Configurations />
                <p class="wrapup-hint admin-list-hint">{text("admin.configurations.hint")}</p>
                <ConfigurationList office selected select />
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
