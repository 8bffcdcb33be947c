//! One call, later.

use futures_channel::oneshot;

use crate::domain::time::Millis;

/// A call that comes after a pause, unless this is dropped before.
#[derive(Debug)]
#[must_use = "dropping a timeout cancels it"]
pub struct Timeout {
    _timeout: gloo_timers::callback::Timeout,
}

impl Timeout {
    /// Calls `callback` after `pause`, at most 24 days.
    pub fn new(pause: Millis, callback: impl FnOnce() + 'static) -> Self {
        let pause = u32::try_from(pause.0).unwrap_or(u32::MAX).min(i32::MAX.unsigned_abs());
        Self { _timeout: gloo_timers::callback::Timeout::new(pause, callback) }
    }
}

/// Until that much time has passed. Given up, it leaves nothing behind.
pub async fn sleep(pause: Millis) {
    let (tell, over) = oneshot::channel();
    let timeout = Timeout::new(pause, move || {
        // Given up meanwhile, nobody waits for it.
        let _ = tell.send(());
    });
    let _ = over.await;
    drop(timeout);
}
