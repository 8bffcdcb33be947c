//! The machine's two clocks.

use crate::domain::time::{Millis, Now, Timestamp};

/// Both clocks, looked at together.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // whole milliseconds, far within range
pub fn now() -> Now {
    let performance = web_sys::window().and_then(|window| window.performance());
    let wall = js_sys::Date::now();
    let monotonic = performance.map_or(wall, |performance| performance.now());
    Now { wall: Timestamp(wall as i64), monotonic: Millis(monotonic as u64) }
}
