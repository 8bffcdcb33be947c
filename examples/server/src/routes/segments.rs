//! Wrap-ups: opened, typed into, closed, corrected.

use axum::Json;
use axum::extract::State as Extract;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use interaction_wrap_up::domain::delivery::parcel::Progress;
use interaction_wrap_up::domain::draft::{Draft, MAX_KEPT, MAX_NOTES};
use interaction_wrap_up::domain::gate::Role;
use interaction_wrap_up::domain::id::{MAX_ID_BYTES, SegmentId};
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::segment_record::SegmentRecord;
use interaction_wrap_up::domain::service::kept::Kept;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::asked::{self, Asked, Body, Id};
use crate::auth::Caller;
use crate::body;
use crate::finishing::{self, Finished};
use crate::problem::Problem;
use crate::state::State;
use crate::store::audit::Entry;
use crate::told;

/// The most that a wrap-up with all its rules and texts takes, in bytes.
const LARGEST: usize = 4 * 1024 * 1024;

/// The most that what is final takes: notes and extra fields have lengths of their own.
const LARGEST_FINAL: usize = 512 * 1024;

/// What is typed can be kept, whole.
pub fn check_draft(path: &str, draft: &Draft) -> Result<(), Problem> {
    let rule = || format!("must be at most {MAX_KEPT} characters");
    let is_long = |text: &str| text.chars().nth(MAX_KEPT).is_some();
    if is_long(&draft.notes) {
        return Err(Problem::field(format!("{path}.notes"), rule()));
    }
    // A few texts stand aside, the oldest of them joined.
    if draft.aside.len() > 16
        || draft.aside.iter().map(|each| each.notes.len()).sum::<usize>() > LARGEST / 2
    {
        return Err(Problem::field(format!("{path}.aside"), "holds more than is kept"));
    }
    Ok(())
}

/// What an AI suggests is no longer than what can be submitted.
pub fn check_suggested(path: &str, notes: &str) -> Result<(), Problem> {
    match notes.chars().nth(MAX_NOTES) {
        Some(_) => Err(Problem::field(path, format!("must be at most {MAX_NOTES} characters"))),
        None => Ok(()),
    }
}

/// `GET segments/{id}`: its record, for its agent and for supervisors.
pub async fn read(
    Extract(state): Extract<State>,
    caller: Caller,
    Id(id): Id<SegmentId>,
) -> Result<Json<Segment>, Problem> {
    let unknown = || Problem::not_found("there is no such segment");
    let kept = state.store.segment(&id).await?.ok_or_else(unknown)?;
    let own = caller.speaks_for_or("id", &kept.segment.agent, Role::Supervisor);
    own.or_else(|refusal| caller.needs_one_of(&[Role::Admin]).map_err(|_| refusal))?;
    Ok(Json(kept.segment))
}

/// `PUT segments/{id}`: it opened. The first time counts.
pub async fn open(
    Extract(state): Extract<State>,
    caller: Caller,
    asked: Asked,
    Id(id): Id<SegmentId>,
    Body(record): Body<SegmentRecord, LARGEST>,
) -> Result<Json<Value>, Problem> {
    if record.id != id {
        return Err(Problem::field("id", "must be the id of the address"));
    }
    caller.speaks_for("agent", &record.agent)?;
    body::check_name("interaction", record.interaction.as_str())?;
    check_draft("draft", &record.draft)?;
    check_suggested("suggested_notes", &record.suggested_notes)?;
    let segment = Segment::try_from(record).map_err(|torn| body::torn("", torn))?;
    let mut conversation = state.store.conversation(&segment.interaction).await?;
    if conversation.is_elsewhere(&id).await? {
        return Err(Problem::field("interaction", "is not what the segment has"));
    }
    let ahead = asked.ahead(None);
    let kept = match conversation.segment(&id).cloned() {
        Some(mut kept) => {
            caller.speaks_for("agent", &kept.segment.agent)?;
            kept.open(segment, ahead);
            kept
        }
        None => Kept::opened(segment, ahead),
    };
    if conversation.put(kept.clone()) {
        let agent = Some(caller.agent());
        let entry = Entry { agent, action: "opened", segment: Some(&id), ..Entry::default() };
        conversation.note(asked.now, entry).await?;
        conversation.finish(state.grace).await?;
    }
    Ok(Json(told::segment(&state, &kept, &caller.0, asked.now)))
}

