//! The loop: command, domain, effects.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::mirror::Mirror;
use super::observers::{Observers, Subscription};
use super::timer::Timer;
use super::writer::Writing;
use crate::backend::browser::BrowserBackend;
use crate::backend::{Backend, BackendError, Stored, TornRecord};
use crate::browser::{clock, random};
use crate::domain::catalog::Catalog;
use crate::domain::gate::Actor;
use crate::domain::id::{AgentId, ClosureKey, InteractionId, PageId, SegmentId};
use crate::domain::interaction::{EndedBy, Interaction};
use crate::domain::time::Now;
use crate::domain::wrap_up::{CloseReason, Command, Conversation, Effect};

/// What observers are told.
#[derive(Debug, Clone)]
pub enum Notification {
    /// A conversation is new, changed, or gone.
    Changed(InteractionId),
    /// The domain wants somebody to know: closed, superseded, faulty, refused.
    Effect(InteractionId, Effect),
    /// Time went on: the second that is shown may be another one.
    Second(Now),
    /// Saving a conversation began to fail (or fails for another reason), or works again.
    Saving(InteractionId),
    /// A step of the conversation is in the store.
    Stored(InteractionId),
}

/// What the desk found wrong when it opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A record cannot be read.
    Torn(TornRecord),
    /// The backend gives no configurations: conversations end without codes and limit.
    NoCatalog(BackendError),
}

/// A conversation at the desk.
pub(super) struct Entry {
    pub(super) conversation: Conversation,
    pub(super) writing: Writing,
}

pub(super) struct Inner {
    pub(super) backend: Rc<dyn Backend>,
    pub(super) entries: RefCell<BTreeMap<InteractionId, Entry>>,
    catalog: RefCell<Option<Arc<Catalog>>>,
    observers: Observers,
    timer: Timer,
    pub(super) mirror: Mirror,
    page: PageId,
}

/// A page's conversations, and the one place commands go to. Clones are the same desk.
#[derive(Clone)]
pub struct Desk {
    inner: Rc<Inner>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<_> = self.inner.entries.borrow().keys().cloned().collect();
        f.debug_struct("Desk").field("conversations", &ids).finish_non_exhaustive()
    }
}

impl Default for Desk {
    /// A desk whose records stay in this browser: what a page gets that names no
    /// other backend.
    fn default() -> Self {
        Self::new(Rc::new(BrowserBackend::default()))
    }
}

impl Desk {
    /// An empty desk over `backend`.
    pub fn new(backend: Rc<dyn Backend>) -> Self {
        let inner = Rc::new(Inner {
            mirror: Mirror::over(&*backend),
            page: random::id(PageId::new),
            backend,
            entries: RefCell::default(),
            catalog: RefCell::default(),
            observers: Observers::default(),
            timer: Timer::default(),
        });
        Timer::watch_page(&inner);
        Mirror::watch(&inner);
        Self { inner }
    }

    /// Loads configurations and conversations. What had to be decided while no
    /// page was open is decided now.
    ///
    /// # Errors
    /// The [`BackendError`] when the conversations cannot be had at all.
    pub async fn open(&self) -> Result<Vec<Problem>, BackendError> {
        let mut problems = Vec::new();
        match self.inner.backend.catalog().await {
            Ok(catalog) => self.set_catalog(catalog),
            Err(error) => problems.push(Problem::NoCatalog(error)),
        }
        let stock = self.inner.backend.stock().await?;
        problems.extend(stock.torn.into_iter().map(Problem::Torn));
        for stored in stock.conversations {
            self.inner.hear(stored);
        }
        self.inner.wake();
        Ok(problems)
    }

    /// What administrators have set up, as last known.
    pub fn catalog(&self) -> Option<Arc<Catalog>> {
        self.inner.catalog.borrow().clone()
    }

    /// Takes `catalog` for what administrators have set up from now on.
    /// Wrap-ups that run keep the rules they began with.
    pub fn set_catalog(&self, catalog: Catalog) {
        self.inner.catalog.replace(Some(Arc::new(catalog)));
    }

    /// Takes in a conversation that has just begun.
    pub fn add(&self, interaction: Interaction) {
        let id = interaction.id.clone();
        let conversation = Conversation::new(interaction, Vec::new(), clock::now());
        let mut writing = Writing::default();
        writing.must_save(true);
        self.inner.entries.borrow_mut().insert(id.clone(), Entry { conversation, writing });
        self.inner.observers.tell(&Notification::Changed(id.clone()));
        Inner::write(&self.inner, &id);
    }

    /// Every conversation's id, in order.
    pub fn ids(&self) -> Vec<InteractionId> {
        self.inner.entries.borrow().keys().cloned().collect()
    }

    /// A conversation as it now stands.
    pub fn conversation(&self, id: &InteractionId) -> Option<Conversation> {
        self.inner.with(id, |entry| entry.conversation.clone())
    }

    /// Why a conversation's last step is not saved; `None` while all is well.
    pub fn trouble(&self, id: &InteractionId) -> Option<BackendError> {
        self.inner.with(id, |entry| entry.writing.trouble.clone()).flatten()
    }

    /// Whether all that was done with a conversation is in the store, as far as the
    /// last [`Notification::Stored`] goes.
    pub fn is_stored(&self, id: &InteractionId) -> bool {
        self.inner.with(id, |entry| entry.writing.is_handed_on()).unwrap_or(true)
    }

    /// Gives a conversation a command. What comes of it is told to observers.
    pub fn send(&self, id: &InteractionId, command: Command) {
        self.inner.dispatch(id, command, true);
    }

    /// An agent is connected with the customer.
    pub fn connected(&self, id: &InteractionId, agent: AgentId) {
        self.send(id, Command::Connect { agent });
    }

