//! Whoever wants to know what happens at the desk.

use std::cell::RefCell;
use std::fmt;
use std::rc::{Rc, Weak};

use super::desk::Notification;

type Observer = Rc<dyn Fn(&Notification)>;

/// The list of observers; they may come and go while one of them is being told.
#[derive(Default)]
pub(super) struct Observers {
    list: Rc<RefCell<Vec<Option<Observer>>>>,
}

impl Observers {
    pub(super) fn subscribe(&self, observer: impl Fn(&Notification) + 'static) -> Subscription {
        let mut list = self.list.borrow_mut();
        let observer: Option<Observer> = Some(Rc::new(observer));
        let free = list.iter().position(Option::is_none);
        let place = if let Some(place) = free {
            list[place] = observer;
            place
        } else {
            list.push(observer);
            list.len() - 1
        };
        Subscription { list: Rc::downgrade(&self.list), place }
    }

    /// Whether nobody wants to know anything.
    pub(super) fn is_empty(&self) -> bool {
        self.list.borrow().iter().all(Option::is_none)
    }

    pub(super) fn tell(&self, notification: &Notification) {
        let observers: Vec<_> = self.list.borrow().iter().flatten().cloned().collect();
        for observer in observers {
            observer(notification);
        }
    }
}

/// Being told, for as long as this is kept.
#[must_use = "dropping a subscription ends it"]
pub struct Subscription {
    list: Weak<RefCell<Vec<Option<Observer>>>>,
    place: usize,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(list) = self.list.upgrade() {
            // Taken out first: dropping it may drop further subscriptions.
            let observer = list.borrow_mut()[self.place].take();
            drop(observer);
        }
    }
}
