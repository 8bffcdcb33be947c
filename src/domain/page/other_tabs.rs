//! How a page meets the other tabs over its store, and those that went.

use super::writing::Wanted;
use super::{Act, Notification, Page};
use crate::domain::delivery::failure::BackendError;
use crate::domain::delivery::step::{Revision, Stored, Typed};
use crate::domain::id::{InteractionId, PageId};
use crate::domain::interaction::Preparation;
use crate::domain::time::Now;
use crate::domain::wrap_up::Command;

impl Page {
    /// Another tab says that it has written the conversation as `revision`. What
    /// this page is just writing will meet it as a conflict.
    pub fn written_elsewhere(&self, id: &InteractionId, revision: Revision) -> Vec<Act> {
        let is_news = self.entries.get(id).is_none_or(|entry| {
            entry.writing.sent.is_none() && entry.writing.base.is_none_or(|base| base < revision)
        });
        is_news.then(|| Act::Load(id.clone())).into_iter().collect()
    }

    /// A conversation was read again: after a conflict, or since another tab
    /// has written it. While a step is under way the answer to that says more.
    pub fn loaded(
        &mut self,
        id: &InteractionId,
        answer: Result<Option<Stored>, BackendError>,
        now: Now,
    ) -> Vec<Act> {
        let mut acts = Vec::new();
        let after_conflict = self.sent(id).map(|sent| sent.overtaken);
        if after_conflict == Some(false) {
            return acts;
        }
        let after_conflict = after_conflict.is_some();
        let was_read = answer.is_ok();
        match answer {
            Ok(Some(stored)) => self.adopt(&mut acts, id, stored, now),
            Ok(None) if after_conflict => {
                let gone = BackendError::Refused { reason: String::new() };
                self.failed(&mut acts, id, gone, now);
            }
            Err(error) if after_conflict => self.failed(&mut acts, id, error, now),
            Ok(None) | Err(_) => {}
        }
        if was_read {
            self.learn_the_rest(&mut acts, id, now);
        } else {
            self.learn_later(id);
        }
        self.write(&mut acts, id, now);
        self.finish(&mut acts, id);
        acts
    }

    /// Everything in the store, read again: others may have written unheard.
    pub fn looked_again(&mut self, stock: Vec<Stored>, torn: &[String], now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        let is_there = |id: &InteractionId| {
            stock.iter().any(|each| each.interaction.id == *id)
                || torn.iter().any(|torn| torn == id.as_str())
        };
        let gone =
            self.entries.iter().filter(|(id, entry)| entry.writing.is_written() && !is_there(id));
        let gone: Vec<_> = gone.map(|(id, _)| id.clone()).collect();
        for id in gone {
            self.entries.remove(&id);
            acts.push(Act::Tell(Notification::Changed(id)));
        }
        for stored in stock {
            let id = stored.interaction.id.clone();
            let under_way = self.entries.get(&id).is_some_and(|entry| entry.writing.sent.is_some());
            if !under_way {
                self.adopt(&mut acts, &id, stored, now);
            }
        }
        acts
    }

    /// Gives the conversation the state another tab has stored, and upon it
    /// everything this page has not saved yet.
    pub(super) fn adopt(
        &mut self,
        acts: &mut Vec<Act>,
        id: &InteractionId,
        stored: Stored,
        now: Now,
    ) {
        let known = self.known(&stored);
        let Some(entry) = self.entries.get_mut(id) else {
            return acts.extend(self.take_in(stored, now));
        };
        let is_news = entry.writing.base.is_none_or(|base| base < stored.revision);
        if !is_news && entry.writing.sent.is_none() {
            return;
        }
        let Stored { interaction, segments, revision } = stored;
        let unsaved = entry.writing.rebase(revision, known);
        let typed = unsaved.iter().filter_map(Command::types_in).cloned().collect();
        let interaction = Box::new(interaction);
        // Written as one step, once all of it is done again.
        self.apply(acts, id, Command::Adopt { interaction, segments, typed }, now, false);
        for command in unsaved {
            self.apply(acts, id, command.clone(), now, false);
            // Refused now, it may yet be carried out upon the next newer state.
            if let Some(entry) = self.entries.get_mut(id) {
                entry.writing.remember(command);
            }
        }
        self.write(acts, id, now);
    }

    /// The revision of a conversation in the store, as last known.
    pub fn revision(&self, id: &InteractionId) -> Option<Revision> {
        self.entries.get(id)?.writing.base
    }

    /// Whether all that was done with a conversation is written or being written.
    pub fn is_handed_on(&self, id: &InteractionId) -> bool {
        self.entries.get(id).is_none_or(|entry| entry.writing.wanted == Wanted::No)
    }

    /// The revision that is being written of each conversation of which one is.
    pub fn under_way(&self) -> Vec<(InteractionId, Revision)> {
        let sent = self.entries.iter().filter(|(_, entry)| entry.writing.sent.is_some());
        sent.map(|(id, entry)| (id.clone(), Revision::after(entry.writing.base))).collect()
    }

    /// What was typed in this page, of that name, and is not known to be written.
    pub fn typed_in(&self, page: &PageId) -> Vec<Typed> {
        let mut typed = Vec::new();
        let unwritten = self.entries.iter().filter(|(_, entry)| !entry.writing.is_written());
        for (id, entry) in unwritten {
            let segments = entry.conversation.segments.iter();
            let here = segments.filter(|each| each.is_unfinished() && each.draft.is_of(page));
            typed.extend(here.map(|segment| Typed {
                id: [page.as_str(), ":", segment.id.as_str()].concat(),
                interaction: id.clone(),
                segment: Some(segment.id.clone()),
                early: None,
                draft: segment.draft.clone(),
            }));
            let prepared = &entry.conversation.interaction.preparations;
            typed.extend(prepared.iter().filter_map(|Preparation { agent, draft, .. }| {
                let draft = draft.clone().filter(|draft| draft.is_of(page))?;
                let id = [page.as_str(), "::", id.as_str(), ":", agent.as_str()].concat();
                let (interaction, early) =
                    (entry.conversation.interaction.id.clone(), agent.clone());
                Some(Typed { id, interaction, segment: None, early: Some(early), draft })
            }));
        }
        typed
    }

    /// Takes over what was typed in pages that went.
    pub fn take_over(&mut self, typed: Vec<Typed>, now: Now) -> Vec<Act> {
        let mut acts = Vec::new();
        for Typed { interaction, segment, early, draft, .. } in typed {
            let command = match (segment, early) {
                (Some(segment), _) => Command::TakeOver { segment, draft },
                (None, Some(agent)) => Command::TakeOverEarly { agent, draft },
                (None, None) => continue, // of no version of this page
            };
            self.dispatch(&mut acts, &interaction, command, now, true);
        }
        acts
    }
}
