//! The small calls of the browser, in a real page. What needs a server or a
//! page that goes away is in tests/e2e.
#![cfg(all(target_arch = "wasm32", feature = "widget"))]
#![allow(missing_docs, clippy::unwrap_used)]

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use interaction_wrap_up::browser::channel::Channel;
use interaction_wrap_up::browser::fetch::{self, FetchError, Method, Request, Response};
use interaction_wrap_up::browser::fetch_later::{Switch, TooLarge};
use interaction_wrap_up::browser::leave_prompt::LeavePrompt;
use interaction_wrap_up::browser::page_lifecycle::{self, Gone};
use interaction_wrap_up::browser::task::Task;
use interaction_wrap_up::browser::{connectivity, locks, storage, timeout};
use interaction_wrap_up::domain::time::{Millis, Timestamp};
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

fn js(source: &str) -> JsValue {
    Function::new_no_args(source).call0(&JsValue::UNDEFINED).unwrap()
}

async fn promised(source: &str) -> JsValue {
    JsFuture::from(js(source).unchecked_into::<Promise>()).await.unwrap()
}

/// Whatever is ready to go on has gone on.
async fn settle() {
    promised("return new Promise((done) => { const c = new MessageChannel(); c.port1.onmessage = done; c.port2.postMessage(0); })").await;
}

/// A property of an object of the page, replaced until this is dropped.
struct Replaced {
    object: Object,
    name: &'static str,
    before: JsValue,
}

impl Replaced {
    /// `value` is JavaScript.
    fn new(object: &str, name: &'static str, value: &str) -> Self {
        let object: Object = js(&format!("return {object}")).unchecked_into();
        let before = Reflect::get_own_property_descriptor(&object, &name.into()).unwrap();
        let property =
            js(&format!("return {{ configurable: true, writable: true, value: {value} }}"));
        assert!(Reflect::define_property(&object, &name.into(), property.unchecked_ref()).unwrap());
        Self { object, name, before }
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        let name = self.name.into();
        if self.before.is_undefined() {
            assert!(Reflect::delete_property(&self.object, &name).unwrap());
        } else {
            let before: &Object = self.before.unchecked_ref();
            assert!(Reflect::define_property(&self.object, &name, before).unwrap());
        }
    }
}

/// What was noted, in order.
#[derive(Clone, Default)]
struct Notes(Rc<RefCell<Vec<String>>>);

impl Notes {
    fn add(&self, note: impl Into<String>) {
        self.0.borrow_mut().push(note.into());
    }

    fn take(&self) -> Vec<String> {
        self.0.take()
    }
}

// Channels.

