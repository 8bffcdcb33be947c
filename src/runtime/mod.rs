//! Carries out what the domain decides. It decides nothing itself.
//!
//! [`Desk`] is what a page has one of: it gives commands, the time and answers to
//! the domain's `Page`, and carries out what comes of them: it writes to the store,
//! has the outbox delivered, keeps the one timer, and tells its observers.

mod administrator;
mod carried_out;
mod courier;
mod desk;
mod following;
mod housekeeping;
mod listening;
mod mirror;
mod neighbours;
mod observers;
mod presence;
mod sign_out;
mod sweeper;
mod timer;
mod waiting;

pub use administrator::Administrator;
pub use carried_out::NotDone;
pub use desk::{Desk, Notification, Problem};
pub use observers::Subscription;
