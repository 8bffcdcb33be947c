//! Which codes an agent uses often, and what they have set up for themselves. Kept beside
//! the database, where it is had at once as a list opens; it goes with the database.

use super::connection::Connection;
use crate::browser::{codec, parting, settings};
use crate::domain::code_habits::CodeHabits;
use crate::domain::id::AgentId;
use crate::domain::preferences::Preferences;

const CODES: &str = "|codes|";
const OWN: &str = "|own|";

/// Under which names it is kept. Others go on with another word, stores with a length.
fn prefix(connection: &Connection, what: &str) -> String {
    [connection.name(), what].concat()
}

fn kept(connection: &Connection, what: &str, agent: &AgentId) -> Option<String> {
    settings::get(&(prefix(connection, what) + agent.as_str()))
}

/// Keeps it, where the browser has room for it.
fn put(connection: &Connection, what: &str, agent: &AgentId, text: &str) {
    settings::set(&(prefix(connection, what) + agent.as_str()), text);
}

/// The habits of `agent`; none for what cannot be read.
pub(super) fn codes_of(connection: &Connection, agent: &AgentId) -> CodeHabits {
    let kept = kept(connection, CODES, agent);
    kept.and_then(|text| codec::from_json(&text).ok()).unwrap_or_default()
}

/// Keeps them.
pub(super) fn keep_codes(connection: &Connection, agent: &AgentId, habits: &CodeHabits) {
    if let Ok(text) = codec::to_json(habits) {
        put(connection, CODES, agent, &text);
    }
}

/// What `agent` has set up; nothing for what cannot be read.
pub(super) fn preferences_of(connection: &Connection, agent: &AgentId) -> Preferences {
    let kept = kept(connection, OWN, agent);
    kept.and_then(|text| codec::from_json(&text).ok()).unwrap_or_default()
}

/// Keeps it.
pub(super) fn keep_preferences(connection: &Connection, agent: &AgentId, own: &Preferences) {
    if let Ok(text) = codec::to_json(own) {
        put(connection, OWN, agent, &text);
    }
}

/// Forgets that of every agent.
pub(super) fn forget(connection: &Connection) {
    for what in [CODES, OWN] {
        for (name, _) in parting::all(&prefix(connection, what)) {
            parting::remove(&name);
        }
    }
}
