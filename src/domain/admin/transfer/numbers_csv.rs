//! Numbers as a table.

use super::cell;
use crate::domain::admin::numbers::Row;
use crate::domain::time::Millis;

const COLUMNS: [&str; 11] = [
    "name",
    "count",
    "median_seconds",
    "p90_seconds",
    "submitted",
    "timed_out",
    "swept",
    "otherwise",
    "extensions",
    "suggested",
    "accepted",
];

fn seconds(length: Millis) -> String {
    format!("{}.{:03}", length.0 / 1000, length.0 % 1000)
}

/// `rows` as CSV in UTF-8, with a byte order mark for spreadsheets; durations in
/// seconds.
pub fn numbers_to_csv(rows: &[Row]) -> String {
    let mut csv = String::from("\u{feff}");
    csv += &cell::line(COLUMNS.into_iter());
    for row in rows {
        let counts = [
            row.count.to_string(),
            seconds(row.median),
            seconds(row.p90),
            row.submitted.to_string(),
            row.timed_out.to_string(),
            row.swept.to_string(),
            row.otherwise.to_string(),
            row.extensions.to_string(),
            row.suggested.to_string(),
            row.accepted.to_string(),
        ];
        let cells = core::iter::once(row.name.as_str()).chain(counts.iter().map(String::as_str));
        csv += &cell::line(cells);
    }
    csv
}
