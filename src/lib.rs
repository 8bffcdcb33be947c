//! After-call wrap-up for any agent workspace.
pub mod domain;
