//! What an agent prepares while the conversation still runs: the dialog opened early,
//! and the wish for a wrap-up.

use super::{Conversation, Effect, Refusal, Step};
use crate::domain::catalog::{Catalog, Selection};
use crate::domain::configuration::{Mode, Rules};
use crate::domain::draft::{Draft, Edit};
use crate::domain::gate::{self, Actor, Role};
use crate::domain::id::{AgentId, SegmentId};
use crate::domain::interaction::{Interaction, Preparation};
use crate::domain::journal::JournalEvent;
use crate::domain::segment::{ConfigurationRef, Segment};
use crate::domain::time::Timestamp;

/// What an agent's wrap-up would run by, did the conversation end now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    configuration: ConfigurationRef,
    /// The rules.
    pub rules: Rules,
    early_dialog: bool,
}

impl Outlook {
    /// What `agent`'s wrap-up of `interaction` would run by at `at`; `None` where they
    /// would get none, or nothing usable is set up for it.
    pub fn of(
        interaction: &Interaction,
        agent: &AgentId,
        catalog: &Catalog,
        at: Timestamp,
    ) -> Option<Self> {
        match catalog.select(interaction, agent, at) {
            Selection::Matched(configuration, rules) => Some(Self {
                configuration: ConfigurationRef {
                    id: configuration.id.clone(),
                    name: configuration.name.clone(),
                },
                rules,
                early_dialog: configuration.early_dialog,
            }),
            Selection::None | Selection::Faulty(..) => None,
        }
    }

    /// Whether the wrap-up opens only for those who ask for it.
    pub fn waits_to_be_asked(&self) -> bool {
        self.rules.mode == Mode::AgentRequested
    }

    /// Whether `actor` may open the dialog early.
    ///
    /// # Errors
    /// The [`Refusal`] that [`super::Command::OpenEarly`] would meet.
    pub fn may_open_early(&self, actor: &Actor) -> Result<(), Refusal> {
        gate::needs(actor, Role::InteractionAdmin)?;
        if !self.early_dialog {
            return Err(Refusal::NotEarly);
        }
        self.rules.codes.as_ref().map(|_| ()).ok_or(Refusal::NoDialog)
    }
}

/// What of a conversation an agent has before them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AtHand {
    /// The dialog, opened early: see [`Conversation::prepared`].
    Prepared,
    /// This segment.
    Segment(SegmentId),
}

impl Conversation {
    /// What `actor` has before them: their own unfinished segment, or else the dialog
    /// that they opened early, or else a segment that they are told is somebody else's.
    pub fn at_hand(&self, actor: &Actor) -> Option<AtHand> {
        let own = self.unfinished_of(&actor.agent);
        if own.is_none() && self.early_draft(actor).is_some() {
            return Some(AtHand::Prepared);
        }
        let segment = own.or_else(|| self.segment_for(&actor.agent));
        segment.map(|segment| AtHand::Segment(segment.id.clone()))
    }

    /// Whether `agent` may prepare something: they are on the conversation, and no
    /// earlier wrap-up of theirs waits to go on.
    pub fn may_prepare(&self, agent: &AgentId) -> bool {
        self.interaction.state.is_live()
            && self.interaction.has(agent)
            && self.unfinished_of(agent).is_none()
    }

    fn early_draft(&self, actor: &Actor) -> Option<&Draft> {
        let may = self.may_prepare(&actor.agent);
        let may = may && gate::needs(actor, Role::InteractionAdmin).is_ok();
        self.interaction.preparation(&actor.agent).filter(|_| may)?.draft.as_ref()
    }

    /// What `actor` entered early as the segment that it will be under `outlook`, without
    /// any time; `None` where they have no early dialog. It is to be shown, never stored.
    pub fn prepared(&self, actor: &Actor, outlook: &Outlook) -> Option<Segment> {
        let draft = self.early_draft(actor)?.clone();
        outlook.rules.codes.as_ref()?;
        let Interaction { id, opened_at, .. } = &self.interaction;
        let agent = actor.agent.clone();
        // Suggestions are made of the whole conversation.
        let rules = Rules { ai_code: false, ai_notes: false, ..outlook.rules.clone() };
        Some(Segment {
            configuration: Some(outlook.configuration.clone()),
            draft,
            ..Segment::opening(SegmentId::preview(), id.clone(), agent, rules, *opened_at)
        })
    }
}

