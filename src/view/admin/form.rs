//! A form over one record: what it was, what it is to become, and what is wrong with
//! that. Nothing typed is lost when saving is refused or somebody else has changed the
//! record meanwhile.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::differences::DifferenceTable;
use super::messages::text;
use super::words;
use crate::browser::focus;
use crate::domain::admin::difference::{self, differences};

/// A kind of record that can be edited.
pub(super) trait Record:
    Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
}

impl<T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static> Record for T {}

/// Something that is said about a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// The field's name in records.
    pub(super) field: String,
    /// What.
    pub(super) text: String,
    /// Whether it keeps the record from being saved.
    pub(super) is_error: bool,
}

/// What somebody else has made of a record.
#[derive(Debug, Clone)]
pub(super) enum Theirs<T> {
    /// This.
    Changed(T),
    /// Nothing: it is gone.
    Removed,
}

/// See the module. Copies are the same form.
pub(super) struct Form<T: Record> {
    /// The record as it was when editing began; `None` for a new one.
    pub(super) base: RwSignal<Option<T>>,
    /// What it is to become.
    pub(super) draft: RwSignal<T>,
    /// Counts how often the fields were filled anew.
    pub(super) filled: RwSignal<u32>,
    /// What the rules say about the draft.
    pub(super) said: RwSignal<Vec<Said>>,
    /// What is typed and cannot be read, by field.
    pub(super) unreadable: RwSignal<Vec<Said>>,
    /// Whether it was tried to save it, so that it is said what is missing.
    pub(super) tried: RwSignal<bool>,
    /// Whether it is being saved.
    pub(super) saving: RwSignal<bool>,
    /// Why it was not saved.
    pub(super) refused: RwSignal<Option<String>>,
    /// What somebody else has made of the record meanwhile.
    pub(super) theirs: RwSignal<Option<Theirs<T>>>,
    blank: StoredValue<T>,
}

#[allow(clippy::expl_impl_clone_on_copy)] // whatever the record is
impl<T: Record> Clone for Form<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T: Record> Copy for Form<T> {}

impl<T: Record> Form<T> {
    /// A form for `record`, or for a new one that begins as `blank`.
    pub(super) fn new(record: Option<T>, blank: T) -> Self {
        let draft = record.clone().unwrap_or_else(|| blank.clone());
        Self {
            base: RwSignal::new(record),
            draft: RwSignal::new(draft),
            filled: RwSignal::new(0),
            said: RwSignal::default(),
            unreadable: RwSignal::default(),
            tried: RwSignal::new(false),
            saving: RwSignal::new(false),
            refused: RwSignal::new(None),
            theirs: RwSignal::new(None),
            blank: StoredValue::new(blank),
        }
    }

    /// Whether the record is there already, followed.
    pub(super) fn exists(self) -> bool {
        self.base.with(Option::is_some)
    }

    /// Whether anything is typed that is not saved, followed.
    pub(super) fn is_dirty(self) -> bool {
        let same = self.base.with(|base| match base {
            Some(base) => self.draft.with(|draft| draft == base),
            None => self.blank.with_value(|blank| self.draft.with(|draft| draft == blank)),
        });
        !same || self.unreadable.with(|list| !list.is_empty())
    }

    /// Fills the fields from `draft`.
    fn fill(self, draft: T) {
        self.unreadable.set(Vec::new());
        self.draft.set(draft);
        self.filled.update(|filled| *filled += 1);
    }

    /// As it was when editing began.
    pub(super) fn revert(self) {
        let base = self.base.get_untracked();
        self.refused.set(None);
        self.tried.set(false);
        self.fill(base.unwrap_or_else(|| self.blank.get_value()));
    }

