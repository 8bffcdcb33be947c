//! The page's own address.

use web_sys::Url;

/// The value of the parameter `name` in the page's address.
pub fn parameter(name: &str) -> Option<String> {
    let href = web_sys::window()?.location().href().ok()?;
    Url::new(&href).ok()?.search_params().get(name)
}
