//! Requests that are right but for one thing, made at random: each is taken, or refused with a
//! problem that says what is wrong, and then nothing is written.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use crate::administration::{code, configuration, make};
use crate::common::{Answer, Ask, Database, Server, WrapUp, ask, everything, now, token};

/// How many requests each address gets; `WRAPUP_FUZZ=1000` for more.
fn cases() -> u32 {
    std::env::var("WRAPUP_FUZZ").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

/// Any JSON there is, not too large.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (-2_i64..3).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a-z_]{0,12}".prop_map(Value::from),
        Just(json!("")),
        Just(json!("\u{0}")),
        Just(json!("open")),
        (200_usize..5_000).prop_map(|length| json!("\u{1F600}".repeat(length))),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            btree_map("[a-z_]{0,12}", inner, 0..4)
                .prop_map(|fields| Value::Object(fields.into_iter().collect())),
        ]
    })
}

/// One thing that is wrong. Places are counted, and begin again at the end.
#[derive(Debug, Clone)]
enum Fault {
    /// Something else stands at a place.
    Replaced(usize, Value),
    /// Nothing does.
    Removed(usize),
    /// The text ends early.
    Cut(usize),
    /// A byte is another one.
    Garbled(usize, u8),
    /// A header says something else.
    Header(&'static str, String),
    /// A parameter is asked for.
    Parameter(String),
}

fn fault() -> impl Strategy<Value = Fault> {
    let headers = ["Page-Time", "Idempotency-Key", "If-Match", "Content-Type", "X-Request-Id"];
    prop_oneof![
        6 => (any::<usize>(), any_json()).prop_map(|(place, value)| Fault::Replaced(place, value)),
        2 => any::<usize>().prop_map(Fault::Removed),
        1 => any::<usize>().prop_map(Fault::Cut),
        2 => (any::<usize>(), any::<u8>()).prop_map(|(place, byte)| Fault::Garbled(place, byte)),
        1 => (proptest::sample::select(headers.to_vec()), "[ -~]{0,300}")
            .prop_map(|(name, value)| Fault::Header(name, value)),
        1 => "[a-z]{1,9}=[a-z0-9%.]{0,9}".prop_map(Fault::Parameter),
    ]
}

/// The address of every value in `value`, as JSON pointers have it.
fn places(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_owned());
    match value {
        Value::Array(items) => {
            items
                .iter()
                .enumerate()
                .for_each(|(at, it)| places(it, &format!("{path}/{at}"), found));
        }
        Value::Object(fields) => {
            fields.iter().for_each(|(name, it)| places(it, &format!("{path}/{name}"), found));
        }
        _ => {}
    }
}

