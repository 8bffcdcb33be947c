//! What can go wrong with the browser's database, by what somebody can do about it.

use thiserror::Error;
use wasm_bindgen::JsValue;

use super::event::field;

/// Why the database did not do what it was asked. Nothing of a transaction that
/// failed was kept.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DatabaseError {
    /// The browser keeps nothing for this page: a private window, a policy, or
    /// no IndexedDB at all. The user can allow it, or use another window.
    #[error("this browser keeps no records for the page")]
    NotKept,
    /// There is no room. The user can free some.
    #[error("there is no room left")]
    Full,
    /// Another tab holds an older version open. The user can close or reload it.
    #[error("another tab holds an older version of the records")]
    HeldByOtherTab,
    /// The records have a newer version than this page knows. The user can reload.
    #[error("the records are of a newer version than this page")]
    Newer,
    /// It was given up for a newer page. Opened again, it says [`Self::Newer`] as
    /// soon as that page is done. The user can reload.
    #[error("a newer page has taken the records over")]
    VersionChanged,
    /// It was closed, by us or by the browser. It can be opened again.
    #[error("the database was closed")]
    Closed,
    /// The browser gives no answer. It may work after a while, or after a restart.
    #[error("the browser gives no answer")]
    NoAnswer,
    /// Anything else, in the browser's words: a value that cannot be stored, a
    /// store that isn't there, a disk that fails.
    #[error("{name}: {message}")]
    Failed {
        /// The name of the browser's error.
        name: String,
        /// Its words.
        message: String,
    },
}

impl DatabaseError {
    /// The error of that name, as IndexedDB uses it once a database is open.
    pub fn named(name: &str, message: &str) -> Self {
        match name {
            "QuotaExceededError" => Self::Full,
            "VersionError" => Self::Newer,
            "InvalidStateError" => Self::Closed,
            "SecurityError" | "NotAllowedError" => Self::NotKept,
            _ => Self::Failed { name: name.to_owned(), message: message.to_owned() },
        }
    }

    /// The same while a database is being opened: private windows of some browsers
    /// say that its state is invalid; and Chromium, where its user lets sites store
    /// nothing, gives an error of no name of its own.
    pub(super) fn at_open(self) -> Self {
        match self {
            Self::Closed => Self::NotKept,
            Self::Failed { message, .. } if message.contains("denied permission") => Self::NotKept,
            other => other,
        }
    }

    /// What was `thrown`: usually, not always, an exception of the browser's.
    pub(super) fn thrown(thrown: &JsValue) -> Self {
        let text = |name| field(thrown, name).as_string().unwrap_or_default();
        Self::named(&text("name"), &text("message"))
    }

    /// The error that `source`, a request or a transaction, ended with.
    pub(super) fn of(source: &JsValue) -> Option<Self> {
        let error = field(source, "error");
        error.is_object().then(|| Self::thrown(&error))
    }
}
