// By how much the second that a countdown shows is behind the truth.
import { segments } from "./stored.mjs";

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
    const { interaction } = element.getRootNode().host;
    const deadline = deadlines[interaction];
    if (deadline === undefined) throw new Error(`a countdown of no conversation: ${interaction}`);
    const heed = () => {
      const written = performance.now() + offset;
      const parts = element.textContent.split(":").map(Number);
      const left = parts.reduce((sum, part) => sum * 60 + part, 0);
      // A second is shown from the moment on at which so much is left.
      const due = deadline - left * 1000;
      const [second, lateness] = [due / 1000, written - due];
      requestAnimationFrame(() => seen.push({ second, written: lateness, drawn: lateness + performance.now() + offset - written }));
    };
    new MutationObserver(heed).observe(element, { childList: true, characterData: true, subtree: true });
  };
  window.findAll("[part~=countdown-time]").forEach(observe);
  window.seenSeconds = () => seen.splice(0);
}

/** Starts to watch every countdown of the page. */
export async function startWatching(page) {
  const deadlines = (await segments(page)).map(({ interaction, deadline }) => [interaction, deadline]);
  await page.evaluate(watch, Object.fromEntries(deadlines));
}

/** What was seen since the last time: the worst countdown of each second, in milliseconds. */
export async function seenSeconds(page) {
  const worst = new Map();
  for (const { second, written, drawn } of await page.evaluate(() => window.seenSeconds())) {
    const known = worst.get(second) ?? { written: -Infinity, drawn: -Infinity };
    worst.set(second, { written: Math.max(known.written, written), drawn: Math.max(known.drawn, drawn) });
  }
  return [...worst.values()];
}
