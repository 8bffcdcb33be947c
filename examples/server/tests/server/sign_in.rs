//! Who may do what, whatever the page says.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use crate::common::{Database, SECRET, Server, WrapUp, complaint, now, on_each, program, sign};

fn hs256(claims: &Value, secret: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    sign(&json!({ "alg": "HS256" }), claims, |said| hmac::sign(&key, said).as_ref().to_vec())
}

fn status(server: &Server, token: &str) -> u16 {
    let ask = server.plain("GET", "/api/time").header("Authorization", &format!("Bearer {token}"));
    ask.send().status
}

#[test]
fn a_token_must_be_right_in_all_it_says() {
    let database = Database::sqlite();
    let settings = [("WRAPUP_ISSUER", "https://id.example"), ("WRAPUP_AUDIENCE", "wrap-ups")];
    let server = Server::with(&database, &settings);
    let good = json!({
        "sub": "ada", "exp": now() / 1000 + 60, "iss": "https://id.example", "aud": ["wrap-ups"],
        "roles": "interaction_admin",
    });
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        hs256(&claims, SECRET)
    };
    assert_eq!(status(&server, &hs256(&good, SECRET)), 200);
    assert_eq!(status(&server, &hs256(&good, "another secret, as long as a secret is")), 401);
    assert_eq!(status(&server, &with("exp", json!(now() / 1000 - 60))), 401);
    assert_eq!(status(&server, &with("exp", json!("never"))), 401);
    assert_eq!(status(&server, &with("exp", Value::Null)), 401);
    assert_eq!(status(&server, &with("nbf", json!(now() / 1000 + 600))), 401);
    assert_eq!(status(&server, &with("iss", json!("https://elsewhere.example"))), 401);
    assert_eq!(status(&server, &with("iss", Value::Null)), 401);
    assert_eq!(status(&server, &with("aud", json!("something else"))), 401);
    assert_eq!(status(&server, &with("aud", Value::Null)), 401);
    assert_eq!(status(&server, &with("sub", json!(""))), 401);
    assert_eq!(status(&server, &with("sub", Value::Null)), 401);
    let unsigned = sign(&json!({ "alg": "none" }), &good, |_| Vec::new());
    assert_eq!(status(&server, &unsigned), 401);
    for nonsense in ["", "a.b.c", "…", "x"] {
        let answer =
            server.plain("GET", "/api/time").header("Authorization", &format!("Bearer {nonsense}"));
        assert_eq!(answer.send().status, 401, "{nonsense}");
    }
    let answer = server.plain("GET", "/api/catalog").send();
    assert_eq!(answer.expect(401)["title"], "Not signed in");
    assert_eq!(answer.header("www-authenticate"), "Bearer");
}

#[test]
fn a_key_set_signs_in_and_its_public_keys_are_no_secrets() {
    let database = Database::sqlite();
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
    let public = BASE64.encode(pair.public_key());
    let set = json!({ "keys": [
        { "kty": "OKP", "crv": "Ed25519", "kid": "one", "x": public },
        { "kty": "oct", "kid": "two", "k": BASE64.encode(SECRET) },
    ] });
    let Database::Sqlite(folder) = &database else { unreachable!() };
    let file = folder.join("keys.json");
    std::fs::write(&file, set.to_string()).unwrap();
    let settings = [("WRAPUP_JWKS", file.to_str().unwrap()), ("WRAPUP_JWT_SECRET", "")];
    let server = Server::with(&database, &settings);
    let claims = json!({ "sub": "ada", "exp": now() / 1000 + 60 });
    let by = |kid: &str| {
        let header = json!({ "alg": "EdDSA", "kid": kid });
        sign(&header, &claims, |said| pair.sign(said).as_ref().to_vec())
    };
    assert_eq!(status(&server, &by("one")), 200);
    assert_eq!(status(&server, &by("other")), 401);
    assert_eq!(status(&server, &hs256(&claims, SECRET)), 401);
    assert_eq!(status(&server, &hs256(&claims, &public)), 401);
    let raw = String::from_utf8_lossy(pair.public_key().as_ref()).into_owned();
    assert_eq!(status(&server, &hs256(&claims, &raw)), 401);
    std::fs::write(&file, "{}").unwrap();
    let mut broken = program(&database);
    broken.env("WRAPUP_JWKS", &file).env("WRAPUP_JWT_SECRET", "");
    assert!(complaint(broken).contains("WRAPUP_JWKS"));
}

