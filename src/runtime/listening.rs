//! Hears from the system of record what changes there by others' doing, where it says so:
//! that a wrap-up was closed elsewhere, that codes are not what they were. One page of a
//! store listens; the others learn of it as they learn of everything that one writes.
//!
//! What was missed while nobody listened is asked for when a page comes, in any case.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use super::desk::Inner;
use crate::backend::{Backend, Change};
use crate::browser::page_lifecycle::{self, Listener};
use crate::browser::task::Task;
use crate::browser::timeout::{self, Timeout};
use crate::browser::{locks, random, task};
use crate::domain::delivery::back_off;
use crate::domain::time::Millis;

/// What is heard in that time is looked at at once.
const TOGETHER: Millis = Millis(250);

/// What a page knows of it.
#[derive(Default)]
pub(super) struct Listening {
    under_way: RefCell<Option<Task>>,
    /// What was heard and is about to be looked at.
    soon: RefCell<Option<Timeout>>,
    records: Cell<bool>,
    catalog: Cell<bool>,
    listeners: RefCell<Vec<Listener>>,
}

impl Listening {
    /// Hears nothing more.
    pub(super) fn end(&self) {
        self.listeners.take();
        self.pause();
    }

    fn pause(&self) {
        self.under_way.take();
        self.soon.take();
    }
}

impl Inner {
    /// Listens for as long as the page is shown or hidden: one that is kept for the back
    /// button asks when it is back.
    pub(super) fn listen(self: &Rc<Self>) {
        if self.backend.this_browser_only() || !self.is_open() {
            return;
        }
        let (gone, back) = (Rc::downgrade(self), Rc::downgrade(self));
        let listeners = vec![
            page_lifecycle::after_gone(move |_| {
                if let Some(inner) = gone.upgrade() {
                    inner.listening.pause();
                }
            }),
            page_lifecycle::on_back(move || {
                if let Some(inner) = back.upgrade() {
                    inner.begin_to_listen();
                }
            }),
        ];
        self.listening.listeners.replace(listeners);
        self.begin_to_listen();
    }

    fn begin_to_listen(self: &Rc<Self>) {
        let (desk, backend) = (Rc::downgrade(self), self.backend.clone());
        let store = self.store();
        let name = (!store.name().is_empty()).then(|| [store.name(), " listening"].concat());
        let task = Task::spawn(async move {
            // Browsers have few connections for a server: one is all that this may cost. A
            // store that no other page has is listened for by itself.
            let only = match name {
                Some(name) => Some(locks::exclusive_at_last(&name).await),
                None => None,
            };
            listen(&desk, &*backend).await;
            drop(only);
        });
        self.listening.under_way.replace(Some(task));
    }

    fn hear_of_change(self: &Rc<Self>, change: Change) {
        let Listening { records, catalog, .. } = &self.listening;
        records.set(records.get() || change != Change::Catalog);
        catalog.set(catalog.get() || change != Change::Records);
        let desk = Rc::downgrade(self);
        self.listening.soon.borrow_mut().get_or_insert_with(|| {
            Timeout::new(TOGETHER, move || {
                if let Some(inner) = desk.upgrade() {
                    inner.listening.soon.take();
                    task::spawn(async move { inner.look_at_changes().await });
                }
            })
        });
    }

    async fn look_at_changes(self: &Rc<Self>) {
        // What cannot be asked now is answered with the next delivery, or the next change.
        if self.listening.catalog.replace(false) && self.read_catalog().await.is_ok() {
            self.mirror.set_up();
        }
        if self.listening.records.replace(false) {
            let _ = self.come_back().await;
        }
    }
}

/// Listens again and again, until the system of record says that it tells nobody.
async fn listen(desk: &Weak<Inner>, backend: &dyn Backend) {
    let first = Cell::new(true);
    let heard = |change| {
        // Codes and configurations were read as the page came.
        let change = if first.replace(false) { Change::Records } else { change };
        if let Some(inner) = desk.upgrade() {
            inner.hear_of_change(change);
        }
    };
    let mut failures = 0;
    while let Some(listening) = backend.listen(&heard) {
        let over = listening.await;
        let pause = back_off::pause_before_listening(&over, &mut failures, random::number());
        let Some(pause) = pause else { return };
        timeout::sleep(pause).await;
    }
}
