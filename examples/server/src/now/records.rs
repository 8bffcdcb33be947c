//! Records, as they are written and found there.

use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::closure::ClosureKind;
use interaction_wrap_up::domain::code::{CodeRef, WrapUpCode};
use interaction_wrap_up::domain::configuration::Configuration;
use interaction_wrap_up::domain::id::{CodeId, SegmentId};
use interaction_wrap_up::domain::interaction::Interaction;
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::service::kept::Kept;
use interaction_wrap_up::domain::servicenow::condition::{self, Matches};
use interaction_wrap_up::domain::servicenow::decision::state_name;
use interaction_wrap_up::domain::servicenow::{date, is_sys_id};
use interaction_wrap_up::domain::time::Timestamp;
use ring::digest;
use serde_json::{Map, Value, json};

use crate::state::State;
use crate::store::Stored;
use crate::store::lists::Wanted;
use crate::store::now::Beside;

/// What a record of ours is called there: the same always.
pub fn sys_id(id: &str) -> String {
    if is_sys_id(id) {
        return id.to_owned();
    }
    let hash = digest::digest(&digest::SHA256, id.as_bytes());
    hash.as_ref().iter().take(16).fold(String::new(), |name, byte| name + &format!("{byte:02x}"))
}

fn day(at: Option<Timestamp>) -> String {
    at.map_or_else(String::new, date::written)
}

fn millis(at: Option<i64>) -> String {
    at.map_or_else(String::new, |at| at.to_string())
}

/// A code as an object.
pub fn code(code: &WrapUpCode) -> Value {
    json!({
        "sys_id": sys_id(code.id.as_str()), "code": code.label, "description": code.description,
        "active": code.active, "external": code.external,
        "translated_code": code.label, "translated_description": code.description,
    })
}

fn saved_code(saved: Option<&CodeRef>, catalog: &Catalog) -> Value {
    let Some(saved) = saved else { return json!("") };
    let known = catalog.codes.iter().find(|code| code.id == saved.id);
    known.map_or_else(|| json!({ "sys_id": sys_id(saved.id.as_str()), "code": saved.label }), code)
}

/// A segment with what it is called, and what there is beside it.
#[derive(Debug)]
pub struct Found {
    /// The segment.
    pub kept: Kept,
    /// See there.
    pub beside: Beside,
}

impl Found {
    /// A segment by its name.
    pub async fn read(state: &State, id: &SegmentId) -> Stored<Option<Self>> {
        let Some(kept) = state.store.segment(id).await? else { return Ok(None) };
        let beside = state.store.beside(id).await?;
        Ok(Some(Self { kept, beside }))
    }

    /// The segments of `agent` in `interaction`, the latest first; empty texts for any.
    pub async fn list(state: &State, agent: &str, interaction: &str) -> Stored<Vec<Self>> {
        let wanted = Wanted {
            agent: agent.to_owned(),
            interaction: interaction.to_owned(),
            from: i64::MIN,
            until: i64::MAX,
            most: 200,
            ..Wanted::default()
        };
        let mut found = Vec::new();
        for listed in state.store.segments(&wanted).await? {
            let beside = state.store.beside(&listed.kept.segment.id).await?;
            found.push(Self { kept: listed.kept, beside });
        }
        Ok(found)
    }

    fn segment(&self) -> &Segment {
        &self.kept.segment
    }

    /// When it closed, by the server's clock.
    fn submitted(&self) -> Option<Timestamp> {
        self.segment().closed().map(|closed| self.kept.ahead.here(closed.closure.at))
    }

    /// By the Wrap Up API.
    pub fn answer(&self, catalog: &Catalog, message: &str) -> Value {
        let Self { kept, beside } = self;
        let segment = &kept.segment;
        let closed = segment.closed();
        let label = |id: &CodeId| {
            let known = catalog.codes.iter().find(|code| code.id == *id);
            known.map_or_else(|| id.to_string(), |code| code.label.clone())
        };
        let rules = &segment.rules;
        let codes = rules.codes.as_ref();
        let allowed = codes.map_or(&[][..], |codes| &codes.allowed);
        let allowed: Vec<_> = allowed.iter().map(|code| saved_code(Some(code), catalog)).collect();
        let default = codes.and_then(|codes| codes.default.as_ref());
        let mut said = json!({
            "sys_id": sys_id(segment.id.as_str()), "agent": segment.agent, "interaction": segment.interaction,
            "external": beside.external, "segmented": beside.segmented, "segment_id": beside.segment_id,
            "segment_table": beside.segment_table, "opened_on": date::written(kept.ahead.here(segment.opened_at)),
            "state": if closed.is_some() { "closed" } else { "open" },
            "submitted_on": day(self.submitted()),
            "confirmed_on": day(beside.confirmed_on.map(Timestamp)),
            "awaiting_confirmation": beside.awaiting_confirmation.to_string(),
            "ai_wrap_up_code": segment.suggestion.as_ref().map_or_else(String::new, label),
            "ai_notes": segment.suggested_notes,
            "ai_code_defined_at": millis(beside.ai_code_at), "ai_notes_defined_at": millis(beside.ai_notes_at),
            "wrap_up_configuration": {
                "allowed_codes": allowed, "default_code": saved_code(default, catalog),
                "enable_codes": codes.is_some(), "enable_ai_code": rules.ai_code,
                "enable_ai_notes": rules.ai_notes, "use_ai_as_default": rules.use_ai_as_default,
                "use_third_party_ai": rules.third_party_ai,
            },
        });
        if let (Value::Object(fields), Some(closed)) = (&mut said, closed) {
            fields.insert("code".to_owned(), saved_code(closed.code(), catalog));
            fields.insert("notes".to_owned(), json!(closed.notes()));
        }
        if beside.external {
            said["external_segment_id"] = json!(beside.external_segment_id);
        }
        json!({ "success": true, "message": message, "sys_id": sys_id(segment.id.as_str()), "segment": said })
    }

