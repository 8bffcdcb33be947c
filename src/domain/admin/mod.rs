//! What only administrators need: checking, explaining, moving and counting what
//! they set up and what came of it. Nothing an agent's page calls, so that it
//! never gets into one.
//!
//! | module | what it decides |
//! |--|--|
//! | [`codes`] | what a set of codes must keep to, and what may be removed of it |

pub mod codes;
