//! Tells the backend when the page goes away and when it is back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::courier::Courier;
use super::desk::{Desk, Inner};
use crate::backend::{About, BackendError};
use crate::browser::page_lifecycle::{self, Listener};
use crate::browser::timeout::Timeout;
use crate::browser::{clock, connectivity, frame, task};
use crate::domain::delivery::presence::{FAREWELL_BYTES, FAREWELL_BYTES_IN_FRAME, Farewell};
use crate::domain::time::Millis;

/// The switch follows what is typed at most this often.
const SWITCH_PAUSE: Millis = Millis(1_000);

/// What is needed to say goodbye.
#[derive(Default)]
pub(super) struct Presence {
    listeners: RefCell<Vec<Listener>>,
    /// Whether it was said, now that the page goes.
    said: Cell<bool>,
    /// Whether the backend is to be told should the page vanish.
    armed: Cell<bool>,
    later: RefCell<Option<Timeout>>,
}

impl Presence {
    /// Says nothing more.
    pub(super) fn end(&self) {
        self.listeners.take();
        self.later.take();
    }
}

impl Inner {
    pub(super) fn watch_coming_and_going(self: &Rc<Self>) {
        let desk = Rc::downgrade(self);
        let gone = page_lifecycle::on_gone(move |_| {
            if let Some(inner) = desk.upgrade() {
                inner.say_farewell();
            }
        });
        // Firefox may stop the first one half-way where a tab is closed: without a second
        // one 15 of 40 were gone without a word, with it 1 of 170.
        let desk = Rc::downgrade(self);
        let last = page_lifecycle::after_gone(move |_| {
            let Some(inner) = desk.upgrade() else { return };
            if inner.presence.said.replace(false) {
                // Once more: it may have been stopped between the two.
                inner.put_down_typed();
            } else {
                inner.say_farewell();
                inner.presence.said.set(false);
            }
        });
        let desk = Rc::downgrade(self);
        let back = page_lifecycle::on_back(move || {
            let Some(inner) = desk.upgrade() else { return };
            task::spawn(async move {
                // What cannot be asked now is answered with the next delivery.
                let _ = inner.come_back().await;
                inner.wake();
                inner.deliver();
            });
        });
        let desk = Rc::downgrade(self);
        let online = connectivity::on_online(move || {
            if let Some(inner) = desk.upgrade() {
                inner.network_is_back();
            }
        });
        self.presence.listeners.replace(vec![gone, last, back, online]);
    }

    /// What pages that went have typed and not written otherwise.
    pub(super) async fn take_over_typing(self: &Rc<Self>) {
        // What cannot be read now is there for the next page.
        if let Ok(typed) = self.store().take_typed().await {
            self.act(|page| page.take_over(typed, clock::now()));
        }
    }

    /// Says that this page is there, in spite of what another one may have said.
    pub(super) fn stay(self: &Rc<Self>) {
        let inner = self.clone();
        task::spawn(async move {
            // Without an answer, the next delivery tells how things stand.
            let _ = inner.come_back().await;
        });
    }

    /// Tells the backend that this page is there, and learns what became of
    /// segments meanwhile.
    pub(super) async fn come_back(self: &Rc<Self>) -> Result<(), BackendError> {
        let left = self.page.borrow().left_behind(self.agent());
        let segments: Vec<About> = left.into_iter().map(|each| each.progress.about).collect();
        let known = self.backend.back(&segments).await?;
        self.act(|page| page.back(known, clock::now(), &mut Desk::new_key));
        // What the switch would say is from before, and so would not count any more.
        if self.presence.armed.get() {
            self.set_switch();
        }
        Ok(())
    }

    /// Writes what isn't written, and tells the backend that the page goes.
    pub(super) fn say_farewell(self: &Rc<Self>) {
        // First what goes out: who closes a tab waits for none of this, and a task
        // later it may be too late (in Firefox it was for 2 tabs of 50).
        self.presence.said.set(false);
        self.backend.farewell(&self.farewell());
        self.presence.said.set(true);
        // A step is read before it is written, which a page that goes may not live to
        // see. So what can be put down without a question comes before it.
        self.put_down_typed();
        let inner = self.clone();
        task::spawn(async move { inner.write_all() });
    }

    fn put_down_typed(&self) {
        let typed = self.page.borrow().typed_in(&self.page_id);
        self.store().keep_typed(&typed);
    }

    /// Tells the backend that the page goes, and nothing that was typed or finished.
    pub(super) fn say_gone_without_words(&self) {
        self.backend.farewell(&self.farewell().without_words());
    }

    fn farewell(&self) -> Farewell {
        let outbox = self.courier.as_ref().map_or_else(Vec::new, Courier::parcels);
        let left = self.page.borrow().left_behind(self.agent());
        let foreign = frame::is_foreign();
        let room = if foreign { FAREWELL_BYTES_IN_FRAME } else { FAREWELL_BYTES };
        Farewell::of(self.agent().cloned(), clock::now().wall, &outbox, left, room)
    }

    /// Has the switch say what there now is to say: at once when it says nothing
    /// yet, else a little later.
    pub(super) fn follow_with_switch(self: &Rc<Self>) {
        let Presence { armed, later, .. } = &self.presence;
        if self.courier.is_none() || later.borrow().is_some() {
            return;
        }
        if !armed.get() {
            return self.set_switch();
        }
        let desk = Rc::downgrade(self);
        later.replace(Some(Timeout::new(SWITCH_PAUSE, move || {
            if let Some(inner) = desk.upgrade() {
                inner.presence.later.take();
                inner.set_switch();
            }
        })));
    }

    fn set_switch(&self) {
        let farewell = self.farewell();
        let armed = !farewell.is_empty();
        if armed || self.presence.armed.get() {
            self.backend.when_vanished(armed.then_some(&farewell));
        }
        self.presence.armed.set(armed);
    }
}
