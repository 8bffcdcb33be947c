//! Where the public keys come from of whoever signs agents in: a file, or an address.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey};
use ureq::Agent;

/// How long an address may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most that a key set may have, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// A key that signs people in.
pub(super) struct Key {
    pub(super) id: Option<String>,
    pub(super) algorithm: Algorithm,
    pub(super) verifies: DecodingKey,
}

/// See the module.
pub(super) enum Source {
    /// Read again when it was written since.
    File { path: PathBuf, written: Option<SystemTime> },
    /// Asked each time.
    Address { url: String, agent: Agent },
}

impl Source {
    pub(super) fn file(path: PathBuf) -> Self {
        Self::File { path, written: None }
    }

    pub(super) fn address(url: String) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            // Whoever was named is asked, and nobody else.
            .max_redirects(0)
            .build();
        Self::Address { url, agent: config.into() }
    }

    /// The keys; `None` where they are known to be those that were read last. It blocks.
    pub(super) fn read(&mut self) -> Result<Option<Vec<Key>>, String> {
        let text = match self {
            Self::File { path, written } => {
                let now = std::fs::metadata(&*path).and_then(|found| found.modified()).ok();
                if now.is_some() && *written == now {
                    return Ok(None);
                }
                let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
                *written = now;
                text
            }
            Self::Address { url, agent } => {
                let answer = agent.get(&*url).call().map_err(|error| error.to_string())?;
                if answer.status() != 200 {
                    return Err(format!("must answer with 200, not {}", answer.status().as_u16()));
                }
                let body = answer.into_body().into_with_config().limit(LARGEST).read_to_string();
                body.map_err(|error| error.to_string())?
            }
        };
        keys(&text).map(Some)
    }
}

/// The keys of a set that can sign people in: public ones, of the algorithms there are.
fn keys(text: &str) -> Result<Vec<Key>, String> {
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
