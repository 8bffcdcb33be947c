//! What every part of the administration works with: what is set up, who is at work,
//! and the one way in which anything is changed.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::guard::Guard;
use super::messages::{text, with};
use super::route::Route;
use crate::backend::BackendError;
use crate::browser::{task, timeout};
use crate::domain::admin::audit::{AuditEntry, Change};
use crate::domain::admin::lint::{self, KnownFields};
use crate::domain::catalog::Catalog;
use crate::domain::gate::Actor;
use crate::domain::id::{AgentId, CodeId};
use crate::domain::interaction::Interaction;
use crate::domain::time::Millis;
use crate::runtime::Administrator;
use crate::view::{AgentNames, SaveFailure};

/// What could not be read is read again after that time.
const AGAIN: Millis = Millis::from_seconds(5);

/// See the module.
#[derive(Clone, Copy)]
pub(super) struct Office {
    administrator: StoredValue<Administrator, LocalStorage>,
    /// Who is at work.
    pub(super) actor: Signal<Actor>,
    /// The agents there are, as far as the host tells.
    pub(super) agents: StoredValue<Vec<AgentId>>,
    /// What they are called.
    pub(super) names: AgentNames,
    /// What is set up; `None` until it was read.
    pub(super) catalog: RwSignal<Option<Arc<Catalog>>>,
    /// Conversations there have been, the newest first.
    pub(super) interactions: RwSignal<Vec<Interaction>>,
    /// Codes that records name.
    pub(super) recorded: RwSignal<BTreeSet<CodeId>>,
    /// Who changed what, oldest first.
    pub(super) trail: RwSignal<Vec<AuditEntry>>,
    /// Why the records cannot be read. What was read before is shown still.
    pub(super) closed: RwSignal<Option<String>>,
    /// What was done last, in a sentence.
    pub(super) said: RwSignal<String>,
    /// Asks before anything typed is lost.
    pub(super) guard: Guard,
    /// Where in the administration one is.
    pub(super) route: Route,
}

impl Office {
    /// Opens it, and reads what there is.
    pub(super) fn open(
        administrator: Administrator,
        actor: Signal<Actor>,
        agents: Vec<AgentId>,
        names: AgentNames,
    ) -> Self {
        let guard = Guard::new();
        let office = Self {
            administrator: StoredValue::new_local(administrator.clone()),
            actor,
            agents: StoredValue::new(agents),
            names,
            catalog: RwSignal::new(None),
            interactions: RwSignal::default(),
            recorded: RwSignal::default(),
            trail: RwSignal::default(),
            closed: RwSignal::new(None),
            said: RwSignal::default(),
            guard,
            route: Route::of_address(guard),
        };
        administrator.on_change(move || office.read());
        office.read();
        office
    }

    /// Reads everything anew.
    pub(super) fn read(self) {
        task::spawn(self.read_now());
    }

    /// The same, for whoever waits for it.
    pub(super) async fn read_now(self) {
        let Some(administrator) = self.administrator.try_get_value() else { return };
        match administrator.catalog().await {
            Ok(catalog) => self.take(catalog),
            Err(error) => {
                let was_open = self.closed.try_with_untracked(Option::is_none) == Some(true);
                self.closed.try_set(Some(failure(&error)));
                if was_open {
                    self.keep_trying();
                }
            }
        }
        self.read_rest(&administrator).await;
    }

    /// Looks again now and then, until the records can be read.
    fn keep_trying(self) {
        let is_closed = move || self.closed.try_with_untracked(Option::is_some) == Some(true);
        task::spawn(async move {
            while is_closed() {
                timeout::sleep(AGAIN).await;
                if is_closed() {
                    self.read_now().await;
                }
            }
        });
    }

    fn take(self, catalog: Catalog) {
        // Told only when it changes: whoever hears of it begins anew.
        if self.closed.try_with_untracked(Option::is_some) == Some(true) {
            self.closed.set(None);
        }
        let is_same = |known: &Option<Arc<Catalog>>| known.as_deref() == Some(&catalog);
        if self.catalog.try_with_untracked(is_same) == Some(false) {
            self.catalog.set(Some(Arc::new(catalog)));
        }
    }

    async fn read_rest(self, administrator: &Administrator) {
        if let Ok(trail) = administrator.audit().await {
            self.trail.try_set(trail);
        }
        if let Ok(recorded) = administrator.recorded_codes().await {
            self.recorded.try_set(recorded);
        }
        if let Ok(interactions) = administrator.interactions().await {
            self.interactions.try_set(interactions);
        }
    }

    /// Reads which codes records name by now.
    pub(super) fn read_recorded(self) {
        let administrator = self.administrator.get_value();
        task::spawn(async move {
            if let Ok(recorded) = administrator.recorded_codes().await {
                self.recorded.try_set(recorded);
            }
        });
    }

    /// What is set up, followed; nothing before it was read.
    pub(super) fn set_up(self) -> Arc<Catalog> {
        self.catalog.get().unwrap_or_default()
    }

    /// What is set up now.
    pub(super) fn set_up_now(self) -> Arc<Catalog> {
        self.catalog.get_untracked().unwrap_or_default()
    }

    /// The fields that conversations have had so far, followed.
    pub(super) fn known_fields(self) -> KnownFields {
        self.interactions.with(|all| lint::known_fields(all.iter()))
    }

    /// Makes `changes`, tells `done` how that went, and says so in a sentence where it
    /// went well.
    pub(super) fn change(
        self,
        changes: Vec<Change>,
        sentence: String,
        done: impl FnOnce(Result<(), BackendError>) + 'static,
    ) {
        let administrator = self.administrator.get_value();
        let actor = self.actor.get_untracked();
        task::spawn(async move {
            let answer = administrator.change(&actor, changes).await;
            self.after(&administrator, answer, sentence, done).await;
        });
    }

    /// The same, taking back what `entries` have changed.
    pub(super) fn take_back(
        self,
        entries: Vec<AuditEntry>,
        sentence: String,
        done: impl FnOnce(Result<(), BackendError>) + 'static,
    ) {
        let administrator = self.administrator.get_value();
        let actor = self.actor.get_untracked();
        task::spawn(async move {
            let answer = administrator.take_back(&actor, &entries).await;
            self.after(&administrator, answer, sentence, done).await;
        });
    }

    /// Whoever asked is told before what is set up is shown anew: it is theirs.
    async fn after(
        self,
        administrator: &Administrator,
        answer: Result<(), BackendError>,
        sentence: String,
        done: impl FnOnce(Result<(), BackendError>),
    ) {
        if answer.is_ok() {
            self.say(sentence);
        }
        done(answer);
        if let Ok(catalog) = administrator.catalog().await {
            self.take(catalog);
        }
        self.read_rest(administrator).await;
    }

    /// Says what was done.
    pub(super) fn say(self, sentence: String) {
        self.said.try_set(sentence);
    }
}

/// Why something was not done, in words.
pub(super) fn failure(error: &BackendError) -> String {
    match error {
        BackendError::Conflict => text("admin.failure.conflict").to_owned(),
        BackendError::NotSignedIn => text("admin.failure.not_signed_in").to_owned(),
        BackendError::Refused { reason } => with("admin.failure.refused", &[("reason", reason)]),
        BackendError::Torn(torn) => with(
            "admin.failure.torn",
            &[("kind", torn.kind), ("id", &torn.id), ("error", &torn.error.to_string())],
        ),
        BackendError::TryAgain { .. } => SaveFailure::from(error).advice().to_owned(),
    }
}
