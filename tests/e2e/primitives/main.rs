//! A page for tests: hands the browser's primitives to JavaScript, so that they
//! can be tried against a real server and in pages that really go away.

// wasm-bindgen exports what is public; nobody reads its documentation.
#![allow(unreachable_pub, missing_docs, clippy::missing_errors_doc)]

use std::cell::RefCell;
use std::rc::Rc;

use interaction_wrap_up::browser::codec;
use interaction_wrap_up::browser::database::{
    Access, Database, DatabaseError, Migrating, Migration, Upgrade,
};
use interaction_wrap_up::browser::fetch::{self, Method, Request};
use interaction_wrap_up::browser::fetch_later::Switch;
use interaction_wrap_up::browser::leave_prompt::LeavePrompt;
use interaction_wrap_up::browser::page_lifecycle::{self, Listener};
use interaction_wrap_up::browser::{connectivity, settings, task};
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

fn main() {}

/// What is kept until it is dropped, or the page is gone.
#[derive(Default)]
struct Kept {
    switch: Option<Switch>,
    prompt: Option<LeavePrompt>,
    listeners: Vec<Listener>,
}

thread_local! {
    static KEPT: RefCell<Kept> = RefCell::default();
}

fn keep(listener: Listener) {
    KEPT.with_borrow_mut(|kept| kept.listeners.push(listener));
}

#[derive(Deserialize)]
struct Wanted {
    method: String,
    url: String,
    headers: Vec<(String, String)>,
    body: Option<String>,
    keepalive: bool,
    credentials: bool,
    timeout: Millis,
}

#[derive(Serialize)]
struct Answer {
    status: u16,
    body: String,
    retry_after: Option<Millis>,
    server_time: Option<Timestamp>,
    content_type: Option<String>,
}

fn request(wanted: &JsValue) -> Result<Request, String> {
    let wanted: Wanted = codec::from_js(wanted).map_err(|error| error.to_string())?;
    let Wanted { method, url, headers, body, keepalive, credentials, timeout } = wanted;
    let method = match method.as_str() {
        "GET" => Method::Get,
        "POST" => Method::Post,
        "PUT" => Method::Put,
        "PATCH" => Method::Patch,
        "DELETE" => Method::Delete,
        other => return Err(other.to_owned()),
    };
    Ok(Request { method, url, headers, body, keepalive, credentials, timeout })
}

/// The answer, or the name of the error.
#[wasm_bindgen]
pub async fn send(wanted: JsValue) -> Result<JsValue, String> {
    let request = request(&wanted)?;
    match fetch::send(&request).await {
        Ok(response) => {
            let fetch::Response { status, body, retry_after, server_time, content_type } = response;
            let answer = Answer { status, body, retry_after, server_time, content_type };
            codec::to_js(&answer).map_err(|error| error.to_string())
        }
        Err(error) => Ok(format!("{error:?}").into()),
    }
}

/// Sends it as the page goes away, and waits for nothing.
#[wasm_bindgen]
pub fn send_on_gone(wanted: &JsValue) -> Result<(), String> {
    let request = request(wanted)?;
    keep(page_lifecycle::on_gone(move |_| fetch::send_off(&request)));
    Ok(())
}

/// `armed`, `none` or `too large`.
#[wasm_bindgen]
pub fn arm(wanted: &JsValue, after: Option<u32>) -> Result<String, String> {
    let armed = Switch::arm(&request(wanted)?, after.map(|after| Millis(after.into())));
    let answer = match &armed {
        Ok(Some(_)) => "armed",
        Ok(None) => "none",
        Err(_) => "too large",
    };
    KEPT.with_borrow_mut(|kept| kept.switch = armed.ok().flatten());
    Ok(answer.to_owned())
}

#[wasm_bindgen]
pub fn activated() -> bool {
    KEPT.with_borrow(|kept| kept.switch.as_ref().is_some_and(Switch::activated))
}

#[wasm_bindgen]
pub fn disarm() {
    if let Some(switch) = KEPT.with_borrow_mut(|kept| kept.switch.take()) {
        switch.disarm();
    }
}

#[wasm_bindgen]
pub fn ask_before_leaving(ask: bool) {
    KEPT.with_borrow_mut(|kept| kept.prompt = ask.then(LeavePrompt::new));
}

/// Notes the page's life where the next page finds it: `localStorage.life`.
#[wasm_bindgen]
pub fn note_life() {
    fn note(what: &str) {
        let before = settings::get("life").unwrap_or_default();
        settings::set("life", &[&before, what, "\n"].concat());
    }
    keep(page_lifecycle::after_gone(|_| note("let go")));
    keep(page_lifecycle::on_gone(|gone| {
        note(if gone.may_come_back { "gone, may come back" } else { "gone" });
        // What is begun here is begun before anything is let go.
        task::spawn(async { note("begun") });
    }));
    keep(page_lifecycle::on_back(|| note("back")));
    keep(page_lifecycle::on_freeze(|| note("frozen")));
    keep(connectivity::on_online(|| note("online")));
}

#[wasm_bindgen]
pub fn is_online() -> bool {
    connectivity::is_online()
}

fn first(upgrade: &Upgrade) -> Migrating<'_> {
    Box::pin(async { upgrade.create_store("written", Some("id"), None) })
}

async fn open() -> Result<Database, DatabaseError> {
    const MIGRATIONS: &[Migration] = &[first];
    Database::open("primitives", MIGRATIONS).await
}

#[derive(Serialize, Deserialize)]
struct Written {
    id: String,
}

/// Writes a record of that name as the page goes away; after a look at what is
/// there, if `looking`.
#[wasm_bindgen]
pub async fn write_on_gone(id: String, strict: bool, looking: bool) -> Result<(), String> {
    let database = Rc::new(open().await.map_err(|error| error.to_string())?);
    let access = if strict { Access::WriteStrict } else { Access::WriteRelaxed };
    let letting_go = database.clone();
    keep(page_lifecycle::after_gone(move |_| letting_go.close()));
    keep(page_lifecycle::on_gone(move |_| {
        let (database, id) = (database.clone(), id.clone());
        task::spawn(async move {
            // Nobody is left to be told.
            let _ = write(&database, id, access, looking).await;
        });
    }));
    Ok(())
}

async fn write(
    database: &Database,
    id: String,
    access: Access,
    looking: bool,
) -> Result<(), DatabaseError> {
    let transaction = database.begin(&["written"], access)?;
    if looking {
        transaction.get("written", id.as_str()).await?;
    }
    let Ok(record) = codec::to_js(&Written { id }) else { return Ok(()) };
    transaction.put("written", &record)?;
    transaction.finish().await
}

/// The names of what was written.
#[wasm_bindgen]
pub async fn written() -> Result<Vec<String>, String> {
    let database = open().await.map_err(|error| error.to_string())?;
    let transaction =
        database.begin(&["written"], Access::Read).map_err(|error| error.to_string())?;
    let records = transaction.all("written").await.map_err(|error| error.to_string())?;
    let ids = records.iter().filter_map(|record| codec::from_js::<Written>(record).ok());
    Ok(ids.map(|written| written.id).collect())
}
