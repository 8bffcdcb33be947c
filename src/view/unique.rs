//! Ids that tie a label to its field: unique in the page, whatever else is on it.

use core::sync::atomic::{AtomicU32, Ordering};

/// An id that no other call gives.
pub(super) fn unique(piece: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("wrapup-{piece}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
