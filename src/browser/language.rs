//! The languages of the browser and of the page.

use web_sys::window;

/// Those the browser is set to, as BCP 47 tags, the most wanted first.
pub fn preferred() -> Vec<String> {
    let languages = window().map(|window| window.navigator().languages());
    languages.iter().flat_map(|all| all.iter()).filter_map(|each| each.as_string()).collect()
}

/// Says of the page which language it is in, and which way that is written.
pub fn set_of_page(language: &str, direction: &str) {
    let root = window().and_then(|window| window.document()?.document_element());
    if let Some(root) = root {
        // Names that every document takes.
        let _ = root.set_attribute("lang", language);
        let _ = root.set_attribute("dir", direction);
    }
}
