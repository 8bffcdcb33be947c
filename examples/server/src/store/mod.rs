//! Records in SQLite or PostgreSQL. One body of SQL serves both, but for what stands in
//! [`dialect`].
//!
//! Every write about a conversation takes the row of that conversation first, so that
//! what follows from several of its segments is decided one write after the other.

pub mod audit;
pub mod catalog;
mod conversation;
mod dialect;
mod erasure;
mod keys;
pub mod lists;
mod migrations;
pub mod now;
mod statement;

use std::time::Duration;

use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::{Any, AnyPool, ConnectOptions, Executor, Transaction};
use thiserror::Error;

pub use conversation::Conversation;
use dialect::Dialect;
pub use keys::{Answered, Said};

use crate::problem::Problem;

/// How long a request waits for a connection.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why something could not be read or written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The database refused, or is away.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A record that this server cannot have written.
    #[error("a stored record cannot be read: {0}")]
    Record(#[from] serde_json::Error),
}

/// What a store gives.
pub type Stored<T> = Result<T, StoreError>;

impl StoreError {
    /// Whether it may work when tried again.
    fn passes(&self) -> bool {
        match self {
            Self::Database(
                sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::PoolClosed,
            ) => true,
            Self::Database(sqlx::Error::Database(error)) => {
                // SQLite: busy, locked. PostgreSQL: serialization, deadlock, shutting down.
                let codes = ["5", "6", "517", "40001", "40P01", "57P01", "57P02", "57P03", "53300"];
                error.code().is_some_and(|code| codes.contains(&&*code))
            }
            _ => false,
        }
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        if error.passes() {
            tracing::warn!(%error, "the database is busy or away");
            return Self::unavailable();
        }
        tracing::error!(%error, "the database failed");
        Self::internal()
    }
}

/// The records.
#[derive(Clone)]
pub struct Store {
    dialect: Dialect,
    reads: AnyPool,
    writes: AnyPool,
}

impl Store {
    /// Opens what `url` names, and brings it to the newest form.
    pub async fn open(url: &str) -> Stored<Self> {
        sqlx::any::install_default_drivers();
        let dialect = Dialect::of(url);
        let options: AnyConnectOptions = dialect.address(url).parse()?;
        // Statements hold no secrets, but their arguments are customers' words.
        let options = options.disable_statement_logging();
        let pool = |connections: u32| {
            let pool = AnyPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE);
            pool.after_connect(move |connection, _| {
                Box::pin(async move {
                    for setting in dialect.settings() {
                        connection.execute(*setting).await?;
                    }
                    Ok(())
                })
            })
        };
        let (reads, writes) = match dialect {
            // One at a time writes to SQLite: waiting for a connection is fair, waiting for
            // its lock is not.
            Dialect::Sqlite => {
                let writes = pool(1).connect_with(options.clone()).await?;
                (pool(4).connect_with(options).await?, writes)
            }
            Dialect::Postgres => {
                let both = pool(16).connect_with(options).await?;
                (both.clone(), both)
            }
        };
        let store = Self { dialect, reads, writes };
        migrations::run(&store).await?;
        Ok(store)
    }

    /// Begins to write.
    async fn begin(&self) -> Stored<Transaction<'static, Any>> {
        Ok(self.writes.begin_with(self.dialect.begin()).await?)
    }

    /// Whether it answers.
    pub async fn ping(&self) -> Stored<()> {
        sqlx::query("SELECT 1").execute(&self.reads).await?;
        Ok(())
    }

    /// Waits for what is under way, and closes.
    pub async fn close(&self) {
        self.writes.close().await;
        self.reads.close().await;
    }
}
