//! Messages between the pages of one origin in this browser.

use std::cell::RefCell;
use std::fmt;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

type Hearing = Closure<dyn FnMut(MessageEvent)>;

/// One end of a channel that every page of the origin may open by its name.
/// Closes when dropped.
///
/// An open one can cost a page its place in the back/forward cache: drop it as
/// the page goes ([`super::page_lifecycle::after_gone`]), open it anew when it
/// is back.
pub struct Channel {
    inner: BroadcastChannel,
    hearing: RefCell<Option<Hearing>>,
}

impl Channel {
    /// Opens the channel of that name; `None` where the browser has none.
    pub fn open(name: &str) -> Option<Self> {
        let inner = BroadcastChannel::new(name).ok()?;
        Some(Self { inner, hearing: RefCell::default() })
    }

    /// Sends `message` to every other end, in this page and in others. Nobody
    /// may be listening.
    pub fn post(&self, message: &str) {
        // It fails only once closed, which this is when dropped.
        let _ = self.inner.post_message(&JsValue::from_str(message));
    }

    /// Calls `heard` with each message from another end. Another call replaces
    /// it. Whatever is not text is ignored: any script of the origin may post.
    pub fn on_message(&self, heard: impl Fn(String) + 'static) {
        let hearing = Hearing::new(move |event: MessageEvent| {
            if let Some(message) = event.data().as_string() {
                heard(message);
            }
        });
        self.inner.set_onmessage(Some(hearing.as_ref().unchecked_ref()));
        self.hearing.replace(Some(hearing));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.close();
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").field("name", &self.inner.name()).finish_non_exhaustive()
    }
}
