//! Every write: who, when, what. It is only added to; the database sees to that.

use interaction_wrap_up::domain::id::{AgentId, InteractionId, SegmentId};
use interaction_wrap_up::domain::time::Timestamp;
use serde::Serialize;
use serde_json::Value;
use sqlx::{Any, Executor, Row, Transaction};

use super::statement::Statement;
use super::{Store, Stored};
use crate::changes::Change;

/// One write.
#[derive(Debug, Clone, Default)]
pub struct Entry<'a> {
    /// Who; `None` for the server itself.
    pub agent: Option<&'a AgentId>,
    /// What was done.
    pub action: &'static str,
    /// To which conversation.
    pub interaction: Option<&'a InteractionId>,
    /// To which segment.
    pub segment: Option<&'a SegmentId>,
    /// What tells it from others: a key, a revision, a change. No customer's words.
    pub detail: Value,
}

/// A line of the trail, as it is listed.
#[derive(Debug, Serialize)]
pub struct Line {
    /// Its place, counting up.
    pub id: i64,
    /// When, by the server's clock.
    pub at: i64,
    /// Who; `null` for the server itself.
    pub by: Option<String>,
    /// What was done.
    pub action: String,
    /// To which conversation.
    pub interaction: Option<String>,
    /// To which segment.
    pub segment: Option<String>,
    /// See [`Entry::detail`].
    pub detail: Value,
}

/// Adds to the trail, and gives the place.
pub(super) async fn add(
    transaction: &mut Transaction<'static, Any>,
    at: Timestamp,
    entry: Entry<'_>,
) -> Stored<i64> {
    let sql = "INSERT INTO audit (at, agent, action, interaction, segment, detail) \
               VALUES ($1, $2, $3, $4, $5, $6) RETURNING place";
    let insert = sqlx::query(sql).bind(at.0).bind(entry.agent.map(ToString::to_string));
    let insert = insert.bind(entry.action).bind(entry.interaction.map(ToString::to_string));
    let insert = insert.bind(entry.segment.map(ToString::to_string)).bind(entry.detail.to_string());
    Ok(insert.fetch_one(&mut **transaction).await?.try_get(0)?)
}

impl Store {
    /// Makes room for what will be added in that time.
    pub async fn make_room(&self, from: Timestamp, until: Timestamp) -> Stored<()> {
        let Some(sql) = self.dialect.make_room() else { return Ok(()) };
        let mut transaction = self.begin().await?;
        // Two servers would both find that there is none.
        transaction.execute(self.dialect.only_one_migrates()).await?;
        sqlx::query(sql).bind(from.0).bind(until.0).execute(&mut *transaction).await?;
        Ok(transaction.commit().await?)
    }

    /// The last place of the trail; 0 before any.
    pub async fn last_place(&self) -> Stored<i64> {
        let row = sqlx::query("SELECT COALESCE(MAX(place), 0) FROM audit");
        Ok(row.fetch_one(&self.reads).await?.try_get(0)?)
    }

    /// What was done beyond that place, in order.
    pub async fn changes_after(&self, place: i64, most: u32) -> Stored<Vec<Change>> {
        let sql = "SELECT audit.place, audit.action, audit.agent, audit.interaction, \
                     audit.segment, segments.agent \
                   FROM audit LEFT JOIN segments ON segments.id = audit.segment \
                   WHERE audit.place > $1 ORDER BY audit.place LIMIT $2";
        let rows = sqlx::query(sql).bind(place).bind(i64::from(most)).fetch_all(&self.reads);
        let change = |row: &sqlx::any::AnyRow| {
            Ok(Change {
                place: row.try_get(0)?,
                what: row.try_get(1)?,
                by: row.try_get(2)?,
                interaction: row.try_get(3)?,
                segment: row.try_get(4)?,
                agent: row.try_get(5)?,
            })
        };
        rows.await?.iter().map(change).collect()
    }

    /// The trail, the newest first: `most` lines from before the place `before`, of one
    /// action where that is named.
    pub async fn audit(&self, before: i64, action: Option<&str>, most: u32) -> Stored<Vec<Line>> {
        let sql = Statement::new(
            "SELECT place, at, agent, action, interaction, segment, detail FROM audit \
             WHERE place < ",
        );
        let sql = sql.bind(before)?.and_is(" AND action = ", action.unwrap_or_default())?;
        let sql = sql.then(" ORDER BY place DESC LIMIT ").bind(i64::from(most))?;
        let rows = sql.rows(&self.reads).await?;
        let line = |row: &sqlx::any::AnyRow| {
            Ok(Line {
                id: row.try_get(0)?,
                at: row.try_get(1)?,
                by: row.try_get(2)?,
                action: row.try_get(3)?,
                interaction: row.try_get(4)?,
                segment: row.try_get(5)?,
                detail: serde_json::from_str(row.try_get(6)?)?,
            })
        };
        rows.iter().map(line).collect()
    }
}
