//! The administration of the preview: a page and a download of its own, over the same
//! records in this browser as the workspace of `index.html`.

#[path = "../preview/agents.rs"]
mod agents;
#[path = "../preview/sample.rs"]
mod sample;

use std::rc::Rc;

use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::browser::{settings, task};
use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::runtime::{Administrator, Desk};
use interaction_wrap_up::view::AgentNames;
use interaction_wrap_up::view::admin::{Administration, text};
use leptos::prelude::*;

const SIGNED_IN: &str = "wrapup-preview-administrator";

fn main() {
    console_error_panic_hook::set_once();
    let records = Rc::new(BrowserBackend::default());
    task::spawn(async move {
        // Where the store cannot be had, the administration says why.
        let _ = records.set_up(&sample::catalog()).await;
        let team = Desk::in_browser(records.clone());
        let _ = team.open().await;
        leptos::mount::mount_to_body(move || page(records, team));
    });
}

/// Who may sign in: an administrator, a supervisor, and the agents, who are shown the door.
fn people() -> Vec<Actor> {
    let roles = [Role::Admin, Role::Supervisor].into();
    let administrator = Actor { agent: agents::id_of(agents::ADMINISTRATOR.0), roles };
    let roles = [Role::Supervisor].into();
    let supervisor = Actor { agent: agents::id_of(agents::SUPERVISOR.0), roles };
    let all = (0..agents::AGENTS.len()).map(|place| agents::actor(place, true));
    [administrator, supervisor].into_iter().chain(all).collect()
}

fn page(records: Rc<BrowserBackend>, team: Desk) -> impl IntoView {
    let people = people();
    let remembered = settings::get(SIGNED_IN).unwrap_or_default();
    let place = people.iter().position(|each| each.agent.as_str() == remembered);
    let chosen = RwSignal::new(place.unwrap_or(0));
    let options: Vec<_> = people
        .iter()
        .enumerate()
        .map(|(at, each)| {
            view! { class="wrapup",
                <option value=at.to_string() prop:selected=move || chosen.get() == at>
                    {agents::name(&each.agent)}
                </option>
            }
        })
        .collect();
    let agents = people.iter().skip(2).map(|each| each.agent.clone()).collect::<Vec<_>>();
    let people = StoredValue::new(people);
    let actor = Signal::derive(move || people.with_value(|all| all[chosen.get()].clone()));
    let sign_in = move |text: String| {
        let place = text.parse().ok().filter(|at| people.with_value(|all| *at < all.len()));
        if let Some(place) = place {
            chosen.set(place);
            settings::set(SIGNED_IN, untrack(|| actor.get()).agent.as_str());
        }
    };
    let names = AgentNames::new(|agent| agents::name(&agent));
    let administrator = Administrator::new(records);
    view! { class="wrapup",
        <header class="admin-bar">
            <h1 class="admin-brand">{text("admin.title")}</h1>
            <a class="admin-link" href="./">{text("admin.workspace")}</a>
            <label class="admin-signed-in">
                <span>{text("admin.signed_in")}</span>
                <select class="wrapup-input wrapup-select"
                    on:change=move |event| sign_in(event_target_value(&event))>{options}</select>
            </label>
        </header>
        <Administration administrator actor agents team names />
    }
}
