//! Several changes of codes and configurations at once: all or none, once by their names,
//! and only as things were when they were decided.

use serde_json::{Value, json};

use crate::administration::{code, configuration, make};
use crate::common::{Answer, Database, Server, WrapUp, ask, everything, on_each};
use crate::events::Listening;

fn change(id: &str, kind: &str, before: &Value, after: &Value) -> Value {
    json!({ "id": id, "change": { kind: { "before": before, "after": after } }, "takes_back": null })
}

fn post_as(server: &Server, agent: &str, entries: &[Value]) -> Answer {
    let ask = server.ask_as(agent, &["admin"], "POST", "changes");
    ask.json(&json!({ "entries": entries })).send()
}

fn post(server: &Server, entries: &[Value]) -> Answer {
    post_as(server, "root", entries)
}

fn catalog(server: &Server) -> Value {
    server.ask("ada", "GET", "catalog").send().expect(200)
}

/// The trail, oldest first, read through pages of two.
fn trail(server: &Server) -> Vec<Value> {
    let (mut all, mut cursor) = (Vec::new(), String::new());
    loop {
        let path = format!("changes?limit=2{cursor}");
        let page = server.ask_as("root", &["admin"], "GET", &path).send().expect(200);
        all.extend(page["entries"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { break };
        cursor = format!("&cursor={next}");
    }
    all.reverse();
    all
}

/// What stands of codes and configurations in the database.
fn written(database: &Database) -> Vec<String> {
    let rows = everything(database).into_iter();
    rows.filter(|row| row.contains("record={") || row.contains("action=")).collect()
}

#[test]
fn all_are_made_in_their_order_and_stand_in_the_trail_by_their_names() {
    on_each(|database| {
        let server = Server::start(database);
        let mut listening = Listening::of(&server, "ada", &["interaction_admin"]);
        let (refund, chat) = (code("refund", "Refund"), configuration(&["refund"]));
        let mut below = code("late", "Late");
        below["parent"] = json!("refund");
        // What is below may come first: all is judged once all is there.
        let mut entries = vec![
            change("e-1", "code", &Value::Null, &below),
            change("e-2", "code", &Value::Null, &refund),
            change("e-3", "configuration", &Value::Null, &chat),
        ];
        // Who and when a page says is of no account.
        entries[0]["by"] = json!("somebody else");
        entries[0]["at"] = json!(5);
        let made = post(&server, &entries).expect(200);
        let at = made["entries"][0]["at"].as_i64().unwrap();
        assert!(at > 1_000_000_000_000);
        for (place, id) in ["e-1", "e-2", "e-3"].iter().enumerate() {
            assert_eq!(made["entries"][place], json!({ "id": id, "by": "root", "at": at }));
        }
        // One word for all of them.
        assert_eq!(listening.change(), json!(["catalog", null]));
        WrapUp::of("ada", "C-1").open(&server);
        assert_eq!(listening.change(), json!(["opened", "C-1-ada"]));
        assert_eq!(catalog(&server)["codes"].as_array().map(Vec::len), Some(2));

        let mut renamed = refund.clone();
        renamed["label"] = json!("Money back");
        post(&server, &[change("e-4", "code", &refund, &renamed)]).expect(200);
        let mut back = change("e-5", "code", &renamed, &refund);
        back["takes_back"] = json!("e-4");
        post_as(&server, "sue", &[back.clone()]).expect(200);
        let trail = trail(&server);
        let names: Vec<_> = trail.iter().map(|each| each["id"].as_str().unwrap()).collect();
        assert_eq!(names, ["e-1", "e-2", "e-3", "e-4", "e-5"]);
        assert_eq!(trail[4]["takes_back"], "e-4");
        let labels = ["before", "after"].map(|when| &trail[4]["change"]["code"][when]["label"]);
        assert_eq!(labels, ["Money back", "Refund"]);
        assert_eq!(trail[4]["by"], "sue");
        assert_eq!(trail[0]["at"], trail[2]["at"]);
        let audit = server.ask_as("root", &["admin"], "GET", "audit?action=catalog").send();
        let audit = audit.expect(200);
        assert_eq!(audit["entries"][0]["detail"]["entry"], "e-5");
        assert_eq!(audit["entries"][0]["by"], "sue");
    });
}

#[test]
fn where_one_cannot_be_made_none_is() {
    on_each(|database| {
        let server = Server::start(database);
        let (a, b, chat) = (code("a", "A"), code("b", "B"), configuration(&["a"]));
        make(&server, "codes/a", &a).expect(201);
        make(&server, "codes/b", &b).expect(201);
        make(&server, "configurations/chat", &chat).expect(201);
        let ada = WrapUp::of("ada", "C-1");
        make(&server, "codes/resolved", &code("resolved", "Resolved")).expect(201);
        ada.open(&server);
        ada.post_closure(&server, "key", "done").expect(200);
        let before = written(database);
        let first = change("first", "code", &Value::Null, &code("c", "C"));
        let refuse = |second: Value, status: u16, field: &str| {
            post(&server, &[first.clone(), second]).problem(status, field);
            assert_eq!(written(database), before);
        };
        let none = Value::Null;
        // Not as it was when it was decided.
        let was = |id: &str| change("second", "code", &code(id, "Another"), &code(id, "New"));
        refuse(was("a"), 412, "entries[1].change.code.before");
        refuse(was("unknown"), 412, "entries[1].change.code.before");
        let there = change("second", "configuration", &none, &chat);
        refuse(there, 412, "entries[1].change.configuration.before");
        refuse(
            change("second", "code", &code("d", "D"), &none),
            412,
            "entries[1].change.code.before",
        );
        // In use, by a configuration and by a record.
        let remove = |code: &Value| change("second", "code", code, &none);
        refuse(remove(&a), 409, "entries[1].change.code.before");
        refuse(remove(&code("resolved", "Resolved")), 409, "entries[1].change.code.before");
        // Against the rules, at once or by what they lead to.
        let with = |field: &str, value: Value| {
            let mut after = b.clone();
            after[field] = value;
            change("second", "code", &b, &after)
        };
        refuse(with("label", json!(" ")), 422, "entries[1].change.code.after.label");
        refuse(with("label", json!("c")), 422, "entries[1].change.code.after.label");
        refuse(with("parent", json!("nobody")), 422, "entries[1].change.code.after.parent");
        refuse(with("id", json!("z")), 422, "entries[1].change.code.after.id");
        refuse(with("active", json!("yes")), 422, "entries[1].change.code.after.active");
        let mut faulty = chat.clone();
        faulty["allowed_codes"] = json!(["nobody"]);
        faulty["default_code"] = none.clone();
        let faulty = change("second", "configuration", &chat, &faulty);
        refuse(faulty, 422, "entries[1].change.configuration.after.allowed_codes");
        refuse(change("second", "code", &none, &none), 422, "entries[1].change.code");
        refuse(change("first", "code", &b, &b), 422, "entries[1].id");
        refuse(change("", "code", &b, &b), 422, "entries[1].id");
        refuse(change("\u{0}", "code", &b, &b), 422, "entries[1].id");
        refuse(change(&"x".repeat(256), "code", &b, &b), 422, "entries[1].id");
        let mut back = change("second", "code", &b, &b);
        back["takes_back"] = json!("");
        refuse(back, 422, "entries[1].takes_back");
        refuse(json!({ "id": "second" }), 422, "entries[1].change");
        post(&server, &[]).problem(422, "entries");
        let many: Vec<_> =
            (0..10_001).map(|each| change(&each.to_string(), "code", &b, &b)).collect();
        post(&server, &many).problem(422, "entries");
        let huge = "x".repeat(17 * 1024 * 1024);
        let ask = server.ask_as("root", &["admin"], "POST", "changes");
        assert_eq!(ask.json(&json!({ "entries": huge })).send().status, 413);
        assert_eq!(written(database), before);
        // What is judged is what all of them lead to.
        let mut other = chat.clone();
        other["allowed_codes"] = json!(["c"]);
        other["default_code"] = json!("c");
        let third = change("third", "configuration", &chat, &other);
        post(&server, &[third, first, change("fourth", "code", &a, &none)]).expect(200);
        assert_eq!(catalog(&server)["configurations"][0]["default_code"], "c");
    });
}

#[test]
fn an_entry_counts_once_however_often_it_comes() {
    on_each(|database| {
        let server = Server::start(database);
        let entries = [
            change("one", "code", &Value::Null, &code("a", "A")),
            change("two", "code", &Value::Null, &code("b", "B")),
        ];
        let made = post(&server, &entries);
        made.expect(200);
        // Somebody has changed it since; the answer that was lost is still the same.
        let (a, renamed) = (code("a", "A"), code("a", "Renamed"));
        post_as(&server, "sue", &[change("three", "code", &a, &renamed)]).expect(200);
        let before = written(database);
        let again = post(&server, &entries);
        assert_eq!((again.status, &again.text), (200, &made.text));
        // Nobody else, nothing else and no more comes under those names.
        post_as(&server, "sue", &entries).problem(422, "entries[0].id");
        let other = change("two", "code", &Value::Null, &code("b", "Other"));
        post(&server, &[entries[0].clone(), other]).problem(422, "entries[1].id");
        let more = change("four", "code", &Value::Null, &code("c", "C"));
        post(&server, &[entries[0].clone(), more]).problem(422, "entries");
        assert_eq!(written(database), before);
    });
}

#[test]
fn of_many_who_ask_at_once_one_is_first_and_the_rest_are_told() {
    on_each(|database| {
        let servers = [Server::start(database), Server::start(database)];
        make(&servers[0], "codes/a", &code("a", "A")).expect(201);
        let ask = |each: usize, id: &str, label: &str| {
            let first = change(&format!("{id}-first"), "code", &Value::Null, &code(id, id));
            let second = change(&format!("{id}-a"), "code", &code("a", "A"), &code("a", label));
            post(&servers[each % 2], &[first, second]).status
        };
        let answers: Vec<_> = std::thread::scope(|scope| {
            let asks = (0..6).map(|each| {
                let ask = &ask;
                scope.spawn(move || ask(each, &format!("n{each}"), &format!("A{each}")))
            });
            let asks: Vec<_> = asks.collect();
            asks.into_iter().map(|ask| ask.join().unwrap()).collect()
        });
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|status| [200, 412].contains(status)), "{answers:?}");
        assert_eq!(catalog(&servers[1])["codes"].as_array().map(Vec::len), Some(2));
        // The same request twice at the same time is done once, and answered alike.
        let answers: Vec<_> = std::thread::scope(|scope| {
            let asks = (0..6).map(|each| {
                let server = &servers[each % 2];
                scope.spawn(move || {
                    let made = change("once", "code", &Value::Null, &code("z", "Z"));
                    post(server, &[made]).text
                })
            });
            let asks: Vec<_> = asks.collect();
            asks.into_iter().map(|ask| ask.join().unwrap()).collect()
        });
        assert!(answers.iter().all(|text| *text == answers[0] && text.contains("once")));
    });
}

