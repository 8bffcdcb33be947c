//! What an element shows: the wrap-up of one conversation, or all of an agent's.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::{Rc, Weak};

use js_sys::{Function, Promise};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::desks::{self, Place};
use super::happenings;
use super::options::Options;
use crate::assist::host::HostProvider;
use crate::assist::{Asking, Hear, News, Provider, Question, Suggested};
use crate::browser::timeout::Timeout;
use crate::browser::{console, task};
use crate::domain::attention::Ways;
use crate::domain::gate::{Actor, Roles};
use crate::domain::id::{AgentId, InteractionId, SegmentId};
use crate::domain::stack::settled;
use crate::domain::time::Millis;
use crate::runtime::{Desk, Notification};
use crate::view::messages::{self, text};
use crate::view::{
    AgentNames, Assist, Attention, CloseNotices, DeliveryStatus, InteractionWrapUp, Objection,
    RejectedRecords, StyledByHost, Veto,
};

thread_local! {
    /// Those on the page, in the order they came.
    static ELEMENTS: RefCell<Vec<Weak<Element>>> = const { RefCell::new(Vec::new()) };
}

/// What of the options can be seen.
#[allow(clippy::struct_excessive_bools)] // each is seen or not by itself
#[derive(Debug, Clone, Default, PartialEq)]
struct Look {
    interaction: Option<InteractionId>,
    actor: Option<Actor>,
    /// Counts the places it was at.
    moved: u32,
    source_is_named: bool,
    /// Whether the page suggests anything.
    suggests: bool,
    docked: bool,
    position: String,
    theme: String,
    language: &'static str,
    /// Whether the texts of a language are still to come.
    speechless: bool,
}

/// See the module.
pub(super) struct Element {
    options: RefCell<Options>,
    place: RefCell<Option<Rc<Place>>>,
    look: ArcRwSignal<Look>,
    pub(super) minimised: ArcRwSignal<bool>,
    emit: Function,
    /// Fetches the texts of a language; nothing where they are not a page's to have.
    speak: Option<Function>,
    /// The language that was asked for last, had or not.
    asked: Cell<&'static str>,
    attention: RefCell<Attracting>,
}

/// How the page's title and icon are used.
#[derive(Default)]
struct Attracting {
    /// What the page named, and for whom, at which of its places.
    named: (Vec<String>, Option<AgentId>, u32),
    attention: Option<Attention>,
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Element").field("options", &self.options).finish_non_exhaustive()
    }
}

impl Element {
    pub(super) fn new(options: Options, emit: Function) -> Rc<Self> {
        messages::replace(&options.messages);
        let element = Rc::new(Self {
            options: RefCell::new(options.clone()),
            place: RefCell::default(),
            look: ArcRwSignal::new(Look::default()),
            minimised: ArcRwSignal::new(false),
            emit,
            speak: options.speak.clone(),
            asked: Cell::new("en"),
            attention: RefCell::default(),
        });
        ELEMENTS.with_borrow_mut(|all| all.push(Rc::downgrade(&element)));
        element.update(options);
        element
    }

    pub(super) fn update(self: &Rc<Self>, options: Options) {
        let wanted = messages::nearest(options.lang.as_deref()).unwrap_or("en");
        // The earlier place is let go of first: it may be another agent's.
        let before = self.place.take().map(|place| Rc::downgrade(&place));
        let place = options.actor.as_ref().map(|actor| desks::place(&options, actor));
        let moved = match (&before, &place) {
            (Some(before), Some(place)) => !before.ptr_eq(&Rc::downgrade(place)),
            (before, place) => before.is_some() || place.is_some(),
        };
        let mut look = self.look.get_untracked();
        look.moved += u32::from(moved);
        look.interaction.clone_from(&options.interaction);
        look.actor.clone_from(&options.actor);
        look.source_is_named = options.source_is_named;
        look.suggests = options.assist.is_some();
        look.docked = options.docked;
        look.position.clone_from(&options.position);
        look.theme.clone_from(&options.theme);
        self.options.replace(options);
        self.place.replace(place);
        look.language = messages::language();
        self.attract(look.moved);
        if self.look.with_untracked(|before| *before != look) {
            self.look.set(look);
        }
        self.speak(wanted);
    }

