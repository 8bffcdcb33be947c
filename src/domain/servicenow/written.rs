//! What is sent to ServiceNow.

use super::date;
use super::decision::state_name;
use super::is_sys_id;
use super::json::Json;
use crate::domain::closure::Closure;
use crate::domain::code::CodeRef;
use crate::domain::configuration::Rules;
use crate::domain::delivery::parcel::About;
use crate::domain::interaction::Interaction;
use crate::domain::service::Ahead;
use crate::domain::time::{Millis, Timestamp};

/// Whether the segment runs by a configuration of the instance's. Otherwise it is an
/// external one, which brings its rules along.
pub fn is_external(about: &About) -> bool {
    about.configuration.as_ref().is_none_or(|it| !is_sys_id(it.id.as_str()))
}

fn text(text: impl Into<String>) -> Json {
    Json::Text(text.into())
}

fn instant(at: Timestamp, ahead: Ahead) -> Json {
    text(date::written(ahead.here(at)))
}

/// The rules of an external segment; `None` where its opening was never told.
fn configuration(rules: Option<&Rules>) -> Json {
    let codes = rules.and_then(|rules| rules.codes.as_ref());
    let is = |flag: fn(&Rules) -> bool| Json::Bool(rules.is_some_and(flag));
    // The language is needed beside a label, and labels have none of their own here.
    let allowed = |code: &CodeRef| {
        let label = || Json::from(code.label.as_str());
        let translation = Json::object(vec![("code", label()), ("language", "en".into())]);
        Json::object(vec![("code", label()), ("translation", translation)])
    };
    let allowed = codes.map(|codes| codes.allowed.iter().map(allowed).collect());
    let default = codes.and_then(|codes| codes.default.as_ref());
    let seconds = rules.and_then(|rules| rules.duration).map(Millis::seconds_rounded_up);
    Json::object(vec![
        ("allowed_codes", Json::List(allowed.unwrap_or_default())),
        ("default_code", text(default.map_or("", |code| &code.label))),
        ("duration", text(seconds.map_or_else(String::new, |seconds| seconds.to_string()))),
        ("enable_codes", Json::Bool(codes.is_some())),
        ("show_timer", is(|rules| rules.show_timer)),
        ("enable_ai_code", is(|rules| rules.ai_code)),
        ("enable_ai_notes", is(|rules| rules.ai_notes)),
        ("use_ai_as_default", is(|rules| rules.use_ai_as_default)),
    ])
}

/// What the Wrap Up API makes a segment of; `rules` where they are known.
pub fn opening(about: &About, rules: Option<&Rules>, ahead: Ahead) -> Json {
    let mut fields = vec![
        ("agent_sys_id", text(about.agent.as_str())),
        ("interaction_sys_id", text(about.interaction.as_str())),
        ("external", Json::Bool(is_external(about))),
        ("opened_on", instant(about.opened_at, ahead)),
    ];
    if let Some(it) = about.configuration.as_ref().filter(|_| !is_external(about)) {
        fields.push(("wrap_up_configuration_sys_id", text(it.id.as_str())));
    } else {
        fields.push(("external_segment_id", text(about.segment.as_str())));
        fields.push(("configuration", configuration(rules)));
        fields.push(("segmented", Json::Bool(false)));
    }
    Json::object(fields)
}

/// What closes a segment by the Wrap Up API. A code goes by its label; without one
/// ServiceNow puts in the default.
pub fn closing(code: Option<&CodeRef>, notes: &str, confirmed: Option<(Timestamp, Ahead)>) -> Json {
    let mut fields = Vec::new();
    fields.extend(code.map(|code| ("wrap_up_code", text(code.label.as_str()))));
    fields.push(("notes", text(notes)));
    fields.extend(confirmed.map(|(at, ahead)| ("confirmed_on", instant(at, ahead))));
    Json::object(fields)
}

/// What an AI has said, by the Wrap Up API: the label of a code, and notes.
pub fn suggestion(sys_id: &str, code: Option<&str>, notes: &str) -> Json {
    let mut fields = vec![("segment_sys_id", text(sys_id))];
    fields.extend(code.map(|code| ("ai_wrap_up_code", text(code))));
    if !notes.is_empty() {
        fields.push(("ai_notes", text(notes)));
    }
    Json::object(fields)
}

/// A row for a segment that opened, where there is the Table API alone. All values are
/// text.
pub fn opening_row(about: &About, ahead: Ahead) -> Json {
    let external = is_external(about);
    let mut fields = vec![
        ("agent", text(about.agent.as_str())),
        ("interaction", text(about.interaction.as_str())),
        ("state", "open".into()),
        ("external", text(external.to_string())),
        ("external_segment_id", text(about.segment.as_str())),
        ("opened_on", instant(about.opened_at, ahead)),
    ];
    if let Some(it) = about.configuration.as_ref().filter(|_| !external) {
        fields.push(("wrap_up_configuration", text(it.id.as_str())));
    }
    Json::object(fields)
}

/// What of its row changes as a segment closes; `code` is the code's `sys_id`.
pub fn closing_row(closure: &Closure, code: Option<&str>, confirm: bool, ahead: Ahead) -> Json {
    let mut fields = vec![
        ("state", "closed".into()),
        ("wrap_up_code", text(code.unwrap_or_default())),
        ("notes", text(closure.notes.as_str())),
        ("submitted_on", instant(closure.at, ahead)),
        ("timed_out", text(closure.kind.by_system().to_string())),
    ];
    if confirm {
        fields.push(("awaiting_confirmation", "false".into()));
        fields.push(("confirmed_on", instant(closure.at, ahead)));
    }
    Json::object(fields)
}

/// What of its row changes as a closed segment is corrected.
pub fn correcting_row(code: Option<&str>, notes: &str) -> Json {
    Json::object(vec![("wrap_up_code", text(code.unwrap_or_default())), ("notes", text(notes))])
}

/// What of a conversation's row changes.
pub fn interaction_row(record: &Interaction, ahead: Ahead) -> Json {
    let mut fields = vec![("state", state_name(record.state).into())];
    if record.state.is_closed() {
        fields.extend(record.closed_at.map(|at| ("closed_at", instant(at, ahead))));
        fields.push(("system_wrap_up", text(record.system_wrap_up.to_string())));
    }
    Json::object(fields)
}
