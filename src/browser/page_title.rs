//! The title of the page: what a tab, a window and the history call it.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlHeadElement, MutationObserver, MutationObserverInit, window};

fn head() -> Option<HtmlHeadElement> {
    window()?.document()?.head()
}

fn element() -> Option<Element> {
    head()?.query_selector("title").ok()?
}

/// The title as the page wrote it; `None` where it has none.
pub fn read() -> Option<String> {
    element().map(|title| title.text_content().unwrap_or_default())
}

/// Gives the page this title.
pub fn write(text: &str) {
    let title = element().or_else(|| {
        let title = window()?.document()?.create_element("title").ok()?;
        head()?.append_child(&title).ok()?;
        Some(title)
    });
    if let Some(title) = title {
        title.set_text_content(Some(text));
    }
}

/// Leaves the page without a title.
pub fn remove() {
    if let Some(title) = element() {
        title.remove();
    }
}

/// Being called back, until dropped.
#[must_use = "dropping a watch ends it"]
#[derive(Debug)]
pub struct Watch {
    observer: Option<MutationObserver>,
    _callback: Closure<dyn FnMut()>,
}

/// Calls `callback` when the title may have been changed, whoever did it.
pub fn on_change(callback: impl FnMut() + 'static) -> Watch {
    let callback: Closure<dyn FnMut()> = Closure::new(callback);
    let observer = MutationObserver::new(callback.as_ref().unchecked_ref()).ok();
    // The element itself may be replaced.
    let options = MutationObserverInit::new();
    options.set_child_list(true);
    options.set_character_data(true);
    options.set_subtree(true);
    if let (Some(observer), Some(head)) = (&observer, head()) {
        // Refused only for options that ask for nothing.
        let _ = observer.observe_with_options(&head, &options);
    }
    Watch { observer, _callback: callback }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(observer) = &self.observer {
            observer.disconnect();
        }
    }
}
