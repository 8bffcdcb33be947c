//! Writes a conversation's steps to the backend, one after another.

use std::rc::Rc;

use super::desk::{Inner, Notification};
use crate::backend::{BackendError, Revision, Step};
use crate::browser::task;
use crate::browser::timeout::Timeout;
use crate::domain::delivery;
use crate::domain::id::{ClosureKey, InteractionId, SegmentId};
use crate::domain::journal::JournalEntry;
use crate::domain::segment::CommitFailure;
use crate::domain::time::Millis;
use crate::domain::wrap_up::{Command, Effect};

/// How long a draft may wait for the next key.
const DRAFT_PAUSE: Millis = Millis(250);

/// What of a conversation is not written yet, and how writing goes.
#[derive(Default)]
pub(super) struct Writing {
    pub(super) base: Option<Revision>,
    /// Why the last try failed.
    pub(super) trouble: Option<BackendError>,
    wanted: Wanted,
    /// Whether the next step must survive a crash of the machine.
    strict: bool,
    journal: Vec<JournalEntry>,
    commits: Vec<(SegmentId, ClosureKey)>,
    commands: Vec<Command>,
    under_way: bool,
    failures: u32,
    later: Option<Timeout>,
}

/// How urgently a conversation is to be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Wanted {
    #[default]
    No,
    /// A draft: soon.
    Soon,
    /// At once.
    Now,
}

impl Writing {
    /// Knows the record as the backend has it.
    pub(super) fn based_on(revision: Revision) -> Self {
        Self { base: Some(revision), ..Self::default() }
    }

    pub(super) fn must_save(&mut self, strict: bool) {
        self.wanted = self.wanted.max(if strict { Wanted::Now } else { Wanted::Soon });
        self.strict |= strict;
    }

    /// Takes note of what came of a command.
    pub(super) fn note(&mut self, command: Option<Command>, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Save { strict } => self.must_save(*strict),
                Effect::Commit { segment, key } => {
                    self.commits.push((segment.clone(), key.clone()));
                    self.must_save(true);
                }
                Effect::Journal(entry) => self.journal.push(entry.clone()),
                _ => {}
            }
        }
        let refused = effects.iter().any(|effect| matches!(effect, Effect::Refused(_)));
        if let Some(command) = command.filter(|_| !refused) {
            self.remember(command);
        }
    }

    /// Keeps a command that was carried out, until what came of it is written.
    pub(super) fn remember(&mut self, command: Command) {
        if self.wanted != Wanted::No {
            self.commands.push(command);
        }
    }

    /// Whether a record of that revision is news, and nothing of this page's own
    /// waits to be written upon the one known.
    pub(super) fn is_behind(&self, revision: Revision) -> bool {
        !self.under_way && self.is_handed_on() && self.base < Some(revision)
    }

    /// Whether all there is of it is written.
    pub(super) fn is_written(&self) -> bool {
        !self.under_way && self.is_handed_on() && self.base.is_some()
    }

    /// Whether nothing waits to be written that isn't under way.
    pub(super) fn is_handed_on(&self) -> bool {
        self.wanted == Wanted::No
    }

    /// Whether something is being written.
    pub(super) const fn is_under_way(&self) -> bool {
        self.under_way
    }

    /// Starts over from a newer record; gives back what to do again upon it.
    pub(super) fn rebase(&mut self, revision: Revision) -> Vec<Command> {
        self.base = Some(revision);
        self.wanted = Wanted::No;
        self.journal.clear();
        self.commits.clear();
        core::mem::take(&mut self.commands)
    }
}

/// What was handed to the backend and is not answered yet.
struct Sent {
    step: Step,
    commits: Vec<(SegmentId, ClosureKey)>,
    commands: Vec<Command>,
}

impl Inner {
    /// Writes whatever is not written, drafts included: the page may go away.
    pub(super) fn write_all(self: &Rc<Self>) {
        let ids: Vec<_> = self.entries.borrow().keys().cloned().collect();
        for id in ids {
            self.with(&id, |entry| {
                if entry.writing.wanted == Wanted::Soon {
                    entry.writing.wanted = Wanted::Now;
                }
            });
            Self::write(self, &id);
        }
    }

    /// Writes a conversation if it needs to be, unless that is under way or waits.
    pub(super) fn write(inner: &Rc<Self>, id: &InteractionId) {
        let start = inner.with(id, |entry| {
            let writing = &mut entry.writing;
            if writing.under_way {
                return false;
            }
            match writing.wanted {
                Wanted::Soon if writing.later.is_none() => {
                    writing.later = Some(inner.write_after(DRAFT_PAUSE, id));
                    false
                }
                Wanted::No | Wanted::Soon => false,
                Wanted::Now => {
                    writing.later = None;
                    writing.under_way = true;
                    true
                }
            }
        });
        if start == Some(true) {
            let (inner, id) = (inner.clone(), id.clone());
            task::spawn(async move {
                while inner.write_step(&id).await {}
                // A draft typed meanwhile waits for its pause from here on.
                Self::write(&inner, &id);
            });
        }
    }

