//! Work that goes on beside what the page does.

use core::future::Future;

/// Lets `work` run whenever it can go on.
pub fn spawn(work: impl Future<Output = ()> + 'static) {
    wasm_bindgen_futures::spawn_local(work);
}
