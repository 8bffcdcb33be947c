//! Every row of the contract.

use serde_json::json;

use crate::common::{Server, WrapUp, now, on_each};

#[test]
fn a_wrap_up_goes_from_opening_to_correction() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.tell(&server, 1, "work_in_progress", &["ada"]);
        ada.tell(&server, 2, "wrap_up", &[]);
        let told = ada.open(&server);
        assert_eq!(told["segment"], ada.id);
        assert!(told["closure"].is_null() && told["versions"] == json!([]), "{told}");
        assert!(told["token"].as_str().is_some_and(|token| token.len() <= 256), "{told}");
        ada.put_draft(&server, 3, "typed").expect(200);
        assert_eq!(ada.read(&server)["draft"]["notes"], "typed");

        let told = ada.post_closure(&server, "key-1", "done").expect(200);
        assert_eq!(told["closure"], ada.closure("key-1", "done"));
        let told = ada.post_version(&server, "key-2", "better").expect(200);
        assert_eq!(told["versions"], json!([ada.corrected("key-2", "better")["version"]]));
        let record = ada.read(&server);
        assert_eq!(record["state"], "closed");
        assert_eq!(record["versions"][0]["notes"], "better");
    });
}

#[test]
fn of_drafts_the_highest_revision_counts_and_of_openings_the_first() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        ada.put_draft(&server, 5, "five").expect(200);
        ada.put_draft(&server, 4, "four").expect(200);
        assert_eq!(ada.read(&server)["draft"]["notes"], "five");
        let later = WrapUp { deadline: Some(ada.opened_at + 1_000_000), ..ada.clone() };
        later.open(&server);
        let record = ada.read(&server);
        assert_eq!(record["deadline"], json!(ada.deadline));
        assert_eq!(record["draft"]["notes"], "five");
    });
}

#[test]
fn what_comes_first_makes_the_record_and_the_opening_completes_it() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.put_draft(&server, 2, "quick").expect(200);
        ada.open(&server);
        let record = ada.read(&server);
        assert_eq!(record["draft"]["notes"], "quick");
        assert_eq!(record["rules"]["expiry"], "fill_blanks");
        let ben = WrapUp::of("ben", "C-2");
        assert_eq!(ben.post_closure(&server, "key", "done").expect(200)["closure"]["key"], "key");
        ben.open(&server);
        assert_eq!(ben.read(&server)["state"], "closed");
    });
}

#[test]
fn a_key_counts_once() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        let first = ada.post_closure(&server, "key-1", "done").expect(200);
        ada.post_version(&server, "key-2", "better").expect(200);
        let mut again = ada.post_closure(&server, "key-1", "done").expect(200);
        again["token"] = first["token"].clone();
        assert_eq!(again, first);
        ada.post_version(&server, "key-2", "better").expect(200);
        ada.post_closure(&server, "key-1", "other").problem(422, "Idempotency-Key");
        ada.post_version(&server, "key-2", "other").problem(422, "Idempotency-Key");
        let elsewhere = WrapUp::of("ada", "C-2");
        elsewhere.open(&server);
        elsewhere.post_closure(&server, "key-1", "done").problem(422, "Idempotency-Key");
        assert_eq!(elsewhere.read(&server)["state"], "open");
        let record = ada.read(&server);
        assert_eq!(record["closure"]["notes"], "done");
        assert_eq!(record["versions"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn of_many_at_once_one_closure_stands() {
    on_each(|database| {
        let server = Server::start(database);
        let other = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        let answers: Vec<_> = std::thread::scope(|scope| {
            let asks = (0..8).map(|each| {
                let (ada, server) = (&ada, if each % 2 == 0 { &server } else { &other });
                let key = format!("key-{}", each / 2);
                scope.spawn(move || ada.post_closure(server, &key, &key))
            });
            let asks: Vec<_> = asks.collect();
            asks.into_iter().map(|ask| ask.join().unwrap()).collect()
        });
        let stands = ada.read(&server)["closure"].clone();
        for (each, answer) in answers.iter().enumerate() {
            let is_it = stands["key"] == format!("key-{}", each / 2);
            let told = answer.expect(if is_it { 200 } else { 409 });
            assert_eq!(told["closure"], stands);
        }
    });
}

#[test]
fn a_segment_closes_once_and_the_closure_that_stands_is_told() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        ada.post_closure(&server, "key-1", "done").expect(200);
        let told = ada.post_closure(&server, "key-2", "late").expect(409);
        assert_eq!(told["closure"]["key"], "key-1");
        assert_eq!(told["versions"], json!([]));
        // The same answer again.
        assert_eq!(
            ada.post_closure(&server, "key-2", "late").expect(409)["closure"]["key"],
            "key-1"
        );
        assert_eq!(ada.put_draft(&server, 9, "more").expect(409)["closure"]["key"], "key-1");
        assert_eq!(ada.open(&server)["closure"]["key"], "key-1");
    });
}

