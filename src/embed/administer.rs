//! The administration over a service, for a page of the host's own.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::{failure, js, signed};
use crate::backend::rest::RestAdministration;
use crate::browser::shadow;
use crate::domain::gate::Actor;
use crate::domain::id::AgentId;
use crate::domain::record::{RecordError, Rule};
use crate::runtime::Administrator;
use crate::view::AgentNames;
use crate::view::admin::{Administration, text};

/// A page's hold on the administration that it shows.
#[wasm_bindgen]
pub struct Administering {
    view: UnmountHandle<AnyViewState>,
}

impl fmt::Debug for Administering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Administering").finish_non_exhaustive()
    }
}

#[wasm_bindgen]
impl Administering {
    /// Takes it off the page. What is typed and not saved is gone.
    pub fn close(self) {
        drop(self.view);
    }
}

/// Shows the administration within `root`, as `options` say.
///
/// # Errors
/// `{ code, message, field }` for options that cannot be understood.
#[wasm_bindgen]
pub fn administer(root: JsValue, options: &JsValue) -> Result<Administering, JsValue> {
    console_error_panic_hook::set_once();
    let options = Options::read(options).map_err(|error| failure::bad_argument(&error))?;
    let view = mount_to(shadow::as_parent(root), move || page(options).into_any());
    Ok(Administering { view })
}

struct Options {
    actor: Actor,
    /// The service's address, and whether cookies sign requests in.
    service: (String, bool),
    headers: Option<js_sys::Function>,
    /// Agents' names by id.
    names: Vec<(String, String)>,
}

impl Options {
    fn read(given: &JsValue) -> Result<Self, RecordError> {
        let needed = || RecordError::new(Rule::Needed, "").under("agent");
        Ok(Self {
            actor: signed::actor(given)?.ok_or_else(needed)?,
            service: signed::address(given)?,
            headers: js::function(given, "headers")?,
            names: js::texts(given, "names")?,
        })
    }
}

fn page(Options { actor, service: (base, cookies), headers, names }: Options) -> impl IntoView {
    let headers = Rc::new(RefCell::new(headers));
    let mut records = RestAdministration::new(&base).with_sign_in(signed::sign_in(headers));
    if cookies {
        records = records.with_cookies();
    }
    let known = names.iter().filter_map(|(id, _)| AgentId::new(id.clone()).ok());
    let agents: Vec<_> = known.collect();
    let names = AgentNames::new(move |agent| {
        let known = names.iter().find(|(id, _)| id == agent.as_str());
        known.map_or_else(|| agent.to_string(), |(_, name)| name.clone())
    });
    let who = names.of(&actor.agent);
    let actor = Signal::stored(actor);
    let administrator = Administrator::new(Rc::new(records));
    view! { class="wrapup",
        <header class="admin-bar">
            <h1 class="admin-brand">{text("admin.title")}</h1>
            <p class="admin-signed-in">
                <span>{text("admin.signed_in")}</span>
                <strong dir="auto">{who}</strong>
            </p>
        </header>
        <Administration administrator actor agents names />
    }
}
