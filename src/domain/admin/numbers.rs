//! What wrapping up costs and what comes of it, counted.

use std::collections::BTreeMap;

use crate::domain::closure::ClosureKind;
use crate::domain::interaction::Interaction;
use crate::domain::segment::Segment;
use crate::domain::time::{Millis, Timestamp};

/// A finished wrap-up as it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sample {
    /// The day it closed on, such as `2026-03-31`.
    pub day: String,
    /// The channel's name.
    pub channel: String,
    /// The agent's id.
    pub agent: String,
    /// The label of the code that counts now, as it was when it was chosen; empty for none.
    pub code: String,
    /// How it ended.
    pub kind: ClosureKind,
    /// How long it took, without the time it was parked.
    pub duration: Millis,
    /// How often it was extended.
    pub extensions: u32,
    /// Whether a code was suggested, and if so whether it is the one that counts now.
    pub suggestion: Option<bool>,
}

/// The closed segments of `conversations`, by days that begin `offset_minutes`
/// before midnight UTC (60 for Central European Time).
pub fn samples<'a>(
    conversations: impl Iterator<Item = (&'a Interaction, &'a [Segment])>,
    offset_minutes: i32,
) -> Vec<Sample> {
    let mut samples = Vec::new();
    for (interaction, segments) in conversations {
        for segment in segments {
            let Some(closed) = segment.closed() else { continue };
            let code = closed.code();
            let id = code.map(|code| &code.id);
            samples.push(Sample {
                day: day(closed.closure.at, offset_minutes),
                channel: interaction.channel.name().to_owned(),
                agent: segment.agent.to_string(),
                code: code.map_or_else(String::new, |code| code.label.clone()),
                kind: closed.closure.kind,
                duration: closed.closure.duration,
                extensions: segment.extensions,
                suggestion: segment.suggestion.as_ref().map(|suggested| Some(suggested) == id),
            });
        }
    }
    samples
}

/// What numbers are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// Nothing: one row for all.
    All,
    /// The day.
    Day,
    /// The channel.
    Channel,
    /// The agent.
    Agent,
    /// The code.
    Code,
}

/// The numbers of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The day, channel, agent or code; empty for all.
    pub name: String,
    /// How many wrap-ups.
    pub count: u64,
    /// The duration that half of them keep within: the middle one, or half-way
    /// between the two in the middle.
    pub median: Millis,
    /// The duration that nine of ten keep within.
    pub p90: Millis,
    /// How many were submitted.
    pub submitted: u64,
    /// How many the deadline ended.
    pub timed_out: u64,
    /// How many the sweep closed.
    pub swept: u64,
    /// How many ended in other ways.
    pub otherwise: u64,
    /// How often they were extended, all together.
    pub extensions: u64,
    /// For how many a code was suggested.
    pub suggested: u64,
    /// For how many of those it is the code that counts now.
    pub accepted: u64,
}

impl Row {
    fn of<'a>(name: String, samples: impl Iterator<Item = &'a Sample>) -> Self {
        let mut row = Self { name, ..Self::default() };
        let mut durations = Vec::new();
        for sample in samples {
            row.count += 1;
            durations.push(sample.duration);
            match sample.kind {
                ClosureKind::Submitted => row.submitted += 1,
                ClosureKind::TimedOut => row.timed_out += 1,
                ClosureKind::Swept => row.swept += 1,
                _ => row.otherwise += 1,
            }
            row.extensions += u64::from(sample.extensions);
            row.suggested += u64::from(sample.suggestion.is_some());
            row.accepted += u64::from(sample.suggestion == Some(true));
        }
        durations.sort_unstable();
        row.median = median(&durations);
        row.p90 = percentile(&durations, 90);
        row
    }

    /// Which share of all `part` is, in percent, rounded.
    pub fn percent(&self, part: u64) -> u64 {
        (part * 200 + self.count).checked_div(self.count * 2).unwrap_or_default()
    }
}

fn median(sorted: &[Millis]) -> Millis {
    let half = sorted.len() / 2;
    match (sorted.get(half), half.checked_sub(1).and_then(|before| sorted.get(before))) {
        (Some(above), Some(below)) if sorted.len().is_multiple_of(2) => {
            Millis(below.0 + above.0.saturating_sub(below.0) / 2)
        }
        (Some(middle), _) => *middle,
        (None, _) => Millis::ZERO,
    }
}

/// The smallest of `sorted` that at least `percent` of them do not exceed.
fn percentile(sorted: &[Millis], percent: usize) -> Millis {
    let rank = (sorted.len() * percent).div_ceil(100);
    sorted.get(rank.saturating_sub(1)).copied().unwrap_or_default()
}

/// The numbers of `samples`: days in their order, other groups the most frequent first.
pub fn rows(samples: &[Sample], by: By) -> Vec<Row> {
    let mut groups: BTreeMap<&str, Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        let name = match by {
            By::All => "",
            By::Day => &sample.day,
            By::Channel => &sample.channel,
            By::Agent => &sample.agent,
            By::Code => &sample.code,
        };
        groups.entry(name).or_default().push(sample);
    }
    let row = |(name, group): (&str, Vec<&Sample>)| Row::of(name.to_owned(), group.into_iter());
    let mut rows: Vec<_> = groups.into_iter().map(row).collect();
    if by != By::Day {
        rows.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    }
    rows
}

/// The date of `at` in the Gregorian calendar, `offset_minutes` east of UTC. Instants
/// before 1970 count as its first day.
pub fn day(at: Timestamp, offset_minutes: i32) -> String {
    const DAY: i64 = 24 * 60 * 60 * 1000;
    let local = at.0.saturating_add(i64::from(offset_minutes) * 60_000);
    let mut left = local.max(0) / DAY;
    let is_leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    // Four hundred years have 146,097 days, whichever year they begin in.
    let mut year = 1970 + left / 146_097 * 400;
    left %= 146_097;
    while left >= 365 + i64::from(is_leap(year)) {
        left -= 365 + i64::from(is_leap(year));
        year += 1;
    }
    let lengths = [31, 28 + i64::from(is_leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 1;
    for length in lengths {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}
