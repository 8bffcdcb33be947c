//! How often one agent, or one address that nobody has signed in from, may ask.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How many are remembered; beyond it, those that have waited long enough go.
const MOST: usize = 10_000;

/// So many seconds' worth may come at once: a page that was offline has things to tell.
const BURST: f64 = 10.0;

struct Bucket {
    left: f64,
    at: Instant,
}

/// A bucket for each, which fills evenly.
pub struct Rates {
    a_second: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

impl Rates {
    /// So many requests a second of each.
    pub fn new(a_second: u32) -> Self {
        Self { a_second: a_second.into(), buckets: Mutex::default() }
    }

    /// Whether `who` may ask now; otherwise in how many seconds.
    pub fn take(&self, who: &str) -> Result<(), u32> {
        self.take_at(who, Instant::now())
    }

    fn take_at(&self, who: &str, at: Instant) -> Result<(), u32> {
        let full = self.a_second * BURST;
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |bucket: &Bucket| {
            bucket.left + at.duration_since(bucket.at).as_secs_f64() * self.a_second
        };
        if buckets.len() >= MOST && !buckets.contains_key(who) {
            buckets.retain(|_, bucket| filled(bucket) < full);
            if buckets.len() >= MOST {
                buckets.clear();
            }
        }
        let bucket = buckets.entry(who.to_owned()).or_insert(Bucket { left: full, at });
        bucket.left = filled(bucket).min(full);
        bucket.at = at;
        if bucket.left < 1.0 {
            return Err(1);
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_burst_is_taken_and_then_an_even_flow() {
        let rates = Rates::new(2);
        let at = Instant::now();
        assert!((0..20).all(|_| rates.take_at("ada", at).is_ok()));
        assert_eq!(rates.take_at("ada", at), Err(1));
        assert!(rates.take_at("ben", at).is_ok());
        let later = at + Duration::from_secs(1);
        assert!((0..2).all(|_| rates.take_at("ada", later).is_ok()));
        assert_eq!(rates.take_at("ada", later), Err(1));
    }
}
