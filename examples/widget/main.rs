//! The widget by itself: every adapter, and no workspace around it. By it the
//! bytes are counted that a page downloads (`make size`). The address says what is
//! shown: `?interaction=C-1001&agent=ada`, with `&backend=/wrap-up` for a service.

use std::rc::Rc;

use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::backend::rest::RestBackend;
use interaction_wrap_up::browser::{address, task};
use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::domain::id::{AgentId, InteractionId};
use interaction_wrap_up::runtime::Desk;
use interaction_wrap_up::view::{CloseNotices, DeliveryStatus, InteractionWrapUp, RejectedRecords};
use leptos::prelude::*;

fn main() {
    let named = |name| address::parameter(name).unwrap_or_default();
    let (Ok(agent), Ok(interaction)) =
        (AgentId::new(named("agent")), InteractionId::new(named("interaction")))
    else {
        return;
    };
    let desk = desk(&agent, address::parameter("backend"));
    task::spawn(async move {
        match desk.open().await {
            Ok(_) => leptos::mount::mount_to_body(move || widget(desk, interaction, agent)),
            Err(error) => leptos::logging::error!("{error}"),
        }
    });
}

fn desk(agent: &AgentId, service: Option<String>) -> Desk {
    let Some(base) = service else { return Desk::default() };
    let store = BrowserBackend::scoped("rest", &base, agent);
    let service = RestBackend::new(&base).with_cookies();
    Desk::new(agent.clone(), Rc::new(store), Rc::new(service))
}

fn widget(desk: Desk, interaction: InteractionId, agent: AgentId) -> impl IntoView {
    let actor = Signal::stored(Actor { agent, roles: [Role::InteractionAdmin].into() });
    view! { class="wrapup",
        <InteractionWrapUp desk=desk.clone() interaction actor />
        <CloseNotices desk=desk.clone() actor />
        <DeliveryStatus desk=desk.clone() />
        <RejectedRecords desk />
    }
}