/// Waits for a message that is sent after all that may have been sent before.
async fn heard_all(name: &'static str) {
    let end = Channel::open(name).unwrap();
    let last = Promise::new(&mut |resolve, _| {
        end.on_message(move |message| {
            if message == "last" {
                resolve.call0(&JsValue::UNDEFINED).unwrap();
            }
        });
    });
    Channel::open(name).unwrap().post("last");
    JsFuture::from(last).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_message_reaches_every_other_end_and_only_as_text() {
    let (one, other) = (Channel::open("channel").unwrap(), Channel::open("channel").unwrap());
    let notes = Notes::default();
    one.on_message({
        let notes = notes.clone();
        move |message| notes.add(message)
    });
    other.post("from the other");
    one.post("from itself");
    js(
        "const c = new BroadcastChannel('channel'); c.postMessage(7); c.postMessage({a: 1}); c.postMessage(null); c.postMessage(''); c.close();",
    );
    heard_all("channel").await;
    assert_eq!(notes.take(), ["from the other", "", "last"]);

    // The second listener takes the first one's place.
    let second = Notes::default();
    one.on_message({
        let second = second.clone();
        move |message| second.add(message)
    });
    other.post("again");
    heard_all("channel").await;
    assert_eq!((notes.take(), second.take()), (vec![], vec!["again".into(), "last".into()]));
    drop(one);
    other.post("to nobody");
    heard_all("channel").await;
    assert_eq!(second.take(), Vec::<String>::new());
}

#[wasm_bindgen_test]
fn where_there_are_no_channels_none_is_opened() {
    let _gone = Replaced::new("globalThis", "BroadcastChannel", "undefined");
    assert!(Channel::open("channel").is_none());
}

// Locks. Each test holds for the browser's and for those of the page alone.

fn without_locks() -> Replaced {
    Replaced::new("navigator", "locks", "undefined")
}

async fn are_served_one_after_another(name: &'static str) {
    let notes = Notes::default();
    let first = locks::exclusive(name).await;
    let rest = ["second", "third"].map(|who| {
        let notes = notes.clone();
        future_to_promise(async move {
            let lock = locks::exclusive(name).await;
            notes.add(format!("{who} begins"));
            settle().await;
            notes.add(format!("{who} ends"));
            drop(lock);
            Ok(JsValue::UNDEFINED)
        })
    });
    for _ in 0..5 {
        settle().await;
    }
    assert!(locks::try_exclusive(name).await.is_none());
    notes.add("first ends");
    drop(first);
    for each in rest {
        JsFuture::from(each).await.unwrap();
    }
    let order = ["first ends", "second begins", "second ends", "third begins", "third ends"];
    assert_eq!(notes.take(), order);
    drop(locks::exclusive(name).await);
}

async fn are_released_when_dropped(name: &'static str) {
    let lock = locks::try_exclusive(name).await;
    assert!(lock.is_some());
    assert!(locks::try_exclusive(name).await.is_none());
    let other = [name, " of another name"].concat();
    assert!(locks::try_exclusive(&other).await.is_some());
    drop(lock);
    // Waits, since the browser needs a moment to take it back.
    drop(locks::exclusive(name).await);
}

async fn given_up_leave_the_place_to_the_next(name: &'static str) {
    let first = locks::exclusive(name).await;
    let waiting = Promise::race(&js_sys::Array::of2(
        &future_to_promise(async move {
            let mut given_up = Box::pin(locks::exclusive(name));
            // Polled once, so that it has asked.
            core::future::poll_fn(|context| {
                assert!(given_up.as_mut().poll(context).is_pending());
                core::task::Poll::Ready(())
            })
            .await;
            drop(given_up);
            drop(locks::exclusive(name).await);
            Ok("served".into())
        }),
        &future_to_promise(async {
            for _ in 0..5 {
                settle().await;
            }
            Ok("waits".into())
        }),
    ));
    assert_eq!(JsFuture::from(waiting).await.unwrap(), "waits");
    drop(first);
    drop(locks::exclusive(name).await);
}

#[wasm_bindgen_test]
async fn two_holders_are_served_one_after_another() {
    are_served_one_after_another("order").await;
    let _gone = without_locks();
    are_served_one_after_another("order here").await;
}

#[wasm_bindgen_test]
async fn a_lock_is_released_when_dropped() {
    are_released_when_dropped("dropped").await;
    let _gone = without_locks();
    are_released_when_dropped("dropped here").await;
}

#[wasm_bindgen_test]
async fn who_gives_up_waiting_holds_nobody_up_and_lets_nobody_in() {
    given_up_leave_the_place_to_the_next("given up").await;
    let _gone = without_locks();
    given_up_leave_the_place_to_the_next("given up here").await;
}

#[wasm_bindgen_test]
async fn another_page_of_the_origin_is_kept_out() {
    js(
        "const frame = document.createElement('iframe'); frame.id = 'realm'; document.body.append(frame);",
    );
    let ask = "return document.getElementById('realm').contentWindow.navigator.locks
        .request('realms', { ifAvailable: true }, (lock) => lock !== null)";
    assert_eq!(promised(ask).await, true);
    let lock = locks::exclusive("realms").await;
    assert_eq!(promised(ask).await, false);
    drop(lock);
    let wait = "return document.getElementById('realm').contentWindow.navigator.locks
        .request('realms', () => true)";
    assert_eq!(promised(wait).await, true);

    // And the other way round; the frame's end releases what it held.
    js("const other = document.getElementById('realm').contentWindow;
        other.navigator.locks.request('realms', () => new Promise(() => {}))");
    let ours = future_to_promise(async {
        drop(locks::exclusive("realms").await);
        Ok("served".into())
    });
    assert!(locks::try_exclusive("realms").await.is_none());
    js("document.getElementById('realm').remove()");
    assert_eq!(JsFuture::from(ours).await.unwrap(), "served");
}

#[wasm_bindgen_test]
async fn where_the_browser_refuses_a_lock_the_page_has_its_own() {
    let refusing = "{ request: () => Promise.reject(new DOMException('No.', 'SecurityError')) }";
    let throwing = "{ request() { throw new TypeError('No.') } }";
    for locks in [refusing, throwing] {
        let _locks = Replaced::new("navigator", "locks", locks);
        are_released_when_dropped("refused").await;
    }
}

#[wasm_bindgen_test]
async fn whoever_watches_a_lock_is_told_once_that_it_is_free() {
    js(
        "const frame = document.createElement('iframe'); frame.id = 'watched'; document.body.append(frame);",
    );
    let hold = "return new Promise((held) => document.getElementById('watched').contentWindow.navigator.locks
        .request('watched page', () => { held(); return new Promise(() => {}); }))";
    promised(hold).await;
    let notes = Notes::default();
    let told = |name: &'static str| {
        let notes = notes.clone();
        locks::watch("watched page", move || notes.add(name)).unwrap()
    };
    let (_one, _other, given_up) = (told("one"), told("other"), told("given up"));
    settle().await;
    assert_eq!(locks::held("watched").await.unwrap(), ["watched page"]);
    assert_eq!(notes.take(), Vec::<String>::new());
    drop(given_up);
    // It ends without a word, as by a crash.
    js("document.getElementById('watched').remove()");
    drop(locks::exclusive("watched page").await);
    settle().await;
    assert_eq!(notes.take(), ["one", "other"]);
    assert_eq!(locks::held("watched").await.unwrap(), Vec::<String>::new());
}

