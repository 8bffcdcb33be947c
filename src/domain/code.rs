//! Wrap-up codes: why a conversation ended.

use super::id::CodeId;

/// The longest label or synonym, in Unicode scalar values.
pub const MAX_LABEL: usize = 256;

/// The longest description, in Unicode scalar values.
pub const MAX_DESCRIPTION: usize = 4_000;

/// How many levels of codes there may be, the topmost included.
pub const MAX_LEVELS: usize = 5;

/// How many synonyms a code may have.
pub const MAX_SYNONYMS: usize = 50;

/// A wrap-up code as the administrator keeps it. One that was ever used is made
/// inactive, never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct WrapUpCode {
    /// Its lasting name.
    pub id: CodeId,
    /// What the agent reads; 1 to [`MAX_LABEL`] characters.
    pub label: String,
    /// When to choose it, in a sentence. May be empty.
    pub description: String,
    /// Whether agents may choose it.
    pub active: bool,
    /// Whether another system owns it.
    pub external: bool,
    /// The code above it; at most [`MAX_LEVELS`] levels, without a cycle.
    pub parent: Option<CodeId>,
    /// What it is called in other languages, each named once.
    #[cfg_attr(feature = "serde", serde(default))]
    pub translations: Vec<Translation>,
    /// Other words under which agents find it.
    #[cfg_attr(feature = "serde", serde(default))]
    pub synonyms: Vec<String>,
    /// The key that chooses it: one letter or digit.
    pub shortcut: Option<String>,
    /// Whether it is submitted with notes only.
    #[cfg_attr(feature = "serde", serde(default))]
    pub notes_required: bool,
}

impl WrapUpCode {
    /// An active code of that label, on the topmost level, and nothing else.
    pub fn new(id: CodeId, label: impl Into<String>) -> Self {
        Self {
            id,
            label: label.into(),
            description: String::new(),
            active: true,
            external: false,
            parent: None,
            translations: Vec::new(),
            synonyms: Vec::new(),
            shortcut: None,
            notes_required: false,
        }
    }

    /// What it is called in `language`, or in the language that comes nearest to it: the
    /// very tag, then the language without a region, then the language of any region.
    pub fn translation(&self, language: &str) -> Option<&Translation> {
        let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let wanted = primary(language);
        let near = |each: &&Translation| primary(&each.language) == wanted;
        let all = || self.translations.iter();
        let exact = all().find(|each| each.language.eq_ignore_ascii_case(language));
        let plain = || all().find(|each| each.language.eq_ignore_ascii_case(&wanted));
        exact.or_else(plain).or_else(|| all().find(near))
    }

    /// What agents who speak `language` read.
    pub fn label_in(&self, language: &str) -> &str {
        self.translation(language).map_or(&*self.label, |each| &*each.label)
    }

    /// When to choose it, for those who speak `language`: the label of one language and the
    /// description of another are better than none.
    pub fn description_in(&self, language: &str) -> &str {
        let translated = self.translation(language).map(|each| &*each.description);
        translated.filter(|text| !text.is_empty()).unwrap_or(&self.description)
    }
}

/// A code's label and description in one language.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Translation {
    /// The language, as a BCP 47 tag such as `de` or `pt-BR`.
    pub language: String,
    /// The label in it; 1 to [`MAX_LABEL`] characters.
    pub label: String,
    /// The description in it. May be empty.
    pub description: String,
}

/// A code together with the label it had when it was offered: what a segment
/// keeps, so that history reads as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CodeRef {
    /// The code's lasting name.
    pub id: CodeId,
    /// The label at that time.
    pub label: String,
}

impl CodeRef {
    /// What agents who speak `language` read, by what is `known` of the codes. One that
    /// was given another label since reads as it was written.
    pub fn label_in<'a>(&'a self, known: &'a [WrapUpCode], language: &str) -> &'a str {
        let code = known.iter().find(|code| code.id == self.id);
        code.map_or(&self.label, |code| self.label_of(code, language))
    }

    /// The same where the code is found already.
    pub fn label_of<'a>(&'a self, code: &'a WrapUpCode, language: &str) -> &'a str {
        if code.label == self.label { code.label_in(language) } else { &self.label }
    }
}
