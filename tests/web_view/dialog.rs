use interaction_wrap_up::domain::configuration::{Configuration, Mode, OnInterruption};
use interaction_wrap_up::domain::draft::{Entry, Stamp};
use interaction_wrap_up::domain::extra::{ExtraField, ExtraKind};
use interaction_wrap_up::domain::policy::ExpiryPolicy;
use interaction_wrap_up::domain::segment::Segment;
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use interaction_wrap_up::domain::wrap_up::CloseReason;
use interaction_wrap_up::view::{DialogAction, SaveFailure, WrapUpDialog};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};

use crate::page::{
    Page, accessible_name, changed, choose, description, enter, fill, leave, press, press_with,
    settle,
};
use crate::samples::{CODES, START, Sample, code};

/// Holds a modifier down while a key is pressed.
type Hold = fn(&web_sys::KeyboardEventInit);

struct Shown {
    page: Page,
    segment: RwSignal<Segment>,
    at: RwSignal<Timestamp>,
    failure: RwSignal<Option<SaveFailure>>,
    acts: StoredValue<Vec<DialogAction>>,
}

async fn show(sample: &Sample) -> Shown {
    let (segment, at) = (RwSignal::new(sample.segment()), RwSignal::new(sample.at()));
    let (failure, acts) = (RwSignal::new(None), StoredValue::new(Vec::new()));
    let act = move |action| acts.update_value(|acts| acts.push(action));
    let view = move || view! { class="wrapup", <WrapUpDialog segment at failure act /> };
    Shown { page: Page::with(view).await, segment, at, failure, acts }
}

impl Shown {
    fn acts(&self) -> Vec<DialogAction> {
        self.acts.get_value()
    }

    fn forecast(&self) -> String {
        self.page.text("[part=forecast]")
    }

    fn code(&self) -> HtmlInputElement {
        self.page.field("Wrap-up code")
    }

    fn notes(&self) -> HtmlTextAreaElement {
        self.page.field("Notes")
    }

    async fn become_(&self, sample: &Sample) {
        self.segment.set(sample.segment());
        self.at.set(sample.at());
        settle().await;
    }
}

fn is_shut(button: &web_sys::Element) -> bool {
    button.get_attribute("aria-disabled").as_deref() == Some("true")
}

fn mandatory(configuration: &mut Configuration) {
    configuration.mode = Mode::Mandatory;
}

fn keeping(configuration: &mut Configuration) {
    configuration.expiry_policy = ExpiryPolicy::FillBlanks;
}

#[wasm_bindgen_test]
async fn it_is_a_modeless_dialog_with_names_for_everything() {
    let shown = show(&Sample::new()).await;
    let dialog = shown.page.get("[role=dialog]");
    assert_eq!(accessible_name(&dialog), "Wrap up");
    assert_eq!(dialog.get_attribute("aria-modal"), None);
    assert_eq!(description(&dialog), "At 0:00 it closes and saves “Other”.");
    let code = shown.code();
    assert_eq!(code.get_attribute("role").unwrap(), "combobox");
    assert_eq!(code.placeholder(), "Choose a code");
    assert_eq!(code.get_attribute("aria-expanded").unwrap(), "false");
    assert!(!press(&code, "Enter") && shown.page.all("[role=option]").is_empty());
    press(&code, "ArrowDown");
    settle().await;
    assert_eq!(code.get_attribute("aria-expanded").unwrap(), "true");
    let list = shown.page.get("[role=listbox]");
    assert_eq!(code.get_attribute("aria-controls").unwrap(), list.id());
    let options = shown.page.all("[role=option]");
    let names: Vec<_> = options.iter().map(|option| accessible_name(option)).collect();
    assert_eq!(names, CODES.iter().map(|(_, label)| *label).collect::<Vec<_>>());
    assert_eq!(code.get_attribute("aria-activedescendant").unwrap(), options[0].id());
    assert_eq!(options[0].get_attribute("aria-selected").unwrap(), "true");
    press(&code, "Escape");
    settle().await;
    assert!(list.offset_height() == 0 && code.get_attribute("aria-activedescendant").is_none());
    assert!(description(&shown.notes()).contains("0 of 4000 characters"));
    assert!(!is_shut(&shown.page.button("Submit & close")));
    assert_eq!(shown.page.text("[part=countdown-time]"), "1:00");
}

