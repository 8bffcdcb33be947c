//! The loop: command, page, acts.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;
use std::sync::Arc;

use super::courier::Courier;
use super::housekeeping::Housekeeping;
use super::listening::Listening;
use super::mirror::Mirror;
use super::neighbours::Neighbours;
use super::observers::{Observers, Subscription};
use super::presence::Presence;
use super::sweeper::Sweeper;
use super::timer::Timer;
use super::waiting::Waiting;
use crate::backend::browser::BrowserBackend;
use crate::backend::memory::MemoryStore;
use crate::backend::{Backend, BackendError, Parcel, Stock, Store, TornRecord};
use crate::browser::leave_prompt::LeavePrompt;
use crate::browser::{clock, random, storage, task};
use crate::domain::attention::Pressing;
use crate::domain::catalog::Catalog;
use crate::domain::code_habits::CodeHabits;
use crate::domain::delivery::outbox::{self, Settled, Standing};
use crate::domain::delivery::retention::{self, Retention};
use crate::domain::gate::Actor;
use crate::domain::id::{AgentId, ClosureKey, CodeId, InteractionId, PageId, SegmentId};
use crate::domain::interaction::{EndedBy, Interaction};
pub use crate::domain::page::Notification;
use crate::domain::page::{Act, Page};
use crate::domain::preferences::Preferences;
use crate::domain::record::RecordError;
use crate::domain::segment::Segment;
use crate::domain::time::{Now, Timestamp};
use crate::domain::wrap_up::{Command, Conversation, Effect, TabClosing};

/// What the desk found wrong when it opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// A record cannot be read.
    Torn(TornRecord),
    /// The backend gives no configurations: conversations end without codes and limit.
    NoCatalog(BackendError),
    /// The browser's store cannot be had: records last as long as this page.
    NotKept(BackendError),
}

pub(super) struct Inner {
    store: RefCell<Rc<dyn Store>>,
    /// Why nothing outlasts the page.
    not_kept: RefCell<Option<BackendError>>,
    prompt: RefCell<Option<LeavePrompt>>,
    /// What came to an end while no page was there, until somebody asks.
    untold: RefCell<Vec<(InteractionId, Effect)>>,
    asking_time: Cell<bool>,
    pub(super) backend: Rc<dyn Backend>,
    pub(super) page: RefCell<Page>,
    /// Where records go on to a system of record elsewhere.
    pub(super) courier: Option<Courier>,
    pub(super) presence: Presence,
    pub(super) mirror: Mirror,
    pub(super) sweeper: Sweeper,
    pub(super) neighbours: Neighbours,
    pub(super) housekeeping: Housekeeping,
    pub(super) listening: Listening,
    /// Those who wait for an answer of the store.
    pub(super) waiting: Waiting,
    /// Whether its agent is signed in still.
    pub(super) open: Cell<bool>,
    pub(super) page_id: PageId,
    catalog: RefCell<Option<Arc<Catalog>>>,
    observers: Observers,
    timer: Timer,
}

/// A page's conversations, and the one place commands go to. Clones are the same desk.
#[derive(Clone)]
pub struct Desk {
    pub(super) inner: Rc<Inner>,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.ids();
        f.debug_struct("Desk").field("conversations", &ids).finish_non_exhaustive()
    }
}

impl Default for Desk {
    /// A desk whose records stay in this browser: what a page gets that names no
    /// other backend.
    fn default() -> Self {
        Self::in_browser(Rc::new(BrowserBackend::default()))
    }
}

impl Desk {
    /// An empty desk whose records stay in this browser.
    pub fn in_browser(records: Rc<BrowserBackend>) -> Self {
        Self::over(records.clone(), records, Page::new(), None)
    }

    /// An empty desk of `agent`, whose records are in `store` until `backend` has them.
    pub fn new(agent: AgentId, store: Rc<dyn Store>, backend: Rc<dyn Backend>) -> Self {
        let courier = Some(Courier::new(agent.clone()));
        Self::over(store, backend, Page::reporting_as(agent), courier)
    }

