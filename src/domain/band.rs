//! Colour bands of a countdown: how urgent the time left is.

use thiserror::Error;

use super::time::Millis;

/// How urgent it is, calmest first. Views show it in colour *and* in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "snake_case"))]
pub enum Band {
    /// Plenty of time.
    Green,
    /// Time to come to an end.
    Yellow,
    /// Little time; used by schemes of four bands.
    Orange,
    /// The last of the time.
    Red,
}

impl Band {
    /// The name records, parts and tests use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }
}

/// From which share of the time left a band applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Threshold {
    /// The band begins when at most this many percent of the whole are left, 0 to 100.
    pub percent: u8,
    /// The band.
    pub band: Band,
}

/// The thresholds of a countdown, from 100 % downwards.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Bands(Vec<Threshold>);

/// Which rule a list of thresholds breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Error)]
pub enum BandsError {
    /// The first threshold must be 100 %, or the beginning had no band.
    #[error("the first band must begin at 100 %")]
    MustBeginAt100,
    /// Each threshold must lie below the one before it.
    #[error("each band must begin at a lower percentage than the one before it")]
    OutOfOrder,
    /// Bands must grow more urgent.
    #[error("each band must be more urgent than the one before it")]
    NotMoreUrgent,
}

impl Default for Bands {
    /// 100-50 % green, 50-25 % yellow, 25-0 % red.
    fn default() -> Self {
        Self(vec![
            Threshold { percent: 100, band: Band::Green },
            Threshold { percent: 50, band: Band::Yellow },
            Threshold { percent: 25, band: Band::Red },
        ])
    }
}

impl Bands {
    /// The preset of four: orange from 25 %, red only at 0:00.
    pub fn four() -> Self {
        Self(vec![
            Threshold { percent: 100, band: Band::Green },
            Threshold { percent: 50, band: Band::Yellow },
            Threshold { percent: 25, band: Band::Orange },
            Threshold { percent: 0, band: Band::Red },
        ])
    }

    /// A scheme of one's own.
    ///
    /// # Errors
    /// The [`BandsError`] of the first rule that `thresholds` break.
    pub fn new(thresholds: Vec<Threshold>) -> Result<Self, BandsError> {
        let bands = Self(thresholds);
        bands.check().map(|()| bands)
    }

    /// A scheme as somebody is just writing it down. It may be faulty, as one that
    /// comes from a store.
    pub const fn unchecked(thresholds: Vec<Threshold>) -> Self {
        Self(thresholds)
    }

    /// Whether the thresholds keep the rules; those that came from a store may not.
    ///
    /// # Errors
    /// The [`BandsError`] of the first rule they break.
    pub fn check(&self) -> Result<(), BandsError> {
        if self.0.first().is_none_or(|first| first.percent != 100) {
            return Err(BandsError::MustBeginAt100);
        }
        for pair in self.0.windows(2) {
            if pair[1].percent >= pair[0].percent {
                return Err(BandsError::OutOfOrder);
            }
            if pair[1].band <= pair[0].band {
                return Err(BandsError::NotMoreUrgent);
            }
        }
        Ok(())
    }

    /// The thresholds, calmest first.
    pub fn thresholds(&self) -> &[Threshold] {
        &self.0
    }

    /// The band when `seconds` (rounded up, as shown) of `whole` are left. It
    /// changes on the very second that is shown, never between two.
    pub fn at(&self, seconds: u64, whole: Millis) -> Band {
        let left = u128::from(seconds) * 1000 * 100;
        let reached = |step: &&Threshold| left <= u128::from(step.percent) * u128::from(whole.0);
        // A whole of no full seconds is shown rounded up, so as more than 100 %.
        let step = self.0.iter().rev().find(reached).or(self.0.first());
        step.map_or(Band::Green, |step| step.band)
    }

    /// The time left at which each band after the first begins, when `whole` is the whole:
    /// the full second at which [`Self::at`] gives it for the first time.
    pub fn beginnings(&self, whole: Millis) -> Vec<Millis> {
        let seconds = |step: &Threshold| whole.0.saturating_mul(step.percent.into()) / 100_000;
        self.0.iter().skip(1).map(|step| Millis::from_seconds(seconds(step))).collect()
    }
}
