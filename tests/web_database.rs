//! IndexedDB as the browser has it, and the backend over it.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used)]

use interaction_wrap_up::backend::browser::BrowserBackend;
use interaction_wrap_up::backend::{Backend, BackendError, Revision, Step, Trouble};
use interaction_wrap_up::browser::codec;
use interaction_wrap_up::browser::database::{Access, Database, DatabaseError, Migration, Upgrade};
use interaction_wrap_up::domain::catalog::Catalog;
use interaction_wrap_up::domain::channel::Channel;
use interaction_wrap_up::domain::id::InteractionId;
use interaction_wrap_up::domain::interaction::{Interaction, InteractionState};
use interaction_wrap_up::domain::time::Timestamp;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const NOTES: &str = "notes";

fn create(upgrade: &Upgrade) -> Result<(), DatabaseError> {
    upgrade.create_store(NOTES, Some("id"), None)
}

fn create_more(upgrade: &Upgrade) -> Result<(), DatabaseError> {
    upgrade.create_store("more", None, Some("kind"))
}

fn fail(upgrade: &Upgrade) -> Result<(), DatabaseError> {
    upgrade.create_store("half", Some("id"), None)?;
    upgrade.create_store("half", Some("id"), None)
}

static V1: [Migration; 1] = [create];
static V2: [Migration; 2] = [create, create_more];
static TORN: [Migration; 2] = [create, fail];

fn note(id: &str, text: &str) -> JsValue {
    let fields = [("id".to_owned(), id.to_owned()), ("text".to_owned(), text.to_owned())];
    codec::to_js(&std::collections::BTreeMap::from(fields)).unwrap()
}

fn text(record: &JsValue) -> String {
    let fields: std::collections::BTreeMap<String, String> = codec::from_js(record).unwrap();
    fields["text"].clone()
}

async fn written(name: &str, migrations: &'static [Migration]) -> Database {
    let database = Database::open(name, migrations).await.unwrap();
    let transaction = database.begin(&[NOTES], Access::WriteStrict).unwrap();
    transaction.put(NOTES, &note("a", "kept")).unwrap();
    transaction.finish().await.unwrap();
    database
}

#[wasm_bindgen_test]
async fn a_migration_keeps_what_is_there() {
    drop(written("migration", &V1).await);
    let database = Database::open("migration", &V2).await.unwrap();
    let transaction = database.begin(&[NOTES, "more"], Access::Read).unwrap();
    let record = transaction.get(NOTES, "a").await.unwrap().unwrap();
    assert_eq!(text(&record), "kept");
    assert!(transaction.all("more").await.unwrap().is_empty());
    assert_eq!(transaction.get(NOTES, "b").await.unwrap(), None);
}

#[wasm_bindgen_test]
async fn a_migration_that_fails_leaves_the_version_before() {
    drop(written("torn-migration", &V1).await);
    let error = Database::open("torn-migration", &TORN).await.unwrap_err();
    assert!(matches!(error, DatabaseError::Failed { .. }), "{error:?}");
    let database = Database::open("torn-migration", &V1).await.unwrap();
    let transaction = database.begin(&[NOTES], Access::Read).unwrap();
    assert_eq!(text(&transaction.get(NOTES, "a").await.unwrap().unwrap()), "kept");
}

#[wasm_bindgen_test]
async fn records_of_a_newer_version_are_left_alone() {
    drop(written("newer", &V2).await);
    assert_eq!(Database::open("newer", &V1).await.unwrap_err(), DatabaseError::Newer);
}

#[wasm_bindgen_test]
async fn an_older_page_makes_way_for_a_newer_one_and_is_told() {
    let older = written("make-way", &V1).await;
    let newer = Database::open("make-way", &V2).await.unwrap();
    let refused = older.begin(&[NOTES], Access::Read).unwrap_err();
    assert_eq!(refused, DatabaseError::Closed);
    drop(newer);
    assert_eq!(Database::open("make-way", &V1).await.unwrap_err(), DatabaseError::Newer);
}

#[wasm_bindgen_test]
async fn a_transaction_that_is_not_finished_writes_nothing() {
    let database = written("unfinished", &V1).await;
    let transaction = database.begin(&[NOTES], Access::WriteStrict).unwrap();
    transaction.put(NOTES, &note("b", "half")).unwrap();
    let refused = transaction.put(NOTES, &js_sys::Function::new_no_args("").into());
    assert!(matches!(refused, Err(DatabaseError::Failed { .. })), "{refused:?}");
    drop(transaction);
    let transaction = database.begin(&[NOTES], Access::Read).unwrap();
    assert_eq!(transaction.all(NOTES).await.unwrap().len(), 1);
}

#[wasm_bindgen_test]
async fn durability_is_asked_for() {
    let database = written("durability", &V1).await;
    // What the browser says of its own transaction, not what was asked.
    let said = |access| {
        let transaction = database.begin(&[NOTES], access).unwrap();
        let said = transaction.durability();
        drop(transaction);
        said
    };
    assert_eq!(said(Access::WriteStrict), "strict");
    assert_eq!(said(Access::WriteRelaxed), "relaxed");
}

#[wasm_bindgen_test]
fn the_browsers_errors_say_what_to_do() {
    let named = |name| DatabaseError::named(name, "");
    assert_eq!(named("QuotaExceededError"), DatabaseError::Full);
    assert_eq!(named("VersionError"), DatabaseError::Newer);
    assert_eq!(named("SecurityError"), DatabaseError::NotKept);
    assert_eq!(named("InvalidStateError"), DatabaseError::Closed);
    assert!(matches!(named("UnknownError"), DatabaseError::Failed { .. }));
}

// The backend.

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
    let database = Database::open("backend-torn", &V1).await.unwrap();
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
    let newer = Database::open("backend-newer", &V2_OF_BACKEND).await.unwrap();
    let refused = backend.commit(&step(&interaction("late"), None)).await.unwrap_err();
    let asked = BackendError::TryAgain { trouble: Trouble::PageOutdated, after: None };
    assert_eq!(refused, asked);
    drop(newer);
}

static V2_OF_BACKEND: [Migration; 2] = [create, create_more];

#[wasm_bindgen_test]
async fn what_an_administrator_set_up_is_not_overwritten() {
    let backend = BrowserBackend::new("backend-set-up");
    let code = |label: &str| interaction_wrap_up::domain::code::WrapUpCode {
        id: interaction_wrap_up::domain::id::CodeId::new("one").unwrap(),
        label: label.to_owned(),
        description: String::new(),
        active: true,
        external: false,
    };
    let first = Catalog { configurations: Vec::new(), codes: vec![code("first")] };
    let second = Catalog { configurations: Vec::new(), codes: vec![code("second")] };
    backend.set_up(&first).await.unwrap();
    backend.set_up(&second).await.unwrap();
    assert_eq!(backend.catalog().await.unwrap(), first);
    backend.reset(&second).await.unwrap();
    assert_eq!(backend.catalog().await.unwrap(), second);
}
