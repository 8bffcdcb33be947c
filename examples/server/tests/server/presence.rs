//! Pages that go, and are back.

use serde_json::{Value, json};

use crate::common::{Answer, Server, WrapUp, now, on_each, until};

/// Pages that went are waited for this long here.
const QUICK: &[(&str, &str)] = &[("WRAPUP_GRACE_SECONDS", "1")];

fn gone(server: &Server, farewell: &Value) -> Answer {
    let agent = farewell["agent"].as_str().unwrap();
    let body = json!({ "state": "gone", "farewell": farewell, "tokens": null });
    server.ask(agent, "POST", "presence").json(&body).send()
}

fn back(server: &Server, agent: &str, at: i64, segments: &[&str]) -> Value {
    let body = json!({ "state": "back", "at": at, "segments": segments });
    server.ask(agent, "POST", "presence").json(&body).send().expect(200)
}

fn closed(server: &Server, wrap_up: &WrapUp) -> Value {
    until("it is closed", || {
        let record = wrap_up.read(server);
        (record["state"] == "closed").then(|| record["closure"].clone())
    })
}

#[test]
fn a_page_that_stays_away_has_closed_its_tab() {
    on_each(|database| {
        let server = Server::with(database, QUICK);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        let at = now() + 3;
        gone(&server, &ada.farewell(at, 2, "half a sent")).expect(200);
        let closure = closed(&server, &ada);
        assert_eq!(closure["kind"], "tab_closed");
        assert_eq!(closure["by"], "ada");
        assert_eq!(closure["at"], at);
        assert_eq!(closure["notes"], "half a sent");
        assert_eq!(closure["code"]["id"], "resolved");
        // What its page says later is kept.
        let told = ada.post_closure(&server, "key", "all of it").expect(200);
        assert_eq!(told["closure"]["kind"], "tab_closed");
        assert_eq!(told["versions"][0]["reason"], "late");
    });
}

#[test]
fn a_farewell_of_what_nobody_knew_makes_the_record() {
    on_each(|database| {
        let server = Server::with(database, QUICK);
        let ada = WrapUp::of("ada", "C-1");
        gone(&server, &ada.farewell(now(), 2, "typed")).expect(200);
        assert_eq!(closed(&server, &ada)["notes"], "typed");
    });
}

#[test]
fn at_the_deadline_a_page_that_is_gone_is_waited_for_no_longer() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp { deadline: Some(now() + 1_000), ..WrapUp::of("ada", "C-1") };
        ada.open(&server);
        gone(&server, &ada.farewell(now(), 2, "typed")).expect(200);
        let closure = closed(&server, &ada);
        assert_eq!(closure["kind"], "tab_closed");
    });
}

#[test]
fn who_is_back_goes_on() {
    on_each(|database| {
        let server = Server::with(database, QUICK);
        // Its time ends soon: as what it closes, says whether its page was taken for gone.
        let soon = |name: &str| WrapUp { deadline: Some(now() + 2_000), ..WrapUp::of("ada", name) };
        let (told, typed, overtaken) = (soon("C-1"), soon("C-2"), soon("C-3"));
        for each in [&told, &typed, &overtaken] {
            each.open(&server);
        }
        let at = now();
        gone(&server, &told.farewell(at, 2, "one")).expect(200);
        let known = back(&server, "ada", at + 1, &[&told.id, "nobody's"]);
        assert_eq!(known["segments"].as_array().map(Vec::len), Some(1));
        assert_eq!(known["segments"][0]["segment"], told.id);
        assert!(known["segments"][0]["closure"].is_null());
        gone(&server, &typed.farewell(at, 2, "two")).expect(200);
        typed.put_draft(&server, 3, "three").expect(200);
        // "Back" was quicker than the farewell before it.
        back(&server, "ada", at + 5, &[&overtaken.id]);
        gone(&server, &overtaken.farewell(at, 2, "four")).expect(200);
        for each in [&told, &typed, &overtaken] {
            let closure = closed(&server, each);
            assert_eq!(closure["kind"], "timed_out", "{}", each.id);
            assert_eq!(closure["at"], json!(each.deadline));
        }
        assert_eq!(typed.read(&server)["closure"]["notes"], "three");
        let known = back(&server, "ada", at + 9, &[&told.id]);
        assert_eq!(known["segments"][0]["closure"]["kind"], "timed_out");
    });
}

