//! What a page puts down as it goes, for the next one to find.
//!
//! In the browser's local storage, which has it at once. What a page begins to write to
//! a database as its tab is closed is kept by some browsers as a rule, by `WebKit` never.

use web_sys::Storage;

use super::settings;

/// Puts `text` down under `name`, instead of what is there. Whether the browser takes
/// it: it may store nothing for the page, or have no room left.
pub fn put(name: &str, text: &str) -> bool {
    settings::storage().is_some_and(|storage| storage.set_item(name, text).is_ok())
}

/// Removes what was put down under `name`.
pub fn remove(name: &str) {
    if let Some(storage) = settings::storage() {
        // Who may read may remove.
        let _ = storage.remove_item(name);
    }
}

/// Everything under names that begin with `prefix`, with those names, in no order.
pub fn all(prefix: &str) -> Vec<(String, String)> {
    let Some(storage) = settings::storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let found = (0..count).filter_map(|index| entry(&storage, index, prefix));
    found.collect()
}

fn entry(storage: &Storage, index: u32, prefix: &str) -> Option<(String, String)> {
    let name = storage.key(index).ok()?.filter(|name| name.starts_with(prefix))?;
    let text = storage.get_item(&name).ok()??;
    Some((name, text))
}
