//! How a segment stands in ServiceNow.

use super::json::Json;
use crate::domain::closure::{Closure, ClosureKind};
use crate::domain::code::CodeRef;
use crate::domain::delivery::parcel::About;
use crate::domain::id::{ClosureKey, CodeId};
use crate::domain::record::{RecordError, Rule, quoted};
use crate::domain::segment::Closed;
use crate::domain::service::Ahead;
use crate::domain::time::{Millis, Timestamp};

/// Dates there have whole seconds, and how far the clocks are apart is known no better.
const BLUR: Millis = Millis(2_000);

/// What an AI has said of a segment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ai {
    /// The label of the code it recommends.
    pub code: Option<String>,
    /// The notes it recommends.
    pub notes: String,
    /// When the code was recommended.
    pub code_at: Option<Timestamp>,
    /// When the notes were.
    pub notes_at: Option<Timestamp>,
}

/// A segment's record. Instants are by ServiceNow's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Its name there.
    pub sys_id: String,
    /// Whether it is closed.
    pub closed: bool,
    /// Whether another system has opened it.
    pub external: bool,
    /// What that system calls it.
    pub external_id: Option<String>,
    /// When it opened.
    pub opened_on: Option<Timestamp>,
    /// When it was closed.
    pub submitted_on: Option<Timestamp>,
    /// The code that was saved. Out of a table its label is empty.
    pub code: Option<CodeRef>,
    /// The notes that were saved.
    pub notes: String,
    /// Whether the time closed it; `None` where that is not said.
    pub timed_out: Option<bool>,
    /// Whether it is closed for the time being, until an agent confirms it.
    pub awaiting: bool,
    /// When an agent confirmed it.
    pub confirmed_on: Option<Timestamp>,
    /// What an AI has said of it.
    pub ai: Ai,
}

/// A code as an object or as a reference.
fn code(segment: &Json) -> Result<Option<CodeRef>, RecordError> {
    let (name, value) = segment.first(&["code", "wrap_up_code"]);
    if value.is_nothing() {
        return Ok(None);
    }
    let Some(id) = segment.reference(name)? else { return Ok(None) };
    let label = match value {
        Json::Object(_) => value.text("code").map_err(|error| error.under(name))?,
        _ => None,
    };
    let found = quoted(&id);
    let wrong = |rule: String| RecordError::new(Rule::Own(rule), found.clone()).under(name);
    let id = CodeId::new(id).map_err(|error| wrong(error.to_string()))?;
    Ok(Some(CodeRef { id, label: label.unwrap_or_default() }))
}

impl Standing {
    /// Out of what the Wrap Up API says; `None` where it says of none.
    ///
    /// # Errors
    /// [`RecordError`], naming the field and the rule it breaks.
    pub fn of_answer(content: &Json) -> Result<Option<Self>, RecordError> {
        let segment = content.get("segment");
        if segment.is_nothing() {
            return Ok(None);
        }
        Self::read(segment, content).map(Some).map_err(|error| error.under("segment"))
    }

    /// Out of a row of its table.
    ///
    /// # Errors
    /// [`RecordError`], naming the field and the rule it breaks.
    pub fn of_row(row: &Json) -> Result<Self, RecordError> {
        Self::read(row, row)
    }

    fn read(segment: &Json, around: &Json) -> Result<Self, RecordError> {
        let sys_id = match segment.text("sys_id")? {
            Some(sys_id) => sys_id,
            None => around.needed("sys_id")?,
        };
        super::sys_id("sys_id", &sys_id)?;
        let state = segment.needed("state")?;
        let closed = match state.to_ascii_lowercase().as_str() {
            "open" => false,
            "closed" => true,
            _ => {
                let rule = Rule::OneOf(&["open", "closed"]);
                return Err(RecordError::new(rule, quoted(&state)).under("state"));
            }
        };
        Ok(Self {
            sys_id,
            closed,
            external: segment.truth("external")?.unwrap_or_default(),
            external_id: segment.text("external_segment_id")?,
            opened_on: segment.instant("opened_on")?,
            submitted_on: segment.instant("submitted_on")?,
            code: code(segment)?,
            notes: segment.text("notes")?.unwrap_or_default(),
            timed_out: segment.truth("timed_out")?,
            awaiting: segment.truth("awaiting_confirmation")?.unwrap_or_default(),
            confirmed_on: segment.instant("confirmed_on")?,
            ai: Ai {
                code: segment.text("ai_wrap_up_code")?,
                notes: segment.text("ai_notes")?.unwrap_or_default(),
                code_at: segment.instant("ai_code_defined_at")?,
                notes_at: segment.instant("ai_notes_defined_at")?,
            },
        })
    }

    /// Whether this is the segment that a page speaks of, and not another wrap-up that
    /// the same agent had of the same conversation. ServiceNow's clock is `ahead`.
    pub fn is_of(&self, about: &About, ahead: Ahead) -> bool {
        if let Some(id) = &self.external_id {
            return id == about.segment.as_str();
        }
        // What was over before this one began was another one.
        let over = self.submitted_on.filter(|_| self.closed).map(|over| ahead.there(over) + BLUR);
        over.is_none_or(|over| over >= about.opened_at)
    }

    /// Whether it holds what `code` and `notes` say. Where no code is sent, ServiceNow
    /// puts in the default.
    pub fn holds(&self, code: Option<&CodeRef>, notes: &str) -> bool {
        let is_same = |sent: &CodeRef| {
            let saved = self.code.as_ref();
            saved.is_some_and(|saved| saved.id == sent.id || saved.label == sent.label)
        };
        code.is_none_or(is_same) && lines(&self.notes) == lines(notes)
    }

    /// How it closed, in our words. Who closed it is not said there: the time, or else
    /// its agent, `otherwise` in this way.
    pub fn as_closed(&self, about: &About, ahead: Ahead, otherwise: ClosureKind) -> Option<Closed> {
        self.closed.then_some(())?;
        let kind = if self.timed_out == Some(true) { ClosureKind::TimedOut } else { otherwise };
        let at = self.submitted_on.map_or(about.opened_at, |at| ahead.there(at));
        let closure = Closure {
            key: ClosureKey::new(["servicenow-", &self.sys_id].concat()).ok()?,
            kind,
            by: (!kind.by_system()).then(|| about.agent.clone()),
            at,
            code: self.code.clone(),
            notes: self.notes.clone(),
            extra: core::iter::empty().collect(),
            duration: at.since(about.opened_at),
            required_missing: false,
        };
        Some(Closed { closure, versions: Vec::new(), kept_back: String::new() })
    }
}

/// Notes as they compare: a text field may give other ends of lines, and none at the end.
fn lines(notes: &str) -> String {
    notes.trim().replace("\r\n", "\n")
}
