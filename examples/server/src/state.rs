//! What every request needs.

use std::ops::Deref;
use std::sync::Arc;

use interaction_wrap_up::domain::time::Millis;
use tokio::sync::watch;

use crate::auth::cookie::Cookies;
use crate::auth::jwt::SignIn;
use crate::auth::segment_token::SegmentTokens;
use crate::changes::Changes;
use crate::config::{Config, Wrong};
use crate::limits::Rates;
use crate::metrics::Metrics;
use crate::store::Store;

/// Farewells are signed by their tokens, and behind a proxy all come from one address:
/// of an address so many times as much is taken as of an agent.
const AGENTS_OF_AN_ADDRESS: u32 = 40;

/// Shared by all.
#[derive(Clone)]
pub struct State(Arc<Shared>);

/// See [`State`].
pub struct Shared {
    pub store: Store,
    pub sign_in: SignIn,
    pub tokens: SegmentTokens,
    pub cookies: Cookies,
    /// Of agents.
    pub rates: Rates,
    /// Of addresses that nobody has signed in from.
    pub address_rates: Rates,
    pub metrics: Metrics,
    pub changes: Changes,
    /// How long a page that went away is waited for.
    pub grace: Millis,
    pub config: Config,
    stopping: watch::Receiver<bool>,
}

impl Shared {
    /// Whether the server is about to stop.
    pub fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// To be told when it is.
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stopping.clone()
    }
}

impl State {
    /// Over `store`, as the settings say.
    pub fn new(
        config: Config,
        store: Store,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, Wrong> {
        let secret = config.token_secret.clone().unwrap_or_else(|| {
            if !config.demo {
                tracing::warn!(
                    "WRAPUP_TOKEN_SECRET is not set: tokens for pages that go are good until this \
                     server stops, and for no other server"
                );
            }
            crate::auth::random_bytes()
        });
        Ok(Self(Arc::new(Shared {
            store,
            sign_in: SignIn::new(&config)?,
            cookies: Cookies::new(config.cookie.clone(), &secret),
            tokens: SegmentTokens::new(&secret, config.token_life),
            rates: Rates::new(config.rate),
            address_rates: Rates::new(config.rate.saturating_mul(AGENTS_OF_AN_ADDRESS)),
            metrics: Metrics::default(),
            changes: Changes::default(),
            grace: Millis(u64::try_from(config.grace.as_millis()).unwrap_or(u64::MAX)),
            config,
            stopping,
        })))
    }
}

impl Deref for State {
    type Target = Shared;
    fn deref(&self) -> &Shared {
        &self.0
    }
}