    /// As a row. Of others' wrap-ups only that they are there.
    pub fn row(&self, is_own: bool) -> Row {
        let Self { kept, beside } = self;
        let segment = &kept.segment;
        let closed = segment.closed();
        let mut row = Row::default();
        row.set("sys_id", sys_id(segment.id.as_str()));
        row.set("agent", segment.agent.to_string());
        row.set("interaction", segment.interaction.to_string());
        row.set("state", if closed.is_some() { "closed" } else { "open" });
        row.set("opened_on", date::written(kept.ahead.here(segment.opened_at)));
        if !is_own {
            return row;
        }
        row.set("external", beside.external.to_string());
        row.set("external_segment_id", beside.external_segment_id.clone());
        row.set("submitted_on", day(self.submitted()));
        row.set("confirmed_on", day(beside.confirmed_on.map(Timestamp)));
        row.set("awaiting_confirmation", beside.awaiting_confirmation.to_string());
        let by_time = closed.is_some_and(|closed| closed.closure.kind == ClosureKind::TimedOut);
        row.set("timed_out", by_time.to_string());
        let code = closed.and_then(|closed| closed.code());
        row.set("wrap_up_code", code.map_or_else(String::new, |code| sys_id(code.id.as_str())));
        row.set("notes", closed.map_or("", |closed| closed.notes()));
        row
    }
}

/// A row of a table: text by column.
#[derive(Debug, Clone, Default)]
pub struct Row(Map<String, Value>);

impl Row {
    fn set(&mut self, column: &str, text: impl Into<String>) {
        self.0.insert(column.to_owned(), Value::String(text.into()));
    }

    /// What stands in a column; empty where there is none.
    pub fn get(&self, column: &str) -> &str {
        self.0.get(column).and_then(Value::as_str).unwrap_or_default()
    }

    /// The row with these columns alone; with all where none is named.
    pub fn with(mut self, columns: &str) -> Value {
        if !columns.is_empty() {
            self.0.retain(|name, _| columns.split(',').any(|column| column.trim() == name));
        }
        Value::Object(self.0)
    }
}

/// A code as a row.
pub fn code_row(code: &WrapUpCode) -> Row {
    let mut row = Row::default();
    row.set("sys_id", sys_id(code.id.as_str()));
    row.set("code", code.label.clone());
    row.set("description", code.description.clone());
    row.set("active", code.active.to_string());
    row.set("external", code.external.to_string());
    row
}

/// A configuration as a row; `None` where a query cannot say its condition.
pub fn configuration_row(configuration: &Configuration) -> Option<Row> {
    let Configuration { channels, condition, .. } = configuration;
    let matches = Matches { channels: channels.clone(), condition: condition.clone() };
    let ids =
        |list: &[CodeId]| list.iter().map(|id| sys_id(id.as_str())).collect::<Vec<_>>().join(",");
    let mut row = Row::default();
    row.set("sys_id", sys_id(configuration.id.as_str()));
    row.set("name", configuration.name.clone());
    row.set("active", configuration.active.to_string());
    row.set("order", configuration.order.to_string());
    row.set("conditions", condition::written(&matches)?);
    row.set("enforce_wrap_up_duration", configuration.enforce_duration.to_string());
    row.set("duration_in_seconds", configuration.duration_seconds.to_string());
    row.set("show_duration_to_agent", configuration.show_timer.to_string());
    row.set("enable_wrap_up_codes", configuration.enable_codes.to_string());
    row.set("allowed_wrap_up_codes", ids(&configuration.allowed_codes));
    row.set("default_wrap_up_code", ids(configuration.default_code.as_slice()));
    row.set("enable_ai_code", configuration.enable_ai_code.to_string());
    row.set("enable_ai_notes", configuration.enable_ai_notes.to_string());
    row.set("use_third_party_ai", configuration.use_third_party_ai.to_string());
    row.set("use_ai_code_as_default", configuration.use_ai_as_default.to_string());
    Some(row)
}

/// A conversation as a row.
pub fn interaction_row(record: &Interaction) -> Row {
    let mut row = Row::default();
    row.set("sys_id", record.id.to_string());
    row.set("type", record.channel.name());
    row.set("state", state_name(record.state));
    row.set("assigned_to", record.assigned_to.as_ref().map_or("", |agent| agent.as_str()));
    row.set("opened_at", date::written(record.opened_at));
    row.set("closed_at", day(record.closed_at));
    row.set("system_wrap_up", record.system_wrap_up.to_string());
    row
}
