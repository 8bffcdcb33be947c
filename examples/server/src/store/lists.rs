//! What is listed.

use interaction_wrap_up::domain::id::{InteractionId, SegmentId};
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::service::kept::Kept;
use sqlx::Row;

use super::statement::Statement;
use super::{Store, Stored};

/// Which segments are asked for; empty texts for any.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Whose.
    pub agent: String,
    /// In which state.
    pub state: String,
    /// Of which conversation.
    pub interaction: String,
    /// Opened from then on, by the server's clock.
    pub from: i64,
    /// Opened before then.
    pub until: i64,
    /// Those that come after this one in the list.
    pub after: Option<(i64, String)>,
    /// So many at most.
    pub most: u32,
}

/// A segment in a list.
#[derive(Debug)]
pub struct Listed {
    /// When it opened, by the server's clock: with its id, its place in the list.
    pub opened_at: i64,
    /// The segment.
    pub kept: Kept,
}

impl Store {
    /// A segment.
    pub async fn segment(&self, id: &SegmentId) -> Stored<Option<Kept>> {
        let row = sqlx::query("SELECT kept FROM segments WHERE id = $1").bind(id.as_str());
        let Some(row) = row.fetch_optional(&self.reads).await? else { return Ok(None) };
        Ok(Some(serde_json::from_str(row.try_get(0)?)?))
    }

    /// What was concluded of a conversation.
    pub async fn interaction(&self, id: &InteractionId) -> Stored<Option<Interaction>> {
        let row = sqlx::query("SELECT record FROM interactions WHERE id = $1").bind(id.as_str());
        let Some(row) = row.fetch_optional(&self.reads).await? else { return Ok(None) };
        let record: Option<String> = row.try_get(0)?;
        Ok(record.map(|record| serde_json::from_str(&record)).transpose()?)
    }

    /// So many conversations, the one that was made known last first.
    pub async fn interactions(&self, most: u32) -> Stored<Vec<Interaction>> {
        let sql = "SELECT record FROM interactions WHERE record IS NOT NULL \
                   ORDER BY made_at DESC, id DESC LIMIT $1";
        let rows = sqlx::query(sql).bind(i64::from(most)).fetch_all(&self.reads).await?;
        rows.iter().map(|row| Ok(serde_json::from_str(row.try_get(0)?)?)).collect()
    }

    /// Segments, the latest first.
    pub async fn segments(&self, wanted: &Wanted) -> Stored<Vec<Listed>> {
        let sql = Statement::new("SELECT opened_at, kept FROM segments WHERE opened_at >= ");
        let sql = sql.bind(wanted.from)?.then(" AND opened_at < ").bind(wanted.until)?;
        let sql = sql.and_is(" AND agent = ", &wanted.agent)?;
        let sql = sql.and_is(" AND state = ", &wanted.state)?;
        let mut sql = sql.and_is(" AND interaction = ", &wanted.interaction)?;
        if let Some((at, id)) = &wanted.after {
            sql = sql.then(" AND (opened_at, id) < (").bind(*at)?.then(", ");
            sql = sql.bind(id.clone())?.then(")");
        }
        let sql = sql.then(" ORDER BY opened_at DESC, id DESC LIMIT ");
        let rows = sql.bind(i64::from(wanted.most))?.rows(&self.reads).await?;
        let listed = |row: &sqlx::any::AnyRow| {
            Ok(Listed { opened_at: row.try_get(0)?, kept: serde_json::from_str(row.try_get(1)?)? })
        };
        rows.iter().map(listed).collect()
    }

    /// What closed in that time, with its conversation where that is known; `most` at most.
    pub async fn closed(
        &self,
        (from, until): (i64, i64),
        agent: &str,
        most: u32,
    ) -> Stored<Vec<(Option<Interaction>, Kept)>> {
        let sql = Statement::new(
            "SELECT interactions.record, kept FROM segments \
             JOIN interactions ON interactions.id = segments.interaction WHERE closed_at >= ",
        );
        let sql = sql.bind(from)?.then(" AND closed_at < ").bind(until)?;
        let sql = sql.and_is(" AND agent = ", agent)?.then(" ORDER BY closed_at LIMIT ");
        let mut closed = Vec::new();
        for row in sql.bind(i64::from(most))?.rows(&self.reads).await? {
            let record: Option<String> = row.try_get(0)?;
            let record = record.map(|record| serde_json::from_str(&record)).transpose()?;
            closed.push((record, serde_json::from_str(row.try_get(1)?)?));
        }
        Ok(closed)
    }
}
