//! How what happened reaches the records: first this browser's store, then,
//! where there is one, the system of record elsewhere.
//!
//! | module | what it decides |
//! |--|--|
//! | [`step`] | what of a conversation is written at once |
//! | [`parcel`] | what a system of record is told, and under which key |
//! | [`outbox`] | which parcels a step makes, which is sent next, what its answer means |
//! | [`presence`] | what a page says when it goes away and when it comes back |
//! | [`remains`] | what of an agent's is only in this browser |
//! | [`retention`] | how long what is in it stays |
//! | [`back_off`] | when it is tried again |
//! | [`failure`] | what can go wrong |

pub mod back_off;
pub mod failure;
pub mod outbox;
pub mod parcel;
pub mod presence;
pub mod remains;
pub mod retention;
pub mod step;
