//! Everything that is asked of the browser, behind small Rust types. No other
//! folder names web-sys, js-sys or gloo.

pub mod codec;
