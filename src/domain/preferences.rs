//! What an agent has set up for themselves. It stays in their browser.

use super::placement::Place;
use super::shortcut::Keymap;
use super::snippet::Snippet;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Preferences {
    /// Their keys.
    #[cfg_attr(feature = "serde", serde(default))]
    pub keys: Keymap,
    /// Their snippets; those that break a rule are not offered.
    #[cfg_attr(feature = "serde", serde(default))]
    pub snippets: Vec<Snippet>,
    /// Where they have put the dialog; `None` for where the page has.
    #[cfg_attr(feature = "serde", serde(default))]
    pub place: Option<Place>,
}
