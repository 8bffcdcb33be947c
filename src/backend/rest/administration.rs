//! Codes and configurations behind an HTTP service, and the trail of their changes.
//!
//! | request | what for |
//! |--|--|
//! | `GET catalog` | codes and configurations |
//! | `POST changes` | several changes, all or none; each counts once by its entry's `id` |
//! | `GET changes` | the trail, the newest first, page by page |
//! | `GET recorded_codes` | the codes that records name |
//! | `GET interactions` | the newest conversations |
//! | `GET events` | what others change, where the catalog says `"events": true` |

use core::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{SignIn, answer, hear, read_catalog, refused};
use crate::backend::administration::Administration;
use crate::backend::http::{self, Service};
use crate::backend::{Answer, BackendError, Change as Told, Trouble, path};
use crate::browser::codec;
use crate::browser::fetch::{Method, Response};
use crate::domain::admin::audit::{AuditEntry, Change};
use crate::domain::catalog::Catalog;
use crate::domain::id::CodeId;
use crate::domain::interaction::Interaction;

/// So many pages of the trail are read, of 200 entries each; what is older is for the
/// service's own lists.
const PAGES: usize = 50;

/// What an administrator changes goes to the service, as it is changed.
#[derive(Debug)]
pub struct RestAdministration {
    service: Service,
    name: String,
    /// Whether it has `GET events`.
    tells: Cell<bool>,
    /// The trail as it was last read, oldest first.
    trail: RefCell<Vec<AuditEntry>>,
    /// What was asked for and never answered: it may have been made.
    unanswered: RefCell<Vec<AuditEntry>>,
}

impl RestAdministration {
    /// The service below `base`, an address or a path of the page's own server.
    pub fn new(base: &str) -> Self {
        let name = ["administration ", base.trim_end_matches('/')].concat();
        let (tells, trail, unanswered) = Default::default();
        Self { service: Service::new(base), name, tells, trail, unanswered }
    }

    /// The same, signed in by cookies.
    #[must_use]
    pub fn with_cookies(mut self) -> Self {
        self.service.cookies = true;
        self
    }

    /// The same, signed in by headers of the host's.
    #[must_use]
    pub fn with_sign_in(mut self, sign_in: Box<SignIn>) -> Self {
        self.service.sign_in = Some(sign_in);
        self
    }

    async fn read<T: DeserializeOwned>(&self, path: &str) -> Result<T, BackendError> {
        let request = self.service.request(Method::Get, path, Vec::new(), None);
        let response = self.service.send(request).await?;
        failure(&response)?;
        codec::from_json(&response.body).map_err(refused)
    }

    async fn read_trail(&self) -> Result<Vec<AuditEntry>, BackendError> {
        let known = self.trail.borrow().clone();
        let last = known.last().map(|entry| &entry.id);
        let (mut new, mut met, mut cursor) = (Vec::new(), false, String::new());
        for _ in 0..PAGES {
            let page: Page = self.read(&["changes?limit=200", &cursor].concat()).await?;
            for entry in page.entries {
                met = met || Some(&entry.id) == last;
                if !met {
                    new.push(entry);
                }
            }
            let Some(next) = page.next.filter(|_| !met) else { break };
            "&cursor=".clone_into(&mut cursor);
            path::escape(&next, &mut cursor);
        }
        let mut all = if met { known } else { Vec::new() };
        all.extend(new.into_iter().rev());
        self.trail.replace(all.clone());
        Ok(all)
    }

    async fn write(&self, entries: &[AuditEntry]) -> Result<(), BackendError> {
        // Where the answer to the same was lost, it is asked for by the same names: made
        // then, it is not made twice, and counts as made now.
        let before = self.unanswered.take();
        let entries = if asks_the_same(&before, entries) { before } else { entries.to_vec() };
        let wanted = entries.iter().map(|AuditEntry { id, change, takes_back, .. }| Wanted {
            id,
            change,
            takes_back: takes_back.as_deref(),
        });
        let body = codec::to_json(&Changes { entries: wanted.collect() }).map_err(refused)?;
        let request = self.service.request(Method::Post, "changes", http::json(), Some(body));
        let made = self.service.send(request).await.and_then(|it| confirmed(&it, &entries));
        if let Err(BackendError::TryAgain { .. } | BackendError::NotSignedIn) = made {
            self.unanswered.replace(entries);
        }
        made
    }
}

