//! The administration: codes, configurations, why an interaction gets its own, and who
//! changed what. A page of its own, so that agents never download it.
//!
//! Its rules are in [`domain::admin`](crate::domain::admin); what is changed here takes
//! effect for the next conversation in every page over the same store.

// Props are handed over by value, what all parts work with is a copy of signals, and a
// view is one expression.
#![allow(
    clippy::large_types_passed_by_value,
    clippy::needless_pass_by_value,
    clippy::too_many_lines
)]

mod allowed_codes;
mod audit_page;
mod bands_editor;
mod channels_field;
mod code_form;
mod code_picker;
mod code_tree;
mod codes_page;
mod condition_builder;
mod configuration_form;
mod configuration_list;
mod configurations_page;
mod confirm;
mod differences;
mod explain_page;
mod extra_fields_editor;
mod fields;
mod form;
mod guard;
mod messages;
mod numbers_page;
mod office;
mod route;
mod sample_dialog;
mod snippets_editor;
mod sweep_report;
mod team_page;
mod transfer_bar;
mod translations;
mod words;

use leptos::prelude::*;

use self::audit_page::AuditPage;
use self::codes_page::CodesPage;
use self::configurations_page::ConfigurationsPage;
use self::explain_page::ExplainPage;
use self::guard::GuardQuestion;
pub use self::messages::text;
use self::messages::with;
use self::numbers_page::NumbersPage;
use self::office::Office;
use self::route::Section;
use self::team_page::TeamPage;
use crate::browser::style_sheet;
use crate::domain::gate::{Actor, Role};
use crate::domain::id::AgentId;
use crate::runtime::{Administrator, Desk};
use crate::view::AgentNames;

/// Its own style sheets; those of the widget come before them.
const STYLE: &str = concat!(
    include_str!("../../../style/admin/page.css"),
    include_str!("../../../style/admin/lists.css"),
    include_str!("../../../style/admin/forms.css"),
    include_str!("../../../style/admin/tables.css"),
    include_str!("../../../style/admin/team.css"),
);

/// The whole administration, for whoever has the role `admin`, and what supervisors
/// see of their team. Others are told that they have no part in it; the records
/// themselves refuse their changes too.
#[component]
pub fn Administration(
    /// Reads and changes the records.
    administrator: Administrator,
    /// Who is signed in.
    #[prop(into)]
    actor: Signal<Actor>,
    /// Agents to explain configurations for, and to hand wrap-ups over to.
    #[prop(optional)]
    agents: Vec<AgentId>,
    /// The team's wrap-ups, opened; without them there is neither a team nor numbers.
    #[prop(optional)]
    team: Option<Desk>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
) -> impl IntoView {
    style_sheet::install(&document());
    style_sheet::install_further(&document(), STYLE);
    let office = Office::open(administrator, actor, agents, names);
    let team = StoredValue::new_local(team);
    let has_team = team.with_value(Option::is_some);
    let may = Memo::new(move |_| !sections(actor, has_team).is_empty());
    let inside = move || {
        if may.get() {
            view! { class="wrapup", <Inside office team /> }.into_any()
        } else {
            let name = actor.with(|actor| names.of(&actor.agent));
            let said = with("admin.gate.said", &[("name", &name), ("role", Role::Admin.name())]);
            view! { class="wrapup",
                <main class="admin-gate">
                    <h2 class="wrapup-title">{text("admin.gate.title")}</h2>
                    <p>{said}</p>
                </main>
            }
            .into_any()
        }
    };
    view! { class="wrapup",
        <div class="admin" part="administration">
            {inside}
            <GuardQuestion guard=office.guard />
        </div>
    }
}

/// The parts that are for whoever is signed in.
fn sections(actor: Signal<Actor>, has_team: bool) -> Vec<Section> {
    let roles = actor.with(|actor| actor.roles);
    let mine = |each: &Section| roles.contains(each.role()) && (has_team || !each.is_of_a_team());
    Section::ALL.into_iter().filter(mine).collect()
}

#[component]
fn Inside(office: Office, team: StoredValue<Option<Desk>, LocalStorage>) -> impl IntoView {
    let has_team = team.with_value(Option::is_some);
    // The address may name a part that is for others.
    let section = Memo::new(move |_| {
        let (asked, mine) = (office.route.section.get(), sections(office.actor, has_team));
        if mine.contains(&asked) { asked } else { mine.first().copied().unwrap_or_default() }
    });
    // Once anything was read it stays, with whatever is typed in it.
    let is_closed = Memo::new(move |_| {
        office.closed.with(Option::is_some) && office.catalog.with(Option::is_none)
    });
    let closed = move |class: &'static str| {
        let why = office.closed.get()?;
        let again = move |_| office.read();
        Some(view! { class="wrapup",
            <div class=class>
                <p class="wrapup-failure" role="alert">{why}</p>
                <button class="wrapup-button" type="button" on:click=again>
                    {text("admin.read_again")}
                </button>
            </div>
        })
    };
    let page = move || {
        if is_closed.get() {
            return (move || closed("admin-gate")).into_any();
        }
        match section.get() {
            Section::Codes => view! { class="wrapup", <CodesPage office /> }.into_any(),
            Section::Configurations => {
                view! { class="wrapup", <ConfigurationsPage office /> }.into_any()
            }
            Section::Explain => view! { class="wrapup", <ExplainPage office /> }.into_any(),
            Section::Audit => view! { class="wrapup", <AuditPage office /> }.into_any(),
            Section::Team | Section::Numbers => of_the_team(office, team, section.get()).into_any(),
        }
    };
    // A new one each time, which goes by itself after a while.
    let said = move || {
        let said = office.said.get();
        (!said.is_empty()).then(|| view! { class="wrapup", <p class="admin-toast">{said}</p> })
    };
    view! { class="wrapup",
        <nav class="admin-nav" aria-label=text("admin.nav.label")>
            <ul>{move || {
                let links = sections(office.actor, has_team).into_iter();
                links.map(|each| link(office, section, each)).collect::<Vec<_>>()
            }}</ul>
        </nav>
        <main class="admin-main">
            {move || (!is_closed.get()).then(|| closed("admin-unread"))}
            {page}
            <div class="admin-status" role="status">{said}</div>
        </main>
    }
}

/// What takes a desk of the team's.
fn of_the_team(
    office: Office,
    team: StoredValue<Option<Desk>, LocalStorage>,
    section: Section,
) -> Option<AnyView> {
    let desk = StoredValue::new_local(team.get_value()?);
    Some(match section {
        Section::Numbers => view! { class="wrapup", <NumbersPage office desk /> }.into_any(),
        _ => view! { class="wrapup", <TeamPage office desk /> }.into_any(),
    })
}

fn link(office: Office, shown: Memo<Section>, section: Section) -> AnyView {
    let name = text(match section {
        Section::Codes => "admin.nav.codes",
        Section::Configurations => "admin.nav.configurations",
        Section::Explain => "admin.nav.explain",
        Section::Audit => "admin.nav.audit",
        Section::Team => "admin.nav.team",
        Section::Numbers => "admin.nav.numbers",
    });
    let here = move || (shown.get() == section).then_some("page");
    let go = move |event: leptos::ev::MouseEvent| {
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            office.route.go(section, "");
        }
    };
    view! { class="wrapup",
        <li>
            <a class="admin-nav-link" href=["#", section.name()].concat() aria-current=here
                on:click=go>{name}</a>
        </li>
    }
    .into_any()
}
