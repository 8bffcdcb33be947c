//! The browser's database, as it is and as it fails.
#![cfg(all(target_arch = "wasm32", feature = "widget"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::cell::Cell;
use std::rc::Rc;

use interaction_wrap_up::browser::database::{
    Access, Database, DatabaseError, Ended, Migrating, Migration, PATIENCE, Upgrade,
};
use interaction_wrap_up::domain::time::Millis;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const SHORT: Millis = Millis(150);

fn js(source: &str) -> JsValue {
    call(source, &JsValue::UNDEFINED)
}

/// `source` is the body of a function of `argument`.
fn call(source: &str, argument: &JsValue) -> JsValue {
    let function = Function::new_with_args("argument", source);
    function.call1(&JsValue::UNDEFINED, argument).unwrap()
}

async fn promised(source: &str) -> JsValue {
    let promise: Promise = js(source).dyn_into().unwrap();
    JsFuture::from(promise).await.unwrap()
}

fn field(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

fn record(id: &str, of: &str) -> JsValue {
    let record = js("return {}");
    Reflect::set(&record, &"id".into(), &id.into()).unwrap();
    Reflect::set(&record, &"of".into(), &of.into()).unwrap();
    record
}

fn ids(records: &[JsValue]) -> Vec<String> {
    records.iter().map(|record| field(record, "id").as_string().unwrap()).collect()
}

fn first(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async {
        upgrade.create_store("records", Some("id"), Some("of"))?;
        upgrade.create_store("numbered", None, None)
    })
}

/// Gives every record a field, in a store of another name.
fn second(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async {
        upgrade.create_store("renamed", Some("id"), None)?;
        for record in upgrade.all("records").await? {
            Reflect::set(&record, &"new".into(), &1.into()).unwrap();
            upgrade.put("renamed", &record)?;
        }
        upgrade.delete_store("records")
    })
}

fn failing(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async {
        upgrade.create_store("left over", None, None)?;
        upgrade.clear("records")?;
        upgrade.all("records").await?;
        Err(DatabaseError::Full)
    })
}

fn noticed_late(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async {
        upgrade.clear("records")?;
        upgrade.put("records", &js("return {}"))
    })
}

const V1: &[Migration] = &[first];
const V2: &[Migration] = &[first, second];

async fn fresh(name: &str) -> Database {
    Database::delete(PATIENCE, name).await.unwrap();
    Database::open(name, V1).await.unwrap()
}

async fn put_one(database: &Database, id: &str) {
    let transaction = database.begin(&["records"], Access::WriteRelaxed).unwrap();
    transaction.put("records", &record(id, "x")).unwrap();
    transaction.finish().await.unwrap();
}

async fn all(database: &Database) -> Vec<String> {
    ids(&database.begin(&["records"], Access::Read).unwrap().all("records").await.unwrap())
}

fn name_of(error: DatabaseError) -> String {
    match error {
        DatabaseError::Failed { name, .. } => name,
        other => panic!("{other:?}"),
    }
}

/// Replaces a property of the page until dropped.
struct Replaced {
    object: JsValue,
    name: &'static str,
    before: JsValue,
}

impl Replaced {
    fn new(object: &str, name: &'static str, property: &str) -> Self {
        let object = js(&format!("return {object}"));
        let target: &Object = object.unchecked_ref();
        let before = Reflect::get_own_property_descriptor(target, &name.into());
        let before = before.unwrap();
        assert!(before.is_object(), "{name}");
        let property = js(&format!("return {{ configurable: true, {property} }}"));
        define(&object, name, &property);
        Self { object, name, before }
    }

    fn indexed_db(property: &str) -> Self {
        Self::new("globalThis", "indexedDB", property)
    }
}

fn define(object: &JsValue, name: &str, property: &JsValue) {
    let (object, property): (&Object, &Object) = (object.unchecked_ref(), property.unchecked_ref());
    assert!(Reflect::define_property(object, &name.into(), property).unwrap());
}

impl Drop for Replaced {
    fn drop(&mut self) {
        define(&self.object, self.name, &self.before);
    }
}

/// Remembers every transaction, and whether it is complete.
fn watched() -> Replaced {
    js("globalThis.watched = []; globalThis.begin = IDBDatabase.prototype.transaction");
    Replaced::new(
        "IDBDatabase.prototype",
        "transaction",
        "value(...args) {
            const transaction = globalThis.begin.apply(this, args);
            const seen = { transaction, complete: false };
            transaction.addEventListener('complete', () => { seen.complete = true });
            globalThis.watched.push(seen);
            return transaction;
        }",
    )
}

