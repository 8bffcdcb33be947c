//! Tells an agent what was saved, for every wrap-up of theirs that closes.

use leptos::html;
use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::close_notice::CloseNotice;
use super::code_names::CodeNames;
use super::correction_form::CorrectionForm;
use super::live::HeldDesk;
use super::notice::{Notice, Told};
use crate::domain::closure::VersionReason;
use crate::domain::draft::Draft;
use crate::domain::gate::Actor;
use crate::domain::id::{InteractionId, SegmentId};
use crate::domain::segment::Segment;
use crate::domain::wrap_up::{Command, Effect, UNDO_OFFERED};
use crate::runtime::{Desk, Notification};

/// The message after a wrap-up; the newest of them on top. It stands outside of
/// the conversation's own view, which may be gone with its tab.
#[component]
#[allow(clippy::needless_pass_by_value)] // props are taken by value
pub fn CloseNotices(
    /// The page's desk.
    desk: Desk,
    /// Who is signed in.
    #[prop(into)]
    actor: Signal<Actor>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
    /// Only those of one conversation.
    #[prop(optional)]
    of: Option<InteractionId>,
) -> impl IntoView {
    let at = Notices {
        desk: StoredValue::new_local(desk.clone()),
        actor,
        list: RwSignal::new(Vec::new()),
        undoing: RwSignal::new(None),
    };
    for (interaction, effect) in desk.take_finished_while_away(of.as_ref()) {
        at.tell(&interaction, &effect);
    }
    let subscription = desk.subscribe(move |notification| match notification {
        Notification::Effect(interaction, effect)
            if of.as_ref().is_none_or(|of| of == interaction) =>
        {
            at.tell(interaction, effect);
        }
        Notification::Stored(interaction, _) => at.tell_corrected(interaction),
        _ => {}
    });
    StoredValue::new_local(subscription);
    let notice = Signal::derive(move || at.list.with(|notices| notices.last().cloned()));
    let dismiss = Callback::new(move |()| {
        at.list.update(|notices| {
            notices.pop();
        });
    });
    let correct = Callback::new(move |draft| at.correct(draft));
    let undo = Callback::new(move |()| at.undo());
    let place = NodeRef::<html::Div>::new();
    let form = move |segment: Segment| {
        let (desk, reason) = (at.desk, VersionReason::Undo);
        let done = Callback::new(move |saved| {
            at.undone(saved);
            request_animation_frame(move || {
                _ = place.get_untracked().map(|place| place.focus());
            });
        });
        view! { class="wrapup",
            <div class="wrapup-notice-card">
                <CorrectionForm desk segment reason actor done />
            </div>
        }
    };
    view! { class="wrapup",
        <div class="wrapup-notices" tabindex="-1" node_ref=place>
            {move || at.undoing.get().map(form)}
            <CloseNotice notice dismiss correct undo names />
        </div>
    }
}

#[derive(Clone, Copy)]
struct Notices {
    desk: HeldDesk,
    actor: Signal<Actor>,
    /// The newest last.
    list: RwSignal<Vec<Notice>>,
    /// The submit that its author takes back.
    undoing: RwSignal<Option<Segment>>,
}

impl Notices {
    fn tell(self, interaction: &InteractionId, effect: &Effect) {
        let (segment, lost) = match effect {
            Effect::Closed(segment) | Effect::ClosedElsewhere(segment) => (segment, None),
            Effect::Superseded { segment, closure } => (segment, Some(closure)),
            _ => return,
        };
        let known = self.desk.with_value(|desk| desk.conversation(interaction));
        let segment = known.as_ref().and_then(|known| known.segment(segment));
        let mine = segment.filter(|each| each.agent == self.actor.get_untracked().agent);
        let notice = mine.and_then(|mine| match (lost, effect) {
            (Some(lost), _) => Notice::of_superseded(mine, lost),
            (None, Effect::ClosedElsewhere(_)) => Notice::of_elsewhere(mine),
            (None, _) => Notice::of(mine),
        });
        if let Some(notice) = notice {
            self.put(notice);
        }
    }

