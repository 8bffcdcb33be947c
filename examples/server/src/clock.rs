//! The server's clock.

use std::time::{SystemTime, UNIX_EPOCH};

use interaction_wrap_up::domain::time::Timestamp;

/// What it shows.
pub fn now() -> Timestamp {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX))
}
