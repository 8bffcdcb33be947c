//! The widget by itself: every adapter, and no workspace around it. All that the
//! custom element's JavaScript calls is exported by the library.

use interaction_wrap_up as _;

fn main() {}
