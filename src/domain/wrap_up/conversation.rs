//! Commands about the conversation: who is on it, and how it ends.

use super::{Effect, Refusal, Step};
use crate::domain::catalog::{Catalog, Selection};
use crate::domain::configuration::{Mode, Rules};
use crate::domain::id::{AgentId, SegmentId};
use crate::domain::interaction::{EndedBy, Interaction, InteractionState, Preparation};
use crate::domain::journal::JournalEvent;
use crate::domain::segment::{
    ConfigurationRef, Open, OpenedBy, Parked, Segment, SegmentState, Timing,
};
use crate::domain::time::Millis;

/// What every segment that opens at one moment has in common.
struct Opening {
    configuration: Option<ConfigurationRef>,
    rules: Rules,
    opened_by: OpenedBy,
    /// To be journalled with each segment.
    remark: Option<JournalEvent>,
}

impl Opening {
    /// Where nothing is known to run by.
    fn unknown(opened_by: OpenedBy) -> Self {
        let remark = Some(JournalEvent::ConfigurationUnknown);
        Self { configuration: None, rules: Rules::fallback(), opened_by, remark }
    }
}

impl Step<'_> {
    pub(super) fn interaction(&mut self) -> &mut Interaction {
        &mut self.conversation.interaction
    }

    fn wrong_state(&self) -> Refusal {
        Refusal::WrongState(self.conversation.interaction.state)
    }

    pub(super) fn become_state(&mut self, state: InteractionState) {
        self.interaction().state = state;
        self.journal(None, None, JournalEvent::State(state));
        self.save();
    }

    pub(super) fn connect(&mut self, agent: AgentId) -> Result<(), Refusal> {
        use InteractionState::{New, OnHold, WorkInProgress};
        let interaction = self.interaction();
        if !matches!(interaction.state, New | WorkInProgress | OnHold) {
            return Err(self.wrong_state());
        }
        if interaction.has(&agent) {
            return Ok(());
        }
        if interaction.connected.is_empty() {
            interaction.assigned_to = Some(agent.clone());
        }
        interaction.connected.push(agent);
        if interaction.state == New {
            self.become_state(WorkInProgress);
        } else {
            self.save();
        }
        Ok(())
    }

    pub(super) fn hold(&mut self) -> Result<(), Refusal> {
        match self.interaction().state {
            InteractionState::WorkInProgress => self.become_state(InteractionState::OnHold),
            InteractionState::OnHold => {}
            _ => return Err(self.wrong_state()),
        }
        Ok(())
    }

    pub(super) fn resume_talking(&mut self) -> Result<(), Refusal> {
        match self.interaction().state {
            InteractionState::OnHold => self.become_state(InteractionState::WorkInProgress),
            InteractionState::WorkInProgress => {}
            _ => return Err(self.wrong_state()),
        }
        Ok(())
    }

    pub(super) fn assign(&mut self, to: Option<AgentId>) -> Result<(), Refusal> {
        if self.interaction().state.is_closed() {
            return Err(self.wrong_state());
        }
        self.interaction().assigned_to = to;
        self.save();
        Ok(())
    }

    pub(super) fn end_conversation(
        &mut self,
        by: &EndedBy,
        catalog: Option<&Catalog>,
        names: Vec<SegmentId>,
    ) -> Result<(), Refusal> {
        let unconnected = self.interaction().state == InteractionState::New;
        if !unconnected && !self.interaction().state.is_live() {
            return Err(self.wrong_state());
        }
        if let EndedBy::Agent(agent) = by
            && !unconnected
            && !self.interaction().has(agent)
        {
            return Err(Refusal::NotConnected(agent.clone()));
        }
        let interaction = self.interaction();
        let agents: Vec<_> = if unconnected {
            interaction.assigned_to.iter().cloned().collect()
        } else {
            interaction.connected.clone()
        };
        // Who parked an earlier wrap-up of it when the customer came back goes
        // on with that one.
        let (parked, others): (Vec<_>, Vec<_>) =
            agents.into_iter().partition(|agent| self.parked_of(agent).is_some());
        let mut openings = Vec::new();
        for agent in others {
            let opening = self.opening(catalog, OpenedBy::ConversationEnd, unconnected, &agent);
            openings.extend(opening.map(|opening| (agent, opening)));
        }
        self.check_names(openings.len(), &names)?;

        let at = self.at;
        let interaction = self.interaction();
        interaction.ended_at = Some(at);
        interaction.connected.clear();
        for index in parked.iter().filter_map(|agent| self.parked_of(agent)).collect::<Vec<_>>() {
            self.unpark(index);
        }
        for ((agent, opening), name) in openings.into_iter().zip(names) {
            self.open_segment(name, &agent, &opening);
        }
        self.interaction().preparations.clear();
        let finished = !self.conversation.segments.iter().any(Segment::is_unfinished);
        self.become_state(match (finished, unconnected) {
            (false, _) => InteractionState::WrapUp,
            (true, true) => InteractionState::ClosedAbandoned,
            (true, false) => InteractionState::ClosedComplete,
        });
        if finished {
            self.interaction().closed_at = Some(at);
        }
        Ok(())
    }

    /// Opens a segment for what `agent` entered early, where they leave at once: it is to
    /// be closed with that. Nothing without entries, which skips the wrap-up.
    pub(super) fn open_for_entries(
        &mut self,
        agent: &AgentId,
        catalog: Option<&Catalog>,
        name: SegmentId,
    ) -> Result<(), Refusal> {
        let interaction = &self.conversation.interaction;
        let typed = interaction.preparation(agent).is_some_and(Preparation::has_entries);
        if !typed || self.parked_of(agent).is_some() {
            return Ok(());
        }
        let last = interaction.connected.iter().all(|each| each == agent);
        let opened_by = if last { OpenedBy::ConversationEnd } else { OpenedBy::Leaving };
        if let Some(opening) = self.opening(catalog, opened_by, false, agent) {
            self.check_names(1, core::slice::from_ref(&name))?;
            self.open_segment(name, agent, &opening);
        }
        Ok(())
    }

    /// Everybody does, unless they would have had to ask for it and didn't.
    fn gets_segment(&self, agent: &AgentId, opening: &Opening) -> bool {
        let preparation = self.conversation.interaction.preparation(agent);
        opening.rules.mode != Mode::AgentRequested || preparation.is_some_and(Preparation::asks)
    }

    fn check_names(&self, needed: usize, names: &[SegmentId]) -> Result<(), Refusal> {
        let names = names.get(..needed).ok_or(Refusal::SegmentNameMissing)?;
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) || self.conversation.segment(name).is_some() {
                return Err(Refusal::SegmentNameTaken(name.clone()));
            }
        }
        Ok(())
    }

    pub(super) fn leave(
        &mut self,
        agent: &AgentId,
        to: Option<AgentId>,
        catalog: Option<&Catalog>,
        name: SegmentId,
    ) -> Result<(), Refusal> {
        if !self.interaction().state.is_live() {
            return Err(self.wrong_state());
        }
        if !self.interaction().has(agent) {
            return Err(Refusal::NotConnected(agent.clone()));
        }
        let stays = |each: &AgentId| each != agent;
        if !self.interaction().connected.iter().chain(to.as_ref()).any(stays) {
            return Err(Refusal::LastAgent);
        }
        let parked = self.parked_of(agent);
        let opening = if parked.is_none() {
            self.opening(catalog, OpenedBy::Leaving, false, agent)
        } else {
            None
        };
        if opening.is_some() {
            self.check_names(1, core::slice::from_ref(&name))?;
        }
        let interaction = self.interaction();
        interaction.connected.retain(|each| each != agent);
        let was_assigned = interaction.assigned_to.as_ref() == Some(agent);
        match to {
            Some(to) => {
                interaction.assigned_to = Some(to.clone());
                if !interaction.has(&to) {
                    interaction.connected.push(to);
                }
            }
            None if was_assigned => {
                interaction.assigned_to = interaction.connected.first().cloned();
            }
            None => {}
        }
        if let Some(index) = parked {
            self.unpark(index);
        }
        if let Some(opening) = opening {
            self.open_segment(name, agent, &opening);
        }
        self.interaction().preparations.retain(|each| each.agent != *agent);
        self.save();
        Ok(())
    }

    pub(super) fn customer_returns(&mut self, agent: AgentId) -> Result<(), Refusal> {
        if self.interaction().state != InteractionState::WrapUp {
            return Err(self.wrong_state());
        }
        for index in 0..self.conversation.segments.len() {
            if self.conversation.segments[index].pending.is_none() {
                self.park(index);
            }
            // The conversation goes on without the others: from here on they
            // are ones who left, and need no assignment to finish theirs.
            let segment = &mut self.conversation.segments[index];
            if segment.agent != agent {
                segment.opened_by = OpenedBy::Leaving;
            }
        }
        let interaction = self.interaction();
        interaction.ended_at = None;
        interaction.assigned_to = Some(agent.clone());
        interaction.connected.push(agent);
        self.become_state(InteractionState::WorkInProgress);
        Ok(())
    }

    pub(super) fn must_be_talking(&mut self, agent: &AgentId) -> Result<(), Refusal> {
        if !self.interaction().state.is_live() {
            return Err(self.wrong_state());
        }
        if !self.interaction().has(agent) {
            return Err(Refusal::NotConnected(agent.clone()));
        }
        Ok(())
    }

    /// What `agent`'s segment that opens now runs by; `None` where they get none.
    fn opening(
        &mut self,
        catalog: Option<&Catalog>,
        opened_by: OpenedBy,
        unconnected: bool,
        agent: &AgentId,
    ) -> Option<Opening> {
        let matching = self.matching(catalog, opened_by, unconnected, agent);
        // No decision of an administrator takes away what was typed before it.
        let prepared = self.conversation.interaction.preparation(agent);
        let typed = prepared.is_some_and(Preparation::has_entries);
        let opening = matching.or_else(|| typed.then(|| Opening::unknown(opened_by)));
        opening.filter(|opening| self.gets_segment(agent, opening))
    }

    fn matching(
        &mut self,
        catalog: Option<&Catalog>,
        opened_by: OpenedBy,
        unconnected: bool,
        agent: &AgentId,
    ) -> Option<Opening> {
        let Some(catalog) = catalog else {
            return (!unconnected).then(|| Opening::unknown(opened_by));
        };
        match catalog.select(&self.conversation.interaction, agent, self.at) {
            Selection::None => None,
            Selection::Matched(configuration, rules) => {
                let wanted = !unconnected || configuration.wrap_up_unconnected;
                wanted.then(|| Opening {
                    configuration: Some(ConfigurationRef {
                        id: configuration.id.clone(),
                        name: configuration.name.clone(),
                    }),
                    rules,
                    opened_by,
                    remark: None,
                })
            }
            Selection::Faulty(configuration, faults) => {
                let lines: Vec<_> = faults.iter().map(ToString::to_string).collect();
                let configuration = configuration.id.clone();
                let told = Effect::Faulty { configuration, faults };
                // Of several agents' wrap-ups it is told once.
                if !self.effects.contains(&told) {
                    self.effects.push(told);
                }
                if unconnected {
                    return None;
                }
                let remark = Some(JournalEvent::ConfigurationFaulty(lines.join("\n")));
                Some(Opening { remark, ..Opening::unknown(opened_by) })
            }
        }
    }

    fn open_segment(&mut self, id: SegmentId, agent: &AgentId, opening: &Opening) {
        let at = self.at;
        let rules = opening.rules.clone();
        let prepared = self.conversation.interaction.preparation(agent);
        let draft = prepared.and_then(|each| each.draft.clone()).unwrap_or_default();
        let timing = rules.duration.map(|whole| Timing::starting(at, whole));
        let interaction = self.conversation.interaction.id.clone();
        self.conversation.segments.push(Segment {
            configuration: opening.configuration.clone(),
            opened_by: opening.opened_by,
            draft,
            state: SegmentState::Open(Open::new(at, timing)),
            ..Segment::opening(id, interaction, agent.clone(), rules, at)
        });
        let index = self.conversation.segments.len() - 1;
        self.journal(Some(index), Some(agent), JournalEvent::Opened);
        if let Some(remark) = opening.remark.clone() {
            self.journal(Some(index), None, remark);
        }
    }

    /// The agent's parked segment, unless its closure has been accepted.
    pub(super) fn parked_of(&self, agent: &AgentId) -> Option<usize> {
        let parked = |each: &Segment| matches!(each.state, SegmentState::Parked(_));
        let parked = |each: &Segment| each.is_in_hand_of(agent) && parked(each);
        self.conversation.segments.iter().position(parked)
    }

    /// Lays an open segment aside with the time that is left.
    pub(super) fn park(&mut self, index: usize) {
        let at = self.at;
        let segment = &mut self.conversation.segments[index];
        let SegmentState::Open(open) = &segment.state else {
            return;
        };
        // Rounded up, as shown, since taking it up again rounds down.
        let left = |timing: Timing| {
            let left = timing.deadline.since(at).seconds_rounded_up();
            (Millis::from_seconds(left), timing.whole)
        };
        let left = open.timing.map(left);
        let recorded = open.recorded.clone();
        segment.worked_before = segment.worked(at);
        segment.state = SegmentState::Parked(Parked { since: at, left, recorded });
        self.journal(Some(index), None, JournalEvent::Parked);
    }

    /// Takes a parked segment up again, with the time that was left.
    pub(super) fn unpark(&mut self, index: usize) {
        let at = self.at;
        let segment = &mut self.conversation.segments[index];
        let SegmentState::Parked(parked) = &segment.state else {
            return;
        };
        let timing =
            parked.left.map(|(left, whole)| Timing { whole, ..Timing::starting(at, left) });
        let recorded = parked.recorded.clone();
        segment.state = SegmentState::Open(Open { recorded, ..Open::new(at, timing) });
        self.journal(Some(index), None, JournalEvent::Resumed);
    }
}