/// A request as it would be right.
struct Right {
    method: &'static str,
    path: String,
    body: Value,
    headers: Vec<(&'static str, String)>,
}

impl Right {
    /// The same with one fault.
    fn with(&self, server: &Server, token: &str, fault: &Fault) -> Ask {
        let (mut path, mut body) = (self.path.clone(), self.body.clone());
        let mut all = Vec::new();
        places(&body, "", &mut all);
        let place = |at: &usize| all[at % all.len()].clone();
        if let Fault::Replaced(at, value) = fault {
            *body.pointer_mut(&place(at)).unwrap() = value.clone();
        }
        if let Fault::Removed(at) = fault
            && let Some((parent, name)) = place(at).rsplit_once('/')
            && let Some(Value::Object(fields)) = body.pointer_mut(parent)
        {
            fields.remove(name);
        }
        if let Fault::Parameter(parameter) = fault {
            path += &format!("{}{parameter}", if path.contains('?') { '&' } else { '?' });
        }
        let mut text = body.to_string();
        if let Fault::Cut(at) = fault {
            let ends = (0..text.len()).filter(|end| text.is_char_boundary(*end));
            text.truncate(ends.clone().nth(at % ends.count()).unwrap_or_default());
        }
        let mut bytes = text.into_bytes();
        if let Fault::Garbled(at, byte) = fault {
            let at = at % bytes.len();
            bytes[at] = *byte;
        }
        let mut ask = server.plain(self.method, &path);
        ask = ask.header("Authorization", &format!("Bearer {token}"));
        for (name, value) in &self.headers {
            ask = ask.header(name, value);
        }
        let text = String::from_utf8_lossy(&bytes);
        ask = ask.text("application/json", &text);
        match fault {
            Fault::Header(name, value) => ask.header(name, value),
            _ => ask,
        }
    }
}

/// What stands in the database of the wrap-up of that name, and how much these people did.
fn written(database: &Database, name: &str) -> Vec<String> {
    let mut rows = everything(database);
    rows.retain(|row| row.contains(name));
    let done = "SELECT COUNT(*) AS done FROM audit WHERE agent IS NOT NULL";
    rows.extend(ask(database, done));
    rows
}

/// That a refusal says what it is about.
fn check_refusal(answer: &Answer, is_now: bool) -> Result<(), TestCaseError> {
    let problem: Value = serde_json::from_str(&answer.text)
        .map_err(|_| TestCaseError::fail(format!("no JSON: {answer:?}")))?;
    if is_now {
        let said = &problem["error"]["message"];
        let is_said = said.is_string() || problem["message"].is_string();
        prop_assert!(is_said, "{}", answer.text);
        return Ok(());
    }
    prop_assert_eq!(answer.header("content-type"), "application/problem+json");
    prop_assert_eq!(&problem["status"], answer.status);
    prop_assert!(problem["title"].is_string() && problem["detail"].is_string(), "{}", answer.text);
    if matches!(answer.status, 422 | 428 | 412) {
        let rule = problem["rule"].as_str().unwrap_or_default();
        prop_assert!(problem["field"].is_string() && !rule.is_empty(), "{}", answer.text);
    }
    Ok(())
}

/// Tries requests that are like `right`, of somebody with these roles.
fn fuzz(name: &str, roles: &[&str], right: impl Fn(&Server, &str) -> Right) {
    let database = Database::sqlite();
    let server = Server::with(&database, &[("WRAPUP_RATE", "100000")]);
    make(&server, "codes/resolved", &code("resolved", "Resolved")).expect(201);
    make(&server, "configurations/chat", &configuration(&["resolved"])).expect(201);
    let token = token("ada", roles);
    let (number, refusals) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let config = Config { cases: cases(), failure_persistence: None, ..Config::default() };
    // The same requests each time.
    let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result = TestRunner::new_with_rng(config, random).run(&fault(), |fault| {
        number.set(number.get() + 1);
        let case = format!("fuzz-{:06}", number.get());
        let right = right(&server, &case);
        let before = written(&database, &case);
        let answer = right.with(&server, &token, &fault).send_anything();
        prop_assert!(answer.status < 500, "{} {}", answer.status, answer.text);
        let is_now = right.path.starts_with("/api/now");
        let told_of_another = answer.status == 409 && answer.text.contains("\"closure\"");
        let refused = answer.status >= 400
            || answer.text.starts_with("{\"message\":")
                && answer.text.contains("\"success\":false");
        if refused && !told_of_another {
            refusals.set(refusals.get() + 1);
            check_refusal(&answer, is_now)?;
            prop_assert_eq!(before, written(&database, &case), "{}", answer.text);
        }
        Ok(())
    });
    if let Err(fault) = result {
        panic!("{name}: {fault}");
    }
    // Faults that nobody notices would be none.
    let (number, refusals) = (number.get(), refusals.get());
    assert!((1..number).contains(&refusals), "{name}: {refusals} of {number} were refused");
}

const AGENT: &[&str] = &["interaction_admin"];

/// A wrap-up that is open there.
fn opened(server: &Server, case: &str) -> WrapUp {
    let wrap_up = WrapUp { deadline: Some(now() + 600_000), ..WrapUp::of("ada", case) };
    wrap_up.open(server);
    wrap_up
}

fn right(method: &'static str, path: impl Into<String>, body: Value) -> Right {
    Right { method, path: path.into(), body, headers: vec![("Page-Time", now().to_string())] }
}

#[test]
fn conversations() {
    fuzz("conversations", AGENT, |_, case| {
        let wrap_up = WrapUp::of("ada", case);
        let body = wrap_up.conversation(1, "wrap_up", &[]);
        right("PUT", format!("/api/interactions/{case}"), body)
    });
}

#[test]
fn openings() {
    fuzz("openings", AGENT, |_, case| {
        let wrap_up = WrapUp { deadline: Some(now() + 600_000), ..WrapUp::of("ada", case) };
        right("PUT", format!("/api/segments/{}", wrap_up.id), wrap_up.opened())
    });
}

#[test]
fn drafts() {
    fuzz("drafts", AGENT, |server, case| {
        let wrap_up = opened(server, case);
        right("PUT", format!("/api/segments/{}/draft", wrap_up.id), wrap_up.draft(1, "typed"))
    });
}

#[test]
fn closures() {
    fuzz("closures", AGENT, |server, case| {
        let wrap_up = opened(server, case);
        let path = format!("/api/segments/{}/closure", wrap_up.id);
        let mut right = right("POST", path, wrap_up.closed(case, "done"));
        right.headers.push(("Idempotency-Key", case.to_owned()));
        right
    });
}

#[test]
fn corrections() {
    fuzz("corrections", AGENT, |server, case| {
        let wrap_up = opened(server, case);
        wrap_up.post_closure(server, &format!("{case}-first"), "done").expect(200);
        let path = format!("/api/segments/{}/versions", wrap_up.id);
        let mut right = right("POST", path, wrap_up.corrected(case, "better"));
        right.headers.push(("Idempotency-Key", case.to_owned()));
        right
    });
}

#[test]
fn farewells() {
    fuzz("farewells", AGENT, |server, case| {
        let wrap_up = opened(server, case);
        let farewell = wrap_up.farewell(now(), 1, "typed");
        let body = json!({ "state": "gone", "farewell": farewell, "tokens": null });
        right("POST", "/api/presence", body)
    });
}

#[test]
fn returns() {
    fuzz("returns", AGENT, |server, case| {
        let wrap_up = opened(server, case);
        let body = json!({ "state": "back", "at": now(), "segments": [wrap_up.id] });
        right("POST", "/api/presence", body)
    });
}

#[test]
fn codes() {
    fuzz("codes", &["admin"], |_, case| {
        let mut right = right("PUT", format!("/api/codes/{case}"), code(case, case));
        right.headers.push(("If-None-Match", "*".to_owned()));
        right
    });
}

#[test]
fn configurations() {
    fuzz("configurations", &["admin"], |_, case| {
        let mut body = configuration(&["resolved"]);
        body["id"] = json!(case);
        let mut right = right("PUT", format!("/api/configurations/{case}"), body);
        right.headers.push(("If-None-Match", "*".to_owned()));
        right
    });
}

#[test]
fn changes() {
    fuzz("changes", &["admin"], |_, case| {
        let code = json!({ "before": null, "after": code(case, case) });
        let entry = json!({ "id": case, "change": { "code": code }, "takes_back": null });
        right("POST", "/api/changes", json!({ "entries": [entry] }))
    });
}

#[test]
fn lists() {
    fuzz("lists", &["admin"], |_, _| right("GET", "/api/segments?limit=2&state=open", Value::Null));
    fuzz("numbers", &["admin"], |_, _| right("GET", "/api/numbers?by=day", Value::Null));
    fuzz("changes", &["admin"], |_, _| right("GET", "/api/changes?limit=2", Value::Null));
    fuzz("the trail", &["admin"], |_, _| right("GET", "/api/audit?limit=2", Value::Null));
}

/// A conversation in the other interface, and its name there.
fn there(server: &Server) -> String {
    let token = token("adaadaadaadaadaadaadaadaadaadaad", AGENT);
    let ask = server.plain("POST", "/api/now/table/interaction").header("X-UserToken", &token);
    let made = ask.json(&json!({ "type": "chat", "state": "wrap_up" })).send().expect(201);
    made["result"]["sys_id"].as_str().unwrap().to_owned()
}

#[test]
fn what_comes_in_the_shape_of_service_now() {
    let ada = "adaadaadaadaadaadaadaadaadaadaad";
    let signed = || vec![("Authorization", format!("Bearer {}", token(ada, AGENT)))];
    let create = |interaction: &str| {
        json!({
            "agent_sys_id": ada, "interaction_sys_id": interaction, "external": true,
            "external_segment_id": interaction, "opened_on": "2096-03-31 10:00:00",
            "configuration": { "allowed_codes": [{ "code": "Sold" }], "default_code": "Sold", "duration": "600", "enable_codes": true },
        })
    };
    let made = |server: &Server| {
        let interaction = there(server);
        let ask = server.plain("POST", "/api/now/wrapup/segment/create");
        let ask = ask.header("Authorization", &format!("Bearer {}", token(ada, AGENT)));
        let told = ask.json(&create(&interaction)).send().expect(200);
        told["sys_id"].as_str().unwrap().to_owned()
    };
    fuzz("create", AGENT, |server, _| {
        let body = create(&there(server));
        Right { headers: signed(), ..right("POST", "/api/now/wrapup/segment/create", body) }
    });
    fuzz("update", AGENT, |server, _| {
        let path = format!("/api/now/wrapup/segment/update?segment_sys_id={}", made(server));
        let body = json!({ "wrap_up_code": "Sold", "notes": "done", "confirmed_on": "" });
        Right { headers: signed(), ..right("PUT", path, body) }
    });
    fuzz("rows", AGENT, |server, _| {
        let path = format!("/api/now/table/interaction/{}", there(server));
        let body = json!({ "state": "closed_complete", "closed_at": "2026-03-31 10:00:00" });
        Right { headers: signed(), ..right("PATCH", path, body) }
    });
}