#[wasm_bindgen_test]
async fn it_takes_no_focus_and_escape_does_nothing() {
    let input: HtmlInputElement = document().create_element("input").unwrap().unchecked_into();
    document().body().unwrap().append_child(&input).unwrap();
    input.focus().unwrap();
    let shown = show(&Sample::new().note("typed")).await;
    let focused = || document().active_element().unwrap();
    assert!(focused().is_same_node(Some(&input)), "the focus stays where it was");
    assert!(press(&shown.notes(), "Escape"), "the key is left to the page");
    assert!(press(&focused(), "Tab"), "the focus is not kept in");
    settle().await;
    assert_eq!(shown.acts(), []);
    assert_eq!(shown.notes().value(), "typed");
    input.remove();
}

#[wasm_bindgen_test]
async fn what_is_entered_is_handed_on() {
    let shown = show(&Sample::new()).await;
    choose(&shown.code(), "Refund granted").await;
    fill(&shown.notes(), "Zwölf 🙂");
    shown.code().click();
    settle().await;
    shown.page.get("[role=option]").click();
    settle().await;
    assert_eq!(shown.code().value(), "");
    let edits =
        [Entry::Code(Some(code("refund"))), Entry::Notes("Zwölf 🙂".to_owned()), Entry::Code(None)];
    assert_eq!(shown.acts(), edits.map(|entry| edit(entry, &Stamp::default())));
}

#[wasm_bindgen_test]
async fn it_shows_what_was_entered_elsewhere() {
    let sample = Sample::new();
    let shown = show(&sample).await;
    let entered = sample.choose("callback").note("from another tab");
    shown.become_(&entered).await;
    assert_eq!(shown.code().value(), "Callback agreed");
    assert_eq!(shown.notes().value(), "from another tab");
    shown.become_(&entered.edit(Entry::Code(None))).await;
    assert_eq!(shown.code().value(), "");
}

fn edit(entry: Entry, base: &Stamp) -> DialogAction {
    DialogAction::Edit { entry, base: base.clone() }
}

fn notes(text: &str) -> Entry {
    Entry::Notes(text.to_owned())
}

/// A dialog that is typed into, and its record, into which another page has typed.
async fn typed_in_both() -> (Shown, Sample) {
    let sample = Sample::new();
    let shown = show(&sample).await;
    enter(&shown.notes());
    fill(&shown.notes(), "from here");
    let sample = sample.note("from here").edit_in("other", notes("from there"));
    shown.become_(&sample).await;
    (shown, sample)
}

#[wasm_bindgen_test]
async fn a_field_with_the_focus_keeps_its_own_text_and_the_other_one_is_offered() {
    let (shown, sample) = typed_in_both().await;
    assert_eq!(shown.notes().value(), "from here");
    assert!(description(&shown.notes()).contains("9 of 4000 characters"));
    assert_eq!(shown.page.text("[part=aside] p"), "from there");
    let said = shown.page.all("[role=status]");
    assert!(said.iter().any(|each| each.inner_text() == "Text from another window"));

    leave(&shown.notes());
    settle().await;
    assert_eq!(shown.notes().value(), "from here", "until more is heard");
    let sample = sample.edit_in("other", notes("from there, more"));
    shown.become_(&sample).await;
    assert_eq!(shown.notes().value(), "from there, more");
    assert_eq!(shown.page.text("[part=aside] p"), "from here", "it is not lost");
}

#[wasm_bindgen_test]
async fn a_code_field_with_the_focus_keeps_its_own_choice() {
    let sample = Sample::new().choose("refund");
    let shown = show(&sample).await;
    enter(&shown.code());
    shown.become_(&sample.clone().choose("callback")).await;
    assert_eq!(shown.code().value(), "Refund granted");
    shown.page.button("Submit & close").click();
    let entry = Entry::Code(Some(code("refund")));
    let base = sample.segment().draft.code_stamp;
    assert_eq!(shown.acts(), [edit(entry, &base), DialogAction::Submit]);
}

