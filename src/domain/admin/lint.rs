//! What looks wrong about a configuration before it is saved: faults that would keep
//! it from being used, and what works and is hardly meant.

use std::collections::BTreeMap;

use thiserror::Error;

use super::explain::in_order;
use crate::domain::catalog::Catalog;
use crate::domain::condition::{Condition, FieldTest, Test};
use crate::domain::configuration::{Configuration, ConfigurationRule, SweepAfter};
use crate::domain::field::FieldValue;
use crate::domain::id::{CodeId, ConfigurationId};
use crate::domain::interaction::Interaction;
use crate::domain::snippet::{self, SnippetRule};

/// What is said about a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LintRule {
    /// It cannot be used so.
    #[error(transparent)]
    Fault(ConfigurationRule),
    /// Nobody could tell it from others.
    #[error("must not be empty")]
    Nameless,
    /// Everything it matches goes to that one, which is tried first.
    #[error("is never reached: \"{0}\" comes first and matches everything it matches")]
    NeverReached(ConfigurationId),
    /// Which of two comes first is decided by their ids.
    #[error("is the order of \"{0}\" too, so that their ids decide")]
    SameOrder(ConfigurationId),
    /// Without a deadline, the sweep comes before the duration is over.
    #[error("is {duration} s, and without a deadline the sweep closes it after {sweep} s")]
    SweptBeforeDuration {
        /// The duration in seconds.
        duration: u64,
        /// The sweep's maximum in seconds.
        sweep: u64,
    },
    /// It ends before it begins.
    #[error("must be later than effective_from")]
    NeverEffective,
    /// It is for nobody.
    #[error("is 0, so it is for nobody")]
    Nobody,
    /// More than everybody.
    #[error("must be at most 100")]
    MoreThanEverybody,
    /// Something is asked for where there is no dialog to enter it in.
    #[error("has no effect while codes are not enabled")]
    NoDialog,
    /// See [`SnippetRule`]. Agents are not offered what breaks it.
    #[error(transparent)]
    Snippet(SnippetRule),
    /// Two codes on offer look the same.
    #[error("offers \"{0}\" and \"{1}\" under the same label")]
    SameLabel(CodeId, CodeId),
    /// One key would choose either of two codes.
    #[error("offers \"{0}\" and \"{1}\" with the same key")]
    SameShortcut(CodeId, CodeId),
    /// No interaction is known to have that field.
    #[error("names the field \"{0}\", which is unknown")]
    UnknownField(String),
    /// A field is compared with what it never holds.
    #[error("compares \"{field}\" as {compared}, and it holds {held}")]
    WrongType {
        /// The field.
        field: String,
        /// The type it is taken for.
        compared: FieldType,
        /// The type it has.
        held: FieldType,
    },
}

impl LintRule {
    /// Whether it must be mended before an active configuration is saved.
    pub const fn is_error(&self) -> bool {
        matches!(
            self,
            Self::Fault(_)
                | Self::Nameless
                | Self::NeverEffective
                | Self::MoreThanEverybody
                | Self::Snippet(_)
                | Self::UnknownField(_)
                | Self::WrongType { .. }
        )
    }
}

/// A finding: the field as it is named in records, and what is said about it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("\"{configuration}\": {field} {rule}")]
pub struct Finding {
    /// The configuration.
    pub configuration: ConfigurationId,
    /// The field's name.
    pub field: &'static str,
    /// What is said about it.
    pub rule: LintRule,
}

/// What a field of an interaction holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldType {
    /// See [`FieldValue::Text`].
    Text,
    /// See [`FieldValue::Number`].
    Number,
    /// See [`FieldValue::Boolean`].
    Boolean,
    /// See [`FieldValue::List`].
    List,
}

impl core::fmt::Display for FieldType {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Text => "text",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::List => "a list",
        })
    }
}

impl FieldType {
    /// The type of `value`.
    pub const fn of(value: &FieldValue) -> Self {
        match value {
            FieldValue::Text(_) => Self::Text,
            FieldValue::Number(_) => Self::Number,
            FieldValue::Boolean(_) => Self::Boolean,
            FieldValue::List(_) => Self::List,
        }
    }
}

/// The fields that interactions have, by name.
pub type KnownFields = BTreeMap<String, FieldType>;

/// The fields that `interactions` have had so far.
pub fn known_fields<'a>(interactions: impl Iterator<Item = &'a Interaction>) -> KnownFields {
    let fields = interactions.flat_map(|each| each.fields.iter());
    fields.map(|(name, value)| (name.clone(), FieldType::of(value))).collect()
}

/// What is to be said about every configuration of `catalog`, in the order in which
/// they are tried. Conditions are held against the `known` fields, where any are.
pub fn lint(catalog: &Catalog, known: &KnownFields) -> Vec<Finding> {
    let ordered = in_order(&catalog.configurations);
    let mut findings = Vec::new();
    for (at, configuration) in ordered.iter().enumerate() {
        let mut find = |field, rule| {
            findings.push(Finding { configuration: configuration.id.clone(), field, rule });
        };
        lint_alone(configuration, catalog, known, &mut find);
        if !configuration.active {
            continue;
        }
        let earlier = ordered[..at].iter().filter(|each| each.active);
        if let Some(first) = earlier.clone().find(|first| covers(first, configuration)) {
            find("order", LintRule::NeverReached(first.id.clone()));
        } else if let Some(beside) = earlier.clone().find(|it| it.order == configuration.order) {
            find("order", LintRule::SameOrder(beside.id.clone()));
        }
    }
    findings
}

