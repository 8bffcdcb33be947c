//! Which pages are there, so that the next one can tell whether segments were left
//! alone, and since when.
//!
//! Each page writes down that it is there and, as it goes, puts down when it went. A
//! share of a lock tells the living from those that crashed: a crash leaves no word.

use std::cell::RefCell;

use serde::{Deserialize, Serialize};

use super::connection::Connection;
use super::record;
use super::schema::PAGES;
use crate::backend::BackendError;
use crate::browser::database::Access;
use crate::browser::locks::{self, Lock};
use crate::browser::{parting, random, task};
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

    /// Under which names pages put down when they went.
    fn prefix(&self) -> String {
        [self.connection.name(), "|gone|"].concat()
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
        let prefix = self.prefix();
        let gone = parting::all(&prefix);
        if is_alone {
            let before = transaction.all(PAGES).await?;
            let before: Vec<PageRecord> = record::read_all("page", &before)?;
            since = presence::gone_since(before.into_iter().map(|page| {
                let put_down = gone.iter().find(|(name, _)| name[prefix.len()..] == page.id);
                let put_down = put_down.and_then(|(_, at)| at.parse().ok().map(Timestamp));
                put_down.or(page.gone_at)
            }));
            transaction.clear(PAGES)?;
        }
        transaction.put(PAGES, &record::write(&self.record(None))?)?;
        transaction.finish().await?;
        for (name, _) in gone {
            if is_alone || name[prefix.len()..] == self.id {
                parting::remove(&name);
            }
        }
        drop(alone);
        self.here.replace(Some(locks::shared(&name).await));
        Ok(since)
    }

    /// This page goes. It may come back, and must not hold a lock until then, which
    /// would keep it out of the back/forward cache.
    pub(super) fn leave(&self, at: Timestamp) {
        self.here.replace(None);
        if parting::put(&[&self.prefix(), self.id.as_str()].concat(), &at.0.to_string()) {
            return;
        }
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
    }
}
