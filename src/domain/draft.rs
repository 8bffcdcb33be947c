//! What the agent has typed and not yet submitted, in one page or in several.
//!
//! What somebody types always stands, since it is what they see. Where it was
//! typed without having seen the text it replaces, because both came from
//! different pages, the replaced text is kept aside: no page's typing is lost to
//! another's.

use super::field::{FieldValue, Fields};
use super::id::{CodeId, PageId};

/// The longest notes that are saved, in Unicode scalar values.
pub const MAX_NOTES: usize = 4_000;

/// The longest text that is kept at all, in Unicode scalar values: what no person
/// types and any browser can store again with every pause in typing.
pub const MAX_KEPT: usize = 100_000;

/// How many texts are kept aside one by one; the oldest are joined beyond.
const MAX_ASIDE: usize = 4;

/// Stands between two texts that become one.
const PARAGRAPH: &str = "\n\n";

/// Which content of a field this is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Stamp {
    /// How often the field was changed; 0 for never.
    pub revision: u32,
    /// The page in which it was changed last.
    pub page: Option<PageId>,
    /// That change took in what an AI suggests.
    #[cfg_attr(feature = "serde", serde(default))]
    pub suggested: bool,
}

impl Stamp {
    fn next(&mut self, page: PageId) {
        self.revision = self.revision.saturating_add(1);
        self.page = Some(page);
        self.suggested = false;
    }
}

/// A text that another page's text has replaced unseen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Aside {
    /// The text.
    pub notes: String,
    /// The page in which it was typed; `None` for texts of several that were joined.
    pub page: Option<PageId>,
    /// The revision of the notes that replaced it.
    pub revision: u32,
}

/// What is entered in an extra field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct ExtraEntry {
    /// The field's name.
    pub name: String,
    /// What it holds; `None` once it was emptied.
    pub value: Option<FieldValue>,
    /// Which content this is.
    pub stamp: Stamp,
}

/// Code and notes as entered so far.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Draft {
    /// The code chosen, if any.
    pub code: Option<CodeId>,
    /// The notes, whole, even when longer than [`MAX_NOTES`].
    pub notes: String,
    // The defaults read records from before pages were told apart.
    /// Which choice of a code this is.
    #[cfg_attr(feature = "serde", serde(default))]
    pub code_stamp: Stamp,
    /// Which text the notes are.
    #[cfg_attr(feature = "serde", serde(default))]
    pub notes_stamp: Stamp,
    /// Texts of other pages that nobody has taken or dismissed, oldest first. When
    /// it was put there, none was the beginning of another or of the notes.
    #[cfg_attr(feature = "serde", serde(default))]
    pub aside: Vec<Aside>,
    /// The extra fields in which anything was ever entered.
    #[cfg_attr(feature = "serde", serde(default))]
    pub extra: Vec<ExtraEntry>,
}

/// What is entered into one of a draft's fields.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Entry {
    /// Another code, or none.
    Code(Option<CodeId>),
    /// The notes as they now stand.
    Notes(String),
    /// The same, with a text taken in that stood aside.
    Taken {
        /// The notes as they now stand; see [`Entry::taking`].
        notes: String,
        /// The text.
        text: String,
    },
    /// The same, with suggested notes taken in.
    Suggested {
        /// The notes as they now stand; see [`Entry::inserting`].
        notes: String,
    },
    /// Another content of an extra field.
    Extra {
        /// The field's name.
        name: String,
        /// What it holds; `None` to empty it.
        value: Option<FieldValue>,
    },
}

impl Entry {
    /// Whether it can be kept: no text longer than [`MAX_KEPT`].
    pub fn can_be_kept(&self) -> bool {
        match self {
            Self::Code(_) => true,
            Self::Notes(notes) | Self::Taken { notes, .. } | Self::Suggested { notes } => {
                can_be_kept(notes)
            }
            Self::Extra { value, .. } => match value {
                Some(FieldValue::Text(text)) => can_be_kept(text),
                Some(FieldValue::List(texts)) => can_be_kept(&texts.concat()),
                _ => true,
            },
        }
    }

    /// Takes `text` into notes that are `shown`, in a paragraph of its own.
    pub fn taking(text: String, shown: &str) -> Self {
        let mut notes = shown.to_owned();
        join(&mut notes, &text);
        Self::Taken { notes, text }
    }

    /// Puts suggested notes after those that are `shown`, in a paragraph of their own.
    pub fn inserting(suggested: &str, shown: &str) -> Self {
        let mut notes = shown.to_owned();
        join(&mut notes, suggested);
        Self::Suggested { notes }
    }
}

