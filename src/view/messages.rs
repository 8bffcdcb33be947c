//! Every text a person reads, by key. One flat file a language in `messages/`:
//! `"key": "text"`, with `{name}` where a value goes.

use std::sync::{OnceLock, RwLock};

const ENGLISH: &str = include_str!("../../messages/en.json");

/// The language of the texts, as a BCP 47 tag.
pub const LANGUAGE: &str = "en";

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
    static MESSAGES: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    if let Some(text) = replaced(key) {
        return text;
    }
    let messages = MESSAGES.get_or_init(|| parse(ENGLISH));
    // Two hundred comparisons, most of them of lengths, take less than a call of the browser.
    messages.iter().find(|(each, _)| *each == key).map_or(key, |(_, text)| text)
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
pub(super) fn parse(json: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut strings = json.split('"').skip(1).step_by(2);
    let mut messages = Vec::new();
    while let (Some(key), Some(text)) = (strings.next(), strings.next()) {
        messages.push((key, text));
    }
    messages
}
