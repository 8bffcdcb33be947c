//! What only administrators need: checking, explaining, moving and counting what
//! they set up and what came of it. Nothing an agent's page calls, so that it
//! never gets into one.
//!
//! | module | what it decides |
//! |--|--|
//! | [`codes`] | what a set of codes must keep to, and what may be removed of it |
//! | [`code_tree`] | which codes of the tree are in sight |
//! | [`order`] | in which order configurations are tried, and moving one |
//! | `difference` (feature `admin`) | what differs between two records, and putting two changes together |
//! | [`explain`] | why an interaction gets the configuration it gets |
//! | [`lint`] | what looks wrong about a configuration |
//! | [`audit`] | who changed what, and how to take it back |
//! | [`numbers`] | what wrapping up costs |
//! | `transfer` (feature `admin`) | codes and configurations as files |
//! | [`typed_value`] | reading the values that a condition compares with |

pub mod audit;
pub mod code_tree;
pub mod codes;
#[cfg(feature = "admin")]
pub mod difference;
pub mod explain;
pub mod lint;
pub mod numbers;
pub mod order;
#[cfg(feature = "admin")]
pub mod transfer;
pub mod typed_value;
