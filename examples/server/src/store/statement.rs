//! A statement of which only what is asked for is there: a condition that holds for
//! anything would keep a database from using its indexes. (sqlx' own builder writes `?`
//! for both databases, which PostgreSQL does not read.)

use sqlx::any::{AnyArguments, AnyRow};
use sqlx::{Any, AnyPool, Arguments, AssertSqlSafe, Encode, Type};

use super::Stored;

/// A text with places for values, and the values.
pub(super) struct Statement {
    text: String,
    values: AnyArguments,
}

impl Statement {
    /// Begins with that text.
    pub(super) fn new(text: &'static str) -> Self {
        Self { text: text.to_owned(), values: AnyArguments::default() }
    }

    /// More text, and nothing that came from anywhere else.
    pub(super) fn then(mut self, text: &'static str) -> Self {
        self.text.push_str(text);
        self
    }

    /// A value after the text.
    pub(super) fn bind<T: for<'q> Encode<'q, Any> + Type<Any> + 'static>(
        mut self,
        value: T,
    ) -> Stored<Self> {
        self.values.add(value).map_err(sqlx::Error::Encode)?;
        self.text.push('$');
        self.text.push_str(&self.values.len().to_string());
        Ok(self)
    }

    /// A condition with a name, unless that is empty.
    pub(super) fn and_is(self, condition: &'static str, name: &str) -> Stored<Self> {
        if name.is_empty() { Ok(self) } else { self.then(condition).bind(name.to_owned()) }
    }

    /// All rows.
    pub(super) async fn rows(self, pool: &AnyPool) -> Stored<Vec<AnyRow>> {
        // The text is our own: see `then`.
        Ok(sqlx::query_with(AssertSqlSafe(self.text), self.values).fetch_all(pool).await?)
    }
}
