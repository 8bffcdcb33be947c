//! Who asks, and what they may do.

pub mod cookie;
pub mod jwt;
mod key_set;
mod ring_provider;
pub mod segment_token;

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use interaction_wrap_up::domain::gate::{Actor, Role, Roles};
use interaction_wrap_up::domain::id::AgentId;
use ring::rand::{SecureRandom, SystemRandom};

use crate::problem::Problem;
use crate::state::State;

/// Whoever has signed in.
#[derive(Debug, Clone)]
pub struct Caller(pub Actor);

impl Caller {
    /// Their id.
    pub fn agent(&self) -> &AgentId {
        &self.0.agent
    }

    /// Whether they have that role.
    pub fn has(&self, role: Role) -> bool {
        self.0.roles.contains(role)
    }

    /// Refuses who lacks all of `roles`.
    pub fn needs_one_of(&self, roles: &[Role]) -> Result<(), Problem> {
        if roles.iter().any(|role| self.has(*role)) {
            return Ok(());
        }
        let names: Vec<_> = roles.iter().map(|role| role.name()).collect();
        Err(Problem::forbidden(
            "Authorization",
            format!("must have the role {}", names.join(" or ")),
        ))
    }

    /// Refuses what speaks for somebody else.
    pub fn speaks_for(&self, field: &str, agent: &AgentId) -> Result<(), Problem> {
        if self.agent() == agent {
            return Ok(());
        }
        Err(Problem::forbidden(field, "must be the agent who has signed in"))
    }

    /// The same for what others may do as well, by their role.
    pub fn speaks_for_or(&self, field: &str, agent: &AgentId, role: Role) -> Result<(), Problem> {
        if self.has(role) { Ok(()) } else { self.speaks_for(field, agent) }
    }
}

/// What was found out about who asks, once a request.
#[derive(Debug, Clone)]
pub struct Signed(pub Result<Option<Caller>, Problem>);

/// Whoever the bearer token of a request names, or its cookie; `None` without either.
pub fn caller_of(
    method: &Method,
    headers: &HeaderMap,
    state: &State,
) -> Result<Option<Caller>, Problem> {
    let Some(value) = headers.get(AUTHORIZATION) else {
        let Some(token) = state.cookies.token(headers) else { return Ok(None) };
        state.cookies.check(method, headers, token)?;
        return state.sign_in.check(token).map(|actor| Some(Caller(actor)));
    };
    let token = value.to_str().ok().and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    let token = token.ok_or_else(Problem::not_signed_in)?;
    state.sign_in.check(token).map(|actor| Some(Caller(actor)))
}

fn signed(parts: &Parts) -> Result<Option<Caller>, Problem> {
    parts.extensions.get::<Signed>().map_or(Ok(None), |signed| signed.0.clone())
}

impl FromRequestParts<State> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Problem> {
        signed(parts)?.ok_or_else(Problem::not_signed_in)
    }
}

/// Whoever has signed in, if anybody: presence takes other signs as well.
#[derive(Debug, Clone)]
pub struct MaybeCaller(pub Option<Caller>);

impl FromRequestParts<State> for MaybeCaller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &State) -> Result<Self, Problem> {
        // What has run out is as good as none.
        Ok(Self(signed(parts).unwrap_or_default()))
    }
}

/// The roles of these names; names that mean nothing here give none.
pub fn roles<'a>(names: impl Iterator<Item = &'a str>) -> Roles {
    names.filter_map(Role::named).collect()
}

/// 32 bytes that nobody can guess.
pub fn random_bytes() -> Vec<u8> {
    let mut bytes = vec![0; 32];
    // Without randomness there is no server: nothing that it signs would be worth anything.
    assert!(SystemRandom::new().fill(&mut bytes).is_ok(), "the system gives no random bytes");
    bytes
}

/// The same as a name, in hexadecimal.
pub fn random_name() -> String {
    hex(&random_bytes()[..16])
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// And back.
fn bytes(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).ok()).collect()
}
