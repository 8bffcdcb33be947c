//! In what SQLite and PostgreSQL differ.

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    pub(super) fn of(url: &str) -> Self {
        if url.starts_with("sqlite:") { Self::Sqlite } else { Self::Postgres }
    }

    /// `url` as the driver takes it: a file of SQLite's is made if there is none.
    pub(super) fn address(self, url: &str) -> String {
        match self {
            Self::Sqlite if !url.contains('?') => format!("{url}?mode=rwc"),
            _ => url.to_owned(),
        }
    }

    /// What each connection begins with. A commit is answered once a loss of power
    /// cannot undo it.
    pub(super) const fn settings(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA busy_timeout = 5000",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA secure_delete = ON",
            ],
            Self::Postgres => &["SET synchronous_commit = on", "SET statement_timeout = '10s'"],
        }
    }

    /// Begins to write. SQLite takes the lock at once: one that turns from reading to
    /// writing would be refused.
    pub(super) const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// A number that counts up by itself.
    pub(super) const fn serial(self) -> &'static str {
        match self {
            Self::Sqlite => "INTEGER PRIMARY KEY AUTOINCREMENT",
            Self::Postgres => "BIGSERIAL PRIMARY KEY",
        }
    }

    /// Keeps other servers from migrating meanwhile.
    pub(super) const fn only_one_migrates(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT 1",
            Self::Postgres => "SELECT 1 FROM pg_advisory_xact_lock(7102337512)",
        }
    }

    /// Makes room for the trail from `$1` to `$2`, in milliseconds since 1970, where it is
    /// kept by month.
    pub(super) const fn make_room(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT make_audit_months($1, $2)"),
        }
    }

    /// The conversation of which something is due first, at `$1`; one that another server
    /// looks at just now is passed over.
    pub(super) const fn due(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "SELECT id FROM interactions WHERE due_at <= $1 ORDER BY due_at LIMIT 1"
            }
            Self::Postgres => {
                "SELECT id FROM interactions WHERE due_at <= $1 ORDER BY due_at LIMIT 1 \
                 FOR UPDATE SKIP LOCKED"
            }
        }
    }
}