#[test]
fn only_administrators_change_and_read_of_it() {
    on_each(|database| {
        let server = Server::start(database);
        let entry = change("one", "code", &Value::Null, &code("a", "A"));
        let body = json!({ "entries": [entry] });
        for roles in [&["interaction_admin"][..], &["interaction_supervisor"], &[]] {
            let ask = |method: &str, path: &str| server.ask_as("ada", roles, method, path);
            ask("POST", "changes").json(&body).send().problem(403, "Authorization");
            ask("GET", "changes").send().problem(403, "Authorization");
            ask("GET", "recorded_codes").send().problem(403, "Authorization");
        }
        let nobody = server.plain("POST", "/api/changes").json(&body).send();
        assert_eq!(nobody.status, 401);
        server.ask("ada", "GET", "interactions").send().problem(403, "Authorization");
        assert_eq!(trail(&server), [Value::Null; 0]);
    });
}

#[test]
fn what_records_name_and_which_conversations_there_were_is_told_without_words() {
    on_each(|database| {
        let server = Server::start(database);
        for each in 0..4 {
            let wrap_up = WrapUp::of("ada", &format!("C-{each}"));
            wrap_up.tell(&server, 1, "wrap_up", &[]);
            wrap_up.open(&server);
            wrap_up.post_closure(&server, &format!("key-{each}"), "confidential").expect(200);
        }
        // Somebody prepares what they will say of it.
        let mut body = WrapUp::of("ada", "C-9").conversation(1, "work_in_progress", &["ada"]);
        let draft = json!({ "code": null, "notes": "confidential" });
        body["record"]["preparations"] =
            json!([{ "agent": "ada", "draft": draft, "requested": false }]);
        server.ask("ada", "PUT", "interactions/C-9").json(&body).send().expect(200);
        let ask = |roles: &[&str], path: &str| server.ask_as("sue", roles, "GET", path).send();
        for role in ["interaction_supervisor", "admin"] {
            let listed = ask(&[role], "interactions?limit=3");
            let found = listed.expect(200);
            let ids: Vec<_> =
                found["interactions"].as_array().unwrap().iter().map(|it| &it["id"]).collect();
            assert_eq!(ids, ["C-9", "C-3", "C-2"]);
            assert!(!listed.text.contains("confidential"));
            assert!(listed.text.contains("Mira Lindqvist"), "conditions look at fields");
        }
        ask(&["admin"], "interactions?limit=201").problem(422, "limit");
        ask(&["admin"], "changes?cursor=later").problem(422, "cursor");
        let recorded = ask(&["admin"], "recorded_codes").expect(200);
        assert_eq!(recorded, json!({ "codes": ["resolved"] }));
    });
}

