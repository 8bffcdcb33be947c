//! What hosts can ask of an element.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use leptos::prelude::Set;

use super::element::{self, Element};
use super::failure::{bad_argument, failure, not_done};
use super::{js, state};
use crate::domain::channel::Channel;
use crate::domain::closure::VersionReason;
use crate::domain::draft::Draft;
use crate::domain::gate::Actor;
use crate::domain::id::{AgentId, CodeId, InteractionId, SegmentId};
use crate::domain::interaction::{EndedBy, Interaction};
use crate::domain::record::{RecordError, Rule, quoted};
use crate::domain::segment::Segment;
use crate::domain::wrap_up::{CloseReason, Command, Conversation, Interruption};
use crate::runtime::Desk;

/// A method under way: on which desk, for whom.
struct Call<'a> {
    element: &'a Element,
    desk: Desk,
    actor: Actor,
}

type Done = Result<JsValue, JsValue>;

/// Carries out the method of that name.
pub(super) async fn call(element: &Element, method: &str, argument: &JsValue) -> Done {
    let Some(actor) = element.actor() else {
        let (code, message) = match element.interaction() {
            None => ("no_interaction", "the element has neither an interaction nor an agent"),
            Some(_) => ("no_agent", "the element's agent says who is signed in; it has none"),
        };
        return Err(failure(code, message));
    };
    let place = element.place().ok_or_else(|| failure("no_agent", "nobody is signed in"))?;
    // Rejected never: what goes wrong is told as an event.
    _ = JsFuture::from(place.opening.clone()).await;
    let call = Call { element, desk: place.desk.clone(), actor };
    call.carry_out(method, argument).await
}

