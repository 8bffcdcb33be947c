//! Follows what others set up in a place outside of this browser: by what that place
//! tells, and by looking whenever somebody comes back to the page.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use crate::backend::administration::Administration;
use crate::browser::page_lifecycle::{self, Listener};
use crate::browser::task::Task;
use crate::browser::timeout::{self, Timeout};
use crate::browser::{locks, random};
use crate::domain::delivery::back_off;
use crate::domain::time::Millis;

/// What is heard in that time is looked at at once.
const TOGETHER: Millis = Millis(250);

/// Following, until dropped.
pub(super) struct Following {
    _inner: Rc<Inner>,
    _listeners: [Listener; 3],
}

struct Inner {
    records: Rc<dyn Administration>,
    heard: Box<dyn Fn()>,
    under_way: RefCell<Option<Task>>,
    /// What was heard and is about to be looked at.
    soon: RefCell<Option<Timeout>>,
}

impl Following {
    /// Calls `heard` when what `records` has may be another.
    pub(super) fn of(records: Rc<dyn Administration>, heard: impl Fn() + 'static) -> Self {
        let heard = Box::new(heard);
        let (under_way, soon) = Default::default();
        let inner = Rc::new(Inner { records, heard, under_way, soon });
        let (shown, gone, back) =
            (Rc::downgrade(&inner), Rc::downgrade(&inner), Rc::downgrade(&inner));
        let listeners = [
            page_lifecycle::on_change(move || {
                if page_lifecycle::is_visible() {
                    hear(&shown);
                }
            }),
            // An answer that goes on would keep the page out of the back/forward cache.
            page_lifecycle::after_gone(move |_| {
                if let Some(inner) = gone.upgrade() {
                    inner.under_way.take();
                    inner.soon.take();
                }
            }),
            page_lifecycle::on_back(move || {
                if let Some(inner) = back.upgrade() {
                    inner.begin();
                }
            }),
        ];
        inner.begin();
        Self { _inner: inner, _listeners: listeners }
    }
}

impl Inner {
    fn begin(self: &Rc<Self>) {
        let (records, inner) = (self.records.clone(), Rc::downgrade(self));
        let task = Task::spawn(async move {
            // Browsers have few connections for a server: one is all that this may cost.
            let name = records.name();
            let lock = (!name.is_empty()).then(|| [name, " listening"].concat());
            let only = match lock {
                Some(lock) => Some(locks::exclusive_at_last(&lock).await),
                None => None,
            };
            listen(&*records, &move || hear(&inner)).await;
            drop(only);
        });
        self.under_way.replace(Some(task));
    }
}

fn hear(inner: &Weak<Inner>) {
    let Some(following) = inner.upgrade() else { return };
    let inner = inner.clone();
    following.soon.borrow_mut().get_or_insert_with(|| {
        Timeout::new(TOGETHER, move || {
            if let Some(inner) = inner.upgrade() {
                inner.soon.take();
                (inner.heard)();
            }
        })
    });
}

/// Listens again and again, until the place says that it tells nobody.
async fn listen(records: &dyn Administration, heard: &dyn Fn()) {
    let mut failures = 0;
    loop {
        let over = match records.listen(heard) {
            Some(listening) => listening.await,
            // Whether it tells is known once what is set up could be read.
            None => match records.set_up_now().await {
                Ok(_) => {
                    if failures > 0 {
                        heard();
                    }
                    if records.listen(heard).is_none() {
                        return;
                    }
                    continue;
                }
                Err(error) => Err(error),
            },
        };
        let pause = back_off::pause_before_listening(&over, &mut failures, random::number());
        let Some(pause) = pause else { return };
        timeout::sleep(pause).await;
    }
}