    fn over(
        store: Rc<dyn Store>,
        backend: Rc<dyn Backend>,
        page: Page,
        courier: Option<Courier>,
    ) -> Self {
        // What is here only is the record itself.
        let retention = courier.as_ref().map_or(Retention::FOR_EVER, |_| Retention::default());
        let inner = Rc::new(Inner {
            mirror: Mirror::over(&*store),
            neighbours: Neighbours::default(),
            housekeeping: Housekeeping::by(retention),
            listening: Listening::default(),
            waiting: Waiting::default(),
            open: Cell::new(true),
            page_id: random::id(PageId::new),
            store: RefCell::new(store),
            not_kept: RefCell::default(),
            prompt: RefCell::default(),
            untold: RefCell::default(),
            asking_time: Cell::default(),
            backend,
            page: RefCell::new(page),
            courier,
            presence: Presence::default(),
            sweeper: Sweeper::default(),
            catalog: RefCell::default(),
            observers: Observers::default(),
            timer: Timer::default(),
        });
        // First: what it begins as the page goes must not stand behind other writes.
        inner.watch_coming_and_going();
        Timer::watch_page(&inner);
        Mirror::watch(&inner);
        Neighbours::watch(&inner);
        Self { inner }
    }

    /// Why records last only as long as this page; `None` where the browser keeps
    /// them. Agents are told.
    pub fn not_kept(&self) -> Option<BackendError> {
        self.inner.not_kept.borrow().clone()
    }

    /// Loads configurations and conversations. Where the browser keeps nothing, the
    /// desk works on with what is in memory, and says so. What had to be decided while no
    /// page was open is decided now.
    ///
    /// # Errors
    /// The [`BackendError`] when the conversations cannot be had at all.
    pub async fn open(&self) -> Result<Vec<Problem>, BackendError> {
        storage::ask_to_persist();
        let mut problems = Vec::new();
        match self.inner.backend.catalog().await {
            Ok(catalog) => self.set_catalog(catalog),
            Err(error) => problems.push(Problem::NoCatalog(error)),
        }
        self.inner.check_in().await;
        let stock = match self.inner.store().stock().await {
            Err(BackendError::TryAgain { trouble, after }) if trouble.leaves_no_store() => {
                let error = BackendError::TryAgain { trouble, after };
                self.inner.store.replace(Rc::new(MemoryStore::default()));
                self.inner.not_kept.replace(Some(error.clone()));
                problems.push(Problem::NotKept(error));
                Stock::default()
            }
            stock => stock?,
        };
        // Others may be heard of already.
        let torn: Vec<_> = stock.torn.iter().map(|torn| torn.id.clone()).collect();
        problems.extend(stock.torn.into_iter().map(Problem::Torn));
        self.inner.act(|page| page.looked_again(stock.conversations, &torn, clock::now()));
        self.inner.take_over_typing().await;
        // Without an answer, the segments go on until their deadlines.
        let _ = self.inner.come_back().await;
        self.inner.wake();
        if self.inner.backend.this_browser_only() {
            self.inner.sweep().await;
        }
        self.inner.deliver();
        self.inner.tidy_up();
        self.inner.listen();
        Ok(problems)
    }

    /// What came to an end while no page was there, and was closed when the desk
    /// opened. Told once, to whoever tells the agent.
    ///
    /// `of` asks for one conversation only.
    pub fn take_finished_while_away(
        &self,
        of: Option<&InteractionId>,
    ) -> Vec<(InteractionId, Effect)> {
        let mut untold = self.inner.untold.borrow_mut();
        untold.extract_if(.., |(id, _)| of.is_none_or(|of| id == of)).collect()
    }

    /// What administrators have set up, as last known.
    pub fn catalog(&self) -> Option<Arc<Catalog>> {
        self.inner.catalog.borrow().clone()
    }

