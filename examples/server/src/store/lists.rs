//! What is listed.

use interaction_wrap_up::domain::id::{InteractionId, SegmentId};
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::service::kept::Kept;
use sqlx::Row;

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

    /// Segments, the latest first.
    pub async fn segments(&self, wanted: &Wanted) -> Stored<Vec<Listed>> {
        let sql = "SELECT opened_at, kept FROM segments \
                   WHERE ($1 = '' OR agent = $1) AND ($2 = '' OR state = $2) \
                     AND ($3 = '' OR interaction = $3) AND opened_at >= $4 AND opened_at < $5 \
                     AND (opened_at < $6 OR (opened_at = $6 AND id < $7)) \
                   ORDER BY opened_at DESC, id DESC LIMIT $8";
        let (at, id) = wanted.after.clone().unwrap_or((i64::MAX, String::new()));
        let query =
            sqlx::query(sql).bind(&wanted.agent).bind(&wanted.state).bind(&wanted.interaction);
        let query = query.bind(wanted.from).bind(wanted.until).bind(at).bind(id);
        let rows = query.bind(i64::from(wanted.most)).fetch_all(&self.reads).await?;
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
        let sql = "SELECT interactions.record, kept FROM segments \
                   JOIN interactions ON interactions.id = segments.interaction \
                   WHERE closed_at >= $1 AND closed_at < $2 AND ($3 = '' OR agent = $3) \
                   ORDER BY closed_at LIMIT $4";
        let query = sqlx::query(sql).bind(from).bind(until).bind(agent).bind(i64::from(most));
        let mut closed = Vec::new();
        for row in query.fetch_all(&self.reads).await? {
            let record: Option<String> = row.try_get(0)?;
            let record = record.map(|record| serde_json::from_str(&record)).transpose()?;
            closed.push((record, serde_json::from_str(row.try_get(1)?)?));
        }
        Ok(closed)
    }
}