#[wasm_bindgen_test]
async fn what_is_written_is_read() {
    let database = fresh("written").await;
    let transaction = database.begin(&["records", "numbered"], Access::WriteStrict).unwrap();
    for (id, of) in [("b", "x"), ("a", "y"), ("c", "x")] {
        transaction.put("records", &record(id, of)).unwrap();
    }
    transaction.put("numbered", &record("second", "")).unwrap();
    transaction.put("numbered", &record("first", "")).unwrap();
    assert!(transaction.get("records", "a").await.unwrap().is_some());
    transaction.delete("records", "c").unwrap();
    transaction.finish().await.unwrap();

    let transaction = database.begin(&["records", "numbered"], Access::Read).unwrap();
    assert!(transaction.get("records", "c").await.unwrap().is_none());
    let found = transaction.get("records", "a").await.unwrap().unwrap();
    assert_eq!(field(&found, "of").as_string().unwrap(), "y");
    assert_eq!(ids(&transaction.all("records").await.unwrap()), ["a", "b"]);
    assert_eq!(ids(&transaction.all_by("records", "of", "x").await.unwrap()), ["b"]);
    assert_eq!(ids(&transaction.all("numbered").await.unwrap()), ["second", "first"]);
    transaction.finish().await.unwrap();

    let transaction = database.begin(&["records"], Access::WriteRelaxed).unwrap();
    transaction.clear("records").unwrap();
    transaction.finish().await.unwrap();
    assert!(all(&database).await.is_empty());
}

#[wasm_bindgen_test]
async fn a_transaction_is_finished_once_it_is_complete_and_as_durable_as_asked() {
    let database = fresh("durable").await;
    let _watched = watched();
    for access in [Access::WriteStrict, Access::WriteRelaxed] {
        let transaction = database.begin(&["records"], access).unwrap();
        transaction.put("records", &record("a", "x")).unwrap();
        transaction.finish().await.unwrap();
        assert!(js("return globalThis.watched.at(-1).complete").is_truthy());
    }
    all(&database).await;
    let seen = js(
        "return globalThis.watched.map(({ transaction }) => [transaction.mode, transaction.durability].join()).join(' ')",
    );
    assert_eq!(seen.as_string().unwrap(), "readwrite,strict readwrite,relaxed readonly,default");
}

#[wasm_bindgen_test]
async fn what_is_not_finished_is_undone() {
    let database = fresh("undone").await;
    put_one(&database, "before").await;
    let transaction = database.begin(&["records"], Access::WriteStrict).unwrap();
    transaction.clear("records").unwrap();
    transaction.put("records", &record("half", "x")).unwrap();
    assert!(transaction.get("records", "half").await.unwrap().is_some());
    drop(transaction);
    assert_eq!(all(&database).await, ["before"]);
}

#[wasm_bindgen_test]
async fn a_value_that_cannot_be_stored_undoes_what_was_written_with_it() {
    let database = fresh("unfit").await;
    for (value, name) in [
        ("return { id: 'f', of: () => 1 }", "DataCloneError"),
        ("return { of: 'x' }", "DataError"),
        ("return { get id() { throw new TypeError('mine') } }", "TypeError"),
    ] {
        let transaction = database.begin(&["records"], Access::WriteStrict).unwrap();
        transaction.put("records", &record("half", "x")).unwrap();
        assert_eq!(name_of(transaction.put("records", &js(value)).unwrap_err()), name);
        drop(transaction);
        assert!(all(&database).await.is_empty());
    }
}

