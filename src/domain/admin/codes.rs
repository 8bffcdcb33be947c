//! The rules that a set of wrap-up codes keeps, and what may be done with it.

use std::collections::{BTreeMap, BTreeSet};

use thiserror::Error;

use crate::domain::code::{MAX_DESCRIPTION, MAX_LABEL, MAX_LEVELS, MAX_SYNONYMS, WrapUpCode};
use crate::domain::configuration::Configuration;
use crate::domain::id::{CodeId, ConfigurationId};

/// How far up a code's ancestors are followed. Whatever goes on beyond is too deep
/// in any case.
const FAR_UP: usize = 64;

/// How long a name that is made from a label may get, in bytes.
const LONGEST_NAME: usize = 60;

/// Which rule a code breaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum CodeRule {
    /// Nothing, or blanks alone.
    #[error("must not be empty")]
    Empty,
    /// More characters than this.
    #[error("must be at most {0} characters")]
    TooLong(usize),
    /// More of them than this.
    #[error("must be at most {0}")]
    TooMany(usize),
    /// Another code has that id.
    #[error("is taken already")]
    IdTaken,
    /// A code beside it has that label, upper and lower case aside.
    #[error("is the label of \"{0}\" on the same level too")]
    LabelTaken(CodeId),
    /// The code above it does not exist.
    #[error("names the code \"{0}\", which does not exist")]
    UnknownParent(CodeId),
    /// It stands above itself.
    #[error("leads back to the code itself")]
    Cycle,
    /// More than [`MAX_LEVELS`] levels.
    #[error("must not lead to more than {MAX_LEVELS} levels")]
    TooDeep,
    /// Not a language's tag.
    #[error("must name a language such as \"de\" or \"pt-BR\", not \"{0}\"")]
    NotALanguage(String),
    /// Two translations into one language.
    #[error("must name \"{0}\" only once")]
    LanguageTwice(String),
    /// Not a single letter or digit.
    #[error("must be one letter or digit")]
    NotAKey,
}

/// What is wrong with a code: the field as it is named in records, and the rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
#[error("\"{code}\": {field} {rule}")]
pub struct CodeError {
    /// Which code.
    pub code: CodeId,
    /// The field's name.
    pub field: &'static str,
    /// The rule it breaks.
    pub rule: CodeRule,
}

/// Everything that is wrong with `codes`, in their order.
pub fn check(codes: &[WrapUpCode]) -> Vec<CodeError> {
    let mut by_id = BTreeMap::new();
    let mut labels: BTreeMap<(Option<&CodeId>, String), &CodeId> = BTreeMap::new();
    let mut errors = Vec::new();
    for code in codes {
        let mut error = |field, rule| {
            errors.push(CodeError { code: code.id.clone(), field, rule });
        };
        if by_id.insert(&code.id, code).is_some() {
            error("id", CodeRule::IdTaken);
        }
        let place = (code.parent.as_ref(), code.label.trim().to_lowercase());
        if let Some(other) = labels.insert(place, &code.id).filter(|other| **other != code.id) {
            error("label", CodeRule::LabelTaken(other.clone()));
        }
        check_alone(code, &mut error);
    }
    for code in codes {
        if let Some(rule) = check_parent(code, &by_id) {
            errors.push(CodeError { code: code.id.clone(), field: "parent", rule });
        }
    }
    errors
}

/// What is wrong with `code` among `codes`, where it takes the place of the one of its
/// id, or is `new`. Quicker than [`put`], which also looks at those below it.
pub fn check_one(codes: &[WrapUpCode], code: &WrapUpCode, new: bool) -> Vec<CodeError> {
    let mut errors = Vec::new();
    let mut error = |field, rule| errors.push(CodeError { code: code.id.clone(), field, rule });
    let others = || codes.iter().filter(|each| each.id != code.id);
    if new && codes.iter().any(|each| each.id == code.id) {
        error("id", CodeRule::IdTaken);
    }
    let label = code.label.trim().to_lowercase();
    let mut beside = others().filter(|each| each.parent == code.parent);
    if let Some(other) = beside.find(|each| each.label.trim().to_lowercase() == label) {
        error("label", CodeRule::LabelTaken(other.id.clone()));
    }
    check_alone(code, &mut error);
    let by_id = others().chain([code]).map(|each| (&each.id, each)).collect();
    if let Some(rule) = check_parent(code, &by_id) {
        error("parent", rule);
    }
    errors
}

