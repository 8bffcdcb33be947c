//! Whether the machine is connected. A hint: a connection that leads nowhere
//! counts as one too.

use super::listener::{At, Listener};

/// Whether the browser believes it is online. `false` is certain, `true` is not.
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// Calls `callback` when the machine is connected again.
pub fn on_online(callback: impl Fn() + 'static) -> Listener {
    Listener::new(&[(At::Window, "online")], Box::new(move |_| callback()))
}