    /// The newest of a wrap-up says it all.
    fn put(self, mut notice: Notice) {
        self.forget_what_is_too_late(&mut notice);
        if let Some(code) = &mut notice.code {
            code.label = CodeNames::of_held(self.desk).of(code);
        }
        if notice.undo {
            // Not offered longer than the domain says.
            let segment = notice.segment.clone();
            let withdraw = move || self.withdraw(&segment);
            set_timeout(withdraw, core::time::Duration::from_millis(UNDO_OFFERED.0));
        }
        self.list.update(|notices| {
            notices.retain(|each| each.segment != notice.segment);
            notices.push(notice);
        });
    }

    /// Leaves only those corrections that could be made now.
    fn forget_what_is_too_late(self, notice: &mut Notice) {
        let (known, now) =
            self.desk.with_value(|desk| (desk.conversation(&notice.interaction), desk.now()));
        let Some(known) = known else { return };
        let Some(segment) = known.segment(&notice.segment) else { return };
        let (by, at) = (self.actor.get_untracked(), known.clock.peek(now));
        notice.undo = notice.told == Told::Here && segment.is_undo_offered(&by, at);
        for each in &mut notice.unsaved {
            let possible = |draft: &Draft| {
                segment.correction(&by, draft, VersionReason::Correction, at).is_ok()
            };
            each.correction = each.correction.take().filter(possible);
        }
    }

    fn withdraw(self, segment: &SegmentId) {
        // The view may be gone by then.
        _ = self.list.try_update(|notices| {
            notices
                .iter_mut()
                .filter(|each| each.segment == *segment)
                .for_each(|it| it.undo = false);
        });
    }

    /// Opens the form again that was submitted last.
    fn undo(self) {
        let Some(notice) = self.list.with_untracked(|all| all.last().cloned()) else { return };
        let known = self.desk.with_value(|desk| desk.conversation(&notice.interaction));
        let segment = known.as_ref().and_then(|known| known.segment(&notice.segment));
        if let Some(segment) = segment {
            self.withdraw(&notice.segment);
            self.undoing.set(Some(segment.clone()));
        }
    }

    /// What is made of it instead is stored, or nothing is to change.
    fn undone(self, saved: bool) {
        let Some(before) = self.undoing.get_untracked() else { return };
        self.undoing.set(None);
        let known = self.desk.with_value(|desk| desk.conversation(&before.interaction));
        let segment = known.as_ref().and_then(|known| known.segment(&before.id));
        if let Some(notice) = segment.filter(|_| saved).and_then(Notice::of) {
            self.put(Notice { told: Told::Corrected, ..notice });
        }
    }

    /// Saves a text of the notice on top as a correction.
    fn correct(self, draft: Draft) {
        let Some(mut notice) = self.list.with_untracked(|notices| notices.last().cloned()) else {
            return;
        };
        self.forget_what_is_too_late(&mut notice);
        let is_possible = |each: &Option<Draft>| each.as_ref() == Some(&draft);
        if notice.unsaved.iter().any(|each| is_possible(&each.correction)) {
            let (segment, by) = (notice.segment.clone(), self.actor.get_untracked());
            let (reason, key) = (VersionReason::Correction, Desk::new_key());
            notice.correcting = Some(key.clone());
            let interaction = notice.interaction.clone();
            self.put(notice);
            let command = Command::Correct { segment, by, draft, reason, key };
            self.desk.with_value(|desk| desk.send(&interaction, command));
        } else {
            self.put(notice);
        }
    }

    /// A correction is told once it is in the store.
    fn tell_corrected(self, interaction: &InteractionId) {
        let waits = |each: &Notice| each.interaction == *interaction && each.correcting.is_some();
        let waiting = self.list.with_untracked(|all| all.iter().find(|it| waits(it)).cloned());
        let Some(waiting) = waiting else { return };
        if !self.desk.with_value(|desk| desk.is_stored(interaction)) {
            return; // that was a step before
        }
        let known = self.desk.with_value(|desk| desk.conversation(interaction));
        let segment = known.as_ref().and_then(|known| known.segment(&waiting.segment));
        let is_saved = segment.and_then(|segment| segment.closed()).is_some_and(|closed| {
            closed.versions.iter().any(|each| Some(&each.key) == waiting.correcting.as_ref())
        });
        if let Some(notice) = segment.filter(|_| is_saved).and_then(Notice::of) {
            self.put(Notice { told: Told::Corrected, ..notice });
        }
    }
}
