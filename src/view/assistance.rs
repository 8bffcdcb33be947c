//! Asking for suggestions, and how far that is. The answer itself is the segment's; what
//! has come of it so far is this page's alone.

use std::fmt;
use std::rc::Rc;

use leptos::prelude::*;

use super::live::HeldDesk;
use super::messages::language;
use crate::assist::{Asking, Failure, Hear, News, Provider, Question, Suggested};
use crate::browser::{locks, task};
use crate::domain::gate::Actor;
use crate::domain::id::InteractionId;
use crate::domain::segment::Segment;
use crate::domain::wrap_up::Command;

/// Who suggests.
#[derive(Clone, Copy)]
pub struct Assist(StoredValue<Rc<dyn Provider>, LocalStorage>);

impl fmt::Debug for Assist {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Assist").finish_non_exhaustive()
    }
}

impl Assist {
    /// Asks `provider`.
    pub fn new(provider: impl Provider + 'static) -> Self {
        Self(StoredValue::new_local(Rc::new(provider)))
    }
}

/// How far a question of this page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    /// None was asked, or it was called off.
    Not,
    /// The notes so far.
    UnderWay(String),
    /// It is answered.
    Answered,
    /// It is answered, with nothing.
    Nothing,
    /// It failed.
    Failed,
}

/// What there is to be seen of suggestions for a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Nothing: none are wanted, or nobody is there to make any.
    Hidden,
    /// None has been asked for yet.
    Idle,
    /// One is being made.
    UnderWay,
    /// One is there.
    Ready,
    /// There is none.
    Nothing,
    /// It failed.
    Failed,
}

/// See the module.
#[derive(Debug, Clone, Copy)]
pub struct Assistance {
    pub(super) asked: RwSignal<Asked>,
    /// Asks, or calls off what is asked.
    pub(super) press: Callback<()>,
    /// Where suggestions come from, where agents are to know.
    pub(super) about: Option<&'static str>,
}

/// How far suggestions for `segment` are.
pub(super) fn phase(segment: &Segment, assistance: Option<Assistance>) -> Phase {
    let asked = assistance.map(|it| it.asked.get());
    match asked {
        _ if segment.rules.suggestions().is_none() => Phase::Hidden,
        Some(Asked::UnderWay(_)) => Phase::UnderWay,
        Some(Asked::Failed) => Phase::Failed,
        _ if segment.has_suggestion() => Phase::Ready,
        Some(Asked::Nothing | Asked::Answered) => Phase::Nothing,
        Some(Asked::Not) => Phase::Idle,
        None => Phase::Hidden,
    }
}

/// What suggestions for one segment are about.
#[derive(Clone, Copy)]
pub(super) struct About {
    pub(super) desk: HeldDesk,
    pub(super) interaction: StoredValue<InteractionId>,
    pub(super) segment: Memo<Segment>,
    pub(super) actor: Signal<Actor>,
    /// Whether its agent has the dialog open before them.
    pub(super) seen: Signal<bool>,
}

impl About {
    fn send(self, command: Command) {
        _ = self.desk.try_with_value(|desk| {
            self.interaction.try_with_value(|id| desk.send(id, command));
        });
    }

    fn is_own(self) -> bool {
        self.segment.with(|segment| self.actor.with(|actor| segment.agent == actor.agent))
    }

    fn question(self) -> Option<Question> {
        let segment = self.segment.try_get_untracked()?;
        self.desk.try_with_value(|desk| {
            let known = self.interaction.try_with_value(|id| desk.conversation(id))??;
            let catalog = desk.catalog();
            let codes = catalog.as_ref().map_or(&[][..], |catalog| &catalog.codes);
            Question::of(known.interaction, &segment, codes, language())
        })?
    }

    /// Takes an answer in; says what there is then.
    fn take(self, answer: Suggested) -> Asked {
        let segment = self.segment.with_untracked(|segment| segment.id.clone());
        let Suggested { code, notes } = answer;
        let asked =
            if code.is_some() || notes.is_some() { Asked::Answered } else { Asked::Nothing };
        if let Some(code) = code {
            self.send(Command::Suggest { segment: segment.clone(), code });
        }
        if let Some(notes) = notes {
            self.send(Command::SuggestNotes { segment, notes });
        }
        asked
    }

    fn fail(self, failure: &Failure) -> Asked {
        let segment = self.segment.with_untracked(|segment| segment.id.clone());
        self.send(Command::SuggestionFailed { segment, reason: failure.to_string() });
        Asked::Failed
    }
}

/// What is being asked, and the lock that keeps other pages from asking the same.
type UnderWay = StoredValue<Option<(Asking, Option<locks::Lock>)>, LocalStorage>;

/// Asks `assist` for suggestions: by itself where the rules say so, and when it is pressed.
/// What is suggested counts as shown once its agent has it before them.
pub(super) fn assistance(about: About, assist: Option<Assist>) -> Option<Assistance> {
    let About { segment, actor, seen, .. } = about;
    Effect::new(move |_| {
        let is_news = segment.with(|it| it.has_suggestion() && !it.suggestion_shown);
        if is_news && seen.get() && about.is_own() {
            let segment = segment.with_untracked(|segment| segment.id.clone());
            let by = actor.get_untracked();
            about.send(Command::SuggestionShown { segment, by });
        }
    });

    let Assist(provider) = assist?;
    let asked = RwSignal::new(Asked::Not);
    let under_way = UnderWay::new_local(None);
    let is_under_way = move || asked.with_untracked(|asked| matches!(asked, Asked::UnderWay(_)));
    let start = move |lock: Option<locks::Lock>| {
        let Some(question) = about.question() else { return };
        asked.set(Asked::UnderWay(String::new()));
        let hear: Hear = Box::new({
            let question = question.clone();
            move |news| {
                let now = match news {
                    News::Notes(notes) => Asked::UnderWay(notes),
                    News::Failed(failure) => about.fail(&failure),
                    News::Done(answer) => match question.check(answer) {
                        Ok(answer) => about.take(answer),
                        Err(error) => about.fail(&Failure::Wrong(error)),
                    },
                };
                let is_over = !matches!(now, Asked::UnderWay(_));
                _ = asked.try_set(now);
                if is_over {
                    _ = under_way.try_set_value(None);
                }
            }
        });
        let asking = provider.with_value(|provider| provider.suggest(question, hear));
        // Answered at once, there is nothing to keep.
        if is_under_way() {
            under_way.set_value(Some((asking, lock)));
        }
    };
    Effect::new(move |begun: Option<bool>| {
        let begins = begun != Some(true)
            && seen.get()
            && segment.with(|it| it.asks_by_itself() && it.open().is_some())
            && about.is_own();
        if begins {
            let id = segment.with_untracked(|segment| segment.id.clone());
            task::spawn(async move {
                // Whoever has it asks, in whichever page.
                let lock = locks::try_exclusive(&["wrapup-suggest:", id.as_str()].concat()).await;
                let still = segment.try_with_untracked(Segment::asks_by_itself) == Some(true);
                if lock.is_some() && still && !is_under_way() {
                    start(lock);
                }
            });
        }
        begins || begun == Some(true)
    });
    let press = Callback::new(move |()| {
        if is_under_way() {
            under_way.set_value(None);
            asked.set(Asked::Not);
        } else {
            start(None);
        }
    });
    let about = provider.with_value(|provider| provider.about());
    Some(Assistance { asked, press, about })
}
