//! The Wrap Up API.

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use interaction_wrap_up::domain::admin::audit::Change;
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version, VersionReason};
use interaction_wrap_up::domain::code::{CodeRef, Translation, WrapUpCode};
use interaction_wrap_up::domain::configuration::{CodeRules, Rules};
use interaction_wrap_up::domain::delivery::parcel::About;
use interaction_wrap_up::domain::draft::MAX_NOTES;
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::id::{AgentId, ClosureKey, CodeId, InteractionId, SegmentId};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::{
    ConfigurationRef, Open, OpenedBy, SegmentState, Timing,
};
use interaction_wrap_up::domain::service::Ahead;
use interaction_wrap_up::domain::service::kept::Kept;
use interaction_wrap_up::domain::servicenow::{date, is_sys_id};
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use serde_json::{Value, json};

use super::records::{self, Found, sys_id};
use super::{Given, No, Shared, text, truth};
use crate::auth::Caller;
use crate::params::Params;
use crate::state::State;
use crate::store::Conversation;
use crate::store::audit::Entry;
use crate::store::now::Beside;
use crate::{administration as admin, auth, clock};

type Answer = Result<Json<Value>, No>;

/// `GET code/{sys_id}`
pub async fn code(super::Extract(state): Shared, _: Caller, Path(id): Path<String>) -> Answer {
    let catalog = state.store.read_catalog().await?;
    let found = catalog.codes.iter().find(|code| sys_id(code.id.as_str()) == id);
    let found = found.ok_or_else(|| No::said("Wrap up code not found"))?;
    let map = json!({ "wrap_up_code": records::code(found) });
    Ok(Json(json!({ "result": { "message": "", "success": true, "result_map": map } })))
}

/// `POST code`: administrators make codes.
pub async fn make_codes(super::Extract(state): Shared, caller: Caller, given: Given) -> Answer {
    let mut made = Vec::new();
    for wanted in given.0["codes"].as_array().into_iter().flatten() {
        let label = text(&wanted["code"]);
        if label.is_empty() {
            return Err(No::missing("code"));
        }
        let id = CodeId::new(auth::random_name()).map_err(|_| No::missing("code"))?;
        let translations = wanted["translations"].as_array().into_iter().flatten();
        let translation = |each: &Value| Translation {
            language: text(&each["language"]),
            label: text(&each["code"]),
            description: text(&each["description"]),
        };
        let code = WrapUpCode {
            description: text(&wanted["description"]),
            active: wanted["active"].is_null() || truth(&wanted["active"]),
            translations: translations.map(translation).collect(),
            ..WrapUpCode::new(id, label)
        };
        let changing = admin::begin(&state, &caller).await?;
        admin::make_one(changing, &caller, Change::of_code(None, Some(code.clone()))).await?;
        made.push(records::code(&code));
    }
    let map = json!({ "wrap_up_codes": made });
    Ok(Json(json!({ "result": { "message": "", "success": true, "result_map": map } })))
}

/// The rules that an external segment brings along.
fn rules(given: &Value) -> Result<Rules, No> {
    let mut rules = Rules::fallback();
    let code = |label: String| -> Result<CodeRef, No> {
        let id = CodeId::new(sys_id(&label)).map_err(|_| No::missing("code"))?;
        Ok(CodeRef { id, label })
    };
    let allowed = given["allowed_codes"].as_array().into_iter().flatten();
    let allowed: Vec<_> =
        allowed.map(|each| code(text(&each["code"]))).collect::<Result<_, _>>()?;
    let default = text(&given["default_code"]);
    if truth(&given["enable_codes"]) && !allowed.is_empty() {
        let default = allowed.iter().find(|code| code.label == default).cloned();
        rules.codes = Some(CodeRules { allowed, default, with_notes: Vec::new() });
    }
    let duration = text(&given["duration"]);
    if !duration.is_empty() {
        let seconds: u64 = duration.parse().map_err(|_| No::missing("duration"))?;
        rules.duration = Some(Millis::from_seconds(seconds));
    }
    rules.expiry = ExpiryPolicy::DefaultAndDiscard;
    rules.show_timer = truth(&given["show_timer"]);
    rules.ai_code = truth(&given["enable_ai_code"]);
    rules.ai_notes = truth(&given["enable_ai_notes"]);
    rules.use_ai_as_default = truth(&given["use_ai_as_default"]);
    rules.third_party_ai = true;
    rules.correction = Millis::from_seconds(24 * 60 * 60);
    Ok(rules)
}

