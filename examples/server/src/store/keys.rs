//! What came under each `Idempotency-Key`, and how it was answered.

use interaction_wrap_up::domain::id::SegmentId;
use interaction_wrap_up::domain::time::Timestamp;
use ring::digest;
use sqlx::Row;

use super::{Conversation, Store, Stored};
use crate::auth::hex;

/// What came: the hash of it, so that no words lie here twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said(String);

impl Said {
    /// Of what came, written the same whatever way it came.
    pub fn of(text: &str) -> Self {
        Self(hex(digest::digest(&digest::SHA256, text.as_bytes()).as_ref()))
    }

    /// As it is stored.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Of what is stored: older rows hold what came itself.
    pub(super) fn stored(text: String) -> Self {
        if text.starts_with('{') { Self::of(&text) } else { Self(text) }
    }
}

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What had come.
    pub said: Said,
    /// The status.
    pub status: u16,
    /// The body.
    pub answer: String,
}

impl Conversation {
    /// How what came under `key` was answered.
    pub async fn answered(&mut self, key: &str) -> Stored<Option<Answered>> {
        let row = sqlx::query("SELECT said, status, answer FROM keys WHERE key = $1");
        let Some(row) = row.bind(key).fetch_optional(&mut *self.transaction).await? else {
            return Ok(None);
        };
        let status = u16::try_from(row.try_get::<i64, _>(1)?).unwrap_or(500);
        let said = Said::stored(row.try_get(0)?);
        Ok(Some(Answered { said, status, answer: row.try_get(2)? }))
    }

    /// Notes how what came under `key` about `segment` is answered. False where another
    /// conversation was just quicker with that key.
    pub async fn note_answer(
        &mut self,
        key: &str,
        segment: &SegmentId,
        answered: &Answered,
        at: Timestamp,
    ) -> Stored<bool> {
        let sql = "INSERT INTO keys (key, said, status, answer, at, segment) \
                   VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key) DO NOTHING";
        let insert =
            sqlx::query(sql).bind(key).bind(&answered.said.0).bind(i64::from(answered.status));
        let insert = insert.bind(&answered.answer).bind(at.0).bind(segment.as_str());
        Ok(insert.execute(&mut *self.transaction).await?.rows_affected() == 1)
    }

    /// Has `answer` stand for all that was answered about `segment`, and nothing be left
    /// of what had come but that it was the same.
    pub(super) async fn answer_otherwise(
        &mut self,
        segment: &SegmentId,
        answer: &str,
    ) -> Stored<()> {
        let rows =
            sqlx::query("SELECT key, said FROM keys WHERE segment = $1").bind(segment.as_str());
        for row in rows.fetch_all(&mut *self.transaction).await? {
            let said = Said::stored(row.try_get(1)?);
            let update = sqlx::query("UPDATE keys SET said = $1, answer = $2 WHERE key = $3");
            let update = update.bind(said.0).bind(answer).bind(row.try_get::<String, _>(0)?);
            update.execute(&mut *self.transaction).await?;
        }
        Ok(())
    }
}

impl Store {
    /// Forgets keys from before that instant.
    pub async fn forget_keys(&self, before: Timestamp) -> Stored<u64> {
        let delete = sqlx::query("DELETE FROM keys WHERE at < $1").bind(before.0);
        Ok(delete.execute(&self.writes).await?.rows_affected())
    }
}
