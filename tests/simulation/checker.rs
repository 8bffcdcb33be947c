//! Reads, after a run, the backend's records and the stores: what was promised
//! must be there, once, and nothing else.

use interaction_wrap_up::domain::closure::{Closure, VersionReason};
use interaction_wrap_up::domain::configuration::Rules;
use interaction_wrap_up::domain::delivery::parcel::{Parcel, Rejection, Report};
use interaction_wrap_up::domain::id::ClosureKey;
use interaction_wrap_up::domain::segment::{Closed, Segment};

use crate::agent::agent_id;
use crate::fault::Fault;
use crate::record::Accepted;
use crate::world::World;

impl World {
    /// Everything that is not as it must be, in words.
    pub(crate) fn check(&mut self) -> Vec<String> {
        let mut faults = core::mem::take(&mut self.record.violations);
        faults.append(&mut self.backend.violations);
        let mut overruled = 0;
        for (key, accepted) in &self.record.closures {
            match self.look_for(key, accepted) {
                Ok(kept_here) => overruled += u64::from(kept_here),
                Err(fault) => faults.push(format!("{key} of {}: {fault}", accepted.segment)),
            }
        }
        (0..overruled).for_each(|_| self.count(Fault::Overruled));
        self.check_versions(&mut faults);
        self.check_backend(&mut faults);
        self.check_outboxes(&mut faults);
        self.check_closures(&mut faults);
        self.check_texts(&mut faults);
        faults
    }

    fn rejected(&self, agent: usize) -> impl Iterator<Item = &Parcel> {
        let outbox = &self.machine.shelves[agent].store.outbox;
        outbox.values().filter(|parcel| parcel.rejected.is_some())
    }

