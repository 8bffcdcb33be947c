//! The only place that touches the browser. Small, typed, and free of rules.

pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod codec;
pub mod custom_property;
pub mod database;
pub mod intl;
pub mod page_lifecycle;
pub mod random;
pub mod settings;
pub mod style_sheet;
pub mod task;
pub mod timeout;
