//! Which other pages are there over the same store, and when one of them is not any
//! more. Each page has a lock for as long as it lives; the others watch it. So they
//! learn of a page that was closed, and of one that crashed, which says nothing.
//!
//! A page that goes lets go of its lock, and watches nobody: one that is waited for
//! would be thrown out of the back/forward cache. Without the browser's locks a page
//! hears of those that say goodbye, and of no others.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::desk::Inner;
use super::mirror::look_again;
use crate::backend::page_locks;
use crate::browser::locks::{self, Lock, Watch};
use crate::browser::page_lifecycle::{self, Listener};
use crate::browser::task;
use crate::domain::id::PageId;

/// The pages that one page knows of.
#[derive(Default)]
pub(super) struct Neighbours {
    /// That this page is there.
    own: RefCell<Option<Lock>>,
    /// By the names of their locks.
    others: RefCell<Vec<(String, Watch)>>,
    /// How often this page went or came.
    turns: Cell<u32>,
    listeners: RefCell<Vec<Listener>>,
}

impl Neighbours {
    /// Begins to be there, for as long as the page is.
    pub(super) fn watch(inner: &Rc<Inner>) {
        let (gone, back) = (Rc::downgrade(inner), Rc::downgrade(inner));
        let listeners = vec![
            page_lifecycle::after_gone(move |_| {
                if let Some(inner) = gone.upgrade() {
                    inner.neighbours.leave();
                }
            }),
            page_lifecycle::on_back(move || {
                if let Some(inner) = back.upgrade() {
                    inner.move_in();
                }
            }),
        ];
        inner.neighbours.listeners.replace(listeners);
        inner.move_in();
    }

    /// Whether the end of that page will be noticed.
    pub(super) fn watches(&self, page: &PageId) -> bool {
        self.others.borrow().iter().any(|(name, _)| name.ends_with(page.as_str()))
    }

    /// Is there no longer, and does not come back.
    pub(super) fn end(&self) {
        self.listeners.take();
        self.leave();
    }

    /// Is there no longer, and looks after nobody.
    fn leave(&self) {
        self.turns.set(self.turns.get().wrapping_add(1));
        self.own.take();
        self.others.take();
    }
}

impl Inner {
    /// The name of a page's lock; `None` where the store has no other pages.
    fn lock_of(&self, page: &str) -> Option<String> {
        let store = self.store();
        (!store.name().is_empty()).then(|| page_locks(store.name()) + page)
    }

    fn move_in(self: &Rc<Self>) {
        let Some(own) = self.lock_of(self.page_id.as_str()) else { return };
        let inner = self.clone();
        let turn = self.neighbours.turns.get();
        task::spawn(async move {
            let lock = locks::exclusive(&own).await;
            if inner.neighbours.turns.get() != turn {
                return; // gone meanwhile
            }
            inner.neighbours.own.replace(Some(lock));
            // Who comes at the same time is found, or hears of this page.
            let everybody = inner.lock_of("").unwrap_or_default();
            let there = locks::held(&everybody).await.unwrap_or_default();
            if inner.neighbours.turns.get() != turn {
                return;
            }
            there.into_iter().filter(|name| *name != own).for_each(|name| inner.look_after(name));
            inner.mirror.here(&inner.page_id);
        });
    }

    /// Another page says that it is there.
    pub(super) fn meet(self: &Rc<Self>, page: &PageId) {
        if let Some(name) = self.lock_of(page.as_str()) {
            self.look_after(name);
        }
    }

    fn look_after(self: &Rc<Self>, name: String) {
        let mut others = self.neighbours.others.borrow_mut();
        if others.iter().any(|(known, _)| *known == name) {
            return;
        }
        let (desk, known) = (Rc::downgrade(self), name.clone());
        let watch = locks::watch(&name, move || {
            let Some(inner) = desk.upgrade() else { return };
            inner.neighbours.others.borrow_mut().retain(|(name, _)| *name != known);
            inner.another_went();
        });
        if let Some(watch) = watch {
            others.push((name, watch));
        }
    }

    /// Another page went, however that came about. What it has written unheard, and
    /// typed and not told this page, is in the store; what it had not delivered yet is
    /// in the outbox. It may have said goodbye to a system of record elsewhere, which
    /// cannot know that this page shows the same segments.
    pub(super) fn another_went(self: &Rc<Self>) {
        let inner = self.clone();
        task::spawn(async move {
            look_again(inner.clone()).await;
            inner.take_over_typing().await;
            inner.deliver();
        });
        if self.agent().is_some() {
            self.stay();
        }
    }
}
