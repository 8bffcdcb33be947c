//! Waiting for something to become true that the loop changes.

use std::cell::RefCell;
use std::future::poll_fn;
use std::task::{Poll, Waker};

/// Those who wait.
#[derive(Default)]
pub(super) struct Waiting(RefCell<Vec<Waker>>);

impl Waiting {
    /// Waits until it is `true`. Looked at again each time something [changed](Self::changed).
    pub(super) async fn until(&self, mut is_true: impl FnMut() -> bool) {
        poll_fn(|context| {
            if is_true() {
                return Poll::Ready(());
            }
            self.0.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }

    /// Something may have become true.
    pub(super) fn changed(&self) {
        let waiting = self.0.take();
        waiting.into_iter().for_each(Waker::wake);
    }
}
