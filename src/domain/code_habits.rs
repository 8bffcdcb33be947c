//! Which codes an agent uses often: what they used last, and what they marked.

use super::id::CodeId;

/// How many codes used last are remembered. More than are shown, since not each is on
/// offer in every wrap-up.
pub const MAX_RECENT: usize = 20;

/// How many favourites an agent may have; the oldest gives way to one more.
pub const MAX_FAVOURITES: usize = 30;

/// See the module.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct CodeHabits {
    /// The codes used last, the newest first, each once; at most [`MAX_RECENT`].
    #[cfg_attr(feature = "serde", serde(default))]
    pub recent: Vec<CodeId>,
    /// The codes marked, in the order that was done, each once; at most
    /// [`MAX_FAVOURITES`].
    #[cfg_attr(feature = "serde", serde(default))]
    pub favourites: Vec<CodeId>,
}

impl CodeHabits {
    /// A wrap-up was finished with this code.
    pub fn used(&mut self, code: &CodeId) {
        self.recent.retain(|each| each != code);
        self.recent.insert(0, code.clone());
        self.recent.truncate(MAX_RECENT);
    }

    /// Whether it is a favourite.
    pub fn is_favourite(&self, code: &CodeId) -> bool {
        self.favourites.contains(code)
    }

    /// Makes it a favourite, or one no more. Whether it is one now.
    pub fn toggle(&mut self, code: &CodeId) -> bool {
        let before = self.favourites.len();
        self.favourites.retain(|each| each != code);
        if self.favourites.len() < before {
            return false;
        }
        if before == MAX_FAVOURITES {
            self.favourites.remove(0);
        }
        self.favourites.push(code.clone());
        true
    }
}
