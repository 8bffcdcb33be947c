//! Codes and configurations.

use std::collections::BTreeSet;

use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::id::CodeId;
use interaction_wrap_up::domain::time::Timestamp;
use sqlx::{Any, Row, Transaction};

use super::audit::{self, Entry};
use super::{Store, Stored};

/// The catalog being changed: nobody else changes it meanwhile.
pub struct Changing {
    transaction: Transaction<'static, Any>,
    /// As it is.
    pub catalog: Catalog,
    revision: i64,
}

impl Store {
    /// What is set up, and which writing of it this is.
    pub async fn catalog(&self) -> Stored<(String, i64)> {
        let row = sqlx::query("SELECT record, revision FROM catalog WHERE id = 1");
        let row = row.fetch_one(&self.reads).await?;
        Ok((row.try_get(0)?, row.try_get(1)?))
    }

    /// The same, read.
    pub async fn read_catalog(&self) -> Stored<Catalog> {
        Ok(serde_json::from_str(&self.catalog().await?.0)?)
    }

    /// Begins to change it.
    pub async fn change_catalog(&self) -> Stored<Changing> {
        let mut transaction = self.begin().await?;
        // Writing is what keeps others away, in either database.
        let sql =
            "UPDATE catalog SET revision = revision + 1 WHERE id = 1 RETURNING record, revision";
        let row = sqlx::query(sql).fetch_one(&mut *transaction).await?;
        let catalog = serde_json::from_str(row.try_get(0)?)?;
        let revision = row.try_get(1)?;
        Ok(Changing { transaction, catalog, revision })
    }
}

impl Changing {
    /// The codes that any segment names.
    pub async fn recorded(&mut self) -> Stored<BTreeSet<CodeId>> {
        let rows = sqlx::query("SELECT code FROM recorded_codes")
            .fetch_all(&mut *self.transaction)
            .await?;
        let ids = rows.iter().map(|row| row.try_get::<String, _>(0));
        let ids: Result<Vec<_>, _> = ids.collect();
        Ok(ids?.into_iter().filter_map(|id| CodeId::new(id).ok()).collect())
    }

    /// Adds to the trail.
    pub async fn note(&mut self, at: Timestamp, entry: Entry<'_>) -> Stored<()> {
        audit::add(&mut self.transaction, at, entry).await
    }

    /// Writes it, and gives the number of this writing.
    pub async fn finish(mut self) -> Stored<i64> {
        let record = serde_json::to_string(&self.catalog)?;
        let update = sqlx::query("UPDATE catalog SET record = $1 WHERE id = 1").bind(record);
        update.execute(&mut *self.transaction).await?;
        self.transaction.commit().await?;
        Ok(self.revision)
    }
}