#[wasm_bindgen_test]
async fn what_is_shown_is_what_is_submitted() {
    let (shown, _) = typed_in_both().await;
    shown.page.button("Submit & close").click();
    let acts = shown.acts();
    let [typed, again, submit] = &acts[..] else { panic!("{acts:?}") };
    assert_eq!((typed, submit), (again, &DialogAction::Submit));
    let (entry, base) = (notes("from here"), Stamp::default());
    assert_eq!(*typed, DialogAction::Edit { entry, base });
}

#[wasm_bindgen_test]
async fn the_other_text_is_added_or_dismissed() {
    let (shown, _) = typed_in_both().await;
    shown.page.button("Add to notes").click();
    settle().await;
    assert_eq!(shown.notes().value(), "from here\n\nfrom there");
    let taken = Entry::taking("from there".to_owned(), "from here");
    assert_eq!(shown.acts().last(), Some(&edit(taken, &Stamp::default())));
    assert_eq!(document().active_element().unwrap(), **shown.notes());

    let (shown, _) = typed_in_both().await;
    shown.page.button("Dismiss").click();
    let acts = shown.acts();
    let dismiss = DialogAction::DismissAside("from there".to_owned());
    assert_eq!(acts[1..], [edit(notes("from here"), &Stamp::default()), dismiss]);
}

#[wasm_bindgen_test]
async fn two_clicks_are_one_submit() {
    let sample = Sample::new().choose("refund");
    let shown = show(&sample).await;
    let submit = shown.page.button("Submit & close");
    submit.click();
    submit.click();
    settle().await;
    submit.click();
    assert_eq!(shown.acts(), [DialogAction::Submit]);

    shown.become_(&sample.submit()).await;
    submit.click();
    assert_eq!(shown.acts(), [DialogAction::Submit]);
    assert_eq!(accessible_name(&submit), "Saving…", "the same button, so the focus stays");
    assert!(is_shut(&submit));
    assert_eq!(shown.page.get("[role=dialog]").get_attribute("aria-busy").unwrap(), "true");
    assert!(shown.code().read_only());
    assert!(shown.notes().read_only());
}

#[wasm_bindgen_test]
async fn a_failed_save_says_what_to_do_and_keeps_everything() {
    let sample = Sample::new().choose("refund").note("all of it").submit();
    let shown = show(&sample).await;
    let button = shown.page.button("Saving…");
    button.focus().unwrap();
    shown.failure.set(Some(SaveFailure::Quota));
    shown.become_(&sample.fail()).await;

    let message = shown.page.text("[role=alert]");
    assert!(message.starts_with("Not saved yet. This browser has no space left."), "{message}");
    assert!(message.ends_with("Everything you typed is still here."), "{message}");
    assert_eq!(shown.notes().value(), "all of it");
    assert_eq!(shown.code().value(), "Refund granted");
    assert!(!shown.notes().read_only());
    assert!(document().active_element().unwrap().is_same_node(Some(&button)));
    let retry = shown.page.button("Try again");
    retry.click();
    retry.click();
    assert_eq!(shown.acts(), [DialogAction::Retry]);
}

#[wasm_bindgen_test]
async fn a_retry_that_fails_again_can_be_tried_again() {
    let shown = show(&Sample::new().submit().fail()).await;
    assert!(shown.page.text("[role=alert]").contains("Something went wrong"));
    shown.page.button("Try again").click();
    shown.failure.set(Some(SaveFailure::Unreachable));
    settle().await;
    shown.page.button("Try again").click();
    assert_eq!(shown.acts(), [DialogAction::Retry, DialogAction::Retry]);
}

#[wasm_bindgen_test]
async fn every_reason_has_its_own_advice() {
    use SaveFailure::{
        Blocked, Conflict, Newer, Quota, Refused, Unavailable, Unknown, Unreachable,
    };
    let shown = show(&Sample::new().submit().fail()).await;
    let mut heard = std::collections::BTreeSet::new();
    let all = [Quota, Blocked, Unavailable, Newer, Unreachable, Refused, Conflict, Unknown];
    for failure in all {
        shown.failure.set(Some(failure));
        settle().await;
        heard.insert(shown.page.text("[role=alert]"));
    }
    assert_eq!(heard.len(), all.len());
}