#[wasm_bindgen_test]
async fn without_locks_nobody_knows_who_holds_one() {
    for locks in ["undefined", "{ request() { throw new TypeError('No.') } }"] {
        let _gone = Replaced::new("navigator", "locks", locks);
        assert!(locks::watch("nobody", || panic!("nobody knows")).is_none());
        assert!(locks::held("nobody").await.is_none());
    }
}

// Requests.

fn get(url: &str) -> Request {
    Request {
        method: Method::Get,
        url: url.to_owned(),
        headers: Vec::new(),
        body: None,
        keepalive: false,
        credentials: false,
        timeout: Millis::from_seconds(30),
    }
}

async fn answered(answer: &str) -> Response {
    let _fetch = Replaced::new("globalThis", "fetch", &format!("async () => {answer}"));
    fetch::send(&get("/")).await.unwrap()
}

#[wasm_bindgen_test]
async fn an_answer_has_status_body_and_type() {
    let answer = fetch::send(&get("data:Text/Plain;charset=utf-8,gr%C3%BC%C3%9Fe")).await.unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, "grüße"));
    assert_eq!(answer.content_type.as_deref(), Some("text/plain"));
    assert_eq!((answer.retry_after, answer.server_time), (None, None));
    let url = js("return URL.createObjectURL(new Blob(['{}'], { type: 'application/json' }))");
    let answer = fetch::send(&get(&url.as_string().unwrap())).await.unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, "{}"));
    assert_eq!(answer.content_type.as_deref(), Some("application/json"));
    // One that failed is an answer too.
    let answer = answered("new Response('late', { status: 503, headers: [] })").await;
    assert_eq!((answer.status, answer.body.as_str()), (503, "late"));
    assert_eq!(answered("new Response(null, { status: 204 })").await.body, "");
}

#[wasm_bindgen_test]
async fn a_pause_is_read_in_seconds_and_from_every_form_of_a_date() {
    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const AT: Timestamp = Timestamp(784_111_777_000);
    for (retry_after, pause) in [
        ("0", Some(0)),
        ("120", Some(120_000)),
        (" 7 ", Some(7_000)),
        ("99999999999999999999999", Some(u64::MAX)),
        ("Sun, 06 Nov 1994 08:50:37 GMT", Some(60_000)),
        ("Sunday, 06-Nov-94 08:50:37 GMT", Some(60_000)),
        ("Sun Nov  6 08:50:37 1994", Some(60_000)),
        ("Sat, 05 Nov 1994 08:49:37 GMT", Some(0)),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("2094-11-06", None),
        ("soon", None),
    ] {
        let answer = answered(&format!(
            "new Response('', {{ status: 503, headers: {{ date: '{DATE}', 'retry-after': '{retry_after}' }} }})"
        ))
        .await;
        assert_eq!(answer.retry_after, pause.map(Millis), "{retry_after:?}");
        assert_eq!(answer.server_time, Some(AT));
    }
    // Without the server's time by our own clock.
    let answer = answered(
        "new Response('', { headers: { 'retry-after': new Date(Date.now() + 61_000).toUTCString() } })",
    )
    .await;
    let pause = answer.retry_after.unwrap();
    assert!((Millis(55_000)..=Millis(61_000)).contains(&pause), "{pause:?}");
    let answer = answered("new Response('', { headers: { date: 'yesterday' } })").await;
    assert_eq!(answer.server_time, None);
}

