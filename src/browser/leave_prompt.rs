//! Asking before the page is left.

use wasm_bindgen::JsCast;
use web_sys::{BeforeUnloadEvent, Event};

use super::listener::{At, Listener};

/// While this lives, the browser asks whoever leaves the page whether they mean
/// it, in its own words. Only those who have clicked or typed are asked.
///
/// To be held only while something would be lost: some browsers keep a page that
/// asks out of their back/forward cache. Nothing is done when asked, since who is
/// asked may stay; what happens as a page goes is [`super::page_lifecycle`]'s.
#[derive(Debug)]
#[must_use = "dropping it ends the asking"]
pub struct LeavePrompt {
    _asking: Listener,
}

impl LeavePrompt {
    /// Asks from now on.
    #[allow(clippy::new_without_default)] // it does something to the page
    pub fn new() -> Self {
        Self { _asking: Listener::new(&[(At::Window, "beforeunload")], Box::new(ask)) }
    }
}

#[allow(clippy::needless_pass_by_value)] // it is how the browser hands it over
fn ask(event: Event) {
    event.prevent_default();
    // For browsers that go by this instead. Which text it is doesn't matter,
    // as long as there is one.
    if let Some(event) = event.dyn_ref::<BeforeUnloadEvent>() {
        event.set_return_value("?");
    }
}
