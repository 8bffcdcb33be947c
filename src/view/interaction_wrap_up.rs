//! Everything one agent needs to wrap one conversation up: the dialog, and the
//! control End Wrap Up. This is what a Leptos page embeds.

use leptos::prelude::*;

use super::agent_names::AgentNames;
use super::assistance::{About, Assist, assistance};
use super::code_field::{CodeShelf, named};
use super::dialog::{DialogAction, WrapUpDialog};
use super::end_wrap_up::EndWrapUp;
use super::gate_notice::GateNotice;
use super::keys::Keys;
use super::live::{HeldDesk, Live, follow};
use super::messages::text;
use super::preparing::{Preparing, outlook};
use super::shown::Shown;
use super::veto::Veto;
use crate::browser::{style_sheet, task};
use crate::domain::configuration::{CodeRules, Rules};
use crate::domain::draft::Edit;
use crate::domain::extra::ExtraField;
use crate::domain::gate::Actor;
use crate::domain::id::{AgentId, InteractionId, PageId};
use crate::domain::segment::Segment;
use crate::domain::stack::next_after;
use crate::domain::wrap_up::{AtHand, CloseReason, Command, Conversation, DialogAccess, Outlook};
use crate::runtime::Desk;

/// The wrap-up of one conversation for whoever is signed in. It shows nothing
/// while there is nothing to wrap up.
#[component]
pub fn InteractionWrapUp(
    /// The page's desk.
    desk: Desk,
    /// Which conversation.
    interaction: InteractionId,
    /// Who is signed in.
    #[prop(into)]
    actor: Signal<Actor>,
    /// What agents are called.
    #[prop(optional)]
    names: AgentNames,
    /// Who is asked before a wrap-up is submitted or ended.
    #[prop(optional)]
    veto: Option<Veto>,
    /// Whether dialogs are minimised.
    #[prop(optional)]
    minimised: Option<RwSignal<bool>>,
    /// Who suggests codes and notes.
    #[prop(default = None)]
    assist: Option<Assist>,
    /// Shows another conversation, for the key that goes to the next wrap-up. Without it
    /// that one is looked for beside this one.
    #[prop(optional, into)]
    show: Option<Callback<InteractionId>>,
) -> impl IntoView {
    if use_context::<StyledByHost>().is_none() {
        style_sheet::install(&document());
    }
    let minimised = minimised.unwrap_or_else(|| RwSignal::new(false));
    let live = follow(&desk, &interaction);
    let desk = StoredValue::new_local(desk);
    let interaction = StoredValue::new(interaction);
    let not_kept = desk.with_value(Desk::not_kept).is_some();
    let outlook = outlook(desk, live, actor);
    let pressed = StoredValue::new(false);
    let at_hand =
        Memo::new(move |_| live.conversation.with(|known| known.as_ref()?.at_hand(&actor.get())));
    let face = Memo::new(move |before: Option<&Option<Face>>| {
        let (at_hand, before) = (at_hand.get()?, before.and_then(Option::as_ref));
        let known = live.conversation.read_untracked();
        match Face::of(known.as_ref()?, at_hand, actor.get().agent, outlook) {
            Some(face) => Some(face.after(before)),
            // What is typed into stays, whatever administrators do meanwhile.
            None => before.filter(|before| before.at_hand == AtHand::Prepared).cloned(),
        }
    });
    let shown = Memo::new(move |_| face.with(|face| Some(face.as_ref()?.number)));
    let wrap_up = move |_| {
        let at = Place { desk, interaction, live, minimised, outlook };
        let has_focus = pressed.get_value();
        pressed.set_value(false);
        view! { class="wrapup", <SegmentWrapUp at at_hand has_focus actor names veto assist show /> }
    };
    let warning = || {
        view! { class="wrapup",
            <p class="wrapup-failure" role="alert" part="not-kept">{text("failure.memory_only")}</p>
        }
    };
    view! { class="wrapup",
        <Preparing desk interaction live actor outlook pressed />
        {move || shown.get().map(|number| (not_kept.then(warning), wrap_up(number)))}
    }
}