    /// Has the page's title and icon tell of the countdowns of whoever is signed in, as the
    /// page has asked for.
    fn attract(&self, moved: u32) {
        let agent = self.actor().map(|actor| actor.agent);
        let named = (self.with_options(|options| options.attention.clone()), agent, moved);
        let mut attracting = self.attention.borrow_mut();
        if attracting.named == named {
            return;
        }
        let (ways, unknown) = Ways::named(named.0.iter().map(String::as_str));
        if !unknown.is_empty() && attracting.named.0 != named.0 {
            let (unknown, known) = (unknown.join(" "), Ways::NAMES.join(", "));
            console::warn(
                &["attention: nothing is called ", &unknown, "; it takes ", &known].concat(),
            );
        }
        let place = self.place().filter(|_| ways != Ways::default());
        // The one before ends first.
        attracting.attention = None;
        attracting.attention = place
            .zip(named.1.clone())
            .map(|(place, agent)| Attention::new(&place.desk, agent, ways));
        attracting.named = named;
    }

    /// Shows all elements of the page in another language: they share the texts.
    fn speak(self: &Rc<Self>, language: &'static str) {
        if self.asked.replace(language) == language {
            return; // had, on its way, or not to be had
        }
        let heard = |look: &mut Look| look.speechless = false;
        let Some(speak) = self.speak.as_ref().filter(|_| language != messages::language()) else {
            return self.look.update(heard);
        };
        if language == "en" {
            messages::speak_english();
            self.look.update(heard);
            return show_language();
        }
        let file = speak.call1(&JsValue::NULL, &language.into());
        self.look.update(|look| look.speechless = true);
        let element = Rc::downgrade(self);
        task::spawn(async move {
            let file = match file.and_then(JsCast::dyn_into::<Promise>) {
                Ok(file) => JsFuture::from(file).await,
                Err(error) => Err(error),
            };
            let Some(element) = element.upgrade().filter(|it| it.asked.get() == language) else {
                return; // another one is wanted by now
            };
            // Without them it goes on in the language it has; the page's console says why.
            if let Some(file) = file.ok().and_then(|file| file.as_string()) {
                messages::speak(language, file);
            }
            element.look.update(heard);
            show_language();
        });
    }

    /// The element is gone from the page; what runs goes on.
    pub(super) fn leave(self: &Rc<Self>) {
        let it = Rc::downgrade(self);
        ELEMENTS.with_borrow_mut(|all| all.retain(|each| !each.ptr_eq(&it)));
        self.attention.take();
        self.place.take();
    }

    pub(super) fn place(&self) -> Option<Rc<Place>> {
        self.place.borrow().clone()
    }

    pub(super) fn interaction(&self) -> Option<InteractionId> {
        self.options.borrow().interaction.clone()
    }

    pub(super) fn actor(&self) -> Option<Actor> {
        self.options.borrow().actor.clone()
    }

    pub(super) fn with_options<T>(&self, read: impl FnOnce(&Options) -> T) -> T {
        read(&self.options.borrow())
    }

    /// Tells the page. With `waits`, the page's answer to come is given back.
    pub(super) fn emit(&self, event: &str, detail: &JsValue, waits: bool) -> Option<Promise> {
        let answer = self.emit.call3(&JsValue::NULL, &event.into(), detail, &waits.into());
        answer.ok()?.dyn_into().ok()
    }
}

/// What is on the page begins anew in the language that is spoken now.
fn show_language() {
    let all: Vec<_> = ELEMENTS.with_borrow(|all| all.iter().filter_map(Weak::upgrade).collect());
    for element in all {
        element.look.update(|look| look.language = messages::language());
    }
}

/// The conversations of which `agent` has something to finish.
pub(super) fn unfinished(desk: &Desk, agent: &AgentId) -> Vec<InteractionId> {
    let mut ids = desk.ids();
    ids.retain(|id| {
        desk.conversation(id).is_some_and(|known| known.unfinished_of(agent).is_some())
    });
    ids
}

