//! The one timer of a page.

use std::cell::RefCell;
use std::rc::Rc;

use super::desk::Inner;
use crate::browser::clock;
use crate::browser::page_lifecycle::{self, Listener};
use crate::browser::timeout::Timeout;
use crate::domain::page::Alarms;
use crate::domain::time::Millis;

/// No pause is longer than this: browsers count a timeout's milliseconds in 31 bits.
const LONGEST: Millis = Millis(24 * 60 * 60 * 1000);

/// Wakes the desk for the next thing that happens by itself. While the page is
/// visible and something counts, that is the next second; otherwise only
/// deadlines. In a hidden page each deadline has its own timeout, armed at once,
/// since browsers throttle a chain of them to one a minute.
#[derive(Default)]
pub(super) struct Timer {
    armed: RefCell<Vec<Timeout>>,
    page: RefCell<Option<Listener>>,
}

impl Timer {
    /// Re-evaluates at once when the page is shown, focused or resumed: timers
    /// may have slept while it wasn't.
    pub(super) fn watch_page(inner: &Rc<Inner>) {
        let desk = Rc::downgrade(inner);
        let listener = page_lifecycle::on_change(move || {
            if let Some(inner) = desk.upgrade() {
                inner.wake();
                inner.write_all();
            }
        });
        inner.timer().page.replace(Some(listener));
    }

    /// Wakes nobody more.
    pub(super) fn end(&self) {
        self.page.take();
        self.armed.take();
    }

    pub(super) fn arm(&self, inner: &Rc<Inner>) {
        let Alarms { pauses, second } = inner.page.borrow().alarms(clock::now());
        let distinct = if page_lifecycle::is_visible() {
            pauses.into_iter().chain(second).min().into_iter().collect()
        } else {
            let mut distinct = Vec::new();
            for pause in pauses {
                if !distinct.contains(&pause) {
                    distinct.push(pause);
                }
            }
            distinct
        };
        let arm = |pause: Millis| {
            let desk = Rc::downgrade(inner);
            Timeout::new(pause.min(LONGEST), move || {
                if let Some(inner) = desk.upgrade() {
                    inner.wake();
                }
            })
        };
        self.armed.replace(distinct.into_iter().map(arm).collect());
    }
}
