//! Keeps the pages over one store alike. A page that has written says so on a
//! channel; the others load what is new and adopt it, unless something of their
//! own waits to be written: then the store tells them by a conflict.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::desk::{Inner, Notification};
use crate::backend::{Backend, Revision, Stored};
use crate::browser::channel::Channel;
use crate::browser::page_lifecycle::{self, Listener};
use crate::browser::{clock, task};
use crate::domain::id::InteractionId;

/// What one page tells the others.
#[derive(Debug, Clone, PartialEq, Eq)]
enum News {
    /// A conversation was written.
    Written(InteractionId, Revision),
    /// The store was emptied.
    Cleared,
}

const CLEARED: &str = "cleared";

impl News {
    fn text(&self) -> String {
        match self {
            Self::Written(id, Revision(revision)) => {
                [&revision.to_string(), " ", id.as_str()].concat()
            }
            Self::Cleared => CLEARED.to_owned(),
        }
    }

    /// `None` for what a page of another version may say.
    fn read(text: &str) -> Option<Self> {
        if text == CLEARED {
            return Some(Self::Cleared);
        }
        let (revision, id) = text.split_once(' ')?;
        let revision = Revision(revision.parse().ok()?);
        Some(Self::Written(InteractionId::new(id).ok()?, revision))
    }
}

/// One page's end of the channel. It is closed while the page is in the
/// back/forward cache.
pub(super) struct Mirror {
    /// The channel's name; `None` for a store that has no other pages.
    name: Option<String>,
    channel: RefCell<Option<Channel>>,
    listeners: RefCell<Vec<Listener>>,
    /// How often all was forgotten. What was being loaded then is out of date.
    cleared: Cell<u32>,
}

impl Mirror {
    pub(super) fn over(backend: &dyn Backend) -> Self {
        Self {
            name: backend.scope().map(|scope| ["interaction-wrap-up:", scope].concat()),
            channel: RefCell::default(),
            listeners: RefCell::default(),
            cleared: Cell::default(),
        }
    }

    /// Begins to listen, for as long as the page is shown or hidden.
    pub(super) fn watch(inner: &Rc<Inner>) {
        Self::open(inner);
        let (gone, back) = (Rc::downgrade(inner), Rc::downgrade(inner));
        let listeners = vec![
            page_lifecycle::after_gone(move || {
                if let Some(inner) = gone.upgrade() {
                    inner.mirror.close(&inner);
                }
            }),
            page_lifecycle::on_back(move || {
                let Some(inner) = back.upgrade() else { return };
                if inner.mirror.channel.borrow().is_none() {
                    Self::open(&inner);
                    task::spawn(look_again(inner));
                }
            }),
        ];
        inner.mirror.listeners.replace(listeners);
    }

    fn open(inner: &Rc<Inner>) {
        let channel = inner.mirror.name.as_deref().and_then(Channel::open);
        if let Some(channel) = &channel {
            let desk = Rc::downgrade(inner);
            channel.on_message(move |message| {
                if let (Some(inner), Some(news)) = (desk.upgrade(), News::read(&message)) {
                    inner.hear_news(news);
                }
            });
        }
        inner.mirror.channel.replace(channel);
    }

    /// What is being written now is said ahead, since nobody may be left to say it.
    fn close(&self, inner: &Inner) {
        let entries = inner.entries.borrow();
        for (id, entry) in entries.iter().filter(|(_, entry)| entry.writing.is_under_way()) {
            let revision = entry.writing.base.map_or(1, |base| base.0 + 1);
            self.written(id, Revision(revision));
        }
        self.channel.replace(None);
    }

    /// Tells the other pages that a conversation was written.
    pub(super) fn written(&self, id: &InteractionId, revision: Revision) {
        self.post(&News::Written(id.clone(), revision));
    }

    /// Tells the other pages that the store was emptied.
    pub(super) fn emptied(&self) {
        self.post(&News::Cleared);
    }

    /// All was forgotten here.
    pub(super) fn forgotten(&self) {
        self.cleared.set(self.cleared.get().wrapping_add(1));
    }

    fn post(&self, news: &News) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.post(&news.text());
        }
    }
}

impl Inner {
    fn hear_news(self: &Rc<Self>, news: News) {
        match news {
            News::Written(id, revision) => {
                if self.is_behind(&id, revision) {
                    task::spawn(look_at(self.clone(), id));
                }
            }
            News::Cleared => {
                self.forget();
                task::spawn(look_again(self.clone()));
            }
        }
    }

    /// Whether a conversation is unknown here, or known as it was before, with
    /// nothing of this page's own on its way.
    fn is_behind(&self, id: &InteractionId, revision: Revision) -> bool {
        self.with(id, |entry| entry.writing.is_behind(revision)).unwrap_or(true)
    }

    /// Takes in what the store has of a conversation, where that is new.
    pub(super) fn hear(self: &Rc<Self>, stored: Stored) {
        let id = stored.interaction.id.clone();
        if !self.is_behind(&id, stored.revision) {
            return;
        }
        if self.with(&id, |_| ()).is_some() {
            self.adopt(&id, stored);
        } else {
            self.take_in(stored, clock::now());
            self.rearm();
        }
    }
}

/// Looks at one conversation in the store.
async fn look_at(inner: Rc<Inner>, id: InteractionId) {
    let cleared = inner.mirror.cleared.get();
    // What cannot be loaded now is heard of with the next news, or by a conflict.
    if let Ok(Some(stored)) = inner.backend.load(&id).await
        && inner.mirror.cleared.get() == cleared
    {
        inner.hear(stored);
    }
}

/// Looks at everything in the store: others may have written unheard.
async fn look_again(inner: Rc<Inner>) {
    let cleared = inner.mirror.cleared.get();
    let Ok(stock) = inner.backend.stock().await else { return };
    if inner.mirror.cleared.get() != cleared {
        return;
    }
    let is_there = |id: &InteractionId| {
        stock.conversations.iter().any(|each| each.interaction.id == *id)
            || stock.torn.iter().any(|torn| torn.id == id.as_str())
    };
    let is_gone = |id: &InteractionId| {
        let written = inner.with(id, |entry| entry.writing.is_written());
        written == Some(true) && !is_there(id)
    };
    let ids: Vec<_> = inner.entries.borrow().keys().cloned().collect();
    for id in ids.into_iter().filter(is_gone) {
        inner.entries.borrow_mut().remove(&id);
        inner.tell(&Notification::Changed(id));
    }
    for stored in stock.conversations {
        inner.hear(stored);
    }
    inner.wake();
}
