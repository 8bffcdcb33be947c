//! A store of this browser's as a place that is told things. What of them counts is said
//! by the domain, as in a service that keeps wrap-ups (`domain::service`); what the store
//! has to do is keep a step whole or not at all, and notice that somebody else was faster.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::backend::memory::MemoryStore;
use interaction_wrap_up::backend::{
    About, Backend, BackendError, Farewell, Parcel, Presence, Report, Step, Store, Stored, Verdict,
};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::gate::Actor;
use interaction_wrap_up::domain::id::{InteractionId, SegmentId};
use interaction_wrap_up::domain::interaction::{Interaction, InteractionState};
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::service::Ahead;
use interaction_wrap_up::domain::service::kept::{Kept, NotTaken, assumed_rules};

thread_local! {
    static IN_MEMORY: RefCell<BTreeMap<String, Rc<MemoryStore>>> = RefCell::default();
}

/// The store of that name, the same for whoever asks in this page.
pub(crate) fn in_memory(name: &str) -> Rc<MemoryStore> {
    IN_MEMORY.with_borrow_mut(|known| known.entry(name.to_owned()).or_default().clone())
}

/// See the module.
pub(crate) struct Here {
    store: Rc<dyn Store>,
    /// Where the store is also a system of record: codes, and pages that come and go.
    backend: Option<Rc<BrowserBackend>>,
    catalog: RefCell<Catalog>,
    actor: Actor,
    /// What this page has seen of each conversation; others may have written since.
    seen: RefCell<BTreeMap<InteractionId, Option<Stored>>>,
}

type Told = Result<Verdict, BackendError>;

#[allow(clippy::needless_pass_by_value)] // errors are mapped with it
fn refused(refusal: NotTaken) -> BackendError {
    BackendError::Refused { reason: refusal.to_string() }
}

impl Here {
    pub(crate) fn new(
        store: Rc<dyn Store>,
        backend: Option<Rc<BrowserBackend>>,
        actor: Actor,
    ) -> Self {
        let (catalog, seen) = (RefCell::default(), RefCell::default());
        Self { store, backend, catalog, actor, seen }
    }

    pub(crate) async fn set_up(&self, catalog: Catalog) -> Result<(), BackendError> {
        if let Some(backend) = &self.backend {
            backend.set_up(&catalog).await?;
        }
        self.catalog.replace(catalog);
        Ok(())
    }

    pub(crate) async fn catalog(&self) -> Result<Catalog, BackendError> {
        match &self.backend {
            Some(backend) => Backend::catalog(&**backend).await,
            None => Ok(self.catalog.borrow().clone()),
        }
    }

    pub(crate) async fn conversation(
        &self,
        id: &InteractionId,
    ) -> Result<Option<Interaction>, BackendError> {
        Ok(self.store.load(id).await?.map(|stored| stored.interaction))
    }

