//! One at a time: locks that all pages of an origin in this browser share.
//!
//! Where the browser has none (`navigator.locks` wants a secure page), a lock
//! of this page alone takes its place; then two pages may do at the same time
//! what is meant for one, and only the backend's own rules stand between them.

use std::cell::RefCell;
use std::fmt;

use futures_channel::oneshot;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Navigator};

use super::task;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = Navigator)]
    type NavigatorWithLocks;

    /// web-sys has them only behind a switch for what is unstable.
    #[wasm_bindgen(method, getter)]
    fn locks(this: &NavigatorWithLocks) -> Option<LockManager>;

    type LockManager;

    /// Calls `granted` with the lock, or with `null` where it was to be had at
    /// once and is not; the lock is held until the promise resolves that
    /// `granted` returns.
    #[wasm_bindgen(catch, method)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        granted: &Function,
    ) -> Result<Promise, JsValue>;

    /// What is held and waited for, in the whole browser.
    #[wasm_bindgen(catch, method)]
    fn query(this: &LockManager) -> Result<Promise, JsValue>;
}

/// Being the only one, until dropped. The browser lets go of it as well when
/// the page goes away, whichever way.
#[must_use = "dropping a lock releases it"]
pub struct Lock {
    release: Option<Function>,
    /// The name, for a lock of this page alone.
    here: Option<String>,
}

/// Waits until nobody else has the lock of that name, in the order of asking.
/// Given up while it waits, it leaves its place to the next.
pub async fn exclusive(name: &str) -> Lock {
    match of_the_browser(name, Asking::AndWaiting).await {
        Ok(Some(lock)) => lock,
        Ok(None) | Err(Refused) => of_this_page(name).await,
    }
}

/// The same for a page that may be kept for the back button, where nobody may stand in
/// line: it asks again whenever the lock is free. Given up, it leaves nothing behind.
pub async fn exclusive_at_last(name: &str) -> Lock {
    loop {
        if let Some(lock) = try_exclusive(name).await {
            return lock;
        }
        let (tell, free) = oneshot::channel();
        let watch = watch(name, move || {
            // Given up meanwhile, nobody waits for it.
            let _ = tell.send(());
        });
        // Without one, the lock is this page's alone, and is had for as long as it lives.
        let _ = free.await;
        drop(watch);
    }
}

/// A share of the lock of that name: any number of pages have one at a time, and
/// as long as one of them does, nobody has the lock itself. A page without the
/// browser's locks knows of no other page; its share is only its own.
pub async fn shared(name: &str) -> Lock {
    match of_the_browser(name, Asking::ForAShare).await {
        Ok(Some(lock)) => lock,
        Ok(None) | Err(Refused) => Lock::new(None).0,
    }
}

/// The lock of that name, unless somebody has it or waits for it.
pub async fn try_exclusive(name: &str) -> Option<Lock> {
    match of_the_browser(name, Asking::AtOnce).await {
        Ok(lock) => lock,
        Err(Refused) if is_taken_here(name) => None,
        Err(Refused) => Some(of_this_page(name).await),
    }
}

/// The names of all locks that some page holds and that begin with `prefix`;
/// `None` where the browser doesn't tell.
pub async fn held(prefix: &str) -> Option<Vec<String>> {
    let answer = JsFuture::from(manager()?.query().ok()?).await.ok()?;
    let held = Array::from(&Reflect::get(&answer, &"held".into()).ok()?);
    let name = |lock: JsValue| Reflect::get(&lock, &"name".into()).ok()?.as_string();
    Some(held.iter().filter_map(name).filter(|name| name.starts_with(prefix)).collect())
}

/// Waiting for a lock to be free, until dropped.
#[must_use = "dropping a watch ends it"]
pub struct Watch {
    abort: AbortController,
}

