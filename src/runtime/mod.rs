//! Carries out what the domain decides. It decides nothing itself.
//!
//! [`Desk`] is what a page has one of: it takes commands, runs the state machine,
//! writes steps to the backend one after another, keeps the one timer, and tells
//! its observers.

mod desk;
mod mirror;
mod observers;
mod timer;
mod writer;

pub use desk::{Desk, Notification, Problem};
pub use observers::Subscription;