#[wasm_bindgen_test]
async fn no_answer_is_told_from_one_that_broke_off() {
    // A port that browsers don't use.
    let refused = fetch::send(&get("http://127.0.0.1:1/")).await;
    assert_eq!(refused, Err(FetchError::Unreachable));
    let mut torn = get("data:,");
    torn.headers = vec![("no name".into(), String::new())];
    assert_eq!(fetch::send(&torn).await, Err(FetchError::Unreachable));
    let breaking = "async () => new Response(new ReadableStream({
        start(body) { body.enqueue(new Uint8Array([65])); },
        pull(body) { body.error(new TypeError('network error')); },
    }))";
    let _fetch = Replaced::new("globalThis", "fetch", breaking);
    assert_eq!(fetch::send(&get("/")).await, Err(FetchError::BrokenOff));
}

const WAITING: &str =
    "(url, options) => { globalThis.asked = options; return new Promise((_, failed) =>
    options.signal.addEventListener('abort', () => failed(options.signal.reason))) }";

#[wasm_bindgen_test]
async fn a_request_ends_with_its_time_and_with_who_waits() {
    let _fetch = Replaced::new("globalThis", "fetch", WAITING);
    let hurried = Request { timeout: Millis(1), ..get("/") };
    assert_eq!(fetch::send(&hurried).await, Err(FetchError::TimedOut));
    assert_eq!(js("return asked.signal.aborted"), true);

    let patient = get("/");
    let mut given_up = Box::pin(fetch::send(&patient));
    core::future::poll_fn(|context| {
        assert!(given_up.as_mut().poll(context).is_pending());
        core::task::Poll::Ready(())
    })
    .await;
    assert_eq!(js("return asked.signal.aborted"), false);
    drop(given_up);
    assert_eq!(js("return asked.signal.aborted"), true);
}

