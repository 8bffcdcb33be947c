//! Brings a database to the newest form, step by step, each whole or not at all.

use sqlx::{AssertSqlSafe, Executor, Row};

use super::dialect::Dialect;
use super::{Store, Stored};

/// The steps in their order: for both, for SQLite, for PostgreSQL. One that was ever
/// released stays as it is.
const STEPS: &[(&str, &str, &str)] = &[
    (
        include_str!("../../migrations/0001_records.sql"),
        include_str!("../../migrations/0001_records.sqlite.sql"),
        include_str!("../../migrations/0001_records.postgres.sql"),
    ),
    (include_str!("../../migrations/0002_servicenow.sql"), "", ""),
    (
        include_str!("../../migrations/0003_words.sql"),
        include_str!("../../migrations/0003_words.sqlite.sql"),
        include_str!("../../migrations/0003_words.postgres.sql"),
    ),
    ("", "", include_str!("../../migrations/0004_audit_by_month.postgres.sql")),
    (
        include_str!("../../migrations/0005_administration.sql"),
        include_str!("../../migrations/0005_administration.sqlite.sql"),
        include_str!("../../migrations/0005_administration.postgres.sql"),
    ),
];

pub(super) async fn run(store: &Store) -> Stored<()> {
    let mut transaction = store.begin().await?;
    transaction.execute(store.dialect.only_one_migrates()).await?;
    let table = "CREATE TABLE IF NOT EXISTS migrations (step BIGINT PRIMARY KEY)";
    transaction.execute(table).await?;
    let done = sqlx::query("SELECT COUNT(*) FROM migrations").fetch_one(&mut *transaction).await?;
    let done = usize::try_from(done.try_get::<i64, _>(0)?).unwrap_or(usize::MAX);
    for (place, (both, sqlite, postgres)) in STEPS.iter().enumerate().skip(done) {
        let own = match store.dialect {
            Dialect::Sqlite => sqlite,
            Dialect::Postgres => postgres,
        };
        for script in [both, own] {
            // Our own text, and nothing that came from anywhere else.
            let script = AssertSqlSafe(script.replace("{serial}", store.dialect.serial()));
            transaction.execute(sqlx::raw_sql(script)).await?;
        }
        let step = i64::try_from(place).unwrap_or(i64::MAX);
        sqlx::query("INSERT INTO migrations (step) VALUES ($1)")
            .bind(step)
            .execute(&mut *transaction)
            .await?;
        tracing::info!(step, "the database was brought to a newer form");
    }
    Ok(transaction.commit().await?)
}
