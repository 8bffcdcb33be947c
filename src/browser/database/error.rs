//! What can go wrong with the browser's database, by what somebody can do about it.

use thiserror::Error;
use wasm_bindgen::JsValue;

use super::event::field;

/// Why the database did not do what it was asked. Nothing of a transaction that
/// failed was kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DatabaseError {
    /// The browser keeps nothing here: a private window, storage switched off,
    /// or a frame that may not. Only the user's settings or another window help.
    #[error("the browser keeps no records here")]
    NotAllowed,
    /// Opening was never answered. Browsers do that after a crash of their
    /// storage; closing all pages of the site, or the browser, helps.
    #[error("the browser's database doesn't answer")]
    Hung,
    /// A page with an older form of the records is open and doesn't let go of
    /// them. The user closes or reloads it.
    #[error("another page holds on to an older form of the records")]
    Blocked,
    /// The records have a newer form than this page knows. The user reloads it.
    #[error("the records have a newer form than this page knows")]
    NewerVersion,
    /// This page gave its connection up, so that a newer page could bring the
    /// records to a newer form. The user reloads it.
    #[error("a newer page has taken the records over")]
    VersionChanged,
    /// The connection was closed by [`Database::close`](super::Database::close).
    /// Open it anew.
    #[error("the database is closed")]
    Closed,
    /// The browser closed the connection: the user deleted the site's data, or
    /// its storage failed. Open it anew; records may be gone.
    #[error("the browser closed its database")]
    Lost,
    /// There is no room left. The user frees some, or asks for less to be kept.
    #[error("there is no room left for records")]
    Quota,
    /// Anything else: a value that cannot be stored, a store that isn't there,
    /// a key that is taken, a disk that fails. Trying again may help with the
    /// last; the browser's own words are for the log.
    #[error("{name}: {message}")]
    Aborted {
        /// The name of the browser's exception, such as `ConstraintError`.
        name: String,
        /// Its sentence.
        message: String,
    },
}

/// What the database was asked when it failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// To be opened or deleted.
    Open,
    /// To begin a transaction.
    Begin,
    /// Something in a transaction.
    Step,
}

impl DatabaseError {
    /// The browser's `exception` (or `null`), met when it was `asked`.
    pub(super) fn of(exception: &JsValue, asked: Asked) -> Self {
        let text = |name| field(exception, name).as_string().unwrap_or_default();
        let name = text("name");
        match (name.as_str(), asked) {
            ("QuotaExceededError", _) => Self::Quota,
            ("VersionError", Asked::Open) => Self::NewerVersion,
            // The second is Firefox's word for a private window.
            ("SecurityError" | "NotAllowedError", _) | ("InvalidStateError", Asked::Open) => {
                Self::NotAllowed
            }
            // A connection that is closed says so first when it is used.
            ("InvalidStateError", Asked::Begin) => Self::Lost,
            _ => Self::Aborted { name, message: text("message") },
        }
    }

    /// The error that `source`, a request or a transaction, ended with.
    pub(super) fn in_source(source: &JsValue, asked: Asked) -> Self {
        Self::of(&field(source, "error"), asked)
    }
}
