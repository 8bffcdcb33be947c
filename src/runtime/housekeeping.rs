//! Has what is kept in this browser removed once its time is over: this store's, and
//! what other agents have left. What may go is decided by [`retention`](crate::domain::delivery::retention).

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::desk::{Inner, Notification};
use super::mirror::look_again;
use crate::backend::BackendError;
use crate::browser::{clock, task};
use crate::domain::delivery::retention::{Lapsed, Retention};
use crate::domain::time::{Millis, Now, Timestamp};

/// How long a page that stays open waits before it looks again.
const PAUSE: Millis = Millis::from_seconds(60 * 60);

/// What a page knows of it.
pub(super) struct Housekeeping {
    pub(super) retention: Cell<Retention>,
    looked: Cell<Option<Now>>,
    pub(super) lapsed: RefCell<Option<Lapsed>>,
}

impl Housekeeping {
    pub(super) fn by(retention: Retention) -> Self {
        Self {
            retention: Cell::new(retention),
            looked: Cell::default(),
            lapsed: RefCell::default(),
        }
    }

    /// Whether it has been a while since the first time, by either clock.
    fn is_time_again(&self, now: Now) -> bool {
        self.looked.get().is_some_and(|before| {
            now.monotonic.saturating_sub(before.monotonic) >= PAUSE
                || now.wall.since(before.wall) >= PAUSE
        })
    }
}

impl Inner {
    /// Notes that the agent is here, and learns what went while they were away.
    pub(super) async fn check_in(&self) {
        let Some(agent) = self.agent() else { return };
        let (retention, at) = (self.housekeeping.retention.get(), clock::now().wall);
        // Without the note, the store is not kept for less: nobody knows of it.
        if let Ok(lapsed) = self.store().check_in(agent, retention, at).await {
            self.housekeeping.lapsed.replace(lapsed);
        }
    }

    /// Removes what may go.
    pub(super) fn tidy_up(self: &Rc<Self>) {
        let (inner, now) = (self.clone(), clock::now());
        self.housekeeping.looked.set(Some(now));
        task::spawn(async move {
            // What cannot be removed now is looked at again.
            let _ = inner.tidy(now.wall).await;
        });
    }

    /// The same in a page that stays open, if it has been a while.
    pub(super) fn tidy_now_and_then(self: &Rc<Self>) {
        if self.is_open() && self.housekeeping.is_time_again(clock::now()) {
            self.tidy_up();
        }
    }

    async fn tidy(self: &Rc<Self>, at: Timestamp) -> Result<(), BackendError> {
        let (store, retention) = (self.store(), self.housekeeping.retention.get());
        if retention.confirmed.is_some() {
            let held = store.holdings().await?;
            let gone = retention.removable(&held, self.agent(), at);
            if !gone.is_empty() && store.remove(&gone).await? {
                self.mirror.removed();
                look_again(self.clone()).await;
            }
        }
        if let Some(agent) = self.agent() {
            store.check_in(agent, retention, at).await?;
        }
        store.tidy_others(at).await
    }

    /// The agent knows what went.
    pub(super) fn lapse_told(self: &Rc<Self>) {
        if self.housekeeping.lapsed.take().is_some() {
            let store = self.store();
            task::spawn(async move {
                // They are told once more, then.
                let _ = store.lapse_told().await;
            });
            self.tell(&Notification::Outbox);
        }
    }
}
