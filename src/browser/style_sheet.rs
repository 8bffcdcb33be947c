//! The style sheet, compiled in and adopted by the document: a strict content
//! security policy refuses `<style>` elements.

use core::cell::OnceCell;

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, Document};

/// Tokens first; one file a component.
const STYLE: &str = concat!(
    include_str!("../../style/tokens.css"),
    include_str!("../../style/base.css"),
    include_str!("../../style/countdown.css"),
    include_str!("../../style/dialog.css"),
    include_str!("../../style/codes.css"),
    include_str!("../../style/keys.css"),
    include_str!("../../style/aside.css"),
    include_str!("../../style/suggestion.css"),
    include_str!("../../style/end.css"),
    include_str!("../../style/early.css"),
    include_str!("../../style/record.css"),
    include_str!("../../style/notice.css"),
    include_str!("../../style/segments.css"),
    include_str!("../../style/delivery.css"),
    include_str!("../../style/faults.css"),
    include_str!("../../style/element.css"),
    include_str!("../../style/place.css"),
);

thread_local! {
    static SHEET: OnceCell<Option<CssStyleSheet>> = const { OnceCell::new() };
}

fn make() -> Option<CssStyleSheet> {
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(STYLE).ok()?;
    Some(sheet)
}

/// Lets `document` adopt the style sheet; once, however often it is called.
pub fn install(document: &Document) {
    install_into(document);
}

/// Lets `document` adopt a further style sheet, which counts over those before it.
#[cfg(feature = "admin")]
pub fn install_further(document: &Document, style: &str) {
    let Ok(sheet) = CssStyleSheet::new() else { return };
    let adopted = Reflect::get(document, &"adoptedStyleSheets".into());
    let adopted = adopted.ok().and_then(|list| list.dyn_into::<Array>().ok());
    if let (Some(adopted), Ok(())) = (adopted, sheet.replace_sync(style)) {
        adopted.push(&sheet);
    }
}

/// Lets `root`, a document or a shadow root, adopt the style sheet; once, however
/// often it is called.
pub fn install_into(root: &JsValue) {
    SHEET.with(|sheet| {
        let Some(sheet) = sheet.get_or_init(make) else { return };
        let adopted = Reflect::get(root, &"adoptedStyleSheets".into());
        let Some(adopted) = adopted.ok().and_then(|list| list.dyn_into::<Array>().ok()) else {
            return;
        };
        let sheet: &JsValue = sheet.as_ref();
        if !adopted.includes(sheet, 0) {
            adopted.push(sheet);
        }
    });
}
