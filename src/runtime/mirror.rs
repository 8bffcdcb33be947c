//! Keeps the pages over one store alike. A page that has written, or delivered,
//! says so on a channel; the others look at what is new.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::desk::Inner;
use crate::backend::{Revision, Store};
use crate::browser::channel::Channel;
use crate::browser::page_lifecycle::{self, Listener};
use crate::browser::{clock, task};
use crate::domain::id::{InteractionId, PageId};

/// What one page tells the others.
#[derive(Debug, Clone, PartialEq, Eq)]
enum News {
    /// A conversation was written.
    Written(InteractionId, Revision),
    /// The outbox is not as it was.
    Outbox,
    /// The page of that name is there.
    Here(PageId),
    /// The page of that name goes away.
    Gone(PageId),
    /// Some conversations are in the store no longer: their time was over.
    Removed,
    /// The store was emptied.
    Cleared,
    /// Codes or configurations were changed.
    SetUp,
}

pub(super) const CLEARED: &str = "cleared";
const REMOVED: &str = "removed";
const OUTBOX: &str = "outbox";
const HERE: &str = "here ";
const GONE: &str = "gone ";
pub(super) const SET_UP: &str = "set up";

impl News {
    fn text(&self) -> String {
        match self {
            Self::Written(id, Revision(revision)) => {
                [&revision.to_string(), " ", id.as_str()].concat()
            }
            Self::Outbox => OUTBOX.to_owned(),
            Self::Here(page) => [HERE, page.as_str()].concat(),
            Self::Gone(page) => [GONE, page.as_str()].concat(),
            Self::Removed => REMOVED.to_owned(),
            Self::Cleared => CLEARED.to_owned(),
            Self::SetUp => SET_UP.to_owned(),
        }
    }

    /// `None` for what a page of another version may say.
    fn read(text: &str) -> Option<Self> {
        match text {
            CLEARED => return Some(Self::Cleared),
            OUTBOX => return Some(Self::Outbox),
            SET_UP => return Some(Self::SetUp),
            REMOVED => return Some(Self::Removed),
            _ => {}
        }
        let page = |says: &str| PageId::new(text.strip_prefix(says)?).ok();
        if let Some(known) = page(HERE).map(Self::Here).or_else(|| page(GONE).map(Self::Gone)) {
            return Some(known);
        }
        let (revision, id) = text.split_once(' ')?;
        let revision = Revision(revision.parse().ok()?);
        Some(Self::Written(InteractionId::new(id).ok()?, revision))
    }
}

/// The channel of the pages over the store of that name.
pub(super) fn channel_of(store: &str) -> Option<String> {
    (!store.is_empty()).then(|| ["interaction-wrap-up:", store].concat())
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
    pub(super) fn over(store: &dyn Store) -> Self {
        Self {
            name: channel_of(store.name()),
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
            page_lifecycle::after_gone(move |_| {
                if let Some(inner) = gone.upgrade() {
                    inner.mirror.close(&inner);
                }
            }),
            page_lifecycle::on_back(move || {
                let Some(inner) = back.upgrade() else { return };
                Self::open(&inner);
                inner.read_catalog_soon();
                task::spawn(look_again(inner));
            }),
        ];
        inner.mirror.listeners.replace(listeners);
    }

    /// Hears and says nothing more.
    pub(super) fn end(&self) {
        self.listeners.take();
        self.channel.take();
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
        for (id, revision) in inner.page.borrow().under_way() {
            self.written(&id, revision);
        }
        self.post(&News::Gone(inner.page_id.clone()));
        self.channel.replace(None);
    }

    /// Tells the other pages that a conversation was written.
    pub(super) fn written(&self, id: &InteractionId, revision: Revision) {
        self.post(&News::Written(id.clone(), revision));
    }

    /// Tells the other pages that the outbox is not as it was.
    pub(super) fn delivered(&self) {
        self.post(&News::Outbox);
    }

    /// Tells the other pages that this one is there.
    pub(super) fn here(&self, page: &PageId) {
        self.post(&News::Here(page.clone()));
    }

    /// Tells the other pages that conversations went whose time was over.
    pub(super) fn removed(&self) {
        self.post(&News::Removed);
    }

    /// Tells the other pages that the store was emptied.
    pub(super) fn emptied(&self) {
        self.post(&News::Cleared);
    }

    /// Tells the other pages that codes or configurations were changed.
    pub(super) fn set_up(&self) {
        self.post(&News::SetUp);
    }

    /// How often all was forgotten here.
    pub(super) fn times_forgotten(&self) -> u32 {
        self.cleared.get()
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
            News::Written(id, revision) => self.act(|page| page.written_elsewhere(&id, revision)),
            News::Outbox => self.deliver(),
            News::SetUp => self.read_catalog_soon(),
            News::Here(page) => self.meet(&page),
            // Its lock tells once it is really gone, where there are locks.
            News::Gone(page) if self.neighbours.watches(&page) => {}
            News::Gone(_) => self.another_went(),
            News::Removed => task::spawn(look_again(self.clone())),
            News::Cleared => {
                self.forget();
                task::spawn(look_again(self.clone()));
            }
        }
    }
}

impl Inner {
    /// What cannot be read now stays as it was last known.
    fn read_catalog_soon(self: &Rc<Self>) {
        let inner = self.clone();
        task::spawn(async move {
            let _ = inner.read_catalog().await;
        });
    }
}

/// Looks at everything in the store: others may have written unheard.
pub(super) async fn look_again(inner: Rc<Inner>) {
    let forgotten = inner.mirror.times_forgotten();
    let Ok(stock) = inner.store().stock().await else { return };
    if inner.mirror.times_forgotten() != forgotten {
        return;
    }
    let torn: Vec<_> = stock.torn.into_iter().map(|torn| torn.id).collect();
    inner.act(|page| page.looked_again(stock.conversations, &torn, clock::now()));
    inner.wake();
}
