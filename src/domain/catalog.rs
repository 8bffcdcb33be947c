//! All configurations and codes known to a page, and which one wins.

use super::code::WrapUpCode;
use super::configuration::{Configuration, ConfigurationError, Rules};
use super::id::{AgentId, ConfigurationId};
use super::interaction::Interaction;
use super::time::Timestamp;

/// What administrators have set up, as last heard from the backend.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Catalog {
    /// Every configuration, active or not, in any order.
    pub configurations: Vec<Configuration>,
    /// Every code, active or not.
    pub codes: Vec<WrapUpCode>,
}

/// Which configuration an interaction gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection<'a> {
    /// None matches: the interaction has no wrap-up.
    None,
    /// This one, with the rules it stands for.
    Matched(&'a Configuration, Rules),
    /// This one matches and is faulty. The wrap-up runs by [`Rules::fallback`],
    /// so that the agent can close the conversation and nobody takes the
    /// administrator's mistake for a decision to skip it.
    Faulty(&'a Configuration, Vec<ConfigurationError>),
}

impl Catalog {
    /// The configuration of that name.
    pub fn configuration(&self, id: &ConfigurationId) -> Option<&Configuration> {
        self.configurations.iter().find(|each| each.id == *id)
    }

    /// The active configuration of the lowest order that matches the wrap-up that
    /// `agent` gets of `interaction` at `at`.
    pub fn select(
        &self,
        interaction: &Interaction,
        agent: &AgentId,
        at: Timestamp,
    ) -> Selection<'_> {
        let winner = self
            .configurations
            .iter()
            .filter(|each| each.mismatch(interaction, agent, at).is_none())
            .min_by(|a, b| (a.order, &a.id).cmp(&(b.order, &b.id)));
        match winner {
            None => Selection::None,
            Some(configuration) => match configuration.rules(&self.codes) {
                Ok(rules) => Selection::Matched(configuration, rules),
                Err(faults) => Selection::Faulty(configuration, faults),
            },
        }
    }

    /// The faults of every active configuration, for whoever can mend them.
    pub fn faults(&self) -> Vec<(&Configuration, Vec<ConfigurationError>)> {
        let active = self.configurations.iter().filter(|each| each.active);
        active.filter_map(|each| Some((each, each.rules(&self.codes).err()?))).collect()
    }
}

/// Why a configuration is not for a wrap-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mismatch {
    /// It is not in use.
    Inactive,
    /// It is for later.
    NotYet(Timestamp),
    /// It was for earlier.
    NoLonger(Timestamp),
    /// It names other channels.
    Channel,
    /// Its condition does not hold.
    Condition,
    /// It is for a share of the agents, and not for this one.
    Share {
        /// Where this agent stands, from 0 to 99; it would have to be less than `percent`.
        place: u8,
        /// The share.
        percent: u8,
    },
}

impl Configuration {
    /// Why it is not for the wrap-up that `agent` gets of `interaction` at `at`; `None`
    /// where it is.
    pub fn mismatch(
        &self,
        interaction: &Interaction,
        agent: &AgentId,
        at: Timestamp,
    ) -> Option<Mismatch> {
        if !self.active {
            return Some(Mismatch::Inactive);
        }
        if let Some(from) = self.effective_from.filter(|from| at < *from) {
            return Some(Mismatch::NotYet(from));
        }
        if let Some(until) = self.effective_until.filter(|until| at >= *until) {
            return Some(Mismatch::NoLonger(until));
        }
        if !self.channels.is_empty() && !self.channels.contains(&interaction.channel) {
            return Some(Mismatch::Channel);
        }
        if !self.condition.holds(&interaction.fields) {
            return Some(Mismatch::Condition);
        }
        let (place, percent) = (self.place_of(agent), self.share_percent);
        (place >= percent).then_some(Mismatch::Share { place, percent })
    }

    /// Where `agent` stands among those it may be for a share of: 0 to 99, the same
    /// in every browser. Each configuration has an order of its own, so that trials
    /// don't always fall to the same people.
    pub fn place_of(&self, agent: &AgentId) -> u8 {
        // FNV-1a, and a last mixing, since its low bits alone are not even.
        let names = [self.id.as_str(), "\n", agent.as_str()];
        let bytes = names.iter().flat_map(|name| name.bytes());
        let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mixed = (hash ^ (hash >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
        u8::try_from((mixed ^ (mixed >> 32)) % 100).unwrap_or_default()
    }
}
