//! Thousands of shifts at one machine, with everything that can go wrong, each by
//! chance and each repeatable: two agents take turns, with several tabs, over
//! stores, locks, a network and a backend that are simulated; pages and outbox are
//! the product's own.
//!
//! `SIM_SEEDS` says how many (10,000), `SIM_FIRST` from which on (0). `SIM_SEED`
//! runs a single one and prints what happened in it.

#![allow(clippy::unwrap_used)]

mod agent;
mod backend;
mod checker;
mod courier;
mod fault;
#[path = "../fixtures/mod.rs"]
mod fixtures;
mod machine;
mod network;
mod presence;
mod queue;
mod random;
mod record;
mod store;
mod tab;
mod world;

use std::time::Instant;

use fault::Counts;
use world::World;

/// From so many runs on each fault must have happened a few times.
const ENOUGH: u64 = 10_000;
const A_FEW: u64 = 5;
/// A long run says how far it is, each time it has done so many.
const NEWS: u64 = 50_000;

fn number(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.replace('_', "").parse().unwrap())
}

/// A run that fails is run again with a trace of it.
fn explain(seed: u64) {
    let mut world = World::new(seed, true);
    let faults = world.run();
    for line in world.trace.iter().flatten() {
        println!("{line}");
    }
    println!("seed {seed}:");
    for fault in faults {
        println!("  {fault:.600}");
    }
}

#[test]
fn nothing_promised_is_lost_and_nothing_counts_twice() {
    if let Some(seed) = number("SIM_SEED") {
        explain(seed);
        assert!(World::new(seed, false).run().is_empty());
        return;
    }
    let (first, seeds) = (number("SIM_FIRST").unwrap_or(0), number("SIM_SEEDS").unwrap_or(ENOUGH));
    let begun = Instant::now();
    let mut counts = Counts::new();
    let (mut closures, mut told) = (0, 0);
    for seed in first..first + seeds {
        let mut world = World::new(seed, false);
        let faults = world.run();
        if !faults.is_empty() {
            explain(seed);
            panic!("replay it with: SIM_SEED={seed} cargo test --test simulation -- --nocapture");
        }
        counts.take_in(&world.counts);
        closures += world.record.closures.len();
        told += world.record.told;
        let done = seed - first + 1;
        if done.is_multiple_of(NEWS) {
            println!("{done} seeds, {closures} closures, {:?}", begun.elapsed());
        }
    }
    println!("{seeds} seeds from {first} in {:?}", begun.elapsed());
    println!("{closures} closures stored, {told} told, 0 lost, 0 counted twice");
    for (words, count) in counts.each() {
        println!("{count:>10} {words}");
        assert!(seeds < ENOUGH || count >= A_FEW, "too few to prove anything: {words}");
    }
}
