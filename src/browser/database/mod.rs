//! IndexedDB, as far as records need it: versions with migrations, transactions
//! that are whole or nothing, and errors that say what to do.
//!
//! Straight on the browser's interface: the libraries over it can neither ask for
//! strict durability nor tell why a transaction was aborted, and both matter here.

mod error;
mod open;
mod transaction;
mod waiting;

pub use error::DatabaseError;
pub use open::{Database, Migration, Upgrade};
pub use transaction::{Access, Transaction};
