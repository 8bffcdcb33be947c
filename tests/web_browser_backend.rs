//! The backend over the browser's database.
#![cfg(all(target_arch = "wasm32", feature = "widget"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::future::poll_fn;
use std::task::Poll;

use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::backend::{
    About, Answer, Backend, BackendError, Farewell, Parcel, Presence, Report, Revision, Step,
    Store, Trouble, Typed,
};
use interaction_wrap_up::browser::database::{Access, Database, Migrating, Migration, Upgrade};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::code::WrapUpCode;
use interaction_wrap_up::domain::delivery::outbox::Change;
use interaction_wrap_up::domain::delivery::remains::Holdings;
use interaction_wrap_up::domain::delivery::retention::Retention;
use interaction_wrap_up::domain::draft::Draft;
use interaction_wrap_up::domain::id::{AgentId, CodeId, InteractionId, SegmentId};
use interaction_wrap_up::domain::interaction::{Interaction, InteractionState, Preparation};
use interaction_wrap_up::domain::journal::{JournalEntry, JournalEvent};
use interaction_wrap_up::domain::segment::OpenedBy;
use interaction_wrap_up::domain::time::{Millis, Now, Timestamp};
use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// What a newer page may do to the records does not matter here.
fn nothing(_: &Upgrade) -> Migrating<'_> {
    Box::pin(async { Ok(()) })
}

const NEWER: &[Migration] = &[nothing, nothing, nothing, nothing];

fn interaction(id: &str) -> Interaction {
    Interaction::new(InteractionId::new(id).unwrap(), Channel::Chat, Timestamp(1_000))
}

fn step(interaction: &Interaction, base: Option<Revision>) -> Step {
    Step {
        base,
        interaction: interaction.clone(),
        segments: Vec::new(),
        journal: Vec::new(),
        strict: true,
        outbox: Vec::new(),
    }
}

#[wasm_bindgen_test]
async fn a_step_is_written_upon_the_revision_it_names() {
    let backend = BrowserBackend::new("backend-revisions");
    let mut chat = interaction("chat");
    let first = backend.commit(&step(&chat, None)).await.unwrap();
    chat.state = InteractionState::WorkInProgress;
    let second = backend.commit(&step(&chat, Some(first))).await.unwrap();
    assert!(second > first);
    chat.state = InteractionState::OnHold;
    let late = backend.commit(&step(&chat, Some(first))).await;
    assert_eq!(late, Err(BackendError::Conflict));
    let stored = backend.load(&chat.id).await.unwrap().unwrap();
    assert_eq!(stored.interaction.state, InteractionState::WorkInProgress);
    assert_eq!(stored.revision, second);
}

#[wasm_bindgen_test]
async fn a_torn_record_is_named_and_hides_no_other() {
    let backend = BrowserBackend::new("backend-torn");
    backend.commit(&step(&interaction("good"), None)).await.unwrap();
    backend.commit(&step(&interaction("bad"), None)).await.unwrap();
    let database = Database::open("backend-torn", &[nothing, nothing, nothing]).await.unwrap();
    let transaction = database.begin(&["interactions"], Access::WriteStrict).unwrap();
    let record = transaction.get("interactions", "bad").await.unwrap().unwrap();
    js_sys::Reflect::set(&record, &"state".into(), &"paused".into()).unwrap();
    transaction.put("interactions", &record).unwrap();
    transaction.finish().await.unwrap();

    let stock = backend.stock().await.unwrap();
    let ids: Vec<_> = stock.conversations.iter().map(|each| each.interaction.id.as_str()).collect();
    assert_eq!(ids, ["good"]);
    let [torn] = &stock.torn[..] else { panic!("{:?}", stock.torn) };
    assert_eq!(
        (torn.kind, torn.id.as_str(), torn.error.field.as_str()),
        ("interaction", "bad", "state")
    );
    assert!(torn.error.to_string().contains("must be one of new, work_in_progress"), "{torn}");
}

#[wasm_bindgen_test]
async fn a_backend_over_newer_records_asks_for_a_reload() {
    let backend = BrowserBackend::new("backend-newer");
    backend.commit(&step(&interaction("chat"), None)).await.unwrap();
    let newer = Database::open("backend-newer", NEWER).await.unwrap();
    let refused = backend.commit(&step(&interaction("late"), None)).await.unwrap_err();
    let asked = BackendError::TryAgain { trouble: Trouble::PageOutdated, after: None };
    assert_eq!(refused, asked);
    drop(newer);
}

