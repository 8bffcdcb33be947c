//! Why an interaction gets the configuration it gets, and none of the others.

use crate::domain::catalog::{Catalog, Mismatch};
use crate::domain::condition::{Condition, FieldTest};
use crate::domain::configuration::{Configuration, ConfigurationError};
use crate::domain::id::{AgentId, ConfigurationId};
use crate::domain::interaction::Interaction;
use crate::domain::time::Timestamp;

/// What becomes of one configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// It wins.
    Wins,
    /// It wins and is faulty: the wrap-up runs without codes and limit.
    WinsFaulty(Vec<ConfigurationError>),
    /// It matches as well, and that one comes first.
    Later(ConfigurationId),
    /// It does not match. Where its condition is why, the part of it that decides.
    Mismatch(Mismatch, Option<Decisive<'a>>),
}

/// The part of a condition that keeps it from holding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decisive<'a> {
    /// This test fails.
    Fails(&'a FieldTest),
    /// This test holds where it must not.
    Holds(&'a FieldTest),
    /// One of these would have to hold, and none does.
    NoneOf(&'a [Condition]),
}

/// A configuration and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<'a> {
    /// The configuration.
    pub configuration: &'a Configuration,
    /// What becomes of it.
    pub verdict: Verdict<'a>,
}

/// What becomes of each configuration in the wrap-up that `agent` gets of
/// `interaction` at `at`, in the order in which they are tried.
pub fn explain<'a>(
    catalog: &'a Catalog,
    interaction: &Interaction,
    agent: &AgentId,
    at: Timestamp,
) -> Vec<Explanation<'a>> {
    let mut winner: Option<&ConfigurationId> = None;
    let mut explained = Vec::new();
    for configuration in in_order(&catalog.configurations) {
        let verdict = match (configuration.mismatch(interaction, agent, at), winner) {
            (Some(Mismatch::Condition), _) => {
                let decisive = decisive(&configuration.condition, interaction, true);
                Verdict::Mismatch(Mismatch::Condition, decisive)
            }
            (Some(mismatch), _) => Verdict::Mismatch(mismatch, None),
            (None, Some(winner)) => Verdict::Later(winner.clone()),
            (None, None) => {
                winner = Some(&configuration.id);
                match configuration.rules(&catalog.codes) {
                    Ok(_) => Verdict::Wins,
                    Err(faults) => Verdict::WinsFaulty(faults),
                }
            }
        };
        explained.push(Explanation { configuration, verdict });
    }
    explained
}

/// `configurations` in the order in which they are tried.
pub fn in_order(configurations: &[Configuration]) -> Vec<&Configuration> {
    let mut ordered: Vec<_> = configurations.iter().collect();
    ordered.sort_by_key(|each| (each.order, &each.id));
    ordered
}

/// The first part of `condition` that is not as `wanted`.
fn decisive<'a>(
    condition: &'a Condition,
    interaction: &Interaction,
    wanted: bool,
) -> Option<Decisive<'a>> {
    let inner = |each: &'a Condition| decisive(each, interaction, wanted);
    if condition.holds(&interaction.fields) == wanted {
        return None;
    }
    match condition {
        Condition::Field(test) if wanted => Some(Decisive::Fails(test)),
        Condition::Field(test) => Some(Decisive::Holds(test)),
        Condition::Not(condition) => decisive(condition, interaction, !wanted),
        Condition::Any(conditions) if wanted && conditions.len() != 1 => {
            Some(Decisive::NoneOf(conditions))
        }
        Condition::All(conditions) | Condition::Any(conditions) => {
            conditions.iter().find_map(inner)
        }
    }
}
