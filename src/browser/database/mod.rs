//! The browser's database, IndexedDB: versions with migrations, transactions
//! that happen whole or not at all, and errors by what can be done about them.
//!
//! Straight on web-sys. The same small program with `idb` costs a page as much
//! and does less: no durability, no end to an open that is blocked or never
//! answered, no undoing of what is given up, and a failed request is reported as
//! an unexpected type. `indexed_db_futures` knows the durability, costs 9 KB
//! more, and waits for a hanging open for ever too.

mod connection;
mod error;
mod event;
mod migration;
mod opening;
mod transaction;

use self::connection::Connection;
pub use self::connection::Ended;
pub use self::error::DatabaseError;
pub use self::migration::{Key, Migrating, Migration, Upgrade};
use self::opening::{Opening, factory};
pub use self::transaction::{Durability, Transaction};
use crate::domain::time::Millis;

/// How long to wait for the next sign of life while opening. A healthy browser
/// takes milliseconds, one that has just started perhaps a second.
pub const PATIENCE: Millis = Millis(5_000);

/// An open database. Dropped, it closes.
///
/// When a newer page wants to migrate the records, this one lets go of them at
/// once, so that the newer page isn't held up; [`Self::on_end`] tells.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
}

impl Database {
    /// Opens the database `name`, making it if need be. Its version is the
    /// number of `migrations`; those it hasn't seen are applied, all or none.
    ///
    /// Waits up to `patience` for each next answer of the browser; usually
    /// [`PATIENCE`].
    ///
    /// # Errors
    /// [`DatabaseError::NotAllowed`], [`Hung`](DatabaseError::Hung),
    /// [`Blocked`](DatabaseError::Blocked), [`NewerVersion`](DatabaseError::NewerVersion),
    /// [`Quota`](DatabaseError::Quota), or what a migration failed with.
    pub async fn open(
        name: &str,
        migrations: &[Migration],
        patience: Millis,
    ) -> Result<Self, DatabaseError> {
        let version = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
        let opening = Opening::new(factory()?.open_with_u32(name, version))?;
        let database = opening.answer(migrations, patience).await?;
        Ok(Self { connection: Connection::new(database.into()) })
    }

    /// Deletes the database `name`, if there is one. Pages that have it open
    /// close it, as for a newer version.
    ///
    /// # Errors
    /// As for [`Self::open`]. One that was blocked may still happen later.
    pub async fn delete(name: &str, patience: Millis) -> Result<(), DatabaseError> {
        let opening = Opening::new(factory()?.delete_database(name))?;
        opening.answer(&[], patience).await.map(drop)
    }

    /// Begins to read from `stores`.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn read(&self, stores: &[&str]) -> Result<Transaction, DatabaseError> {
        Transaction::begin(&self.connection, stores, None)
    }

    /// Begins to read from `stores` and write to them. Others that write to one
    /// of them wait until it is finished.
    ///
    /// # Errors
    /// [`DatabaseError`].
    pub fn write(
        &self,
        stores: &[&str],
        durability: Durability,
    ) -> Result<Transaction, DatabaseError> {
        Transaction::begin(&self.connection, stores, Some(durability))
    }

    /// Closes it once the transactions under way have finished. None begins any
    /// more. An open database would keep a page out of the back/forward cache.
    pub fn close(&self) {
        self.connection.close();
    }

    /// How it ended, if it has.
    pub fn ended(&self) -> Option<Ended> {
        self.connection.life.ended()
    }

    /// Calls `notice` when it ends, at once if it has. Another one replaces it.
    pub fn on_end(&self, notice: impl FnOnce(Ended) + 'static) {
        self.connection.life.on_end(Box::new(notice));
    }
}