    fn write_after(self: &Rc<Self>, pause: Millis, id: &InteractionId) -> Timeout {
        let (desk, id) = (Rc::downgrade(self), id.clone());
        Timeout::new(pause, move || {
            let Some(inner) = desk.upgrade() else { return };
            let pending = inner.with(&id, |entry| {
                entry.writing.later = None;
                entry.writing.wanted = entry.writing.wanted.max(Wanted::Now);
                let segments = entry.conversation.segments.iter();
                segments.filter(|each| each.pending.is_some()).map(|each| each.id.clone()).collect()
            });
            let pending: Vec<SegmentId> = pending.unwrap_or_default();
            for segment in pending {
                inner.dispatch(&id, Command::Redeliver { segment }, false);
            }
            Self::write(&inner, &id);
        })
    }

    /// Writes one step. Whether there is another one to write at once.
    async fn write_step(self: &Rc<Self>, id: &InteractionId) -> bool {
        let sent = self.with(id, |entry| {
            let writing = &mut entry.writing;
            let commits = core::mem::take(&mut writing.commits);
            let settled = commits
                .iter()
                .fold(entry.conversation.clone(), |state, (segment, _)| state.settled(segment));
            let strict = core::mem::take(&mut writing.strict);
            writing.wanted = Wanted::No;
            Sent {
                step: Step {
                    base: writing.base,
                    interaction: settled.interaction,
                    segments: settled.segments,
                    journal: core::mem::take(&mut writing.journal),
                    strict,
                },
                commits,
                commands: core::mem::take(&mut writing.commands),
            }
        });
        let Some(sent) = sent else { return false };
        let mut answer = self.backend.commit(&sent.step).await;
        if answer == Err(BackendError::Conflict) {
            match self.backend.load(id).await {
                Ok(Some(stored)) => {
                    self.with(id, |entry| {
                        let newer = core::mem::replace(&mut entry.writing.commands, sent.commands);
                        entry.writing.commands.extend(newer);
                    });
                    self.adopt(id, stored);
                    return self.goes_on(id);
                }
                Ok(None) => answer = Err(BackendError::Refused { reason: String::new() }),
                Err(error) => answer = Err(error),
            }
        }
        match answer {
            Ok(revision) => {
                self.with(id, |entry| {
                    entry.writing.base = Some(revision);
                    entry.writing.failures = 0;
                });
                self.set_trouble(id, None);
                self.mirror.written(id, revision);
                self.tell(&Notification::Stored(id.clone()));
                for (segment, key) in sent.commits {
                    self.dispatch(id, Command::Committed { segment, key }, false);
                }
                self.goes_on(id)
            }
            Err(error) => {
                self.failed(id, sent, error);
                false
            }
        }
    }

    /// Whether there is more to write at once; if not, writing is over.
    fn goes_on(&self, id: &InteractionId) -> bool {
        let more = self.with(id, |entry| {
            let writing = &mut entry.writing;
            writing.under_way = writing.wanted == Wanted::Now;
            writing.under_way
        });
        more == Some(true)
    }

    /// Keeps what could not be written, and tries again where that makes sense.
    fn failed(self: &Rc<Self>, id: &InteractionId, sent: Sent, error: BackendError) {
        let pause = match &error {
            BackendError::TryAgain { after, .. } => Some(*after),
            _ => None,
        };
        let failure =
            if pause.is_some() { CommitFailure::TryAgain } else { CommitFailure::Refused };
        self.with(id, |entry| {
            let writing = &mut entry.writing;
            writing.under_way = false;
            writing.failures += 1;
            if pause.is_some() {
                writing.must_save(false);
                writing.strict |= sent.step.strict;
            }
            let newer = core::mem::replace(&mut writing.journal, sent.step.journal);
            writing.journal.extend(newer);
            let newer = core::mem::replace(&mut writing.commands, sent.commands);
            writing.commands.extend(newer);
            let pause =
                pause.map(|after| after.unwrap_or_else(|| delivery::pause_after(writing.failures)));
            writing.later = pause.map(|pause| self.write_after(pause, id));
        });
        self.set_trouble(id, Some(error));
        for (segment, key) in sent.commits {
            self.dispatch(
                id,
                Command::NotCommitted { segment, key, failure: failure.clone() },
                false,
            );
        }
    }

    fn set_trouble(&self, id: &InteractionId, trouble: Option<BackendError>) {
        let changed = self.with(id, |entry| {
            let changed = entry.writing.trouble != trouble;
            entry.writing.trouble = trouble;
            changed
        });
        if changed == Some(true) {
            self.tell(&Notification::Saving(id.clone()));
        }
    }
}