#[wasm_bindgen_test]
async fn notes_are_counted_in_characters_and_never_cut() {
    let full = "🙂".repeat(4_000);
    let shown = show(&Sample::with(keeping).note(&full)).await;
    assert!(description(&shown.notes()).contains("4000 of 4000 characters"));
    assert!(!is_shut(&shown.page.button("Submit & close")));

    let over = full + "12";
    shown.become_(&Sample::with(keeping).note(&over)).await;
    let submit = shown.page.button("Submit & close");
    assert!(description(&shown.notes()).contains("Too long by 2."));
    assert_eq!(shown.notes().get_attribute("aria-invalid").unwrap(), "true");
    assert_eq!(shown.notes().value(), over);
    assert!(is_shut(&submit));
    assert_eq!(description(&submit), "The notes are too long to submit.");
    submit.click();
    assert_eq!(shown.acts(), []);
    assert_eq!(
        shown.forecast(),
        "At 0:00 it closes and saves “Other”. Of your notes the first 4000 characters are saved; \
         the rest is kept for you to copy."
    );
}

#[wasm_bindgen_test]
async fn a_missing_required_code_is_said() {
    let sample = Sample::with(mandatory).note("text");
    let shown = show(&sample).await;
    let submit = shown.page.button("Submit & close");
    assert!(is_shut(&submit));
    assert_eq!(description(&submit), "Choose a wrap-up code first: this conversation needs one.");
    assert_eq!(shown.code().get_attribute("aria-required").unwrap(), "true");
    assert_eq!(
        shown.forecast(),
        "Without a wrap-up code it stays open at 0:00, and you stay busy."
    );
    shown.become_(&sample.choose("refund")).await;
    assert!(!is_shut(&submit));
    assert_eq!(description(&submit), "");
}

#[wasm_bindgen_test]
async fn overdue_it_can_still_be_submitted() {
    let late = Sample::with(mandatory).pass(60).close(CloseReason::Deadline).pass(3);
    let shown = show(&late).await;
    assert!(shown.forecast().starts_with("Time is up."));
    assert!(!shown.code().read_only());
    assert!(shown.page.find("[part=extend]").is_none(), "there is no deadline to move any more");
    shown.become_(&late.choose("refund")).await;
    shown.page.button("Submit & close").click();
    assert_eq!(shown.acts(), [DialogAction::Submit]);
}

#[wasm_bindgen_test]
async fn a_recorded_submit_closes_at_zero() {
    let sample = Sample::with(|each| each.mode = Mode::Forced).choose("refund").note("n").submit();
    let shown = show(&sample).await;
    assert_eq!(
        shown.forecast(),
        "Recorded, closes at 0:00. Saves “Refund granted”. Your notes are saved."
    );
    let button = shown.page.button("Recorded");
    assert!(is_shut(&button));
    button.click();
    assert_eq!(shown.acts(), []);
    assert!(!shown.notes().read_only(), "changes until then count");
}

#[wasm_bindgen_test]
async fn what_zero_brings_is_said_before() {
    let keep_entered = |each: &mut Configuration| each.expiry_policy = ExpiryPolicy::KeepEntered;
    let unlimited = |each: &mut Configuration| {
        each.enforce_duration = false;
        each.sweep_after = interaction_wrap_up::domain::configuration::SweepAfter::Never;
    };
    for (sample, forecast) in [
        (Sample::new().choose("other"), "At 0:00 it closes and saves “Other”."),
        (
            Sample::new().choose("refund").note("n"),
            "At 0:00 it closes and saves “Other” instead of “Refund granted”. Your notes are not \
             saved unless you submit first.",
        ),
        (
            Sample::with(keeping).choose("refund").note("n"),
            "At 0:00 it closes and saves “Refund granted”. Your notes are saved.",
        ),
        (Sample::with(keep_entered), "At 0:00 it closes without a code."),
        (Sample::with(unlimited), "Stays open until you finish it."),
        (Sample::new().submit(), "Accepted: it counts, however long saving takes."),
    ] {
        assert_eq!(show(&sample).await.forecast(), forecast);
    }
}

