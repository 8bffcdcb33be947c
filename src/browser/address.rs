//! The page's own address.

use web_sys::Url;

use super::listener::At;
pub use super::listener::Listener;

/// The value of the parameter `name` in the page's address.
pub fn parameter(name: &str) -> Option<String> {
    let href = web_sys::window()?.location().href().ok()?;
    Url::new(&href).ok()?.search_params().get(name)
}

/// Opens the page anew with the parameter `name` at `value`.
pub fn open_with(name: &str, value: &str) {
    let Some(location) = web_sys::window().map(|window| window.location()) else { return };
    if let Some(url) = location.href().ok().and_then(|href| Url::new(&href).ok()) {
        url.search_params().set(name, value);
        // The page's own address, with another parameter: always one to go to.
        let _ = location.assign(&url.href());
    }
}

/// What stands behind the `#` in the page's address, as it was set.
pub fn fragment() -> String {
    let hash = web_sys::window().and_then(|window| window.location().hash().ok());
    let hash = hash.unwrap_or_default();
    let text = hash.strip_prefix('#').unwrap_or(&hash);
    let decoded = js_sys::decode_uri_component(text);
    decoded.map_or_else(|_| text.to_owned(), String::from)
}

/// Puts `fragment` behind the `#`, with an entry of its own in the history.
pub fn set_fragment(fragment: &str) {
    if let Some(window) = web_sys::window() {
        // A slash needs no escaping there, and reads better without.
        let encoded = String::from(js_sys::encode_uri_component(fragment)).replace("%2F", "/");
        // It fails only in a document without an address.
        let _ = window.location().set_hash(&encoded);
    }
}

/// Calls `callback` whenever what stands behind the `#` is another.
pub fn on_fragment(callback: impl Fn() + 'static) -> Listener {
    Listener::new(&[(At::Window, "hashchange")], Box::new(move |_| callback()))
}
