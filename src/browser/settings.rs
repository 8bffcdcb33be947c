//! Small settings in the browser's local storage. Every call may be refused by
//! the browser; then settings simply aren't remembered.

/// Where they are; `None` where the browser keeps nothing for the page.
pub(super) fn storage() -> Option<web_sys::Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// What was kept under `name`.
pub fn get(name: &str) -> Option<String> {
    storage()?.get_item(name).ok()?
}

/// Keeps `value` under `name`, where the browser allows it.
pub fn set(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // Refused or full: the setting is not remembered, nothing else is lost.
        let _ = storage.set_item(name, value);
    }
}