#[wasm_bindgen_test]
async fn what_an_administrator_set_up_is_not_overwritten() {
    let backend = BrowserBackend::new("backend-set-up");
    let code = |label: &str| WrapUpCode::new(CodeId::new("one").unwrap(), label);
    let first = Catalog { configurations: Vec::new(), codes: vec![code("first")] };
    let second = Catalog { configurations: Vec::new(), codes: vec![code("second")] };
    backend.set_up(&first).await.unwrap();
    backend.set_up(&second).await.unwrap();
    assert_eq!(backend.catalog().await.unwrap(), first);
    backend.reset(&second).await.unwrap();
    assert_eq!(backend.catalog().await.unwrap(), second);
}

/// A conversation that is over, with something in its journal.
async fn finished(backend: &BrowserBackend, id: &str) -> (InteractionId, Revision) {
    let mut over = interaction(id);
    over.state = InteractionState::ClosedComplete;
    let (event, now) = (JournalEvent::State(over.state), Now { wall: AT, monotonic: Millis(1) });
    let journal = vec![JournalEntry::new(over.id.clone(), event, AT, now)];
    let revision = backend.commit(&Step { journal, ..step(&over, None) }).await.unwrap();
    (over.id, revision)
}

const AT: Timestamp = Timestamp(1_000);

fn waiting(interaction: &Interaction) -> Change {
    Change::Put(Box::new(Parcel {
        id: "parcel".to_owned(),
        agent: AgentId::new("ada").unwrap(),
        report: Report::Interaction(Box::new(interaction.clone())),
        revision: Revision(1),
        place: 0,
        made_at: AT,
        failures: 0,
        pause: None,
        rejected: None,
    }))
}

#[wasm_bindgen_test]
async fn what_may_go_is_removed_as_it_was_looked_at_with_its_journal() {
    let backend = BrowserBackend::new("backend-removing");
    let (gone, revision) = finished(&backend, "gone").await;
    let (stays, _) = finished(&backend, "stays").await;
    let (changed, before) = finished(&backend, "changed").await;
    let newer = backend.commit(&step(&interaction("changed"), Some(before))).await.unwrap();
    assert!(newer > before);
    let those = [(gone.clone(), revision), (changed.clone(), before)];
    assert!(backend.remove(&those).await.unwrap());
    assert_eq!(backend.load(&gone).await.unwrap(), None);
    assert_eq!(backend.journal(&gone).await.unwrap(), []);
    for id in [&stays, &changed] {
        assert!(backend.load(id).await.unwrap().is_some(), "{id}");
        assert_eq!(backend.journal(id).await.unwrap().len(), 1, "{id}");
    }
    assert!(!backend.remove(&those).await.unwrap(), "nothing is left of it");
}