/// The first rule that `text` breaks as a label.
fn label_rule(text: &str) -> Option<CodeRule> {
    if text.trim().is_empty() {
        return Some(CodeRule::Empty);
    }
    too_long(text, MAX_LABEL)
}

fn too_long(text: &str, most: usize) -> Option<CodeRule> {
    (text.chars().count() > most).then_some(CodeRule::TooLong(most))
}

/// What is wrong with a code whatever others there are.
fn check_alone(code: &WrapUpCode, error: &mut impl FnMut(&'static str, CodeRule)) {
    let mut at = |field, rule: Option<CodeRule>| {
        if let Some(rule) = rule {
            error(field, rule);
        }
    };
    at("label", label_rule(&code.label));
    at("description", too_long(&code.description, MAX_DESCRIPTION));
    let mut languages = BTreeSet::new();
    for each in &code.translations {
        let language = &each.language;
        let known = is_language(language);
        at("translations", (!known).then(|| CodeRule::NotALanguage(language.clone())));
        let twice = !languages.insert(language.to_ascii_lowercase());
        at("translations", twice.then(|| CodeRule::LanguageTwice(language.clone())));
        at("translations", label_rule(&each.label));
        at("translations", too_long(&each.description, MAX_DESCRIPTION));
    }
    for each in &code.synonyms {
        at("synonyms", label_rule(each));
    }
    let many = code.synonyms.len() > MAX_SYNONYMS;
    at("synonyms", many.then_some(CodeRule::TooMany(MAX_SYNONYMS)));
    let is_key = code.shortcut.as_deref().is_none_or(is_key);
    at("shortcut", (!is_key).then_some(CodeRule::NotAKey));
}

/// Whether `tag` has the form of a BCP 47 tag.
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let is_part = |part: &str, least: usize| {
        (least..=8).contains(&part.len()) && part.chars().all(|each| each.is_ascii_alphanumeric())
    };
    let first = parts.next().unwrap_or_default();
    let named = is_part(first, 2) && first.chars().all(|each| each.is_ascii_alphabetic());
    named && parts.all(|part| is_part(part, 1))
}

/// Whether `text` is one letter or digit.
fn is_key(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_alphanumeric) && chars.next().is_none()
}

fn check_parent(code: &WrapUpCode, by_id: &BTreeMap<&CodeId, &WrapUpCode>) -> Option<CodeRule> {
    let parent = code.parent.as_ref()?;
    if !by_id.contains_key(parent) {
        return Some(CodeRule::UnknownParent(parent.clone()));
    }
    let mut above = vec![&code.id];
    let mut next = Some(parent);
    while let Some(id) = next.filter(|_| above.len() < FAR_UP) {
        if *id == code.id {
            return Some(CodeRule::Cycle);
        }
        if above.contains(&id) {
            return None; // it hangs below a cycle, whose codes are told of
        }
        above.push(id);
        next = by_id.get(id).and_then(|code| code.parent.as_ref());
    }
    (above.len() > MAX_LEVELS).then_some(CodeRule::TooDeep)
}

/// Puts `code` in the place of the one of its id, or adds it.
///
/// # Errors
/// What is wrong then and was not before: with the code itself, or with those
/// below it. `codes` are as they were.
pub fn put(codes: &mut Vec<WrapUpCode>, code: WrapUpCode) -> Result<(), Vec<CodeError>> {
    let before = check(codes);
    let mut after = codes.clone();
    match after.iter_mut().find(|each| each.id == code.id) {
        Some(place) => *place = code,
        None => after.push(code),
    }
    let mut errors = check(&after);
    errors.retain(|error| !before.contains(error));
    if errors.is_empty() {
        *codes = after;
        Ok(())
    } else {
        Err(errors)
    }
}

/// Why a code is not removed. It can always be made inactive.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum InUse {
    /// There is none of that id.
    #[error("there is no such code")]
    Unknown,
    /// A record names it, and history keeps what it names.
    #[error("records name it")]
    ByRecords,
    /// A configuration names it.
    #[error("the configuration \"{0}\" names it")]
    ByConfiguration(ConfigurationId),
    /// A code hangs below it.
    #[error("the code \"{0}\" hangs below it")]
    ByCode(CodeId),
}

