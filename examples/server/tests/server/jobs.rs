//! What the server closes by itself, once, however many there are.

use serde_json::{Value, json};

use crate::common::{Server, WrapUp, now, on_each, until};

fn closed(server: &Server, wrap_up: &WrapUp) -> Value {
    until("it is closed", || {
        let record = wrap_up.read(server);
        (record["state"] == "closed").then(|| record["closure"].clone())
    })
}

/// A wrap-up whose time was up ten seconds ago.
fn overdue(name: &str, expiry: &'static str) -> WrapUp {
    let wrap_up = WrapUp::of("ada", name);
    let opened_at = wrap_up.opened_at - 100_000;
    WrapUp { opened_at, deadline: Some(now() - 10_000), expiry, ..wrap_up }
}

#[test]
fn a_deadline_that_passed_ends_it_as_its_rules_say() {
    on_each(|database| {
        let server = Server::start(database);
        let cases = [
            ("default_and_discard", "resolved", ""),
            ("fill_blanks", "resolved", "typed"),
            ("keep_entered", "", "typed"),
        ];
        for (expiry, code, notes) in cases {
            // Its page still has time, until it tells of its deadline.
            let ada = overdue(expiry, expiry);
            WrapUp { deadline: Some(now() + 600_000), ..ada.clone() }.open(&server);
            ada.put_draft(&server, 2, "typed").expect(200);
            let closure = closed(&server, &ada);
            assert_eq!(closure["kind"], "timed_out");
            assert!(closure["by"].is_null());
            assert_eq!(closure["at"], json!(ada.deadline));
            assert_eq!(closure["code"]["id"].as_str().unwrap_or_default(), code, "{expiry}");
            assert_eq!(closure["notes"], notes, "{expiry}");
            assert_eq!(closure["duration"], json!(ada.deadline.unwrap() - ada.opened_at));
        }
    });
}

#[test]
fn a_required_code_keeps_it_open_until_the_sweep() {
    on_each(|database| {
        let server = Server::start(database);
        let (waits, swept) = (overdue("C-1", "fill_blanks"), overdue("C-2", "fill_blanks"));
        let swept = WrapUp { deadline: Some(now() - 70_000), ..swept };
        for each in [&waits, &swept] {
            let mut body = each.opened();
            body["rules"]["mode"] = json!("mandatory");
            let ask = server.ask("ada", "PUT", &format!("segments/{}", each.id));
            ask.header("Page-Time", &now().to_string()).json(&body).send().expect(200);
        }
        assert_eq!(closed(&server, &swept)["kind"], "swept");
        let record = until("it is overdue", || {
            let record = waits.read(&server);
            (record["overdue"] == true).then_some(record)
        });
        assert_eq!(record["state"], "open");
    });
}

#[test]
fn what_has_no_deadline_and_is_left_alone_is_swept() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        let ada = WrapUp { opened_at: ada.opened_at - 901_000, deadline: None, ..ada };
        ada.open(&server);
        let closure = closed(&server, &ada);
        assert_eq!(closure["kind"], "swept");
        assert!(closure["by"].is_null());
    });
}

#[test]
fn a_parked_one_waits_and_a_wrong_clock_ends_nothing() {
    on_each(|database| {
        let server = Server::start(database);
        let parked = overdue("C-1", "fill_blanks");
        let mut body = parked.draft(2, "typed");
        body["record"]["state"] = json!("parked");
        body["record"]["deadline"] = json!(null);
        body["record"]["left"] = json!(10_000);
        let ask = server.ask("ada", "PUT", &format!("segments/{}/draft", parked.id));
        ask.json(&body).send().expect(200);
        // Eight hours behind, with a minute to go.
        let there = now() - 8 * 60 * 60 * 1000;
        let behind = WrapUp::of("ada", "C-2");
        let behind = WrapUp { opened_at: there, deadline: Some(there + 60_000), ..behind };
        let ask = server.ask("ada", "PUT", &format!("segments/{}", behind.id));
        ask.header("Page-Time", &there.to_string()).json(&behind.opened()).send().expect(200);
        // Eight hours ahead, with the time up.
        let there = now() + 8 * 60 * 60 * 1000;
        let ahead = WrapUp::of("ada", "C-3");
        let ahead = WrapUp { opened_at: there - 60_000, deadline: Some(there - 10_000), ..ahead };
        let ask = server.ask("ada", "PUT", &format!("segments/{}", ahead.id));
        ask.header("Page-Time", &there.to_string()).json(&ahead.opened()).send().expect(200);
        assert_eq!(closed(&server, &ahead)["at"], json!(ahead.deadline));
        assert_eq!(parked.read(&server)["state"], "parked");
        assert_eq!(behind.read(&server)["state"], "open");
    });
}

#[test]
fn a_recorded_submit_counts_at_the_deadline_and_its_page_may_say_it_again() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = overdue("C-1", "fill_blanks");
        let mut body = ada.opened();
        body["rules"]["mode"] = json!("forced");
        body["recorded"] = json!("key");
        body["draft"]["notes"] = json!("typed");
        let ask = server.ask("ada", "PUT", &format!("segments/{}", ada.id));
        ask.header("Page-Time", &now().to_string()).json(&body).send().expect(200);
        let closure = closed(&server, &ada);
        assert_eq!((&closure["kind"], &closure["key"]), (&json!("submitted"), &json!("key")));
        let told = ada.post_closure(&server, "key", "typed, and a word more").expect(200);
        assert_eq!(told["closure"]["notes"], "typed, and a word more");
        assert_eq!(told["versions"], json!([]));
    });
}

#[test]
fn any_number_of_servers_closes_each_once() {
    on_each(|database| {
        let servers = [Server::start(database), Server::start(database), Server::start(database)];
        let all: Vec<_> =
            (0..30).map(|each| overdue(&format!("C-{each}"), "fill_blanks")).collect();
        for (place, each) in all.iter().enumerate() {
            each.open(&servers[place % servers.len()]);
        }
        for each in &all {
            closed(&servers[0], each);
        }
        let trail = servers[1].ask_as("root", &["admin"], "GET", "audit?action=closed&limit=200");
        let trail = trail.send().expect(200);
        let mut named: Vec<_> = trail["entries"].as_array().unwrap().iter().collect();
        assert!(named.iter().all(|entry| entry["by"].is_null()));
        named.sort_by_key(|entry| entry["segment"].to_string());
        named.dedup_by_key(|entry| entry["segment"].to_string());
        assert_eq!(named.len(), all.len());
        assert_eq!(trail["entries"].as_array().map(Vec::len), Some(all.len()));
    });
}