#[wasm_bindgen_test]
async fn what_waits_to_be_told_is_not_removed_but_all_can_be_erased() {
    let backend = BrowserBackend::new("backend-erasing");
    let waits = interaction("waits");
    let told = Step { outbox: vec![waiting(&waits)], ..step(&waits, None) };
    let revision = backend.commit(&told).await.unwrap();
    assert!(!backend.remove(&[(waits.id.clone(), revision)]).await.unwrap());
    assert_eq!(backend.holdings().await.unwrap().outbox.len(), 1);
    // Nor what a page put down as it went, which goes with all the rest.
    let left = interaction("chat");
    let revision = backend.commit(&step(&left, None)).await.unwrap();
    backend.keep_typed(&[typed("one")]);
    assert!(!backend.remove(&[(left.id.clone(), revision)]).await.unwrap());
    assert_eq!(backend.holdings().await.unwrap().typed, [typed("one")]);
    backend.erase().await.unwrap();
    assert_eq!(backend.holdings().await.unwrap(), Holdings::default());
    assert_eq!(backend.load(&waits.id).await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn agents_and_tenants_have_stores_of_their_own() {
    let agent = |name: &str| AgentId::new(name).unwrap();
    let stores = [
        BrowserBackend::scoped("rest", "one", &agent("ada")),
        BrowserBackend::scoped("rest", "one", &agent("ben")),
        BrowserBackend::scoped("rest", "two", &agent("ada")),
        BrowserBackend::scoped("host", "one", &agent("ada")),
        // What would be the same without lengths.
        BrowserBackend::scoped("rest", "one|ada", &agent("b")),
        BrowserBackend::scoped("rest", "one", &agent("ada|b")),
    ];
    for (at, store) in stores.iter().enumerate() {
        store.commit(&step(&interaction(&at.to_string()), None)).await.unwrap();
    }
    for (at, store) in stores.iter().enumerate() {
        let stock = store.stock().await.unwrap();
        let ids: Vec<_> = stock.conversations.iter().map(|it| it.interaction.id.as_str()).collect();
        assert_eq!(ids, [at.to_string()]);
        store.erase().await.unwrap();
    }
}

#[wasm_bindgen_test]
async fn a_store_nobody_comes_back_to_goes_and_its_agent_is_told_until_they_know() {
    let (ada, ben) = (AgentId::new("ada").unwrap(), AgentId::new("ben").unwrap());
    let limits = Retention { confirmed: None, abandoned: Some(Millis::from_seconds(7_200)) };
    let hours = |hours: u64| AT + Millis::from_seconds(3_600 * hours);
    let hers = BrowserBackend::scoped("rest", "register", &ada);
    let his = BrowserBackend::scoped("rest", "register", &ben);
    assert_eq!(hers.check_in(&ada, limits, AT).await.unwrap(), None);
    let mut typed = interaction("typed");
    typed.preparations.push(Preparation {
        agent: ada.clone(),
        draft: Some(Draft::of(None, "typed".to_owned())),
        requested: false,
    });
    hers.commit(&step(&typed, None)).await.unwrap();

    his.tidy_others(hours(1)).await.unwrap();
    assert_eq!(hers.stock().await.unwrap().conversations.len(), 1);
    his.tidy_others(hours(2)).await.unwrap();
    assert_eq!(hers.stock().await.unwrap().conversations.len(), 0);
    for _ in 0..2 {
        let lapsed = hers.check_in(&ada, limits, hours(3)).await.unwrap().unwrap();
        assert_eq!(lapsed.at, hours(2));
        assert_eq!(lapsed.lost.drafts().collect::<Vec<_>>(), [&typed.id]);
    }
    hers.lapse_told().await.unwrap();
    assert_eq!(hers.check_in(&ada, limits, hours(4)).await.unwrap(), None);
    hers.erase().await.unwrap();
    his.erase().await.unwrap();
}

/// `source` is the body of a function.
fn js(source: &str) -> JsValue {
    Function::new_no_args(source).call0(&JsValue::UNDEFINED).unwrap()
}

const COUNT: &str = "
    globalThis.counted = { opened: 0, closed: 0 };
    const { open } = IDBFactory.prototype, { close } = IDBDatabase.prototype;
    IDBFactory.prototype.open = function (...of) { counted.opened++; return open.apply(this, of); };
    IDBDatabase.prototype.close = function () { counted.closed++; return close.apply(this); };
    globalThis.stopCounting = () => Object.assign(IDBFactory.prototype, { open })
        && Object.assign(IDBDatabase.prototype, { close });";

fn counted(what: &str) -> u32 {
    let count = js(&format!("return counted.{what}")).as_f64().unwrap();
    format!("{count}").parse().unwrap()
}

#[wasm_bindgen_test]
async fn the_database_is_let_go_with_the_page_and_had_again_when_needed() {
    js(COUNT);
    let backend = BrowserBackend::new("backend-leaving");
    let first = backend.commit(&step(&interaction("chat"), None)).await.unwrap();
    assert_eq!((counted("opened"), counted("closed")), (1, 0));
    js("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
    assert!(counted("closed") >= 1);
    let second = backend.commit(&step(&interaction("chat"), Some(first))).await.unwrap();
    assert_eq!(counted("opened"), 2);

    // What is under way when the page goes for good is finished.
    let last = step(&interaction("chat"), Some(second));
    let under_way = begun(backend.commit(&last)).await;
    js("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }))");
    let third = under_way.await.unwrap();
    assert_eq!(counted("opened"), 2);
    let stored = backend.load(&interaction("chat").id).await.unwrap().unwrap();
    assert_eq!((stored.revision, counted("opened")), (third, 3));
    js("stopCounting()");
}

#[wasm_bindgen_test]
async fn a_page_that_is_kept_for_the_back_button_holds_up_no_other() {
    let (kept, other) = (BrowserBackend::new("backend-kept"), BrowserBackend::new("backend-kept"));
    let first = kept.commit(&step(&interaction("chat"), None)).await.unwrap();
    let next = step(&interaction("chat"), Some(first));
    let under_way = begun(kept.commit(&next)).await;
    js("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
    // In there it gets no answer, and would never ask for what it still has to.
    other.commit(&next).await.unwrap();
    let given_up = under_way.await;
    assert!(matches!(given_up, Err(BackendError::TryAgain { .. })), "{given_up:?}");
}

fn typed(id: &str) -> Typed {
    Typed {
        id: id.to_owned(),
        interaction: InteractionId::new("chat").unwrap(),
        segment: Some(SegmentId::new("segment").unwrap()),
        early: None,
        draft: Draft { notes: "Grüße 👩🏽‍🚒".to_owned(), ..Draft::default() },
    }
}

#[wasm_bindgen_test]
async fn what_was_typed_last_is_put_down_at_once_and_taken_once() {
    let open = || BrowserBackend::new("backend-typed");
    open().take_typed().await.unwrap();
    BrowserBackend::new("backend-typed-too").keep_typed(&[typed("other store")]);
    let put_down = "return Object.keys(localStorage).filter((name) => name.startsWith('backend-typed|')).length";
    assert_eq!(js(put_down), 0);
    open().keep_typed(&[typed("one"), typed("two")]);
    assert_eq!(js(put_down), 2);
    let mut taken = open().take_typed().await.unwrap();
    taken.sort_by(|one, other| one.id.cmp(&other.id));
    assert_eq!(taken, [typed("one"), typed("two")]);
    assert_eq!(open().take_typed().await.unwrap(), []);
    open().keep_typed(&[typed("three")]);
    open().reset(&Catalog::default()).await.unwrap();
    assert_eq!(open().take_typed().await.unwrap(), []);
}

#[wasm_bindgen_test]
async fn where_there_is_no_room_for_it_the_database_has_it() {
    let backend = BrowserBackend::new("backend-typed-full");
    backend.take_typed().await.unwrap();
    js("globalThis.setItem = Storage.prototype.setItem;
        Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError') };");
    backend.keep_typed(&[typed("one")]);
    js("Storage.prototype.setItem = setItem;");
    // What is begun is begun by then.
    backend.outbox().await.unwrap();
    assert_eq!(js("return localStorage.getItem('backend-typed-full|typed|one')"), JsValue::NULL);
    assert_eq!(backend.take_typed().await.unwrap(), [typed("one")]);
}

#[wasm_bindgen_test]
async fn when_the_last_page_went_is_known_to_the_next() {
    let id = SegmentId::new("segment").unwrap();
    let about = About {
        segment: id.clone(),
        interaction: InteractionId::new("interaction").unwrap(),
        agent: AgentId::new("agent").unwrap(),
        configuration: None,
        opened_by: OpenedBy::ConversationEnd,
        opened_at: Timestamp(0),
        extensions: 0,
    };
    let ids = core::slice::from_ref(&about);
    let open = || BrowserBackend::new("backend-gone");
    let (first, second) = (open(), open());
    assert_eq!(first.back(ids).await.unwrap(), [(id.clone(), Presence::Open)]);
    assert_eq!(second.back(ids).await.unwrap(), [(id.clone(), Presence::Open)]);
    let goes = |at| Farewell { agent: None, at: Timestamp(at), finals: vec![], segments: vec![] };
    first.farewell(&goes(1_000));
    second.farewell(&goes(2_000));
    // A lock is let go of by then.
    first.outbox().await.unwrap();
    let since = Presence::GoneSince(Timestamp(2_000));
    let third = open();
    assert_eq!(third.back(ids).await.unwrap(), [(id.clone(), since)]);
    // It is there now, and says no word as it goes.
    drop(third);
    first.outbox().await.unwrap();
    assert_eq!(open().back(ids).await.unwrap(), [(id.clone(), Presence::Open)]);
}

/// `work`, once it has begun.
async fn begun<T>(mut work: Answer<'_, T>) -> Answer<'_, T> {
    poll_fn(|context| {
        assert!(work.as_mut().poll(context).is_pending());
        Poll::Ready(())
    })
    .await;
    work
}
