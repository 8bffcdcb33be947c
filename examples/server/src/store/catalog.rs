//! Codes and configurations.

use std::collections::BTreeSet;

use interaction_wrap_up::domain::admin::audit::{AuditEntry, Change};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::id::{AgentId, CodeId};
use interaction_wrap_up::domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::any::AnyRow;
use sqlx::{Any, Row, Transaction};

use super::audit::{self, Entry};
use super::{Said, Store, Stored};
use crate::auth::random_name;

const RECORDED: &str = "SELECT code FROM recorded_codes";

fn codes(rows: &[AnyRow]) -> Stored<BTreeSet<CodeId>> {
    let ids = rows.iter().map(|row| row.try_get::<String, _>(0));
    let ids: Result<Vec<_>, _> = ids.collect();
    Ok(ids?.into_iter().filter_map(|id| CodeId::new(id).ok()).collect())
}

/// A change under the name of its entry in the trail, as its line has it.
#[derive(Debug, Clone, Serialize)]
pub struct Named {
    /// The name, unlike any other's.
    pub entry: String,
    /// What is changed.
    #[serde(flatten)]
    pub change: Change,
    /// The entry it takes back, if it does.
    pub takes_back: Option<String>,
}

impl Named {
    /// A change under a name of the server's own.
    pub fn of(change: Change) -> Self {
        Self { entry: random_name(), change, takes_back: None }
    }

    /// What it asks for, the same in whatever order of fields it came.
    pub fn said(&self, by: &AgentId) -> Stored<Said> {
        let Self { change, takes_back, .. } = self;
        let change = serde_json::to_value(change)?;
        Ok(Said::of(&json!({ "by": by, "change": change, "takes_back": takes_back }).to_string()))
    }
}

/// The same as it is read: older lines have the change alone.
#[derive(Deserialize)]
struct Noted {
    #[serde(flatten)]
    change: Change,
    takes_back: Option<String>,
}

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

    /// The codes that any segment names.
    pub async fn recorded_codes(&self) -> Stored<BTreeSet<CodeId>> {
        codes(&sqlx::query(RECORDED).fetch_all(&self.reads).await?)
    }

    /// What was changed, the newest first: `most` changes from before the place `before`,
    /// each with its place.
    pub async fn changes(&self, before: i64, most: u32) -> Stored<Vec<(i64, AuditEntry)>> {
        let sql = "SELECT changes.place, changes.entry, audit.at, audit.agent, audit.detail \
                   FROM changes JOIN audit ON audit.place = changes.place AND audit.at = changes.at \
                   WHERE changes.place < $1 ORDER BY changes.place DESC LIMIT $2";
        let rows = sqlx::query(sql).bind(before).bind(i64::from(most)).fetch_all(&self.reads);
        let mut changes = Vec::new();
        for row in rows.await? {
            // Nobody signs in without a name.
            let Ok(by) = AgentId::new(row.try_get::<String, _>(3)?) else { continue };
            let made: Noted = serde_json::from_str(row.try_get(4)?)?;
            let entry = AuditEntry {
                id: row.try_get(1)?,
                at: Timestamp(row.try_get(2)?),
                by,
                change: made.change,
                takes_back: made.takes_back,
            };
            changes.push((row.try_get(0)?, entry));
        }
        Ok(changes)
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
        codes(&sqlx::query(RECORDED).fetch_all(&mut *self.transaction).await?)
    }

    /// What was asked for under the name of that entry, if anything, and when.
    pub async fn made(&mut self, entry: &str) -> Stored<Option<(Said, Timestamp)>> {
        let row = sqlx::query("SELECT said, at FROM changes WHERE entry = $1").bind(entry);
        let Some(row) = row.fetch_optional(&mut *self.transaction).await? else { return Ok(None) };
        Ok(Some((Said::stored(row.try_get(0)?), Timestamp(row.try_get(1)?))))
    }

    /// Adds a change to the trail.
    pub async fn note(&mut self, at: Timestamp, by: &AgentId, made: &Named) -> Stored<()> {
        let detail = serde_json::to_value(made)?;
        let entry = Entry { agent: Some(by), action: "catalog", detail, ..Entry::default() };
        let place = audit::add(&mut self.transaction, at, entry).await?;
        let sql = "INSERT INTO changes (entry, place, at, said) VALUES ($1, $2, $3, $4)";
        let insert = sqlx::query(sql).bind(made.entry.as_str()).bind(place).bind(at.0);
        insert.bind(made.said(by)?.text()).execute(&mut *self.transaction).await?;
        Ok(())
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
