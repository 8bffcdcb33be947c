//! The field "Wrap-up code".

use std::cell::OnceCell;
use std::sync::Arc;

use leptos::prelude::*;

use super::code_combobox::{Choice, Codes, HeldCodes, code_combobox};
use super::live::HeldDesk;
use super::messages::{language, text};
use super::shown::Shown;
use super::unique::unique;
use crate::browser::letters;
use crate::domain::code_habits::CodeHabits;
use crate::domain::code_search::CodeIndex;
use crate::domain::configuration::CodeRules;
use crate::domain::draft::{Entry, Stamp};
use crate::domain::gate::Actor;
use crate::domain::id::CodeId;
use crate::domain::preferences::Preferences;
use crate::domain::segment::Segment;
use crate::runtime::Desk;

/// Where a field finds more of its codes than their labels, and what its agent often uses.
#[derive(Debug, Clone, Copy)]
pub struct CodeShelf {
    pub(super) desk: HeldDesk,
    pub(super) actor: Signal<Actor>,
}

impl CodeShelf {
    /// What its agent has set up for themselves.
    pub(super) fn preferences(self) -> Preferences {
        let Self { desk, actor } = self;
        actor.with_untracked(|actor| desk.with_value(|desk| desk.preferences(&actor.agent)))
    }

    /// Changes what its agent has set up.
    pub(super) fn prefer(self, change: &dyn Fn(&mut Preferences)) {
        let mut preferences = self.preferences();
        change(&mut preferences);
        let Self { desk, actor } = self;
        actor.with_untracked(|actor| {
            desk.with_value(|desk| desk.keep_preferences(&actor.agent, &preferences));
        });
    }
}

/// The codes that a wrap-up allows, as they are called in the language that is spoken.
pub(super) fn named(codes: CodeRules, desk: HeldDesk) -> CodeRules {
    let catalog = desk.with_value(Desk::catalog);
    let known = catalog.as_ref().map_or(&[][..], |catalog| &catalog.codes);
    codes.in_language(known, language()).unwrap_or(codes)
}

/// The codes that a segment allows.
struct Allowed {
    segment: Signal<Segment>,
    shelf: Option<CodeShelf>,
    // They are the same for as long as the segment is there.
    index: OnceCell<Arc<CodeIndex>>,
}

impl Allowed {
    fn make(&self) -> Arc<CodeIndex> {
        let catalog = self.shelf.and_then(|shelf| shelf.desk.with_value(Desk::catalog));
        let known = catalog.as_ref().map_or(&[][..], |catalog| &catalog.codes);
        self.segment.with_untracked(|segment| {
            let offer = segment.rules.codes.as_ref().map_or(&[][..], |codes| &codes.allowed);
            Arc::new(CodeIndex::new(offer, known, language(), letters::plain))
        })
    }
}

impl Codes for Allowed {
    fn index(&self) -> Arc<CodeIndex> {
        self.index.get_or_init(|| self.make()).clone()
    }

    fn suggestion(&self) -> Option<CodeId> {
        self.segment.with_untracked(|segment| segment.suggestion.clone())
    }

    fn habits(&self) -> Option<CodeHabits> {
        let CodeShelf { desk, actor } = self.shelf?;
        let habits = |actor: &Actor| desk.with_value(|desk| desk.code_habits(&actor.agent));
        Some(actor.with_untracked(habits))
    }

    fn toggle_favourite(&self, code: &CodeId) -> bool {
        self.shelf.is_some_and(|CodeShelf { desk, actor }| {
            let agent = actor.with_untracked(|actor| actor.agent.clone());
            desk.with_value(|desk| desk.toggle_favourite(&agent, code))
        })
    }
}

/// The codes that `segment` allows, for whoever chooses among them.
pub(super) fn allowed(segment: Signal<Segment>, shelf: Option<CodeShelf>) -> HeldCodes {
    StoredValue::new_local(Box::new(Allowed { segment, shelf, index: OnceCell::new() }))
}

/// The codes that may be chosen, and the one that is.
#[component]
pub(super) fn CodeField(
    /// The segment.
    segment: Signal<Segment>,
    /// What the fields show.
    shown: Shown,
    /// Whether anything may be entered now.
    workable: Signal<bool>,
    /// What the agent chose.
    edit: Callback<(Entry, Stamp)>,
    /// The codes.
    codes: HeldCodes,
) -> impl IntoView {
    let id = unique("code");
    let chosen = Memo::new(move |_| shown.code.get());
    let required = Memo::new(move |_| segment.with(|each| each.rules.requires_code()));
    let label = Signal::derive(move || {
        let Some(chosen) = chosen.get() else { return String::new() };
        let label = segment.with_untracked(|segment| {
            segment.rules.codes.as_ref()?.find(&chosen).map(|code| code.label.clone())
        });
        label.unwrap_or_else(|| chosen.to_string())
    });
    let choose = Callback::new(move |code: Option<CodeId>| {
        let base = shown.code.enter(code.clone());
        edit.run((Entry::Code(code), base));
    });
    let focus = Callback::new(move |focused| shown.code.focus(focused));
    let (chosen, required) = (chosen.into(), required.into());
    let choice = Choice { codes, chosen, label, choose, workable, required, focus };
    let mark = move || {
        view! { class="wrapup",
            <span class="wrapup-field-mark">{text("code.required")}</span>
        }
    };
    view! { class="wrapup",
        <div class="wrapup-field" part="code">
            <label class="wrapup-label" for=id.clone()>{text("code.label")}</label>
            {move || required.get().then(mark)}
            {code_combobox(id, text("code.none"), choice)}
        </div>
    }
}