/// What an agent is shown of the conversation.
#[derive(Debug, Clone, PartialEq)]
struct Face {
    agent: AgentId,
    at_hand: AtHand,
    /// What its fields are made from.
    fields: (Option<CodeRules>, Vec<ExtraField>),
    /// Counts the faces that could not go on where the one before stood.
    number: u32,
}

impl Face {
    fn of(
        known: &Conversation,
        at_hand: AtHand,
        agent: AgentId,
        outlook: Memo<Option<Outlook>>,
    ) -> Option<Self> {
        let of = |rules: &Rules| (rules.codes.clone(), rules.extra.clone());
        let fields = match &at_hand {
            AtHand::Prepared => outlook.with(|outlook| Some(of(&outlook.as_ref()?.rules)))?,
            AtHand::Segment(id) => of(&known.segment(id)?.rules),
        };
        Some(Self { agent, at_hand, fields, number: 0 })
    }

    /// The early dialog becomes the wrap-up's where it stands, with the focus and all
    /// that is typed, as long as its fields stay the same.
    fn after(mut self, before: Option<&Self>) -> Self {
        let Some(before) = before else { return self };
        let follows = self.at_hand == before.at_hand || before.at_hand == AtHand::Prepared;
        let goes_on = follows && self.agent == before.agent && self.fields == before.fields;
        self.number = before.number + u32::from(!goes_on);
        self
    }
}

/// A context that says that the style sheet is where it belongs, which is not the
/// document: within a shadow root.
#[derive(Debug, Clone, Copy)]
pub struct StyledByHost;

/// Where a segment is found.
#[derive(Clone, Copy)]
struct Place {
    desk: HeldDesk,
    interaction: StoredValue<InteractionId>,
    live: Live,
    minimised: RwSignal<bool>,
    outlook: Memo<Option<Outlook>>,
}

