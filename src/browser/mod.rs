//! The only place that touches the browser. Small, typed, and free of rules.

pub mod address;
pub mod animation;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod codec;
pub mod connectivity;
pub mod custom_property;
pub mod database;
pub mod fetch;
pub mod fetch_later;
#[cfg(feature = "admin")]
pub mod files;
#[cfg(feature = "admin")]
pub mod focus;
pub mod frame;
pub mod host_object;
pub mod intl;
pub mod language;
pub mod leave_prompt;
pub mod letters;
mod listener;
#[cfg(feature = "admin")]
pub mod local_time;
pub mod locks;
pub mod page_lifecycle;
pub mod parting;
pub mod random;
pub mod room;
pub mod settings;
pub mod shadow;
pub mod storage;
pub mod style_sheet;
pub mod task;
pub mod timeout;
