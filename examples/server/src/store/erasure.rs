//! Taking words out of what is kept. The trail keeps that it was done; it never had them.

use interaction_wrap_up::domain::id::{AgentId, InteractionId};
use interaction_wrap_up::domain::service::erasure::erase_words_of;
use interaction_wrap_up::domain::service::kept::Kept;
use interaction_wrap_up::domain::time::Timestamp;
use serde_json::json;
use sqlx::Row;

use super::audit::Entry;
use super::{Conversation, Store, Stored};

/// Conversations of which something has words, and nothing is younger than `$1`: of
/// their wrap-ups, and of what was told of them.
const OLD: [&str; 2] = [
    "SELECT interaction FROM segments WHERE worded = 1 AND closed_at < $1 \
       AND NOT EXISTS (SELECT 1 FROM segments AS other \
         WHERE other.interaction = segments.interaction \
           AND (other.closed_at IS NULL OR other.closed_at >= $1)) \
     ORDER BY closed_at LIMIT 1",
    "SELECT interaction FROM reports WHERE worded = 1 AND changed_at < $1 \
       AND NOT EXISTS (SELECT 1 FROM reports AS other \
         WHERE other.interaction = reports.interaction AND other.changed_at >= $1) \
       AND NOT EXISTS (SELECT 1 FROM segments \
         WHERE segments.interaction = reports.interaction \
           AND (closed_at IS NULL OR closed_at >= $1)) \
     ORDER BY changed_at LIMIT 1",
];

impl Store {
    /// A conversation that has words and in which nothing has happened since that instant.
    pub async fn worded_before(&self, before: Timestamp) -> Stored<Option<InteractionId>> {
        for sql in OLD {
            let row = sqlx::query(sql).bind(before.0).fetch_optional(&self.reads).await?;
            if let Some(row) = row {
                return Ok(InteractionId::new(row.try_get::<String, _>(0)?).ok());
            }
        }
        Ok(None)
    }
}

impl Conversation {
    /// Takes the words out of all wrap-ups of it that have closed, and out of what was
    /// told of the conversation; gives the number of wrap-ups that had any. `standing` says
    /// of a wrap-up what is answered to who tells of it once more.
    pub async fn erase_words(
        &mut self,
        at: Timestamp,
        by: Option<&AgentId>,
        standing: impl Fn(&Kept) -> String,
    ) -> Stored<u64> {
        let mut erased = 0;
        for mut kept in self.segments().cloned().collect::<Vec<_>>() {
            if !kept.erase_words() {
                continue;
            }
            erased += 1;
            self.answer_otherwise(&kept.segment.id, &standing(&kept)).await?;
            self.put(kept);
        }
        self.note_that_none_has_words().await?;
        self.erase_record(at).await?;
        let detail = json!({ "segments": erased });
        let entry = Entry { agent: by, action: "erased", detail, ..Entry::default() };
        self.note(at, entry).await?;
        Ok(erased)
    }

    /// Those from before this was noted count as worded until somebody has looked.
    async fn note_that_none_has_words(&mut self) -> Stored<()> {
        let id = self.id().to_string();
        let sql = "UPDATE segments SET worded = 0 \
                   WHERE interaction = $1 AND worded = 1 AND closed_at IS NOT NULL";
        sqlx::query(sql).bind(&id).execute(&mut *self.transaction).await?;
        Ok(())
    }

    async fn erase_record(&mut self, at: Timestamp) -> Stored<()> {
        if let Some(record) = self.record_mut() {
            erase_words_of(record);
        }
        let id = self.id().to_string();
        let sql = "UPDATE interactions SET erased_at = $1 WHERE id = $2";
        let update = sqlx::query(sql).bind(at.0).bind(&id);
        update.execute(&mut *self.transaction).await?;
        for mut told in self.told().await? {
            erase_words_of(&mut told.record);
            let sql = "UPDATE reports SET record = $1, worded = 0 \
                       WHERE interaction = $2 AND agent = $3";
            let update = sqlx::query(sql).bind(serde_json::to_string(&told.record)?).bind(&id);
            update.bind(told.agent.as_str()).execute(&mut *self.transaction).await?;
        }
        Ok(())
    }
}
