//! A page with one view in it, and what a person does with it.

use interaction_wrap_up::browser::style_sheet;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Element, Event, EventInit, HtmlElement, HtmlInputElement, HtmlTextAreaElement, KeyboardEvent,
    KeyboardEventInit, MutationObserver, MutationObserverInit,
};

/// A mounted view; it goes with this value.
pub struct Page {
    root: HtmlElement,
    mounted: Option<Box<dyn core::any::Any>>,
}

impl Drop for Page {
    fn drop(&mut self) {
        drop(self.mounted.take());
        self.root.remove();
    }
}

impl Page {
    /// Mounts `view` into a page of its own and waits until it has settled.
    pub async fn with<V: IntoView + 'static>(view: impl FnOnce() -> V + 'static) -> Self {
        style_sheet::install(&document());
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let mounted: UnmountHandle<_> = mount_to(root.clone(), view);
        settle().await;
        Self { root, mounted: Some(Box::new(mounted)) }
    }

    /// The first element that matches, if any.
    pub fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.root.query_selector(selector).unwrap().map(JsCast::unchecked_into)
    }

    /// The first element that matches.
    pub fn get(&self, selector: &str) -> HtmlElement {
        self.find(selector).unwrap_or_else(|| panic!("{selector} in {}", self.root.inner_html()))
    }

    /// Every element that matches.
    pub fn all(&self, selector: &str) -> Vec<HtmlElement> {
        let found = self.root.query_selector_all(selector).unwrap();
        (0..found.length()).map(|at| found.get(at).unwrap().unchecked_into()).collect()
    }

    /// The text of the first element that matches; empty without one.
    pub fn text(&self, selector: &str) -> String {
        self.find(selector).and_then(|each| each.text_content()).unwrap_or_default()
    }

    /// The button of that accessible name, if any.
    pub fn find_button(&self, name: &str) -> Option<HtmlElement> {
        self.all("button").into_iter().find(|button| accessible_name(button) == name)
    }

    /// The button of that accessible name.
    pub fn button(&self, name: &str) -> HtmlElement {
        self.find_button(name).unwrap_or_else(|| panic!("{name} in {}", self.root.inner_html()))
    }

    /// The field that is described by that text.
    pub fn described<T: JsCast>(&self, text: &str) -> T {
        let fields = self.all("textarea[aria-describedby]").into_iter();
        let mut described = fields.filter(|each| {
            let ids = each.get_attribute("aria-describedby").unwrap();
            texts(&ids) == text
        });
        described.next().unwrap().unchecked_into()
    }

    /// The field that carries that label.
    pub fn field<T: JsCast>(&self, label: &str) -> T {
        let labelled = |each: &HtmlElement| each.text_content().as_deref() == Some(label);
        let label = self.all("label").into_iter().find(labelled).unwrap();
        let id = label.get_attribute("for").unwrap();
        document().get_element_by_id(&id).unwrap().unchecked_into()
    }
}

/// What a screen reader calls an element.
pub fn accessible_name(element: &Element) -> String {
    let labels = element.get_attribute("aria-labelledby").map(|ids| texts(&ids));
    let own = || element.text_content().unwrap_or_default();
    labels.or_else(|| element.get_attribute("aria-label")).unwrap_or_else(own)
}

/// What a screen reader says in addition.
pub fn description(element: &Element) -> String {
    texts(&element.get_attribute("aria-describedby").unwrap_or_default())
}

fn texts(ids: &str) -> String {
    let text = |id| document().get_element_by_id(id)?.text_content();
    let texts: Vec<_> = ids.split_whitespace().filter_map(text).collect();
    texts.join(" ").trim().to_owned()
}

/// Waits until effects and what follows from them have run.
pub async fn settle() {
    for _ in 0..3 {
        tick().await;
    }
}

/// Waits until anything in `element` changes.
pub async fn changed(element: &Element) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let observer = MutationObserver::new(&resolve).unwrap();
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_character_data(true);
        options.set_subtree(true);
        observer.observe_with_options(element, &options).unwrap();
    });
    JsFuture::from(promise).await.unwrap();
    settle().await;
}

/// Looks for a code by its label and chooses it, as a person does.
pub async fn choose(field: &HtmlInputElement, label: &str) {
    field.set_value(label);
    happen(field, "input");
    settle().await;
    press(field, "Enter");
    settle().await;
}

/// Types as a person does.
pub fn fill(notes: &HtmlTextAreaElement, text: &str) {
    notes.set_value(text);
    happen(notes, "input");
}

/// Puts the cursor into a field.
pub fn enter(element: &Element) {
    happen(element, "focus");
}

/// Leaves a field.
pub fn leave(element: &Element) {
    happen(element, "blur");
}

fn happen(element: &Element, name: &str) {
    let init = EventInit::new();
    init.set_bubbles(true);
    element.dispatch_event(&Event::new_with_event_init_dict(name, &init).unwrap()).unwrap();
}

/// Presses a key; says whether the page let the browser go on with it.
pub fn press(element: &Element, key: &str) -> bool {
    press_with(element, key, |_| ())
}

/// The same with something held down besides.
pub fn press_with(element: &Element, key: &str, held: impl FnOnce(&KeyboardEventInit)) -> bool {
    let init = KeyboardEventInit::new();
    held(&init);
    init.set_key(key);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    element.dispatch_event(&event).unwrap()
}

/// A member of a JavaScript value.
pub fn member(value: &JsValue, name: &str) -> JsValue {
    js_sys::Reflect::get(value, &JsValue::from_str(name)).unwrap()
}
