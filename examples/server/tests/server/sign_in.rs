//! Who may do what, whatever the page says.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::hmac;
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};

use crate::common::{
    Database, SECRET, Server, WrapUp, complaint, now, on_each, program, sign, token, until,
};

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

/// Answers every request with what is in `said`, on an address of this machine.
fn answering(said: &Arc<Mutex<String>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let said = said.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = BufReader::new(stream.try_clone().unwrap()).lines();
            while head.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
            let said = said.lock().unwrap().clone();
            let _ = stream.write_all(said.as_bytes());
        }
    });
    format!("http://{address}/keys")
}

fn set_of(pair: &Ed25519KeyPair) -> String {
    let public = BASE64.encode(pair.public_key());
    let set = json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": public }] }).to_string();
    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{set}", set.len())
}

fn pair() -> Ed25519KeyPair {
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap()
}

#[test]
fn a_key_set_at_an_address_is_asked_for_and_one_that_fails_leaves_the_last() {
    let database = Database::sqlite();
    let (first, second) = (pair(), pair());
    let said = Arc::new(Mutex::new(set_of(&first)));
    let url = answering(&said);
    let jwks = |url: &str| {
        let mut program = program(&database);
        program.env("WRAPUP_JWKS", url).env("WRAPUP_JWT_SECRET", "");
        program
    };
    let settings =
        [("WRAPUP_JWKS", url.as_str()), ("WRAPUP_JWT_SECRET", ""), ("WRAPUP_JWKS_SECONDS", "1")];
    let server = Server::with(&database, &settings);
    let by = |pair: &Ed25519KeyPair| {
        let claims = json!({ "sub": "ada", "exp": now() / 1000 + 60 });
        sign(&json!({ "alg": "EdDSA" }), &claims, |said| pair.sign(said).as_ref().to_vec())
    };
    assert_eq!((status(&server, &by(&first)), status(&server, &by(&second))), (200, 401));
    "HTTP/1.1 503 Not now\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        .clone_into(&mut said.lock().unwrap());
    assert!(complaint(jwks(&url)).contains("WRAPUP_JWKS"), "it does not start without keys");
    assert_eq!(status(&server, &by(&first)), 200);
    *said.lock().unwrap() = set_of(&second);
    until("the new key signs in", || (status(&server, &by(&second)) == 200).then_some(()));
    assert_eq!(status(&server, &by(&first)), 401);
    for wrong in
        ["http://id.example/keys", "http://localhost:1@id.example/", "ftp://127.0.0.1/keys"]
    {
        assert!(complaint(jwks(wrong)).contains("WRAPUP_JWKS must be an address"), "{wrong}");
    }
}

#[test]
fn a_cookie_signs_in_and_changes_nothing_by_itself() {
    on_each(|database| {
        let server = Server::with(database, &[("WRAPUP_COOKIE", "__Host-session")]);
        let ada = WrapUp::of("ada", "C-1");
        let cookie = format!("theme=dark; __Host-session={}", token("ada", &["interaction_admin"]));
        let ask = |method: &str, path: &str| {
            server.plain(method, &format!("/api/{path}")).header("Cookie", &cookie)
        };
        ask("GET", "catalog").send().expect(200);
        let open = || ask("PUT", &format!("segments/{}", ada.id)).json(&ada.opened());
        open().send().problem(401, "X-CSRF-Token");
        open().header("X-CSRF-Token", "abcd").send().problem(401, "X-CSRF-Token");
        let csrf = ask("GET", "csrf").send().expect(200)["token"].as_str().unwrap().to_owned();
        // That of somebody else is none.
        let other = format!("__Host-session={}", token("ben", &[]));
        let bens = server.plain("GET", "/api/csrf").header("Cookie", &other).send().expect(200);
        open()
            .header("X-CSRF-Token", bens["token"].as_str().unwrap())
            .send()
            .problem(401, "X-CSRF-Token");
        assert_eq!(server.ask("ada", "GET", &format!("segments/{}", ada.id)).send().status, 404);
        open().header("X-CSRF-Token", &csrf).send().expect(200);
        assert_eq!(ada.read(&server)["agent"], "ada");
        // Who shows a bearer token needs no more, and no other cookie signs in.
        assert_eq!(server.ask("ada", "GET", "csrf").send().status, 404);
        let another = ask("GET", "catalog").header("Cookie", &cookie.replace("__Host-", ""));
        assert_eq!(another.send().status, 401);
        // What a page says that goes is signed by its tokens, whatever cookie comes along.
        let told = open().header("X-CSRF-Token", &csrf).send().expect(200);
        let tokens = json!([{ "segment": ada.id, "token": told["token"] }]);
        let gone = json!({ "state": "gone", "farewell": ada.farewell(now(), 3, "typed"), "tokens": tokens });
        ask("POST", "presence").json(&gone).send().expect(200);
        assert_eq!(ada.read(&server)["draft"]["notes"], "typed");
    });
    let mut program = program(&Database::sqlite());
    program.env("WRAPUP_COOKIE", "a b");
    assert!(complaint(program).contains("WRAPUP_COOKIE must be the name of a cookie"));
}
