//! How things stand, for hosts to read.

use wasm_bindgen::JsValue;

use super::element::{Element, unfinished};
use super::js;
use crate::browser::codec;
use crate::domain::closure::Closure;
use crate::domain::code::CodeRef;
use crate::domain::countdown::Countdown;
use crate::domain::draft::Draft;
use crate::domain::id::InteractionId;
use crate::domain::segment::{Closed, Segment, SegmentState};
use crate::domain::time::Timestamp;
use crate::runtime::Desk;

/// A whole number, as exact as JavaScript has them.
#[allow(clippy::cast_precision_loss)] // instants and lengths keep within 2^53
pub(super) fn number(number: u64) -> JsValue {
    (number as f64).into()
}

#[allow(clippy::cast_precision_loss)] // as above
fn instant(at: Timestamp) -> JsValue {
    (at.0 as f64).into()
}

fn or_null<T>(value: Option<T>, some: impl FnOnce(T) -> JsValue) -> JsValue {
    value.map_or(JsValue::NULL, some)
}

/// What is typed.
pub(super) fn draft(draft: &Draft) -> JsValue {
    let code = or_null(draft.code.as_ref(), |code| code.as_str().into());
    js::object(&[("code", code), ("notes", draft.notes.as_str().into())])
}

/// How a segment ended, or would, with what was saved then.
pub(super) fn closure(closure: &Closure) -> JsValue {
    saved(closure, closure.code.as_ref(), &closure.notes)
}

/// The same with what a segment says by now.
fn corrected(closed: &Closed) -> JsValue {
    saved(&closed.closure, closed.code(), closed.notes())
}

fn saved(closure: &Closure, code: Option<&CodeRef>, notes: &str) -> JsValue {
    let code = or_null(code, |code| {
        js::object(&[("id", code.id.as_str().into()), ("label", code.label.as_str().into())])
    });
    js::object(&[
        ("kind", codec::to_js(&closure.kind).unwrap_or_default()),
        ("by", or_null(closure.by.as_ref(), |by| by.as_str().into())),
        ("at", instant(closure.at)),
        ("code", code),
        ("notes", notes.into()),
        ("duration", number(closure.duration.0)),
    ])
}

/// One agent's wrap-up, at `at`.
pub(super) fn segment(segment: &Segment, at: Timestamp) -> JsValue {
    let state = match segment.state {
        SegmentState::Open(_) => "open",
        SegmentState::Parked(_) => "parked",
        SegmentState::Closed(_) => "closed",
    };
    let band = match segment.countdown(at) {
        Some(Countdown::Left { band, .. }) => Some(band),
        _ => None,
    };
    let deadline = segment.deadline();
    js::object(&[
        ("id", segment.id.as_str().into()),
        ("interaction", segment.interaction.as_str().into()),
        ("agent", segment.agent.as_str().into()),
        ("state", state.into()),
        ("deadline", or_null(deadline, instant)),
        ("remaining", or_null(deadline, |deadline| number(deadline.since(at).0))),
        ("band", or_null(band, |band| band.name().into())),
        ("extensions", segment.extensions.into()),
        ("draft", if segment.is_unfinished() { draft(&segment.draft) } else { JsValue::NULL }),
        ("closure", or_null(segment.closed(), corrected)),
    ])
}

/// How a conversation stands.
pub(super) fn conversation(desk: &Desk, id: &InteractionId) -> JsValue {
    let known = desk.conversation(id);
    let segments = known.iter().flat_map(|known| {
        let at = known.clock.peek(desk.now());
        known.segments.iter().map(move |each| segment(each, at))
    });
    let state =
        or_null(known.as_ref(), |known| codec::to_js(&known.interaction.state).unwrap_or_default());
    js::object(&[("state", state), ("segments", js::list(segments))])
}

/// What an element's properties say.
pub(super) fn read(element: &Element) -> JsValue {
    let place = element.place();
    let of = element.interaction();
    let Some(desk) = place.as_ref().map(|place| &place.desk) else {
        return js::object(&[("state", JsValue::NULL)]);
    };
    let Some(actor) = element.actor() else { return JsValue::NULL };
    let shown = match &of {
        Some(id) => vec![id.clone()],
        None => unfinished(desk, &actor.agent),
    };
    let found: Vec<_> = shown.iter().filter_map(|id| desk.conversation(id)).collect();
    let at = |each: &Segment| {
        let of = found.iter().find(|known| known.interaction.id == each.interaction);
        of.map_or(desk.now().wall, |known| known.clock.peek(desk.now()))
    };
    let mine = found.iter().filter_map(|known| known.unfinished_of(&actor.agent));
    // The most urgent one.
    let urgent = mine.min_by_key(|each| each.deadline().map_or(i64::MAX, |deadline| deadline.0));
    let one = urgent.map(|each| segment(each, at(each)));
    let of_one = |name: &str| {
        let value = one.as_ref().and_then(|one| js::field(one, name).ok().flatten());
        value.unwrap_or(JsValue::NULL)
    };
    let all = found.iter().flat_map(|known| known.segments.iter());
    let concerned = |id: &InteractionId| of.as_ref().is_none_or(|of| of == id);
    let outbox = desk.outbox();
    let pending = outbox.iter().filter(|each| concerned(each.report.interaction())).count();
    let state = of.as_ref().and_then(|id| desk.conversation(id));
    js::object(&[
        (
            "state",
            or_null(state, |known| codec::to_js(&known.interaction.state).unwrap_or_default()),
        ),
        ("deadline", of_one("deadline")),
        ("remaining", of_one("remaining")),
        ("band", of_one("band")),
        ("draft", of_one("draft")),
        ("segments", js::list(all.map(|each| segment(each, at(each))))),
        ("pending", number(pending as u64)),
    ])
}
