//! What of a conversation is not written yet, and how writing goes.

use crate::domain::delivery::failure::BackendError;
use crate::domain::delivery::step::Revision;
use crate::domain::id::{ClosureKey, SegmentId};
use crate::domain::interaction::Interaction;
use crate::domain::journal::JournalEntry;
use crate::domain::segment::{Closed, Segment};
use crate::domain::time::{Millis, Now};
use crate::domain::wrap_up::{Command, Effect};

/// How long a draft may wait for the next key.
pub(super) const DRAFT_PAUSE: Millis = Millis(250);

/// How urgently a conversation is to be written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wanted {
    #[default]
    No,
    /// A draft: soon.
    Soon,
    /// At once.
    Now,
}

/// What was handed to the store and is not answered yet.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) known: Option<Known>,
    pub(super) journal: Vec<JournalEntry>,
    pub(super) strict: bool,
    pub(super) commits: Vec<(SegmentId, ClosureKey)>,
    pub(super) commands: Vec<Command>,
    /// Another tab was faster; what it wrote is being read.
    pub(super) overtaken: bool,
}

/// The records as the store has them, as last known.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) interaction: Interaction,
    pub(super) segments: Vec<Segment>,
}

/// See the module.
#[derive(Debug, Clone, Default)]
pub(super) struct Writing {
    pub(super) base: Option<Revision>,
    /// Needed only where a system of record elsewhere is told of changes.
    pub(super) known: Option<Known>,
    /// Keys of what the system of record has told, which need not be told back.
    pub(super) learned: Vec<ClosureKey>,
    /// Why the last try failed.
    pub(super) trouble: Option<BackendError>,
    pub(super) wanted: Wanted,
    /// Whether the next step must survive a crash of the machine.
    pub(super) strict: bool,
    pub(super) journal: Vec<JournalEntry>,
    pub(super) commits: Vec<(SegmentId, ClosureKey)>,
    pub(super) commands: Vec<Command>,
    pub(super) sent: Option<Sent>,
    pub(super) failures: u32,
    /// When what waits is written, by the monotonic clock.
    pub(super) due: Option<Millis>,
}

impl Writing {
    /// Knows the record as the store has it.
    pub(super) fn based_on(revision: Revision, known: Option<Known>) -> Self {
        Self { base: Some(revision), known, ..Self::default() }
    }

    pub(super) fn must_save(&mut self, strict: bool) {
        self.wanted = self.wanted.max(if strict { Wanted::Now } else { Wanted::Soon });
        self.strict |= strict;
    }

    /// Takes note of what the system of record has.
    pub(super) fn learn(&mut self, closed: &Closed) {
        let versions = closed.versions.iter().map(|version| &version.key);
        self.learned.extend(versions.chain([&closed.closure.key]).cloned());
    }

    /// Takes note of what came of a command.
    pub(super) fn note(&mut self, command: Option<Command>, effects: &[Effect]) {
        for effect in effects {
            match effect {
                Effect::Save { strict } => self.must_save(*strict),
                Effect::Commit { segment, key } => {
                    let commit = (segment.clone(), key.clone());
                    // A later try may come before the earlier one was written.
                    if !self.commits.contains(&commit) {
                        self.commits.push(commit);
                    }
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

    /// Whether all there is of it is written.
    pub(super) fn is_written(&self) -> bool {
        self.sent.is_none() && self.wanted == Wanted::No && self.base.is_some()
    }

    /// Starts over from a newer record; gives back what to do again upon it.
    pub(super) fn rebase(&mut self, revision: Revision, known: Option<Known>) -> Vec<Command> {
        self.base = Some(revision);
        self.known = known;
        self.wanted = Wanted::No;
        self.journal.clear();
        self.commits.clear();
        let sent = self.sent.take().into_iter().flat_map(|sent| sent.commands);
        let unsaved = core::mem::take(&mut self.commands);
        sent.chain(unsaved).collect()
    }

    /// Whether the time has come to write, or else it is set when.
    pub(super) fn is_time(&mut self, now: Now) -> bool {
        if self.sent.is_some() {
            return false;
        }
        match self.wanted {
            Wanted::No => false,
            Wanted::Soon => {
                self.due.get_or_insert(now.monotonic + DRAFT_PAUSE);
                false
            }
            Wanted::Now => {
                self.due = None;
                true
            }
        }
    }

    /// Takes back what could not be written, before what came since.
    pub(super) fn take_back(&mut self, sent: Sent) -> Vec<(SegmentId, ClosureKey)> {
        let newer = core::mem::replace(&mut self.journal, sent.journal);
        self.journal.extend(newer);
        let newer = core::mem::replace(&mut self.commands, sent.commands);
        self.commands.extend(newer);
        sent.commits
    }
}
