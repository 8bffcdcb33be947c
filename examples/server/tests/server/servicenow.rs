//! The records in the shape of ServiceNow's interfaces, quirks included.

use serde_json::{Value, json};

use crate::administration::{code, configuration, make};
use crate::common::{Ask, Database, Server, on_each, token};

const ADA: &str = "adaadaadaadaadaadaadaadaadaadaad";
const BEN: &str = "beeebeeebeeebeeebeeebeeebeeebeee";
const RESOLVED: &str = "11111111111111111111111111111111";
const REFUND: &str = "22222222222222222222222222222222";
const CHAT: &str = "cccccccccccccccccccccccccccccccc";

/// A server with two codes and a configuration.
fn instance(database: &Database, settings: &[(&str, &str)]) -> Server {
    let server = Server::with(database, settings);
    make(&server, &format!("codes/{RESOLVED}"), &code(RESOLVED, "Resolved")).expect(201);
    make(&server, &format!("codes/{REFUND}"), &code(REFUND, "Refund issued")).expect(201);
    let mut chat = configuration(&[RESOLVED, REFUND]);
    chat["id"] = CHAT.into();
    chat["use_third_party_ai"] = true.into();
    make(&server, &format!("configurations/{CHAT}"), &chat).expect(201);
    server
}

/// A request as `agent`'s page sends it.
fn ask(server: &Server, agent: &str, method: &str, path: &str) -> Ask {
    let token = token(agent, &["interaction_admin"]);
    server.plain(method, &format!("/api/now/{path}")).header("X-UserToken", &token)
}

/// A conversation that is in wrap-up.
fn conversation(server: &Server) -> String {
    let body = json!({ "type": "chat", "state": "work_in_progress" });
    let row = ask(server, ADA, "POST", "table/interaction").json(&body).send().expect(201);
    let id = row["result"]["sys_id"].as_str().unwrap().to_owned();
    let path = format!("table/interaction/{id}");
    ask(server, ADA, "PATCH", &path).json(&json!({ "state": "wrap_up" })).send().expect(200);
    id
}

fn create(server: &Server, interaction: &str) -> Value {
    let body = json!({
        "agent_sys_id": ADA, "interaction_sys_id": interaction, "external": false,
        "wrap_up_configuration_sys_id": CHAT, "opened_on": "2026-03-31 10:00:00",
    });
    ask(server, ADA, "POST", "wrapup/segment/create").json(&body).send().expect(200)
}

fn sys_id(answer: &Value) -> String {
    answer["sys_id"].as_str().unwrap().to_owned()
}

fn update(server: &Server, segment: &str, body: &Value) -> Value {
    let path = format!("wrapup/segment/update?segment_sys_id={segment}");
    ask(server, ADA, "PUT", &path).json(body).send().expect(200)
}

/// What the other contract has of a segment.
fn ours(server: &Server, segment: &str) -> Value {
    server.ask(ADA, "GET", &format!("segments/{segment}")).send().expect(200)
}

fn now() -> String {
    use interaction_wrap_up::domain::{servicenow::date, time::Timestamp};
    date::written(Timestamp(crate::common::now()))
}

fn create_now(server: &Server, interaction: &str) -> Value {
    let body = json!({
        "agent_sys_id": ADA, "interaction_sys_id": interaction, "external": false,
        "wrap_up_configuration_sys_id": CHAT, "opened_on": now(),
    });
    ask(server, ADA, "POST", "wrapup/segment/create").json(&body).send().expect(200)
}

#[test]
fn a_wrap_up_goes_from_opening_to_closing_over_the_same_records() {
    on_each(|database| {
        let server = instance(database, &[]);
        let interaction = conversation(&server);
        let made = create_now(&server, &interaction);
        assert_eq!((&made["success"], &made["segment"]["state"]), (&json!(true), &json!("open")));
        let configuration = &made["segment"]["wrap_up_configuration"];
        assert_eq!(configuration["default_code"]["code"], "Resolved");
        assert_eq!(configuration["allowed_codes"][1]["sys_id"], REFUND);
        let segment = sys_id(&made);
        assert_eq!(ours(&server, &segment)["state"], "open");

        let said = json!({ "wrap_up_code": "Refund issued", "notes": "done" });
        let told = update(&server, &segment, &said);
        assert_eq!(told["segment"]["code"]["sys_id"], REFUND);
        assert_eq!(told["segment"]["notes"], "done");
        assert_eq!(told["segment"]["submitted_on"].as_str().unwrap().len(), 19);
        let record = ours(&server, &segment);
        assert_eq!(record["closure"]["code"]["id"], REFUND);
        assert_eq!(record["versions"], json!([]));

        let path = format!("wrapup/segment/agent/{ADA}/interaction/{interaction}");
        let read = ask(&server, ADA, "GET", &path).send().expect(200);
        assert_eq!(read["segment"]["sys_id"], segment);
        assert_eq!(read["segment"]["awaiting_confirmation"], "false");
        let path = format!("table/interaction/{interaction}?sysparm_fields=state,system_wrap_up");
        let row = ask(&server, ADA, "GET", &path).send().expect(200);
        assert_eq!(row["result"], json!({ "state": "closed_complete", "system_wrap_up": "false" }));
    });
}