fn lint_alone(
    configuration: &Configuration,
    catalog: &Catalog,
    known: &KnownFields,
    find: &mut impl FnMut(&'static str, LintRule),
) {
    if configuration.name.trim().is_empty() {
        find("name", LintRule::Nameless);
    }
    for fault in configuration.rules(&catalog.codes).err().unwrap_or_default() {
        find(fault.field, LintRule::Fault(fault.rule));
    }
    let duration = configuration.duration_seconds;
    if let SweepAfter::Seconds(sweep) = configuration.sweep_after
        && !configuration.enforce_duration
        && duration > sweep
    {
        find("duration_seconds", LintRule::SweptBeforeDuration { duration, sweep });
    }
    let (from, until) = (configuration.effective_from, configuration.effective_until);
    if until.is_some_and(|until| from.is_some_and(|from| until <= from)) {
        find("effective_until", LintRule::NeverEffective);
    }
    match configuration.share_percent {
        0 => find("share_percent", LintRule::Nobody),
        101.. => find("share_percent", LintRule::MoreThanEverybody),
        _ => {}
    }
    if !configuration.enable_codes {
        let asked = [
            ("code_required", configuration.code_required),
            ("notes_required", configuration.notes_required),
            ("extra_fields", !configuration.extra_fields.is_empty()),
            ("snippets", !configuration.snippets.is_empty()),
            ("early_dialog", configuration.early_dialog),
        ];
        asked.into_iter().filter(|each| each.1).for_each(|each| find(each.0, LintRule::NoDialog));
    }
    if let Some(rule) = snippet::rule(&configuration.snippets) {
        find("snippets", LintRule::Snippet(rule));
    }
    lint_codes(configuration, catalog, find);
    if !known.is_empty() {
        lint_condition(&configuration.condition, known, find);
    }
}

fn lint_codes(
    configuration: &Configuration,
    catalog: &Catalog,
    find: &mut impl FnMut(&'static str, LintRule),
) {
    if !configuration.enable_codes {
        return;
    }
    let allowed: std::collections::BTreeSet<_> = configuration.allowed_codes.iter().collect();
    let (mut labels, mut keys) = (BTreeMap::new(), BTreeMap::new());
    for code in catalog.codes.iter().filter(|code| code.active && allowed.contains(&code.id)) {
        if let Some(other) = labels.insert(code.label.trim().to_lowercase(), &code.id) {
            find("allowed_codes", LintRule::SameLabel(other.clone(), code.id.clone()));
        }
        let key = code.shortcut.as_deref().map(str::to_lowercase);
        if let Some(other) = key.and_then(|key| keys.insert(key, &code.id)) {
            find("allowed_codes", LintRule::SameShortcut(other.clone(), code.id.clone()));
        }
    }
}

fn lint_condition(
    condition: &Condition,
    known: &KnownFields,
    find: &mut impl FnMut(&'static str, LintRule),
) {
    match condition {
        Condition::All(conditions) | Condition::Any(conditions) => {
            for each in conditions {
                lint_condition(each, known, find);
            }
        }
        Condition::Not(condition) => lint_condition(condition, known, find),
        Condition::Field(FieldTest { field, test }) => {
            let Some(held) = known.get(field) else {
                return find("condition", LintRule::UnknownField(field.clone()));
            };
            for compared in types_of(test, *held) {
                let (field, held) = (field.clone(), *held);
                if compared != held {
                    find("condition", LintRule::WrongType { field, compared, held });
                }
            }
        }
    }
}

/// For which types `test` takes a field that holds `held`.
fn types_of(test: &Test, held: FieldType) -> Vec<FieldType> {
    match test {
        Test::Equals(value) | Test::NotEquals(value) => vec![FieldType::of(value)],
        Test::In(values) => values.iter().map(FieldType::of).collect(),
        Test::Contains(_) if held == FieldType::List => vec![FieldType::List],
        Test::StartsWith(_) | Test::Contains(_) => vec![FieldType::Text],
        Test::Greater(_) | Test::Less(_) => vec![FieldType::Number],
        Test::IsEmpty => Vec::new(),
    }
}

/// Whether `first` surely matches everything that `second` does. It may do so
/// without being seen through.
fn covers(first: &Configuration, second: &Configuration) -> bool {
    let channels = first.channels.is_empty()
        || (!second.channels.is_empty()
            && second.channels.iter().all(|each| first.channels.contains(each)));
    let from = first
        .effective_from
        .is_none_or(|first| second.effective_from.is_some_and(|second| first <= second));
    let until = first
        .effective_until
        .is_none_or(|first| second.effective_until.is_some_and(|second| first >= second));
    let everybody = first.share_percent >= 100;
    channels && from && until && everybody && follows(&first.condition, &second.condition)
}

/// Whether `weaker` surely holds wherever `stronger` does.
fn follows(weaker: &Condition, stronger: &Condition) -> bool {
    if weaker == stronger {
        return true;
    }
    match (weaker, stronger) {
        (Condition::All(parts), _) => parts.iter().all(|part| follows(part, stronger)),
        (_, Condition::Any(parts)) => parts.iter().all(|part| follows(weaker, part)),
        (Condition::Any(parts), _) if parts.iter().any(|part| follows(part, stronger)) => true,
        (_, Condition::All(parts)) => parts.iter().any(|part| follows(weaker, part)),
        _ => false,
    }
}