/// How far a wrap-up has come.
#[derive(Debug, Deserialize)]
pub struct Changed {
    revision: u64,
    record: Progress,
}

/// `PUT segments/{id}/draft`: of what is typed the highest revision counts.
pub async fn change(
    Extract(state): Extract<State>,
    caller: Caller,
    asked: Asked,
    Id(id): Id<SegmentId>,
    Body(Changed { revision, record }): Body<Changed, LARGEST>,
) -> Result<Response, Problem> {
    let about = &record.about;
    if about.segment != id {
        return Err(Problem::field("record.about.segment", "must be the id of the address"));
    }
    caller.speaks_for("record.about.agent", &about.agent)?;
    body::check_name("record.about.interaction", about.interaction.as_str())?;
    check_draft("record.draft", &record.draft)?;
    check_suggested("record.suggested_notes", &record.suggested_notes)?;
    let mut conversation = state.store.conversation(&about.interaction).await?;
    let mut kept = finishing::kept(&mut conversation, about, &asked)
        .await?
        .map_err(|refusal| finishing::refused("record.", &refusal))?;
    let ahead = asked.ahead(Some(kept.ahead));
    let taken = kept.change((revision, record), &caller.0, ahead, asked.page_time);
    let is_open = taken.map_err(|refusal| finishing::refused("record.", &refusal))?;
    if conversation.put(kept.clone()) {
        let detail = json!({ "revision": revision });
        let agent = Some(caller.agent());
        let entry =
            Entry { agent, action: "draft", segment: Some(&id), detail, ..Entry::default() };
        conversation.note(asked.now, entry).await?;
        conversation.finish(state.grace).await?;
    }
    let status = if is_open { StatusCode::OK } else { StatusCode::CONFLICT };
    Ok((status, Json(told::segment(&state, &kept, &caller.0, asked.now))).into_response())
}

/// The key of what is final, as the header and the record have it.
fn key<'a>(headers: &'a HeaderMap, finished: &Finished, field: &str) -> Result<&'a str, Problem> {
    const NAME: &str = "Idempotency-Key";
    let wrong = |rule: String| Problem::field(NAME, rule).with(StatusCode::BAD_REQUEST);
    let key = asked::header(headers, NAME).ok_or_else(|| wrong("is needed".to_owned()))?;
    if key.len() > MAX_ID_BYTES {
        return Err(wrong(format!("must be at most {MAX_ID_BYTES} characters")));
    }
    if finished.key().is_none_or(|said| said.as_str() != key) {
        return Err(Problem::field(NAME, format!("must be {field}.key")));
    }
    Ok(key)
}

async fn finish(
    state: &State,
    caller: &Caller,
    asked: &Asked,
    headers: &HeaderMap,
    (id, finished, field): (SegmentId, Finished, &'static str),
) -> Result<Response, Problem> {
    let is_said = match field {
        "closure" => finished.closure.is_some() && finished.version.is_none(),
        _ => finished.version.is_some() && finished.closure.is_none(),
    };
    if !is_said {
        return Err(Problem::field(field, "is needed, and nothing else"));
    }
    if finished.about.segment != id {
        return Err(Problem::field("about.segment", "must be the id of the address"));
    }
    key(headers, &finished, field)?;
    let answer = finishing::finish(state, &caller.0, asked, &finished).await?;
    let kind = [(header::CONTENT_TYPE, "application/json")];
    Ok((answer.status, kind, answer.body).into_response())
}

/// `POST segments/{id}/closure`: it is finished, once by `Idempotency-Key`.
pub async fn close(
    Extract(state): Extract<State>,
    caller: Caller,
    asked: Asked,
    Id(id): Id<SegmentId>,
    headers: HeaderMap,
    Body(finished): Body<Finished, LARGEST_FINAL>,
) -> Result<Response, Problem> {
    finish(&state, &caller, &asked, &headers, (id, finished, "closure")).await
}

/// `POST segments/{id}/versions`: it was corrected, once likewise.
pub async fn correct(
    Extract(state): Extract<State>,
    caller: Caller,
    asked: Asked,
    Id(id): Id<SegmentId>,
    headers: HeaderMap,
    Body(finished): Body<Finished, LARGEST_FINAL>,
) -> Result<Response, Problem> {
    finish(&state, &caller, &asked, &headers, (id, finished, "version")).await
}
