//! Codes and configurations in this browser, and the trail of their changes.

use std::collections::BTreeSet;

use super::schema::{AUDIT, CODES, CONFIGURATIONS, SEGMENTS};
use super::{BrowserBackend, record};
use crate::backend::administration::Administration;
use crate::backend::{Answer, BackendError, Store};
use crate::browser::database::{Access, Transaction};
use crate::domain::admin::audit::{AuditEntry, Change, NotChanged, Replaced};
use crate::domain::catalog::Catalog;
use crate::domain::id::CodeId;
use crate::domain::interaction::Interaction;
use crate::domain::segment::Segment;

impl BrowserBackend {
    async fn write_changes(&self, entries: &[AuditEntry]) -> Result<(), BackendError> {
        let stores = [CODES, CONFIGURATIONS, SEGMENTS, AUDIT];
        let transaction = self.begin(&stores, Access::WriteStrict).await?;
        let mut catalog = Catalog {
            codes: record::read_all("code", &transaction.all(CODES).await?)?,
            configurations: record::read_all(
                "configuration",
                &transaction.all(CONFIGURATIONS).await?,
            )?,
        };
        let removes = |entry: &AuditEntry| match &entry.change {
            Change::Code(replaced) => replaced.after.is_none(),
            Change::Configuration(_) => false,
        };
        let recorded = if entries.iter().any(removes) {
            recorded(&transaction).await?
        } else {
            BTreeSet::new()
        };
        for entry in entries {
            let applied = entry.change.apply(&mut catalog, |id| recorded.contains(id));
            applied.map_err(|error| match error {
                NotChanged::ChangedSince => BackendError::Conflict,
                NotChanged::InUse(_) => BackendError::Refused { reason: error.to_string() },
            })?;
            match &entry.change {
                Change::Code(code) => put(&transaction, CODES, code, |it| it.id.as_str())?,
                Change::Configuration(configuration) => {
                    put(&transaction, CONFIGURATIONS, configuration, |it| it.id.as_str())?;
                }
            }
            transaction.put(AUDIT, &record::write(entry)?)?;
        }
        Ok(transaction.finish().await?)
    }

    async fn read_audit(&self) -> Result<Vec<AuditEntry>, BackendError> {
        let transaction = self.begin(&[AUDIT], Access::Read).await?;
        let entries = transaction.all(AUDIT).await?;
        let mut entries: Vec<AuditEntry> = record::read_all("audit entry", &entries)?;
        entries.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Ok(entries)
    }
}

/// The codes that any record names.
async fn recorded(transaction: &Transaction) -> Result<BTreeSet<CodeId>, BackendError> {
    let segments = transaction.all(SEGMENTS).await?;
    let segments: Vec<Segment> = record::read_all("segment", &segments)?;
    let mut named = BTreeSet::new();
    for segment in segments {
        let Segment { rules, draft, suggestion, .. } = &segment;
        let offered = rules.codes.iter().flat_map(|codes| &codes.allowed);
        named.extend(offered.map(|code| code.id.clone()));
        named.extend(draft.code.iter().chain(suggestion).cloned());
    }
    Ok(named)
}

fn put<T: serde::Serialize>(
    transaction: &Transaction,
    store: &str,
    replaced: &Replaced<T>,
    id: impl Fn(&T) -> &str,
) -> Result<(), BackendError> {
    match (&replaced.before, &replaced.after) {
        (_, Some(after)) => transaction.put(store, &record::write(after)?)?,
        (Some(before), None) => transaction.delete(store, id(before))?,
        (None, None) => {}
    }
    Ok(())
}

impl Administration for BrowserBackend {
    fn name(&self) -> &str {
        Store::name(self)
    }

    fn set_up_now(&self) -> Answer<'_, Catalog> {
        Box::pin(self.read_catalog())
    }

    fn interactions(&self) -> Answer<'_, Vec<Interaction>> {
        Box::pin(async {
            let stock = self.read_stock().await?;
            let mut interactions: Vec<_> =
                stock.conversations.into_iter().map(|each| each.interaction).collect();
            interactions.sort_by_key(|each| core::cmp::Reverse(each.opened_at));
            Ok(interactions)
        })
    }

    fn recorded_codes(&self) -> Answer<'_, BTreeSet<CodeId>> {
        Box::pin(async {
            let transaction = self.begin(&[SEGMENTS], Access::Read).await?;
            recorded(&transaction).await
        })
    }

    fn change<'a>(&'a self, entries: &'a [AuditEntry]) -> Answer<'a, ()> {
        Box::pin(self.write_changes(entries))
    }

    fn audit(&self) -> Answer<'_, Vec<AuditEntry>> {
        Box::pin(self.read_audit())
    }
}
