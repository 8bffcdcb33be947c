//! What no correct page says: refused with the field and the rule, and nothing is written.

use serde_json::{Value, json};

use crate::common::{Ask, Server, WrapUp, now, on_each};

/// A request that would be right, and what may be wrong with it.
struct Endpoint {
    ask: Box<dyn Fn(&Server) -> Ask>,
    body: Value,
    /// The path of a field, what stands there instead, and the field that is named.
    faults: Vec<(&'static str, Value, &'static str)>,
}

fn endpoints() -> Vec<Endpoint> {
    let ada = WrapUp::of("ada", "C-bad");
    let at = |method: &'static str, path: String| -> Box<dyn Fn(&Server) -> Ask> {
        Box::new(move |server| server.ask("ada", method, &path).header("Idempotency-Key", "bad"))
    };
    let segment = format!("segments/{}", ada.id);
    let presence =
        |body: Value, faults| Endpoint { ask: at("POST", "presence".to_owned()), body, faults };
    let none = Value::Null;
    vec![
        Endpoint {
            ask: at("PUT", "interactions/C-bad".to_owned()),
            body: ada.conversation(1, "wrap_up", &[]),
            faults: vec![
                ("revision", json!(-1), "revision"),
                ("revision", none.clone(), "revision"),
                ("changed_at", json!(9_007_199_254_740_992_i64), "changed_at"),
                ("record.id", json!("C-other"), "record.id"),
                ("record.id", json!(""), "record.id"),
                ("record.state", json!("paused"), "record.state"),
                ("record.connected", json!("ada"), "record.connected"),
                ("record.connected", json!(["x".repeat(256)]), "record.connected[0]"),
                ("record.fields", json!({ "a": { "text": "x".repeat(70_000) } }), "record.fields"),
                ("record.fields", json!({ "a": { "date": 1 } }), "record.fields.a"),
                ("record.opened_at", json!(1.5), "record.opened_at"),
            ],
        },
        Endpoint {
            ask: at("PUT", segment.clone()),
            body: ada.opened(),
            faults: vec![
                ("id", json!("other"), "id"),
                ("state", json!("ajar"), "state"),
                ("rules", none.clone(), "rules"),
                ("rules.bands", json!([]), "rules.bands"),
                ("rules.expiry", json!("forget"), "rules.expiry"),
                ("whole", none.clone(), "whole"),
                ("since", none.clone(), "since"),
                ("opened_at", json!("today"), "opened_at"),
                ("draft.notes", json!("x".repeat(100_001)), "draft.notes"),
                ("suggested_notes", json!("x".repeat(4_001)), "suggested_notes"),
                ("interaction", json!("a\u{0}b"), "interaction"),
                ("extensions", json!(-1), "extensions"),
            ],
        },
        Endpoint {
            ask: at("PUT", format!("{segment}/draft")),
            body: ada.draft(1, "typed"),
            faults: vec![
                ("revision", json!("one"), "revision"),
                ("record", none.clone(), "record"),
                ("record.about.segment", json!("other"), "record.about.segment"),
                ("record.state", json!("closed"), "record.state"),
                ("record.whole", none.clone(), "record.whole"),
                ("record.draft", json!([]), "record.draft"),
                ("record.suggested_notes", json!("x".repeat(4_001)), "record.suggested_notes"),
                ("record.draft.notes", json!("x".repeat(100_001)), "record.draft.notes"),
            ],
        },
        Endpoint {
            ask: at("POST", format!("{segment}/closure")),
            body: ada.closed("bad", "done"),
            faults: vec![
                ("closure", none.clone(), "closure"),
                ("closure.key", json!("other"), "Idempotency-Key"),
                ("closure.kind", json!("gone"), "closure.kind"),
                ("closure.by", none.clone(), "closure.by"),
                ("closure.notes", json!("x".repeat(4_001)), "closure.notes"),
                ("closure.duration", json!(-5), "closure.duration"),
                ("about", none.clone(), "about"),
                ("about.segment", json!("other"), "about.segment"),
                ("version", ada.corrected("bad", "x")["version"].clone(), "closure"),
            ],
        },
        Endpoint {
            ask: at("POST", format!("{segment}/versions")),
            body: ada.corrected("bad", "better"),
            faults: vec![
                ("version", none.clone(), "version"),
                ("version.reason", json!("because"), "version.reason"),
                ("version.notes", json!(7), "version.notes"),
                // Nothing is closed yet.
                ("version.notes", json!("well-formed"), "version"),
            ],
        },
        presence(
            json!({ "state": "gone", "farewell": ada.farewell(now(), 1, "typed"), "tokens": null }),
            vec![
                ("state", json!("asleep"), "state"),
                ("farewell", none.clone(), "farewell"),
                ("farewell.agent", none.clone(), "farewell.agent"),
                ("farewell.at", json!("now"), "farewell.at"),
                ("farewell.finals", json!([{ "opened": ada.opened() }]), "farewell.finals[0]"),
                ("farewell.segments", json!([1]), "farewell.segments[0]"),
            ],
        ),
        presence(
            json!({ "state": "back", "at": now(), "segments": [ada.id] }),
            vec![
                ("at", none.clone(), "at"),
                ("segments", none.clone(), "segments"),
                ("segments", json!([""]), "segments[0]"),
            ],
        ),
    ]
}

