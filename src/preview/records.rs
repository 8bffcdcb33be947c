//! Where the preview keeps its records: in this browser only, or, where the page's
//! address names a service (`?backend=/wrap-up`), there.

use std::rc::Rc;

use interaction_wrap_up::backend::BackendError;
use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::backend::rest::RestBackend;
use interaction_wrap_up::browser::address;
use interaction_wrap_up::domain::id::AgentId;
use interaction_wrap_up::runtime::Desk;

use super::{agents, sample, settings};

/// The records of one agent's workspace.
#[derive(Debug, Clone)]
pub(super) struct Records {
    store: Rc<BrowserBackend>,
    service: Option<(String, AgentId)>,
}

impl Records {
    /// As the page's address says.
    pub(super) fn named_by_address() -> Self {
        let agent = agents::id(settings::remembered_agent());
        let service = address::parameter("backend").map(|base| (base, agent));
        let store = match &service {
            None => BrowserBackend::default(),
            Some((base, agent)) => BrowserBackend::scoped("rest", base, agent),
        };
        Self { store: Rc::new(store), service }
    }

    /// The service records go to; `None` where they stay in this browser.
    pub(super) fn service(&self) -> Option<&str> {
        self.service.as_ref().map(|(base, _)| base.as_str())
    }

    /// As whom records go to a service.
    pub(super) fn agent(&self) -> Option<&AgentId> {
        self.service.as_ref().map(|(_, agent)| agent)
    }

    /// Puts the sample data in place where this browser is all there is.
    pub(super) async fn set_up(&self) -> Result<(), BackendError> {
        match self.service {
            None => self.store.set_up(&sample::catalog()).await,
            Some(_) => Ok(()),
        }
    }

    /// Forgets what is kept here.
    pub(super) async fn reset(&self) -> Result<(), BackendError> {
        self.store.reset(&sample::catalog()).await
    }

    /// A desk over them.
    pub(super) fn desk(&self) -> Desk {
        let Some((base, agent)) = self.service.clone() else {
            return Desk::in_browser(self.store.clone());
        };
        let token = ["Bearer ", agent.as_str()].concat();
        let sign_in = move |_| {
            let header = ("Authorization".to_owned(), token.clone());
            let signed: SignedIn = Box::pin(async { vec![header] });
            signed
        };
        let service = RestBackend::new(&base).with_sign_in(Box::new(sign_in));
        Desk::new(agent, self.store.clone(), Rc::new(service))
    }
}

type SignedIn = std::pin::Pin<Box<dyn Future<Output = Vec<(String, String)>>>>;
