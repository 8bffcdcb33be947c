//! What administrators change, who did it and when, and how to take it back.

use thiserror::Error;

use super::codes::{self, InUse};
use crate::domain::catalog::Catalog;
use crate::domain::code::WrapUpCode;
use crate::domain::configuration::Configuration;
use crate::domain::id::{AgentId, CodeId, ConfigurationId};
use crate::domain::time::Timestamp;

/// One record before and after: neither is there when it was made or removed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Replaced<T> {
    /// As it was.
    pub before: Option<T>,
    /// As it is.
    pub after: Option<T>,
}

/// A change of one record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Change {
    /// Of a code.
    Code(Box<Replaced<WrapUpCode>>),
    /// Of a configuration.
    Configuration(Box<Replaced<Configuration>>),
}

/// An entry of the audit trail.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct AuditEntry {
    /// Its name, unlike any other's.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: AgentId,
    /// What.
    pub change: Change,
    /// The entry it takes back, if it does.
    pub takes_back: Option<String>,
}

/// Why a change is not made or not taken back.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotChanged {
    /// The record is not as it was when the change was decided: somebody else
    /// changed it since.
    #[error("it was changed since")]
    ChangedSince,
    /// See [`InUse`].
    #[error(transparent)]
    InUse(#[from] InUse),
}

impl<T: Clone> Replaced<T> {
    fn reversed(&self) -> Self {
        Self { before: self.after.clone(), after: self.before.clone() }
    }
}

impl Change {
    /// The change from `before` to `after` of a code.
    pub fn of_code(before: Option<WrapUpCode>, after: Option<WrapUpCode>) -> Self {
        Self::Code(Box::new(Replaced { before, after }))
    }

    /// The change from `before` to `after` of a configuration.
    pub fn of_configuration(before: Option<Configuration>, after: Option<Configuration>) -> Self {
        Self::Configuration(Box::new(Replaced { before, after }))
    }

    /// The change that undoes it.
    #[must_use]
    pub fn reversed(&self) -> Self {
        match self {
            Self::Code(replaced) => Self::Code(Box::new(replaced.reversed())),
            Self::Configuration(replaced) => Self::Configuration(Box::new(replaced.reversed())),
        }
    }

    /// Makes it in `catalog`. `recorded` says of a code whether any record names it.
    ///
    /// # Errors
    /// [`NotChanged`]; `catalog` is as it was.
    pub fn apply(
        &self,
        catalog: &mut Catalog,
        recorded: impl Fn(&CodeId) -> bool,
    ) -> Result<(), NotChanged> {
        match self {
            Self::Code(replaced) => {
                let id = replaced.id(|code| &code.id);
                let Some(id) = id else { return Ok(()) };
                let is = |each: &WrapUpCode| each.id == id;
                if catalog.codes.iter().find(|each| is(each)) != replaced.before.as_ref() {
                    return Err(NotChanged::ChangedSince);
                }
                if replaced.after.is_none() {
                    let Catalog { codes, configurations } = catalog;
                    codes::remove(codes, configurations, &id, recorded(&id))?;
                }
                place(&mut catalog.codes, is, replaced.after.as_ref());
            }
            Self::Configuration(replaced) => {
                let id: Option<ConfigurationId> = replaced.id(|each| &each.id);
                let Some(id) = id else { return Ok(()) };
                let is = |each: &Configuration| each.id == id;
                if catalog.configurations.iter().find(|each| is(each)) != replaced.before.as_ref() {
                    return Err(NotChanged::ChangedSince);
                }
                place(&mut catalog.configurations, is, replaced.after.as_ref());
            }
        }
        Ok(())
    }
}

impl<T> Replaced<T> {
    fn id<I: Clone>(&self, id: impl Fn(&T) -> &I) -> Option<I> {
        self.after.as_ref().or(self.before.as_ref()).map(|it| id(it).clone())
    }
}

fn place<T: Clone>(list: &mut Vec<T>, is: impl Fn(&T) -> bool, after: Option<&T>) {
    let at = list.iter().position(is);
    match (at, after) {
        (Some(at), Some(after)) => list[at] = after.clone(),
        (Some(at), None) => drop(list.remove(at)),
        (None, Some(after)) => list.push(after.clone()),
        (None, None) => {}
    }
}

/// The change that takes `entry` back. What was made since is looked at when it is
/// applied.
pub fn take_back(entry: &AuditEntry) -> Change {
    entry.change.reversed()
}

/// Changes that were made at once: by one person, at one moment, for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Its entries, in the order they were made; never empty.
    pub entries: Vec<AuditEntry>,
    /// Whether all of them were taken back since.
    pub taken_back: bool,
}

impl Group {
    /// Whether it takes back what was changed before.
    pub fn takes_back(&self) -> bool {
        self.entries.iter().any(|each| each.takes_back.is_some())
    }
}

/// The trail in groups, the newest first. `entries` come oldest first.
pub fn groups(entries: &[AuditEntry]) -> Vec<Group> {
    let taken: std::collections::BTreeSet<_> =
        entries.iter().filter_map(|each| each.takes_back.as_ref()).collect();
    let at_once = |a: &AuditEntry, b: &AuditEntry| {
        a.at == b.at && a.by == b.by && a.takes_back.is_some() == b.takes_back.is_some()
    };
    let mut groups: Vec<_> = entries
        .chunk_by(at_once)
        .map(|entries| Group {
            entries: entries.to_vec(),
            taken_back: entries.iter().all(|each| taken.contains(&each.id)),
        })
        .collect();
    groups.reverse();
    groups
}

/// The changes that take `entries` back, the last one first, each with the entry it
/// takes back.
pub fn take_all_back(entries: &[AuditEntry]) -> Vec<(Change, String)> {
    entries.iter().rev().map(|entry| (take_back(entry), entry.id.clone())).collect()
}

/// The changes that lead from `before` to `after`; unchanged records make none.
pub fn changes(before: &Catalog, after: &Catalog) -> Vec<Change> {
    let mut changes = Vec::new();
    for (before, after) in paired(&before.codes, &after.codes, |code| &code.id) {
        changes.push(Change::of_code(before.cloned(), after.cloned()));
    }
    let configurations = (&before.configurations, &after.configurations);
    for (before, after) in paired(configurations.0, configurations.1, |each| &each.id) {
        changes.push(Change::of_configuration(before.cloned(), after.cloned()));
    }
    changes
}

/// Records that differ, by id: those there were before in their order, then new ones.
fn paired<'a, T: PartialEq, I: Ord>(
    before: &'a [T],
    after: &'a [T],
    id: impl Fn(&T) -> &I,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    use std::collections::BTreeMap;
    let earlier: BTreeMap<&I, &T> = before.iter().map(|each| (id(each), each)).collect();
    let later: BTreeMap<&I, &T> = after.iter().map(|each| (id(each), each)).collect();
    let kept = before.iter().map(|each| (Some(each), later.get(id(each)).copied()));
    let new = after.iter().filter(|each| !earlier.contains_key(id(each)));
    let pairs = kept.chain(new.map(|each| (None, Some(each))));
    pairs.filter(|(before, after)| before != after).collect()
}
