//! Suggestions without a model: sentences picked out of a transcript, and the code whose
//! description has most words with it in common. It understands nothing of either.

use super::OfferedCode;
use crate::domain::id::CodeId;

/// One thing that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// Whether the agent said it; else the customer.
    pub by_agent: bool,
    /// What was said.
    pub text: &'a str,
}

/// So many letters decide whether two words are alike: "charged" and "charge" are.
const STEM: usize = 5;

/// Shorter words say little.
const SHORTEST: usize = 4;

/// Longer ones that say little, too, as far as they are looked at.
const SAY_LITTLE: [&str; 24] = [
    "about", "after", "again", "could", "custo", "doing", "every", "from", "have", "help", "hello",
    "into", "just", "pleas", "some", "thank", "that", "their", "there", "this", "with", "would",
    "your", "what",
];

/// The words of `text` that say something, as far as they are looked at.
fn stems(text: &str) -> Vec<String> {
    let words = text.split(|each: char| !each.is_alphanumeric());
    let words = words.filter(|word| word.chars().count() >= SHORTEST);
    let stems = words.map(|word| word.to_lowercase().chars().take(STEM).collect::<String>());
    stems.filter(|stem| !SAY_LITTLE.contains(&stem.as_str())).collect()
}

fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split_inclusive(['.', '!', '?', '。', '！', '？']);
    parts.map(str::trim).filter(|part| !part.is_empty())
}

/// The first sentence, which is why the customer came, and those that have most in common
/// with all the others, at most `most` of them, in the order they were said. Empty where nothing was said that has any words.
pub fn summary(lines: &[Line<'_>], most: usize) -> String {
    let mut said = Vec::new();
    for line in lines {
        for sentence in sentences(line.text) {
            said.push((sentence, stems(sentence)));
        }
    }
    let frequency = |stem: &String| said.iter().filter(|(_, stems)| stems.contains(stem)).count();
    let mut ranked = Vec::new();
    for (place, (_, stems)) in said.iter().enumerate() {
        // By the length too, or the longest one always wins.
        let shared: usize = stems.iter().map(|stem| frequency(stem) * 2 - 1).sum();
        ranked.push((shared * 100 / (stems.len() + 3), place));
    }
    ranked.retain(|(score, _)| *score > 0);
    if let Some((score, _)) = ranked.first_mut() {
        *score = usize::MAX;
    }
    ranked.sort_by_key(|(score, place)| (core::cmp::Reverse(*score), *place));
    ranked.truncate(most);
    let mut places: Vec<_> = ranked.iter().map(|(_, place)| *place).collect();
    places.sort_unstable();
    let picked: Vec<_> = places.iter().map(|place| said[*place].0).collect();
    picked.join(" ")
}

/// The code whose label and description have most in common with what was said: a word
/// counts the more, the fewer codes have it. Of equal ones the first; `None` where none
/// has anything in common.
pub fn best_code(lines: &[Line<'_>], codes: &[OfferedCode]) -> Option<CodeId> {
    let said: Vec<_> = lines.iter().flat_map(|line| stems(line.text)).collect();
    let words = |code: &OfferedCode| stems(&[&code.label, " ", &code.description].concat());
    let of_codes: Vec<_> = codes.iter().map(words).collect();
    let having = |stem: &String| of_codes.iter().filter(|words| words.contains(stem)).count();
    let mut best = (0, None);
    for (code, words) in codes.iter().zip(&of_codes) {
        let mut score = 0;
        for (place, stem) in words.iter().enumerate() {
            if !words[..place].contains(stem) && said.contains(stem) {
                score += 100 / having(stem);
            }
        }
        if score > best.0 {
            best = (score, Some(&code.id));
        }
    }
    best.1.cloned()
}