/// `body` with another `value` at `path`; `null` takes it away.
fn with(body: &Value, path: &str, value: &Value) -> Value {
    let mut changed = body.clone();
    let pointer = format!("/{}", path.replace('.', "/"));
    let (parent, name) = pointer.rsplit_once('/').unwrap();
    let parent = changed.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    if value.is_null() {
        parent.remove(name);
    } else {
        parent.insert(name.to_owned(), value.clone());
    }
    changed
}

#[test]
fn every_fault_is_named_and_nothing_is_written() {
    on_each(|database| {
        let server = Server::start(database);
        for Endpoint { ask, body, faults } in endpoints() {
            for (path, value, field) in faults {
                // A required field that may be null is as good as missing.
                let answer = ask(&server).json(&with(&body, path, &value)).send();
                assert_eq!(answer.status, 422, "{path} {field}: {}", answer.text);
                answer.problem(422, field);
            }
            assert_eq!(
                ask(&server).text("application/json", "{").send().expect(400)["status"],
                400
            );
            assert_eq!(ask(&server).text("application/json", "").send().status, 400);
            ask(&server).text("application/json", "[]").send().problem(422, "");
            ask(&server).text("text/plain", &body.to_string()).send().problem(415, "Content-Type");
            let page_time = ask(&server).header("Page-Time", "noon").json(&body).send();
            page_time.problem(422, "Page-Time");
            let large = format!("\"{}\"", "x".repeat(5 * 1024 * 1024));
            // It may be refused before all of it was read.
            if let Ok(answer) = ask(&server).text("application/json", &large).try_send() {
                assert_eq!(answer.status, 413);
            }
        }
        for (list, path) in [("entries", "audit"), ("segments", "segments")] {
            let all = server.ask_as("root", &["admin"], "GET", path).send().expect(200);
            assert_eq!(all[list], json!([]), "{path}");
        }
        assert_eq!(
            server.ask_as("root", &["admin"], "GET", "interactions/C-bad").send().status,
            404
        );
    });
}

#[test]
fn a_closure_keeps_to_the_codes_that_were_on_offer() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        let mut body = ada.closed("key", "done");
        body["closure"]["code"] = json!({ "id": "invented", "label": "Invented" });
        ada.post(&server, "closure", "key", &body).problem(422, "closure.code");
        assert_eq!(ada.read(&server)["state"], "open");
        // The key of what was refused is free.
        ada.post_closure(&server, "key", "done").expect(200);
        let mut late = ada.corrected("fix", "mended");
        late["version"]["at"] = json!(now() + 86_400_000 * 2);
        ada.post(&server, "versions", "fix", &late).problem(422, "version.at");
        ada.post_version(&server, "fix", "mended").expect(200);
    });
}

#[test]
fn keys_have_their_rules() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        let path = format!("segments/{}/closure", ada.id);
        let ask = || server.ask("ada", "POST", &path).json(&ada.closed("key", "done"));
        ask().send().problem(400, "Idempotency-Key");
        ask().header("Idempotency-Key", &"x".repeat(256)).send().problem(400, "Idempotency-Key");
        ask().header("Idempotency-Key", "other").send().problem(422, "Idempotency-Key");
        let long = "k".repeat(255);
        ada.post_closure(&server, &long, "done").expect(200);
    });
}

#[test]
fn ids_may_hold_anything_and_addresses_that_are_none_are_refused() {
    on_each(|database| {
        let server = Server::start(database);
        let odd = WrapUp { id: "a/b ?&#%\"'\u{1F600}\r\n".to_owned(), ..WrapUp::of("ada", "C-1") };
        let path: String = odd.id.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let ask = |method: &str| server.ask("ada", method, &format!("segments/{path}"));
        assert_eq!(ask("PUT").json(&odd.opened()).send().expect(200)["segment"], odd.id);
        assert_eq!(ask("GET").send().expect(200)["id"], odd.id);
        server.ask("ada", "GET", "segments/%00").send().problem(422, "id");
        server.ask("ada", "GET", "segments/%FF").send().problem(422, "id");
        let long = "x".repeat(256);
        server.ask("ada", "GET", &format!("segments/{long}")).send().problem(422, "id");
        assert_eq!(server.ask("ada", "GET", "segments/nobody").send().expect(404)["status"], 404);
        assert_eq!(server.ask("ada", "GET", "nothing").send().expect(404)["status"], 404);
        assert_eq!(server.ask("ada", "PATCH", "catalog").send().expect(405)["status"], 405);
        for (path, field) in [
            ("segments?limit=0", "limit"),
            ("segments?limit=many", "limit"),
            ("segments?state=ajar", "state"),
            ("segments?cursor=here", "cursor"),
            ("segments?from=today", "from"),
            ("segments?until=9007199254740992", "until"),
            ("segments?from=-9007199254740992", "from"),
            ("segments?colour=red", "colour"),
            ("segments?state=open&state=open", "state"),
            ("segments?interaction=%00", "interaction"),
        ] {
            server.ask("ada", "GET", path).send().problem(422, field);
        }
    });
}