impl Step<'_> {
    pub(super) fn open_early(
        &mut self,
        by: &Actor,
        catalog: Option<&Catalog>,
    ) -> Result<(), Refusal> {
        self.must_be_talking(&by.agent)?;
        gate::needs(by, Role::InteractionAdmin)?;
        if self.parked_of(&by.agent).is_some() {
            return Err(Refusal::Parked); // that one goes on when the conversation ends
        }
        let interaction = &self.conversation.interaction;
        let outlook = catalog.and_then(|it| Outlook::of(interaction, &by.agent, it, self.at));
        outlook.ok_or(Refusal::NotEarly)?.may_open_early(by)?;
        let preparation = self.preparation(&by.agent);
        if preparation.draft.is_none() {
            preparation.draft = Some(Draft::default());
            self.journal(None, Some(&by.agent), JournalEvent::OpenedEarly);
            self.save();
        }
        Ok(())
    }

    pub(super) fn edit_early(&mut self, by: &Actor, edit: Edit) -> Result<(), Refusal> {
        // Another page ended the conversation meanwhile: the draft is the segment's now.
        if let Some(segment) = self.opened_meanwhile(by) {
            return self.edit(&segment, by, edit);
        }
        if !edit.entry.can_be_kept() {
            return Err(Refusal::TextTooLong);
        }
        self.early_draft(by)?.apply(edit);
        self.effects.push(Effect::Save { strict: false });
        Ok(())
    }

    pub(super) fn dismiss_early_aside(&mut self, by: &Actor, text: &str) -> Result<(), Refusal> {
        if let Some(segment) = self.opened_meanwhile(by) {
            return self.dismiss_aside(&segment, by, text);
        }
        if self.early_draft(by)?.dismiss_aside(text) {
            self.journal(None, Some(&by.agent), JournalEvent::AsideDismissed);
            self.save();
        }
        Ok(())
    }

    /// What a page that went had typed early. Where the conversation ended meanwhile, it
    /// belongs to the segment.
    pub(super) fn take_over_early(&mut self, agent: &AgentId, typed: Draft) -> Result<(), Refusal> {
        let mut preparations = self.interaction().preparations.iter_mut();
        let prepared = preparations.find(|each| each.agent == *agent);
        if let Some(draft) = prepared.and_then(|each| each.draft.as_mut()) {
            if draft.take_over(typed) {
                self.effects.push(Effect::Save { strict: false });
            }
            return Ok(());
        }
        let mut segments = self.conversation.segments.iter().rev();
        let segment = segments.find(|each| each.agent == *agent).ok_or(Refusal::NotEarly)?;
        let segment = segment.id.clone();
        self.take_over(&segment, typed)
    }

    fn opened_meanwhile(&self, by: &Actor) -> Option<SegmentId> {
        let talking = self.conversation.interaction.has(&by.agent);
        let segment = self.conversation.unfinished_of(&by.agent).filter(|_| !talking);
        segment.map(|segment| segment.id.clone())
    }

    fn early_draft(&mut self, by: &Actor) -> Result<&mut Draft, Refusal> {
        self.must_be_talking(&by.agent)?;
        gate::needs(by, Role::InteractionAdmin)?;
        let mut preparations = self.interaction().preparations.iter_mut();
        let mine = preparations.find(|each| each.agent == by.agent);
        mine.and_then(|each| each.draft.as_mut()).ok_or(Refusal::NotEarly)
    }

    pub(super) fn request_wrap_up(&mut self, agent: &AgentId, wanted: bool) -> Result<(), Refusal> {
        self.must_be_talking(agent)?;
        let requested = &mut self.preparation(agent).requested;
        if core::mem::replace(requested, wanted) != wanted {
            let event =
                if wanted { JournalEvent::Requested } else { JournalEvent::RequestWithdrawn };
            self.journal(None, Some(agent), event);
            self.save();
        }
        Ok(())
    }

    fn preparation(&mut self, agent: &AgentId) -> &mut Preparation {
        let preparations = &mut self.conversation.interaction.preparations;
        let index = preparations.iter().position(|each| each.agent == *agent);
        let index = index.unwrap_or_else(|| {
            let agent = agent.clone();
            preparations.push(Preparation { agent, draft: None, requested: false });
            preparations.len() - 1
        });
        &mut preparations[index]
    }
}
