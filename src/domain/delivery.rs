//! When to try again what could not be saved.

use super::time::Millis;

/// The longest pause between two tries.
const LONGEST_PAUSE: Millis = Millis::from_seconds(30);

/// How long to wait after `failures` tries in a row have failed: one second,
/// then twice as long each time, up to half a minute.
pub const fn pause_after(failures: u32) -> Millis {
    let doublings = if failures == 0 { 0 } else { failures - 1 };
    let pause = Millis::from_seconds(1 << if doublings > 5 { 5 } else { doublings });
    if pause.0 > LONGEST_PAUSE.0 { LONGEST_PAUSE } else { pause }
}
