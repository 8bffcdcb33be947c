//! The desks of a page: one for each place that records go to, and agent. They
//! live as long as the page, since what runs goes on when its element is taken away.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use js_sys::{Function, Promise};
use leptos::prelude::{ArcRwSignal, Set};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

use super::happenings::Happenings;
use super::options::{self, Options, Source};
use super::signed::sign_in;
use crate::backend::browser::BrowserBackend;
use crate::backend::host::HostBackend;
use crate::backend::rest::RestBackend;
#[cfg(feature = "servicenow")]
use crate::backend::servicenow::ServiceNowBackend;
use crate::domain::catalog::Catalog;
use crate::domain::gate::Actor;
use crate::domain::id::AgentId;
use crate::runtime::Desk;

thread_local! {
    static PLACES: RefCell<Vec<Rc<Place>>> = const { RefCell::new(Vec::new()) };
}

/// A desk, and what all its elements share.
pub(super) struct Place {
    source: Source,
    /// Whose it is; `None` where all agents of the browser share it.
    agent: Option<AgentId>,
    pub(super) desk: Desk,
    /// Whether it is open.
    pub(super) opened: ArcRwSignal<bool>,
    /// Kept once it is.
    pub(super) opening: Promise,
    headers: Rc<RefCell<Option<Function>>>,
    _happenings: Happenings,
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Place").field("source", &self.source).finish_non_exhaustive()
    }
}

/// The place that `options` ask for, made if there is none yet.
pub(super) fn place(options: &Options, actor: &Actor) -> Rc<Place> {
    let agent = (options.source != Source::Browser).then(|| actor.agent.clone());
    let is_it = |each: &&Rc<Place>| each.source == options.source && each.agent == agent;
    let known = PLACES.with_borrow(|places| places.iter().find(is_it).cloned());
    let place = known.unwrap_or_else(|| {
        leave_others(&options.source);
        let place = Rc::new(Place::open(&options.source, agent, options.catalog.clone()));
        PLACES.with_borrow_mut(|places| places.push(place.clone()));
        place
    });
    place.headers.replace(options.headers.clone());
    if let Some(catalog) = options.catalog.clone() {
        place.desk.set_catalog(catalog);
    }
    place
}

/// Another agent has signed in: what no element shows any more is left behind, so
/// that nothing of theirs goes out with the new one's headers.
fn leave_others(source: &Source) {
    let left: Vec<_> = PLACES.with_borrow_mut(|places| {
        let unused = |each: &mut Rc<Place>| each.source == *source && Rc::strong_count(each) == 1;
        places.extract_if(.., unused).collect()
    });
    for place in left {
        place.desk.leave();
    }
}

impl Place {
    fn open(source: &Source, agent: Option<AgentId>, catalog: Option<Catalog>) -> Self {
        let headers = Rc::new(RefCell::new(None));
        let desk = match (source, &agent) {
            (Source::Rest { base, cookies }, Some(agent)) => {
                let store = Rc::new(BrowserBackend::scoped("rest", base, agent));
                let mut service = RestBackend::new(base).with_sign_in(sign_in(headers.clone()));
                if *cookies {
                    service = service.with_cookies();
                }
                Desk::new(agent.clone(), store, Rc::new(service))
            }
            #[cfg(feature = "servicenow")]
            (Source::ServiceNow { base, cookies, leaving }, Some(agent)) => {
                let store = Rc::new(BrowserBackend::scoped("servicenow", base, agent));
                let instance = ServiceNowBackend::new(base, *leaving);
                let mut instance = instance.with_sign_in(sign_in(headers.clone()));
                if *cookies {
                    instance = instance.with_cookies();
                }
                Desk::new(agent.clone(), store, Rc::new(instance))
            }
            (Source::Host { name, object }, Some(agent)) => {
                let store = Rc::new(BrowserBackend::scoped("host", name, agent));
                let host = HostBackend::new(object.clone(), catalog, options::read_catalog);
                Desk::new(agent.clone(), store, Rc::new(host))
            }
            _ => Desk::default(),
        };
        let happenings = Happenings::watch(&desk);
        let opened = ArcRwSignal::new(false);
        let opening = {
            let (desk, opened) = (desk.clone(), opened.clone());
            let told = happenings.clone();
            future_to_promise(async move {
                told.opened(desk.open().await);
                opened.set(true);
                Ok(JsValue::UNDEFINED)
            })
        };
        let source = source.clone();
        Self { source, agent, desk, opened, opening, headers, _happenings: happenings }
    }
}
