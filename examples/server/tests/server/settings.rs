//! What the environment says, and what a server shows of itself.

use serde_json::json;

use crate::common::{Database, Server, complaint, on_each, program};

#[test]
fn what_is_wrong_with_the_settings_is_named_and_no_secret_is_told() {
    let database = Database::sqlite();
    for (name, value) in [
        ("WRAPUP_LISTEN", "somewhere"),
        ("DATABASE_URL", "mysql://root:hunter2@localhost/x"),
        ("WRAPUP_JWT_SECRET", "hunter2"),
        ("WRAPUP_GRACE_SECONDS", "-1"),
        ("WRAPUP_ORIGINS", "*"),
        ("DATABASE_URL", "postgres://root:hunter2@127.0.0.1:1/x"),
        ("WRAPUP_LOG", "what=ever=it"),
    ] {
        let mut program = program(&database);
        program.env(name, value);
        let said = complaint(program);
        assert!(said.contains(&format!("error: {name}")), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }
    let mut unknown = program(&database);
    unknown.arg("--daemon");
    assert!(complaint(unknown).contains("--daemon"));
    let mut open = program(&database);
    open.arg("--demo").env("WRAPUP_LISTEN", "0.0.0.0:0");
    assert!(complaint(open).contains("WRAPUP_LISTEN"));
}

#[test]
fn nothing_of_the_demonstration_is_there_unless_it_was_asked_for() {
    let database = Database::sqlite();
    let server = Server::start(&database);
    let body = json!({ "agent": "root", "roles": ["admin"] });
    assert_eq!(server.plain("POST", "/demo/token").json(&body).send().status, 404);
    assert_eq!(server.plain("GET", "/").send().status, 404);
}

#[test]
fn it_says_how_it_is() {
    on_each(|database| {
        let server = Server::start(database);
        assert_eq!(server.plain("GET", "/healthz").send().status, 200);
        assert_eq!(server.plain("GET", "/readyz").send().status, 200);
        server.ask("ada", "GET", "time").send().expect(200);
        let metrics = server.plain("GET", "/metrics").send();
        let line =
            "wrapup_http_requests_total{method=\"GET\",route=\"/api/time\",status=\"200\"} 1";
        assert!(metrics.text.contains(line), "{}", metrics.text);
    });
}

#[test]
fn only_the_origins_that_are_named_may_ask() {
    let database = Database::sqlite();
    let server = Server::with(&database, &[("WRAPUP_ORIGINS", "https://desk.example")]);
    let preflight = |origin: &str| {
        let ask = server.plain("OPTIONS", "/api/presence").header("Origin", origin);
        let ask = ask.header("Access-Control-Request-Method", "POST");
        ask.header(
            "Access-Control-Request-Headers",
            "authorization,content-type,idempotency-key,page-time",
        )
        .send()
    };
    let answer = preflight("https://desk.example");
    assert_eq!(answer.header("access-control-allow-origin"), "https://desk.example");
    let allowed = answer.header("access-control-allow-headers").to_lowercase();
    for name in ["authorization", "content-type", "idempotency-key", "page-time"] {
        assert!(allowed.contains(name), "{allowed}");
    }
    assert_eq!(preflight("https://elsewhere.example").header("access-control-allow-origin"), "");
    let answer = server.ask("ada", "GET", "time").header("Origin", "https://desk.example").send();
    let exposed = answer.header("access-control-expose-headers").to_lowercase();
    assert!(exposed.contains("retry-after") && exposed.contains("date"), "{exposed}");
}

#[test]
fn who_asks_too_often_is_told_when_to_ask_again() {
    let database = Database::sqlite();
    let server = Server::with(&database, &[("WRAPUP_RATE", "1")]);
    let answers: Vec<_> = (0..30).map(|_| server.ask("ada", "GET", "time").send()).collect();
    let busy = answers.iter().find(|answer| answer.status == 429).unwrap();
    assert_eq!(busy.header("retry-after"), "1");
    assert_eq!(busy.header("content-type"), "application/problem+json");
    server.ask("ben", "GET", "time").send().expect(200);
}