#[test]
fn nothing_is_counted_once_by_itself() {
    let database = Database::sqlite();
    let server = instance(&database, &[]);
    let interaction = conversation(&server);
    let (one, two) = (create_now(&server, &interaction), create_now(&server, &interaction));
    assert_ne!(sys_id(&one), sys_id(&two));
    let said = json!({ "wrap_up_code": "Resolved", "notes": "twice" });
    update(&server, &sys_id(&one), &said);
    update(&server, &sys_id(&one), &said);
    assert_eq!(ours(&server, &sys_id(&one))["versions"].as_array().map(Vec::len), Some(1));
}

#[test]
fn without_a_code_the_default_is_saved_and_a_foreign_label_is_refused_as_a_success() {
    let database = Database::sqlite();
    let server = instance(&database, &[]);
    let interaction = conversation(&server);
    let segment = sys_id(&create_now(&server, &interaction));
    let refused = update(&server, &segment, &json!({ "wrap_up_code": "Sold", "notes": "x" }));
    assert_eq!(refused["success"], false);
    assert!(refused["message"].as_str().unwrap().contains("Sold"));
    assert_eq!(ours(&server, &segment)["state"], "open");
    let told = update(&server, &segment, &json!({ "notes": "x" }));
    assert_eq!(told["segment"]["code"]["code"], "Resolved");
}

#[test]
fn an_external_segment_brings_its_rules_and_is_found_by_its_own_name() {
    let database = Database::sqlite();
    let server = instance(&database, &[]);
    let interaction = conversation(&server);
    let mut body = json!({
        "agent_sys_id": ADA, "interaction_sys_id": interaction, "external": true,
        "external_segment_id": "page-1", "opened_on": now(),
        "configuration": {
            "allowed_codes": [{ "code": "Sold", "translation": { "code": "Sold", "language": "en" } }],
            "default_code": "Sold", "duration": "600", "enable_codes": true,
        },
    });
    let opens = |body: &Value| ask(&server, ADA, "POST", "wrapup/segment/create").json(body).send();
    let made = opens(&body).expect(200);
    assert_eq!(made["segment"]["external_segment_id"], "page-1");
    let path = "wrapup/segment/update?external_segment_id=page-1";
    let told = ask(&server, ADA, "PUT", path).json(&json!({ "wrap_up_code": "Sold" })).send();
    assert_eq!(told.expect(200)["sys_id"], made["sys_id"]);
    body["external_segment_id"] = json!("");
    let refused = opens(&body).expect(400);
    assert_eq!(refused["success"], false);
}

#[test]
fn what_an_ai_says_is_told_apart_and_dated_in_milliseconds() {
    let database = Database::sqlite();
    let server = instance(&database, &[]);
    let interaction = conversation(&server);
    let segment = sys_id(&create_now(&server, &interaction));
    let said = json!({ "segment_sys_id": segment, "ai_wrap_up_code": "Refund issued", "ai_notes": "Refunded." });
    let told = ask(&server, ADA, "PUT", "wrapup/segment/update/ai").json(&said).send().expect(200);
    assert_eq!(told["segment"]["ai_wrap_up_code"], "Refund issued");
    assert_eq!(told["segment"]["ai_notes"], "Refunded.");
    let at: i64 = told["segment"]["ai_code_defined_at"].as_str().unwrap().parse().unwrap();
    assert!(at > 1_600_000_000_000);
    let record = ours(&server, &segment);
    assert_eq!(
        (&record["suggestion"], &record["suggested_notes"]),
        (&json!(REFUND), &json!("Refunded."))
    );
}

#[test]
fn what_awaits_confirmation_is_confirmed() {
    let database = Database::sqlite();
    let server = instance(&database, &[]);
    let interaction = conversation(&server);
    let segment = sys_id(&create_now(&server, &interaction));
    let row = json!({ "state": "closed", "wrap_up_code": RESOLVED, "notes": "by a machine", "awaiting_confirmation": "true" });
    let path = format!("table/interaction_wrap_up_segment/{segment}");
    let row = ask(&server, ADA, "PATCH", &path).json(&row).send().expect(200);
    assert_eq!(row["result"]["awaiting_confirmation"], "true");
    let said = json!({ "wrap_up_code": "Resolved", "notes": "by me", "confirmed_on": "2026-03-31 10:00:00" });
    let told = update(&server, &segment, &said);
    assert_eq!(told["segment"]["awaiting_confirmation"], "false");
    assert_eq!(told["segment"]["confirmed_on"], "2026-03-31 10:00:00");
}

