//! Counts for Prometheus, in its text format.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The upper ends of the buckets that durations are counted in, in milliseconds.
const BUCKETS: [u64; 8] = [5, 10, 25, 50, 100, 250, 1_000, 5_000];

#[derive(Default)]
struct Durations {
    buckets: [u64; BUCKETS.len()],
    count: u64,
    milliseconds: u64,
}

#[derive(Default)]
struct Counts {
    /// By method, route and status.
    requests: BTreeMap<(String, String, u16), u64>,
    /// By route.
    durations: BTreeMap<String, Durations>,
    /// By what happened: see [`Metrics::count`].
    events: BTreeMap<(&'static str, &'static str), u64>,
}

/// Everything that is counted since the start.
#[derive(Default)]
pub struct Metrics(Mutex<Counts>);

impl Metrics {
    fn with<T>(&self, act: impl FnOnce(&mut Counts) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// A request to `route` was answered.
    pub fn request(&self, method: &str, route: &str, status: u16, took: Duration) {
        let took = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        self.with(|counts| {
            *counts.requests.entry((method.to_owned(), route.to_owned(), status)).or_default() += 1;
            let durations = counts.durations.entry(route.to_owned()).or_default();
            durations.count += 1;
            durations.milliseconds = durations.milliseconds.saturating_add(took);
            for (bucket, end) in durations.buckets.iter_mut().zip(BUCKETS) {
                *bucket += u64::from(took <= end);
            }
        });
    }

    /// Something happened to a wrap-up: `closed`, `version`, `repeated`, `overruled`, by a
    /// `page` or the `server`.
    pub fn count(&self, what: &'static str, by: &'static str) {
        self.with(|counts| *counts.events.entry((what, by)).or_default() += 1);
    }

    /// All of it as text.
    pub fn text(&self) -> String {
        self.with(|counts| {
            let mut text = String::new();
            // Writing to a text never fails.
            let _ = write_all(counts, &mut text);
            text
        })
    }
}

fn write_all(counts: &Counts, text: &mut String) -> std::fmt::Result {
    writeln!(text, "# TYPE wrapup_http_requests_total counter")?;
    for ((method, route, status), count) in &counts.requests {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        writeln!(text, "wrapup_http_requests_total{{{labels}}} {count}")?;
    }
    writeln!(text, "# TYPE wrapup_http_request_seconds histogram")?;
    for (route, durations) in &counts.durations {
        let name = "wrapup_http_request_seconds";
        for (end, count) in BUCKETS.iter().zip(durations.buckets) {
            let end = f64::from(u32::try_from(*end).unwrap_or(u32::MAX)) / 1000.0;
            writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"{end}\"}} {count}")?;
        }
        let Durations { count, milliseconds, .. } = durations;
        writeln!(text, "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {count}")?;
        writeln!(
            text,
            "{name}_sum{{route=\"{route}\"}} {}.{:03}",
            milliseconds / 1000,
            milliseconds % 1000
        )?;
        writeln!(text, "{name}_count{{route=\"{route}\"}} {count}")?;
    }
    writeln!(text, "# TYPE wrapup_events_total counter")?;
    for ((what, by), count) in &counts.events {
        writeln!(text, "wrapup_events_total{{what=\"{what}\",by=\"{by}\"}} {count}")?;
    }
    Ok(())
}
