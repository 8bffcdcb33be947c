//! [`extractive`](super::extractive) as a provider, word by word as others answer. It is
//! there to try the widget without any service.

use std::cell::RefCell;
use std::rc::Rc;

use super::extractive::{Line, best_code, summary};
use super::{Asking, Failure, Hear, News, Provider, Question, Suggested};
use crate::browser::timeout::Timeout;
use crate::domain::interaction::Interaction;
use crate::domain::time::Millis;

/// So long each word takes.
const A_WORD: Millis = Millis(40);

/// The most sentences that are picked.
const MOST: usize = 3;

/// What was said in a conversation; `None` where nobody wrote it down.
pub type Transcript = fn(&Interaction) -> Option<Vec<Line<'static>>>;

/// See the module.
#[derive(Debug)]
pub struct BuiltIn {
    transcript: Transcript,
    about: &'static str,
}

impl BuiltIn {
    /// What is picked out of `transcript`; `about` says to agents that it is no more.
    pub const fn new(transcript: Transcript, about: &'static str) -> Self {
        Self { transcript, about }
    }
}

/// An answer being told.
struct Telling {
    notes: String,
    /// How much of the notes is told, in bytes.
    told: usize,
    answer: Suggested,
    hear: Hear,
    next: Option<Timeout>,
}

type Shared = Rc<RefCell<Option<Telling>>>;

fn later(shared: &Shared) -> Timeout {
    let shared = shared.clone();
    Timeout::new(A_WORD, move || go_on(&shared))
}

fn go_on(shared: &Shared) {
    // Taken out while it tells: whoever hears it may call it off.
    let Some(mut telling) = shared.take() else { return };
    let rest = &telling.notes[telling.told..];
    if rest.is_empty() {
        return (telling.hear)(News::Done(telling.answer));
    }
    telling.told += rest.find(' ').map_or(rest.len(), |space| space + 1);
    (telling.hear)(News::Notes(telling.notes[..telling.told].trim_end().to_owned()));
    telling.next = Some(later(shared));
    shared.replace(Some(telling));
}

impl Provider for BuiltIn {
    fn suggest(&self, question: Question, hear: Hear) -> Asking {
        let Some(lines) = (self.transcript)(&question.interaction) else {
            let reason = "there is no transcript of this conversation".to_owned();
            hear(News::Failed(Failure::Failed(reason)));
            return Asking::new(|| {});
        };
        let notes = if question.notes { summary(&lines, MOST) } else { String::new() };
        let code = best_code(&lines, &question.codes);
        let answer = Suggested { code, notes: Some(notes.clone()) };
        let shared = Shared::default();
        let next = Some(later(&shared));
        shared.replace(Some(Telling { notes, told: 0, answer, hear, next }));
        Asking::new(move || drop(shared.take()))
    }

    fn about(&self) -> Option<&'static str> {
        Some(self.about)
    }
}
