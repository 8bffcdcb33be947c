//! Which codes of the tree are in sight.

use std::collections::BTreeSet;

use super::codes::Row;
use crate::domain::code::WrapUpCode;
use crate::domain::id::CodeId;

/// Which part of the tree is to be seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// The codes whose lower levels are open.
    pub open: BTreeSet<CodeId>,
    /// What a code's words must contain, each of the words asked for; empty for all.
    pub wanted: String,
    /// Whether inactive codes are left out.
    pub active_only: bool,
}

/// A row that is in sight.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its place among the rows that were given.
    pub at: usize,
    /// Its place among its siblings in sight, counted from 1.
    pub place: usize,
    /// How many siblings are in sight, itself included.
    pub siblings: usize,
    /// Whether the codes below it are shown; `None` where none are to be shown.
    pub open: Option<bool>,
}

/// The rows of a tree (see [`tree`](super::codes::tree)) that are in sight. While
/// something is looked for, what was found is shown with all that is above it.
pub fn visible(rows: &[Row<'_>], sight: &Sight) -> Vec<Seen> {
    let words = words_of(&sight.wanted);
    let found = |code: &WrapUpCode| (code.active || !sight.active_only) && matches(code, &words);
    // From below, so that what is above knows whether anything under it is wanted.
    let mut shown = vec![false; rows.len()];
    let mut wanted_below: Vec<bool> = Vec::new();
    for (at, row) in rows.iter().enumerate().rev() {
        wanted_below.resize(row.level + 2, false);
        shown[at] = found(row.code) || wanted_below[row.level + 1];
        wanted_below.truncate(row.level + 1);
        wanted_below[row.level] |= shown[at];
    }
    let mut seen: Vec<Seen> = Vec::new();
    let mut hidden_below = None;
    for (at, row) in rows.iter().enumerate() {
        if hidden_below.is_some_and(|level| row.level > level) || !shown[at] {
            continue;
        }
        hidden_below = None;
        let lower = rows[at + 1..].iter().zip(&shown[at + 1..]);
        let mut lower = lower.take_while(|(each, _)| each.level > row.level);
        let open = lower
            .any(|(_, shown)| *shown)
            .then(|| !words.is_empty() || sight.open.contains(&row.code.id));
        if open != Some(true) {
            hidden_below = Some(row.level);
        }
        seen.push(Seen { at, place: 0, siblings: 0, open });
    }
    count(rows, &mut seen);
    seen
}

/// Tells each row its place among its siblings.
fn count(rows: &[Row<'_>], seen: &mut [Seen]) {
    let mut counts: Vec<usize> = Vec::new();
    for each in &mut *seen {
        let level = rows[each.at].level;
        counts.resize(level + 1, 0);
        counts[level] += 1;
        each.place = counts[level];
    }
    let mut siblings: Vec<usize> = Vec::new();
    for each in seen.iter_mut().rev() {
        let level = rows[each.at].level;
        siblings.resize(level + 1, 0);
        siblings[level] = siblings[level].max(each.place);
        each.siblings = siblings[level];
        if each.place == 1 {
            siblings[level] = 0;
        }
    }
}

/// What is looked for, as words in lower case.
pub fn words_of(wanted: &str) -> Vec<String> {
    wanted.split_whitespace().map(str::to_lowercase).collect()
}

/// Whether the code has each of `words` (see [`words_of`]) in any of its names.
pub fn matches(code: &WrapUpCode, words: &[String]) -> bool {
    words.iter().all(|word| has(code, word))
}

fn has(code: &WrapUpCode, word: &str) -> bool {
    let has = |text: &str| text.to_lowercase().contains(word);
    has(&code.label)
        || has(code.id.as_str())
        || code.synonyms.iter().any(|each| has(each))
        || code.translations.iter().any(|each| has(&each.label))
}