    /// Takes `catalog` for what administrators have set up from now on.
    /// Wrap-ups that run keep the rules they began with.
    pub fn set_catalog(&self, catalog: Catalog) {
        self.inner.set_catalog(catalog);
    }

    /// Codes or configurations were changed: this page and the others over the same
    /// store read them again, so that the next conversation gets what is set up now.
    ///
    /// # Errors
    /// The [`BackendError`] where they cannot be read here; the others are told.
    pub async fn catalog_changed(&self) -> Result<(), BackendError> {
        self.inner.mirror.set_up();
        self.inner.read_catalog().await
    }

    /// Which codes `agent` uses often.
    pub fn code_habits(&self, agent: &AgentId) -> CodeHabits {
        self.inner.store().code_habits(agent)
    }

    /// Makes a code one of `agent`'s favourites, or one no more. Whether it is one now.
    pub fn toggle_favourite(&self, agent: &AgentId, code: &CodeId) -> bool {
        let mut habits = self.code_habits(agent);
        let now = habits.toggle(code);
        self.inner.store().keep_code_habits(agent, &habits);
        now
    }

    /// What `agent` has set up for themselves.
    pub fn preferences(&self, agent: &AgentId) -> Preferences {
        self.inner.store().preferences(agent)
    }

    /// Keeps what `agent` has set up.
    pub fn keep_preferences(&self, agent: &AgentId, preferences: &Preferences) {
        self.inner.store().keep_preferences(agent, preferences);
    }

    /// The conversations of which `agent` has something to finish, the most urgent first.
    pub fn by_urgency(&self, agent: &AgentId) -> Vec<InteractionId> {
        self.inner.page.borrow().by_urgency(agent)
    }

    /// The most urgent of `agent`'s countdowns that are shown, as it now stands.
    pub fn pressing(&self, agent: &AgentId) -> Option<Pressing> {
        self.inner.page.borrow().pressing(agent, clock::now())
    }

    /// Takes in a conversation that has just begun.
    ///
    /// # Errors
    /// [`RecordError`] when its fields take more room than they may; then nothing
    /// was taken in.
    pub fn add(&self, interaction: Interaction) -> Result<(), RecordError> {
        interaction.check()?;
        self.inner.act(|page| page.add(interaction, clock::now()));
        Ok(())
    }