#[wasm_bindgen_test]
async fn a_request_is_sent_as_it_was_made() {
    let asked = |property: &str| {
        let text = js(&format!("return JSON.stringify(asked.{property})"));
        text.as_string().unwrap_or_else(|| "undefined".into())
    };
    let _fetch = Replaced::new("globalThis", "fetch", WAITING);
    let post = Request {
        method: Method::Post,
        headers: vec![("Accept".into(), "a/b".into()), ("X-Key".into(), "é".into())],
        body: Some("{}".into()),
        keepalive: true,
        credentials: true,
        timeout: Millis(1),
        ..get("/")
    };
    assert_eq!(fetch::send(&post).await, Err(FetchError::TimedOut));
    for (property, value) in [
        ("method", r#""POST""#),
        ("headers", r#"[["Accept","a/b"],["X-Key","é"]]"#),
        ("body", r#""{}""#),
        ("keepalive", "true"),
        ("credentials", r#""include""#),
        ("cache", r#""no-store""#),
        ("redirect", "undefined"),
    ] {
        assert_eq!(asked(property), value, "{property}");
    }
    let plain = Request { timeout: Millis(1), ..get("/") };
    assert_eq!(fetch::send(&plain).await, Err(FetchError::TimedOut));
    for (property, value) in [
        ("method", r#""GET""#),
        ("headers", "[]"),
        ("body", "undefined"),
        ("keepalive", "false"),
        ("credentials", r#""omit""#),
    ] {
        assert_eq!(asked(property), value, "{property}");
    }
    let shown = format!("{post:?}");
    assert!(shown.contains("Post") && !shown.contains("X-Key"), "{shown}");
}

#[wasm_bindgen_test]
fn what_no_browser_would_send_is_named_with_field_and_rule() {
    let header = |name: &str, value: &str| Request {
        headers: vec![("Accept".into(), "*/*".into()), (name.into(), value.into())],
        ..get("/")
    };
    for sound in [
        get(""),
        get("?a=1"),
        get("https://backend.example:8443/a b"),
        header("X-Key", ""),
        header("!#$%&'*+.^_`|~9", "é\t\u{ff}"),
        Request { method: Method::Put, body: Some(String::new()), ..get("/") },
    ] {
        assert_eq!(sound.check(), Ok(()));
        // The browser agrees.
        let headers = sound
            .headers
            .iter()
            .map(|(name, value)| js_sys::Array::of2(&name.into(), &value.into()));
        let headers = headers.collect::<js_sys::Array>();
        let make = Function::new_with_args("headers", "new Headers(headers)");
        assert!(make.call1(&JsValue::UNDEFINED, &headers).is_ok());
    }
    for (torn, sentence) in [
        (get("http://"), "url must be an address, not \"http://\""),
        (
            get("https://backend.example:99999/"),
            "url must be an address, not \"https://backend.example:99999/\"",
        ),
        (get("https://ada:secret@backend.example/"), "url must not carry a name or password"),
        (header("", "x"), "headers must have words for names, not \"\""),
        (header("two words", "x"), "headers must have words for names, not \"two words\""),
        (header("Ключ", "x"), "headers must have words for names, not \"Ключ\""),
        (
            header("Authorization", "Bearer a\nb"),
            "headers.Authorization must be one line of Latin letters",
        ),
        (header("X-Name", "Ключ"), "headers.X-Name must be one line of Latin letters"),
        (Request { body: Some("{}".into()), ..get("/") }, "body must be empty, not 2 bytes"),
    ] {
        assert_eq!(torn.check().unwrap_err().to_string(), sentence);
    }
}

// The dead man's switch; that it is sent is proven in tests/e2e.

fn last_word(length: usize) -> Request {
    Request { method: Method::Post, body: Some("x".repeat(length)), ..get("/last-word") }
}

#[wasm_bindgen_test]
fn a_switch_is_armed_until_it_is_dropped() {
    let switch = Switch::arm(&last_word(10), None).unwrap().unwrap();
    assert!(!switch.activated());
    switch.disarm();
}

#[wasm_bindgen_test]
fn all_switches_together_have_a_limit_and_one_disarmed_makes_room() {
    assert_eq!(Switch::arm(&last_word(65 * 1024), None).unwrap_err(), TooLarge);
    let first = Switch::arm(&last_word(40 * 1024), None).unwrap().unwrap();
    assert_eq!(Switch::arm(&last_word(40 * 1024), None).unwrap_err(), TooLarge);
    drop(first);
    Switch::arm(&last_word(40 * 1024), None).unwrap().unwrap().disarm();
}

#[wasm_bindgen_test]
fn there_is_no_switch_where_the_browser_has_none_or_will_not() {
    let insecure = Request { url: "http://backend.example/".into(), ..last_word(1) };
    assert!(Switch::arm(&insecure, None).unwrap().is_none());
    let _gone = Replaced::new("globalThis", "fetchLater", "undefined");
    assert!(Switch::arm(&last_word(1), None).unwrap().is_none());
}

#[wasm_bindgen_test]
async fn a_switch_that_is_not_disarmed_in_time_is_sent() {
    let switch = Switch::arm(&last_word(1), Some(Millis(0))).unwrap().unwrap();
    while !switch.activated() {
        settle().await;
    }
}

// The page's life.

fn dispatch(event: &str) -> bool {
    js(&format!("return dispatchEvent({event})")).is_truthy()
}

fn dispatch_transition(name: &str, persisted: bool) {
    dispatch(&format!("new PageTransitionEvent('{name}', {{ persisted: {persisted} }})"));
}

#[wasm_bindgen_test]
fn going_is_told_first_and_letting_go_comes_last() {
    let notes = Notes::default();
    let note = |what: &'static str| {
        let notes = notes.clone();
        move || notes.add(what)
    };
    let last = page_lifecycle::after_gone({
        let notes = notes.clone();
        move |Gone { may_come_back }| notes.add(format!("let go, back: {may_come_back}"))
    });
    let changed = page_lifecycle::on_change(note("changed"));
    let gone = page_lifecycle::on_gone({
        let notes = notes.clone();
        move |Gone { may_come_back }| notes.add(format!("gone, back: {may_come_back}"))
    });
    let back = page_lifecycle::on_back(note("back"));
    dispatch_transition("pagehide", true);
    assert_eq!(notes.take(), ["changed", "gone, back: true", "let go, back: true"]);
    dispatch_transition("pagehide", false);
    assert_eq!(notes.take(), ["changed", "gone, back: false", "let go, back: false"]);
    dispatch_transition("pageshow", false);
    assert_eq!(notes.take(), ["changed"]);
    dispatch_transition("pageshow", true);
    assert_eq!(notes.take(), ["changed", "back"]);
    let freeze = page_lifecycle::on_freeze(note("freeze"));
    js("document.dispatchEvent(new Event('freeze'))");
    assert_eq!(notes.take(), ["changed", "freeze"]);
    drop((last, changed, gone, back, freeze));
    dispatch_transition("pagehide", true);
    dispatch_transition("pageshow", true);
    js("document.dispatchEvent(new Event('freeze'))");
    assert_eq!(notes.take(), Vec::<String>::new());
}

#[wasm_bindgen_test]
fn leaving_is_asked_about_only_while_the_prompt_lives() {
    const LEAVING: &str = "new Event('beforeunload', { cancelable: true })";
    assert!(dispatch(LEAVING));
    let prompt = LeavePrompt::new();
    let second = LeavePrompt::new();
    assert!(!dispatch(LEAVING));
    drop(prompt);
    assert!(!dispatch(LEAVING));
    drop(second);
    assert!(dispatch(LEAVING));
}

#[wasm_bindgen_test]
fn being_online_again_is_told() {
    let times = Rc::new(Cell::new(0));
    let listener = connectivity::on_online({
        let times = times.clone();
        move || times.set(times.get() + 1)
    });
    assert!(connectivity::is_online());
    let offline = Replaced::new("navigator", "onLine", "false");
    assert!(!connectivity::is_online());
    dispatch("new Event('offline')");
    drop(offline);
    dispatch("new Event('online')");
    drop(listener);
    dispatch("new Event('online')");
    assert_eq!(times.get(), 1);
}

#[wasm_bindgen_test]
fn the_browser_is_asked_once_to_keep_records() {
    let counting = "{ persist() { globalThis.asks = (globalThis.asks ?? 0) + 1;
        return Promise.reject(new TypeError('No.')) } }";
    let _storage = Replaced::new("navigator", "storage", counting);
    storage::ask_to_persist();
    storage::ask_to_persist();
    assert_eq!(js("return asks"), 1);
}

#[wasm_bindgen_test]
async fn a_task_that_is_dropped_ends_where_it_is_with_all_it_holds() {
    let name = "task";
    let went_on = Rc::new(Cell::new(false));
    let task = Task::spawn({
        let went_on = went_on.clone();
        async move {
            let lock = locks::exclusive(name).await;
            timeout::sleep(Millis(0)).await;
            went_on.set(true);
            core::future::pending::<()>().await;
            drop(lock);
        }
    });
    while !went_on.get() {
        timeout::sleep(Millis(1)).await;
    }
    assert!(locks::try_exclusive(name).await.is_none());
    drop(task);
    drop(locks::exclusive(name).await);
}

#[wasm_bindgen_test]
async fn who_does_not_queue_is_served_at_last_and_given_up_leaves_nothing_behind() {
    let name = "at last";
    let first = locks::exclusive(name).await;
    let served = Rc::new(Cell::new(false));
    let waits = |served: &Rc<Cell<bool>>| {
        let served = served.clone();
        Task::spawn(async move {
            let lock = locks::exclusive_at_last(name).await;
            served.set(true);
            core::future::pending::<()>().await;
            drop(lock);
        })
    };
    let given_up = waits(&Rc::default());
    let task = waits(&served);
    settle().await;
    assert!(!served.get());
    drop(given_up);
    drop(first);
    while !served.get() {
        timeout::sleep(Millis(1)).await;
    }
    drop(task);
}
