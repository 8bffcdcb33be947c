//! Every view in every state, for eyes, screenshots and browser tests:
//! `gallery.html#dialog-failed` shows one, without a name a list of all, with a choice of
//! theme, language, direction and width. `make gallery` serves it.

mod samples;

use core::time::Duration;

use interaction_wrap_up::browser::style_sheet;
use interaction_wrap_up::domain::configuration::{Configuration, Mode, OnInterruption};
use interaction_wrap_up::domain::delivery::remains::Remains;
use interaction_wrap_up::domain::draft::Entry;
use interaction_wrap_up::domain::extra::{ExtraField, ExtraKind};
use interaction_wrap_up::domain::gate::{GateRefusal, Role};
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::time::Millis;
use interaction_wrap_up::domain::wrap_up::CloseReason;
use interaction_wrap_up::view::{
    CloseNotice, ConfigurationFaults, CountdownView, EndWrapUp, FaultyConfiguration, GateNotice,
    Notice, RecordHeader, SaveFailure, SavedSegments, SignOutQuestion, SignOutStage, WrapUpDialog,
    messages,
};
use leptos::prelude::*;
use samples::{Sample, actor, agent, catalog, configuration};

const NOTES: &str = "Customer could not open the invoice of August. Sent it again as PDF; \
    she confirmed that it arrived. She asked to be told before the next price change.";

fn mandatory(configuration: &mut Configuration) {
    configuration.mode = Mode::Mandatory;
}

fn keeping(configuration: &mut Configuration) {
    configuration.expiry_policy = ExpiryPolicy::FillBlanks;
}

fn forced(configuration: &mut Configuration) {
    configuration.mode = Mode::Forced;
}

fn without_codes(configuration: &mut Configuration) {
    configuration.enable_codes = false;
}

fn without_timer(configuration: &mut Configuration) {
    configuration.show_timer = false;
}

fn without_deadline(configuration: &mut Configuration) {
    configuration.enforce_duration = false;
}

fn suggesting(configuration: &mut Configuration) {
    configuration.enable_ai_code = true;
    configuration.enable_ai_notes = true;
}

fn with_fields(configuration: &mut Configuration) {
    let field = |name: &str, label: &str, kind, required| ExtraField {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        required,
    };
    let list = |each: &[&str]| each.iter().map(|each| (*each).to_owned()).collect();
    configuration.extra_fields = vec![
        field("order", "Order number", ExtraKind::Text, true),
        field("refund", "Amount refunded", ExtraKind::Number, false),
        field("mood", "Mood", ExtraKind::Choice(list(&["Pleased", "Neutral", "Upset"])), false),
        field("sent", "Sent", ExtraKind::Choices(list(&["Invoice", "Label", "Voucher"])), false),
        field("callback", "Call back on", ExtraKind::Date, false),
    ];
}

fn parking(configuration: &mut Configuration) {
    configuration.on_interruption.status_change = OnInterruption::Park;
}