#[test]
fn what_nobody_pressed_yields_to_what_somebody_did() {
    on_each(|database| {
        let server = Server::start(database);
        // As closed, as late, and whether that is taken.
        let cases = [
            ("timed_out", "submitted", true),
            ("timed_out", "swept", true),
            ("swept", "ended", true),
            ("tab_closed", "submitted", true),
            ("tab_closed", "timed_out", false),
            ("tab_closed", "swept", false),
            ("ended", "submitted", false),
            ("interrupted", "submitted", false),
        ];
        for (place, (first, late, is_taken)) in cases.into_iter().enumerate() {
            let ada = WrapUp::of("ada", &format!("C-{place}"));
            ada.open(&server);
            let send = |kind: &str, key: &str| {
                let mut body = ada.closed(key, key);
                body["closure"]["kind"] = json!(kind);
                if matches!(kind, "timed_out" | "swept") {
                    body["closure"]["by"] = json!(null);
                }
                ada.post(&server, "closure", key, &body)
            };
            let (one, two) = (format!("one-{place}"), format!("two-{place}"));
            send(first, &one).expect(200);
            let told = send(late, &two).expect(if is_taken { 200 } else { 409 });
            assert_eq!(told["closure"]["key"], json!(one), "{first} {late}");
            let versions = told["versions"].as_array().unwrap();
            assert_eq!(versions.len(), usize::from(is_taken), "{first} {late}");
            if is_taken {
                assert_eq!(versions[0]["reason"], "late");
                assert_eq!(versions[0]["key"], json!(two));
            }
        }
    });
}

#[test]
fn a_conversation_is_over_with_the_last_agents_last_wrap_up() {
    on_each(|database| {
        let server = Server::start(database);
        let (ada, ben) = (WrapUp::of("ada", "C-1"), WrapUp::of("ben", "C-1"));
        let state = |agent: &str| {
            let line = server.ask_as("root", &["admin"], "GET", &format!("interactions/{agent}"));
            line.send().expect(200)
        };
        ada.tell(&server, 1, "work_in_progress", &["ada", "ben"]);
        ben.tell(&server, 1, "work_in_progress", &["ada", "ben"]);
        // Ada has left; whether Ben is on it, Ben's own page says.
        ada.tell(&server, 2, "work_in_progress", &["ben"]);
        ada.open(&server);
        ada.post_closure(&server, "ada", "done").expect(200);
        assert_eq!(state("C-1")["connected"], json!(["ben"]));
        assert_eq!(state("C-1")["state"], "work_in_progress");
        // A page tells of its wrap-up before it tells that nobody is on it any more.
        ben.open(&server);
        ben.tell(&server, 2, "wrap_up", &[]);
        ada.tell(&server, 3, "wrap_up", &[]);
        assert_eq!(state("C-1")["state"], "wrap_up");
        let mut body = ben.closed("ben", "");
        body["closure"]["kind"] = json!("timed_out");
        body["closure"]["at"] = json!(ben.opened_at + 60_000);
        body["closure"]["by"] = json!(null);
        ben.post(&server, "closure", "ben", &body).expect(200);
        let over = state("C-1");
        assert_eq!(over["state"], "closed_complete");
        assert_eq!(over["system_wrap_up"], true);
        assert_eq!(over["closed_at"], body["closure"]["at"]);
        // It never opens again.
        ben.tell(&server, 3, "work_in_progress", &["ben"]);
        assert_eq!(state("C-1"), over);
        // An old word changes nothing.
        ben.tell(&server, 1, "new", &[]);
        assert_eq!(state("C-1"), over);
    });
}

#[test]
fn the_time_is_told_and_every_answer_has_its_date() {
    on_each(|database| {
        let server = Server::start(database);
        let answer = server.ask("ada", "GET", "time").send();
        let time = answer.expect(200)["time"].as_i64().unwrap();
        assert!((time - now()).abs() < 60_000);
        assert!(answer.header("date").ends_with("GMT"));
        assert!(!answer.header("x-request-id").is_empty());
        assert!(!server.plain("GET", "/nowhere").send().header("date").is_empty());
    });
}

#[test]
fn the_catalog_is_there_from_the_start_and_asked_for_once() {
    on_each(|database| {
        let server = Server::start(database);
        let answer = server.ask("ada", "GET", "catalog").send();
        let nothing = json!({ "codes": [], "configurations": [], "events": true });
        assert_eq!(answer.expect(200), nothing);
        let tag = answer.header("etag").to_owned();
        let again = server.ask("ada", "GET", "catalog").header("If-None-Match", &tag).send();
        assert_eq!((again.status, again.text.as_str()), (304, ""));
    });
}
