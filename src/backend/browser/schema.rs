//! The stores and their versions.

use crate::browser::database::{Database, DatabaseError, Store};

/// One record a conversation, with its revision.
pub(super) const INTERACTIONS: &str = "interactions";
/// One record a segment.
pub(super) const SEGMENTS: &str = "segments";
/// What happened, numbered in order.
pub(super) const JOURNAL: &str = "journal";
/// Wrap-up codes.
pub(super) const CODES: &str = "codes";
/// Configurations.
pub(super) const CONFIGURATIONS: &str = "configurations";

/// Every store.
pub(super) const ALL: [&str; 5] = [INTERACTIONS, SEGMENTS, JOURNAL, CODES, CONFIGURATIONS];

const VERSION: u32 = 1;
const STORES: [Store; 5] = [
    Store { name: INTERACTIONS, key: Some("id"), index: None },
    Store { name: SEGMENTS, key: Some("id"), index: Some("interaction") },
    Store { name: JOURNAL, key: None, index: Some("interaction") },
    Store { name: CODES, key: Some("id"), index: None },
    Store { name: CONFIGURATIONS, key: Some("id"), index: None },
];

pub(super) async fn open(name: &str) -> Result<Database, DatabaseError> {
    Database::open(name, VERSION, &STORES).await
}
