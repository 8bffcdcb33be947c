//! Editing text as whoever types does.

use wasm_bindgen::JsCast;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Where the caret is, in UTF-16 code units; `None` where something is selected.
pub fn caret(field: &HtmlTextAreaElement) -> Option<u32> {
    let begin = field.selection_start().ok()??;
    (field.selection_end().ok()?? == begin).then_some(begin)
}

/// Puts `text` in the place of what stands between two places, in UTF-16 code units. The
/// browser tells of it as of typing, and undoes it by the same keys.
pub fn replace(field: &HtmlTextAreaElement, begin: u32, end: u32, text: &str) {
    let document = web_sys::window().and_then(|window| window.document());
    let Some(document) = document.and_then(|it| it.dyn_into::<HtmlDocument>().ok()) else { return };
    // A field of the page takes both; the command is the one way that can be undone.
    if field.set_selection_range(begin, end).is_ok() {
        let _ = document.exec_command_with_show_ui_and_value("insertText", false, text);
    }
}
