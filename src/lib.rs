//! After-call wrap-up for any agent workspace.
//!
//! When a customer conversation ends, its agent gets a short, configured time to
//! finish it: pick a wrap-up code, write notes, submit. This crate is the rules of
//! that (native, pure), and the Leptos widget that runs them in a browser.
//!
//! ```text
//! host page / agent ──command──▶ domain ──effect──▶ runtime ──▶ backend ──▶ records
//!       ▲                          │ state            │ clock, timers, page lifecycle
//!       └──────────────────────── view ◀──────────────┘ outcome (a command again)
//! ```
//!
//! | module | what it is | feature |
//! |--|--|--|
//! | [`domain`] | decides everything, touches nothing | none |
//! | [`backend`] | the trait of a system of record, and its adapters | none for the trait |
//! | [`assist`] | suggestions: who is asked for them, and the built-in one | none for the trait |
//! | `runtime` | carries out what the domain decides | `widget` |
//! | `browser` | the only place that touches the browser | `widget` |
//! | `view` | the Leptos components | `widget` |
//! | `embed` | the custom element's side of the wall, for its JavaScript class, and the administration's | `element`, `administer` |

pub mod assist;
pub mod backend;
#[cfg(feature = "widget")]
pub mod browser;
pub mod domain;
#[cfg(any(feature = "element", feature = "administer"))]
pub mod embed;
#[cfg(feature = "widget")]
pub mod runtime;
#[cfg(feature = "widget")]
pub mod view;

/// Compiles the examples of the README.
#[cfg(all(doctest, feature = "widget"))]
#[doc = include_str!("../README.md")]
struct Readme;
