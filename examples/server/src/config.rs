//! What the environment says. Whatever is wrong is named before anything starts.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

/// The shortest secret that is taken, in bytes: as long as what HMAC-SHA256 makes.
const SHORTEST_SECRET: usize = 32;

/// Where what signs a request in comes from.
#[derive(Clone, PartialEq, Eq)]
pub enum Keys {
    /// One secret that whoever signs tokens shares with this server (HS256).
    Secret(Vec<u8>),
    /// A file with a JSON Web Key Set, read again when it changes (RS256, EdDSA).
    File(PathBuf),
    /// The address of one, asked again and again.
    Address(String),
}

/// Everything that can be set.
#[derive(Clone)]
pub struct Config {
    /// `WRAPUP_LISTEN`
    pub listen: SocketAddr,
    /// `DATABASE_URL`
    pub database: String,
    /// `WRAPUP_JWT_SECRET` or `WRAPUP_JWKS`
    pub keys: Keys,
    /// `WRAPUP_JWKS_SECONDS`
    pub keys_every: Duration,
    /// `WRAPUP_ISSUER`
    pub issuer: Option<String>,
    /// `WRAPUP_AUDIENCE`
    pub audience: Option<String>,
    /// `WRAPUP_AGENT_CLAIM`
    pub agent_claim: String,
    /// `WRAPUP_ROLES_CLAIM`
    pub roles_claim: String,
    /// `WRAPUP_COOKIE`
    pub cookie: Option<String>,
    /// `WRAPUP_TOKEN_SECRET`
    pub token_secret: Option<Vec<u8>>,
    /// `WRAPUP_TOKEN_SECONDS`
    pub token_life: Duration,
    /// `WRAPUP_ORIGINS`
    pub origins: Vec<String>,
    /// `WRAPUP_GRACE_SECONDS`
    pub grace: Duration,
    /// `WRAPUP_RATE`
    pub rate: u32,
    /// `WRAPUP_CONNECTIONS`
    pub connections: u32,
    /// `WRAPUP_KEYS_DAYS`
    pub keys_days: u32,
    /// `WRAPUP_RETENTION_DAYS`; for ever without it.
    pub retention_days: Option<u32>,
    /// `WRAPUP_SITE`
    pub site: Option<PathBuf>,
    /// `WRAPUP_LOG`
    pub log: String,
    /// `--demo`
    pub demo: bool,
}

/// A setting that cannot be used.
#[derive(Debug, PartialEq, Eq, Error)]
#[error("{name} {rule}")]
pub struct Wrong {
    /// The variable.
    pub name: &'static str,
    /// What it must be.
    pub rule: String,
}

fn wrong(name: &'static str, rule: impl Into<String>) -> Wrong {
    Wrong { name, rule: rule.into() }
}

/// The settings, looked up by name.
struct Settings<'a>(&'a dyn Fn(&str) -> Option<String>);

