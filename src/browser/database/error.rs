//! What can go wrong with a database.

use thiserror::Error;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

/// Why the database did not do what it was asked.
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
    /// It was closed, for a newer page or by the browser. It can be opened again.
    #[error("the database was closed")]
    Closed,
    /// The browser gives no answer. It may work after a while, or after a restart.
    #[error("the browser gives no answer")]
    NoAnswer,
    /// Anything else, in the browser's words.
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
            "InvalidStateError" | "TransactionInactiveError" => Self::Closed,
            "SecurityError" | "NotAllowedError" => Self::NotKept,
            _ => Self::Failed { name: name.to_owned(), message: message.to_owned() },
        }
    }

    /// The same while a database is being opened: private windows of some
    /// browsers say that its state is invalid.
    pub(super) fn at_open(self) -> Self {
        if self == Self::Closed { Self::NotKept } else { self }
    }

    pub(super) fn thrown(thrown: &JsValue) -> Self {
        match thrown.dyn_ref::<DomException>() {
            Some(exception) => Self::of(exception),
            None => Self::Failed { name: String::from("Error"), message: String::new() },
        }
    }

    pub(super) fn of(exception: &DomException) -> Self {
        Self::named(&exception.name(), &exception.message())
    }
}
