//! When the page is shown, hidden, frozen, resumed.

use std::fmt;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{EventTarget, VisibilityState};

/// Whether anybody can see the page.
pub fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Being called back, for as long as this is kept.
#[must_use = "dropping a listener removes it"]
pub struct Listener {
    registered: Vec<(EventTarget, &'static str)>,
    callback: Rc<Closure<dyn FnMut()>>,
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("registered", &self.registered).finish_non_exhaustive()
    }
}

/// Calls `callback` whenever timers may have slept or are about to: the page is
/// shown or hidden, focused, taken from or put into the back/forward cache, resumed.
pub fn on_change(callback: impl FnMut() + 'static) -> Listener {
    let on_window = &["pageshow", "pagehide", "focus"];
    listen(on_window, &["visibilitychange", "resume", "freeze"], callback)
}

/// Calls `callback` as the page goes away, perhaps into the back/forward cache:
/// to let go of what would keep it out of there.
pub fn after_gone(callback: impl Fn() + 'static) -> Listener {
    listen(&["pagehide"], &[], callback)
}

/// Calls `callback` when the page is shown: for the first time, or again out of
/// the back/forward cache.
pub fn on_back(callback: impl Fn() + 'static) -> Listener {
    listen(&["pageshow"], &[], callback)
}

fn listen(
    on_window: &[&'static str],
    on_document: &[&'static str],
    callback: impl FnMut() + 'static,
) -> Listener {
    let callback = Rc::new(Closure::<dyn FnMut()>::new(callback));
    let window = web_sys::window();
    let document = window.as_ref().and_then(web_sys::Window::document);
    let window = window.iter().flat_map(|target| {
        on_window.iter().map(|event| (EventTarget::from(target.clone()), *event))
    });
    let document = document.iter().flat_map(|target| {
        on_document.iter().map(|event| (EventTarget::from(target.clone()), *event))
    });
    let function = callback.as_ref().as_ref().unchecked_ref();
    let registered = window
        .chain(document)
        .filter(|(target, event)| target.add_event_listener_with_callback(event, function).is_ok())
        .collect();
    Listener { registered, callback }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = (*self.callback).as_ref().unchecked_ref();
        for (target, event) in &self.registered {
            // A target that refuses has nothing registered any more.
            let _ = target.remove_event_listener_with_callback(event, function);
        }
    }
}
