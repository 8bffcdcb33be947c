//! Work that goes on beside what the page does.

use core::cell::RefCell;
use core::fmt;
use core::future::{Future, poll_fn};
use core::pin::Pin;
use core::task::{Poll, Waker};
use std::rc::Rc;

/// Lets `work` run whenever it can go on.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}

/// Work that goes on until this is dropped: then it ends where it is, with all it holds.
/// Not to be dropped by the work itself.
#[must_use = "dropping it ends the work"]
pub struct Task(Rc<RefCell<Running>>);

struct Running {
    work: Option<Pin<Box<dyn Future<Output = ()>>>>,
    waker: Waker,
}

impl Task {
    /// The same as [`spawn`].
    pub fn spawn(work: impl Future<Output = ()> + 'static) -> Self {
        let running = Running { work: Some(Box::pin(work)), waker: Waker::noop().clone() };
        let task = Self(Rc::new(RefCell::new(running)));
        let running = task.0.clone();
        spawn(poll_fn(move |context| {
            let Running { work, waker } = &mut *running.borrow_mut();
            waker.clone_from(context.waker());
            work.as_mut().map_or(Poll::Ready(()), |work| work.as_mut().poll(context))
        }));
        task
    }
}

impl Drop for Task {
    fn drop(&mut self) {
        let (work, waker) = {
            let mut running = self.0.borrow_mut();
            (running.work.take(), running.waker.clone())
        };
        drop(work);
        // So that it is seen to be over.
        waker.wake();
    }
}

impl fmt::Debug for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Task").finish_non_exhaustive()
    }
}
