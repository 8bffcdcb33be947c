//! What of an agent's is in this browser and perhaps nowhere else: what signing
//! out asks about, and what is lost where a store is emptied.

use super::outbox::Records;
use super::parcel::{Parcel, Report};
use super::step::{Stored, Typed};
use crate::domain::id::{AgentId, ClosureKey, InteractionId};
use crate::domain::interaction::Interaction;
use crate::domain::segment::Segment;
use crate::domain::sorted::sort_by_key;
use crate::domain::time::Timestamp;

/// Everything in a store, as of one moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdings {
    /// The conversations that can be read.
    pub conversations: Vec<Stored>,
    /// The parcels that can be read.
    pub outbox: Vec<Parcel>,
    /// What was typed in pages that went, and not written otherwise.
    pub typed: Vec<Typed>,
}

/// Something an agent has finished and the system of record has not confirmed.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Unsent {
    /// The conversation.
    pub interaction: InteractionId,
    /// Its key.
    pub key: ClosureKey,
    /// Since when it waits.
    pub since: Timestamp,
    /// Whether it corrects a wrap-up that was closed before.
    pub correction: bool,
    /// Whether the system of record will not take it.
    pub rejected: bool,
}

/// A wrap-up, or one prepared during the conversation, that is not finished.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Unfinished {
    /// The conversation.
    pub interaction: InteractionId,
    /// Whether anything is entered.
    pub typed: bool,
}

/// The account of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Remains {
    /// What is finished and not sent, in the order it was made.
    pub unsent: Vec<Unsent>,
    /// What is not finished.
    pub unfinished: Vec<Unfinished>,
    /// The conversation of each text that no record took and that is kept for its
    /// author: too long, discarded by the clock, or typed in another page.
    pub kept: Vec<InteractionId>,
    /// Conversations of which only news on the way is not sent: no words are in it.
    pub news: Vec<InteractionId>,
}

impl Remains {
    /// What `agent` (or anybody, if `None`) has left in these `records`.
    pub fn of<'a>(
        records: impl Iterator<Item = Records<'a>>,
        outbox: &[Parcel],
        typed: &[Typed],
        agent: Option<&AgentId>,
    ) -> Self {
        let mut remains = Self::default();
        let mine = outbox.iter().filter(|each| agent.is_none_or(|agent| each.agent == *agent));
        let mut parcels: Vec<_> = mine.collect();
        sort_by_key(&mut parcels, |each| (each.made_at, each.order()));
        for parcel in parcels {
            remains.add_parcel(parcel);
        }
        // What is named for its words needs not be named for news.
        let Self { unsent, news, .. } = &mut remains;
        news.retain(|id| unsent.iter().all(|each| each.interaction != *id));
        for Records { interaction, segments } in records {
            let mine = segments.iter().filter(|it| agent.is_none_or(|agent| it.agent == *agent));
            for segment in mine {
                let typed = typed.iter().any(|each| each.segment.as_ref() == Some(&segment.id));
                remains.add_segment(segment, typed);
            }
            remains.add_preparations(interaction, agent, typed);
        }
        remains
    }

    /// The same of everything in a store.
    pub fn in_store(held: &Holdings, agent: &AgentId) -> Self {
        let records = held
            .conversations
            .iter()
            .map(|stored| Records { interaction: &stored.interaction, segments: &stored.segments });
        Self::of(records, &held.outbox, &held.typed, Some(agent))
    }

    fn add_parcel(&mut self, parcel: &Parcel) {
        let interaction = parcel.report.interaction().clone();
        match (parcel.key(), &parcel.report) {
            (Some(key), report) => self.unsent.push(Unsent {
                interaction,
                key: key.clone(),
                since: parcel.made_at,
                correction: matches!(report, Report::Corrected { .. }),
                rejected: parcel.rejected.is_some(),
            }),
            (None, _) => {
                if !self.news.contains(&interaction) {
                    self.news.push(interaction);
                }
            }
        }
    }

    /// What is accepted and not stored is not sent either.
    fn add_accepted(&mut self, segment: &Segment, key: &ClosureKey, since: Timestamp) {
        if self.unsent.iter().all(|each| each.key != *key) {
            let (interaction, key) = (segment.interaction.clone(), key.clone());
            let (correction, rejected) = (segment.closed().is_some(), false);
            self.unsent.push(Unsent { interaction, key, since, correction, rejected });
        }
    }

    fn add_segment(&mut self, segment: &Segment, typed: bool) {
        let interaction = || segment.interaction.clone();
        for version in &segment.pending_versions {
            self.add_accepted(segment, &version.key, version.at);
        }
        if let Some(pending) = &segment.pending {
            self.add_accepted(segment, &pending.closure.key, pending.closure.at);
        } else if segment.is_unfinished() {
            let draft = &segment.draft;
            let typed = typed || !draft.is_empty() || !draft.aside.is_empty();
            self.unfinished.push(Unfinished { interaction: interaction(), typed });
        } else {
            let texts = usize::from(typed || !segment.unsaved_notes().is_empty());
            let texts = texts + segment.unsaved_asides().count();
            self.kept.extend((0..texts).map(|_| interaction()));
        }
    }

    fn add_preparations(
        &mut self,
        interaction: &Interaction,
        agent: Option<&AgentId>,
        typed: &[Typed],
    ) {
        for prepared in &interaction.preparations {
            let mine = agent.is_none_or(|agent| prepared.agent == *agent);
            let of_it = |each: &Typed| {
                each.interaction == interaction.id && each.early.as_ref() == Some(&prepared.agent)
            };
            if mine && (prepared.has_entries() || typed.iter().any(of_it)) {
                let interaction = interaction.id.clone();
                self.unfinished.push(Unfinished { interaction, typed: true });
            }
        }
    }

    /// Whether nothing is left: an agent may sign out without being asked.
    pub const fn is_empty(&self) -> bool {
        let Self { unsent, unfinished, kept, news } = self;
        unsent.is_empty() && unfinished.is_empty() && kept.is_empty() && news.is_empty()
    }

    /// Whether everything that can be sent has been confirmed.
    pub const fn is_sent(&self) -> bool {
        self.unsent.is_empty() && self.news.is_empty()
    }

    /// The unfinished ones in which something is entered.
    pub fn drafts(&self) -> impl Iterator<Item = &InteractionId> {
        self.unfinished.iter().filter(|each| each.typed).map(|each| &each.interaction)
    }

    /// Whether words or a finished wrap-up would be lost, were the store emptied.
    pub fn would_be_missed(&self) -> bool {
        !self.unsent.is_empty() || !self.kept.is_empty() || self.drafts().next().is_some()
    }
}
