//! Wrap-ups, numbers and the trail, page by page.

use std::collections::BTreeSet;

use serde_json::json;

use crate::common::{Server, WrapUp, on_each};

#[test]
fn a_list_is_read_page_by_page_while_it_grows() {
    on_each(|database| {
        let server = Server::start(database);
        let opened_at = WrapUp::of("ada", "now").opened_at;
        // Many of one instant: the cursor tells them apart.
        let all: Vec<_> = (0..7)
            .map(|each| WrapUp { opened_at, ..WrapUp::of("ada", &format!("C-{each}")) })
            .collect();
        for each in &all {
            each.open(&server);
        }
        WrapUp::of("ben", "C-9").open(&server);
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page =
                server.ask("ada", "GET", &format!("segments?limit=3{cursor}")).send().expect(200);
            let ids = page["segments"].as_array().unwrap().iter();
            seen.extend(ids.map(|each| each["id"].as_str().unwrap().to_owned()));
            // A newer one comes in front and moves nothing.
            WrapUp::of("ada", &format!("later-{}", seen.len())).open(&server);
            let Some(next) = page["next"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        let known: BTreeSet<_> = seen.iter().cloned().collect();
        assert_eq!(known, all.iter().map(|each| each.id.clone()).collect());
        assert_eq!(seen.len(), known.len());
    });
}

#[test]
fn supervisors_see_all_and_choose() {
    on_each(|database| {
        let server = Server::start(database);
        let (ada, ben) = (WrapUp::of("ada", "C-1"), WrapUp::of("ben", "C-1"));
        ada.open(&server);
        ben.open(&server);
        ben.post_closure(&server, "key", "done").expect(200);
        let list = |query: &str| {
            let ask = server.ask_as(
                "sue",
                &["interaction_supervisor"],
                "GET",
                &format!("segments{query}"),
            );
            let found = ask.send().expect(200);
            let ids = found["segments"].as_array().unwrap().iter();
            let mut ids: Vec<_> = ids.map(|each| each["id"].as_str().unwrap().to_owned()).collect();
            ids.sort();
            ids
        };
        assert_eq!(list(""), ["C-1-ada", "C-1-ben"]);
        assert_eq!(list("?agent=ada"), ["C-1-ada"]);
        assert_eq!(list("?state=closed"), ["C-1-ben"]);
        assert_eq!(list("?interaction=C-2"), [""; 0]);
        assert_eq!(list(&format!("?from={}", ada.opened_at + 3_600_000)), [""; 0]);
        assert_eq!(list(&format!("?until={}", ada.opened_at - 3_600_000)), [""; 0]);
    });
}

#[test]
fn numbers_are_counted_of_what_has_closed() {
    on_each(|database| {
        let server = Server::start(database);
        for (name, agent, notes) in [("C-1", "ada", "a"), ("C-2", "ada", "b"), ("C-3", "ben", "c")]
        {
            let each = WrapUp::of(agent, name);
            each.tell(&server, 1, "wrap_up", &[]);
            each.open(&server);
            each.post_closure(&server, name, notes).expect(200);
        }
        WrapUp::of("ben", "C-4").open(&server);
        let numbers = |query: &str| {
            let ask = server.ask_as(
                "sue",
                &["interaction_supervisor"],
                "GET",
                &format!("numbers?{query}"),
            );
            ask.send().expect(200)["rows"].clone()
        };
        let rows = numbers("by=agent");
        assert_eq!((&rows[0]["name"], &rows[0]["count"]), (&json!("ada"), &json!(2)));
        assert_eq!((&rows[1]["name"], &rows[1]["submitted"]), (&json!("ben"), &json!(1)));
        assert_eq!(rows[0]["median"], 5_460);
        assert_eq!(numbers("by=channel")[0]["name"], "chat");
        assert_eq!(numbers("by=code")[0]["name"], "Resolved");
        assert_eq!(numbers("")[0]["count"], 3);
        assert_eq!(numbers("from=9007199254740991"), json!([]));
    });
}

#[test]
fn every_write_is_in_the_trail_without_anybodys_words() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.tell(&server, 1, "wrap_up", &[]);
        ada.open(&server);
        ada.put_draft(&server, 2, "confidential").expect(200);
        ada.post_closure(&server, "key-1", "confidential").expect(200);
        ada.post_closure(&server, "key-2", "confidential").expect(409);
        ada.post_version(&server, "key-3", "confidential").expect(200);
        let answer = server.ask_as("root", &["admin"], "GET", "audit").send();
        let trail = answer.expect(200);
        let actions: Vec<_> = trail["entries"].as_array().unwrap().iter().rev().collect();
        let actions: Vec<_> = actions.iter().map(|each| each["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["interaction", "opened", "draft", "closed", "overruled", "version"]);
        assert!(trail["entries"].as_array().unwrap().iter().all(|each| each["by"] == "ada"));
        assert!(!answer.text.contains("confidential"));
    });
}