impl Settings<'_> {
    fn text(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|text| !text.trim().is_empty())
    }

    fn text_or(&self, name: &str, otherwise: &str) -> String {
        self.text(name).unwrap_or_else(|| otherwise.to_owned())
    }

    fn number(
        &self,
        name: &'static str,
        otherwise: u32,
        least: u32,
        most: u32,
    ) -> Result<u32, Wrong> {
        let Some(text) = self.text(name) else { return Ok(otherwise) };
        let number = text.trim().parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| wrong(name, format!("must be a whole number from {least} to {most}")))
    }

    /// Days; none where nothing is said.
    fn days(&self, name: &'static str) -> Result<Option<u32>, Wrong> {
        let days = self.text(name).map(|_| self.number(name, 0, 1, 36_500));
        days.transpose()
    }

    fn seconds(&self, name: &'static str, otherwise: u32, most: u32) -> Result<Duration, Wrong> {
        Ok(Duration::from_secs(self.number(name, otherwise, 1, most)?.into()))
    }

    fn secret(&self, name: &'static str) -> Result<Option<Vec<u8>>, Wrong> {
        let Some(secret) = self.text(name) else { return Ok(None) };
        if secret.len() < SHORTEST_SECRET {
            return Err(wrong(name, format!("must be at least {SHORTEST_SECRET} bytes long")));
        }
        Ok(Some(secret.into_bytes()))
    }

    fn keys(&self, demo: bool) -> Result<Keys, Wrong> {
        let secret = self.secret("WRAPUP_JWT_SECRET")?;
        let file = self.text("WRAPUP_JWKS").map(PathBuf::from);
        match (secret, file) {
            (Some(_), Some(_)) => Err(wrong(
                "WRAPUP_JWKS",
                "and WRAPUP_JWT_SECRET exclude each other: set one of them",
            )),
            (Some(secret), None) => Ok(Keys::Secret(secret)),
            (None, Some(_)) if demo => {
                Err(wrong("WRAPUP_JWKS", "is not for --demo, which signs its own tokens"))
            }
            (None, Some(named)) if named.to_string_lossy().contains("://") => address(&named),
            (None, Some(file)) if file.is_file() => Ok(Keys::File(file)),
            (None, Some(_)) => {
                let rule = "must name a file with a JSON Web Key Set, or its address";
                Err(wrong("WRAPUP_JWKS", rule))
            }
            // Tokens of a demonstration are worth nothing after it.
            (None, None) if demo => Ok(Keys::Secret(crate::auth::random_bytes())),
            (None, None) => Err(wrong(
                "WRAPUP_JWKS",
                "or WRAPUP_JWT_SECRET is needed: it says who may sign in (or start with --demo)",
            )),
        }
    }

    /// A `token` of RFC 9110, section 5.6.2, as names of cookies are.
    fn cookie(&self) -> Result<Option<String>, Wrong> {
        let Some(name) = self.text("WRAPUP_COOKIE") else { return Ok(None) };
        let name = name.trim().to_owned();
        let is_plain =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-_.!#$%&'*+^`|~".contains(&byte);
        if name.bytes().all(is_plain) {
            return Ok(Some(name));
        }
        Err(wrong("WRAPUP_COOKIE", "must be the name of a cookie, such as __Host-session"))
    }

    fn origins(&self) -> Result<Vec<String>, Wrong> {
        let text = self.text("WRAPUP_ORIGINS").unwrap_or_default();
        let origins: Vec<_> = text.split(',').map(|each| each.trim().to_owned()).collect();
        let origins: Vec<_> = origins.into_iter().filter(|each| !each.is_empty()).collect();
        let is_origin = |origin: &String| {
            let rest = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', '*', ' ']))
        };
        match origins.iter().find(|each| !is_origin(each)) {
            None => Ok(origins),
            Some(_) => Err(wrong(
                "WRAPUP_ORIGINS",
                "must be origins with commas between them, such as https://desk.example.com",
            )),
        }
    }
}

/// The address of a key set. Whoever could change the answer on its way could sign
/// anybody in.
fn address(named: &Path) -> Result<Keys, Wrong> {
    let url = named.to_string_lossy().into_owned();
    let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    let is_here = here
        .iter()
        .any(|origin| url.strip_prefix(origin).is_some_and(|rest| rest.starts_with([':', '/'])));
    if (url.starts_with("https://") || is_here) && !url.contains('@') {
        return Ok(Keys::Address(url));
    }
    Err(wrong("WRAPUP_JWKS", "must be an address with https, or of this machine"))
}

