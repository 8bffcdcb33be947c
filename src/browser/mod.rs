//! The browser, as small Rust functions: the only place that names its API.

pub mod clipboard;
pub mod custom_property;
pub mod intl;
pub mod style_sheet;