    /// The record as it now is, for whoever has it open.
    pub(super) fn hear(self, now: Option<T>) {
        let base = self.base.get_untracked();
        if now == base || base.is_none() {
            return self.theirs.set(None);
        }
        match now {
            None => self.theirs.set(Some(Theirs::Removed)),
            // What was to be saved is there, whether or not its answer was lost.
            Some(now) if self.draft.with_untracked(|draft| *draft == now) => {
                self.theirs.set(None);
                self.refused.set(None);
                self.base.set(Some(now));
            }
            Some(now) if untrack(|| self.is_dirty()) => {
                self.theirs.set(Some(Theirs::Changed(now)));
            }
            Some(now) => {
                self.theirs.set(None);
                self.base.set(Some(now.clone()));
                self.fill(now);
            }
        }
    }

    /// It was saved as `saved`.
    pub(super) fn saved(self, saved: T) {
        self.saving.set(false);
        self.refused.set(None);
        self.tried.set(false);
        self.theirs.set(None);
        self.base.set(Some(saved));
    }

    /// Takes over what somebody else has changed; what else is typed stays.
    fn take_over(self) {
        let (base, theirs) = (self.base.get_untracked(), self.theirs.get_untracked());
        if let (Some(base), Some(Theirs::Changed(theirs))) = (base, theirs) {
            let mine = self.draft.get_untracked();
            let merged = difference::merged(&base, &theirs, &mine);
            self.rest_on(Some(theirs));
            self.fill(merged);
        }
    }

    /// Saving then puts what is here in the place of what somebody else has made of it.
    fn overwrite(self) {
        match self.theirs.get_untracked() {
            Some(Theirs::Changed(theirs)) => self.rest_on(Some(theirs)),
            Some(Theirs::Removed) => self.rest_on(None),
            None => {}
        }
    }

    fn rest_on(self, theirs: Option<T>) {
        self.base.set(theirs);
        self.theirs.set(None);
        self.refused.set(None);
    }

    /// Everything that is to be said now, followed.
    pub(super) fn all_said(self) -> Vec<Said> {
        let mut all = self.unreadable.get();
        let quiet = !self.exists() && !self.tried.get();
        let typed =
            |field: &String| self.unreadable.with(|it| it.iter().any(|e| e.field == *field));
        let said = self.said.get().into_iter();
        all.extend(said.filter(|each| !(typed(&each.field) || quiet && each.is_error)));
        all
    }

    /// Whether the rules let it be saved; followed.
    pub(super) fn is_right(self) -> bool {
        self.unreadable.with(Vec::is_empty)
            && self.said.with(|said| !said.iter().any(|each| each.is_error))
    }

    /// Something typed in `field` cannot be read; `None` once it can.
    pub(super) fn set_unreadable(self, field: &str, fault: Option<&'static str>) {
        let known = self.unreadable.with_untracked(|all| all.iter().any(|it| it.field == field));
        if known || fault.is_some() {
            self.unreadable.update(|all| {
                all.retain(|each| each.field != field);
                all.extend(fault.map(|fault| Said {
                    field: field.to_owned(),
                    text: fault.to_owned(),
                    is_error: true,
                }));
            });
        }
    }
}

/// The id of a field's control.
pub(super) fn control(field: &str) -> String {
    ["admin-field-", field].concat()
}

/// Everything that is said about the record, each with the way to its field.
#[component]
pub(super) fn Summary<T: Record>(form: Form<T>) -> impl IntoView {
    let list = move |errors: bool| {
        let said = form.all_said().into_iter().filter(|each| each.is_error == errors);
        let line = |Said { field, text, .. }: Said| {
            let name = words::field(&field);
            let id = control(&field);
            view! { class="wrapup",
                <li>
                    <button class="admin-link" type="button"
                        on:click=move |_| focus::move_to(id.clone())>{name}</button>
                    " "{text}
                </li>
            }
        };
        said.map(line).collect::<Vec<_>>()
    };
    let section = move |errors: bool| {
        let lines = list(errors);
        (!lines.is_empty()).then(|| {
            let title = if errors { "admin.form.errors" } else { "admin.form.hints" };
            view! { class="wrapup",
                <div class="admin-said" class:is-error=errors>
                    <h3>{text(title)}</h3>
                    <ul>{lines}</ul>
                </div>
            }
        })
    };
    view! { class="wrapup",
        <div class="admin-summary" id="admin-summary" tabindex="-1">
            {move || form.refused.get().map(|why| view! { class="wrapup",
                <p class="wrapup-failure" role="alert">{why}</p>
            })}
            {move || section(true)}
            {move || section(false)}
        </div>
    }
}