impl Config {
    /// The settings that `look_up` finds; `demo` where that was asked for.
    pub fn read(look_up: &dyn Fn(&str) -> Option<String>, demo: bool) -> Result<Self, Wrong> {
        let settings = Settings(look_up);
        let listen = settings.text_or("WRAPUP_LISTEN", "127.0.0.1:8787");
        let listen: SocketAddr = listen.trim().parse().map_err(|_| {
            wrong("WRAPUP_LISTEN", "must be an address with a port, such as 127.0.0.1:8787")
        })?;
        if demo && !listen.ip().is_loopback() {
            return Err(wrong(
                "WRAPUP_LISTEN",
                "must be an address of this machine alone with --demo, which lets anybody in",
            ));
        }
        let database = settings.text_or("DATABASE_URL", "sqlite:wrap-up.db");
        let schemes = ["sqlite:", "postgres:", "postgresql:"];
        if !schemes.iter().any(|scheme| database.starts_with(scheme)) {
            return Err(wrong("DATABASE_URL", "must begin with sqlite: or postgres:"));
        }
        let site = settings.text("WRAPUP_SITE").map(PathBuf::from);
        if site.as_ref().is_some_and(|site| !site.is_dir()) {
            return Err(wrong("WRAPUP_SITE", "must be a directory"));
        }
        Ok(Self {
            listen,
            database,
            keys: settings.keys(demo)?,
            keys_every: settings.seconds("WRAPUP_JWKS_SECONDS", 60, 24 * 60 * 60)?,
            issuer: settings.text("WRAPUP_ISSUER"),
            audience: settings.text("WRAPUP_AUDIENCE"),
            agent_claim: settings.text_or("WRAPUP_AGENT_CLAIM", "sub"),
            roles_claim: settings.text_or("WRAPUP_ROLES_CLAIM", "roles"),
            cookie: settings.cookie()?,
            token_secret: settings.secret("WRAPUP_TOKEN_SECRET")?,
            token_life: settings.seconds("WRAPUP_TOKEN_SECONDS", 4 * 60 * 60, 7 * 24 * 60 * 60)?,
            origins: settings.origins()?,
            grace: settings.seconds("WRAPUP_GRACE_SECONDS", 30, 60 * 60)?,
            rate: settings.number("WRAPUP_RATE", 50, 1, 100_000)?,
            connections: settings.number("WRAPUP_CONNECTIONS", 10_000, 1, 1_000_000)?,
            keys_days: settings.number("WRAPUP_KEYS_DAYS", 90, 1, 3_650)?,
            retention_days: settings.days("WRAPUP_RETENTION_DAYS")?,
            site,
            log: settings.text_or("WRAPUP_LOG", "info"),
            demo,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn read(set: &[(&str, &str)], demo: bool) -> Result<Config, Wrong> {
        let found = |name: &str| {
            let found = set.iter().find(|(set, _)| *set == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        Config::read(&found, demo)
    }

    fn at_fault(set: &[(&str, &str)]) -> &'static str {
        let mut all = vec![("WRAPUP_JWT_SECRET", SECRET)];
        all.retain(|(name, _)| set.iter().all(|(set, _)| set != name));
        all.extend(set);
        read(&all, false).err().map_or("", |wrong| wrong.name)
    }

    #[test]
    fn what_is_wrong_is_named() {
        assert_eq!(at_fault(&[]), "");
        assert_eq!(at_fault(&[("WRAPUP_LISTEN", "8787")]), "WRAPUP_LISTEN");
        assert_eq!(at_fault(&[("DATABASE_URL", "mysql://somewhere")]), "DATABASE_URL");
        assert_eq!(at_fault(&[("WRAPUP_JWT_SECRET", "short")]), "WRAPUP_JWT_SECRET");
        assert_eq!(at_fault(&[("WRAPUP_JWT_SECRET", "")]), "WRAPUP_JWKS");
        assert_eq!(at_fault(&[("WRAPUP_JWKS", "/nowhere")]), "WRAPUP_JWKS");
        assert_eq!(at_fault(&[("WRAPUP_ORIGINS", "*")]), "WRAPUP_ORIGINS");
        assert_eq!(at_fault(&[("WRAPUP_ORIGINS", "https://a.example/path")]), "WRAPUP_ORIGINS");
        assert_eq!(at_fault(&[("WRAPUP_RATE", "0")]), "WRAPUP_RATE");
        assert_eq!(at_fault(&[("WRAPUP_GRACE_SECONDS", "soon")]), "WRAPUP_GRACE_SECONDS");
        assert_eq!(at_fault(&[("WRAPUP_SITE", "/nowhere")]), "WRAPUP_SITE");
    }

    #[test]
    fn a_demonstration_stays_on_this_machine() {
        assert!(read(&[], true).is_ok());
        let wrong = read(&[("WRAPUP_LISTEN", "0.0.0.0:80")], true).err();
        assert_eq!(wrong.map(|wrong| wrong.name), Some("WRAPUP_LISTEN"));
    }
}
