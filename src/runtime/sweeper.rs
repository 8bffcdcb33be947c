//! The scheduled job that closes what was left behind, in one tab at a time. It runs
//! by itself where this browser is the system of record; elsewhere that one has a
//! job of its own, and a host may have it run here by [`Desk::sweep`].

use std::cell::RefCell;
use std::rc::Rc;

use super::desk::{Desk, Inner};
use crate::browser::timeout::Timeout;
use crate::browser::{clock, locks, task};
use crate::domain::page::{Leftover, SWEEP_EVERY};

/// When the job runs next, while anything may be left over.
#[derive(Debug, Default)]
pub(super) struct Sweeper {
    next: RefCell<Option<Timeout>>,
}

impl Sweeper {
    /// Sees to it that the job comes by.
    pub(super) fn arm(inner: &Rc<Inner>) {
        let due = inner.backend.this_browser_only() && inner.page.borrow().may_leave_over();
        let mut next = inner.sweeper.next.borrow_mut();
        if !due {
            *next = None;
        } else if next.is_none() {
            let desk = Rc::downgrade(inner);
            *next = Some(Timeout::new(SWEEP_EVERY, move || {
                let Some(inner) = desk.upgrade() else { return };
                task::spawn(async move {
                    inner.sweeper.next.take();
                    inner.sweep().await;
                    Self::arm(&inner);
                });
            }));
        }
    }
}

impl Sweeper {
    /// Comes by no more.
    pub(super) fn end(&self) {
        self.next.take();
    }
}

impl Inner {
    /// Another tab that is at it does it for all.
    pub(super) async fn sweep(self: &Rc<Self>) -> Vec<Leftover> {
        let name = ["sweep:", self.store().name()].concat();
        let Some(_alone) = locks::try_exclusive(&name).await else { return Vec::new() };
        let mut left = Vec::new();
        self.act(|page| {
            let (closed, acts) = page.sweep(clock::now(), &mut Desk::new_key);
            left = closed;
            acts
        });
        left
    }
}

impl Desk {
    /// Closes what was left open beyond its time plus the grace, and reports what that
    /// was. Nothing while another tab is at it.
    pub async fn sweep(&self) -> Vec<Leftover> {
        self.inner.sweep().await
    }
}
