//! The order in which configurations are tried.

use super::audit::Change;
use super::explain::in_order;
use crate::domain::configuration::Configuration;
use crate::domain::id::ConfigurationId;

/// How far apart orders are where they are given anew.
const STEP: u32 = 10;

/// The changes that let the configuration `id` be tried as number `to`, counted from 0
/// among all of them. As few as will do: one, where there is room between its new
/// neighbours.
pub fn moved(configurations: &[Configuration], id: &ConfigurationId, to: usize) -> Vec<Change> {
    let mut ordered = in_order(configurations);
    let Some(from) = ordered.iter().position(|each| each.id == *id) else { return Vec::new() };
    let to = to.min(ordered.len() - 1);
    if from == to {
        return Vec::new();
    }
    let moving = ordered.remove(from);
    ordered.insert(to, moving);
    let before = to.checked_sub(1).map(|at| ordered[at].order);
    let after = ordered.get(to + 1).map(|each| each.order);
    if let Some(order) = between(before, after) {
        return vec![change(moving, order)];
    }
    let numbered = (1..).map(|place: u32| place.saturating_mul(STEP)).zip(ordered);
    let others = numbered.filter(|(order, each)| *order != each.order);
    others.map(|(order, each)| change(each, order)).collect()
}

/// The order of a new configuration, which is tried after all others.
pub fn last(configurations: &[Configuration]) -> u32 {
    let highest = configurations.iter().map(|each| each.order).max();
    highest.map_or(STEP, |highest| highest.saturating_add(STEP))
}

/// An order between the two, which themselves are not used again.
fn between(before: Option<u32>, after: Option<u32>) -> Option<u32> {
    match (before, after) {
        (None, None) => Some(STEP),
        (Some(before), None) => before.checked_add(STEP),
        (None, Some(after)) => (after > 0).then(|| after.saturating_sub(STEP)),
        (Some(before), Some(after)) => {
            let middle = before + after.checked_sub(before)? / 2;
            (before < middle && middle < after).then_some(middle)
        }
    }
}

fn change(configuration: &Configuration, order: u32) -> Change {
    let after = Configuration { order, ..configuration.clone() };
    Change::of_configuration(Some(configuration.clone()), Some(after))
}