impl Call<'_> {
    async fn carry_out(&self, method: &str, argument: &JsValue) -> Done {
        match method {
            "loggedOut" => self.interrupt_all(Interruption::Logout).await,
            "sweep" => self.sweep().await,
            "ifTabClosed" => self.if_tab_closed(),
            "minimise" | "expand" => {
                self.element.minimised.set(method == "minimise");
                Ok(self.outcome(self.element.interaction().as_ref()))
            }
            _ => {
                let id = self.interaction()?;
                self.about(&id, method, argument).await?;
                Ok(self.outcome(Some(&id)))
            }
        }
    }

    /// What has to do with one conversation.
    async fn about(
        &self,
        id: &InteractionId,
        method: &str,
        argument: &JsValue,
    ) -> Result<(), JsValue> {
        let agent = || self.actor.agent.clone();
        let by = || self.actor.clone();
        let command = match method {
            "connected" => {
                self.take_in(id)?;
                Command::Connect { agent: agent() }
            }
            "hold" => Command::Hold,
            "resume" => match self.parked(id) {
                Some(segment) => Command::ResumeSegment { segment, by: by() },
                None => Command::Resume,
            },
            "conversationEnded" => {
                let by = word(argument, "by", &["agent", "customer"])?;
                let by = if by == "agent" { EndedBy::Agent(agent()) } else { EndedBy::Customer };
                let known = self.known(id)?;
                let needed = known.interaction.connected.len().max(1);
                let segments = (0..needed).map(|_| Desk::new_segment_id()).collect();
                Command::EndConversation { by, catalog: self.desk.catalog(), segments }
            }
            "transfer" => {
                let to = js::name(argument, "to").map_err(|error| bad_argument(&error))?;
                let to = to.map(AgentId::new).transpose().map_err(|error| wrong("to", &error))?;
                let (catalog, segment) = (self.desk.catalog(), Desk::new_segment_id());
                Command::Leave { agent: agent(), to, catalog, segment }
            }
            "requestWrapUp" => {
                let unwanted = js::truth(argument, "withdraw");
                let wanted = !unwanted.map_err(|error| bad_argument(&error))?;
                Command::RequestWrapUp { agent: agent(), wanted }
            }
            "open" => {
                self.element.minimised.set(false);
                if self.known(id)?.unfinished_of(&self.actor.agent).is_some() {
                    return Ok(()); // it is open
                }
                Command::OpenEarly { by: by(), catalog: self.desk.catalog() }
            }
            "submit" | "end" => return self.close(id, method == "submit").await,
            "extend" => {
                let segment = self.unfinished(id)?;
                let number = segment.extensions + 1;
                Command::Extend { segment: segment.id, by: by(), number }
            }
            "closeTab" => self.desk.closing_tab(by()),
            "interrupt" => {
                let by = interruption(argument)?;
                Command::Interrupt { agent: agent(), by, key: Desk::new_key() }
            }
            "correct" => self.correction(id, argument)?,
            _ => return Err(failure("unknown_method", &quoted(method))),
        };
        self.command(id, command).await
    }

    async fn command(&self, id: &InteractionId, command: Command) -> Result<(), JsValue> {
        self.desk.carry_out(id, command).await.map_err(|why| not_done(&why))
    }

    /// Submits or ends, once the page has not objected.
    async fn close(&self, id: &InteractionId, submits: bool) -> Result<(), JsValue> {
        let known = self.known(id)?;
        let segment = self.unfinished(id)?;
        let within = segment.time_for_veto(known.clock.peek(self.desk.now()));
        let answer = element::ask(self.element, id, &segment.id, within);
        if let Some(answer) = answer
            && let Some(reason) = answer.await
        {
            return Err(failure("vetoed", &reason));
        }
        let by = self.actor.clone();
        let reason = if submits { CloseReason::Submit(by) } else { CloseReason::End(by) };
        let command = Command::Close { segment: segment.id, reason, key: Desk::new_key() };
        self.command(id, command).await
    }

    fn correction(&self, id: &InteractionId, argument: &JsValue) -> Result<Command, JsValue> {
        let read = |name| js::text(argument, name).map_err(|error| bad_argument(&error));
        let known = self.known(id)?;
        let named = read("segment")?;
        let is_it = |each: &&Segment| match &named {
            Some(name) => each.id.as_str() == name,
            None => each.agent == self.actor.agent && each.closed().is_some(),
        };
        let unknown = || failure("refused", "there is no such segment in this conversation");
        let segment = known.segments.iter().rev().find(is_it).ok_or_else(unknown)?;
        let closed = segment.closed();
        let code = match read("code")? {
            Some(code) => Some(CodeId::new(code).map_err(|error| wrong("code", &error))?),
            None => closed.and_then(|closed| closed.code()).map(|code| code.id.clone()),
        };
        let notes = read("notes")?;
        let notes = notes.or_else(|| closed.map(|closed| closed.notes().to_owned()));
        Ok(Command::Correct {
            segment: segment.id.clone(),
            by: self.actor.clone(),
            draft: Draft::of(code, notes.unwrap_or_default()),
            reason: VersionReason::Correction,
            key: Desk::new_key(),
        })
    }

    async fn interrupt_all(&self, by: Interruption) -> Done {
        for id in element::unfinished(&self.desk, &self.actor.agent) {
            let (agent, key) = (self.actor.agent.clone(), Desk::new_key());
            self.command(&id, Command::Interrupt { agent, by, key }).await?;
        }
        Ok(self.outcome(self.element.interaction().as_ref()))
    }

    /// What `closeTab` would do, without doing it.
    fn if_tab_closed(&self) -> Done {
        let id = self.interaction()?;
        let known = self.known(&id)?;
        let closing = known.if_tab_closed(&self.actor, self.desk.catalog(), self.desk.now());
        let saves = closing.saves.iter().map(|(segment, closure)| {
            let segment = segment.as_str().into();
            js::object(&[("segment", segment), ("closure", state::closure(closure))])
        });
        Ok(js::object(&[
            ("saves", js::list(saves)),
            ("skipsWrapUp", closing.skips_wrap_up.into()),
            ("runsOn", closing.runs_on.into()),
        ]))
    }

    /// Closes what is left over; says of which segments it was the end.
    async fn sweep(&self) -> Done {
        let mut swept = Vec::new();
        for id in self.desk.ids() {
            let Some(known) = self.desk.conversation(&id) else { continue };
            let at = known.clock.peek(self.desk.now());
            let due =
                known.segments.iter().filter(|each| each.sweep_due().is_some_and(|due| due <= at));
            for segment in due.map(|each| each.id.clone()).collect::<Vec<_>>() {
                let (reason, key) = (CloseReason::Sweep, Desk::new_key());
                let command = Command::Close { segment: segment.clone(), reason, key };
                self.command(&id, command).await?;
                swept.push(segment);
            }
        }
        let swept = swept.iter().map(|each| each.as_str().into());
        Ok(js::object(&[("swept", js::list(swept))]))
    }

    /// Begins the conversation with what the host's record says of it, unless it is
    /// known.
    fn take_in(&self, id: &InteractionId) -> Result<(), JsValue> {
        if self.desk.conversation(id).is_some() {
            return Ok(());
        }
        let record = self.element.with_options(|options| options.record.clone());
        let channel = record.channel.unwrap_or_else(|| Channel::Other(String::new()));
        let mut interaction = Interaction::new(id.clone(), channel, self.desk.now().wall);
        interaction.fields = record.fields;
        self.desk.add(interaction).map_err(|error| bad_argument(&error.under("record")))
    }

    fn interaction(&self) -> Result<InteractionId, JsValue> {
        let missing = "this needs the element's interaction";
        self.element.interaction().ok_or_else(|| failure("no_interaction", missing))
    }

    fn known(&self, id: &InteractionId) -> Result<Conversation, JsValue> {
        let unknown = || failure("unknown_interaction", "the conversation is not known here");
        self.desk.conversation(id).ok_or_else(unknown)
    }

    fn unfinished(&self, id: &InteractionId) -> Result<Segment, JsValue> {
        let none = || failure("refused", "there is no open wrap-up of this agent");
        self.known(id)?.unfinished_of(&self.actor.agent).cloned().ok_or_else(none)
    }

    fn parked(&self, id: &InteractionId) -> Option<SegmentId> {
        let known = self.desk.conversation(id)?;
        let mine = known.unfinished_of(&self.actor.agent)?;
        (mine.open().is_none()).then(|| mine.id.clone())
    }

    fn outcome(&self, id: Option<&InteractionId>) -> JsValue {
        id.map_or(JsValue::UNDEFINED, |id| state::conversation(&self.desk, id))
    }
}

fn wrong(field: &str, error: &impl core::fmt::Display) -> JsValue {
    bad_argument(&RecordError::new(Rule::Own(error.to_string()), "").under(field))
}

fn word(
    argument: &JsValue,
    field: &str,
    words: &'static [&'static str],
) -> Result<&'static str, JsValue> {
    let given = js::text(argument, field).map_err(|error| bad_argument(&error))?;
    let known = words.iter().find(|word| given.as_deref() == Some(**word)).copied();
    let found = given.as_deref().map(quoted).unwrap_or_default();
    known.ok_or_else(|| bad_argument(&RecordError::new(Rule::OneOf(words), found).under(field)))
}

fn interruption(argument: &JsValue) -> Result<Interruption, JsValue> {
    let reason = word(argument, "reason", &["status_change", "outbound_call", "logout"])?;
    Ok(match reason {
        "status_change" => Interruption::StatusChange,
        "outbound_call" => Interruption::OutboundCall,
        _ => Interruption::Logout,
    })
}
