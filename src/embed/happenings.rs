//! What happens at a desk, as events of the elements that show it: each once, on
//! the element that shows it, in the page where it happened.

use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;

use wasm_bindgen::JsValue;

use super::element;
use super::{failure, js, state};
use crate::backend::BackendError;
use crate::browser::codec;
use crate::domain::band::Band;
use crate::domain::closure::ClosureKind;
use crate::domain::countdown::Countdown;
use crate::domain::delivery::parcel::{Parcel, Rejection};
use crate::domain::id::{InteractionId, SegmentId};
use crate::domain::journal::{JournalEntry, JournalEvent};
use crate::domain::segment::Segment;
use crate::domain::sorted::SortedMap;
use crate::domain::time::{Millis, Now};
use crate::domain::wrap_up::{Conversation, Effect};
use crate::runtime::{Desk, Notification, Problem, Subscription};

/// Tells elements for as long as it is kept.
#[derive(Clone)]
pub(super) struct Happenings {
    watch: Rc<Watch>,
    _subscription: Rc<Subscription>,
}

impl fmt::Debug for Happenings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Happenings").finish_non_exhaustive()
    }
}

/// What was last told of a segment.
#[derive(Debug, Clone, Default, PartialEq)]
struct Last {
    band: Option<Band>,
    warned: bool,
    extensions: u32,
    draft: (Option<String>, String),
}

/// What is to be told of a segment as time goes on.
struct News {
    segment: SegmentId,
    /// The band it has reached.
    band: Option<Band>,
    /// That it ends by itself soon, and after how long.
    warning: Option<Millis>,
}

struct Watch {
    desk: Desk,
    last: RefCell<SortedMap<SegmentId, Last>>,
}

impl Happenings {
    pub(super) fn watch(desk: &Desk) -> Self {
        let watch = Rc::new(Watch { desk: desk.clone(), last: RefCell::default() });
        let subscription = {
            let watch = Rc::downgrade(&watch);
            desk.subscribe(move |notification| {
                if let Some(watch) = watch.upgrade() {
                    watch.hear(notification);
                }
            })
        };
        Self { watch, _subscription: Rc::new(subscription) }
    }

    /// The desk has opened, with these problems or not at all.
    pub(super) fn opened(&self, answer: Result<Vec<Problem>, BackendError>) {
        let problems = match answer {
            Ok(problems) => problems,
            Err(error) => return self.watch.problem("not_opened", &error.to_string()),
        };
        for problem in problems {
            match problem {
                Problem::Torn(torn) => self.watch.problem("torn_record", &torn.to_string()),
                Problem::NoCatalog(error) => self.watch.problem("no_catalog", &error.to_string()),
                Problem::NotKept(error) => self.watch.problem("not_kept", &error.to_string()),
            }
        }
        for id in self.watch.desk.ids() {
            self.watch.look(&id, false);
        }
    }
}

impl Watch {
    fn hear(&self, notification: &Notification) {
        match notification {
            Notification::Effect(id, effect) => self.effect(id, effect),
            Notification::Second(_) => {
                for id in self.desk.ids() {
                    self.look(&id, true);
                }
            }
            Notification::Stored(id, _) => self.typed(id),
            Notification::Saving(id) => {
                if let Some(error) = self.desk.trouble(id) {
                    let message: JsValue = error.to_string().into();
                    let detail = failure::trouble(&error).into();
                    let failed =
                        [("code", "not_saved".into()), ("message", message), ("detail", detail)];
                    self.tell("wrapup-error", id, None, &failed);
                }
            }
            Notification::Delivered(parcel) => self.parcel("wrapup-delivered", parcel, ""),
            Notification::Rejected(parcel) => {
                let reason = match &parcel.rejected {
                    Some(Rejection::Refused(reason)) => reason,
                    _ => "closed otherwise",
                };
                self.parcel("wrapup-refused", parcel, reason);
            }
            Notification::Changed(_) | Notification::Outbox | Notification::SetUp => {}
        }
    }

