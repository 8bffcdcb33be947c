//! Signing out of a computer that others use as well: what the agent would leave
//! behind is sent first, left for the next time, or removed.

use std::rc::Rc;

use super::desk::{Desk, Inner};
use crate::backend::{BackendError, Parcel};
use crate::browser::clock;
use crate::domain::delivery::outbox::{Records, Settled};
use crate::domain::delivery::remains::Remains;
use crate::domain::delivery::retention::{Lapsed, Retention};
use crate::domain::wrap_up::{Command, Interruption};

impl Desk {
    /// Has what is kept in this browser removed by other limits than the default
    /// ones. For a desk that is yet to be [opened](Self::open).
    pub fn set_retention(&self, retention: Retention) {
        self.inner.housekeeping.retention.set(retention);
    }

    /// What went from this browser while the agent was away for longer than
    /// [`Retention::abandoned`], and was perhaps nowhere else. Kept until
    /// [`Self::lapse_told`].
    pub fn lapsed(&self) -> Option<Lapsed> {
        self.inner.housekeeping.lapsed.borrow().clone()
    }

    /// The agent knows what [went](Self::lapsed).
    pub fn lapse_told(&self) {
        self.inner.lapse_told();
    }

    /// What of the agent's is in this browser and perhaps nowhere else. Where it
    /// [is empty](Remains::is_empty), they may sign out without being asked.
    ///
    /// # Errors
    /// The [`BackendError`] of a store that cannot be read.
    pub async fn remains(&self) -> Result<Remains, BackendError> {
        self.inner.written().await;
        self.inner.remains().await
    }

    /// Tries now to send everything that waits, whatever it waits for, and signs the
    /// agent out once it is all sent: their wrap-ups do at a sign-out what their
    /// configurations say, and what goes on is left as by a page that goes away.
    ///
    /// Answers what could not be sent; then the agent is still signed in and decides.
    /// `wanted` is asked before each step that cannot be taken back: they may have
    /// thought better of it while an answer was waited for.
    ///
    /// # Errors
    /// The [`BackendError`] of a store that cannot be read; the agent is still signed in.
    pub async fn send_and_sign_out(
        &self,
        wanted: impl Fn() -> bool,
    ) -> Result<Remains, BackendError> {
        let inner = &self.inner;
        inner.written().await;
        inner.send_all().await?;
        let mut remains = inner.remains().await?;
        if remains.is_sent() && wanted() {
            inner.interrupt();
            inner.written().await;
            inner.send_all().await?;
            remains = inner.remains().await?;
        }
        if remains.is_sent() && wanted() {
            self.leave();
        }
        Ok(remains)
    }

    /// Signs the agent out. What is not sent stays in this browser, where others don't
    /// see it, and goes out when the agent signs in here again.
    pub async fn sign_out(&self) {
        self.inner.interrupt();
        self.inner.written().await;
        self.leave();
    }

    /// Signs the agent out and removes everything of theirs from this browser, for
    /// good. The system of record is told that the page is gone, and nothing more.
    ///
    /// # Errors
    /// The [`BackendError`] of a store that cannot be emptied. The agent is still
    /// signed in, with everything there.
    pub async fn wipe_and_sign_out(&self) -> Result<(), BackendError> {
        self.inner.written().await;
        self.inner.store().erase().await?;
        self.inner.say_gone_without_words();
        self.inner.mirror.emptied();
        self.inner.sign_off();
        Ok(())
    }

    /// The page is this agent's no more: as if it had gone away. Nobody is asked, and
    /// nothing is waited for.
    pub fn leave(&self) {
        self.inner.say_farewell();
        self.inner.sign_off();
    }
}

impl Inner {
    /// Has everything written, and waits until it is, or cannot be for the moment.
    async fn written(self: &Rc<Self>) {
        self.write_all();
        self.waiting.until(|| self.page.borrow().under_way().is_empty()).await;
    }

    async fn remains(&self) -> Result<Remains, BackendError> {
        let outbox = self.store().outbox().await?;
        let page = self.page.borrow();
        let records = page
            .ids()
            .filter_map(|id| page.conversation(id))
            .map(|known| Records { interaction: &known.interaction, segments: &known.segments });
        Ok(Remains::of(records, &outbox, &[], self.agent()))
    }

    /// One round after the other, until nothing is left that could be tried now.
    async fn send_all(self: &Rc<Self>) -> Result<(), BackendError> {
        let Some(courier) = &self.courier else { return Ok(()) };
        let store = self.store();
        let waits = |each: &&Parcel| each.pause.is_some() && each.rejected.is_none();
        for parcel in store.outbox().await?.iter().filter(waits) {
            let at_once = Settled::Stays(Box::new(parcel.clone().at_once()));
            store.settle(parcel, &at_once).await?;
        }
        while self.delivers_one(courier).await {}
        Ok(())
    }

    /// The agent turns away from every wrap-up of theirs.
    fn interrupt(self: &Rc<Self>) {
        let Some(agent) = self.agent() else { return };
        let ids: Vec<_> = self.page.borrow().ids().cloned().collect();
        for id in ids {
            let (agent, by, key) = (agent.clone(), Interruption::Logout, Desk::new_key());
            self.act(|page| page.command(&id, Command::Interrupt { agent, by, key }, clock::now()));
        }
    }

    /// Nothing is shown, said or sent as this agent any more.
    fn sign_off(self: &Rc<Self>) {
        self.open.set(false);
        self.listening.end();
        self.neighbours.end();
        self.presence.end();
        self.mirror.end();
        self.timer().end();
        self.sweeper.end();
        if let Some(courier) = &self.courier {
            courier.forget();
        }
        self.forget();
    }
}
