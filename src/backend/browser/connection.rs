//! The open database, given up and taken up again.

use std::cell::RefCell;
use std::rc::Rc;

use super::schema;
use crate::backend::BackendError;
use crate::browser::database::{Access, Database, DatabaseError, Transaction};
use crate::browser::page_lifecycle::{self, Gone, Listener};
use crate::domain::time::Millis;

/// How long deleting may wait for other pages.
const DELETE_PATIENCE: Millis = Millis(1_000);

type Opened = Rc<RefCell<Option<Rc<Database>>>>;

/// The database of one name. It is opened when first needed, closed as the page
/// goes away, since an open one can keep it out of the back/forward cache, and
/// opened again when it is next needed. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Connection {
    name: Rc<str>,
    database: Opened,
    _closing: Rc<Listener>,
}

impl Connection {
    pub(super) fn new(name: String) -> Self {
        let database = Opened::default();
        let closing = page_lifecycle::after_gone({
            let database = database.clone();
            move |gone: Gone| {
                let Some(open) = database.take() else { return };
                if gone.may_come_back {
                    open.give_up();
                } else {
                    // What is under way is finished first.
                    open.close();
                }
            }
        });
        Self { name: name.into(), database, _closing: Rc::new(closing) }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Deletes it, with the pages that have it open letting go of it.
    pub(super) async fn delete(&self) -> Result<(), BackendError> {
        if let Some(open) = self.database.take() {
            open.close();
        }
        Ok(Database::delete(DELETE_PATIENCE, &self.name).await?)
    }

    async fn database(&self) -> Result<Rc<Database>, BackendError> {
        if let Some(open) = self.database.borrow().clone() {
            return Ok(open);
        }
        let open = Rc::new(schema::open(&self.name).await?);
        self.database.replace(Some(open.clone()));
        Ok(open)
    }

    /// Begins a transaction, at once where the database is open.
    pub(super) async fn begin(
        &self,
        stores: &[&str],
        access: Access,
    ) -> Result<Transaction, BackendError> {
        match self.database().await?.begin(stores, access) {
            Err(DatabaseError::Closed | DatabaseError::VersionChanged) => {
                // Given up for a newer page, or closed: opening tells which.
                self.database.replace(None);
                Ok(self.database().await?.begin(stores, access)?)
            }
            begun => Ok(begun?),
        }
    }
}