    fn effect(&self, id: &InteractionId, effect: &Effect) {
        match effect {
            Effect::Journal(JournalEntry { event, segment: Some(segment), .. }) => match event {
                JournalEvent::Opened => self.tell("wrapup-opened", id, Some(segment), &[]),
                JournalEvent::Parked => self.tell("wrapup-parked", id, Some(segment), &[]),
                JournalEvent::Resumed => self.tell("wrapup-resumed", id, Some(segment), &[]),
                // Journalled again where another tab was faster.
                JournalEvent::Extended(number) if self.is_new_extension(segment, *number) => {
                    let number = [("extensions", (*number).into())];
                    self.tell("wrapup-extended", id, Some(segment), &number);
                }
                JournalEvent::Suggested | JournalEvent::NotesSuggested => {
                    self.suggested(id, segment);
                }
                JournalEvent::SuggestionFailed(reason) => {
                    let message = reason.as_str().into();
                    let failed = [("code", "suggestion_failed".into()), ("message", message)];
                    self.tell("wrapup-error", id, Some(segment), &failed);
                }
                _ => {}
            },
            Effect::Closed(segment) => {
                let known = self.desk.conversation(id);
                let closed = known.as_ref().and_then(|known| known.segment(segment)?.closed());
                match closed.map(|closed| closed.closure.kind) {
                    Some(ClosureKind::Submitted) => {
                        self.tell("wrapup-submitted", id, Some(segment), &[]);
                    }
                    Some(ClosureKind::TimedOut) => {
                        self.tell("wrapup-timed-out", id, Some(segment), &[]);
                    }
                    _ => {}
                }
                self.tell("wrapup-closed", id, Some(segment), &[("origin", "here".into())]);
                self.last.borrow_mut().remove(segment);
            }
            Effect::ClosedElsewhere(segment) => {
                let origin = [("origin", "elsewhere".into())];
                self.tell("wrapup-closed", id, Some(segment), &origin);
                self.last.borrow_mut().remove(segment);
            }
            Effect::Faulty { faults, .. } => {
                let message: Vec<_> = faults.iter().map(ToString::to_string).collect();
                let message = message.join("\n");
                let failed = [("code", "faulty_configuration".into()), ("message", message.into())];
                self.tell("wrapup-error", id, None, &failed);
            }
            _ => {}
        }
    }

    fn suggested(&self, id: &InteractionId, segment: &SegmentId) {
        let Some(known) = self.desk.conversation(id) else { return };
        let Some(found) = known.segment(segment) else { return };
        let code = found.suggestion.as_ref().map(|code| code.as_str().into());
        let notes = Some(&found.suggested_notes).filter(|notes| !notes.is_empty());
        let suggested = [
            ("code", code.unwrap_or(JsValue::NULL)),
            ("notes", notes.map_or(JsValue::NULL, |notes| notes.as_str().into())),
        ];
        self.tell("wrapup-suggested", id, Some(segment), &suggested);
    }

    fn is_new_extension(&self, segment: &SegmentId, number: u32) -> bool {
        let mut last = self.last.borrow_mut();
        let last = last.get_or_insert_with(segment.clone(), Last::default);
        let is_new = number > last.extensions;
        last.extensions = number;
        is_new
    }

    /// Bands and warnings come with the time.
    fn look(&self, id: &InteractionId, tells: bool) {
        let now = self.desk.now();
        // At every second for all there is: read where it stands, and not copied.
        let news = self.desk.read(id, |known| self.news(known, now)).unwrap_or_default();
        for News { segment, band, warning } in news.into_iter().filter(|_| tells) {
            if let Some(band) = band {
                self.tell("wrapup-band", id, Some(&segment), &[("band", band.name().into())]);
            }
            if let Some(left) = warning {
                let left = [("remaining", state::number(left.0))];
                self.tell("wrapup-warning", id, Some(&segment), &left);
            }
        }
    }

