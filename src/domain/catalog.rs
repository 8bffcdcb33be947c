//! All configurations and codes known to a page, and which one wins.

use super::code::WrapUpCode;
use super::configuration::{Configuration, ConfigurationError, Rules};
use super::interaction::Interaction;

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
    /// The active configuration of the lowest order that matches.
    pub fn select(&self, interaction: &Interaction) -> Selection<'_> {
        let winner = self
            .configurations
            .iter()
            .filter(|each| each.active && each.matches(interaction))
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

impl Configuration {
    /// Whether it is for this interaction, by channel and condition.
    pub fn matches(&self, interaction: &Interaction) -> bool {
        let on_channel = self.channels.is_empty() || self.channels.contains(&interaction.channel);
        on_channel && self.condition.holds(&interaction.fields)
    }
}
