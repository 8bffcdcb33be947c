//! The stores and their versions.

use crate::browser::database::{Database, DatabaseError, Migrating, Migration, Upgrade};

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

/// What a system of record elsewhere is still to be told.
pub(super) const OUTBOX: &str = "outbox";

/// What was typed in pages that went, and not written otherwise.
pub(super) const TYPED: &str = "typed";

/// The pages that are there, and those that went.
pub(super) const PAGES: &str = "pages";

/// Who changed which code or configuration.
pub(super) const AUDIT: &str = "audit";

/// The field by which segments and journal entries are found.
pub(super) const INTERACTION: &str = "interaction";

/// Every store that holds records of conversations or what they need.
pub(super) const ALL: [&str; 8] =
    [INTERACTIONS, SEGMENTS, JOURNAL, CODES, CONFIGURATIONS, OUTBOX, TYPED, AUDIT];

/// One a version, in order. What was released is never changed.
const MIGRATIONS: [Migration; 3] = [first, delivery, administration];

fn first(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async {
        upgrade.create_store(INTERACTIONS, Some("id"), None)?;
        upgrade.create_store(SEGMENTS, Some("id"), Some(INTERACTION))?;
        upgrade.create_store(JOURNAL, None, Some(INTERACTION))?;
        upgrade.create_store(CODES, Some("id"), None)?;
        upgrade.create_store(CONFIGURATIONS, Some("id"), None)
    })
}

fn delivery(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async {
        upgrade.create_store(OUTBOX, Some("id"), None)?;
        upgrade.create_store(TYPED, Some("id"), None)?;
        upgrade.create_store(PAGES, Some("id"), None)
    })
}

fn administration(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async { upgrade.create_store(AUDIT, Some("id"), None) })
}

pub(super) async fn open(name: &str) -> Result<Database, DatabaseError> {
    Database::open(name, &MIGRATIONS).await
}