/// Calls `free` once nobody has the lock of that name any more: whoever had it let
/// go of it, was closed, or crashed. Any number of pages may watch. `None` where
/// the browser has no locks: then nobody would ever know.
pub fn watch(name: &str, free: impl FnOnce() + 'static) -> Option<Watch> {
    let (manager, abort) = (manager()?, AbortController::new().ok()?);
    let options = Object::new();
    // A new object takes any property.
    let _ = Reflect::set(&options, &"mode".into(), &"shared".into());
    let _ = Reflect::set(&options, &"signal".into(), &abort.signal());
    // Whoever is told lets go of its own share at once: any function will do that
    // gives back no promise.
    let told = Reflect::get(&js_sys::global(), &"Boolean".into()).ok()?;
    let asked = manager.request(name, &options, told.unchecked_ref()).ok()?;
    task::spawn(async move {
        // Given up, it fails.
        if JsFuture::from(asked).await.is_ok() {
            free();
        }
    });
    Some(Watch { abort })
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.abort.abort();
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

/// The browser gives no locks to this page, or not of that name.
struct Refused;

fn manager() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    let navigator: NavigatorWithLocks = JsValue::from(navigator).unchecked_into();
    navigator.locks()
}

/// How a lock is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    AndWaiting,
    AtOnce,
    ForAShare,
}

async fn of_the_browser(name: &str, asking: Asking) -> Result<Option<Lock>, Refused> {
    let manager = manager().ok_or(Refused)?;
    let options = Object::new();
    // A new object takes any property.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &(asking == Asking::AtOnce).into());
    if asking == Asking::ForAShare {
        let _ = Reflect::set(&options, &"mode".into(), &"shared".into());
    }
    // Made before it is granted: given up meanwhile, it is released already by
    // the time it comes.
    let (lock, held) = Lock::new(None);
    let mut asked = Err(JsValue::UNDEFINED);
    let granted = Promise::new(&mut |resolve, _| {
        let held = held.clone();
        let granted = Closure::once_into_js(move |lock: JsValue| {
            call(&resolve, &lock);
            JsValue::from(held)
        });
        asked = manager.request(name, &options, granted.unchecked_ref());
    });
    // What was asked ends only with the lock itself, unless it is refused.
    let asked = asked.map_err(|_| Refused)?;
    let granted = JsFuture::from(Promise::race(&Array::of2(&granted, &asked))).await;
    granted.map(|granted| granted.is_object().then_some(lock)).map_err(|_| Refused)
}

/// Those who have a lock of this page alone or wait for it.
struct Queue {
    length: u32,
    /// Resolves once all of them are done.
    end: Promise,
}

thread_local! {
    static HERE: RefCell<Vec<(String, Queue)>> = const { RefCell::new(Vec::new()) };
}

fn is_taken_here(name: &str) -> bool {
    HERE.with_borrow(|queues| queues.iter().any(|(each, _)| each == name))
}

async fn of_this_page(name: &str) -> Lock {
    let (lock, held) = Lock::new(Some(name.to_owned()));
    let before = HERE.with_borrow_mut(|queues| {
        if let Some((_, queue)) = queues.iter_mut().find(|(each, _)| each == name) {
            queue.length += 1;
            let end = Promise::all(&Array::of2(&queue.end, &held));
            return Some(core::mem::replace(&mut queue.end, end));
        }
        queues.push((name.to_owned(), Queue { length: 1, end: held }));
        None
    });
    if let Some(before) = before {
        // None of these promises is ever rejected.
        let _ = JsFuture::from(before).await;
    }
    lock
}

fn leave(name: &str) {
    HERE.with_borrow_mut(|queues| {
        let Some(at) = queues.iter().position(|(each, _)| each == name) else { return };
        queues[at].1.length -= 1;
        if queues[at].1.length == 0 {
            queues.swap_remove(at);
        }
    });
}

impl Lock {
    /// A lock, and the promise that resolves when it is dropped.
    fn new(here: Option<String>) -> (Self, Promise) {
        let mut release = None;
        let held = Promise::new(&mut |resolve, _| release = Some(resolve));
        (Self { release, here }, held)
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(name) = self.here.take() {
            leave(&name);
        }
        if let Some(release) = &self.release {
            call(release, &JsValue::UNDEFINED);
        }
    }
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").field("here", &self.here).finish_non_exhaustive()
    }
}

/// Resolves a promise; that never throws.
fn call(resolve: &Function, value: &JsValue) {
    let _ = resolve.call1(&JsValue::UNDEFINED, value);
}
