//! The only place that touches the browser. Small, typed, and free of rules.

pub mod clock;
pub mod page_lifecycle;
pub mod random;
pub mod settings;
pub mod task;
pub mod timeout;
