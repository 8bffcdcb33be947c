// The time that is left, computed from the deadline, and one timer for all countdowns.

/** Whole seconds left, as they are shown. */
export const left = (segment, now) => Math.max(0, Math.ceil((segment.deadline - now) / 1000));

/** Green above half of the time, yellow from there, red from a quarter. */
export function band(segment, now) {
  const share = (left(segment, now) * 1000) / (segment.deadline - segment.opened);
  return share > 0.5 ? "green" : share > 0.25 ? "yellow" : "red";
}

/** "1:05" */
export const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

const listeners = new Set();
let timer;

function tick() {
  const now = Date.now();
  timer = setTimeout(tick, 1000 - (now % 1000));
  for (const listener of listeners) listener(now);
}

/** Calls back at each full second, all listeners in one task, until what it gives is called. */
export function everySecond(listener) {
  listeners.add(listener);
  timer ??= setTimeout(tick, 1000 - (Date.now() % 1000));
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearTimeout(timer);
    timer = undefined;
  };
}