/// One change to a draft.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What is entered.
    pub entry: Entry,
    /// In which page.
    pub page: PageId,
    /// The content of the field that it builds on.
    pub base: Stamp,
}

impl Draft {
    /// A draft of that content, from no page.
    pub fn of(code: Option<CodeId>, notes: impl Into<String>) -> Self {
        Self { code, notes: notes.into(), ..Self::default() }
    }

    /// How many characters the notes have more than can be saved.
    pub fn excess(&self) -> usize {
        excess(&self.notes)
    }

    /// Whether nothing was entered.
    pub fn is_empty(&self) -> bool {
        let extra = self.extra.iter().all(|each| each.value.is_none());
        self.code.is_none() && self.notes.is_empty() && extra
    }

    /// What is entered in the extra field of that name.
    pub fn extra(&self, name: &str) -> Option<&FieldValue> {
        self.extra.iter().find(|each| each.name == name)?.value.as_ref()
    }

    /// Which content of that extra field this is.
    pub fn extra_stamp(&self, name: &str) -> Stamp {
        let entry = self.extra.iter().find(|each| each.name == name);
        entry.map_or_else(Stamp::default, |each| each.stamp.clone())
    }

    /// What is entered in all extra fields.
    pub fn extra_fields(&self) -> Fields {
        let entered = self.extra.iter().filter_map(|it| Some((it.name.clone(), it.value.clone()?)));
        entered.collect()
    }

    /// The draft as it is shown where the extra field holds `value`.
    pub fn show_extra(&mut self, name: &str, value: Option<FieldValue>) {
        if self.extra(name) != value.as_ref() {
            self.extra_entry(name.to_owned()).value = value;
        }
    }

    fn extra_entry(&mut self, name: String) -> &mut ExtraEntry {
        let at = self.extra.iter().position(|each| each.name == name).unwrap_or_else(|| {
            self.extra.push(ExtraEntry { name, value: None, stamp: Stamp::default() });
            self.extra.len() - 1
        });
        &mut self.extra[at]
    }

    /// Enters `value` in an extra field. A text of another page that this replaces
    /// unseen is kept aside, as notes are.
    fn enter_extra(&mut self, name: String, value: Option<FieldValue>, page: PageId, base: &Stamp) {
        let entry = self.extra_entry(name);
        let unseen = entry.stamp.page.as_ref() != Some(&page) && entry.stamp != *base;
        let before = entry.stamp.page.clone();
        let replaced = core::mem::replace(&mut entry.value, value);
        entry.stamp.next(page);
        if let (true, Some(FieldValue::Text(text))) = (unseen, replaced) {
            self.keep_aside(text, before);
        }
    }

    /// Takes over the extra fields of another copy of which `stands` says so, by
    /// their stamps here and there.
    fn take_extra(&mut self, other: Vec<ExtraEntry>, stands: fn(&Stamp, &Stamp) -> bool) {
        for theirs in other {
            let mine = self.extra_entry(theirs.name.clone());
            if stands(&mine.stamp, &theirs.stamp) {
                *mine = theirs;
            }
        }
    }

    /// The draft after `edit`.
    pub fn apply(&mut self, edit: Edit) {
        let Edit { entry, page, base } = edit;
        match entry {
            Entry::Code(code) => {
                self.code = code;
                self.code_stamp.next(page);
            }
            Entry::Taken { notes, text } => {
                self.apply(Edit { entry: Entry::Notes(notes), page, base });
                self.dismiss_aside(&text);
            }
            Entry::Suggested { notes } => {
                self.apply(Edit { entry: Entry::Notes(notes), page, base });
                self.notes_stamp.suggested = true;
            }
            Entry::Extra { name, value } => self.enter_extra(name, value, page, &base),
            Entry::Notes(notes) => {
                let same_page = self.notes_stamp.page.as_ref() == Some(&page);
                let replaced = core::mem::replace(&mut self.notes, notes);
                let before = self.notes_stamp.clone();
                self.notes_stamp.next(page);
                if !same_page && before != base {
                    self.leave(&base);
                    self.keep_aside(replaced, before.page);
                }
            }
        }
    }

    /// The page that types now goes on from its own text, whose beginning another
    /// page had replaced meanwhile.
    fn leave(&mut self, base: &Stamp) {
        let page = &self.notes_stamp.page;
        self.aside.retain(|each| each.page != *page || each.revision <= base.revision);
    }