type Scene = (&'static str, fn() -> AnyView);

const SCENES: &[Scene] = &[
    ("dialog-open", || dialog(&Sample::new().pass(4), None)),
    ("dialog-yellow", || {
        dialog(&Sample::with(keeping).choose("billing").note(NOTES).pass(34), None)
    }),
    ("dialog-red", || dialog(&Sample::new().choose("billing").note(NOTES).pass(49), None)),
    ("dialog-long", || {
        dialog(&Sample::with(keeping).choose("complaint").note(&NOTES.repeat(27)).pass(8), None)
    }),
    ("dialog-mandatory", || dialog(&Sample::with(mandatory).note(NOTES).pass(20), None)),
    ("dialog-overdue", || {
        let late = Sample::with(mandatory).note(NOTES).pass(60).close(CloseReason::Deadline);
        dialog(&late.pass(75), None)
    }),
    ("dialog-saving", || {
        dialog(&Sample::new().choose("refund").note(NOTES).pass(12).submit(), None)
    }),
    ("dialog-failed", || {
        let failed = Sample::new().choose("refund").note(NOTES).pass(12).submit().fail();
        dialog(&failed, Some(SaveFailure::Quota))
    }),
    ("dialog-recorded", || {
        dialog(&Sample::with(forced).choose("refund").note(NOTES).pass(12).submit(), None)
    }),
    ("dialog-no-timer", || dialog(&Sample::with(without_timer).note("Called back.").pass(9), None)),
    ("dialog-no-deadline", || dialog(&Sample::with(without_deadline).pass(95), None)),
    ("dialog-parked", || dialog(&Sample::with(parking).note(NOTES).pass(20).interrupt(), None)),
    ("dialog-suggested", || {
        dialog(&Sample::with(suggesting).pass(4).suggest("refund", NOTES), None)
    }),
    ("dialog-suggestion-taken", || {
        let taken = Sample::with(suggesting).suggest("refund", NOTES).choose("refund").note(NOTES);
        dialog(&taken.pass(12), None)
    }),
    ("dialog-extra-fields", || dialog(&Sample::with(with_fields).pass(12), None)),
    ("dialog-notes-required", || {
        let required = |each: &mut Configuration| each.notes_required = true;
        dialog(&Sample::with(required).choose("billing").pass(9), None)
    }),
    ("dialog-aside", || {
        let here = Sample::with(keeping).edit_in("first", Entry::Notes("Called back.".to_owned()));
        dialog(&here.edit_in("second", Entry::Notes(NOTES.to_owned())).pass(12), None)
    }),
    ("dialog-extended", || dialog(&Sample::new().note(NOTES).pass(50).extend().pass(3), None)),
    ("dialog-small", || {
        let (segment, at) = {
            let sample = Sample::new().pass(34);
            (Signal::stored(sample.segment()), Signal::stored(sample.at()))
        };
        let (minimised, failure) = (RwSignal::new(true), Signal::stored(None));
        view! { class="wrapup", <WrapUpDialog segment at failure minimised act=|_| () /> }
            .into_any()
    }),
    ("sign-out-failed", || sign_out(SignOutStage::Failed(remains(), SaveFailure::Unreachable))),
    ("sign-out-asks", || sign_out(SignOutStage::Asking(remains()))),
    ("sign-out-asks-again", || sign_out(SignOutStage::AskingAgain(remains()))),
    ("end-beside-dialog", || end(&Sample::new().pass(34), true, None)),
    ("end-alone", || end(&Sample::with(without_codes).pass(49), false, None)),
    ("end-forced", || end(&Sample::with(forced).pass(10), true, None)),
    ("end-failed", || {
        let failed = Sample::with(without_codes).pass(9).close(CloseReason::End(actor())).fail();
        end(&failed, false, Some(SaveFailure::Unreachable))
    }),
    ("ten-countdowns", ten_countdowns),
    ("record", || {
        let conversation = Signal::stored(Sample::new().pass(4).conversation);
        view! { class="wrapup", <RecordHeader conversation agent=Signal::stored(agent()) /> }
            .into_any()
    }),
    ("notice-submitted", || notice(&Sample::new().choose("refund").note(NOTES).submit().commit())),
    ("notice-tab-closed", || notice(&Sample::new().note(NOTES).pass(5).close_tab().commit())),
    ("notice-timed-out", || {
        let late = Sample::new().choose("billing").note(NOTES).pass(60);
        notice(&late.close(CloseReason::Deadline).commit())
    }),
    ("segments", || {
        let submitted = Sample::new().choose("refund").note(NOTES).pass(41).submit().commit();
        let timed_out = Sample::new().pass(60).close(CloseReason::Deadline).commit();
        let ended = Sample::with(without_codes).pass(20).close(CloseReason::End(actor()));
        let segments = [submitted, timed_out, ended.commit()].map(|each| each.segment()).to_vec();
        view! { class="wrapup", <SavedSegments segments=Signal::stored(segments) /> }.into_any()
    }),
    ("segments-none", || {
        view! { class="wrapup", <SavedSegments segments=Signal::stored(Vec::new()) /> }.into_any()
    }),
    ("gate-other-agent", || gate(GateRefusal::NotAssigned(agent()))),
    ("gate-role", || gate(GateRefusal::RoleMissing(Role::InteractionAdmin))),
    ("faults", || {
        let faulty = Configuration {
            duration_seconds: 0,
            default_code: Some(samples::code("gone")),
            ..configuration()
        };
        let faulty = FaultyConfiguration::all_of(&catalog(faulty));
        view! { class="wrapup", <ConfigurationFaults faulty=Signal::stored(faulty) /> }.into_any()
    }),
];

fn dialog(sample: &Sample, failure: Option<SaveFailure>) -> AnyView {
    let (segment, at) = (Signal::stored(sample.segment()), Signal::stored(sample.at()));
    let failure = Signal::stored(failure);
    view! { class="wrapup", <WrapUpDialog segment at failure act=|_| () /> }.into_any()
}

fn end(sample: &Sample, has_dialog: bool, failure: Option<SaveFailure>) -> AnyView {
    let (segment, at) = (Signal::stored(sample.segment()), Signal::stored(sample.at()));
    let (has_dialog, failure) = (Signal::stored(has_dialog), Signal::stored(failure));
    view! { class="wrapup",
        <EndWrapUp segment at has_dialog failure act=|()| () retry=|()| () extend=|()| () />
    }
    .into_any()
}

/// Ten at once with a clock that runs, to measure what a second costs.
fn ten_countdowns() -> AnyView {
    let sample = Sample::with(|each| each.duration_seconds = 600);
    let at = RwSignal::new(sample.at());
    let next = move || at.update(|at| *at = *at + Millis::from_seconds(1));
    let ticking = set_interval_with_handle(next, Duration::from_secs(1));
    on_cleanup(move || drop(ticking.map(|ticking| ticking.clear())));
    let segment = Signal::stored(sample.segment());
    let countdown = Memo::new(move |_| segment.with(|segment| segment.countdown(at.get())));
    let one = |_| view! { class="wrapup", <p><CountdownView countdown at /></p> };
    (0..10).map(one).collect_view().into_any()
}

fn notice(sample: &Sample) -> AnyView {
    let notice = Signal::stored(Notice::of(&sample.segment()));
    view! { class="wrapup", <CloseNotice notice dismiss=|()| () correct=|_| () /> }.into_any()
}

fn gate(refusal: GateRefusal) -> AnyView {
    view! { class="wrapup", <GateNotice refusal=Signal::stored(Some(refusal)) /> }.into_any()
}

/// What lies in a browser that an agent is about to leave.
fn remains() -> Remains {
    let id = |id: &str| InteractionId::new(id).into_iter();
    let news = id("CHAT-20411").chain(id("MAIL-981")).collect();
    Remains { kept: id("CHAT-20417").collect(), news, ..Remains::default() }
}

fn sign_out(stage: SignOutStage) -> AnyView {
    view! { class="wrapup", <SignOutQuestion stage=Signal::stored(stage) choose=|_| () /> }
        .into_any()
}

/// What the list of scenes offers to choose, by the name in the address.
const WISHES: [(&str, &[&str]); 4] = [
    ("theme", &["", "light", "dark"]),
    ("lang", &["en", "ar", "de", "es", "fr", "he", "hi", "ja", "pl", "pt", "zh"]),
    ("dir", &["", "ltr", "rtl"]),
    ("width", &["", "320", "480", "1024"]),
];

fn wishes() -> impl IntoView {
    let asked = location().search().unwrap_or_default();
    let wish = |(name, values): &(&'static str, &'static [&'static str])| {
        let chosen = |value: &&str| {
            asked.contains(&format!("{name}={value}&"))
                || asked.ends_with(&format!("{name}={value}"))
        };
        let option = |value: &&'static str| {
            let selected = !value.is_empty() && chosen(value);
            view! { class="wrapup", <option selected=selected>{*value}</option> }
        };
        view! { class="wrapup",
            <label>{*name} " " <select name=*name>{values.iter().map(option).collect_view()}</select></label>
        }
    };
    view! { class="wrapup",
        <form class="gallery-wishes" method="get">
            {WISHES.iter().map(wish).collect_view()}
            <button class="wrapup-button" type="submit">"Show"</button>
        </form>
    }
}

#[component]
fn Gallery() -> impl IntoView {
    let name = location_hash().unwrap_or_default();
    let scene = SCENES.iter().find(|(each, _)| *each == name);
    let link = |(name, _): &Scene| {
        view! { class="wrapup", <li><a href=format!("#{name}")>{*name}</a></li> }
    };
    let list = || {
        view! { class="wrapup",
            <main>
                <h1 class="wrapup-title">"Every component in every state"</h1>
                {wishes()}
                <ul class="gallery-scenes">{SCENES.iter().map(link).collect_view()}</ul>
            </main>
        }
    };
    match scene {
        Some((name, scene)) => {
            view! { class="wrapup", <main><h1 class="wrapup-unseen">{*name}</h1>{scene()}</main> }
                .into_any()
        }
        None => list().into_any(),
    }
}

fn main() {
    console_error_panic_hook::set_once();
    style_sheet::install(&document());
    let texts = js_sys::Reflect::get(&window(), &"galleryTexts".into());
    if let Some(texts) = texts.ok().and_then(|texts| texts.as_string()) {
        let language = document().document_element().and_then(|root| root.get_attribute("lang"));
        messages::speak(&language.unwrap_or_default(), texts);
    }
    window_event_listener(leptos::ev::hashchange, |_| drop(location().reload()));
    mount_to_body(Gallery);
}
