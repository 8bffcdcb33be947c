//! What is suggested, beside the fields it is for. It takes up the same room whatever has
//! come of it, so that nothing moves under who types; and it never takes the focus.

use leptos::prelude::*;

use super::assistance::{Asked, Assistance, Phase, phase};
use super::messages::{text, with};
use super::shown::Shown;
use super::unique::unique;
use crate::domain::draft::{Entry, Stamp};
use crate::domain::segment::Segment;

/// What both parts work with.
#[derive(Clone, Copy)]
pub(super) struct Suggestion {
    segment: Signal<Segment>,
    shown: Shown,
    workable: Signal<bool>,
    edit: Callback<(Entry, Stamp)>,
    assistance: Option<Assistance>,
    phase: Memo<Phase>,
}

impl Suggestion {
    pub(super) fn new(
        segment: Signal<Segment>,
        shown: Shown,
        workable: Signal<bool>,
        edit: Callback<(Entry, Stamp)>,
        assistance: Option<Assistance>,
    ) -> Self {
        let phase = Memo::new(move |_| segment.with(|segment| phase(segment, assistance)));
        Self { segment, shown, workable, edit, assistance, phase }
    }

    /// Whether there is more than a button to ask with.
    fn is_open(self) -> bool {
        match self.phase.get() {
            Phase::Hidden => false,
            Phase::Idle => self.segment.with(|segment| !segment.rules.ai_on_request),
            _ => true,
        }
    }

    /// The label of the suggested code.
    fn code(self) -> Option<String> {
        self.segment.with(|segment| {
            let codes = segment.rules.codes.as_ref()?;
            Some(codes.find(segment.suggestion.as_ref()?)?.label.clone())
        })
    }

    fn is_chosen(self) -> bool {
        let chosen = self.shown.code.get();
        self.segment.with(|segment| chosen.is_some() && chosen == segment.suggestion)
    }

    fn use_code(self) {
        let suggested = self.segment.with_untracked(|segment| segment.suggestion.clone());
        if suggested.is_some() && untrack(|| self.workable.get() && !self.is_chosen()) {
            let base = self.shown.code.enter(suggested.clone());
            self.edit.run((Entry::Code(suggested), base));
        }
    }

    fn can_insert(self) -> bool {
        let notes = self.shown.notes.get();
        self.workable.get() && self.segment.with(|segment| segment.can_insert(&notes))
    }

    fn insert(self) {
        if !untrack(|| self.can_insert()) {
            return;
        }
        let entry = self.segment.with_untracked(|segment| {
            Entry::inserting(&segment.suggested_notes, &untrack(|| self.shown.notes.get()))
        });
        if let Entry::Suggested { notes } = &entry {
            let base = self.shown.notes.enter(notes.clone());
            self.edit.run((entry, base));
        }
    }

    /// The notes as far as they have come.
    fn notes(self) -> String {
        let asked = self.assistance.map(|it| it.asked.get());
        match asked {
            Some(Asked::UnderWay(notes)) => notes,
            _ => self.segment.with(|segment| segment.suggested_notes.clone()),
        }
    }

    fn status(self) -> &'static str {
        match self.phase.get() {
            Phase::UnderWay => text("suggest.under_way"),
            Phase::Nothing => text("suggest.nothing"),
            Phase::Failed => text("suggest.failed"),
            Phase::Hidden | Phase::Idle | Phase::Ready => "",
        }
    }
}

/// The suggested code, to be chosen with one press.
#[component]
pub(super) fn SuggestedCode(of: Suggestion) -> impl IntoView {
    let id = unique("suggested");
    let wanted = move || of.segment.with(|segment| segment.rules.ai_code);
    let code = Memo::new(move |_| of.code());
    let said = move || match (code.get(), of.phase.get()) {
        (Some(code), _) => with("suggest.code", &[("code", &code)]),
        (None, Phase::UnderWay) => text("suggest.under_way").to_owned(),
        (None, _) => text("suggest.no_code").to_owned(),
    };
    let chosen = Memo::new(move |_| of.is_chosen());
    let does = move || text(if chosen.get() { "suggest.used" } else { "suggest.use" });
    let shut = move || (chosen.get() || !of.workable.get()).to_string();
    view! { class="wrapup",
        <div class="wrapup-suggested-code" hidden=move || !wanted() || !of.is_open()
            part="suggested-code">
            <p class="wrapup-hint wrapup-suggested" id=id.clone()>{said}</p>
            <button class="wrapup-button is-quiet" type="button" aria-describedby=id
                hidden=move || code.get().is_none() aria-disabled=shut
                on:click=move |_| of.use_code()>
                {does}
            </button>
        </div>
    }
}

/// The suggested notes, to be put into those of the agent, and the button to ask with.
#[component]
pub(super) fn SuggestedNotes(of: Suggestion) -> impl IntoView {
    let (title, body) = (unique("suggestion"), unique("suggested-notes"));
    let wanted = move || of.segment.with(|segment| segment.rules.ai_notes);
    let asks = of.assistance;
    let press = move |_| {
        if let Some(asks) = asks.filter(|_| untrack(|| of.workable.get())) {
            asks.press.run(());
        }
    };
    let pressed = move || {
        text(match of.phase.get() {
            Phase::UnderWay => "suggest.stop",
            Phase::Ready | Phase::Nothing => "suggest.again",
            Phase::Failed => "action.retry",
            Phase::Hidden | Phase::Idle => "suggest.ask",
        })
    };
    let busy = move || of.phase.get() == Phase::UnderWay;
    let notes = Memo::new(move |_| of.notes());
    let has_notes = move || of.segment.with(|segment| !segment.suggested_notes.is_empty());
    let insertable = Memo::new(move |_| of.can_insert());
    let is_there = move || {
        let shown = of.shown.notes.get();
        of.segment.with(|segment| has_notes() && !segment.can_insert(&shown))
    };
    let does = move || text(if is_there() { "suggest.inserted" } else { "suggest.insert" });
    // Once, at the end of what was asked here.
    let said = move || match asks.map(|asks| asks.asked.get()) {
        Some(Asked::Answered) => text("suggest.ready"),
        Some(Asked::Nothing | Asked::Failed) => of.status(),
        _ => "",
    };
    let about = asks.and_then(|asks| asks.about);
    view! { class="wrapup",
        <div class="wrapup-suggestion" role="group" aria-labelledby=title.clone()
            hidden=move || of.phase.get() == Phase::Hidden part="suggestion">
            <div class="wrapup-suggestion-head">
                <p class="wrapup-label wrapup-suggested" id=title.clone()>{text("suggest.title")}</p>
                <p class="wrapup-hint" aria-hidden="true">{move || of.status()}</p>
                <button class="wrapup-button is-quiet" type="button" class:is-asking=busy
                    hidden=asks.is_none() aria-disabled=move || (!of.workable.get()).to_string()
                    on:click=press>
                    {pressed}
                </button>
            </div>
            <div class="wrapup-suggestion-body" hidden=move || !wanted() || !of.is_open()>
                <p class="wrapup-suggestion-text" id=body.clone() dir="auto"
                    aria-busy=move || busy().to_string() part="suggested-notes">
                    {move || notes.get()}
                </p>
                <button class="wrapup-button" type="button" aria-describedby=body
                    aria-disabled=move || (!insertable.get()).to_string()
                    class:is-unseen=move || !has_notes() on:click=move |_| of.insert()>
                    {does}
                </button>
            </div>
            <p class="wrapup-hint">{about}</p>
            <p class="wrapup-unseen" role="status">{said}</p>
        </div>
    }
}