/// Every element over `desk`.
pub(super) fn all_of(desk: &Desk) -> Vec<Rc<Element>> {
    let all: Vec<_> = ELEMENTS.with_borrow(|all| all.iter().filter_map(Weak::upgrade).collect());
    let over = |each: &Rc<Element>| each.place().is_some_and(|place| place.desk.is(desk));
    all.into_iter().filter(over).collect()
}

/// The element that speaks for a conversation: its own, or a dock with its segment.
pub(super) fn showing(
    desk: &Desk,
    id: &InteractionId,
    segment: Option<&SegmentId>,
) -> Option<Rc<Element>> {
    let all = all_of(desk);
    let own = all.iter().find(|each| each.interaction().as_ref() == Some(id));
    let agent =
        desk.conversation(id).and_then(|known| Some(known.segment(segment?)?.agent.clone()));
    let in_dock = |each: &&Rc<Element>| {
        let actor = each.actor();
        let holds = agent
            .as_ref()
            .is_none_or(|agent| actor.as_ref().is_some_and(|actor| actor.agent == *agent));
        each.interaction().is_none() && holds
    };
    own.or_else(|| all.iter().find(in_dock)).cloned()
}

/// What is in the element's root.
pub(super) fn view(element: &Rc<Element>) -> AnyView {
    provide_context(StyledByHost);
    let look = element.look.clone();
    let minimised = RwSignal::from(element.minimised.clone());
    let element = StoredValue::new_local(Rc::downgrade(element));
    let actor = {
        let look = look.clone();
        Memo::new(move |_| look.with(|look| look.actor.clone()))
    };
    let what = {
        let look = look.clone();
        Memo::new(move |_| {
            look.with(|look| {
                let agent = look.actor.as_ref().map(|actor| actor.agent.clone());
                let says = (look.language, look.speechless);
                (look.interaction.clone(), agent, (look.moved, look.suggests), says)
            })
        })
    };
    let look: Signal<Look> = look.into();
    let content = move || {
        let (interaction, agent, (_, suggests), (_, speechless)) = what.get();
        if speechless {
            return None;
        }
        let element = element.with_value(Weak::upgrade)?;
        let place = element.place()?;
        // A signal keeps whoever read it until it changes, also once they are gone, and
        // this one changes once: views that come after that must not subscribe.
        if !place.opened.get_untracked() {
            place.opened.track();
            return None;
        }
        let first = Actor { agent: agent?, roles: Roles::default() };
        let actor = Signal::derive(move || actor.get().unwrap_or_else(|| first.clone()));
        let names = names(&element);
        let assist = suggests.then(|| Assist::new(OfPage(Rc::downgrade(&element))));
        let (desk, veto) = (place.desk.clone(), veto(&element));
        let at = At { desk, actor, names, veto, minimised, assist };
        Some(match interaction {
            Some(id) => one(at, &id),
            None => dock(at),
        })
    };
    let kept_here = move || {
        look.with(|look| {
            let says = !look.source_is_named && look.actor.is_some() && !look.speechless;
            says.then(|| {
                view! { class="wrapup",
                    <p class="wrapup-kept-here" part="kept-here">{text("element.kept_here")}</p>
                }
            })
        })
    };
    view! { class="wrapup",
        <div
            class="wrapup-element"
            part="base"
            lang=move || look.with(|look| look.language)
            dir=move || look.with(|_| messages::direction())
            data-theme=move || look.with(|look| look.theme.clone())
            data-position=move || look.with(|look| look.position.clone())
            data-docked=move || look.with(|look| look.docked.then_some(""))
        >
            {content}
            {kept_here}
        </div>
    }
    .into_any()
}

/// What every part needs.
struct At {
    desk: Desk,
    actor: Signal<Actor>,
    names: AgentNames,
    veto: Veto,
    minimised: RwSignal<bool>,
    assist: Option<Assist>,
}

/// Whatever the page has set by the time it is asked.
struct OfPage(Weak<Element>);