#[component]
fn SegmentWrapUp(
    at: Place,
    at_hand: Memo<Option<AtHand>>,
    has_focus: bool,
    actor: Signal<Actor>,
    names: AgentNames,
    veto: Option<Veto>,
    assist: Option<Assist>,
    show: Option<Callback<InteractionId>>,
) -> impl IntoView {
    let Place { desk, interaction, live, minimised, outlook } = at;
    let find = move || {
        live.conversation.with(|known| {
            let known = known.as_ref()?;
            match at_hand.get()? {
                AtHand::Segment(id) => known.segment(&id).cloned(),
                AtHand::Prepared => {
                    outlook.with(|outlook| known.prepared(&actor.get(), outlook.as_ref()?))
                }
            }
        })
    };
    let early = Memo::new(move |_| at_hand.get() == Some(AtHand::Prepared));
    let Some(first) = untrack(find) else { return ().into_any() };
    // They stay the same for as long as this view is there (`Face`).
    let codes = first.rules.codes.clone().map(|codes| named(codes, desk));
    let codes = (codes != first.rules.codes).then_some(codes);
    // A segment that has just gone is shown as it was until the view follows.
    let segment = Memo::new(move |before: Option<&Segment>| {
        let Some(mut found) = find() else { return before.unwrap_or(&first).clone() };
        if let Some(codes) = &codes {
            found.rules.codes.clone_from(codes);
        }
        found
    });
    let access = Memo::new(move |_| {
        live.conversation.with(|known| {
            let known = known.as_ref()?;
            match at_hand.get()? {
                AtHand::Prepared => Some(DialogAccess::Shown),
                AtHand::Segment(id) => Some(known.dialog_for(known.segment(&id)?, &actor.get())),
            }
        })
    });
    let has_dialog = Memo::new(move |_| access.get() == Some(DialogAccess::Shown));
    let is_mine =
        Memo::new(move |_| !early.get() && segment.with(|mine| mine.agent == actor.get().agent));
    let refusal = Signal::derive(move || match access.get() {
        Some(DialogAccess::Refused(refusal)) => Some(refusal),
        _ => None,
    });

    let shown = Shown::of(segment.into());
    let carry_out = move |action| {
        let (segment, by) = (segment.get_untracked(), actor.get_untracked());
        desk.with_value(|desk| {
            let early = early.get_untracked();
            let command = command(action, segment, early, by, desk.page());
            interaction.with_value(|id| desk.send(id, command));
        });
    };
    let objection = RwSignal::new(None::<String>);
    let asking = StoredValue::new(false);
    let at = live.at;
    let act = move |action| {
        let ends = matches!(action, Action::End | Action::Dialog(DialogAction::Submit));
        let Some(veto) = veto.filter(|_| ends) else { return carry_out(action) };
        if asking.get_value() {
            return; // the first press counts
        }
        let (ends, id, within) = segment.with_untracked(|segment| {
            let ends = match action {
                Action::End => segment.obstacle_to_end(has_dialog.get_untracked()),
                Action::Dialog(_) => segment.obstacle_to_submit(),
            };
            (ends.is_none(), segment.id.clone(), segment.time_for_veto(at.get_untracked()))
        });
        objection.set(None);
        let answer = interaction.with_value(|of| ends.then(|| veto.ask(of, &id, within)));
        let Some(answer) = answer.flatten() else { return carry_out(action) };
        asking.set_value(true);
        task::spawn(async move {
            let answer = answer.await;
            _ = asking.try_set_value(false);
            match answer {
                None => carry_out(action),
                Some(reason) => _ = objection.try_set(Some(reason)),
            }
        });
    };
    let end = Callback::new(move |()| {
        for (entry, base) in segment.with_untracked(|segment| shown.unsaid(segment)) {
            act(Action::Dialog(DialogAction::Edit { entry, base }));
        }
        act(Action::End);
    });
    let retry = Callback::new(move |()| act(Action::Dialog(DialogAction::Retry)));
    let extend = Callback::new(move |()| act(Action::Dialog(DialogAction::Extend)));
    let in_dialog = Callback::new(move |action| act(Action::Dialog(action)));
    let failure = live.failure;
    let next = Callback::new(move |()| {
        let order = actor.with_untracked(|it| desk.with_value(|desk| desk.by_urgency(&it.agent)));
        let next = interaction.with_value(|here| next_after(&order, here).cloned())?;
        if let Some(show) = show {
            show.run(next.clone());
        }
        Some(next)
    });
    let seen = Signal::derive(move || has_dialog.get() && !minimised.get());
    let assistance = assistance(About { desk, interaction, segment, actor, seen }, assist);

    let shelf = CodeShelf { desk, actor };
    let keys = Keys::new(Some(shelf));

    view! { class="wrapup",
        <GateNotice refusal names />
        {move || is_mine.get().then(|| view! { class="wrapup",
            <EndWrapUp segment at act=end has_dialog failure retry extend objection keys />
        })}
        {move || has_dialog.get().then(|| view! { class="wrapup",
            <WrapUpDialog segment at failure act=in_dialog shown minimised objection assistance
                shelf early has_focus next=Some(next) />
        })}
    }
    .into_any()
}

enum Action {
    Dialog(DialogAction),
    End,
}

fn command(action: Action, segment: Segment, early: bool, by: Actor, page: PageId) -> Command {
    let key = Desk::new_key();
    let number = segment.extensions + 1;
    let segment = segment.id;
    match action {
        Action::End => Command::Close { segment, reason: CloseReason::End(by), key },
        Action::Dialog(DialogAction::Submit) => {
            Command::Close { segment, reason: CloseReason::Submit(by), key }
        }
        Action::Dialog(DialogAction::Edit { entry, base }) if early => {
            Command::EditEarly { by, edit: Edit { entry, page, base } }
        }
        Action::Dialog(DialogAction::DismissAside(text)) if early => {
            Command::DismissEarlyAside { by, text }
        }
        Action::Dialog(DialogAction::Edit { entry, base }) => {
            Command::Edit { segment, by, edit: Edit { entry, page, base } }
        }
        Action::Dialog(DialogAction::DismissAside(text)) => {
            Command::DismissAside { segment, by, text }
        }
        Action::Dialog(DialogAction::Retry) => Command::Retry { segment, key },
        Action::Dialog(DialogAction::Extend) => Command::Extend { segment, by, number },
        Action::Dialog(DialogAction::Resume) => Command::ResumeSegment { segment, by },
    }
}
