//! The stores and their versions.

use crate::browser::database::{
    Database, DatabaseError, Key, Migrating, Migration, PATIENCE, Upgrade,
};

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

/// The history of the stores. Add to it; never change what was released.
const MIGRATIONS: [Migration; 1] = [first_stores];

pub(super) async fn open(name: &str) -> Result<Database, DatabaseError> {
    Database::open(name, &MIGRATIONS, PATIENCE).await
}

fn first_stores(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async {
        upgrade.create_store(INTERACTIONS, Key::Field("id"))?;
        upgrade.create_store(SEGMENTS, Key::Field("id"))?;
        upgrade.create_index(SEGMENTS, "interaction")?;
        upgrade.create_store(JOURNAL, Key::Numbered)?;
        upgrade.create_index(JOURNAL, "interaction")?;
        upgrade.create_store(CODES, Key::Field("id"))?;
        upgrade.create_store(CONFIGURATIONS, Key::Field("id"))
    })
}