impl Provider for OfPage {
    fn suggest(&self, question: Question, hear: Hear) -> Asking {
        let object = self.0.upgrade();
        let object = object.and_then(|it| it.with_options(|options| options.assist.clone()));
        let Some(object) = object else {
            hear(News::Done(Suggested::default()));
            return Asking::new(|| {});
        };
        HostProvider::new(object).suggest(question, hear)
    }
}

fn one(at: At, id: &InteractionId) -> AnyView {
    let At { desk, actor, names, veto, minimised, assist } = at;
    let elsewhere = desk.has_courier().then(|| {
        let (status, rejected) = (desk.clone(), desk.clone());
        view! { class="wrapup",
            <DeliveryStatus desk=status of=id.clone() />
            <RejectedRecords desk=rejected of=id.clone() names />
        }
    });
    view! { class="wrapup",
        <InteractionWrapUp desk=desk.clone() interaction=id.clone() actor names veto minimised
            assist />
        <CloseNotices desk=desk.clone() actor names of=id.clone() />
        {elsewhere}
    }
    .into_any()
}

fn dock(at: At) -> AnyView {
    let At { desk, actor, names, veto, minimised, assist } = at;
    let list = {
        let held = StoredValue::new_local(desk.clone());
        let changed = RwSignal::new(());
        let subscription = desk.subscribe(move |notification| {
            if let Notification::Changed(_) = notification {
                changed.set(());
            }
        });
        StoredValue::new_local(subscription);
        Memo::new(move |before: Option<&Vec<InteractionId>>| {
            changed.track();
            let agent = actor.with(|actor| actor.agent.clone());
            settled(before, held.with_value(|desk| desk.by_urgency(&agent)))
        })
    };
    let held = StoredValue::new_local(desk.clone());
    let item = move |id: InteractionId| {
        let desk = held.get_value();
        view! { class="wrapup", <InteractionWrapUp desk interaction=id actor names veto minimised assist /> }
    };
    let elsewhere = desk.has_courier().then(|| {
        let (status, rejected) = (desk.clone(), desk.clone());
        view! { class="wrapup", <DeliveryStatus desk=status /><RejectedRecords desk=rejected names /> }
    });
    view! { class="wrapup",
        <div class="wrapup-dock" part="dock">
            <For each=move || list.get() key=Clone::clone children=item />
        </div>
        <CloseNotices desk=desk.clone() actor names />
        {elsewhere}
    }
    .into_any()
}

fn names(element: &Rc<Element>) -> AgentNames {
    let names = element.with_options(|options| options.names.clone());
    AgentNames::new(move |agent| {
        let known = names.iter().find(|(id, _)| id == agent.as_str());
        known.map_or_else(|| agent.to_string(), |(_, name)| name.clone())
    })
}

/// The page is asked by an event it can wait with.
fn veto(element: &Rc<Element>) -> Veto {
    let element = Rc::downgrade(element);
    Veto::new(move |id, segment, within| ask(&*element.upgrade()?, id, segment, within))
}

/// Asks the page; `None` where it has nothing to say.
pub(super) fn ask(
    element: &Element,
    id: &InteractionId,
    segment: &SegmentId,
    within: Millis,
) -> Option<Objection> {
    let desk = element.place()?.desk.clone();
    let detail = happenings::detail(&desk, id, Some(segment));
    let answer = element.emit("wrapup-before-submit", &detail, true)?;
    Some(Box::pin(async move {
        // Whoever is slower than that has not objected.
        let mut timeout = None;
        let late = Promise::new(&mut |done, _| {
            timeout = Some(Timeout::new(within, move || {
                _ = done.call0(&JsValue::NULL);
            }));
        });
        let first = Promise::race(&js_sys::Array::of2(&answer, &late));
        let answer = JsFuture::from(first).await;
        drop(timeout);
        answer.err().map(|reason| words(&reason))
    }))
}

/// A reason as people read it.
fn words(reason: &JsValue) -> String {
    let message = || super::js::text(reason, "message").ok().flatten();
    reason.as_string().or_else(message).unwrap_or_else(|| text("element.vetoed").to_owned())
}