    /// Tells it to the store, upon what this page has seen. Where somebody else has written
    /// meanwhile, what is final is decided again upon that; what is only news on its way is
    /// told to be of yesterday.
    pub(crate) async fn tell(&self, parcel: &Parcel) -> Told {
        let id = parcel.report.interaction().clone();
        loop {
            let known = self.seen.borrow().get(&id).cloned();
            let known = match known {
                Some(known) => known,
                None => self.store.load(&id).await?,
            };
            let (step, verdict) = self.decide(known.as_ref(), parcel)?;
            let Some(step) = step else {
                // As far as this page knows: the others may have closed it since.
                let now = self.store.load(&id).await?;
                let same = now == known;
                self.seen.borrow_mut().insert(id.clone(), now);
                if same {
                    return Ok(verdict);
                }
                continue;
            };
            match self.store.commit(&step).await {
                Ok(revision) => {
                    let Step { interaction, segments, .. } = step;
                    let stored = Stored { interaction, segments, revision };
                    self.seen.borrow_mut().insert(id, Some(stored));
                    return Ok(verdict);
                }
                Err(BackendError::Conflict) => {
                    let now = self.store.load(&id).await?;
                    self.seen.borrow_mut().insert(id.clone(), now);
                    if !parcel.report.is_final() {
                        return Err(BackendError::Conflict);
                    }
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// What is to be written for `parcel` upon what is `known`, and what that means;
    /// nothing where all of it is there.
    fn decide(
        &self,
        known: Option<&Stored>,
        parcel: &Parcel,
    ) -> Result<(Option<Step>, Verdict), BackendError> {
        let report = &parcel.report;
        let interaction = || match (report, known) {
            (Report::Interaction(told), _) => Interaction::clone(told),
            (_, Some(known)) => known.interaction.clone(),
            (_, None) => {
                let id = report.interaction().clone();
                Interaction::new(id, Channel::Chat, parcel.made_at)
            }
        };
        let mut segments = known.map_or_else(Vec::new, |known| known.segments.clone());
        let verdict = match report {
            Report::Interaction(_) => {
                // What is over never opens again.
                let over =
                    |known: &Stored| known.interaction.state == InteractionState::ClosedComplete;
                if known.is_some_and(over) {
                    return Ok((None, Verdict::Taken));
                }
                Verdict::Taken
            }
            _ => self.change(&mut segments, parcel)?,
        };
        let step = Step {
            base: known.map(|known| known.revision),
            interaction: interaction(),
            segments,
            journal: Vec::new(),
            outbox: Vec::new(),
            strict: report.is_final(),
        };
        let is_there = known.is_some_and(|known| {
            known.segments == step.segments && known.interaction == step.interaction
        });
        Ok(((!is_there).then_some(step), verdict))
    }

    /// Changes the segment in question.
    fn change(&self, segments: &mut Vec<Segment>, parcel: &Parcel) -> Told {
        let (report, actor) = (&parcel.report, &self.actor);
        let place = segments.iter().position(|each| Some(&each.id) == report.segment());
        let mut kept = match (place, report) {
            (Some(place), _) => {
                let segment = segments[place].clone();
                let (ahead, told_opening) = (Ahead::default(), true);
                let (revision, by_service) = (0, false);
                let (here, left, left_heard) = (None, None, None);
                Kept { segment, told_opening, revision, ahead, here, left, left_heard, by_service }
            }
            (None, Report::Opened(told)) => Kept::opened(Segment::clone(told), Ahead::default()),
            (None, Report::Changed(progress)) => self.mentioned(&progress.about),
            (None, Report::Closed { about, .. } | Report::Corrected { about, .. }) => {
                self.mentioned(about)
            }
            (None, Report::Interaction(_)) => return Err(BackendError::Conflict),
        };
        let agent = match report {
            Report::Opened(told) => &told.agent,
            Report::Changed(progress) => &progress.about.agent,
            Report::Closed { about, .. } | Report::Corrected { about, .. } => &about.agent,
            Report::Interaction(_) => &actor.agent,
        };
        kept.is_meant(report.interaction(), agent).map_err(refused)?;
        match report {
            Report::Interaction(_) => {}
            Report::Opened(told) => {
                interaction_wrap_up::domain::gate::may_end(told, actor)
                    .map_err(|refusal| refused(refusal.into()))?;
                kept.open(Segment::clone(told), Ahead::default());
            }
            Report::Changed(progress) => {
                interaction_wrap_up::domain::gate::may_end(&kept.segment, actor)
                    .map_err(|refusal| refused(refusal.into()))?;
                let told = (parcel.revision.0, (**progress).clone());
                kept.change(told, actor, Ahead::default(), None).map_err(refused)?;
            }
            Report::Closed { closure, .. } => {
                kept.close(Clone::clone(closure), actor).map_err(refused)?;
            }
            Report::Corrected { version, .. } => {
                kept.correct(Clone::clone(version), actor).map_err(refused)?;
            }
        }
        let closed = kept.segment.closed().cloned();
        match place {
            Some(place) => segments[place] = kept.segment,
            None => segments.push(kept.segment),
        }
        Ok(Verdict::of(report, closed).unwrap_or(Verdict::Taken))
    }

    fn mentioned(&self, about: &About) -> Kept {
        let rules = assumed_rules(about, &self.catalog.borrow());
        Kept::mentioned(about, rules, Ahead::default())
    }

    pub(crate) fn farewell(&self, farewell: &Farewell) {
        if let Some(backend) = &self.backend {
            backend.farewell(farewell);
        }
    }

    pub(crate) async fn back(
        &self,
        segments: &[About],
    ) -> Result<Vec<(SegmentId, Presence)>, BackendError> {
        match &self.backend {
            Some(backend) => backend.back(segments).await,
            None => Ok(Vec::new()),
        }
    }
}
