//! What the fields of a dialog show. While one has the focus it keeps its own
//! content, whatever other pages make of the record meanwhile.

use leptos::prelude::*;

use crate::domain::draft::{Entry, Stamp};
use crate::domain::extra::ExtraField;
use crate::domain::field::FieldValue;
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

/// An extra field, and what it shows.
type Extra = (ExtraField, Field<Option<FieldValue>>);

/// What the fields of a segment's dialog show.
#[derive(Debug, Clone, Copy)]
pub struct Shown {
    pub(super) code: Field<Option<CodeId>>,
    pub(super) notes: Field<String>,
    pub(super) extra: StoredValue<Vec<Extra>>,
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
        let extra = |field: ExtraField| {
            let name = field.name.clone();
            let recorded = move |_: Option<&_>| {
                let draft =
                    |it: &Segment| (it.draft.extra(&name).cloned(), it.draft.extra_stamp(&name));
                segment.with(draft)
            };
            (field, Field::following(Memo::new(recorded)))
        };
        let fields = segment.with_untracked(|it| it.rules.extra.clone());
        Self {
            code: Field::following(Memo::new(code)),
            notes: Field::following(Memo::new(notes)),
            extra: StoredValue::new(fields.into_iter().map(extra).collect()),
        }
    }

    /// What is shown and `segment` doesn't say: to be given before a press that
    /// counts for what the agent sees.
    pub fn unsaid(self, segment: &Segment) -> Vec<(Entry, Stamp)> {
        let code = self.code.unlike(&segment.draft.code);
        let notes = self.notes.unlike(&segment.draft.notes);
        let code = code.map(|(code, base)| (Entry::Code(code), base));
        let notes = notes.map(|(notes, base)| (Entry::Notes(notes), base));
        let extra = self.extra.with_value(|fields| {
            let unsaid = fields.iter().filter_map(|(ExtraField { name, .. }, shown)| {
                let (value, base) = shown.unlike(&segment.draft.extra(name).cloned())?;
                Some((Entry::Extra { name: name.clone(), value }, base))
            });
            unsaid.collect::<Vec<_>>()
        });
        code.into_iter().chain(notes).chain(extra).collect()
    }

    /// `segment` as it is shown.
    pub(super) fn upon(self, mut segment: Segment) -> Segment {
        segment.draft.code = self.code.get();
        segment.draft.notes = self.notes.get();
        self.extra.with_value(|fields| {
            for (field, shown) in fields {
                segment.draft.show_extra(&field.name, shown.get());
            }
        });
        segment
    }
}