#[wasm_bindgen_test]
async fn a_write_that_fails_later_undoes_all_of_it() {
    Database::delete(PATIENCE, "unique").await.unwrap();
    promised(
        "return new Promise((done) => {
            const request = indexedDB.open('unique', 1);
            request.onupgradeneeded = () => request.result
                .createObjectStore('records', { keyPath: 'id' })
                .createIndex('of', 'of', { unique: true });
            request.onsuccess = () => { request.result.close(); done() };
        })",
    )
    .await;
    let database = Database::open("unique", V1).await.unwrap();
    let transaction = database.begin(&["records"], Access::WriteStrict).unwrap();
    transaction.put("records", &record("a", "taken")).unwrap();
    transaction.put("records", &record("b", "taken")).unwrap();
    assert_eq!(name_of(transaction.finish().await.unwrap_err()), "ConstraintError");
    assert!(all(&database).await.is_empty());

    // Also when somebody was waiting for an answer meanwhile.
    let transaction = database.begin(&["records"], Access::WriteStrict).unwrap();
    transaction.put("records", &record("a", "taken")).unwrap();
    transaction.put("records", &record("b", "taken")).unwrap();
    assert_eq!(name_of(transaction.all("records").await.unwrap_err()), "ConstraintError");
    assert!(all(&database).await.is_empty());
}

#[wasm_bindgen_test]
async fn an_unknown_store_is_an_error() {
    let database = fresh("unknown").await;
    assert_eq!(name_of(database.begin(&["nowhere"], Access::Read).unwrap_err()), "NotFoundError");
    let transaction = database.begin(&["records"], Access::Read).unwrap();
    assert_eq!(name_of(transaction.all("nowhere").await.unwrap_err()), "NotFoundError");
    let error = transaction.all_by("records", "nothing", "x").await.unwrap_err();
    assert_eq!(name_of(error), "NotFoundError");
}

#[wasm_bindgen_test]
async fn a_migration_keeps_what_there_is() {
    let old = fresh("migrated").await;
    put_one(&old, "kept").await;
    old.close();
    let new = Database::open("migrated", V2).await.unwrap();
    let records = new.begin(&["renamed"], Access::Read).unwrap().all("renamed").await.unwrap();
    assert_eq!(ids(&records), ["kept"]);
    assert_eq!(field(&records[0], "new"), 1);
    assert_eq!(name_of(new.begin(&["records"], Access::Read).unwrap_err()), "NotFoundError");
    new.close();
    // A second time, nothing is left to be done.
    assert!(Database::open("migrated", V2).await.is_ok());
}

#[wasm_bindgen_test]
async fn all_migrations_of_a_new_database_are_applied_in_order() {
    Database::delete(PATIENCE, "at once").await.unwrap();
    let database = Database::open("at once", V2).await.unwrap();
    assert!(database.begin(&["renamed", "numbered"], Access::Read).is_ok());
}

#[wasm_bindgen_test]
async fn a_migration_that_fails_changes_nothing() {
    let database = fresh("failing").await;
    put_one(&database, "kept").await;
    database.close();
    let error = Database::open("failing", &[first, failing]).await.unwrap_err();
    assert_eq!(error, DatabaseError::Full);
    let error = Database::open("failing", &[first, noticed_late]).await.unwrap_err();
    assert_eq!(name_of(error), "DataError");
    let database = Database::open("failing", V1).await.unwrap();
    assert_eq!(all(&database).await, ["kept"]);
    assert_eq!(name_of(database.begin(&["left over"], Access::Read).unwrap_err()), "NotFoundError");
}

#[wasm_bindgen_test]
async fn a_newer_database_is_refused() {
    fresh("newer").await.close();
    Database::open("newer", V2).await.unwrap().close();
    let error = Database::open("newer", V1).await.unwrap_err();
    assert_eq!(error, DatabaseError::Newer);
}

#[wasm_bindgen_test]
async fn an_older_page_lets_go_of_the_database_and_is_told() {
    let old = fresh("let go").await;
    put_one(&old, "kept").await;
    let told = Rc::new(Cell::new(None));
    old.on_end({
        let told = told.clone();
        move |ended| told.set(Some(ended))
    });
    let new = Database::open_within(SHORT, "let go", V2).await.unwrap();
    assert_eq!(told.get(), Some(Ended::VersionChanged));
    assert_eq!(old.ended(), Some(Ended::VersionChanged));
    assert_eq!(old.begin(&["records"], Access::Read).unwrap_err(), DatabaseError::VersionChanged);
    assert!(new.begin(&["renamed"], Access::Read).is_ok());
    drop(old);
    assert_eq!(new.ended(), None);
}

/// A page of somebody else's, which closes only when it is asked here.
async fn stubborn(name: &str, on_version_change: &str) -> JsValue {
    promised(&format!(
        "return new Promise((done) => {{
            const request = indexedDB.open('{name}');
            request.onsuccess = () => {{
                const database = request.result;
                database.onversionchange = () => {{ {on_version_change} }};
                done(database);
            }};
        }})"
    ))
    .await
}

