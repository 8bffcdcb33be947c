//! After-call wrap-up for any agent workspace.
#[cfg(feature = "widget")]
pub mod browser;
pub mod domain;
#[cfg(feature = "widget")]
pub mod view;
