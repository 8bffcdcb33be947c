//! Commands about what an AI suggests. They change nothing of what the agent entered.

use super::{Effect, Refusal, Step};
use crate::domain::draft::excess;
use crate::domain::gate::Actor;
use crate::domain::id::{CodeId, SegmentId};
use crate::domain::journal::JournalEvent;

impl Step<'_> {
    pub(super) fn suggest(&mut self, id: &SegmentId, code: CodeId) -> Result<(), Refusal> {
        let index = self.workable(id)?;
        let segment = &mut self.conversation.segments[index];
        let codes = segment.rules.codes.as_ref().ok_or(Refusal::NoDialog)?;
        codes.find(&code).ok_or(Refusal::CodeNotAllowed)?;
        segment.suggestion = Some(code);
        self.suggested(index, JournalEvent::Suggested);
        Ok(())
    }

    pub(super) fn suggest_notes(&mut self, id: &SegmentId, notes: &str) -> Result<(), Refusal> {
        let index = self.workable(id)?;
        let segment = &mut self.conversation.segments[index];
        segment.rules.suggestions().filter(|it| it.notes).ok_or(Refusal::NotSuggested)?;
        let notes = notes.trim();
        match excess(notes) {
            0 if notes.is_empty() => return Err(Refusal::NotesRequired),
            0 => notes.clone_into(&mut segment.suggested_notes),
            excess => return Err(Refusal::NotesTooLong { excess }),
        }
        self.suggested(index, JournalEvent::NotesSuggested);
        Ok(())
    }

    fn suggested(&mut self, index: usize, event: JournalEvent) {
        self.conversation.segments[index].suggestion_shown = false;
        self.journal(Some(index), None, event);
        self.save();
    }

    pub(super) fn suggestion_shown(&mut self, id: &SegmentId, by: &Actor) -> Result<(), Refusal> {
        let index = self.workable(id)?;
        let segment = &mut self.conversation.segments[index];
        let is_news = segment.has_suggestion() && segment.agent == by.agent;
        if is_news && !core::mem::replace(&mut segment.suggestion_shown, true) {
            self.journal(Some(index), Some(&by.agent), JournalEvent::SuggestionShown);
            self.effects.push(Effect::Save { strict: false });
        }
        Ok(())
    }

    pub(super) fn suggestion_failed(
        &mut self,
        id: &SegmentId,
        reason: String,
    ) -> Result<(), Refusal> {
        let index = self.workable(id)?;
        self.journal(Some(index), None, JournalEvent::SuggestionFailed(reason));
        self.effects.push(Effect::Save { strict: false });
        Ok(())
    }
}