#[test]
fn nobody_speaks_for_somebody_else() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.tell(&server, 1, "wrap_up", &[]);
        ada.open(&server);
        let ask = |method: &str, path: &str| {
            server.ask("ben", method, path).header("Idempotency-Key", "key")
        };
        let segment = format!("segments/{}", ada.id);
        let opened = ask("PUT", &segment).json(&ada.opened());
        opened.send().problem(403, "agent");
        let mut own = ada.opened();
        own["agent"] = json!("ben");
        ask("PUT", &segment).json(&own).send().problem(403, "agent");
        let draft = ask("PUT", &format!("{segment}/draft")).json(&ada.draft(3, "ben's"));
        draft.send().problem(403, "record.about.agent");
        let mut as_ben = ada.draft(3, "ben's");
        as_ben["record"]["about"]["agent"] = json!("ben");
        let draft = ask("PUT", &format!("{segment}/draft")).json(&as_ben);
        draft.send().problem(403, "record.about.agent");
        let closure = ask("POST", &format!("{segment}/closure")).json(&ada.closed("key", "ben's"));
        closure.send().problem(403, "about.agent");
        let mut as_ben = ada.closed("key", "ben's");
        as_ben["about"]["agent"] = json!("ben");
        as_ben["closure"]["by"] = json!("ben");
        let closure = ask("POST", &format!("{segment}/closure")).json(&as_ben);
        closure.send().problem(403, "about.agent");
        let mut by_ben = ada.closed("key", "done");
        by_ben["closure"]["by"] = json!("ben");
        ada.post(&server, "closure", "key", &by_ben).problem(422, "closure.by");
        let told = ask("PUT", "interactions/C-1").json(&ada.conversation(2, "new", &[]));
        told.send().problem(403, "record.assigned_to");
        assert_eq!(ask("GET", &segment).send().status, 403);
        assert_eq!(ask("GET", "interactions/C-1").send().status, 403);
        ask("GET", "segments?agent=ada").send().problem(403, "agent");
        assert_eq!(ask("GET", "segments").send().expect(200)["segments"], json!([]));
        let record = ada.read(&server);
        assert_eq!((&record["state"], &record["draft"]["notes"]), (&json!("open"), &json!("")));
    });
}

#[test]
fn roles_open_what_they_are_for() {
    on_each(|database| {
        let server = Server::start(database);
        let ada = WrapUp::of("ada", "C-1");
        ada.open(&server);
        let path = format!("segments/{}", ada.id);
        let plain = |what: &str, key: &str, body: &Value| {
            let ask = server.ask_as("ada", &[], "POST", &format!("{path}/{what}"));
            ask.header("Idempotency-Key", key).json(body).send()
        };
        // Without the role nobody enters anything, and may end it all the same.
        plain("closure", "key", &ada.closed("key", "")).problem(403, "Authorization");
        let mut ended = ada.closed("key", "words");
        ended["closure"]["kind"] = json!("ended");
        plain("closure", "key", &ended).problem(403, "Authorization");
        let draft = server.ask_as("ada", &[], "PUT", &format!("{path}/draft"));
        draft.json(&ada.draft(2, "words")).send().problem(403, "Authorization");
        // A supervisor forces, and sees; others don't.
        let mut forced = ada.closed("force", "");
        forced["closure"]["kind"] = json!("forced");
        forced["closure"]["by"] = json!("sue");
        let force = |roles: &[&str]| {
            let ask = server.ask_as("sue", roles, "POST", &format!("{path}/closure"));
            ask.header("Idempotency-Key", "force").json(&forced).send()
        };
        force(&["interaction_admin"]).problem(403, "about.agent");
        force(&["interaction_supervisor"]).expect(200);
        assert_eq!(ada.read(&server)["closure"]["by"], "sue");
        let read = |roles: &[&str]| server.ask_as("sue", roles, "GET", &path).send().status;
        assert_eq!(
            (read(&["interaction_supervisor"]), read(&["admin"]), read(&[])),
            (200, 200, 403)
        );
        // An administrator corrects anybody's.
        let mut corrected = ada.corrected("fix", "mended");
        corrected["version"]["by"] = json!("root");
        let correct = |roles: &[&str]| {
            let ask = server.ask_as("root", roles, "POST", &format!("{path}/versions"));
            ask.header("Idempotency-Key", "fix").json(&corrected).send()
        };
        correct(&["interaction_admin", "interaction_supervisor"]).problem(403, "about.agent");
        correct(&["admin"]).expect(200);
        for path in ["audit", "numbers"] {
            assert_eq!(server.ask("ada", "GET", path).send().status, 403);
        }
        let code = server.ask("ada", "PUT", "codes/x").header("If-None-Match", "*");
        let body = json!({ "id": "x", "label": "X", "description": "", "active": true, "external": false, "parent": null, "shortcut": null });
        assert_eq!(code.json(&body).send().status, 403);
    });
}
