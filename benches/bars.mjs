// What the element promises, by row and figure: at most so much.
//
// A `ceiling` stands where the bar is not met yet. It is a little above what was
// reached, and only ever lowered: what is worse than that is an error, as is whatever
// is worse than a bar without one.
export const bars = {
  "bytes over the wire: all of it": { bar: 80, ceiling: 463 },
  "bytes over the wire: against React with Radix": { bar: 1, ceiling: 6.8 },
  "bytes over the wire: on the critical path": { bar: 2 },

  "cold navigation to dialog drawn: against React with Radix": { bar: 0.5, ceiling: 2.1 },
  "warm opening at 4x CPU throttling: script and layout": { bar: 16.7, ceiling: 40 },

  "ten visible countdowns: layouts": { bar: 1 },
  "ten visible countdowns: style recalculations": { bar: 1 },
  "ten visible countdowns: script": { bar: 1.5, ceiling: 2.2 },
  "ten visible countdowns: main thread": { bar: 8 },
  "ten hidden countdowns: layouts": { bar: 0 },
  "ten hidden countdowns: frames": { bar: 0 },
  "ten hidden countdowns: wake-ups": { bar: 1 },

  "shown second, 1 countdown: drawn, p99": { bar: 20 },
  "shown second, 10 countdowns: drawn, p99": { bar: 20 },
  "shown second, 10 at 20x CPU throttling: drawn, p99": { bar: 100 },
  "shown second, 10 with the clock 8 h on: drawn, p99": { bar: 20 },
  "expiry, visible: worst": { bar: 50 },
  "expiry, hidden: worst": { bar: 1_100 },
  "expiry, after a resume: worst": { bar: 100 },

  "a code among 5,000: a search, p98": { bar: 16 },
  "a code among 5,000: a key at 4x CPU throttling, p98": { bar: 50, ceiling: 100 },

  "ten dialogs: JavaScript heap": { bar: 2, ceiling: 2.5 },
  "ten dialogs: wasm memory": { bar: 2.5, ceiling: 3.5 },
  "opened and closed over and over: more pages of wasm memory": { bar: 0 },
  "opened and closed over and over: more nodes": { bar: 0 },
  "opened and closed over and over: more listeners": { bar: 0 },
  // Linear, with room for what measuring itself varies by.
  "growth: slope of memory": { bar: 1.1 },
  "growth: slope of the main thread": { bar: 1.1 },
};
