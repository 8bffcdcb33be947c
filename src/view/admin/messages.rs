//! The administration's texts, in a file of their own, so that no agent downloads them.

use std::sync::OnceLock;

use crate::view::messages as shared;

const ENGLISH: &str = include_str!("../../../messages/admin/en.json");

/// The text of `key`, here or among those of the widget.
pub fn text(key: &'static str) -> &'static str {
    static MESSAGES: OnceLock<Vec<(&str, &str)>> = OnceLock::new();
    if let Some(text) = shared::replaced(key) {
        return text;
    }
    let messages = MESSAGES.get_or_init(|| shared::parse(ENGLISH));
    let own = messages.iter().find(|(each, _)| *each == key);
    own.map_or_else(|| shared::text(key), |(_, text)| text)
}

/// The text of `key` with each `{name}` replaced by its value.
pub(super) fn with(key: &'static str, values: &[(&str, &str)]) -> String {
    shared::fill(text(key), values)
}
