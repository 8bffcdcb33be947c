//! What came under each `Idempotency-Key`, and how it was answered.

use sqlx::Row;

use super::{Conversation, Store, Stored};
use interaction_wrap_up::domain::time::Timestamp;

/// An answer that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// What had come.
    pub said: String,
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
        Ok(Some(Answered { said: row.try_get(0)?, status, answer: row.try_get(2)? }))
    }

    /// Notes how what came under `key` is answered. False where another conversation was
    /// just quicker with that key.
    pub async fn note_answer(
        &mut self,
        key: &str,
        answered: &Answered,
        at: Timestamp,
    ) -> Stored<bool> {
        let sql = "INSERT INTO keys (key, said, status, answer, at) VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (key) DO NOTHING";
        let insert =
            sqlx::query(sql).bind(key).bind(&answered.said).bind(i64::from(answered.status));
        let insert = insert.bind(&answered.answer).bind(at.0);
        Ok(insert.execute(&mut *self.transaction).await?.rows_affected() == 1)
    }
}

impl Store {
    /// Forgets keys from before that instant.
    pub async fn forget_keys(&self, before: Timestamp) -> Stored<u64> {
        let delete = sqlx::query("DELETE FROM keys WHERE at < $1").bind(before.0);
        Ok(delete.execute(&self.writes).await?.rows_affected())
    }
}
