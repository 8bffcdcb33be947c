//! Which pages are there, so that the next one can tell whether segments were left
//! alone, and since when.
//!
//! Each page writes down that it is there and, as it goes, when it went. A share of
//! a lock tells the living from those that crashed: a crash leaves no word.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use super::connection::Connection;
use super::record;
use super::schema::PAGES;
use crate::backend::BackendError;
use crate::browser::database::Access;
use crate::browser::locks::{self, Lock};
use crate::browser::{random, task};
use crate::domain::delivery::presence;
use crate::domain::time::Timestamp;

/// A page that was there.
#[derive(Debug, Serialize, Deserialize)]
struct PageRecord {
    id: String,
    gone_at: Option<Timestamp>,
}

/// This page among the others of its store.
#[derive(Debug)]
pub(super) struct Pages {
    connection: Connection,
    id: String,
    here: RefCell<Option<Lock>>,
}

impl Pages {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, id: random::uuid(), here: RefCell::default() }
    }

    fn record(&self, gone_at: Option<Timestamp>) -> PageRecord {
        PageRecord { id: self.id.clone(), gone_at }
    }

    /// This page is there. Since when none has been, where that is known; `None`
    /// as well while others are there.
    pub(super) async fn enter(&self) -> Result<Option<Timestamp>, BackendError> {
        let name = ["pages:", self.connection.name()].concat();
        self.here.replace(None);
        let alone = locks::try_exclusive(&name).await;
        let is_alone = alone.is_some();
        let transaction = self.connection.begin(&[PAGES], Access::WriteStrict).await?;
        let mut since = None;
        if is_alone {
            let before = transaction.all(PAGES).await?;
            let before: Vec<PageRecord> = record::read_all("page", &before)?;
            since = presence::gone_since(before.into_iter().map(|page| page.gone_at));
            transaction.clear(PAGES)?;
        }
        transaction.put(PAGES, &record::write(&self.record(None))?)?;
        transaction.finish().await?;
        drop(alone);
        self.here.replace(Some(locks::shared(&name).await));
        Ok(since)
    }

    /// This page goes. It may come back, and must not hold a lock until then, which
    /// would keep it out of the back/forward cache.
    pub(super) fn leave(&self, at: Timestamp) {
        let (connection, gone) = (self.connection.clone(), self.record(Some(at)));
        task::spawn(async move {
            let written = async {
                let transaction = connection.begin(&[PAGES], Access::WriteRelaxed).await?;
                transaction.put(PAGES, &record::write(&gone)?)?;
                Ok::<_, BackendError>(transaction.finish().await?)
            };
            // Without it, the segments go on until their deadlines.
            let _ = written.await;
        });
        self.here.replace(None);
    }
}
