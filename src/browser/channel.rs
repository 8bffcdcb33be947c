//! Messages between the pages of one origin in this browser.

use std::cell::RefCell;
use std::fmt;

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

type Listener = Closure<dyn FnMut(MessageEvent)>;

/// One end of a channel that every page of the origin can open by its name.
/// Dropping it closes it. Drop it as the page goes away, since an open one can
/// keep a page out of the back/forward cache.
pub struct Channel {
    end: BroadcastChannel,
    listener: RefCell<Option<Listener>>,
}

impl Channel {
    /// Opens the channel `name`; `None` where the browser has none.
    pub fn open(name: &str) -> Option<Self> {
        let end = BroadcastChannel::new(name).ok()?;
        Some(Self { end, listener: RefCell::default() })
    }

    /// Sends `message` to every other end, whether anybody listens or not.
    pub fn post(&self, message: &str) {
        // Only a closed end refuses text, and this one closes when dropped.
        let _ = self.end.post_message(&JsValue::from_str(message));
    }

    /// Calls `heard` with every message of another end, in place of what was
    /// called before. What isn't text is somebody else's, and ignored.
    pub fn on_message(&self, heard: impl Fn(String) + 'static) {
        let listener = Listener::new(move |event: MessageEvent| {
            if let Some(message) = event.data().as_string() {
                heard(message);
            }
        });
        self.end.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        self.listener.replace(Some(listener));
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.end.set_onmessage(None);
        self.end.close();
    }
}

impl fmt::Debug for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Channel").field("name", &self.end.name()).finish_non_exhaustive()
    }
}