#[test]
fn five_thousand_codes_are_one_request() {
    on_each(|database| {
        let server = Server::start(database);
        let entries: Vec<_> = (0..5_000)
            .map(|each| {
                let id = format!("code-{each}");
                change(&format!("import-{each:06}"), "code", &Value::Null, &code(&id, &id))
            })
            .collect();
        let made = post(&server, &entries).expect(200);
        assert_eq!(made["entries"].as_array().map(Vec::len), Some(5_000));
        assert_eq!(catalog(&server)["codes"].as_array().map(Vec::len), Some(5_000));
        post(&server, &entries).expect(200);
    });
}

#[test]
fn what_was_changed_before_entries_had_names_is_in_the_trail_too() {
    on_each(|database| {
        {
            let server = Server::start(database);
            make(&server, "codes/a", &code("a", "A")).expect(201);
            WrapUp::of("ada", "C-1").tell(&server, 1, "wrap_up", &[]);
        }
        for sql in [
            "DROP TABLE changes",
            "DROP INDEX interactions_made",
            "ALTER TABLE interactions DROP COLUMN made_at",
            "DELETE FROM migrations WHERE step = 4",
        ] {
            ask(database, sql);
        }
        let server = Server::start(database);
        let known = trail(&server);
        assert_eq!(known[0]["change"]["code"]["after"]["label"], "A");
        let name = known[0]["id"].as_str().unwrap();
        assert!(name.starts_with("line-"));
        let listed = server.ask_as("sue", &["admin"], "GET", "interactions").send().expect(200);
        assert_eq!(listed["interactions"][0]["id"], "C-1");
        // It can be taken back, and its name is nobody else's.
        let mut back = change("back", "code", &code("a", "A"), &Value::Null);
        back["takes_back"] = json!(name);
        post(&server, &[back]).expect(200);
        let taken = change(name, "code", &Value::Null, &code("b", "B"));
        post(&server, &[taken]).problem(422, "entries[0].id");
    });
}
