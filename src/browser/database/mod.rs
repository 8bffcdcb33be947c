//! The browser's database, IndexedDB: versions with migrations, transactions
//! that happen whole or not at all, and errors by what can be done about them.
//!
//! Straight on web-sys. The same small program with `idb` costs a page as much
//! and does less: no durability, no end to an open that is blocked or never
//! answered, no undoing of what is given up, and a failed request is reported as
//! an unexpected type. `indexed_db_futures` knows the durability, costs 9 KB
//! more, and waits for ever, too, for an open that is never answered.

mod connection;
mod error;
mod event;
mod migration;
mod opening;
mod transaction;

use self::connection::Connection;
pub use self::connection::Ended;
pub use self::error::DatabaseError;
pub use self::migration::{Migrating, Migration, Upgrade};
use self::opening::{Opening, factory};
pub use self::transaction::{Access, Transaction};
use crate::domain::time::Millis;

/// How long to wait for each next answer while opening. A healthy browser takes
/// milliseconds; some have been seen never to answer.
pub const PATIENCE: Millis = Millis(5_000);

/// An open database. Dropped, it closes.
///
/// When a newer page wants to change its version, this one lets go of it at
/// once, so that the newer page isn't held up; [`Self::on_end`] tells.
#[derive(Debug)]
pub struct Database {
    connection: Connection,
}

impl Database {
    /// Opens the database of that name. Its version is the number of
    /// `migrations`; those it has not seen yet are applied in order, all or none.
    ///
    /// # Errors
    /// [`DatabaseError`]; a wait for other tabs, or for the browser, ends after
    /// [`PATIENCE`]. What opens later than that is closed, what would be migrated
    /// later is left as it is.
    pub async fn open(name: &str, migrations: &[Migration]) -> Result<Self, DatabaseError> {
        Self::open_within(PATIENCE, name, migrations).await
    }

    /// The same with a patience of one's own.
    ///
    /// # Errors
    /// [`DatabaseError`], see [`Self::open`].
    pub async fn open_within(
        patience: Millis,
        name: &str,
        migrations: &[Migration],
    ) -> Result<Self, DatabaseError> {
        let version = u32::try_from(migrations.len()).unwrap_or(u32::MAX);
        let opening = Opening::new(factory()?.open_with_u32(name, version))?;
        let database = opening.answer(migrations, patience).await?;
        Ok(Self { connection: Connection::new(database.into()) })
    }

    /// Deletes the database of that name, if there is one. Pages that have it
    /// open let go of it, as for a newer version.
    ///
    /// # Errors
    /// [`DatabaseError`]; one that was [held](DatabaseError::HeldByOtherTab) for
    /// longer than `patience` may still be deleted later.
    pub async fn delete(patience: Millis, name: &str) -> Result<(), DatabaseError> {
        let opening = Opening::new(factory()?.delete_database(name))?;
        opening.answer(&[], patience).await.map(drop)
    }

    /// Begins a transaction over `stores`. Those that write to the same store
    /// wait for each other.
    ///
    /// # Errors
    /// [`DatabaseError`]; [`DatabaseError::Closed`] when it must be opened again.
    pub fn begin(&self, stores: &[&str], access: Access) -> Result<Transaction, DatabaseError> {
        Transaction::begin(&self.connection, stores, access)
    }

    /// Closes it once the transactions under way have finished. None begins any
    /// more. An open database would keep a page out of the back/forward cache.
    pub fn close(&self) {
        self.connection.close();
    }

    /// Undoes the transactions under way that have not asked for everything yet, and
    /// closes it. For a page that goes into the back/forward cache: it gets no answers
    /// there, so such a transaction would not end, and other pages wait for it. Whoever
    /// waits for one of them is told when the page is back.
    pub fn give_up(&self) {
        self.connection.give_up();
        self.close();
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
