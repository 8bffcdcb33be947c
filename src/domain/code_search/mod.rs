//! Finding one code out of thousands by a few letters.
//!
//! Each word that is typed must be found in a code. Where it is found counts first by
//! how whole: the text itself, its beginning, the beginning of a word, within a word,
//! or letter by letter with others between them. Then by where: label, the labels above,
//! synonyms, description; the key that stands for a code counts as all of it, and is never
//! looked for in part. Several words that stand together as they were typed come
//! before the same ones apart. What is found equally well keeps the order of the tree.

mod fold;
mod list;
mod rank;
mod tree;

pub use fold::Plain;
pub use list::{CodeList, Group, Row};

use super::code::{CodeRef, WrapUpCode};
use super::id::CodeId;
use fold::{fold, fold_onto};
use rank::{NOWHERE, Part, fuzzy_rank, rank};

/// How much of what is typed is looked for, in Unicode scalar values.
const MAX_TYPED: usize = 100;

/// How much of a description is searched, in Unicode scalar values: it is a sentence or two.
const MAX_SEARCHED: usize = 300;

/// Ranks of several words are added up to this.
const MOST: usize = 63;

/// A code as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its lasting name.
    pub id: CodeId,
    /// What the agent reads.
    pub label: String,
    /// The labels of the codes above it, the topmost first, as one text; empty for none.
    pub path: String,
    /// When to choose it. May be empty.
    pub description: String,
    /// How many of the codes above it are on offer too.
    pub level: usize,
    /// The key that chooses it.
    pub shortcut: Option<String>,
    /// Where its texts begin among all.
    texts: usize,
}

/// A text that is searched.
#[derive(Debug, Clone, Copy)]
struct Text {
    part: Part,
    /// Where it ends in the text of all; it begins where the one before it ends.
    end: usize,
}

/// The codes of one wrap-up, ready to be searched. To be made once: it folds every text.
#[derive(Debug, Clone)]
pub struct CodeIndex {
    codes: Vec<Listed>,
    texts: Vec<Text>,
    /// All of them, folded.
    all: String,
    plain: Plain,
}

/// `text` in one line, as far as it is searched.
fn push_line(lines: &mut String, text: &str, most: usize) {
    lines.extend(text.chars().take(most).map(|each| if each == '\n' { ' ' } else { each }));
    lines.push('\n');
}

impl CodeIndex {
    /// The codes on `offer`, with what is known of them, as agents who speak `language` read
    /// them; codes that are not known are found by their label.
    pub fn new(offer: &[CodeRef], known: &[WrapUpCode], language: &str, plain: Plain) -> Self {
        let mut index = Self {
            codes: Vec::with_capacity(offer.len()),
            texts: Vec::new(),
            all: String::new(),
            plain,
        };
        let mut lines = String::new();
        for placed in tree::in_order(offer, known) {
            let offered = &offer[placed.at];
            let label = placed.code.map_or(&*offered.label, |it| offered.label_of(it, language));
            let texts = index.texts.len();
            let mut add = |part, text: &str, most| {
                push_line(&mut lines, text, most);
                index.texts.push(Text { part, end: 0 });
            };
            add(Part::Label, label, usize::MAX);
            let mut path = String::new();
            for above in placed.above {
                let label = above.label_in(language);
                add(Part::Path, label, usize::MAX);
                if !path.is_empty() {
                    path.push_str(" › ");
                }
                path.push_str(label);
            }
            let (mut description, mut shortcut) = (String::new(), None);
            if let Some(code) = placed.code {
                // Colleagues may call it by any of its names.
                let translated = code.translations.iter().map(|each| &each.label);
                let own = core::iter::once(&code.label);
                if let Some(key) = &code.shortcut {
                    add(Part::Key, key, usize::MAX);
                }
                let names = code.synonyms.iter().chain(translated.chain(own));
                for name in names.filter(|name| **name != *label) {
                    add(Part::Synonym, name, usize::MAX);
                }
                code.description_in(language).clone_into(&mut description);
                if !description.is_empty() {
                    add(Part::Description, &description, MAX_SEARCHED);
                }
                shortcut.clone_from(&code.shortcut);
            }
            let level = placed.level;
            let (id, label) = (offered.id.clone(), label.to_owned());
            index.codes.push(Listed { id, label, path, description, level, shortcut, texts });
        }
        // All in one go: each call of the browser has its price.
        let plain = plain(&lines);
        for (text, line) in index.texts.iter_mut().zip(plain.split('\n')) {
            fold_onto(&mut index.all, line);
            text.end = index.all.len();
        }
        index
    }

    /// All codes, in the order of the tree.
    pub fn codes(&self) -> &[Listed] {
        &self.codes
    }

    /// The code that this key stands for.
    pub fn with_key(&self, key: &str) -> Option<&Listed> {
        let is = |own: &String| own.to_uppercase() == key.to_uppercase();
        self.codes.iter().find(|each| each.shortcut.as_ref().is_some_and(is))
    }

    /// The place of the code of that id.
    pub fn place_of(&self, id: &CodeId) -> Option<usize> {
        self.codes.iter().position(|each| each.id == *id)
    }

    /// The places of the codes that what is typed means, the best first; all of them for
    /// nothing but blanks.
    pub fn search(&self, typed: &str) -> Vec<usize> {
        let typed: String = typed.chars().take(MAX_TYPED).collect();
        let phrase = fold(&typed, self.plain);
        let words: Vec<&str> = phrase.split(' ').filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return (0..self.codes.len()).collect();
        }
        // Sorted by counting: there are few ranks, and what has the same keeps its order.
        let mut scores = Vec::with_capacity(self.codes.len());
        let mut begin = [0_usize; (NOWHERE + 1) * (MOST + 1) + 1];
        for at in 0..self.codes.len() {
            let score = self.score(at, &phrase, &words);
            if let Some(score) = score {
                begin[score + 1] += 1;
            }
            scores.push(score);
        }
        for at in 1..begin.len() {
            begin[at] += begin[at - 1];
        }
        let mut found = vec![0; begin[begin.len() - 1]];
        for (at, score) in scores.iter().enumerate() {
            if let Some(score) = *score {
                found[begin[score]] = at;
                begin[score] += 1;
            }
        }
        found
    }

    /// How well the code is found: first by all words together, then one by one.
    fn score(&self, at: usize, phrase: &str, words: &[&str]) -> Option<usize> {
        let mut sum = 0;
        for word in words {
            let mut best = self.best(at, word, rank);
            if best == NOWHERE {
                best = self.best(at, word, fuzzy_rank);
            }
            if best == NOWHERE {
                return None;
            }
            sum += best;
        }
        let together = match words {
            [_] if sum < NOWHERE => sum,
            _ => self.best(at, phrase, rank),
        };
        Some(together * (MOST + 1) + sum.min(MOST))
    }

    /// The best rank that a word has in any text of a code.
    fn best(&self, at: usize, word: &str, rank: fn(Part, &str, &str) -> usize) -> usize {
        let from = self.codes[at].texts;
        let until = self.codes.get(at + 1).map_or(self.texts.len(), |next| next.texts);
        let mut begin = if from == 0 { 0 } else { self.texts[from - 1].end };
        let mut best = NOWHERE;
        for text in &self.texts[from..until] {
            best = best.min(rank(text.part, &self.all[begin..text.end], word));
            begin = text.end;
        }
        best
    }
}