    /// The conversation is over: every agent on it gets the wrap-up that the
    /// configuration, as last known, has for them.
    pub fn conversation_ended(&self, id: &InteractionId, by: EndedBy) {
        let Some(conversation) = self.conversation(id) else { return };
        let needed = conversation.interaction.connected.len().max(1);
        let segments = (0..needed).map(|_| Self::new_segment_id()).collect();
        let catalog = self.catalog();
        self.send(id, Command::EndConversation { by, catalog, segments });
    }

    /// `agent` leaves while the conversation goes on, and wraps up: by a transfer
    /// to another agent, or (without one) out of a conference.
    pub fn left(&self, id: &InteractionId, agent: AgentId, to: Option<AgentId>) {
        let (catalog, segment) = (self.catalog(), Self::new_segment_id());
        self.send(id, Command::Leave { agent, to, catalog, segment });
    }

    /// The conversation's tab in the workspace is closed by an agent.
    pub fn close_tab(&self, id: &InteractionId, by: Actor) {
        self.send(id, Command::CloseTab { by, key: Self::new_key() });
    }

    /// Tells `observer` of everything, for as long as the subscription is kept.
    pub fn subscribe(&self, observer: impl Fn(&Notification) + 'static) -> Subscription {
        self.inner.observers.subscribe(observer)
    }

    /// Forgets all conversations, here and in the other pages over the same
    /// store, which then look at what it still has. For when it has been emptied:
    /// records are left alone.
    pub fn clear(&self) {
        self.inner.forget();
        self.inner.mirror.emptied();
    }

    /// The name of this page, for what is typed in it.
    pub fn page(&self) -> PageId {
        self.inner.page.clone()
    }

    /// The time, as both clocks tell it.
    pub fn now(&self) -> Now {
        clock::now()
    }

    /// A fresh key for a closure.
    pub fn new_key() -> ClosureKey {
        random::id(ClosureKey::new)
    }

    /// A fresh name for a segment.
    pub fn new_segment_id() -> SegmentId {
        random::id(SegmentId::new)
    }
}

impl Inner {
    pub(super) fn with<R>(
        &self,
        id: &InteractionId,
        look: impl FnOnce(&mut Entry) -> R,
    ) -> Option<R> {
        self.entries.borrow_mut().get_mut(id).map(look)
    }

    pub(super) fn tell(&self, notification: &Notification) {
        self.observers.tell(notification);
    }

    /// Forgets all conversations.
    pub(super) fn forget(self: &Rc<Self>) {
        self.mirror.forgotten();
        for id in self.entries.take().into_keys() {
            self.tell(&Notification::Changed(id));
        }
        self.rearm();
    }

    pub(super) fn take_in(&self, stored: Stored, now: Now) {
        let Stored { interaction, segments, revision } = stored;
        let id = interaction.id.clone();
        let conversation = Conversation::new(interaction, segments, now);
        let writing = Writing::based_on(revision);
        self.entries.borrow_mut().insert(id.clone(), Entry { conversation, writing });
        self.tell(&Notification::Changed(id));
    }

    /// Runs a command through the domain and carries out the effects. A command
    /// that is `remembered` is given again to the newer state, should another
    /// tab have been faster.
    pub(super) fn dispatch(
        self: &Rc<Self>,
        id: &InteractionId,
        command: Command,
        remembered: bool,
    ) {
        let now = clock::now();
        let effects = self.with(id, |entry| {
            let copy = remembered.then(|| command.clone());
            let effects = entry.conversation.apply(command, now);
            entry.writing.note(copy, &effects);
            effects
        });
        let Some(effects) = effects else { return };
        self.tell(&Notification::Changed(id.clone()));
        for effect in effects {
            match effect {
                Effect::Save { .. } | Effect::Commit { .. } | Effect::Journal(_) => {}
                told => self.tell(&Notification::Effect(id.clone(), told)),
            }
        }
        self.rearm();
        Self::write(self, id);
    }

    /// Gives the conversation the state another tab has stored, and upon it
    /// everything this page has not saved yet.
    pub(super) fn adopt(self: &Rc<Self>, id: &InteractionId, stored: Stored) {
        let Stored { interaction, segments, revision } = stored;
        let unsaved = self.with(id, |entry| entry.writing.rebase(revision)).unwrap_or_default();
        let typed = unsaved.iter().filter_map(Command::types_in).cloned().collect();
        let interaction = Box::new(interaction);
        self.dispatch(id, Command::Adopt { interaction, segments, typed }, false);
        for command in unsaved {
            self.dispatch(id, command.clone(), false);
            // Refused now, it may yet be carried out upon the next newer state.
            self.with(id, |entry| entry.writing.remember(command));
        }
    }

    /// Looks at the clock: ends what is due, tells the second, arms the timer.
    pub(super) fn wake(self: &Rc<Self>) {
        let now = clock::now();
        let mut due = Vec::new();
        for (id, entry) in self.entries.borrow_mut().iter_mut() {
            let at = entry.conversation.clock.observe(now);
            for segment in &entry.conversation.segments {
                if segment.alarm().is_some_and(|alarm| at >= alarm) {
                    due.push((id.clone(), segment.id.clone()));
                }
            }
        }
        for (id, segment) in due {
            let (reason, key) = (CloseReason::Deadline, Desk::new_key());
            self.dispatch(&id, Command::Close { segment, reason, key }, true);
        }
        self.tell(&Notification::Second(now));
        self.rearm();
    }

    pub(super) const fn timer(&self) -> &Timer {
        &self.timer
    }

    pub(super) fn rearm(self: &Rc<Self>) {
        self.timer.arm(self);
    }
}
