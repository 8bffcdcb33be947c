//! What is listed while a code is being chosen: everything in groups, or what was found.

use super::CodeIndex;
use crate::domain::code_habits::CodeHabits;
use crate::domain::id::CodeId;

/// How many codes used last are listed.
const RECENT: usize = 5;

/// With fewer codes than this there are no groups: all are seen at a glance.
const GROUPED_FROM: usize = 9;

/// What codes have in common that are listed together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// An AI suggests it.
    Suggested,
    /// The agent used them last.
    Recent,
    /// The agent has marked them.
    Favourites,
    /// Every code, as a tree.
    All,
    /// They are what was looked for.
    Found,
}

/// A row of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// What the rows below have in common.
    Heading(Group),
    /// No code: takes a choice back.
    None,
    /// The code of that place in the index.
    Code(usize),
}

/// The rows of a list, top to bottom. Those that can be chosen are its options.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CodeList {
    rows: Vec<Row>,
    /// Where groups begin.
    groups: Vec<(usize, Group)>,
}

impl CodeList {
    /// What is listed for what was `typed`, the best first; for nothing (or blanks)
    /// everything, with what the agent is likely to want at the top. `chosen` can then
    /// be taken back.
    pub fn of(
        index: &CodeIndex,
        typed: &str,
        chosen: Option<&CodeId>,
        suggestion: Option<&CodeId>,
        habits: &CodeHabits,
    ) -> Self {
        let mut list = Self::default();
        let found = index.search(typed);
        if !typed.trim().is_empty() {
            list.add(Group::Found, &found);
            return list;
        }
        if chosen.is_some() {
            list.groups.push((0, Group::All));
            list.rows.push(Row::None);
        }
        let suggested: Vec<_> = suggestion.and_then(|id| index.place_of(id)).into_iter().collect();
        list.add(Group::Suggested, &suggested);
        if found.len() >= GROUPED_FROM {
            let places = |ids: &[CodeId], most| {
                let places = ids.iter().filter_map(|id| index.place_of(id));
                places.take(most).collect::<Vec<_>>()
            };
            let favourites = places(&habits.favourites, usize::MAX);
            let mut recent = places(&habits.recent, usize::MAX);
            recent.retain(|place| !favourites.contains(place));
            recent.truncate(RECENT);
            list.add(Group::Recent, &recent);
            list.add(Group::Favourites, &favourites);
        }
        // The only one needs no name.
        let alone = list.rows.iter().all(|row| *row == Row::None);
        list.add(if alone { Group::Found } else { Group::All }, &found);
        list
    }

    fn add(&mut self, group: Group, places: &[usize]) {
        if places.is_empty() {
            return;
        }
        self.groups.push((self.rows.len(), group));
        if group != Group::Found {
            self.rows.push(Row::Heading(group));
        }
        self.rows.extend(places.iter().map(|place| Row::Code(*place)));
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// A row; `None` beyond the last.
    pub fn row(&self, at: usize) -> Option<Row> {
        self.rows.get(at).copied()
    }

    /// The group of a row.
    pub fn group(&self, at: usize) -> Group {
        let begun = self.groups.iter().take_while(|(begin, _)| *begin <= at).last();
        begun.map_or(Group::Found, |(_, group)| *group)
    }

    /// How many options are above the row of that place, itself included.
    pub fn options_to(&self, at: usize) -> usize {
        let heading = |begin: usize| matches!(self.row(begin), Some(Row::Heading(_)));
        let headings = self.groups.iter().filter(|(begin, _)| *begin <= at && heading(*begin));
        (at + 1).min(self.len()) - headings.count()
    }

    /// How many options there are.
    pub fn options(&self) -> usize {
        self.options_to(self.len())
    }

    /// The first row of a code.
    pub fn row_of(&self, place: usize) -> Option<usize> {
        self.rows.iter().position(|row| *row == Row::Code(place))
    }

    fn option_from(&self, at: usize) -> Option<usize> {
        let is_option = |at: &usize| !matches!(self.rows[*at], Row::Heading(_));
        (at..self.len()).find(is_option)
    }

    fn option_up_to(&self, at: usize) -> Option<usize> {
        let is_option = |at: &usize| !matches!(self.rows[*at], Row::Heading(_));
        (0..self.len().min(at.saturating_add(1))).rev().find(is_option)
    }

    /// The topmost option.
    pub fn first(&self) -> Option<usize> {
        self.option_from(0)
    }

    /// The last option.
    pub fn last(&self) -> Option<usize> {
        self.option_up_to(self.len())
    }

    /// The option so many `rows` further down; the last is followed by the first only for a
    /// single row.
    pub fn down(&self, at: Option<usize>, rows: usize) -> Option<usize> {
        let Some(at) = at else { return self.first() };
        let next = self.option_from(at.saturating_add(rows));
        next.or_else(|| if rows > 1 { self.last() } else { self.first() })
    }

    /// The option so many `rows` further up, likewise.
    pub fn up(&self, at: Option<usize>, rows: usize) -> Option<usize> {
        let Some(at) = at else { return self.last() };
        let next = at.checked_sub(rows).and_then(|at| self.option_up_to(at));
        next.or_else(|| if rows > 1 { self.first() } else { self.last() })
    }
}