    /// Whether `other` is the same desk.
    pub fn is(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.inner, &other.inner)
    }

    /// Whether records go on to a system of record elsewhere.
    pub fn has_courier(&self) -> bool {
        self.inner.courier.is_some()
    }

    /// Every conversation's id, in order.
    pub fn ids(&self) -> Vec<InteractionId> {
        self.inner.page.borrow().ids().cloned().collect()
    }

    /// A conversation as it now stands.
    pub fn conversation(&self, id: &InteractionId) -> Option<Conversation> {
        self.inner.page.borrow().conversation(id).cloned()
    }

    /// What `read` finds in a conversation as it now stands, without a copy of it.
    /// `read` must not give the desk anything to do.
    pub fn read<T>(&self, id: &InteractionId, read: impl FnOnce(&Conversation) -> T) -> Option<T> {
        self.inner.page.borrow().conversation(id).map(read)
    }

    /// Why a conversation's last step is not saved; `None` while all is well.
    pub fn trouble(&self, id: &InteractionId) -> Option<BackendError> {
        self.inner.page.borrow().trouble(id).cloned()
    }

    /// Whether all that was done with a conversation is in the store, as far as the
    /// last [`Notification::Stored`] goes.
    pub fn is_stored(&self, id: &InteractionId) -> bool {
        self.inner.page.borrow().is_handed_on(id)
    }

    /// Whether everything of a conversation is in the store.
    pub fn is_written(&self, id: &InteractionId) -> bool {
        self.inner.page.borrow().is_written(id)
    }

    /// Gives a conversation a command. What comes of it is told to observers.
    pub fn send(&self, id: &InteractionId, command: Command) {
        self.inner.act(|page| page.command(id, command, clock::now()));
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

    /// What closing the conversation's tab in the workspace would save and do, for
    /// a host that wants to say so first; `None` for an unknown conversation.
    pub fn if_tab_closed(&self, id: &InteractionId, by: &Actor) -> Option<TabClosing> {
        let catalog = self.catalog();
        let page = self.inner.page.borrow();
        Some(page.conversation(id)?.if_tab_closed(by, catalog, clock::now()))
    }

    /// The conversation's tab in the workspace is closed by an agent.
    pub fn close_tab(&self, id: &InteractionId, by: Actor) {
        self.send(id, self.closing_tab(by));
    }

    /// The command that closes a conversation's tab.
    pub fn closing_tab(&self, by: Actor) -> Command {
        let (catalog, segment) = (self.catalog(), Self::new_segment_id());
        Command::CloseTab { by, catalog, segment, key: Self::new_key() }
    }

    /// Tells `observer` of everything, for as long as the subscription is kept.
    pub fn subscribe(&self, observer: impl Fn(&Notification) + 'static) -> Subscription {
        self.inner.observers.subscribe(observer)
    }

    /// How the records stand with the system of record: those of one conversation,
    /// or all. Without one elsewhere there is nothing to send.
    pub fn standing(&self, of: Option<&InteractionId>) -> Standing {
        let parcels = self.outbox();
        let concerned = |each: &&Parcel| of.is_none_or(|id| each.report.interaction() == id);
        outbox::standing(parcels.iter().filter(concerned))
    }

    /// Since when something finished waits to be sent, of one conversation or of all,
    /// once that is longer than it ever should; its agent is told.
    pub fn waits_since(&self, of: Option<&InteractionId>) -> Option<Timestamp> {
        let parcels = self.outbox();
        let concerned = |each: &&Parcel| of.is_none_or(|id| each.report.interaction() == id);
        retention::waits_since(parcels.iter().filter(concerned), self.now().wall)
    }

    /// What the system of record hasn't confirmed yet, as last seen.
    pub fn outbox(&self) -> Vec<Parcel> {
        self.inner.courier.as_ref().map_or_else(Vec::new, Courier::parcels)
    }

    /// Tries a parcel again, whatever was in its way.
    pub fn send_again(&self, parcel: &str) {
        self.inner.decide(parcel, |parcel| Settled::Stays(Box::new(parcel.at_once())));
    }

    /// Gives up a parcel and what it says.
    pub fn discard(&self, parcel: &str) {
        self.inner.decide(parcel, |_| Settled::Gone);
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
        self.inner.page_id.clone()
    }

    /// The time, as both clocks tell it.
    pub fn now(&self) -> Now {
        clock::now()
    }

    /// The time at `now` by a conversation's clock ([`Page::time`]).
    pub fn time(&self, id: &InteractionId, now: Now) -> Timestamp {
        self.inner.page.borrow().time(id, now)
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
    /// Lets the page do something, and carries out what comes of it.
    pub(super) fn act(self: &Rc<Self>, what: impl FnOnce(&mut Page) -> Vec<Act>) {
        let acts = what(&mut self.page.borrow_mut());
        for act in acts {
            self.carry_out(act);
        }
        if self.is_open() {
            self.timer.arm(self);
            Sweeper::arm(self);
        }
        self.prompt_while_at_risk();
        self.waiting.changed();
    }

    /// Whether its agent is signed in still.
    pub(super) fn is_open(&self) -> bool {
        self.open.get()
    }

    fn set_catalog(&self, catalog: Catalog) {
        self.catalog.replace(Some(Arc::new(catalog)));
    }

    /// Takes what administrators have set up for what it is now.
    pub(super) async fn read_catalog(&self) -> Result<(), BackendError> {
        let catalog = self.backend.catalog().await?;
        self.set_catalog(catalog);
        self.tell(&Notification::SetUp);
        Ok(())
    }

    /// Where records are kept.
    pub(super) fn store(&self) -> Rc<dyn Store> {
        self.store.borrow().clone()
    }

    /// Asks before the page is left, where the domain says so.
    pub(super) fn prompt_while_at_risk(&self) {
        let outbox = self.courier.as_ref().map_or_else(Vec::new, Courier::parcels);
        let kept = self.not_kept.borrow().is_none();
        let at_risk = self.page.borrow().asks_before_leaving(kept, &outbox);
        let mut prompt = self.prompt.borrow_mut();
        if at_risk != prompt.is_some() {
            *prompt = at_risk.then(LeavePrompt::new);
        }
    }

    /// As whom a system of record elsewhere is told, where there is one.
    pub(super) fn agent(&self) -> Option<&AgentId> {
        self.courier.as_ref().map(Courier::agent)
    }

    /// What an agent has finished with a code of their own choice becomes one of those
    /// they used last.
    fn note_code(&self, id: &InteractionId, effect: &Effect) {
        let Effect::Closed(segment) = effect else { return };
        let page = self.page.borrow();
        let segment = page.conversation(id).and_then(|known| known.segment(segment));
        if let Some((agent, code)) = segment.and_then(Segment::code_chosen) {
            let store = self.store();
            let mut habits = store.code_habits(agent);
            habits.used(code);
            store.keep_code_habits(agent, &habits);
        }
    }

    /// Nobody watches yet while the desk opens; and the store answers later.
    fn remember(&self, id: &InteractionId, effect: &Effect) {
        if effect.is_end() && self.observers.is_empty() {
            self.untold.borrow_mut().push((id.clone(), effect.clone()));
        }
    }

    /// Forgets all conversations.
    pub(super) fn forget(self: &Rc<Self>) {
        self.mirror.forgotten();
        self.act(Page::clear);
    }

    pub(super) fn tell(&self, notification: &Notification) {
        self.observers.tell(notification);
    }

    fn carry_out(self: &Rc<Self>, act: Act) {
        let inner = self.clone();
        match act {
            Act::Tell(notification) => {
                match &notification {
                    Notification::Stored(id, revision) => {
                        self.mirror.written(id, *revision);
                        self.deliver();
                    }
                    Notification::Changed(_) => self.follow_with_switch(),
                    Notification::Effect(id, effect) => {
                        self.note_code(id, effect);
                        self.remember(id, effect);
                    }
                    _ => {}
                }
                self.tell(&notification);
            }
            Act::Write(id, step) => task::spawn(async move {
                let answer = inner.store().commit(&step).await;
                inner.act(|page| page.stored(&id, answer, clock::now()));
            }),
            Act::Load(id) => task::spawn(async move {
                let forgotten = inner.mirror.times_forgotten();
                let answer = inner.store().load(&id).await;
                if inner.mirror.times_forgotten() != forgotten {
                    return;
                }
                inner.act(|page| page.loaded(&id, answer, clock::now()));
            }),
        }
    }

    /// Looks at the clock: ends what is due, writes what waited, tells the second.
    pub(super) fn wake(self: &Rc<Self>) {
        self.act(|page| page.wake(clock::now(), &mut Desk::new_key));
        self.tidy_now_and_then();
        if self.page.borrow().asks_time() && !self.asking_time.replace(true) {
            let inner = self.clone();
            task::spawn(async move {
                let sent = clock::now();
                // Without an answer the domain decides by itself after a while.
                let answer = inner.backend.time().await;
                inner.asking_time.set(false);
                if let Ok(Some(time)) = answer {
                    inner.act(|page| page.heard(time, sent, clock::now()));
                }
            });
        }
    }

    /// Writes whatever is not written, drafts included: the page may go away.
    pub(super) fn write_all(self: &Rc<Self>) {
        self.act(|page| page.write_all(clock::now()));
    }

    pub(super) const fn timer(&self) -> &Timer {
        &self.timer
    }
}
