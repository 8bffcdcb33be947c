//! What an agent who looks elsewhere can notice of a countdown: the page's title and icon.
//!
//! They show the most urgent countdown of those whose timer is shown, by the order that
//! wrap-ups have anyway ([`Segment::urgency`]), as long as nothing has been accepted that
//! ends it. A title that is not written each second must not lie: it says until when.

use super::band::Band;
use super::countdown::Countdown;
use super::id::SegmentId;
use super::segment::Segment;
use super::stage::Stage;
use super::time::{Millis, Timestamp};

/// Between what is put in front and the page's own title.
const BETWEEN: &str = " · ";

/// So many different texts that were put in front are remembered: each second of a
/// countdown of a quarter of an hour.
const REMEMBERED: usize = 1000;

/// Which ways a page allows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Ways {
    /// The time left in front of the page's title.
    pub title: bool,
    /// A badge in place of the page's icon.
    pub icon: bool,
}

impl Ways {
    /// Their names, as pages write them.
    pub const NAMES: [&str; 2] = ["title", "icon"];

    /// All of them.
    pub const ALL: Self = Self { title: true, icon: true };

    /// Those of these names, and the names that are none.
    pub fn named<'a>(names: impl IntoIterator<Item = &'a str>) -> (Self, Vec<&'a str>) {
        let (mut ways, mut unknown) = (Self::default(), Vec::new());
        for name in names {
            match name {
                "title" => ways.title = true,
                "icon" => ways.icon = true,
                _ => unknown.push(name),
            }
        }
        (ways, unknown)
    }
}

/// A countdown that runs and is shown, as it stands at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressing {
    /// Whose it is.
    pub segment: SegmentId,
    /// What decides among several: the lower, the more urgent.
    pub urgency: (u8, Timestamp),
    /// The time left in seconds, rounded up.
    pub seconds: u64,
    /// How urgent that is.
    pub band: Band,
    /// When it is over.
    pub deadline: Timestamp,
    /// Whether its agent is warned by now.
    pub is_ending: bool,
    /// How long until each of the bands that are still to come.
    pub changes: Vec<Millis>,
}

/// What is put in front of a page's title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The time left in seconds; written anew each second.
    Left(u64),
    /// When it is over, where nobody writes it anew.
    Until {
        /// The instant.
        deadline: Timestamp,
        /// Whether its agent is warned by now.
        is_ending: bool,
    },
}

impl Segment {
    /// Its countdown, if that can be shown outside of the dialog too.
    pub fn pressing(&self, at: Timestamp) -> Option<Pressing> {
        let runs = matches!(self.stage(), Stage::Working | Stage::Recorded);
        let Some(Countdown::Left { seconds, band, deadline, whole }) =
            self.countdown(at).filter(|_| runs)
        else {
            return None;
        };
        let begins = self.rules.bands.beginnings(whole);
        let pauses = begins.into_iter().map(|left| (deadline - left).since(at));
        Some(Pressing {
            segment: self.id.clone(),
            urgency: self.urgency(),
            seconds,
            band,
            deadline,
            is_ending: self.is_ending(at),
            changes: pauses.filter(|pause| *pause > Millis::ZERO).collect(),
        })
    }
}

impl Pressing {
    /// The most urgent of several; of two that are equally urgent the first.
    pub fn most_urgent(several: impl IntoIterator<Item = Self>) -> Option<Self> {
        several.into_iter().min_by_key(|each| each.urgency)
    }

    /// What says it in a title: the time left where each second is shown (`ticks`), and else
    /// what stays true.
    pub const fn mark(&self, ticks: bool) -> Mark {
        let Self { seconds, deadline, is_ending, .. } = *self;
        if ticks { Mark::Left(seconds) } else { Mark::Until { deadline, is_ending } }
    }
}

/// A page's own title while something stands in front of it.
///
/// The page may change it at any time. What it writes is its title from then on, but for
/// what was put in front: it may have read that, and written it back, at once or later.
#[derive(Debug, Clone, Default)]
pub struct Heading {
    own: String,
    /// What was written last, while something stands in front.
    written: Option<String>,
    /// What was put in front so far, the oldest first.
    marks: Vec<String>,
}

impl Heading {
    /// What the title has to become that reads `found`, with `mark` in front of it or
    /// nothing; `None` for what it is.
    pub fn put(&mut self, found: &str, mark: Option<&str>) -> Option<String> {
        if !self.is_as_written(found) {
            self.own = self.without_marks(found);
        }
        let title = match mark {
            None => self.own.clone(),
            Some(mark) if self.own.is_empty() => mark.to_owned(),
            Some(mark) => [mark, BETWEEN, &self.own].concat(),
        };
        self.written = mark.map(|_| title.clone());
        if let Some(mark) = mark {
            self.remember(mark);
        }
        (title != found).then_some(title)
    }

    /// Whether the title that reads `found` is what was written last.
    pub fn is_as_written(&self, found: &str) -> bool {
        self.written.as_deref() == Some(found)
    }

    fn remember(&mut self, mark: &str) {
        if !self.marks.iter().any(|each| each == mark) {
            if self.marks.len() == REMEMBERED {
                self.marks.remove(0);
            }
            self.marks.push(mark.to_owned());
        }
    }

    /// `found` as the page means it.
    fn without_marks(&self, found: &str) -> String {
        let mut own = found.to_owned();
        for mark in &self.marks {
            if own == *mark {
                return String::new();
            }
            let in_front = [mark, BETWEEN].concat();
            let parts = own.split_once(&in_front);
            let begins = |before: &str| before.is_empty() || before.ends_with(' ');
            if let Some((before, after)) = parts.filter(|(before, _)| begins(before)) {
                own = [before, after].concat();
            }
        }
        own
    }
}