#[wasm_bindgen_test]
async fn what_will_be_lost_stands_out() {
    let is_loss =
        |shown: &Shown| shown.page.get("[part=forecast]").class_list().contains("is-loss");
    assert!(!is_loss(&show(&Sample::new()).await));
    assert!(is_loss(&show(&Sample::new().note("n")).await));
    assert!(!is_loss(&show(&Sample::with(keeping).note("n")).await));
}

#[wasm_bindgen_test]
async fn without_a_timer_the_time_of_day_is_said_instead() {
    let shown = show(&Sample::with(|each| each.show_timer = false)).await;
    assert!(shown.page.find("[role=timer]").is_none());
    let forecast = shown.forecast();
    assert!(!forecast.contains("0:00 "), "{forecast}");
    assert!(forecast.contains(":40"), "opened at :40 for one minute: {forecast}");
}

#[wasm_bindgen_test]
async fn more_time_is_one_click_while_it_can_be_had() {
    let shown = show(&Sample::with(|each| each.max_extensions = 1)).await;
    let extend = shown.page.button("+1 min: extend by 1 minute");
    assert_eq!(extend.inner_text(), "+1 min");
    extend.click();
    assert_eq!(shown.acts(), [DialogAction::Extend]);
    let used = Sample::with(|each| each.max_extensions = 1).extend();
    shown.become_(&used).await;
    assert!(shown.page.find_button("+1 min: extend by 1 minute").is_none());
}

#[wasm_bindgen_test]
async fn more_time_is_one_key_from_anywhere_in_the_dialog() {
    let sample = Sample::with(|each| each.max_extensions = 1);
    let shown = show(&sample).await;
    let extend = shown.page.button("+1 min: extend by 1 minute");
    assert_eq!(extend.get_attribute("aria-keyshortcuts").unwrap(), "F8");
    assert_eq!(extend.get_attribute("title").unwrap(), "Or press F8 in here");
    let places: [web_sys::Element; 3] =
        [shown.notes().into(), shown.code().into(), shown.page.button("Minimize").into()];
    for place in &places {
        assert!(!press(place, "F8"), "the browser has nothing to do with it");
    }
    assert_eq!(shown.acts(), [const { DialogAction::Extend }; 3]);

    shown.acts.set_value(Vec::new());
    let held = |init: &web_sys::KeyboardEventInit| init.set_repeat(true);
    assert!(!press_with(&places[0], "F8", held), "held down it counts once");
    let chords: [Hold; 4] = [
        |init| init.set_alt_key(true),
        |init| init.set_ctrl_key(true),
        |init| init.set_meta_key(true),
        |init| init.set_shift_key(true),
    ];
    for chord in chords {
        assert!(press_with(&places[0], "F8", chord), "a chord is somebody else's");
    }
    assert!(press(&places[0], "8") && press(&places[0], "f"), "letters are typed");
    shown.become_(&sample.extend()).await;
    assert!(press(&places[0], "F8"), "it means nothing once no more time can be had");
    assert_eq!(shown.acts(), []);
}

#[wasm_bindgen_test]
async fn the_last_twenty_seconds_are_warned_of() {
    let shown = show(&Sample::new().pass(39)).await;
    let warning = || shown.page.text("[part=warning]");
    assert_eq!(warning(), "");
    shown.at.set(START + Millis(40_000));
    settle().await;
    let words = "The last 20 seconds are running. More time: +1 min, or press F8 in here.";
    assert_eq!(warning(), words);
    let element = shown.page.get("[part=warning]");
    assert!(element.closest("[aria-live], [role=status], [role=alert]").unwrap().is_none());
    let colour = |element: &web_sys::Element| {
        let style = leptos::prelude::window().get_computed_style(element).unwrap().unwrap();
        style.get_property_value("background-color").unwrap()
    };
    assert_ne!(colour(&element), colour(&shown.page.get("[part=footer]")));
    shown.page.button("Minimize").click();
    settle().await;
    assert!(element.offset_height() > 0, "a small dialog warns too");
    shown.become_(&Sample::new().pass(45).extend()).await;
    assert_eq!(warning(), "");
}

