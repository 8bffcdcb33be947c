//! Snippets: texts that are put into notes by a name, `/name`.
//!
//! A name is looked for only where a word begins with the slash: a fraction, a date or an
//! address is nothing but text. What nobody has named is left as it is typed.

use thiserror::Error;

use super::draft::MAX_NOTES;

/// The longest name, in Unicode scalar values.
pub const MAX_NAME: usize = 30;

/// How many snippets a configuration, or an agent, may have.
pub const MAX_SNIPPETS: usize = 100;

/// How many are listed at once.
pub const MAX_LISTED: usize = 8;

/// A text and its name.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Snippet {
    /// What is typed after the slash: letters, digits, `-` and `_`, 1 to [`MAX_NAME`] of
    /// them. Upper and lower case are the same.
    pub name: String,
    /// What takes its place; 1 to [`MAX_NOTES`] characters.
    pub text: String,
}

/// Which rule a snippet breaks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Error)]
pub enum SnippetRule {
    /// More than [`MAX_SNIPPETS`].
    #[error("must be at most {MAX_SNIPPETS}")]
    TooMany,
    /// That is no name.
    #[error("must name \"{0}\" by 1 to {MAX_NAME} letters, digits, - and _")]
    NotAName(String),
    /// Two of one name.
    #[error("must name \"{0}\" only once")]
    NameTwice(String),
    /// No text, or one too long for notes.
    #[error("must give \"{0}\" a text of 1 to {MAX_NOTES} characters")]
    Text(String),
}

fn is_of_name(each: char) -> bool {
    each.is_alphanumeric() || each == '-' || each == '_' || is_mark(each)
}

/// Vowel signs and accents belong to the letter before them.
const fn is_mark(each: char) -> bool {
    matches!(each, '\u{300}'..='\u{36f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}')
}

impl Snippet {
    /// Which rule it breaks by itself.
    pub fn rule(&self) -> Option<SnippetRule> {
        let name = self.name.chars().count();
        if name == 0 || name > MAX_NAME || !self.name.chars().all(is_of_name) {
            return Some(SnippetRule::NotAName(self.name.clone()));
        }
        let text = self.text.chars().count();
        let blank = self.text.trim().is_empty();
        (blank || text > MAX_NOTES).then(|| SnippetRule::Text(self.name.clone()))
    }
}

/// The first rule that `snippets` break.
pub fn rule(snippets: &[Snippet]) -> Option<SnippetRule> {
    if snippets.len() > MAX_SNIPPETS {
        return Some(SnippetRule::TooMany);
    }
    for (at, each) in snippets.iter().enumerate() {
        let named = |other: &Snippet| other.name.to_lowercase() == each.name.to_lowercase();
        if let Some(rule) = each.rule() {
            return Some(rule);
        }
        if snippets[..at].iter().any(named) {
            return Some(SnippetRule::NameTwice(each.name.clone()));
        }
    }
    None
}

/// `snippets` with this one, in the place of the one that has its name. A slash before
/// the name, as it is typed in notes, is no part of it.
///
/// # Errors
/// The first [`SnippetRule`] that they would break.
pub fn with(snippets: &[Snippet], name: &str, text: &str) -> Result<Vec<Snippet>, SnippetRule> {
    let name = name.trim().trim_start_matches('/');
    let mut all = without(snippets, name);
    all.push(Snippet { name: name.to_owned(), text: text.to_owned() });
    rule(&all).map_or(Ok(all), Err)
}

/// `snippets` but for the one of that name.
pub fn without(snippets: &[Snippet], name: &str) -> Vec<Snippet> {
    let others = snippets.iter().filter(|each| each.name.to_lowercase() != name.to_lowercase());
    others.cloned().collect()
}

/// A name that is being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What of it is typed; empty for the slash alone.
    pub name: String,
    /// Where the slash is, in UTF-16 code units, as browsers count.
    pub begin: u32,
    /// Where the caret is, likewise.
    pub end: u32,
}

impl Asked {
    /// The name that ends where the caret is, in UTF-16 code units; `None` where none is
    /// being typed.
    pub fn at(notes: &str, caret: u32) -> Option<Self> {
        let mut left = caret as usize;
        let mut end = 0;
        for each in notes.chars() {
            if left < each.len_utf16() {
                break;
            }
            left -= each.len_utf16();
            end += each.len_utf8();
        }
        if left > 0 {
            return None; // beyond the text, or within a character
        }
        let before = &notes[..end];
        let name = before.rsplit_once('/')?.1;
        let begins = before[..before.len() - name.len() - 1].chars().next_back();
        let is_name = name.chars().all(is_of_name) && name.chars().count() <= MAX_NAME;
        // In the middle of a word the rest of it would stay behind.
        let ends = notes[end..].chars().next().is_none_or(|each| !is_of_name(each));
        if !is_name || !ends || begins.is_some_and(|each| !each.is_whitespace()) {
            return None;
        }
        let length = u32::try_from(name.encode_utf16().count() + 1).ok()?;
        Some(Self { name: name.to_owned(), begin: caret.checked_sub(length)?, end: caret })
    }

    /// Those that it may mean, the best first: whose name it is, whose name it begins, and
    /// whose name or text has it. For the slash alone the first ones. What `own` has goes
    /// before what an administrator has named the same; what breaks a rule is not there.
    pub fn among(&self, own: &[Snippet], set_up: &[Snippet]) -> Vec<Snippet> {
        let wanted = self.name.to_lowercase();
        let mut ranks: [Vec<Snippet>; 4] = [const { Vec::new() }; 4];
        let mut seen: Vec<String> = Vec::new();
        for each in own.iter().chain(set_up).filter(|each| each.rule().is_none()) {
            let name = each.name.to_lowercase();
            if seen.contains(&name) {
                continue;
            }
            let rank = match () {
                () if name == wanted => 0,
                () if name.starts_with(&wanted) => 1,
                () if name.contains(&wanted) => 2,
                () if each.text.to_lowercase().contains(&wanted) => 3,
                () => 4,
            };
            if let Some(rank) = ranks.get_mut(rank) {
                rank.push(each.clone());
            }
            seen.push(name);
        }
        let mut found: Vec<_> = ranks.into_iter().flatten().collect();
        found.truncate(MAX_LISTED);
        found
    }
}