#[test]
fn what_is_past_its_time_is_closed_by_the_instance() {
    let database = Database::sqlite();
    let server = instance(&database, &[]);
    let interaction = conversation(&server);
    let segment = sys_id(&create(&server, &interaction));
    crate::common::until("it is closed", || {
        (ours(&server, &segment)["state"] == "closed").then_some(())
    });
    let path = format!("table/interaction_wrap_up_segment/{segment}?sysparm_fields=timed_out");
    let row = ask(&server, ADA, "GET", &path).send().expect(200);
    assert_eq!(row["result"], json!({ "timed_out": "true" }));
}

#[test]
fn tables_hold_text_alone_and_lists_are_filtered() {
    let database = Database::sqlite();
    let server = instance(&database, &[]);
    let path = "table/interaction_wrap_up_configuration?sysparm_query=active=true%5EORDERBYorder";
    let rows = ask(&server, ADA, "GET", path).send().expect(200);
    let row = rows["result"][0].as_object().unwrap();
    assert!(row.values().all(Value::is_string), "{row:?}");
    assert_eq!(row["conditions"], "typeINchat");
    assert_eq!(row["allowed_wrap_up_codes"], format!("{RESOLVED},{REFUND}"));
    let path = "table/interaction_wrap_up_code?sysparm_query=code=Resolved&sysparm_fields=sys_id";
    let rows = ask(&server, ADA, "GET", path).send().expect(200);
    assert_eq!(rows["result"], json!([{ "sys_id": RESOLVED }]));
    let read = ask(&server, ADA, "GET", &format!("wrapup/code/{REFUND}")).send().expect(200);
    assert_eq!(read["result"]["result_map"]["wrap_up_code"]["code"], "Refund issued");

    let interaction = conversation(&server);
    create_now(&server, &interaction);
    let others = |agent: &str| {
        let query = format!("interaction={interaction}%5Estate=open%5Eagent!={agent}");
        let path =
            format!("table/interaction_wrap_up_segment?sysparm_query={query}&sysparm_limit=1");
        let rows = ask(&server, agent, "GET", &path).send().expect(200);
        rows["result"].as_array().map(Vec::len)
    };
    assert_eq!((others(ADA), others(BEN)), (Some(0), Some(1)));
}

#[test]
fn failures_come_in_the_platform_s_shape() {
    let database = Database::sqlite();
    let server = instance(&database, &[("WRAPUP_RATE", "1")]);
    let failure = |ask: Ask, status| {
        let answer = ask.send();
        let said = answer.expect(status);
        assert_eq!(said["status"], "failure", "{said}");
        assert!(said["error"]["message"].is_string(), "{said}");
        answer
    };
    failure(server.plain("GET", "/api/now/table/interaction_wrap_up_code"), 401);
    let stale = server.plain("GET", "/api/now/table/interaction_wrap_up_code");
    failure(stale.header("X-UserToken", "stale"), 401);
    let missing = format!("table/interaction/{ADA}");
    failure(ask(&server, ADA, "GET", &missing), 404);
    let nowhere = failure(ask(&server, ADA, "GET", "nothing"), 400);
    assert!(nowhere.json()["error"]["message"].as_str().unwrap().contains("Requested URI"));
    failure(ask(&server, ADA, "GET", "table/sys_user"), 400);
    let busy = crate::common::until("it is too much", || {
        let answer = ask(&server, ADA, "GET", &missing).send();
        (answer.status == 429).then_some(answer)
    });
    assert_eq!(busy.json()["status"], "failure");
    assert!(!busy.header("retry-after").is_empty());
}

#[test]
fn nobody_writes_another_s_wrap_up() {
    let database = Database::sqlite();
    let server = instance(&database, &[]);
    let interaction = conversation(&server);
    let segment = sys_id(&create_now(&server, &interaction));
    let path = format!("wrapup/segment/update?segment_sys_id={segment}");
    ask(&server, BEN, "PUT", &path).json(&json!({ "notes": "x" })).send().expect(403);
    let path = format!("table/interaction/{interaction}");
    let state = json!({ "state": "closed_complete" });
    ask(&server, BEN, "PATCH", &path).json(&state).send().expect(403);
    let path = format!("table/interaction_wrap_up_segment/{segment}");
    ask(&server, BEN, "PATCH", &path).json(&json!({ "notes": "x" })).send().expect(403);
    let row = ask(&server, BEN, "GET", &path).send().expect(200);
    assert!(row["result"].get("notes").is_none(), "{row}");
    assert_eq!(ours(&server, &segment)["state"], "open");
}
