//! How well a word is found in a text, both folded. Lower is better.

/// Where a text stands in a code, by weight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The key that stands for it; nothing else will do.
    Key,
    /// What agents read.
    Label,
    /// The label of a code above it.
    Path,
    /// Another word for it.
    Synonym,
    /// When to choose it.
    Description,
}

const PARTS: usize = 5;

const EXACT: usize = 0;
const PREFIX: usize = 1;
const WORD_START: usize = 2;
const SUBSTRING: usize = 3;
const FUZZY: usize = 4;

/// What is not found ranks so, which is worse than anything found.
pub(super) const NOWHERE: usize = (FUZZY + 1) * PARTS;

/// As whole as it can be found.
fn quality(text: &[u8], word: &[u8]) -> Option<usize> {
    let mut found = None;
    // Bytes will do: in UTF-8 no character begins within another one.
    for (at, here) in text.windows(word.len()).enumerate() {
        if here != word {
            continue;
        }
        if at == 0 {
            return Some(if text.len() == word.len() { EXACT } else { PREFIX });
        }
        if text[at - 1] == b' ' {
            return Some(WORD_START);
        }
        found = Some(SUBSTRING);
    }
    found
}

/// Whether the letters of `word` come in `text` one after the other, the first of them
/// where a word begins.
fn is_fuzzy(text: &str, word: &str) -> bool {
    let mut wanted = word.chars();
    let Some(first) = wanted.next() else { return false };
    let Some(mut next) = wanted.next() else { return false };
    let mut begun = false;
    let mut before = ' ';
    for each in text.chars() {
        if begun {
            if each == next {
                let Some(after) = wanted.next() else { return true };
                next = after;
            }
        } else {
            begun = before == ' ' && each == first;
            before = each;
        }
    }
    false
}

/// The rank of `word`, which is not empty, in a `text` of that part.
pub(super) fn rank(part: Part, text: &str, word: &str) -> usize {
    let Some(quality) = quality(text.as_bytes(), word.as_bytes()) else { return NOWHERE };
    // A sentence is no name, and all below a code are no better found than the code.
    let best = match part {
        Part::Key if quality > EXACT => return NOWHERE,
        Part::Key | Part::Label | Part::Synonym => EXACT,
        Part::Path => PREFIX,
        Part::Description => WORD_START,
    };
    quality.max(best) * PARTS + part as usize
}

/// The same where letters may be left out.
pub(super) fn fuzzy_rank(part: Part, text: &str, word: &str) -> usize {
    let is_name = matches!(part, Part::Label | Part::Synonym);
    if is_name && is_fuzzy(text, word) { FUZZY * PARTS + part as usize } else { NOWHERE }
}