/// The configuration of the instance's that is named, with its rules.
fn configured(catalog: &Catalog, id: &str) -> Result<(ConfigurationRef, Rules), No> {
    let found = catalog.configurations.iter().find(|each| sys_id(each.id.as_str()) == id);
    let found = found.ok_or_else(|| No::missing("wrap_up_configuration_sys_id"))?;
    let rules = found.rules(&catalog.codes).map_err(|_| No::said("The configuration is faulty"))?;
    Ok((ConfigurationRef { id: found.id.clone(), name: found.name.clone() }, rules))
}

/// What a new segment is about.
pub struct New {
    pub agent: String,
    pub interaction: String,
    pub configuration: Option<ConfigurationRef>,
    pub rules: Rules,
    pub opened_at: Timestamp,
    pub beside: Beside,
}

/// Makes a segment, however often it is asked for.
pub async fn insert(state: &State, caller: &Caller, new: New) -> Result<Found, No> {
    let agent = AgentId::new(new.agent).map_err(|_| No::missing("agent_sys_id"))?;
    let interaction =
        InteractionId::new(new.interaction).map_err(|_| No::missing("interaction_sys_id"))?;
    if !is_sys_id(agent.as_str()) || !is_sys_id(interaction.as_str()) {
        return Err(No::missing("agent_sys_id or interaction_sys_id"));
    }
    caller.speaks_for("agent_sys_id", &agent)?;
    if state.store.interaction(&interaction).await?.is_none() {
        return Err(No::missing("interaction_sys_id"));
    }
    let segment = SegmentId::new(auth::random_name()).map_err(|_| No::missing("sys_id"))?;
    let about = About {
        segment: segment.clone(),
        interaction: interaction.clone(),
        agent,
        configuration: new.configuration,
        opened_by: OpenedBy::ConversationEnd,
        opened_at: new.opened_at,
        extensions: 0,
    };
    let timing = new.rules.duration.map(|length| Timing::starting(new.opened_at, length));
    let mut kept = Kept::mentioned(&about, new.rules, Ahead::default());
    kept.told_opening = true;
    kept.segment.state = SegmentState::Open(Open::new(new.opened_at, timing));
    let mut conversation = state.store.conversation(&interaction).await?;
    conversation.put(kept.clone());
    conversation.put_beside(&segment, new.beside.clone());
    finish(state, caller, conversation, "opened", &segment).await?;
    Ok(Found { kept, beside: new.beside })
}

async fn finish(
    state: &State,
    caller: &Caller,
    mut conversation: Conversation,
    action: &'static str,
    segment: &SegmentId,
) -> Result<(), No> {
    let agent = Some(caller.agent());
    let detail = json!({ "by": "servicenow" });
    let entry = Entry { agent, action, segment: Some(segment), detail, ..Entry::default() };
    conversation.note(clock::now(), entry).await?;
    conversation.finish(state.grace).await?;
    state.metrics.count(action, "servicenow");
    Ok(())
}

/// `POST segment/create`
pub async fn create(super::Extract(state): Shared, caller: Caller, given: Given) -> Answer {
    let catalog = state.store.read_catalog().await?;
    let opened_on = given.text("opened_on");
    let opened_at = match date::read(&opened_on) {
        Some(at) => at,
        None if opened_on.is_empty() => clock::now(),
        None => return Err(No::missing("opened_on")),
    };
    let external = given.truth("external");
    let (configuration, rules) = if external {
        if given.text("external_segment_id").is_empty() {
            return Err(No::missing("external_segment_id"));
        }
        if !given.0["configuration"].is_object() {
            return Err(No::missing("configuration"));
        }
        (None, rules(&given.0["configuration"])?)
    } else {
        let (named, rules) = configured(&catalog, &given.text("wrap_up_configuration_sys_id"))?;
        (Some(named), rules)
    };
    let beside = Beside {
        external,
        external_segment_id: given.text("external_segment_id"),
        segmented: given.truth("segmented"),
        segment_id: given.text("segment_id"),
        segment_table: given.text("segment_table"),
        ..Beside::default()
    };
    let (agent, interaction) = (given.text("agent_sys_id"), given.text("interaction_sys_id"));
    let new = New { agent, interaction, configuration, rules, opened_at, beside };
    let found = insert(&state, &caller, new).await?;
    Ok(Json(found.answer(&catalog, "Segment created")))
}