/// The configurations that name the code `id`.
pub fn named_by<'a>(
    configurations: &'a [Configuration],
    id: &CodeId,
) -> impl Iterator<Item = &'a Configuration> {
    configurations.iter().filter(move |each| {
        each.default_code.as_ref() == Some(id) || each.allowed_codes.contains(id)
    })
}

/// A name for a new record called `label` that none of `taken` has: its letters and
/// digits in lower case, with hyphens between words.
pub fn name_from(label: &str, taken: impl Fn(&str) -> bool) -> String {
    let mut name = String::new();
    for each in label.chars().flat_map(char::to_lowercase) {
        if each.is_alphanumeric() {
            name.push(each);
        } else if !name.is_empty() && !name.ends_with('-') {
            name.push('-');
        }
        if name.len() >= LONGEST_NAME {
            break;
        }
    }
    let name = name.trim_end_matches('-').to_owned();
    if name.is_empty() || !taken(&name) {
        return name;
    }
    let numbered = (2_u32..).map(|number| [&name, "-", &number.to_string()].concat());
    numbered.into_iter().find(|each| !taken(each)).unwrap_or(name)
}

/// Removes the code `id`, which `recorded` says no record names.
///
/// # Errors
/// [`InUse`]; `codes` are as they were.
pub fn remove(
    codes: &mut Vec<WrapUpCode>,
    configurations: &[Configuration],
    id: &CodeId,
    recorded: bool,
) -> Result<(), InUse> {
    let at = codes.iter().position(|each| each.id == *id).ok_or(InUse::Unknown)?;
    if recorded {
        return Err(InUse::ByRecords);
    }
    if let Some(configuration) = named_by(configurations, id).next() {
        return Err(InUse::ByConfiguration(configuration.id.clone()));
    }
    if let Some(below) = codes.iter().find(|each| each.parent.as_ref() == Some(id)) {
        return Err(InUse::ByCode(below.id.clone()));
    }
    codes.remove(at);
    Ok(())
}

/// A code in the order of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<'a> {
    /// The code.
    pub code: &'a WrapUpCode,
    /// How many codes are above it.
    pub level: usize,
    /// How many are directly below it.
    pub below: usize,
}

/// The codes as a tree: each before those below it, siblings by label. What has no
/// place in it (an unknown parent, a cycle) stands at its end.
pub fn tree(codes: &[WrapUpCode]) -> Vec<Row<'_>> {
    let mut below: BTreeMap<Option<&CodeId>, Vec<&WrapUpCode>> = BTreeMap::new();
    for code in codes {
        below.entry(code.parent.as_ref()).or_default().push(code);
    }
    for siblings in below.values_mut() {
        siblings.sort_by_cached_key(|code| (code.label.to_lowercase(), code.id.clone()));
    }
    let none = Vec::new();
    let children = |id| below.get(&id).unwrap_or(&none);
    let mut rows = Vec::with_capacity(codes.len());
    let mut open: Vec<_> = children(None).iter().rev().map(|code| (*code, 0)).collect();
    while let Some((code, level)) = open.pop() {
        let children = children(Some(&code.id));
        rows.push(Row { code, level, below: children.len() });
        open.extend(children.iter().rev().map(|code| (*code, level + 1)));
    }
    let placed: BTreeSet<_> = rows.iter().map(|row| &row.code.id).collect();
    let lost: Vec<_> = codes.iter().filter(|code| !placed.contains(&code.id)).collect();
    rows.extend(lost.into_iter().map(|code| Row { code, level: 0, below: 0 }));
    rows
}

/// The labels from the topmost code down to `id`.
pub fn path<'a>(codes: &'a [WrapUpCode], id: &CodeId) -> Vec<&'a str> {
    let mut labels = Vec::new();
    let mut next = Some(id);
    while let Some(code) = next.and_then(|id| codes.iter().find(|each| each.id == *id)) {
        labels.push(code.label.as_str());
        next = code.parent.as_ref().filter(|_| labels.len() < FAR_UP);
    }
    labels.reverse();
    labels
}
