//! The real server, on a free port, over a real database: a file of SQLite's, and
//! PostgreSQL where `initdb` is found.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::too_many_lines)]
#![allow(clippy::format_collect, clippy::format_push_string)]

mod administration;
mod bad_input;
mod changes;
mod common;
mod contract;
mod crash;
mod erasure;
mod events;
mod fuzz;
mod jobs;
mod lists;
mod load;
mod openapi;
mod plans;
mod presence;
mod servicenow;
mod settings;
mod sign_in;
