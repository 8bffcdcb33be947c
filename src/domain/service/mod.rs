//! What a service that keeps wrap-ups makes of what pages tell it: what counts, what
//! yields to what, and what it closes by itself. `docs/service.md` says the same to
//! those who write such a service in another language.
//!
//! | module | what it decides |
//! |--|--|
//! | [`kept`] | one segment: opening, drafts, presence, closure, versions, what is due |
//! | [`conclusion`] | one conversation, out of what each agent's page says of it |
//! | [`erasure`] | what of it are words that somebody may want to be gone |
//!
//! **Whose time.** A [`kept::Kept`] is by the clock of its page's computer, which may
//! be wrong; [`Ahead`] is how far the service's own is ahead of it.

pub mod conclusion;
pub mod erasure;
pub mod kept;

use super::time::Timestamp;

/// How far a service's clock is ahead of a page's, in milliseconds; less than zero
/// where the page's is ahead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Ahead(pub i64);

impl Ahead {
    /// Of a service whose clock shows `here` as the page's shows `there`.
    pub const fn of(here: Timestamp, there: Timestamp) -> Self {
        Self(here.0.saturating_sub(there.0))
    }

    /// An instant of the page's, by the service's clock.
    pub const fn here(self, there: Timestamp) -> Timestamp {
        Timestamp(there.0.saturating_add(self.0))
    }

    /// An instant of the service's, by the page's clock.
    pub const fn there(self, here: Timestamp) -> Timestamp {
        Timestamp(here.0.saturating_sub(self.0))
    }
}
