//! What is final: closures and corrections, whichever way they come.

use axum::http::StatusCode;
use interaction_wrap_up::domain::closure::{Closure, ClosureKind, Version};
use interaction_wrap_up::domain::delivery::parcel::About;
use interaction_wrap_up::domain::gate::{Actor, Role};
use interaction_wrap_up::domain::id::ClosureKey;
use interaction_wrap_up::domain::service::kept::{Counted, Kept, NotTaken, assumed_rules};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::asked::Asked;
use crate::auth::Caller;
use crate::body;
use crate::problem::Problem;
use crate::state::State;
use crate::store::audit::Entry;
use crate::store::{Answered, Conversation, Said, Stored};
use crate::told;

/// What is final about a segment; one of the two is there.
#[derive(Debug, Clone, Deserialize)]
pub struct Finished {
    /// Which.
    pub about: About,
    /// How it closed.
    pub closure: Option<Closure>,
    /// How it was corrected.
    pub version: Option<Version>,
}

impl Finished {
    /// The key under which it counts once.
    pub fn key(&self) -> Option<&ClosureKey> {
        let closure = self.closure.as_ref().map(|closure| &closure.key);
        closure.or(self.version.as_ref().map(|version| &version.key))
    }

    /// What it says, the same whatever way and in whatever order of fields it came.
    fn said(&self) -> Said {
        let Self { about, closure, version } = self;
        let said = json!({ "segment": about.segment, "closure": closure, "version": version });
        Said::of(&said.to_string())
    }
}

/// An answer as it goes out.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// JSON.
    pub body: String,
}

/// A refusal of the domain's, with the path of the record it is about.
pub fn refused(path: &str, refusal: &NotTaken) -> Problem {
    let field = match refusal {
        NotTaken::Another(field) => {
            let field = format!("{}{field}", if path == "record." { path } else { "" });
            if field.ends_with("agent") {
                return Problem::forbidden(&field, "must be the segment's agent");
            }
            field
        }
        NotTaken::Gate(refusal) => return Problem::forbidden("Authorization", refusal.to_string()),
        NotTaken::Torn(torn) => return body::torn(path, *torn),
        NotTaken::NotClosed => "version".to_owned(),
        other => format!("{path}{}", other.field()),
    };
    Problem::field(field, refusal.to_string())
}

/// The segment that `about` names, as it is kept, or made of what is said of it.
pub async fn kept(
    conversation: &mut Conversation,
    about: &About,
    asked: &Asked,
) -> Stored<Result<Kept, NotTaken>> {
    if let Some(kept) = conversation.segment(&about.segment) {
        return Ok(kept.is_meant(&about.interaction, &about.agent).map(|()| kept.clone()));
    }
    if conversation.is_elsewhere(&about.segment).await? {
        return Ok(Err(NotTaken::Another("about.interaction")));
    }
    let rules = assumed_rules(about, &conversation.catalog().await?);
    Ok(Ok(Kept::mentioned(about, rules, asked.ahead(None))))
}

/// Takes what is final, once by its key.
pub async fn finish(
    state: &State,
    actor: &Actor,
    asked: &Asked,
    finished: &Finished,
) -> Result<Answer, Problem> {
    let Finished { about, closure, version } = finished;
    let path = if closure.is_some() { "closure." } else { "version." };
    let key = finished.key().ok_or_else(|| Problem::field("closure", "is needed"))?;
    let caller = Caller(actor.clone());
    match closure {
        Some(closure) if closure.kind == ClosureKind::Forced => {
            caller.speaks_for_or("about.agent", &about.agent, Role::Supervisor)?;
        }
        Some(_) => caller.speaks_for("about.agent", &about.agent)?,
        None => caller.speaks_for_or("about.agent", &about.agent, Role::Admin)?,
    }
    body::check_name(&format!("{path}key"), key.as_str())?;
    body::check_name("about.segment", about.segment.as_str())?;
    body::check_name("about.interaction", about.interaction.as_str())?;

    let mut conversation = state.store.conversation(&about.interaction).await?;
    let mut kept =
        kept(&mut conversation, about, asked).await?.map_err(|refusal| refused(path, &refusal))?;
    let said = finished.said();
    if let Some(before) = conversation.answered(key.as_str()).await? {
        if before.said != said {
            return Err(Problem::key_reused());
        }
        state.metrics.count("repeated", "page");
        return Ok(answer(state, &kept, actor, asked, &before));
    }
    let counted = match (closure, version) {
        (Some(closure), _) => kept.close(closure.clone(), actor),
        (None, Some(version)) => kept.correct(version.clone(), actor),
        (None, None) => Err(NotTaken::NotClosed),
    };
    let counted = counted.map_err(|refusal| refused(path, &refusal))?;
    let status = if counted.counts() { StatusCode::OK } else { StatusCode::CONFLICT };
    let standing = told::standing(&kept).to_string();
    let answered = Answered { said, status: status.as_u16(), answer: standing };
    if !conversation.note_answer(key.as_str(), &about.segment, &answered, asked.now).await? {
        return Err(Problem::key_reused());
    }
    conversation.put(kept.clone());
    let action = match counted {
        Counted::Closed => "closed",
        Counted::Version => "version",
        Counted::Before => "repeated",
        Counted::Overruled => "overruled",
    };
    let kind = closure.as_ref().map(|closure| closure.kind);
    let detail = json!({ "key": key, "kind": kind });
    let segment = Some(&about.segment);
    let entry = Entry { agent: Some(&actor.agent), action, segment, detail, interaction: None };
    conversation.note(asked.now, entry).await?;
    conversation.finish(state.grace).await?;
    state.metrics.count(action, "page");
    Ok(answer(state, &kept, actor, asked, &answered))
}

/// What was answered, with a token that is good from now on.
fn answer(state: &State, kept: &Kept, actor: &Actor, asked: &Asked, answered: &Answered) -> Answer {
    let mut body: Value = serde_json::from_str(&answered.answer).unwrap_or_default();
    let now = told::segment(state, kept, actor, asked.now);
    if let (Value::Object(body), Some(token)) = (&mut body, now.get("token")) {
        body.insert("token".to_owned(), token.clone());
    }
    let status = StatusCode::from_u16(answered.status).unwrap_or(StatusCode::OK);
    Answer { status, body: body.to_string() }
}
