//! When the page is shown, hidden, frozen, resumed, gone and back.
//!
//! A page cannot know whether it is closed, reloaded or left. All it hears is
//! `pagehide`; `unload` would keep it out of the back/forward cache and is not
//! reliable, so nothing here listens to it.

use std::cell::RefCell;
use std::rc::Weak;

use wasm_bindgen::JsCast;
use web_sys::{Event, PageTransitionEvent, VisibilityState};

pub use super::listener::Listener;
use super::listener::{At, Registration};

/// Whether anybody can see the page.
pub fn is_visible() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_none_or(|document| document.visibility_state() == VisibilityState::Visible)
}

/// Calls `callback` whenever timers may have slept or are about to: the page is
/// shown or hidden, focused, taken from or put into the back/forward cache, resumed.
/// As it goes, this comes before [`after_gone`].
pub fn on_change(mut callback: impl FnMut() + 'static) -> Listener {
    let events = [
        (At::Window, "pageshow"),
        (At::Window, "pagehide"),
        (At::Window, "focus"),
        (At::Document, "visibilitychange"),
        (At::Document, "resume"),
        (At::Document, "freeze"),
    ];
    before_letting_go(Listener::new(&events, Box::new(move |_| callback())))
}

/// The page is going away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gone {
    /// The browser means to keep it for the back button ([`on_back`] tells if
    /// it comes back). It may still be thrown away, without a further word.
    pub may_come_back: bool,
}

/// Calls `callback` as the page goes away: closed, reloaded or left, nobody can
/// tell which. What is begun here, requests and writes, the browser finishes;
/// answers to it may never be seen.
pub fn on_gone(callback: impl Fn(Gone) + 'static) -> Listener {
    let gone = move |event: Event| callback(Gone { may_come_back: persisted(&event) });
    before_letting_go(Listener::new(&[(At::Window, "pagehide")], Box::new(gone)))
}

/// Calls `callback` as the page goes away, after every [`on_gone`] and
/// [`on_change`]: to let go of what would keep the page out of the back/forward
/// cache, or hold up other pages from in there, once all has been begun that still
/// needs it.
pub fn after_gone(callback: impl Fn(Gone) + 'static) -> Listener {
    let gone = move |event: Event| callback(Gone { may_come_back: persisted(&event) });
    let listener = Listener::new(&[(At::Window, "pagehide")], Box::new(gone));
    LETTING_GO.with_borrow_mut(|last| last.push(listener.registration()));
    listener
}

thread_local! {
    static LETTING_GO: RefCell<Vec<Weak<Registration>>> = const { RefCell::new(Vec::new()) };
}

/// Keeps those of [`after_gone`] behind `listener`. A browser calls listeners in
/// the order they came, at the window even those that ask to be first. Each of
/// them has to be called by itself: what it begins in a task is begun before the
/// next one's turn.
fn before_letting_go(listener: Listener) -> Listener {
    LETTING_GO.with_borrow_mut(|last| {
        last.retain(|registration| {
            let registration = registration.upgrade();
            registration.inspect(|last| last.queue_up_again()).is_some()
        });
    });
    listener
}

/// Calls `callback` when the page is back from the back/forward cache: nothing
/// of it was lost, but time has passed and others may have written.
pub fn on_back(callback: impl Fn() + 'static) -> Listener {
    let shown = move |event: Event| {
        if persisted(&event) {
            callback();
        }
    };
    Listener::new(&[(At::Window, "pageshow")], Box::new(shown))
}

/// Calls `callback` when the browser stops everything in the page, hidden or
/// gone: no timer and no answer comes until it is resumed, if ever. Not every
/// browser says so.
pub fn on_freeze(callback: impl Fn() + 'static) -> Listener {
    Listener::new(&[(At::Document, "freeze")], Box::new(move |_| callback()))
}

/// Whether the page goes into the back/forward cache, or comes out of it.
fn persisted(event: &Event) -> bool {
    event.dyn_ref::<PageTransitionEvent>().is_some_and(PageTransitionEvent::persisted)
}