#[test]
fn of_two_words_of_one_instant_the_farewell_counts() {
    on_each(|database| {
        let server = Server::with(database, QUICK);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        let at = now();
        gone(&server, &ada.farewell(at, 2, "typed")).expect(200);
        back(&server, "ada", at, &[&ada.id]);
        assert_eq!(closed(&server, &ada)["kind"], "tab_closed");
    });
}

#[test]
fn notes_that_found_no_room_are_those_that_were_known() {
    on_each(|database| {
        let server = Server::with(database, QUICK);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        ada.put_draft(&server, 2, "known").expect(200);
        let mut farewell = ada.farewell(now() + 3, 3, "");
        farewell["segments"][0]["shortened"] = json!(true);
        gone(&server, &farewell).expect(200);
        assert_eq!(closed(&server, &ada)["notes"], "known");
    });
}

#[test]
fn what_is_final_in_a_farewell_counts_as_if_it_had_come_by_itself() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        let (closed, corrected) = (ada.closed("key-1", "done"), ada.corrected("key-2", "better"));
        let farewell = json!({ "agent": "ada", "at": now(), "segments": [], "finals": [
            { "closed": { "about": ada.about(), "closure": closed["closure"] } },
            { "corrected": { "about": ada.about(), "version": corrected["version"] } },
        ] });
        gone(&server, &farewell).expect(200);
        gone(&server, &farewell).expect(200);
        assert_eq!(
            ada.post_closure(&server, "key-1", "done").expect(200)["closure"]["key"],
            "key-1"
        );
        ada.post_closure(&server, "key-1", "other").problem(422, "Idempotency-Key");
        assert_eq!(ada.read(&server)["versions"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn tokens_speak_for_what_they_name_and_for_nothing_else() {
    on_each(|database| {
        let server = Server::with(database, QUICK);
        let (one, two) = (WrapUp::of("ada", "C-1"), WrapUp::of("ada", "C-2"));
        let token = |wrap_up: &WrapUp| json!({ "segment": wrap_up.id, "token": wrap_up.open(&server)["token"] });
        let (first, second) = (token(&one), token(&two));
        let mut both = one.farewell(now(), 2, "one");
        both["segments"]
            .as_array_mut()
            .unwrap()
            .extend(two.farewell(now(), 2, "two")["segments"].as_array().unwrap().iter().cloned());
        let say = |farewell: &Value, tokens: &[&Value]| {
            let body = json!({ "state": "gone", "farewell": farewell, "tokens": tokens });
            server.plain("POST", "/api/presence").json(&body).send()
        };
        assert_eq!(say(&both, &[]).status, 401);
        assert_eq!(say(&both, &[&first]).status, 401);
        let swapped = json!({ "segment": two.id, "token": first["token"] });
        assert_eq!(say(&both, &[&first, &swapped]).status, 401);
        let mut foreign = both.clone();
        foreign["agent"] = json!("ben");
        assert_eq!(say(&foreign, &[&first, &second]).status, 401);
        assert_eq!(
            say(&json!({ "agent": "ada", "at": 1, "finals": [], "segments": [] }), &[]).status,
            401
        );
        assert_eq!(one.read(&server)["draft"]["notes"], "");
        // Whatever signed it in has run out, and comes all the same.
        let body = json!({ "state": "gone", "farewell": both, "tokens": [first, second] });
        let expired = server.plain("POST", "/api/presence").header("Authorization", "Bearer out");
        expired.json(&body).send().expect(200);
        assert_eq!(closed(&server, &one)["notes"], "one");
        assert_eq!(closed(&server, &two)["notes"], "two");
        // They are good for presence only.
        let bearer = format!("Bearer {}", first["token"].as_str().unwrap());
        let ask = server.plain("GET", "/api/segments").header("Authorization", &bearer);
        assert_eq!(ask.send().status, 401);
    });
}

#[test]
fn nobody_says_that_another_agents_page_is_gone_or_back() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        let body =
            json!({ "state": "gone", "farewell": ada.farewell(now(), 2, "x"), "tokens": null });
        server.ask("ben", "POST", "presence").json(&body).send().problem(403, "farewell.agent");
        let mut farewell = ada.farewell(now(), 2, "x");
        farewell["agent"] = json!("ben");
        let body = json!({ "state": "gone", "farewell": farewell, "tokens": null });
        let answer = server.ask("ben", "POST", "presence").json(&body).send();
        answer.problem(403, "farewell.segments");
        assert_eq!(back(&server, "ben", now(), &[&ada.id])["segments"], json!([]));
        assert_eq!(ada.read(&server)["draft"]["notes"], "");
    });
}