#[wasm_bindgen_test]
async fn the_warning_offers_no_more_than_there_is() {
    let sample = Sample::with(|each| each.max_extensions = 1).pass(10).extend().pass(91);
    let shown = show(&sample).await;
    assert_eq!(shown.page.text("[part=warning]").trim(), "The last 20 seconds are running.");
    let short = Sample::with(|each| (each.duration_seconds, each.max_extensions) = (15, 0));
    let shown = show(&short).await;
    assert_eq!(shown.page.text("[part=warning]").trim(), "The last 15 seconds are running.");
}

#[wasm_bindgen_test]
async fn once_the_time_is_up_nothing_more_can_be_entered() {
    let shown = show(&Sample::new().note("in time").pass(60)).await;
    assert!(shown.notes().read_only());
    assert!(shown.code().read_only());
    assert!(is_shut(&shown.page.button("Submit & close")));
}

#[wasm_bindgen_test]
async fn a_parked_one_is_resumed_here() {
    let park = |each: &mut Configuration| {
        each.on_interruption.status_change = OnInterruption::Park;
    };
    let shown = show(&Sample::with(park).note("n").interrupt()).await;
    assert!(shown.notes().read_only());
    shown.page.button("Resume").click();
    assert_eq!(shown.acts(), [DialogAction::Resume]);
}

#[wasm_bindgen_test]
async fn made_small_it_keeps_the_time_in_sight_and_a_failure_opens_it() {
    let sample = Sample::new().note("n");
    let shown = show(&sample).await;
    shown.page.button("Minimize").click();
    settle().await;
    let button = shown.page.button("Expand");
    assert_eq!(button.get_attribute("aria-expanded").unwrap(), "false");
    assert_eq!(shown.notes().offset_height(), 0);
    assert!(shown.page.get("[role=timer]").offset_height() > 0);
    shown.become_(&sample.submit().fail()).await;
    assert!(shown.notes().offset_height() > 0);
    assert!(shown.page.find_button("Minimize").is_some());
}

#[wasm_bindgen_test]
async fn five_moments_are_said_aloud() {
    let shown = show(&Sample::new()).await;
    let region = shown.page.get(".wrapup-unseen[role=status][aria-live=polite]");
    assert_eq!(region.inner_text(), "", "a region that comes with its text is passed over");
    changed(&region).await;
    let mut said = vec![region.text_content().unwrap()];
    for second in 1..=60 {
        shown.at.set(START + Millis::from_seconds(second));
        settle().await;
        let now = region.text_content().unwrap();
        if said.last() != Some(&now) {
            said.push(now);
        }
    }
    assert_eq!(
        said,
        [
            "Wrap up: 1 minute left.",
            "30 seconds left.",
            "20 seconds left. More time: +1 min, or press F8 in here.",
            "15 seconds left.",
            "Time is up."
        ]
    );
}

#[wasm_bindgen_test]
async fn an_extension_is_said_aloud() {
    let sample = Sample::new();
    let shown = show(&sample).await;
    let region = shown.page.get(".wrapup-unseen[aria-atomic]");
    changed(&region).await;
    shown.become_(&sample.pass(10).extend()).await;
    assert_eq!(region.text_content().unwrap(), "Wrap up: 1 minute 50 seconds left.");
}

#[wasm_bindgen_test]
async fn a_field_may_leave_the_page_with_the_focus_in_it() {
    let with_field = |configuration: &mut Configuration| {
        configuration.extra_fields = vec![ExtraField {
            name: "order".to_owned(),
            label: "Order number".to_owned(),
            kind: ExtraKind::Text,
            required: false,
        }];
    };
    for field in ["textarea", "[role=combobox]", "[part=extra-input]"] {
        let shown = show(&Sample::with(with_field)).await;
        let focused = shown.page.get(field);
        focused.focus().unwrap();
        assert_eq!(document().active_element(), Some(focused.clone().into()));
        // What it hears of that has nothing left to work with.
        drop(shown);
        settle().await;
        assert!(!focused.is_connected());
    }
}
