//! Signing in by a cookie that holds the same token as a bearer would. Browsers send it
//! along with what any other page makes them send, so that whoever changes something has
//! to show as well what only a page of this origin can read.

use axum::http::{HeaderMap, Method, header};
use ring::hmac;

use super::hex;
use crate::problem::Problem;

/// The header that a change needs beside the cookie.
pub const CSRF: &str = "x-csrf-token";

/// See the module.
pub struct Cookies {
    name: Option<String>,
    key: hmac::Key,
}

impl Cookies {
    /// Of that name, if any; what they need beside them is signed with `secret`.
    pub fn new(name: Option<String>, secret: &[u8]) -> Self {
        Self { name, key: hmac::Key::new(hmac::HMAC_SHA256, secret) }
    }

    /// Whether anybody signs in by one.
    pub const fn are_taken(&self) -> bool {
        self.name.is_some()
    }

    /// The token in the cookie of a request.
    pub fn token<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        let name = self.name.as_deref()?;
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs =
            cookies.flat_map(|line| line.split(';')).filter_map(|each| each.trim().split_once('='));
        pairs.find(|(each, _)| *each == name).map(|(_, token)| token)
    }

    /// What a change needs beside that token.
    pub fn csrf(&self, token: &str) -> String {
        hex(hmac::sign(&self.key, &said(token)).as_ref())
    }

    /// Refuses a change that does not show it. It asks for signing in: then pages ask
    /// their host anew for what signs them in.
    pub fn check(&self, method: &Method, headers: &HeaderMap, token: &str) -> Result<(), Problem> {
        let shown = headers.get(CSRF).and_then(|shown| shown.to_str().ok()).and_then(super::bytes);
        let is_right = shown.is_some_and(|mac| hmac::verify(&self.key, &said(token), &mac).is_ok());
        if method.is_safe() || is_right { Ok(()) } else { Err(Problem::needs_csrf()) }
    }
}

/// Apart from all else that is signed with the same secret.
fn said(token: &str) -> Vec<u8> {
    ["csrf|", token].concat().into_bytes()
}