/// What somebody else has changed meanwhile, and what to do about it.
#[component]
pub(super) fn Meanwhile<T: Record>(
    form: Form<T>,
    /// What "Close" does, where the record is gone.
    close: Callback<()>,
) -> impl IntoView {
    move || {
        let theirs = form.theirs.get()?;
        let base = form.base.get_untracked();
        let Theirs::Changed(theirs) = theirs else {
            return Some(
                view! { class="wrapup",
                    <section class="admin-meanwhile" role="alert">
                        <h3>{text("admin.meanwhile.removed")}</h3>
                        <p>{text("admin.meanwhile.removed_hint")}</p>
                        <div class="admin-actions">
                            <button class="wrapup-button" type="button"
                                on:click=move |_| form.overwrite()>
                                {text("admin.meanwhile.keep_mine")}
                            </button>
                            <button class="wrapup-button" type="button"
                                on:click=move |_| close.run(())>
                                {text("admin.meanwhile.close")}
                            </button>
                        </div>
                    </section>
                }
                .into_any(),
            );
        };
        let changed = differences(base.as_ref(), Some(&theirs));
        Some(view! { class="wrapup",
            <section class="admin-meanwhile" role="alert">
                <h3>{text("admin.meanwhile.title")}</h3>
                <DifferenceTable differences=changed />
                <p>{text("admin.meanwhile.hint")}</p>
                <div class="admin-actions">
                    <button class="wrapup-button" type="button" on:click=move |_| form.take_over()>
                        {text("admin.meanwhile.take_over")}
                    </button>
                    <button class="wrapup-button" type="button" on:click=move |_| form.overwrite()>
                        {text("admin.meanwhile.overwrite")}
                    </button>
                </div>
            </section>
        }
        .into_any())
    }
}

/// Save and Revert, and whether anything is unsaved.
#[component]
pub(super) fn FormButtons<T: Record>(
    form: Form<T>,
    /// What "Save" does, once the rules let it.
    save: Callback<()>,
    /// What "Cancel" does while the record is new.
    cancel: Callback<()>,
) -> impl IntoView {
    let dirty = Memo::new(move |_| form.is_dirty());
    let press = move |_| {
        if form.saving.get_untracked() {
            return;
        }
        form.tried.set(true);
        if untrack(|| form.is_right()) {
            save.run(());
        } else {
            focus::move_to("admin-summary".to_owned());
        }
    };
    let other = move |_| if untrack(|| form.exists()) { form.revert() } else { cancel.run(()) };
    let state = move || match (form.saving.get(), dirty.get(), form.exists()) {
        (true, ..) => "admin.form.saving",
        (_, true, _) => "admin.form.unsaved",
        (_, _, false) => "admin.form.new",
        _ => "admin.form.saved",
    };
    let nothing = move || form.exists() && !dirty.get();
    view! { class="wrapup",
        <div class="admin-form-buttons">
            <button class="wrapup-button is-leading" class:is-busy=move || form.saving.get()
                type="button" aria-disabled=move || form.saving.get().then_some("true")
                disabled=nothing on:click=press>
                {text("admin.form.save")}
            </button>
            <button class="wrapup-button is-quiet" type="button" disabled=nothing on:click=other>
                {move || text(if form.exists() { "admin.form.revert" } else { "admin.form.cancel" })}
            </button>
            <p class="wrapup-hint" class:is-unsaved=move || dirty.get()>{move || text(state())}</p>
        </div>
    }
}
