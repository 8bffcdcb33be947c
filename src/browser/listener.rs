//! Being called back by the browser.

use std::fmt;
use std::rc::{Rc, Weak};

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// Where an event is listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    Window,
    Document,
}

impl At {
    fn target(self) -> Option<EventTarget> {
        let window = web_sys::window()?;
        match self {
            Self::Window => Some(window.into()),
            Self::Document => window.document().map(Into::into),
        }
    }
}

/// Being called back, for as long as this is kept.
#[must_use = "dropping a listener removes it"]
pub struct Listener {
    registration: Rc<Registration>,
}

impl Listener {
    /// Calls `callback` with each of `events`. Where there is no page, never.
    pub(super) fn new(events: &[(At, &'static str)], callback: Box<dyn FnMut(Event)>) -> Self {
        let events = events.iter();
        let targets = events.filter_map(|(at, event)| Some((at.target()?, *event))).collect();
        let registration = Registration { targets, callback: Closure::wrap(callback) };
        registration.begin();
        Self { registration: Rc::new(registration) }
    }

    /// How it is registered, for as long as it is.
    pub(super) fn registration(&self) -> Weak<Registration> {
        Rc::downgrade(&self.registration)
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events: Vec<_> = self.registration.targets.iter().map(|(_, event)| event).collect();
        f.debug_struct("Listener").field("events", &events).finish()
    }
}

/// What the browser knows of a listener.
pub(super) struct Registration {
    targets: Vec<(EventTarget, &'static str)>,
    callback: Closure<dyn FnMut(Event)>,
}

impl Registration {
    fn begin(&self) {
        let function = self.callback.as_ref().unchecked_ref();
        for (target, event) in &self.targets {
            // A window and its document take every listener.
            let _ = target.add_event_listener_with_callback(event, function);
        }
    }

    fn end(&self) {
        let function = self.callback.as_ref().unchecked_ref();
        for (target, event) in &self.targets {
            // Refused only where nothing is registered any more.
            let _ = target.remove_event_listener_with_callback(event, function);
        }
    }

    /// From now on called after all who are registered already.
    pub(super) fn queue_up_again(&self) {
        self.end();
        self.begin();
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.end();
    }
}
