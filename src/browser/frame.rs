//! Whether the page stands in a frame of somebody else's.

/// Whether the page is in a frame whose top page is of another origin. Browsers
/// give such a page less room for what it sends on leaving.
pub fn is_foreign() -> bool {
    let Some(window) = web_sys::window() else { return false };
    // The address of another origin's page cannot be read.
    let top = window.top().ok().flatten();
    top.is_some_and(|top| top.location().href().is_err())
}