#[wasm_bindgen_test]
async fn a_page_that_does_not_let_go_is_an_error_after_a_while() {
    let database = fresh("blocked").await;
    put_one(&database, "kept").await;
    database.close();
    let other = stubborn("blocked", "").await;
    let error = Database::open_within(SHORT, "blocked", V2).await.unwrap_err();
    assert_eq!(error, DatabaseError::HeldByOtherTab);
    // What was given up is not done behind our back, and keeps nobody waiting.
    call("argument.close()", &other);
    let database = Database::open("blocked", V1).await.unwrap();
    assert_eq!(all(&database).await, ["kept"]);
    database.close();
    // Nor is it half done: tried again, it is done whole.
    let database = Database::open("blocked", V2).await.unwrap();
    assert!(database.begin(&["renamed"], Access::Read).is_ok());
}

#[wasm_bindgen_test]
async fn a_page_that_lets_go_late_is_waited_for() {
    fresh("late").await.close();
    stubborn("late", "setTimeout(() => database.close(), 20)").await;
    assert!(Database::open("late", V2).await.is_ok());
}

#[wasm_bindgen_test]
async fn deleting_is_blocked_alike() {
    fresh("undeleted").await.close();
    let other = stubborn("undeleted", "").await;
    let error = Database::delete(SHORT, "undeleted").await.unwrap_err();
    assert_eq!(error, DatabaseError::HeldByOtherTab);
    call("argument.close()", &other);
}

#[wasm_bindgen_test]
async fn a_deleted_database_is_empty_and_its_pages_are_told() {
    let database = fresh("deleted").await;
    put_one(&database, "gone").await;
    Database::delete(PATIENCE, "deleted").await.unwrap();
    assert_eq!(database.ended(), Some(Ended::VersionChanged));
    let database = Database::open("deleted", V1).await.unwrap();
    assert!(all(&database).await.is_empty());
}

#[wasm_bindgen_test]
async fn a_closed_database_finishes_what_is_under_way_and_nothing_else() {
    let database = fresh("closed").await;
    let transaction = database.begin(&["records"], Access::WriteRelaxed).unwrap();
    transaction.put("records", &record("under way", "x")).unwrap();
    let told = Rc::new(Cell::new(None));
    database.on_end({
        let told = told.clone();
        move |ended| told.set(Some(ended))
    });
    database.close();
    assert_eq!(told.get(), Some(Ended::Closed));
    transaction.finish().await.unwrap();
    assert_eq!(database.begin(&["records"], Access::Read).unwrap_err(), DatabaseError::Closed);
    let database = Database::open("closed", V1).await.unwrap();
    assert_eq!(all(&database).await, ["under way"]);
}

#[wasm_bindgen_test]
async fn a_database_that_is_given_up_undoes_what_still_asks() {
    let database = fresh("given up").await;
    put_one(&database, "finished").await;
    let asking = database.begin(&["records"], Access::WriteRelaxed).unwrap();
    asking.put("records", &record("asking", "x")).unwrap();
    database.give_up();
    assert_eq!(database.ended(), Some(Ended::Closed));
    // Others need not wait for it, and who does is told.
    let other = Database::open("given up", V1).await.unwrap();
    put_one(&other, "other").await;
    assert!(asking.get("records", "finished").await.is_err());
    assert_eq!(asking.finish().await.unwrap_err(), DatabaseError::Closed);
    assert_eq!(all(&other).await, ["finished", "other"]);
}

#[wasm_bindgen_test]
async fn a_connection_that_the_browser_closes_is_lost() {
    let database = fresh("lost").await;
    let _watched = watched();
    all(&database).await;
    js("globalThis.watched[0].transaction.db.dispatchEvent(new Event('close'))");
    assert_eq!(database.ended(), Some(Ended::Lost));
    assert_eq!(database.begin(&["records"], Access::Read).unwrap_err(), DatabaseError::Closed);
    // Told at once, when it is too late to be told in time.
    let told = Rc::new(Cell::new(None));
    let later = told.clone();
    database.on_end(move |ended| later.set(Some(ended)));
    assert_eq!(told.get(), Some(Ended::Lost));
}

