//! What only records of ServiceNow's shape have, beside a segment.

use interaction_wrap_up::domain::id::SegmentId;
use serde::{Deserialize, Serialize};
use sqlx::Row;

use super::{Conversation, Store, Stored};

/// See the module. Instants are milliseconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Beside {
    /// Another system has opened it.
    pub external: bool,
    /// What that system calls it.
    pub external_segment_id: String,
    /// It is one of several of its conversation.
    pub segmented: bool,
    /// What it is a segment of there.
    pub segment_id: String,
    /// In which table.
    pub segment_table: String,
    /// When the code was recommended.
    pub ai_code_at: Option<i64>,
    /// When the notes were.
    pub ai_notes_at: Option<i64>,
    /// It is closed until an agent confirms it.
    pub awaiting_confirmation: bool,
    /// When one did.
    pub confirmed_on: Option<i64>,
}

impl Store {
    /// What there is beside that segment.
    pub async fn beside(&self, segment: &SegmentId) -> Stored<Beside> {
        let row = sqlx::query("SELECT record FROM now_segments WHERE segment = $1");
        match row.bind(segment.as_str()).fetch_optional(&self.reads).await? {
            Some(row) => Ok(serde_json::from_str(row.try_get(0)?)?),
            None => Ok(Beside::default()),
        }
    }
}

impl Conversation {
    /// Has that written beside one of its segments, after the segment itself.
    pub fn put_beside(&mut self, segment: &SegmentId, beside: Beside) {
        self.beside.push((segment.clone(), beside));
    }

    pub(super) async fn write_beside(&mut self) -> Stored<()> {
        let sql = "INSERT INTO now_segments (segment, record) VALUES ($1, $2) \
                   ON CONFLICT (segment) DO UPDATE SET record = excluded.record";
        for (segment, beside) in std::mem::take(&mut self.beside) {
            let upsert = sqlx::query(sql).bind(segment.as_str());
            let upsert = upsert.bind(serde_json::to_string(&beside)?);
            upsert.execute(&mut *self.transaction).await?;
        }
        Ok(())
    }
}
