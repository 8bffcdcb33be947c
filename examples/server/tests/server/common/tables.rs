//! What really stands in a database, whatever the server says of it.

use sqlx::any::AnyPoolOptions;
use sqlx::{AssertSqlSafe, Column, Row};

use super::Database;

const TABLES: [&str; 9] = [
    "interactions",
    "reports",
    "segments",
    "recorded_codes",
    "keys",
    "catalog",
    "changes",
    "audit",
    "now_segments",
];

/// Every row of every table, as texts.
pub(crate) fn everything(database: &Database) -> Vec<String> {
    let mut rows = Vec::new();
    for table in TABLES {
        rows.extend(ask(database, &format!("SELECT * FROM {table}")));
    }
    rows
}

/// Each row that `sql` gives, as a text.
pub(crate) fn ask(database: &Database, sql: &str) -> Vec<String> {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let pool = AnyPoolOptions::new().max_connections(1).connect(&database.url()).await.unwrap();
        // Our own text.
        let rows = sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).fetch_all(&pool).await.unwrap();
        pool.close().await;
        let value = |row: &sqlx::any::AnyRow, at: usize| {
            let text = row.try_get::<Option<String>, _>(at).map(|text| format!("{text:?}"));
            text.or_else(|_| row.try_get::<Option<i64>, _>(at).map(|number| format!("{number:?}")))
        };
        rows.iter()
            .map(|row| {
                let columns = row.columns().iter().map(|column| {
                    format!("{}={}", column.name(), value(row, column.ordinal()).unwrap())
                });
                columns.collect::<Vec<_>>().join(" ")
            })
            .collect()
    })
}

/// Does something while another transaction holds what `sql` takes.
pub(crate) fn while_held(database: &Database, sql: &str, does: impl FnOnce()) {
    sqlx::any::install_default_drivers();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // Where the transaction ends, also if what is done fails.
    let _inside = runtime.enter();
    let pool = AnyPoolOptions::new().max_connections(1);
    let pool = runtime.block_on(pool.connect(&database.url())).unwrap();
    let mut transaction = runtime.block_on(pool.begin()).unwrap();
    let hold = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    runtime.block_on(hold.execute(&mut *transaction)).unwrap();
    does();
    runtime.block_on(transaction.rollback()).unwrap();
}