fn own(caller: &Caller, found: Option<Found>) -> Result<Found, No> {
    let found = found.ok_or_else(|| No::said("Segment not found"))?;
    caller.speaks_for_or("segment", &found.kept.segment.agent, Role::Supervisor)?;
    Ok(found)
}

/// A segment by its name there.
pub async fn by_id(state: &State, id: &str) -> Result<Option<Found>, No> {
    let id = SegmentId::new(id).map_err(|_| No::missing("segment_sys_id"))?;
    Ok(Found::read(state, &id).await?)
}

/// `GET segment/{sys_id}`
pub async fn read(super::Extract(state): Shared, caller: Caller, Path(id): Path<String>) -> Answer {
    let found = own(&caller, by_id(&state, &id).await?)?;
    Ok(Json(found.answer(&state.store.read_catalog().await?, "")))
}

/// `GET segment/agent/{agent}/interaction/{interaction}`: the latest.
pub async fn of_agent(
    super::Extract(state): Shared,
    caller: Caller,
    Path((agent, interaction)): Path<(String, String)>,
) -> Answer {
    let found = Found::list(&state, &agent, &interaction).await?.into_iter().next();
    let found = own(&caller, found)?;
    Ok(Json(found.answer(&state.store.read_catalog().await?, "")))
}

/// What closes a segment, or is written over what is closed.
pub struct Said {
    pub code: Option<CodeRef>,
    pub notes: String,
    pub kind: ClosureKind,
    pub confirmed_on: Option<Timestamp>,
}

/// Writes it, however often it is asked for: the second time is a second version.
pub async fn write(
    state: &State,
    caller: &Caller,
    mut found: Found,
    said: Said,
) -> Result<Found, No> {
    let Said { code, notes, kind, confirmed_on } = said;
    if notes.chars().nth(MAX_NOTES).is_some() {
        return Err(No::said("Notes are too long"));
    }
    let segment = found.kept.segment.id.clone();
    let mut conversation = state.store.conversation(&found.kept.segment.interaction).await?;
    if let Some(kept) = conversation.segment(&segment) {
        found.kept = kept.clone();
    }
    let key = ClosureKey::new(auth::random_name()).map_err(|_| No::missing("sys_id"))?;
    let at = found.kept.ahead.there(clock::now());
    let codes = found.kept.segment.rules.codes.as_ref();
    let is_default = code.as_ref() == codes.and_then(|codes| codes.default.as_ref());
    // What was done is not said there: it follows from who said what.
    let kind = match kind {
        ClosureKind::Submitted if found.kept.segment.agent != *caller.agent() => {
            ClosureKind::Forced
        }
        ClosureKind::Submitted if is_default && notes.is_empty() => ClosureKind::Ended,
        kind => kind,
    };
    let by = (!kind.by_system()).then(|| caller.agent().clone());
    let taken = if found.kept.segment.is_unfinished() {
        let duration = at.since(found.kept.segment.opened_at);
        let extra = core::iter::empty().collect();
        let closure =
            Closure { key, kind, by, at, code, notes, extra, duration, required_missing: false };
        found.kept.close(closure, &caller.0)
    } else {
        let extra = core::iter::empty().collect();
        let reason = VersionReason::Correction;
        let by = Some(caller.agent().clone());
        found.kept.correct(Version { key, reason, by, at, code, notes, extra }, &caller.0)
    };
    taken.map_err(|refusal| No::said(refusal.to_string()))?;
    if let Some(at) = confirmed_on {
        found.beside.confirmed_on = Some(at.0);
        found.beside.awaiting_confirmation = false;
    }
    conversation.put(found.kept.clone());
    conversation.put_beside(&segment, found.beside.clone());
    finish(state, caller, conversation, "closed", &segment).await?;
    Ok(found)
}

