//! Points and lengths of time as plain numbers; nothing here reads a clock.

use core::ops::{Add, Sub};

/// A length of time in whole milliseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Millis(pub u64);

impl Millis {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// `seconds` as milliseconds, saturating.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Whole seconds, rounded up: 59,001 ms are shown as one minute, so that
    /// "0:00" is shown only when nothing is left.
    pub const fn seconds_rounded_up(self) -> u64 {
        self.0.div_ceil(1000)
    }

    /// Whole seconds that have fully passed.
    pub const fn seconds_rounded_down(self) -> u64 {
        self.0 / 1000
    }

    /// The difference, or zero when `other` is longer.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Add for Millis {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// An instant: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(transparent))]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// How long after `earlier` this is; zero when it is not after it.
    pub fn since(self, earlier: Self) -> Millis {
        let difference = i128::from(self.0) - i128::from(earlier.0);
        Millis(u64::try_from(difference.max(0)).unwrap_or(u64::MAX))
    }
}

impl Timestamp {
    /// The last whole second that is not after it.
    #[must_use]
    pub const fn whole_second(self) -> Self {
        Self(self.0.saturating_sub(self.0.rem_euclid(1000)))
    }
}

impl Add<Millis> for Timestamp {
    type Output = Self;
    fn add(self, length: Millis) -> Self {
        Self(self.0.saturating_add_unsigned(length.0))
    }
}

impl Sub<Millis> for Timestamp {
    type Output = Self;
    fn sub(self, length: Millis) -> Self {
        Self(self.0.saturating_sub_unsigned(length.0))
    }
}

#[cfg(feature = "chrono")]
mod chrono_conversions {
    use super::Timestamp;
    use chrono::{DateTime, Utc};

    impl From<DateTime<Utc>> for Timestamp {
        fn from(instant: DateTime<Utc>) -> Self {
            Self(instant.timestamp_millis())
        }
    }

    impl TryFrom<Timestamp> for DateTime<Utc> {
        type Error = OutOfRange;
        fn try_from(instant: Timestamp) -> Result<Self, OutOfRange> {
            Self::from_timestamp_millis(instant.0).ok_or(OutOfRange(instant))
        }
    }

    /// An instant that chrono's calendar cannot express.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
    #[error("{} ms since 1970 is outside the calendar", .0.0)]
    pub struct OutOfRange(pub Timestamp);
}
#[cfg(feature = "chrono")]
pub use chrono_conversions::OutOfRange;

/// One look at both clocks of a machine, taken at the same moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Now {
    /// The wall clock: what the machine believes the time of day to be. A
    /// person or a time service may move it.
    pub wall: Timestamp,
    /// The monotonic clock: milliseconds since some fixed moment. It never goes
    /// back, and on some systems it stands still while the machine sleeps.
    pub monotonic: Millis,
}
