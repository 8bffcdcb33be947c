//! The sentence that says, ahead of time, what 0:00 will bring.

use leptos::prelude::*;

use super::messages::{text, with};
use super::words::time_of_day;
use crate::domain::code::CodeRef;
use crate::domain::draft::MAX_NOTES;
use crate::domain::policy::{Content, Saving};
use crate::domain::segment::{Forecast, Segment};
use crate::domain::stage::Stage;

/// The sentence, and whether it says that something entered will be lost.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Words {
    text: String,
    loss: bool,
}

impl Words {
    fn of(segment: &Segment) -> Self {
        let plain = |text: String| Self { text, loss: false };
        let time = deadline(segment);
        match (segment.stage(), segment.forecast()) {
            (Stage::Saving | Stage::Failed | Stage::Closed, _) => {
                plain(text("forecast.accepted").to_owned())
            }
            (Stage::Parked, _) => plain(text("forecast.parked").to_owned()),
            (Stage::Overdue, _) => plain(text("forecast.overdue").to_owned()),
            (_, Forecast::NoDeadline) => plain(without_deadline(segment)),
            (_, Forecast::StaysOpen) => plain(with("forecast.stays_open", &[("time", &time)])),
            (
                stage,
                Forecast::Saves { content, notes_discarded, choice_discarded, extra_discarded },
            ) => {
                let recorded = stage == Stage::Recorded;
                let chosen = || segment.content(Saving::AsEntered).code;
                let chosen = choice_discarded.then(chosen).flatten();
                let code = code_sentence(segment, &content, chosen.as_ref(), &time, recorded);
                let notes = notes_sentence(&content, notes_discarded);
                let cut = !content.kept_back.is_empty();
                let loss = notes_discarded || choice_discarded || extra_discarded || cut;
                let extra = extra_discarded.then(|| text("forecast.extra_discarded").to_owned());
                let sentences: Vec<_> = [Some(code), notes, extra].into_iter().flatten().collect();
                Self { text: sentences.join(" "), loss }
            }
        }
    }
}

/// The end as it is shown: 0:00 on the countdown, else the time of day.
fn deadline(segment: &Segment) -> String {
    match segment.deadline() {
        Some(deadline) if !segment.rules.show_timer => time_of_day(deadline),
        _ => text("forecast.zero").to_owned(),
    }
}

fn without_deadline(segment: &Segment) -> String {
    segment.sweep_due().map_or_else(
        || text("forecast.open").to_owned(),
        |due| with("forecast.open_swept", &[("time", &time_of_day(due))]),
    )
}

fn code_sentence(
    segment: &Segment,
    content: &Content,
    chosen: Option<&CodeRef>,
    time: &str,
    recorded: bool,
) -> String {
    let time = ("time", time);
    let chosen = chosen.map(|code| ("chosen", code.label.as_str()));
    if recorded {
        let closes = with("forecast.recorded", &[time]);
        let code = content.code.as_ref();
        let saves = code.map(|code| with("forecast.recorded_code", &[("code", &code.label)]));
        return saves.map_or_else(|| closes.clone(), |saves| closes.clone() + " " + &saves);
    }
    if segment.rules.codes.is_none() {
        return with("forecast.closes", &[time]);
    }
    let code = content.code.as_ref().map(|code| ("code", code.label.as_str()));
    match (code, chosen) {
        (Some(code), None) => with("forecast.code", &[time, code]),
        (Some(code), Some(chosen)) => with("forecast.code_replaced", &[time, code, chosen]),
        (None, None) => with("forecast.no_code", &[time]),
        (None, Some(chosen)) => with("forecast.code_dropped", &[time, chosen]),
    }
}

fn notes_sentence(content: &Content, discarded: bool) -> Option<String> {
    if discarded {
        Some(text("forecast.notes_discarded").to_owned())
    } else if !content.kept_back.is_empty() {
        Some(with("forecast.notes_cut", &[("limit", &MAX_NOTES.to_string())]))
    } else if !content.notes.is_empty() {
        Some(text("forecast.notes_kept").to_owned())
    } else {
        None
    }
}

/// The sentence.
#[component]
pub(super) fn ForecastSentence(
    /// The segment.
    segment: Signal<Segment>,
    /// The sentence's id, for whatever it describes.
    id: String,
) -> impl IntoView {
    let words = Memo::new(move |_| segment.with(Words::of));
    let loss = move || words.with(|words| words.loss);
    view! { class="wrapup",
        <p class="wrapup-forecast" class:is-loss=loss id=id part="forecast">
            {move || words.get().text}
        </p>
    }
}