#[wasm_bindgen_test]
async fn a_browser_that_keeps_nothing_says_so() {
    for property in [
        "value: undefined",
        "value: null",
        "get() { throw new DOMException('', 'SecurityError') }",
        "value: { open() { throw new DOMException('', 'SecurityError') } }",
        "value: { open() { throw new DOMException('', 'InvalidStateError') } }",
        "value: { open() {
            const request = { error: new DOMException('', 'InvalidStateError') };
            queueMicrotask(() => request.onerror({ type: 'error' }));
            return request;
        } }",
        // Chromium, where its user lets the page store nothing.
        "value: { open() {
            const why = 'The user denied permission to access the database.';
            const request = { error: new DOMException(why, 'UnknownError') };
            queueMicrotask(() => request.onerror({ type: 'error' }));
            return request;
        } }",
    ] {
        let _replaced = Replaced::indexed_db(property);
        let error = Database::open("none", V1).await.unwrap_err();
        assert_eq!(error, DatabaseError::NotKept, "{property}");
    }
    let _replaced = Replaced::indexed_db("value: undefined");
    let error = Database::delete(PATIENCE, "none").await.unwrap_err();
    assert_eq!(error, DatabaseError::NotKept);
}

#[wasm_bindgen_test]
async fn each_failure_to_open_is_told_apart() {
    let aborted = |name: &str| DatabaseError::Failed { name: name.into(), message: "why".into() };
    for (name, error) in [
        ("QuotaExceededError", DatabaseError::Full),
        ("VersionError", DatabaseError::Newer),
        ("SecurityError", DatabaseError::NotKept),
        ("UnknownError", aborted("UnknownError")),
        ("AbortError", aborted("AbortError")),
    ] {
        let _replaced = Replaced::indexed_db(&format!(
            "value: {{ open() {{
                const request = {{ error: new DOMException('why', '{name}') }};
                queueMicrotask(() => request.onerror({{ type: 'error' }}));
                return request;
            }} }}"
        ));
        assert_eq!(Database::open("fails", V1).await.unwrap_err(), error);
    }
}

#[wasm_bindgen_test]
async fn a_full_disk_is_told_apart() {
    let database = fresh("full").await;
    let transaction = database.begin(&["records"], Access::WriteStrict).unwrap();
    let full = Replaced::new(
        "IDBObjectStore.prototype",
        "put",
        "value() { throw new DOMException('', 'QuotaExceededError') }",
    );
    assert_eq!(transaction.put("records", &record("a", "x")), Err(DatabaseError::Full));
    drop((transaction, full));

    // Found out only when it is committed.
    let transaction = database.begin(&["records"], Access::WriteStrict).unwrap();
    let _full = Replaced::new(
        "IDBTransaction.prototype",
        "error",
        "get() { return new DOMException('', 'QuotaExceededError') }",
    );
    let _abort = Replaced::new("IDBTransaction.prototype", "commit", "value() { this.abort() }");
    assert_eq!(transaction.finish().await, Err(DatabaseError::Full));
}

#[wasm_bindgen_test]
async fn an_open_that_is_never_answered_ends_and_closes_what_comes_too_late() {
    fresh("hung").await.close();
    let late = stubborn("hung", "").await;
    {
        let _replaced =
            Replaced::indexed_db("value: { open() { return globalThis.hanging = {} } }");
        let error = Database::open_within(Millis(20), "hung", V1).await.unwrap_err();
        assert_eq!(error, DatabaseError::NoAnswer);
    }
    promised("return Promise.resolve()").await;
    call(
        "globalThis.hanging.error = null;
         globalThis.hanging.result = argument;
         globalThis.hanging.onsuccess({ type: 'success' })",
        &late,
    );
    // Opens only when the late one is closed.
    assert!(Database::open("hung", V2).await.is_ok());
}

#[wasm_bindgen_test]
async fn what_is_given_up_while_it_opens_is_closed() {
    fresh("given up").await.close();
    let opening = Database::open("given up", V1);
    let promise = wasm_bindgen_futures::future_to_promise(async {
        let mut opening = Box::pin(opening);
        // Asks the browser, and forgets about it.
        std::future::poll_fn(|context| {
            assert!(opening.as_mut().poll(context).is_pending());
            std::task::Poll::Ready(())
        })
        .await;
        Ok(JsValue::UNDEFINED)
    });
    JsFuture::from(promise).await.unwrap();
    assert!(Database::open("given up", V2).await.is_ok());
}