    /// What of a conversation's open segments is not as it was when last looked at.
    fn news(&self, known: &Conversation, now: Now) -> Vec<News> {
        let at = known.clock.peek(now);
        let mut news = Vec::new();
        for segment in known.segments.iter().filter(|each| each.open().is_some()) {
            let band = match segment.countdown(at) {
                Some(Countdown::Left { band, .. }) => Some(band),
                _ => None,
            };
            let warned = segment.is_ending(at);
            let mut last = self.last.borrow_mut();
            let last = last.get_or_insert_with(segment.id.clone(), || first(segment));
            let is_warning = warned && !last.warned;
            if last.band != band || is_warning {
                let band = band.filter(|band| last.band != Some(*band));
                let deadline = segment.deadline().filter(|_| is_warning);
                let warning = deadline.map(|deadline| deadline.since(at));
                news.push(News { segment: segment.id.clone(), band, warning });
            }
            (last.band, last.warned) = (band, warned);
        }
        news
    }

    /// What was typed here is stored.
    fn typed(&self, id: &InteractionId) {
        let Some(known) = self.desk.conversation(id) else { return };
        let page = self.desk.page();
        for segment in known.segments.iter().filter(|each| each.is_unfinished()) {
            let news = {
                let mut last = self.last.borrow_mut();
                let last = last.get_or_insert_with(segment.id.clone(), || first(segment));
                let draft = entered(segment);
                let news = last.draft != draft && segment.draft.is_of(&page);
                last.draft = draft;
                news
            };
            if news {
                let draft = [("draft", state::draft(&segment.draft))];
                self.tell("wrapup-draft", id, Some(&segment.id), &draft);
            }
        }
    }

    fn parcel(&self, event: &str, parcel: &Parcel, reason: &str) {
        let body = codec::to_js(&parcel.report).unwrap_or_default();
        let parcel_of = [("id", parcel.id.as_str().into()), ("report", body)];
        let mut detail = vec![("parcel", js::object(&parcel_of))];
        if !reason.is_empty() {
            detail.push(("reason", reason.into()));
        }
        self.tell(event, parcel.report.interaction(), parcel.report.segment(), &detail);
    }

    /// A problem of the desk as a whole goes to every element of it.
    fn problem(&self, code: &str, message: &str) {
        for element in element::all_of(&self.desk) {
            element.emit("wrapup-error", &failure::failure(code, message), false);
        }
    }

    fn tell(
        &self,
        event: &str,
        id: &InteractionId,
        segment: Option<&SegmentId>,
        more: &[(&str, JsValue)],
    ) {
        let Some(element) = element::showing(&self.desk, id, segment) else { return };
        let detail = detail(&self.desk, id, segment);
        js::set(&detail, more);
        element.emit(event, &detail, false);
    }
}

fn first(segment: &Segment) -> Last {
    Last { draft: entered(segment), extensions: segment.extensions, ..Last::default() }
}

fn entered(segment: &Segment) -> (Option<String>, String) {
    let code = segment.draft.code.as_ref().map(|code| code.as_str().to_owned());
    (code, segment.draft.notes.clone())
}

/// What every event says.
pub(super) fn detail(desk: &Desk, id: &InteractionId, segment: Option<&SegmentId>) -> JsValue {
    let known = desk.conversation(id);
    let at = known.as_ref().map(|known| known.clock.peek(desk.now()));
    let found = known.as_ref().zip(segment).and_then(|(known, segment)| known.segment(segment));
    let detail = js::object(&[
        ("interaction", id.as_str().into()),
        ("segment", segment.map_or(JsValue::NULL, |segment| segment.as_str().into())),
    ]);
    if let Some((found, at)) = found.zip(at) {
        js::set(&detail, &[("segmentState", state::segment(found, at))]);
    }
    detail
}