    /// A closure counts once: as the closure, as a late version, or it was
    /// overruled and is with its agent. True for the last.
    fn look_for(
        &self,
        key: &ClosureKey,
        accepted: &Accepted<Closure>,
    ) -> Result<bool, &'static str> {
        let mine = &accepted.what;
        let kept = self.backend.segments.get(&accepted.segment).ok_or("segment lost")?;
        let closed = kept.closed.as_ref().ok_or("not closed")?;
        let said = |code: &_, notes: &str| *code == mine.code && notes == mine.notes;
        let mut found = 0;
        if closed.closure.key == *key {
            found += 1;
            if !said(&closed.closure.code, &closed.closure.notes) {
                return Err("closed with another text");
            }
        }
        for version in closed.versions.iter().filter(|each| each.key == *key) {
            found += 1;
            if !said(&version.code, &version.notes) {
                return Err("a version with another text");
            }
        }
        match found {
            1 => return Ok(false),
            0 => {}
            _ => return Err("counted twice"),
        }
        if closed.closure.same_content(mine) {
            return Ok(false);
        }
        if closed.closure.kind.yields_to(mine.kind) {
            return Err("lost");
        }
        let is_it = |parcel: &&Parcel| match &parcel.report {
            Report::Closed { closure, .. } => closure.key == *key && closure.notes == mine.notes,
            _ => false,
        };
        let kept_here = self.rejected(accepted.agent).find(is_it);
        let by_rule =
            |parcel: &Parcel| matches!(parcel.rejected, Some(Rejection::Overruled { .. }));
        match kept_here {
            Some(parcel) if by_rule(parcel) => Ok(true),
            Some(_) => Err("rejected for another reason"),
            None if says_nothing_new(mine, closed) => Ok(false),
            None => Err("overruled, and its text is gone"),
        }
    }

    fn check_versions(&self, faults: &mut Vec<String>) {
        for (key, accepted) in &self.record.versions {
            let kept = self.backend.segments.get(&accepted.segment);
            let closed = kept.and_then(|kept| kept.closed.as_ref());
            let versions = closed.map_or(&[][..], |closed| &closed.versions);
            let mut same = versions.iter().filter(|each| each.key == *key);
            let (first, second) = (same.next(), same.next());
            if first.is_none_or(|it| it.notes != accepted.what.notes) || second.is_some() {
                faults.push(format!("version {key} of {} is not there once", accepted.segment));
            }
        }
    }

    fn check_backend(&self, faults: &mut Vec<String>) {
        for (id, kept) in &self.backend.segments {
            let Some(closed) = &kept.closed else {
                faults.push(format!("{id} is open for ever"));
                continue;
            };
            let key = &closed.closure.key;
            let own = key.as_str().starts_with("backend");
            if !own && !self.record.closures.contains_key(key) {
                faults.push(format!("{id} was closed by {key}, which nobody accepted"));
            }
            for version in &closed.versions {
                let key = &version.key;
                let accepted = self.record.closures.contains_key(key)
                    || self.record.versions.contains_key(key);
                if !accepted {
                    faults.push(format!("{id} has version {key}, which nobody accepted"));
                }
            }
        }
        for (key, effects) in &self.backend.effects {
            if *effects != 1 {
                faults.push(format!("{key} had {effects} effects"));
            }
        }
        for (id, (_, interaction)) in &self.backend.interactions {
            let closings = self.backend.closings.get(id).copied().unwrap_or(0);
            if closings != 1 || !interaction.state.is_closed() {
                let state = interaction.state;
                faults.push(format!("{id} was closed {closings} times and is {state:?}"));
            }
        }
    }

    /// At rest only what its agent has to decide is left in an outbox, and the
    /// backend has every conversation as the store has it.
    fn check_outboxes(&self, faults: &mut Vec<String>) {
        for shelf in &self.machine.shelves {
            for parcel in shelf.store.outbox.values().filter(|parcel| parcel.rejected.is_none()) {
                faults.push(format!("{} is still in the outbox", parcel.id));
            }
            for (id, stored) in &shelf.store.conversations {
                let told = self.backend.interactions.get(id).map(|(_, told)| told);
                if told != Some(&stored.interaction) {
                    faults.push(format!("{id} is not at the backend as it is in the store"));
                }
            }
        }
    }

    /// At rest an agent's store says of the agent's own segments what the backend says.
    fn check_closures(&self, faults: &mut Vec<String>) {
        for (agent, shelf) in self.machine.shelves.iter().enumerate() {
            let agent = agent_id(agent);
            let segments = shelf.store.conversations.values().flat_map(|stored| &stored.segments);
            for here in segments.filter(|each| each.agent == agent) {
                let kept = self.backend.segments.get(&here.id);
                let there = kept.and_then(|kept| kept.closed.as_ref()).map(|it| &it.closure.key);
                let here_key = here.closed().map(|closed| &closed.closure.key);
                if here_key != there {
                    let id = &here.id;
                    faults
                        .push(format!("{id} is closed by {there:?}, in the store by {here_key:?}"));
                }
            }
        }
    }

    /// What was typed and stored last is somewhere, unless the clock discards it or
    /// its agent has corrected it since.
    fn check_texts(&self, faults: &mut Vec<String>) {
        for (id, (agent, text)) in &self.record.texts {
            let in_closed = |closed: &Closed| {
                closed.closure.notes == *text
                    || closed.versions.iter().any(|each| each.notes == *text)
                    || closed.kept_back == *text
            };
            let kept = self.backend.segments.get(id);
            let closed = kept.and_then(|kept| kept.closed.as_ref());
            let at_backend = closed.is_some_and(in_closed);
            let corrected = closed.is_some_and(|closed| {
                closed.versions.iter().any(|each| each.reason == VersionReason::Correction)
            });
            let rejected = self.rejected(*agent).any(|parcel| parcel.report.text() == text);
            let conversations = self.machine.shelves[*agent].store.conversations.values();
            let mut segments = conversations.flat_map(|it| &it.segments);
            let here = segments.find(|each| each.id == *id);
            let is_aside = |it: &Segment| it.draft.aside.iter().any(|each| each.notes == *text);
            let in_reach = here.is_some_and(|it| it.unsaved_notes() == text || is_aside(it));
            let discards = here.is_some_and(|it| discards(&it.rules));
            if !(at_backend || rejected || in_reach || discards || corrected) {
                faults.push(format!("{id}: {text:?} is nowhere"));
            }
        }
    }
}

fn discards(rules: &Rules) -> bool {
    rules.expiry == interaction_wrap_up::domain::policy::ExpiryPolicy::DefaultAndDiscard
}

/// Whether all of an overruled closure is in what stands, or stood when it came.
fn says_nothing_new(mine: &Closure, closed: &Closed) -> bool {
    let mut known = closed.versions.iter().map(|each| &each.notes).chain([&closed.closure.notes]);
    let text = mine.notes.is_empty() || known.any(|notes| *notes == mine.notes);
    text && (mine.kind.by_system() || mine.code == closed.closure.code)
}
