//! What the fields of a dialog show. While one has the focus it keeps its own
//! content, whatever other pages make of the record meanwhile.

use leptos::prelude::*;

use crate::domain::draft::{Entry, Stamp};
use crate::domain::id::CodeId;
use crate::domain::segment::Segment;

/// One field: its content, and the content of the record that it builds on.
#[derive(Debug)]
pub(super) struct Field<T: Send + Sync + 'static> {
    content: RwSignal<(T, Stamp)>,
    focused: StoredValue<bool>,
}

impl<T: Send + Sync + 'static> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Field<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> Field<T> {
    /// Shows what is recorded, as far as nobody is at it.
    fn following(recorded: Memo<(T, Stamp)>) -> Self {
        let field = Self {
            content: RwSignal::new(recorded.get_untracked()),
            focused: StoredValue::new(false),
        };
        Effect::new(move |_| {
            let recorded = recorded.get();
            let is_shown = field.content.with_untracked(|(shown, _)| *shown == recorded.0);
            if is_shown || !field.focused.get_value() {
                field.content.set(recorded);
            }
        });
        field
    }

    /// The content, followed.
    pub(super) fn get(self) -> T {
        self.content.with(|(shown, _)| shown.clone())
    }

    /// Shows what is entered; gives what it builds on.
    pub(super) fn enter(self, value: T) -> Stamp {
        let base = self.content.with_untracked(|(_, base)| base.clone());
        self.content.set((value, base.clone()));
        base
    }

    /// The field got the focus, or lost it.
    pub(super) fn focus(self, focused: bool) {
        self.focused.set_value(focused);
    }

    /// The content with what it builds on, where it isn't `recorded`.
    fn unlike(self, recorded: &T) -> Option<(T, Stamp)> {
        self.content.with_untracked(|content| (content.0 != *recorded).then(|| content.clone()))
    }
}

/// What both fields of a segment's dialog show.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    pub(super) code: Field<Option<CodeId>>,
    pub(super) notes: Field<String>,
}

impl Shown {
    /// What is shown of `segment`.
    pub fn of(segment: Signal<Segment>) -> Self {
        let code = move |_: Option<&_>| {
            segment.with(|it| (it.draft.code.clone(), it.draft.code_stamp.clone()))
        };
        let notes = move |_: Option<&_>| {
            segment.with(|it| (it.draft.notes.clone(), it.draft.notes_stamp.clone()))
        };
        Self { code: Field::following(Memo::new(code)), notes: Field::following(Memo::new(notes)) }
    }

    /// What is shown and `segment` doesn't say: to be given before a press that
    /// counts for what the agent sees.
    pub fn unsaid(self, segment: &Segment) -> Vec<(Entry, Stamp)> {
        let code = self.code.unlike(&segment.draft.code);
        let notes = self.notes.unlike(&segment.draft.notes);
        let code = code.map(|(code, base)| (Entry::Code(code), base));
        let notes = notes.map(|(notes, base)| (Entry::Notes(notes), base));
        code.into_iter().chain(notes).collect()
    }

    /// `segment` as it is shown.
    pub(super) fn upon(self, mut segment: Segment) -> Segment {
        segment.draft.code = self.code.get();
        segment.draft.notes = self.notes.get();
        segment
    }
}
