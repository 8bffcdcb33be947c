//! Bearer tokens (RFC 7519): HS256 with a secret, RS256 and EdDSA with a key set.

use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};
use std::time::SystemTime;

use interaction_wrap_up::domain::gate::Actor;
use interaction_wrap_up::domain::id::AgentId;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Map, Value, json};

use super::ring_provider::PROVIDER;
use super::roles;
use crate::config::{Config, Keys, Wrong};
use crate::problem::Problem;

/// By how much a computer's clock may differ from whoever signs, in seconds.
const LEEWAY: u64 = 30;

/// A key that signs people in.
struct Key {
    id: Option<String>,
    algorithm: Algorithm,
    verifies: DecodingKey,
}

/// A key set in a file, as it was last read.
struct Watched {
    file: PathBuf,
    written: RwLock<Option<SystemTime>>,
}

/// What decides who has signed in.
pub struct SignIn {
    keys: RwLock<Vec<Key>>,
    watched: Option<Watched>,
    /// For a demonstration, which signs its own tokens.
    demo: Option<EncodingKey>,
    issuer: Option<String>,
    audience: Option<String>,
    agent_claim: String,
    roles_claim: String,
}

impl SignIn {
    /// As the settings say.
    pub fn new(config: &Config) -> Result<Self, Wrong> {
        // A second one would be the same.
        let _ = PROVIDER.install_default();
        let (keys, watched, secret) = match &config.keys {
            Keys::Secret(secret) => {
                let verifies = DecodingKey::from_secret(secret);
                (vec![Key { id: None, algorithm: Algorithm::HS256, verifies }], None, Some(secret))
            }
            Keys::File(file) => {
                let wrong = |rule| Wrong { name: "WRAPUP_JWKS", rule };
                let text =
                    std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
                let keys = read_set(&text).map_err(wrong)?;
                let watched = Watched { file: file.clone(), written: RwLock::new(written(file)) };
                (keys, Some(watched), None)
            }
        };
        Ok(Self {
            keys: RwLock::new(keys),
            watched,
            demo: secret.filter(|_| config.demo).map(|secret| EncodingKey::from_secret(secret)),
            issuer: config.issuer.clone(),
            audience: config.audience.clone(),
            agent_claim: config.agent_claim.clone(),
            roles_claim: config.roles_claim.clone(),
        })
    }

    /// Reads the key set again if its file has changed. One that cannot be read leaves
    /// the keys as they are.
    pub fn refresh(&self) {
        let Some(Watched { file, written: known }) = &self.watched else { return };
        let now = written(file);
        if *known.read().unwrap_or_else(PoisonError::into_inner) == now {
            return;
        }
        let text = std::fs::read_to_string(file).map_err(|error| error.to_string());
        match text.and_then(|text| read_set(&text)) {
            Ok(keys) => {
                tracing::info!(keys = keys.len(), "the key set was read again");
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
                *known.write().unwrap_or_else(PoisonError::into_inner) = now;
            }
            Err(error) => tracing::error!(error, "the key set cannot be read, the last one stays"),
        }
    }

    /// Who `token` says it is.
    pub fn check(&self, token: &str) -> Result<Actor, Problem> {
        self.actor(token).ok_or_else(Problem::not_signed_in)
    }

    fn actor(&self, token: &str) -> Option<Actor> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        let keys = self.keys.read().unwrap_or_else(PoisonError::into_inner);
        let fits = |key: &&Key| {
            key.algorithm == header.alg
                && (header.kid.is_none() || key.id.is_none() || key.id == header.kid)
        };
        let claims = keys.iter().filter(fits).find_map(|key| {
            let validation = self.validation(key.algorithm);
            jsonwebtoken::decode::<Map<String, Value>>(token, &key.verifies, &validation).ok()
        });
        let claims = claims?.claims;
        let agent = claims.get(&self.agent_claim)?.as_str()?;
        let names = match claims.get(&self.roles_claim) {
            Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(names)) => names.split_whitespace().collect(),
            _ => Vec::new(),
        };
        let agent = AgentId::new(agent).ok().filter(|agent| !agent.as_str().contains('\0'))?;
        Some(Actor { agent, roles: roles(names.into_iter()) })
    }

    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        validation.set_required_spec_claims(&["exp"]);
        match &self.issuer {
            Some(issuer) => {
                validation.required_spec_claims.insert("iss".to_owned());
                validation.set_issuer(&[issuer]);
            }
            None => validation.iss = None,
        }
        match &self.audience {
            Some(audience) => {
                validation.required_spec_claims.insert("aud".to_owned());
                validation.set_audience(&[audience]);
            }
            None => validation.validate_aud = false,
        }
        validation
    }

    /// A token for a demonstration's `agent`, good until `until` (seconds since 1970);
    /// `None` where this is no demonstration.
    pub fn demo_token(&self, agent: &str, roles: &[&str], until: i64) -> Option<String> {
        let mut claims = Map::new();
        claims.insert(self.agent_claim.clone(), json!(agent));
        claims.insert(self.roles_claim.clone(), json!(roles));
        claims.insert("exp".to_owned(), json!(until));
        claims.extend(self.issuer.iter().map(|issuer| ("iss".to_owned(), json!(issuer))));
        claims.extend(self.audience.iter().map(|audience| ("aud".to_owned(), json!(audience))));
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, self.demo.as_ref()?).ok()
    }
}

fn written(file: &PathBuf) -> Option<SystemTime> {
    std::fs::metadata(file).and_then(|found| found.modified()).ok()
}

/// The keys of a set that can sign people in: public ones, of the algorithms there are.
fn read_set(text: &str) -> Result<Vec<Key>, String> {
    let set: JwkSet = serde_json::from_str(text)
        .map_err(|error| format!("must hold a JSON Web Key Set: {error}"))?;
    let keys = set.keys.iter().filter_map(|jwk| {
        let algorithm = match &jwk.algorithm {
            AlgorithmParameters::RSA(_) => Algorithm::RS256,
            AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => {
                Algorithm::EdDSA
            }
            // A secret in a set of public keys would be no secret.
            _ => return None,
        };
        let verifies = DecodingKey::from_jwk(jwk).ok()?;
        Some(Key { id: jwk.common.key_id.clone(), algorithm, verifies })
    });
    let keys: Vec<_> = keys.collect();
    if keys.is_empty() {
        return Err("must hold an RSA or Ed25519 key".to_owned());
    }
    Ok(keys)
}
