//! What an answer says, whatever it is wrapped in.
//!
//! | answer | what it is |
//! |--|--|
//! | `{result: {success, message, ..}}`, `{success, message, ..}` | the Wrap Up API's, by call |
//! | `{result: {..}}`, `{result: [..]}` | the Table API's |
//! | `{error: {message, detail}, status: "failure"}` | a failure of either |
//! | `success: false` | a failure, whatever the status says |

use super::json::Json;
use crate::domain::record::{RecordError, Rule};

/// Why an answer gives nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// This instance has no such interface.
    NoApi,
    /// It said no, in these words.
    Said(String),
    /// It cannot be understood: the field and the rule.
    Torn(RecordError),
}

/// The words in which an answer says why not; empty where it has none.
pub fn words(body: &Json) -> String {
    let error = body.get("error");
    let inner = body.get("result");
    let texts = [error.text("message"), error.text("detail"), said(inner), said(body)];
    let mut words: Vec<String> = Vec::new();
    for text in texts.into_iter().filter_map(|text| text.ok().flatten()) {
        if !words.contains(&text) {
            words.push(text);
        }
    }
    words.join(": ")
}

fn said(content: &Json) -> Result<Option<String>, RecordError> {
    match content {
        Json::Object(_) => content.text("message"),
        _ => Ok(None),
    }
}

/// Whether an answer of that status says that there is nothing at its address, and not
/// only no such record: for an interface that an instance does not have, the platform
/// itself answers.
fn is_no_address(status: u16, body: &Json) -> bool {
    if !matches!(status, 400 | 404) {
        return false;
    }
    let message = body.get("error").text("message").ok().flatten();
    let is_said = message.is_some_and(|text| text.contains("Requested URI"));
    // What is no JSON object is no answer of the platform's at all.
    is_said || (status == 404 && !body.is_object())
}

/// What an answer of the Wrap Up API with that `status` holds.
///
/// # Errors
/// [`Failure`]. A success must say so: what does not is somebody else's answer.
pub fn wrap_up(status: u16, body: &Json) -> Result<&Json, Failure> {
    if is_no_address(status, body) {
        return Err(Failure::NoApi);
    }
    let inner = body.get("result");
    let content = if inner.is_object() { inner } else { body };
    let is_success = (200..300).contains(&status);
    match content.truth("success").map_err(Failure::Torn)? {
        Some(true) if is_success => Ok(content),
        None if is_success => {
            Err(Failure::Torn(RecordError::new(Rule::Needed, "").under("success")))
        }
        _ => Err(Failure::Said(words(body))),
    }
}

/// What is found under `result_map`, in either spelling.
pub fn result_map(content: &Json) -> &Json {
    content.first(&["result_map", "resultMap"]).1
}

/// What an answer of the Table API with that `status` holds: a record or a list.
///
/// # Errors
/// [`Failure`]. A record that is not there is [`Json::Null`].
pub fn table(status: u16, body: &Json) -> Result<&Json, Failure> {
    if is_no_address(status, body) {
        return Err(Failure::NoApi);
    }
    match (status, body.get("result")) {
        (200..=299, Json::Null) => {
            Err(Failure::Torn(RecordError::new(Rule::Needed, "").under("result")))
        }
        (200..=299, result) => Ok(result),
        (404, none) => Ok(none),
        _ => Err(Failure::Said(words(body))),
    }
}
