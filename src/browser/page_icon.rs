//! The icon of the page, beside its title.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::encode_uri_component;
use wasm_bindgen::JsCast;
use web_sys::{Element, SecurityPolicyViolationEvent, window};

use super::listener::{At, Listener};

thread_local! {
    /// Whether the page's policy takes no image that is written into its address. Only
    /// trying tells, and the browser writes that into its console: it is tried once.
    static REFUSED: Rc<Cell<bool>> = Rc::default();
}

/// A picture in place of the page's icon, until dropped. The page's own links to icons are
/// left alone: of several the last one counts.
#[derive(Debug)]
pub struct Badge {
    link: Element,
    picture: &'static str,
    _refusal: Listener,
}

impl Badge {
    /// Shows an SVG document. `None` where the page cannot have one.
    pub fn new(picture: &'static str) -> Option<Self> {
        let refused = REFUSED.with(Rc::clone);
        let document = window()?.document().filter(|_| !refused.get())?;
        let link = document.create_element("link").ok()?;
        let here = link.clone();
        let refusal = Listener::new(
            &[(At::Document, "securitypolicyviolation")],
            Box::new(move |event| {
                let event = event.dyn_ref::<SecurityPolicyViolationEvent>();
                let is_it = |event: &SecurityPolicyViolationEvent| {
                    event.effective_directive() == "img-src"
                        && event.blocked_uri().starts_with("data")
                };
                if here.is_connected() && event.is_some_and(is_it) {
                    refused.set(true);
                    here.remove();
                }
            }),
        );
        for (name, value) in [("rel", "icon"), ("sizes", "any"), ("type", "image/svg+xml")] {
            link.set_attribute(name, value).ok()?;
        }
        let badge = Self { link, picture: "", _refusal: refusal };
        Some(badge.showing(picture))
    }

    /// Shows another one. After a refusal nothing is shown.
    #[must_use]
    pub fn showing(mut self, picture: &'static str) -> Self {
        let refused = REFUSED.with(|refused| refused.get());
        if refused || picture == self.picture {
            return self;
        }
        self.picture = picture;
        let head = window().and_then(|window| window.document()?.head());
        // Names that every element takes; and last, whatever the page has added.
        let _ = self.link.set_attribute("href", &address(picture));
        let _ = head.map(|head| head.append_child(&self.link));
        self
    }
}

impl Drop for Badge {
    fn drop(&mut self) {
        // One that the page has made its own stays.
        if self.link.get_attribute("href") == Some(address(self.picture)) {
            self.link.remove();
        }
    }
}

fn address(picture: &str) -> String {
    ["data:image/svg+xml,", &String::from(encode_uri_component(picture))].concat()
}
