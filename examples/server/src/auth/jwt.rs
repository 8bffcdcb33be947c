//! Bearer tokens (RFC 7519): HS256 with a secret, RS256 and EdDSA with a key set.

use std::sync::{Mutex, PoisonError, RwLock};

use interaction_wrap_up::domain::gate::Actor;
use interaction_wrap_up::domain::id::AgentId;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde_json::{Map, Value, json};

use super::key_set::{Key, Source};
use super::ring_provider::PROVIDER;
use super::roles;
use crate::config::{Config, Keys, Wrong};
use crate::problem::Problem;

/// By how much a computer's clock may differ from whoever signs, in seconds.
const LEEWAY: u64 = 30;

/// What decides who has signed in.
pub struct SignIn {
    keys: RwLock<Vec<Key>>,
    source: Option<Mutex<Source>>,
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
        let mut source = match &config.keys {
            Keys::Secret(secret) => {
                let verifies = DecodingKey::from_secret(secret);
                let keys = vec![Key { id: None, algorithm: Algorithm::HS256, verifies }];
                return Ok(Self::with(keys, None, config));
            }
            Keys::File(path) => Source::file(path.clone()),
            Keys::Address(url) => Source::address(url.clone()),
        };
        let wrong = |rule| Wrong { name: "WRAPUP_JWKS", rule };
        let keys = source.read().map_err(wrong)?.unwrap_or_default();
        Ok(Self::with(keys, Some(source), config))
    }

    fn with(keys: Vec<Key>, source: Option<Source>, config: &Config) -> Self {
        let demo = match &config.keys {
            Keys::Secret(secret) if config.demo => Some(EncodingKey::from_secret(secret)),
            _ => None,
        };
        Self {
            keys: RwLock::new(keys),
            source: source.map(Mutex::new),
            demo,
            issuer: config.issuer.clone(),
            audience: config.audience.clone(),
            agent_claim: config.agent_claim.clone(),
            roles_claim: config.roles_claim.clone(),
        }
    }

    /// Reads the key set again, which blocks. One that cannot be read leaves the keys as
    /// they are.
    pub fn refresh(&self) {
        let Some(source) = &self.source else { return };
        let read = source.lock().unwrap_or_else(PoisonError::into_inner).read();
        match read {
            Ok(None) => {}
            Ok(Some(keys)) => {
                tracing::debug!(keys = keys.len(), "the key set was read again");
                *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
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
