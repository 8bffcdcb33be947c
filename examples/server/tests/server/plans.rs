//! How PostgreSQL finds things among many: by the server's own statements, as it planned
//! them. `docs/scaling.md` shows these plans.

use std::collections::BTreeMap;

use serde_json::json;

use crate::administration::code;
use crate::common::{Database, Server, WrapUp, ask, now, on_each};
use crate::events::Listening;

/// Each row of these again and again, as other conversations of other agents.
const MANY: [&str; 5] = [
    "INSERT INTO interactions (id, touched, record, made_at) \
       SELECT 'many-' || n, touched, record, made_at - n * 1000 \
       FROM interactions, generate_series(1, 20000) n WHERE id = 'seed'",
    "INSERT INTO reports (interaction, agent, revision, changed_at, record) \
       SELECT 'many-' || n, 'agent-' || n % 500, revision, changed_at - n * 1000, record \
       FROM reports, generate_series(1, 20000) n WHERE interaction = 'seed'",
    "INSERT INTO segments (id, interaction, agent, state, opened_at, closed_at, kept) \
       SELECT 'many-' || n, 'many-' || n, 'agent-' || n % 500, state, opened_at - n * 1000, \
         closed_at - n * 1000, kept \
       FROM segments, generate_series(1, 20000) n WHERE interaction = 'seed'",
    "INSERT INTO keys SELECT 'many-' || n, said, status, answer, at - n * 1000, 'many-' || n \
       FROM keys, generate_series(1, 20000) n WHERE key = 'seed-key'",
    "INSERT INTO audit (at, agent, action, interaction, segment, detail) \
       SELECT at, 'agent-' || n % 500, action, 'many-' || n, 'many-' || n, detail \
       FROM audit, generate_series(1, 20000) n WHERE segment = 'seed-ada' AND action = 'closed'",
];

/// What grows with what happens. The other tables are small and stay so.
const LARGE: [&str; 5] = ["interactions", "reports", "segments", "keys", "audit"];

#[test]
fn nothing_that_grows_is_ever_read_through() {
    on_each(|database| {
        let Some(log) = database.log() else { return };
        {
            let server = Server::start(database);
            let seed = WrapUp::of("ada", "seed");
            seed.tell(&server, 1, "wrap_up", &[]);
            seed.open(&server);
            seed.post_closure(&server, "seed-key", "some words that are said").expect(200);
        }
        for sql in MANY {
            ask(database, sql);
        }
        ask(database, "ANALYZE");
        let name = ask(database, "SELECT current_database()::text AS name")[0].clone();
        let name = name.split('"').nth(1).unwrap().to_owned();
        for setting in [
            "session_preload_libraries = 'auto_explain'",
            "auto_explain.log_min_duration = 0",
            "auto_explain.log_level = log",
        ] {
            ask(database, &format!("ALTER DATABASE \"{name}\" SET {setting}"));
        }
        let before = std::fs::read_to_string(&log).unwrap().len();
        let server = Server::with(database, &[("WRAPUP_RETENTION_DAYS", "30")]);
        let mut listening = Listening::of(&server, "sue", &["interaction_supervisor"]);
        // Often enough for a plan that serves any value to be thought of.
        for round in 0..8 {
            every_kind_of_work(&server, round);
        }
        // By then the trail was read for whoever listens.
        listening.change();
        server.terminate();
        assert!(server.wait());
        let log = std::fs::read_to_string(&log).unwrap();
        let plans = plans(&log[before..]);
        for named in ["FROM audit LEFT JOIN", "due_at <=", "worded = 1", "FROM keys"] {
            assert!(plans.keys().any(|query| query.contains(named)), "nobody asked: {named}");
        }
        for (query, plan) in &plans {
            // A month of the trail is a table of its own; one with nothing in it costs nothing.
            let is_through = |line: &str| {
                let read = line.split("Seq Scan on ").nth(1).unwrap_or_default();
                LARGE.iter().any(|table| read.starts_with(table))
                    && !line.contains("cost=0.00..0.00")
            };
            let through = plan.lines().find(|line| is_through(line));
            assert!(through.is_none(), "{query}\n{plan}");
        }
        if std::env::var_os("WRAPUP_PRINT_PLANS").is_some() {
            for (query, plan) in plans {
                println!("{query}\n{plan}\n");
            }
        }
    });
}

fn every_kind_of_work(server: &Server, round: usize) {
    let wrap_up = WrapUp::of("ada", &format!("C-{round}"));
    wrap_up.tell(server, 1, "wrap_up", &[]);
    wrap_up.open(server);
    wrap_up.put_draft(server, 2, "typed").expect(200);
    wrap_up.post_closure(server, &format!("key-{round}"), "done").expect(200);
    wrap_up.post_version(server, &format!("fix-{round}"), "mended").expect(200);
    wrap_up.read(server);
    let gone = json!({ "state": "back", "at": now(), "segments": [wrap_up.id] });
    server.ask("ada", "POST", "presence").json(&gone).send().expect(200);
    let own = server.ask("ada", "GET", "segments?limit=20").send().expect(200);
    assert!(own["segments"].as_array().is_some_and(|found| !found.is_empty()));
    let list = |path: &str| {
        let roles = ["interaction_supervisor", "admin"];
        server.ask_as("sue", &roles, "GET", path).send().expect(200)
    };
    list(&format!("segments?agent=agent-{round}&state=closed&limit=20"));
    list(&format!("segments?interaction=C-{round}"));
    let page = list("segments?limit=20");
    list(&format!("segments?limit=20&cursor={}", page["next"].as_str().unwrap()));
    list(&format!("numbers?from={}&agent=agent-{round}", now() - 60_000));
    list("audit?limit=20");
    list("interactions?limit=20");
    code_is_made(server, round);
    list("changes?limit=20");
    list("recorded_codes");
    let path = format!("interactions/C-{round}/words");
    server.ask_as("root", &["admin"], "DELETE", &path).send().expect(200);
}

fn code_is_made(server: &Server, round: usize) {
    let code = code(&format!("code-{round}"), &format!("Code {round}"));
    let entry = json!({ "id": format!("entry-{round}"), "change": { "code": { "before": null, "after": code } } });
    let ask = server.ask_as("root", &["admin"], "POST", "changes");
    ask.json(&json!({ "entries": [entry] })).send().expect(200);
}

/// The plans in a log, by their statements.
fn plans(log: &str) -> BTreeMap<String, String> {
    let mut plans = BTreeMap::new();
    for entry in log.split("Query Text: ").skip(1) {
        // Lines that go on begin with a tab.
        let lines: Vec<_> = entry.lines().collect();
        let own = lines.iter().skip(1).take_while(|line| line.starts_with('\t'));
        let plan: Vec<_> = own.map(|line| line.trim_start_matches('\t')).collect();
        let query = lines[0].split_whitespace().collect::<Vec<_>>().join(" ");
        if query.starts_with("SELECT") || query.starts_with("INSERT") || query.starts_with("UPDATE")
        {
            plans.insert(query, plan.join("\n"));
        }
    }
    plans
}

impl Database {
    /// Where its server writes what it does; `None` where there is none.
    fn log(&self) -> Option<std::path::PathBuf> {
        let Self::Postgres(url) = self else { return None };
        let host = url.split('@').nth(1)?.split('/').next()?.replace("%2F", "/");
        Some(std::path::Path::new(&host).join("log"))
    }
}
