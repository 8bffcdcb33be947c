//! Codes and configurations as files, and back: JSON for moving them between systems,
//! CSV for working on codes in a spreadsheet.
//!
//! Reading a file changes nothing: it gives the changes it would make, all of them or,
//! where anything is wrong, none and every problem with its place.

mod cell;
mod codes_csv;
mod json;
mod numbers_csv;

use thiserror::Error;

use super::audit::{self, Change};
use super::codes::{self, CodeError, CodeRule};
use super::lint::{self, Finding, KnownFields, LintRule};
use crate::domain::catalog::Catalog;

pub use self::codes_csv::{codes_from_csv, codes_to_csv};
pub use self::json::{SCHEMA, from_json, to_json};
pub use self::numbers_csv::numbers_to_csv;

/// Where in a file something is wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, counted from 1; 0 where it is the file as a whole.
    pub line: u64,
    /// In a table the column, in a text the character of the line, counted from 1;
    /// 0 where it is the line as a whole.
    pub column: u64,
    /// The field, or the table's column by name; empty where it is neither.
    pub field: String,
}

/// A problem with a file. Nothing of the file was taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {}, column {}: {} {rule}", .place.line, .place.column, .place.field)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub rule: FileRule,
}

/// Which rule a file breaks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum FileRule {
    /// Not in UTF-8.
    #[error("must be saved as UTF-8")]
    Encoding,
    /// There is nothing in it.
    #[error("must not be empty")]
    Empty,
    /// It cannot be read as JSON or as a table.
    #[error("cannot be read: {0}")]
    Malformed(String),
    /// It was written by a newer version of this software.
    #[error("is of schema {found}, and the newest known here is {SCHEMA}")]
    NewerSchema {
        /// The file's schema.
        found: u64,
    },
    /// It doesn't say of which schema it is.
    #[error("must say of which schema it is")]
    NoSchema,
    /// A field or column that is not known, perhaps misspelt.
    #[error("is not known")]
    Unknown,
    /// A column that must be there.
    #[error("must have the column \"{0}\"")]
    ColumnMissing(&'static str),
    /// Two columns or rows of one name.
    #[error("is there twice")]
    Twice,
    /// Another number of cells than the first line has.
    #[error("must have {expected} cells, not {found}")]
    Cells {
        /// As many as the first line.
        expected: usize,
        /// As many as there are.
        found: usize,
    },
    /// Not a value of its type.
    #[error("{0}")]
    Type(String),
    /// See [`CodeRule`].
    #[error(transparent)]
    Code(CodeRule),
    /// See [`LintRule`].
    #[error(transparent)]
    Configuration(LintRule),
}

/// What a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Code,
    Configuration,
}

impl Problem {
    fn new(line: u64, column: u64, field: impl Into<String>, rule: FileRule) -> Self {
        Self { place: Place { line, column, field: field.into() }, rule }
    }

    fn whole(rule: FileRule) -> Self {
        Self { place: Place::default(), rule }
    }
}

/// `bytes` as text, without a byte order mark.
fn decoded(bytes: &[u8]) -> Result<&str, Problem> {
    let text = core::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let good = String::from_utf8_lossy(good);
        let line = good.matches('\n').count() as u64 + 1;
        let column = good.rsplit('\n').next().unwrap_or_default().chars().count() as u64 + 1;
        Problem::new(line, column, "", FileRule::Encoding)
    })?;
    // UTF-16 is full of zeros where it is not refused anyway.
    if let Some(at) = text.find('\0') {
        let line = text[..at].matches('\n').count() as u64 + 1;
        return Err(Problem::new(line, 0, "", FileRule::Encoding));
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() { Err(Problem::whole(FileRule::Empty)) } else { Ok(text) }
}

/// The changes from `before` to `after`, unless `after` has errors that `before` had
/// not. `place` knows where in the file a field of a code or a configuration stands.
fn checked(
    before: &Catalog,
    after: &Catalog,
    known: &KnownFields,
    place: impl Fn(Kind, &str, &'static str) -> Place,
) -> Result<Vec<Change>, Vec<Problem>> {
    let earlier = codes::check(&before.codes);
    let new = codes::check(&after.codes).into_iter().filter(|error| !earlier.contains(error));
    let mut problems: Vec<_> = new
        .map(|CodeError { code, field, rule }| Problem {
            place: place(Kind::Code, code.as_str(), field),
            rule: FileRule::Code(rule),
        })
        .collect();
    let earlier = lint::lint(before, known);
    for finding in lint::lint(after, known) {
        if finding.rule.is_error() && !earlier.contains(&finding) {
            let Finding { configuration, field, rule } = finding;
            let place = place(Kind::Configuration, configuration.as_str(), field);
            problems.push(Problem { place, rule: FileRule::Configuration(rule) });
        }
    }
    problems.sort_by(|a, b| a.place.cmp(&b.place));
    if problems.is_empty() { Ok(audit::changes(before, after)) } else { Err(problems) }
}
