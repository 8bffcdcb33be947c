//! Every text a person reads, by key. One flat file a language in `messages/`:
//! `"key": "text"`, with `{name}` where a value goes. English is built in; another
//! language is given by whoever has fetched it ([`speak`]).

use std::sync::{OnceLock, RwLock};

use crate::browser::intl;

const ENGLISH: &str = include_str!("../../messages/en.json");

/// The languages there are files of, each with its own name for itself.
pub const LANGUAGES: [(&str, &str); 11] = [
    ("en", "English"),
    ("ar", "العربية"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("ja", "日本語"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("zh", "中文"),
];

/// Those written from right to left.
const RIGHT_TO_LEFT: [&str; 2] = ["ar", "he"];

type Texts = Vec<(&'static str, &'static str)>;

/// A language and its texts. They live as long as the page, as the built-in ones do.
static SPOKEN: RwLock<Option<(&'static str, Texts)>> = RwLock::new(None);

/// The language of [`LANGUAGES`] that comes nearest to the first of these BCP 47 tags
/// that one comes near to: `pt` for `pt-BR`. `None` where that is English, or none does.
pub fn nearest<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Option<&'static str> {
    let known = |tag: &str| {
        let language = tag.split('-').next().unwrap_or_default();
        LANGUAGES.iter().map(|(each, _)| *each).find(|each| each.eq_ignore_ascii_case(language))
    };
    wanted.into_iter().find_map(known).filter(|language| *language != "en")
}

/// Speaks another language from now on: what is shown already stays as it is. `file` is
/// one of `messages/`, as it stands there; a text that it lacks is English.
pub fn speak(language: &str, file: String) {
    if let Ok(mut spoken) = SPOKEN.write() {
        *spoken = Some((language.to_owned().leak(), parse(file.leak())));
    }
}

/// Speaks the built-in language again.
pub fn speak_english() {
    if let Ok(mut spoken) = SPOKEN.write() {
        *spoken = None;
    }
}

/// The language that is spoken, as a BCP 47 tag.
pub fn language() -> &'static str {
    SPOKEN.read().ok().and_then(|spoken| Some(spoken.as_ref()?.0)).unwrap_or("en")
}

/// Which way texts run where that is not the page's business: `rtl` or `ltr` for a
/// language that was chosen, `None` for the built-in one.
pub fn direction() -> Option<&'static str> {
    let language = SPOKEN.read().ok()?.as_ref()?.0;
    Some(if RIGHT_TO_LEFT.contains(&language) { "rtl" } else { "ltr" })
}

/// A host's own texts. They live as long as the page, as the built-in ones do.
static REPLACED: RwLock<Vec<(String, &'static str)>> = RwLock::new(Vec::new());

/// Puts a host's own texts, by key, in place of the built-in ones; for what is
/// shown from then on.
pub fn replace(texts: &[(String, String)]) {
    let Ok(mut replaced) = REPLACED.write() else { return };
    for (key, text) in texts {
        let known = replaced.iter_mut().find(|(each, _)| each == key);
        match known {
            Some((_, known)) if *known == text => {}
            Some((_, known)) => *known = text.clone().leak(),
            None => replaced.push((key.clone(), text.clone().leak())),
        }
    }
}

/// What a host says instead.
pub(super) fn replaced(key: &str) -> Option<&'static str> {
    let replaced = REPLACED.read().ok()?;
    replaced.iter().find(|(each, _)| each == key).map(|(_, text)| *text)
}

/// The text of `key`; the key itself where there is none, which a test rules out.
pub fn text(key: &'static str) -> &'static str {
    find(key).unwrap_or(key)
}

fn find(key: &str) -> Option<&'static str> {
    static MESSAGES: OnceLock<Texts> = OnceLock::new();
    // Two hundred comparisons, most of them of lengths, take less than a call of the browser.
    let among = |texts: &Texts| texts.iter().find(|(each, _)| *each == key).map(|(_, text)| *text);
    let spoken = || SPOKEN.read().ok().and_then(|spoken| among(&spoken.as_ref()?.1));
    replaced(key).or_else(spoken).or_else(|| among(MESSAGES.get_or_init(|| parse(ENGLISH))))
}

/// The text of `key` for so many, as the language counts them: `key#one`, `key#few` and so
/// on by `Intl.PluralRules`, or `key` itself; with `{count}` replaced.
pub fn counted(key: &'static str, count: u64) -> String {
    let form = [key, "#", &intl::plural(language(), count)].concat();
    let text = find(&form).unwrap_or_else(|| text(key));
    fill(text, &[("count", &intl::number(language(), count))])
}

/// The text of `key` with each `{name}` replaced by its value.
pub fn with(key: &'static str, values: &[(&str, &str)]) -> String {
    fill(text(key), values)
}

/// Replaces in one pass, so that a value that looks like a placeholder stays.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(each, _)| *each == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled + rest
}

/// Reads the flat files of `messages/`, in which no text holds an escape (a test
/// sees to it): the strings in order are keys and texts in turn. A JSON parser
/// for them would cost the page more than the texts.
pub(super) fn parse(json: &'static str) -> Texts {
    let mut strings = json.split('"').skip(1).step_by(2);
    let mut messages = Vec::new();
    while let (Some(key), Some(text)) = (strings.next(), strings.next()) {
        messages.push((key, text));
    }
    messages
}
