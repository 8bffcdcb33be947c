//! Which codes an agent uses often. Kept beside the database, where it is had at once as
//! a list opens; it goes with the database.

use super::connection::Connection;
use crate::browser::{codec, parting, settings};
use crate::domain::code_habits::CodeHabits;
use crate::domain::id::AgentId;

/// Under which names it is kept. Others go on with another word, stores with a length.
fn prefix(connection: &Connection) -> String {
    [connection.name(), "|codes|"].concat()
}

fn name(connection: &Connection, agent: &AgentId) -> String {
    prefix(connection) + agent.as_str()
}

/// What is kept of `agent`; nothing for what cannot be read.
pub(super) fn of(connection: &Connection, agent: &AgentId) -> CodeHabits {
    let kept = settings::get(&name(connection, agent));
    kept.and_then(|text| codec::from_json(&text).ok()).unwrap_or_default()
}

/// Keeps it, where the browser has room for it.
pub(super) fn keep(connection: &Connection, agent: &AgentId, habits: &CodeHabits) {
    if let Ok(text) = codec::to_json(habits) {
        settings::set(&name(connection, agent), &text);
    }
}

/// Forgets those of every agent.
pub(super) fn forget(connection: &Connection) {
    for (name, _) in parting::all(&prefix(connection)) {
        parting::remove(&name);
    }
}