    /// Keeps `notes` of `page` aside, unless they are blank or the beginning of
    /// what is there. Whether anything is kept.
    pub(super) fn keep_aside(&mut self, notes: String, page: Option<PageId>) -> bool {
        let begins = |text: &str| text.starts_with(&notes);
        let known = begins(&self.notes) || self.aside.iter().any(|each| begins(&each.notes));
        if known || notes.trim().is_empty() {
            return false;
        }
        self.aside.retain(|each| !notes.starts_with(&each.notes));
        let revision = self.notes_stamp.revision;
        self.aside.push(Aside { notes, page, revision });
        if self.aside.len() > MAX_ASIDE {
            let Aside { mut notes, .. } = self.aside.remove(0);
            join(&mut notes, &self.aside[0].notes);
            // Of several pages, it belongs to none.
            self.aside[0] = Aside { notes, page: None, revision };
        }
        true
    }

    /// Drops a text that stands aside. False without one of exactly these words:
    /// it was taken or dismissed in another page, or typing went on there.
    pub(super) fn dismiss_aside(&mut self, text: &str) -> bool {
        let before = self.aside.len();
        self.aside.retain(|each| each.notes != text);
        self.aside.len() < before
    }

    /// Puts this draft in the place of the `stored` one, which may hold typing of
    /// other pages that this one has not seen.
    pub(super) fn replace(self, stored: &mut Self) {
        stored.take_extra(self.extra, |stored, mine| stored != mine);
        if stored.code_stamp != self.code_stamp {
            stored.code = self.code;
            stored.code_stamp = self.code_stamp;
        }
        if stored.notes_stamp == self.notes_stamp {
            return;
        }
        // It stays what it was, so that the next newer record is told from it again.
        let before = core::mem::replace(&mut stored.notes_stamp, self.notes_stamp);
        let replaced = core::mem::replace(&mut stored.notes, self.notes);
        let now = &stored.notes_stamp;
        let is_older = before.page == now.page && before.revision <= now.revision;
        if !is_older {
            stored.keep_aside(replaced, before.page);
        }
    }

    /// Whether one of its fields was changed last in that page.
    pub fn is_of(&self, page: &PageId) -> bool {
        let extra = self.extra.iter().map(|each| &each.stamp);
        let mut last = [&self.code_stamp, &self.notes_stamp].into_iter().chain(extra);
        last.any(|stamp| stamp.page.as_ref() == Some(page))
    }

    /// Takes over what was `typed` in a page that went away: what is newer stands,
    /// and notes that another page's have overtaken are kept aside. Whether
    /// anything is other than before.
    pub(super) fn take_over(&mut self, typed: Self) -> bool {
        let before = self.clone();
        if typed.code_stamp.revision > self.code_stamp.revision {
            self.code = typed.code;
            self.code_stamp = typed.code_stamp;
        }
        self.take_extra(typed.extra, |mine, typed| typed.revision > mine.revision);
        let (mine, theirs) = (&self.notes_stamp, typed.notes_stamp);
        if theirs.revision > mine.revision {
            let replaced = core::mem::replace(&mut self.notes, typed.notes);
            let before = core::mem::replace(&mut self.notes_stamp, theirs);
            if before.page != self.notes_stamp.page {
                self.keep_aside(replaced, before.page);
            }
        } else if theirs.page != mine.page {
            self.keep_aside(typed.notes, theirs.page);
        }
        for aside in typed.aside {
            self.keep_aside(aside.notes, aside.page);
        }
        *self != before
    }

    /// What is to be offered beside a field that shows `shown` in place of the
    /// notes: what another page made of them meanwhile, and what stands aside.
    pub fn offered(&self, shown: &str) -> Vec<String> {
        let aside = self.aside.iter().map(|each| &each.notes);
        let unseen = |text: &&String| !text.trim().is_empty() && !shown.starts_with(text.as_str());
        core::iter::once(&self.notes).chain(aside).filter(unseen).cloned().collect()
    }
}

/// Adds `more` to `text`, unless one is the beginning of the other.
fn join(text: &mut String, more: &str) {
    if more.starts_with(text.as_str()) {
        more.clone_into(text);
    } else if !text.starts_with(more) {
        text.push_str(PARAGRAPH);
        text.push_str(more);
    }
}

/// Whether `notes` are at most [`MAX_KEPT`] long.
pub fn can_be_kept(notes: &str) -> bool {
    // Bytes are quick to tell, and never fewer than characters.
    notes.len() <= MAX_KEPT || notes.chars().count() <= MAX_KEPT
}

/// How many characters `notes` have more than can be saved.
pub fn excess(notes: &str) -> usize {
    notes.chars().count().saturating_sub(MAX_NOTES)
}

/// `notes` as far as they can be saved, and the rest.
pub fn split_notes(notes: &str) -> (&str, &str) {
    let end = notes.char_indices().nth(MAX_NOTES).map_or(notes.len(), |(at, _)| at);
    notes.split_at(end)
}