/// `PUT segment/update`: closes it. A code goes by its label, and none means the default.
pub async fn update(
    super::Extract(state): Shared,
    caller: Caller,
    mut params: Params,
    given: Given,
) -> Answer {
    let mut named = |name: &str| params.text(name).unwrap_or_default();
    let (id, external) = (named("segment_sys_id"), named("external_segment_id"));
    let (agent, interaction) = (named("agent_sys_id"), named("interaction_sys_id"));
    let found = if !id.is_empty() {
        by_id(&state, &id).await?
    } else if external.is_empty() && !interaction.is_empty() {
        Found::list(&state, &agent, &interaction).await?.into_iter().next()
    } else {
        let all = Found::list(&state, caller.agent().as_str(), "").await?;
        all.into_iter().find(|each| each.beside.external_segment_id == external)
    };
    let found = own(&caller, found)?;
    let label = given.text("wrap_up_code");
    let codes = found.kept.segment.rules.codes.as_ref();
    let code = if label.is_empty() {
        codes.and_then(|codes| codes.default.clone())
    } else {
        let allowed = codes.map_or(&[][..], |codes| &codes.allowed);
        let code = allowed.iter().find(|code| code.label == label).cloned();
        Some(code.ok_or_else(|| No::said(format!("{label} is not an allowed wrap up code")))?)
    };
    let confirmed_on = date::read(&given.text("confirmed_on"));
    let kind = ClosureKind::Submitted;
    let said = Said { code, notes: given.text("notes"), kind, confirmed_on };
    let found = write(&state, &caller, found, said).await?;
    Ok(Json(found.answer(&state.store.read_catalog().await?, "Segment updated")))
}

/// `PUT segment/update/ai`: what an AI from elsewhere says.
pub async fn suggest(super::Extract(state): Shared, caller: Caller, given: Given) -> Answer {
    let id = given.text("segment_sys_id");
    let found = if id.is_empty() {
        let (agent, interaction) = (given.text("agent_sys_id"), given.text("interaction_sys_id"));
        Found::list(&state, &agent, &interaction).await?.into_iter().next()
    } else {
        by_id(&state, &id).await?
    };
    let mut found = own(&caller, found)?;
    if !found.kept.segment.rules.third_party_ai {
        return Err(No::Said(
            StatusCode::BAD_REQUEST,
            "Third party AI is not enabled for this segment".to_owned(),
        ));
    }
    let segment = found.kept.segment.id.clone();
    let mut conversation = state.store.conversation(&found.kept.segment.interaction).await?;
    if let Some(kept) = conversation.segment(&segment) {
        found.kept = kept.clone();
    }
    let (label, notes) = (given.text("ai_wrap_up_code"), given.text("ai_notes"));
    if notes.chars().nth(MAX_NOTES).is_some() {
        return Err(No::said("AI notes are too long"));
    }
    let now = clock::now().0;
    if !label.is_empty() {
        let codes = found.kept.segment.rules.codes.as_ref();
        let allowed = codes.map_or(&[][..], |codes| &codes.allowed);
        let code = allowed.iter().find(|code| code.label == label);
        let code = code.ok_or_else(|| No::said(format!("{label} is not allowed")))?;
        found.kept.segment.suggestion = Some(code.id.clone());
        found.beside.ai_code_at = Some(now);
    }
    if !notes.is_empty() {
        found.kept.segment.suggested_notes = notes;
        found.beside.ai_notes_at = Some(now);
    }
    conversation.put(found.kept.clone());
    conversation.put_beside(&segment, found.beside.clone());
    finish(&state, &caller, conversation, "suggested", &segment).await?;
    Ok(Json(found.answer(&state.store.read_catalog().await?, "")))
}
