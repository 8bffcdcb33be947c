//! Tokens, as whoever signs agents in makes them.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use ring::hmac;
use serde_json::{Value, json};

use super::now;

/// Shared with the server.
pub(crate) const SECRET: &str = "a secret of tests, long enough to be one";

/// `claims` signed by `signed`.
pub(crate) fn sign(
    header: &Value,
    claims: &Value,
    signed: impl FnOnce(&[u8]) -> Vec<u8>,
) -> String {
    let part = |value: &Value| BASE64.encode(value.to_string());
    let said = format!("{}.{}", part(header), part(claims));
    let mac = BASE64.encode(signed(said.as_bytes()));
    format!("{said}.{mac}")
}

/// A token of `agent`'s that is good for an hour.
pub(crate) fn token(agent: &str, roles: &[&str]) -> String {
    let claims = json!({ "sub": agent, "roles": roles, "exp": now() / 1000 + 3600 });
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    sign(&header, &claims, |said| hmac::sign(&key, said).as_ref().to_vec())
}
