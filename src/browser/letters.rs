//! What the browser knows of letters, so that its tables need not be brought along.

use js_sys::JsString;

/// `text` in lower case, with each character taken apart as far as it goes and what
/// only looks different made the same (Unicode's NFKD).
pub fn plain(text: &str) -> String {
    let lower = JsString::from(text).to_lower_case();
    String::from(lower.normalize("NFKD"))
}
