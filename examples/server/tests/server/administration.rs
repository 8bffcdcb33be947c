//! Codes and configurations: who changes them, what is refused, and what is remembered.

use serde_json::{Value, json};

use crate::common::{Answer, Ask, Server, WrapUp, on_each, rules};

pub(crate) fn code(id: &str, label: &str) -> Value {
    json!({
        "id": id, "label": label, "description": "", "active": true, "external": false,
        "parent": null, "shortcut": null,
    })
}

pub(crate) fn configuration(codes: &[&str]) -> Value {
    let rules = rules("fill_blanks");
    json!({
        "id": "chat", "name": "Chat", "active": true, "order": 100, "channels": ["chat"],
        "condition": { "all": [] }, "mode": "standard", "enforce_duration": true,
        "duration_seconds": 60, "show_timer": true, "bands": rules["bands"],
        "extension_seconds": null, "max_extensions": 10, "expiry_policy": "fill_blanks",
        "enable_codes": true, "allowed_codes": codes, "default_code": codes[0],
        "use_ai_as_default": false, "on_interruption": rules["on_interruption"],
        "early_dialog": false, "wrap_up_unconnected": false,
        "sweep_after": { "seconds": 900 }, "correction_seconds": 86400,
    })
}

fn ask(server: &Server, method: &str, path: &str) -> Ask {
    server.ask_as("root", &["admin"], method, path)
}

pub(crate) fn make(server: &Server, path: &str, record: &Value) -> Answer {
    ask(server, "PUT", path).header("If-None-Match", "*").json(record).send()
}

#[test]
fn what_is_set_up_reaches_the_catalog_and_the_trail() {
    on_each(|database| {
        let server = Server::start(database);
        make(&server, "codes/resolved", &code("resolved", "Resolved")).expect(201);
        make(&server, "configurations/chat", &configuration(&["resolved"])).expect(201);
        let catalog = server.ask("ada", "GET", "catalog").send();
        assert_eq!(catalog.expect(200)["codes"][0]["label"], "Resolved");
        assert_eq!(catalog.expect(200)["configurations"][0]["name"], "Chat");
        let read = ask(&server, "GET", "codes/resolved").send();
        let put = |tag: &str, label: &str| {
            let ask = ask(&server, "PUT", "codes/resolved").header("If-Match", tag);
            ask.json(&code("resolved", label)).send()
        };
        let changed = put(read.header("etag"), "Solved");
        assert_eq!(changed.expect(200)["label"], "Solved");
        // Decided upon what is there no more.
        put(read.header("etag"), "Done").problem(412, "If-Match");
        put(changed.header("etag"), "Settled").expect(200);
        let trail = ask(&server, "GET", "audit?action=catalog").send().expect(200);
        let change = &trail["entries"][0];
        assert_eq!(change["by"], "root");
        assert_eq!(change["detail"]["code"]["before"]["label"], "Solved");
        assert_eq!(change["detail"]["code"]["after"]["label"], "Settled");
        assert_eq!(trail["entries"].as_array().map(Vec::len), Some(4));
        // The same changes, under names of the server's own.
        let told = ask(&server, "GET", "changes").send().expect(200);
        let entries = told["entries"].as_array().unwrap();
        let detail = |place: usize, kind: &str| trail["entries"][place]["detail"][kind].clone();
        let change = |place: usize, kind: &str| entries[place]["change"][kind].clone();
        assert_eq!(change(0, "code"), detail(0, "code"));
        assert_eq!(change(2, "configuration"), detail(2, "configuration"));
        assert!(entries.iter().all(|each| each["by"] == "root" && each["takes_back"].is_null()));
    });
}

#[test]
fn a_change_says_what_it_changes_and_keeps_to_the_rules() {
    on_each(|database| {
        let server = Server::start(database);
        let put = ask(&server, "PUT", "codes/a").json(&code("a", "A"));
        put.send().problem(428, "If-Match");
        make(&server, "codes/a", &code("a", "A")).expect(201);
        make(&server, "codes/a", &code("a", "B")).problem(412, "If-Match");
        make(&server, "codes/b", &code("a", "B")).problem(422, "id");
        make(&server, "codes/b", &code("b", " ")).problem(422, "label");
        make(&server, "codes/b", &code("b", "a")).problem(422, "label");
        let mut below = code("b", "B");
        below["parent"] = json!("nobody");
        make(&server, "codes/b", &below).problem(422, "parent");
        make(&server, "configurations/chat", &configuration(&["nobody"]))
            .problem(422, "allowed_codes");
        let mut faulty = configuration(&["a"]);
        faulty["duration_seconds"] = json!(0);
        make(&server, "configurations/chat", &faulty).problem(422, "duration_seconds");
        // It is not in use yet.
        faulty["active"] = json!(false);
        make(&server, "configurations/chat", &faulty).expect(201);
        let catalog = server.ask("ada", "GET", "catalog").send().expect(200);
        assert_eq!(catalog["codes"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn what_is_named_stays_and_what_is_not_may_go() {
    on_each(|database| {
        let server = Server::start(database);
        let remove = |path: &str| {
            let read = ask(&server, "GET", path).send();
            ask(&server, "DELETE", path).header("If-Match", read.header("etag")).send()
        };
        for (id, label) in [("resolved", "Resolved"), ("refund", "Refund"), ("unused", "Unused")] {
            make(&server, &format!("codes/{id}"), &code(id, label)).expect(201);
        }
        make(&server, "configurations/chat", &configuration(&["refund"])).expect(201);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        ada.post_closure(&server, "key", "done").expect(200);
        assert_eq!(remove("codes/resolved").expect(409)["title"], "In use");
        assert_eq!(remove("codes/refund").status, 409);
        assert_eq!(remove("codes/unused").status, 204);
        assert_eq!(remove("configurations/chat").status, 204);
        assert_eq!(remove("codes/refund").status, 204);
        assert_eq!(ask(&server, "GET", "codes/refund").send().status, 404);
        assert_eq!(
            ask(&server, "DELETE", "codes/refund").header("If-Match", "\"x\"").send().status,
            404
        );
    });
}

#[test]
fn of_many_who_change_one_record_at_once_one_succeeds() {
    on_each(|database| {
        let servers = [Server::start(database), Server::start(database)];
        make(&servers[0], "codes/a", &code("a", "A")).expect(201);
        let tag = ask(&servers[0], "GET", "codes/a").send().header("etag").to_owned();
        let answers: Vec<_> = std::thread::scope(|scope| {
            let asks = (0..6).map(|each| {
                let (server, tag) = (&servers[each % 2], &tag);
                scope.spawn(move || {
                    let ask = ask(server, "PUT", "codes/a").header("If-Match", tag);
                    ask.json(&code("a", &format!("A{each}"))).send().status
                })
            });
            let asks: Vec<_> = asks.collect();
            asks.into_iter().map(|ask| ask.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|status| [200, 412].contains(status)), "{answers:?}");
    });
}
