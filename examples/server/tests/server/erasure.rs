//! Words that go: because somebody asks for it, or because they are old enough.

use serde_json::{Value, json};

use crate::common::{Database, Server, WrapUp, ask, everything, on_each, until};

/// In fields, drafts, notes and corrections alike.
const WORDS: &str = "0170 555 01 99";

fn traces(database: &Database) -> Vec<String> {
    let rows = everything(database).into_iter();
    rows.filter(|row| row.contains(WORDS) || row.contains("Mira Lindqvist")).collect()
}

/// A conversation that was wrapped up with words everywhere.
fn wrapped_up(server: &Server, wrap_up: &WrapUp) {
    wrap_up.tell(server, 1, "work_in_progress", &["ada"]);
    wrap_up.open(server);
    wrap_up.put_draft(server, 2, WORDS).expect(200);
    wrap_up.tell(server, 2, "wrap_up", &[]);
    wrap_up.post_closure(server, &format!("{}-close", wrap_up.id), WORDS).expect(200);
    wrap_up.post_version(server, &format!("{}-fix", wrap_up.id), WORDS).expect(200);
}

fn erase(server: &Server, roles: &[&str], interaction: &str) -> crate::common::Answer {
    server.ask_as("root", roles, "DELETE", &format!("interactions/{interaction}/words")).send()
}

#[test]
fn an_administrator_takes_the_words_out_and_the_fact_stays() {
    on_each(|database| {
        let server = Server::start(database);
        let (ada, other) = (WrapUp::of("ada", "C-1"), WrapUp::of("ada", "C-2"));
        wrapped_up(&server, &ada);
        wrapped_up(&server, &other);
        let before = ada.read(&server);
        assert!(!traces(database).is_empty());

        assert_eq!(erase(&server, &["interaction_supervisor"], "C-1").status, 403);
        let done = erase(&server, &["admin"], "C-1").expect(200);
        assert_eq!(done, json!({ "interaction": "C-1", "segments": 1 }));
        let left = traces(database);
        assert!(!left.is_empty() && left.iter().all(|row| row.contains("C-2")), "{left:#?}");

        let after = ada.read(&server);
        assert_eq!(after["closure"]["notes"], "");
        assert_eq!(after["closure"]["key"], before["closure"]["key"]);
        assert_eq!(after["closure"]["code"], before["closure"]["code"]);
        assert_eq!(after["versions"][0]["at"], before["versions"][0]["at"]);
        let trail = server.ask_as("root", &["admin"], "GET", "audit?action=erased").send();
        let entries = trail.expect(200);
        assert_eq!(entries["entries"][0]["by"], "root");
        assert_eq!(entries["entries"][0]["interaction"], "C-1");

        // A page that was offline says everything again: it counts as before, and brings
        // nothing back.
        let again = ada.post_closure(&server, "C-1-ada-close", WORDS).expect(200);
        assert_eq!(again["closure"]["notes"], "");
        ada.post_version(&server, "C-1-ada-fix", WORDS).expect(200);
        let other_words = ada.post_closure(&server, "C-1-ada-close", "something else");
        other_words.problem(422, "Idempotency-Key");
        ada.tell(&server, 3, "wrap_up", &[]);
        let left = traces(database);
        assert!(left.iter().all(|row| row.contains("C-2")), "{left:#?}");
        assert_eq!(erase(&server, &["admin"], "C-1").expect(200)["segments"], 0);
    });
}

#[test]
fn what_is_still_written_and_what_nobody_knows_is_refused() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        ada.put_draft(&server, 2, WORDS).expect(200);
        assert_eq!(erase(&server, &["admin"], "C-1").status, 409);
        assert_eq!(ada.read(&server)["draft"]["notes"], WORDS);
        assert_eq!(erase(&server, &["admin"], "C-9").status, 404);
        assert!(!everything(database).iter().any(|row| row.contains("C-9")));
    });
}

#[test]
fn what_is_old_enough_goes_by_itself() {
    on_each(|database| {
        let day = 24 * 60 * 60 * 1000;
        let young = WrapUp::of("ada", "C-2");
        let old = WrapUp::of("ada", "C-1");
        let old = WrapUp { opened_at: old.opened_at - 40 * day, deadline: None, ..old };
        let unseen = WrapUp { interaction: "C-3".to_owned(), ..old.clone() };
        {
            let server = Server::start(database);
            for each in [&old, &young] {
                each.open(&server);
                each.tell(&server, 1, "wrap_up", &[]);
                each.post_closure(&server, &format!("{}-close", each.id), WORDS).expect(200);
            }
            unseen.tell(&server, 1, "closed_abandoned", &[]);
        }
        let then = (old.opened_at + day).to_string();
        for id in ["C-1", "C-3"] {
            let sql = format!("UPDATE reports SET changed_at = {then} WHERE interaction = '{id}'");
            ask(database, &sql);
        }
        let server = Server::with(database, &[("WRAPUP_RETENTION_DAYS", "30")]);
        until("old words are gone", || {
            traces(database).iter().all(|row| row.contains("C-2")).then_some(())
        });
        assert_eq!(young.read(&server)["closure"]["notes"], WORDS);
        assert_eq!(old.read(&server)["closure"]["notes"], "");
        let trail = server.ask_as("root", &["admin"], "GET", "audit?action=erased").send();
        let entries = trail.expect(200)["entries"].as_array().unwrap().clone();
        let named: Vec<_> = entries.iter().map(|entry| &entry["interaction"]).collect();
        assert_eq!((entries.len(), named.contains(&&json!("C-1"))), (2, true), "{entries:?}");
        assert!(entries.iter().all(|entry| entry["by"] == Value::Null));
    });
}

#[test]
fn what_turns_out_to_have_no_words_is_looked_at_once() {
    on_each(|database| {
        let old = WrapUp::of("ada", "C-1");
        let opened_at = old.opened_at - 40 * 24 * 60 * 60 * 1000;
        let old = WrapUp { opened_at, deadline: None, ..old };
        {
            let server = Server::start(database);
            old.open(&server);
            old.post_closure(&server, "C-1-close", "").expect(200);
        }
        // As a record is that was there before this was noted.
        ask(database, "UPDATE segments SET worded = 1");
        let server = Server::with(database, &[("WRAPUP_RETENTION_DAYS", "30")]);
        let trail = || {
            let trail = server.ask_as("root", &["admin"], "GET", "audit?action=erased").send();
            trail.expect(200)["entries"].as_array().unwrap().len()
        };
        until("it was looked at", || (trail() > 0).then_some(()));
        assert_eq!(trail(), 1);
        assert_eq!(ask(database, "SELECT worded FROM segments"), ["worded=Some(0)"]);
    });
}

#[test]
fn the_trail_is_kept_by_month_and_each_month_is_only_added_to() {
    on_each(|database| {
        let Database::Postgres(_) = database else { return };
        let server = Server::start(database);
        wrapped_up(&server, &WrapUp::of("ada", "C-1"));
        let months = "SELECT inhrelid::regclass::text FROM pg_inherits \
                      WHERE inhparent = 'audit'::regclass ORDER BY 1";
        let months = ask(database, months);
        assert!(months.len() >= 4, "this month, two more, and one for all others: {months:?}");
        assert_eq!(ask(database, "SELECT place FROM audit_other"), Vec::<String>::new());
        let refused = "DO $$ BEGIN DELETE FROM audit_other; \
                       RAISE EXCEPTION 'it was taken'; EXCEPTION WHEN raise_exception THEN \
                       IF SQLERRM NOT LIKE '%only added to%' THEN RAISE; END IF; END $$";
        ask(database, refused);
    });
}
