//! The stores and their versions.

use crate::browser::database::{Database, DatabaseError, Migration, Upgrade};

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

/// The field by which segments and journal entries are found.
pub(super) const INTERACTION: &str = "interaction";

/// Every store.
pub(super) const ALL: [&str; 5] = [INTERACTIONS, SEGMENTS, JOURNAL, CODES, CONFIGURATIONS];

/// One a version, in order. What was released is never changed.
const MIGRATIONS: [Migration; 1] = [first];

fn first(upgrade: &Upgrade) -> Result<(), DatabaseError> {
    upgrade.create_store(INTERACTIONS, Some("id"), None)?;
    upgrade.create_store(SEGMENTS, Some("id"), Some(INTERACTION))?;
    upgrade.create_store(JOURNAL, None, Some(INTERACTION))?;
    upgrade.create_store(CODES, Some("id"), None)?;
    upgrade.create_store(CONFIGURATIONS, Some("id"), None)
}

pub(super) async fn open(name: &str) -> Result<Database, DatabaseError> {
    Database::open(name, &MIGRATIONS).await
}
