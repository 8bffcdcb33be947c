//! What only administrators need: checking, explaining, moving and counting what
//! they set up and what came of it. Nothing an agent's page calls, so that it
//! never gets into one.
//!
//! | module | what it decides |
//! |--|--|
//! | [`codes`] | what a set of codes must keep to, and what may be removed of it |
//! | [`explain`] | why an interaction gets the configuration it gets |
//! | [`lint`] | what looks wrong about a configuration |
//! | [`audit`] | who changed what, and how to take it back |
//! | [`numbers`] | what wrapping up costs |
//! | `transfer` (feature `admin`) | codes and configurations as files |

pub mod audit;
pub mod codes;
pub mod explain;
pub mod lint;
pub mod numbers;
#[cfg(feature = "admin")]
pub mod transfer;
