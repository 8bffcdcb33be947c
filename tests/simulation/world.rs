//! Simulates one run: a machine, its tabs, the network and the backend, first
//! with everything that can befall them, then in peace until all is at rest.

use std::collections::BTreeMap;

use crate::backend::Backend;
use crate::fault::{Counts, Fault};
use crate::machine::{Machine, TabId};
use crate::network::Request;
use crate::presence::Said;
use crate::queue::Queue;
use crate::random::Random;
use crate::record::Record;
use crate::store::Transaction;
use crate::tab::{Input, Tab};

#[derive(Debug)]
pub(crate) enum Event {
    /// The agent does something, or something befalls them.
    Something,
    Tab(TabId, Input),
    Thaw(TabId),
    Store(TabId, usize, Transaction),
    Arrive(Request),
    Presence(Said),
    Backend,
}

/// A run, and what came of it.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) queue: Queue<Event>,
    pub(crate) random: Random,
    pub(crate) counts: Counts,
    pub(crate) machine: Machine,
    pub(crate) tabs: BTreeMap<TabId, Tab>,
    /// The tab the agent works in.
    pub(crate) front: TabId,
    pub(crate) backend: Backend,
    pub(crate) record: Record,
    /// How many of a hundred requests meet a fault.
    pub(crate) weather: u64,
    /// How many of a thousand transactions do.
    pub(crate) store_weather: u64,
    pub(crate) tab_count: TabId,
    pub(crate) key_count: u64,
    pub(crate) word_count: u64,
    pub(crate) conversation_count: u64,
    backend_alarm: u64,
    /// What happened, line by line, where somebody wants to read it.
    pub(crate) trace: Option<Vec<String>>,
}

impl World {
    pub(crate) fn new(seed: u64, traced: bool) -> Self {
        let mut random = Random::new(seed);
        let (weather, store_weather) = (random.between(0, 50), random.between(0, 30));
        let has_switch = random.percent(60);
        Self {
            queue: Queue::new(),
            random,
            counts: Counts::new(),
            machine: Machine { has_switch, ..Machine::default() },
            tabs: BTreeMap::new(),
            front: 0,
            backend: Backend::default(),
            record: Record::default(),
            weather,
            store_weather,
            tab_count: 0,
            key_count: 0,
            word_count: 0,
            conversation_count: 0,
            backend_alarm: u64::MAX,
            trace: traced.then(Vec::new),
        }
    }

    pub(crate) fn count(&mut self, fault: Fault) {
        self.counts.add(fault);
        self.note(|| format!("  ! {fault:?}"));
    }

    /// A line for the trace.
    pub(crate) fn note(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            let now = self.queue.now;
            trace.push(format!("{:>7}.{:03} {}", now / 1000, now % 1000, line()));
        }
    }

    /// The whole run. Gives everything that is not as it must be, in words.
    pub(crate) fn run(&mut self) -> Vec<String> {
        self.queue.at(0, Event::Something);
        let storm = self.random.between(30_000, 400_000);
        while let Some(event) = self.queue.next(storm) {
            self.happen(event, true);
        }
        // What a tab began before it died may take place as long as a store hangs.
        let busy = self.machine.shelves.iter().map(|shelf| shelf.busy_until).max();
        let quiet = self.machine.asleep_until.max(busy.unwrap_or(0));
        while let Some(event) = self.queue.next(quiet) {
            self.happen(event, false);
        }
        self.note(|| "from here on in peace".to_owned());
        self.heal();
        let mut restless = true;
        for _ in 0..4 {
            restless = !self.drain();
            self.sign_out();
            restless |= !self.drain();
            if !restless {
                break;
            }
            self.sign_out();
        }
        let mut faults = self.check();
        if restless {
            faults.insert(0, "it does not come to rest".to_owned());
        }
        faults
    }

    fn happen(&mut self, event: Event, storm: bool) {
        let asleep = self.queue.now < self.machine.asleep_until;
        if asleep
            && matches!(
                event,
                Event::Something | Event::Tab(..) | Event::Thaw(_) | Event::Store(..)
            )
        {
            return self.queue.at(self.machine.asleep_until, event);
        }
        match event {
            Event::Something => {
                if storm {
                    let pause = self.something_happens();
                    self.queue.after(pause, Event::Something);
                }
            }
            Event::Tab(tab, input) => self.take_in(tab, input),
            Event::Thaw(tab) => self.thaw(tab),
            Event::Store(tab, agent, transaction) => self.take_place(tab, agent, transaction),
            Event::Arrive(request) => self.arrive(request),
            Event::Presence(said) => self.hear(said),
            Event::Backend => {
                if self.queue.now >= self.backend_alarm {
                    self.backend_alarm = u64::MAX;
                    self.backend.look(self.queue.now, &mut self.counts);
                    self.wake_backend();
                }
            }
        }
    }

    pub(crate) fn wake_backend(&mut self) {
        if let Some(alarm) = self.backend.alarm().filter(|alarm| *alarm < self.backend_alarm) {
            self.backend_alarm = alarm;
            self.queue.at(alarm, Event::Backend);
        }
    }

    /// The machine sleeps: its monotonic clock stands still, and so does all on it.
    pub(crate) fn sleep(&mut self, pause: u64) {
        self.machine.asleep_until = self.queue.now + pause;
        self.machine.slept += pause;
        for tab in self.tabs.keys() {
            self.queue.at(self.machine.asleep_until, Event::Tab(*tab, Input::Focus));
        }
    }

    fn heal(&mut self) {
        let now = self.queue.now;
        self.machine.offline_until = now;
        self.machine.session_lost_until = now;
        self.machine.full_until = now;
        self.weather = 0;
        self.store_weather = 0;
        for tab in self.tabs.keys().copied().collect::<Vec<_>>() {
            self.thaw(tab);
        }
    }

    /// Lets time pass until an agent has nothing left to do and nothing is under
    /// way. False if that takes too long.
    fn drain(&mut self) -> bool {
        for _ in 0..30 {
            if self.tabs.is_empty() {
                self.open_tab();
            }
            let until = self.queue.now + 45_000;
            while let Some(event) = self.queue.next(until) {
                self.happen(event, false);
            }
            if self.is_at_rest() {
                return true;
            }
            self.finish_all();
        }
        false
    }

    fn is_at_rest(&self) -> bool {
        let store = &self.machine.shelves[self.machine.agent].store;
        let sent = store.outbox.values().all(|parcel| parcel.rejected.is_some());
        let closed = |it: &interaction_wrap_up::domain::delivery::step::Stored| {
            it.interaction.state.is_closed()
        };
        sent && store.conversations.values().all(closed)
            && self.tabs.values().all(|tab| tab.open && !tab.page.has_unwritten())
    }
}
