// By how much the second that a countdown shows is behind the truth.

/**
 * Runs in the page: notes for every second that is shown anew when it was written,
 * and when the frame began that draws it. The truth is that of the page's own wall
 * clock, made finer by the monotonic one.
 */
function watch(deadlines) {
  const offset = (() => {
    const start = Date.now();
    for (;;) {
      const now = Date.now();
      if (now !== start) return now - performance.now();
    }
  })();
  const seen = [];
  const observe = (element) => {
    const heed = () => {
      const written = performance.now() + offset;
      const parts = element.textContent.split(":").map(Number);
      const left = parts.reduce((sum, part) => sum * 60 + part, 0);
      // A second is shown from the moment on at which so much is left.
      const late = (deadline) => written - (deadline - left * 1000);
      const lateness = Math.min(...deadlines.map(late).filter((each) => each > -900));
      const second = Math.round((written - lateness) / 1000);
      requestAnimationFrame(() => seen.push({ second, written: lateness, drawn: lateness + performance.now() + offset - written }));
    };
    new MutationObserver(heed).observe(element, { childList: true, characterData: true, subtree: true });
  };
  document.querySelectorAll("[part~=countdown-time]").forEach(observe);
  window.seenSeconds = () => seen.splice(0);
}

/** Starts to watch every countdown of the page. */
export async function startWatching(preview) {
  const deadlines = (await preview.stored("segments")).map((each) => each.deadline);
  await preview.page.evaluate(watch, deadlines);
}

/** What was seen since the last time: the worst countdown of each second, in milliseconds. */
export async function seenSeconds(preview) {
  const worst = new Map();
  for (const { second, written, drawn } of await preview.page.evaluate(() => window.seenSeconds())) {
    const known = worst.get(second) ?? { written: -Infinity, drawn: -Infinity };
    worst.set(second, { written: Math.max(known.written, written), drawn: Math.max(known.drawn, drawn) });
  }
  return [...worst.values()];
}
