//! What speaks for one segment when its page goes and whatever signed it in may have
//! run out: good for the presence of that segment alone, and not for long.
//!
//! `1.<until>.<roles>.<mac>`: seconds since 1970, the roles its agent had, and an
//! HMAC-SHA256 over these, the segment and the agent.

use std::time::Duration;

use interaction_wrap_up::domain::gate::{Actor, Role, Roles};
use interaction_wrap_up::domain::id::{AgentId, SegmentId};
use interaction_wrap_up::domain::time::Timestamp;
use ring::hmac;

use super::{bytes, hex};

const ROLES: [Role; 3] = [Role::InteractionAdmin, Role::Supervisor, Role::Admin];

/// Makes tokens and looks at them.
pub struct SegmentTokens {
    key: hmac::Key,
    life: Duration,
}

impl SegmentTokens {
    /// Signed with `secret`, good for `life`.
    pub fn new(secret: &[u8], life: Duration) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, secret), life }
    }

    /// A token for the page of `actor`.
    pub fn make(&self, segment: &SegmentId, actor: &Actor, now: Timestamp) -> String {
        let until = now.0 / 1000 + i64::try_from(self.life.as_secs()).unwrap_or(i64::MAX);
        let roles = ROLES.iter().enumerate().filter(|(_, role)| actor.roles.contains(**role));
        let roles: u8 = roles.map(|(place, _)| 1 << place).sum();
        let head = format!("1.{until}.{roles}");
        let mac = hmac::sign(&self.key, &said(&head, segment, &actor.agent));
        format!("{head}.{}", hex(mac.as_ref()))
    }

    /// The roles with which `token` speaks for that segment of `agent`'s; `None` where
    /// it doesn't, or no longer.
    pub fn check(
        &self,
        token: &str,
        segment: &SegmentId,
        agent: &AgentId,
        now: Timestamp,
    ) -> Option<Roles> {
        let (head, mac) = token.rsplit_once('.')?;
        let mac = bytes(mac)?;
        hmac::verify(&self.key, &said(head, segment, agent), &mac).ok()?;
        let mut parts = head.split('.').skip(1);
        let until: i64 = parts.next()?.parse().ok()?;
        let bits: u8 = parts.next()?.parse().ok()?;
        let roles = ROLES.iter().enumerate().filter(|(place, _)| bits & (1 << place) != 0);
        (now.0 / 1000 < until).then(|| roles.map(|(_, role)| *role).collect())
    }
}

/// What is signed; the lengths keep apart what the separators don't.
fn said(head: &str, segment: &SegmentId, agent: &AgentId) -> Vec<u8> {
    let (segment, agent) = (segment.as_str(), agent.as_str());
    format!("presence|{head}|{}|{segment}|{}|{agent}", segment.len(), agent.len()).into_bytes()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn it_speaks_for_one_segment_of_one_agent_and_for_a_while() {
        let tokens = SegmentTokens::new(&[7; 32], Duration::from_mins(1));
        let segment = SegmentId::new("s|1").unwrap();
        let other = SegmentId::new("s").unwrap();
        let agent = AgentId::new("ada").unwrap();
        let actor = Actor { agent: agent.clone(), roles: [Role::InteractionAdmin].into() };
        let now = Timestamp(1_795_370_900_000);
        let token = tokens.make(&segment, &actor, now);
        assert!(token.len() <= 256);
        assert_eq!(tokens.check(&token, &segment, &agent, now), Some(actor.roles));
        let later = Timestamp(now.0 + 60_000);
        assert_eq!(tokens.check(&token, &segment, &agent, later), None);
        assert_eq!(tokens.check(&token, &other, &agent, now), None);
        let ben = AgentId::new("ben").unwrap();
        assert_eq!(tokens.check(&token, &segment, &ben, now), None);
        let more = token.replacen(".1.", ".7.", 1);
        assert_eq!(tokens.check(&more, &segment, &agent, now), None);
        let others = SegmentTokens::new(&[8; 32], Duration::from_mins(1));
        assert_eq!(others.check(&token, &segment, &agent, now), None);
    }
}
