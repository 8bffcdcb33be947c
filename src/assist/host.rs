//! Suggestions of the page's own: `{ suggest(question) }`, which answers `{ code, notes }`,
//! at once or by a promise.
//!
//! | of the question | what it is |
//! |--|--|
//! | `interaction`, `segment` | the conversation's record, and the name of the wrap-up |
//! | `codes` | those on offer, each with `id`, `label`, `description`; none where no code is wanted |
//! | `notes` | whether notes are wanted |
//! | `language` | of the page, as a BCP 47 tag |
//! | `signal` | an `AbortSignal`: aborted when the answer is not wanted any more |
//! | `onNotes(text)` | tells the notes so far, any number of times before the answer |
//!
//! What is thrown, or an answer that breaks a rule, is a failure; the agent goes on without.

use super::{Asking, Failure, Hear, News, PATIENCE, Provider, Question, Suggested};
use crate::browser::codec;
use crate::browser::host_object::{HostObject, Thrown};
use crate::domain::record::{RecordError, Rule};

use std::rc::Rc;

use wasm_bindgen::JsValue;

/// See the module.
#[derive(Debug)]
pub struct HostProvider {
    object: HostObject,
}

impl HostProvider {
    /// The suggestions of `object`; see [`Self::check`].
    pub const fn new(object: HostObject) -> Self {
        Self { object }
    }

    /// Whether `object` has what it needs.
    ///
    /// # Errors
    /// [`RecordError`] for an object without a method `suggest`, naming it.
    pub fn check(object: &HostObject) -> Result<(), RecordError> {
        let wanted = || RecordError::new(Rule::Own("must be a function".to_owned()), "");
        object.method("suggest")?.map(|_| ()).ok_or_else(|| wanted().under("suggest"))
    }
}

/// What an answer says; nothing where there is none.
fn read(answer: Result<JsValue, Thrown>) -> Result<Suggested, Failure> {
    match answer {
        Ok(none) if none.is_undefined() || none.is_null() => Ok(Suggested::default()),
        Ok(answer) => codec::from_js(&answer).map_err(Failure::Wrong),
        Err(Thrown { timed_out: true, .. }) => Err(Failure::NoAnswer),
        Err(Thrown { message, .. }) => Err(Failure::Failed(message)),
    }
}

impl Provider for HostProvider {
    fn suggest(&self, question: Question, hear: Hear) -> Asking {
        let asked = match codec::to_js(&question) {
            Ok(asked) => asked,
            Err(error) => {
                hear(News::Failed(Failure::Wrong(error)));
                return Asking::new(|| {});
            }
        };
        let hear = Rc::new(hear);
        let told = hear.clone();
        let on_notes = move |text: JsValue| {
            let wrong = || Failure::Wrong(RecordError::new(Rule::Text, "").under("onNotes"));
            told(text.as_string().map_or_else(|| News::Failed(wrong()), News::Notes));
        };
        let listening =
            self.object.ask_listening("suggest", asked, ("onNotes", on_notes), PATIENCE, {
                move |answer| {
                    hear(match read(answer) {
                        Ok(answer) => News::Done(answer),
                        Err(failure) => News::Failed(failure),
                    });
                }
            });
        Asking::new(move || drop(listening))
    }
}