/// Whether both ask for the same changes, whatever their names.
fn asks_the_same(one: &[AuditEntry], other: &[AuditEntry]) -> bool {
    let same = |(a, b): (&AuditEntry, &AuditEntry)| {
        a.by == b.by && a.change == b.change && a.takes_back == b.takes_back
    };
    one.len() == other.len() && one.iter().zip(other).all(same)
}

/// What a status that is no success means of a change.
fn failure(response: &Response) -> Result<(), BackendError> {
    match response.status {
        412 => Err(BackendError::Conflict),
        409 => Err(BackendError::Refused { reason: answer::reason(response) }),
        _ => answer::failure(response),
    }
}

/// Whether `response` says that `entries` are made.
fn confirmed(response: &Response, entries: &[AuditEntry]) -> Result<(), BackendError> {
    failure(response)?;
    let made: Option<MadeAll> = codec::from_json(&response.body).ok();
    let made = made.map(|made| made.entries).unwrap_or_default();
    // A success of somebody else's (a proxy, a sign-in page) confirms nothing.
    if made.iter().map(|each| &each.id).eq(entries.iter().map(|each| &each.id)) {
        return Ok(());
    }
    Err(BackendError::TryAgain { trouble: Trouble::Failed, after: response.retry_after })
}

impl Administration for RestAdministration {
    fn name(&self) -> &str {
        &self.name
    }

    fn this_browser_only(&self) -> bool {
        false
    }

    fn set_up_now(&self) -> Answer<'_, Catalog> {
        Box::pin(read_catalog(&self.service, &self.tells))
    }

    fn interactions(&self) -> Answer<'_, Vec<Interaction>> {
        Box::pin(async {
            let known: Conversations = self.read("interactions?limit=200").await?;
            Ok(known.interactions)
        })
    }

    fn recorded_codes(&self) -> Answer<'_, BTreeSet<CodeId>> {
        Box::pin(async {
            let recorded: Recorded = self.read("recorded_codes").await?;
            Ok(recorded.codes)
        })
    }

    fn change<'a>(&'a self, entries: &'a [AuditEntry]) -> Answer<'a, ()> {
        Box::pin(self.write(entries))
    }

    fn audit(&self) -> Answer<'_, Vec<AuditEntry>> {
        Box::pin(self.read_trail())
    }

    fn listen<'a>(&'a self, heard: &'a dyn Fn()) -> Option<Answer<'a, ()>> {
        let heard = move |told| {
            if told != Told::Records {
                heard();
            }
        };
        // Asked in vain, a browser complains in its console.
        self.tells.get().then(|| -> Answer<'a, ()> {
            Box::pin(async move { hear(&self.service, &heard).await })
        })
    }
}

/// Changes as they are asked for: who and when is the service's word.
#[derive(Serialize)]
struct Changes<'a> {
    entries: Vec<Wanted<'a>>,
}

#[derive(Serialize)]
struct Wanted<'a> {
    id: &'a str,
    change: &'a Change,
    takes_back: Option<&'a str>,
}

/// Which of them are made.
#[derive(Deserialize)]
struct MadeAll {
    entries: Vec<Made>,
}

#[derive(Deserialize)]
struct Made {
    id: String,
}

/// A part of the trail, the newest first.
#[derive(Deserialize)]
struct Page {
    entries: Vec<AuditEntry>,
    next: Option<String>,
}

#[derive(Deserialize)]
struct Recorded {
    codes: BTreeSet<CodeId>,
}

#[derive(Deserialize)]
struct Conversations {
    interactions: Vec<Interaction>,
}
