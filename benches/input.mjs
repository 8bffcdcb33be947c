// Measures typing in the field for a code among 5,000: how long one search takes, and
// how long a key is waited for at 4x CPU throttling. Peers have no search: beside it
// stands what a key takes in their field for notes, and in the element's own.
//
//   make bench-input
import { openMany } from "./in-page.mjs";
import { quantile, Report } from "./report.mjs";
import { buildPeers, ofElement, Stand, subjects } from "./subjects.mjs";

const CODES = 5_000;
const SLOWER = 4;
const SECONDS = 12 * 3600;
const SOUGHT = ["refund late", "warr 4994", "reclamation 33", "invoice disputed", "xq", "wrong amount", "e", "login mis 106", "appointment"];
const NOTES = "Wants a call back on Tuesday about the second invoice.";

/** Runs in the page: how long the field takes for each piece of typing, in milliseconds. */
async function search(sought) {
  const [field] = window.findAll("[role=dialog] [role=combobox]");
  const took = [];
  for (let round = 0; round < 5; round++) {
    for (const text of sought) {
      for (let end = 1; end <= text.length; end++) {
        field.value = text.slice(0, end);
        const begin = performance.now();
        field.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
        took.push(performance.now() - begin);
        await new Promise(requestAnimationFrame);
      }
    }
  }
  return took;
}

/** Runs in the page: notes how long each press of a key took until the next frame. */
function watchKeys() {
  window.keys = new Map();
  new PerformanceObserver((list) => {
    for (const { interactionId, duration } of list.getEntries()) {
      if (interactionId !== 0) window.keys.set(interactionId, Math.max(duration, window.keys.get(interactionId) ?? 0));
    }
  }).observe({ type: "event", durationThreshold: 16, buffered: true });
}

/** Presses the keys in a slow page; gives how long each was waited for, in milliseconds. */
async function waits({ page, session }, presses) {
  await page.evaluate(watchKeys);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  for (const key of presses) await page.keyboard.press(key);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 500))));
  const told = await page.evaluate(() => [...window.keys.values()]);
  // What is not told was answered within 16 ms, which is as fine as the browser tells it.
  return [...told, ...Array.from({ length: Math.max(0, presses.length - told.length) }, () => 16)];
}

const openOne = (page, id) => page.evaluate(openMany, { count: 1, seconds: SECONDS, from: id });

const shares = { p50: 0.5, p98: 0.98, worst: 1 };

buildPeers();
const stand = await Stand.open();
const report = new Report("input", { chromium: stand.chromium, codes: CODES });
try {
  const opened = await stand.page(ofElement, `?codes=${CODES}`);
  const { page } = opened;
  await openOne(page, 0);
  const field = page.getByRole("combobox", { name: "Wrap-up code" });
  const first = await page.evaluate(() => {
    const [field] = window.findAll("[role=dialog] [role=combobox]");
    const begin = performance.now();
    field.click();
    return performance.now() - begin;
  });
  report.add({ row: "a code among 5,000", figure: "the list opens for the first time", measured: first, unit: "ms" });
  const took = await page.evaluate(search, SOUGHT);
  for (const [name, share] of Object.entries(shares)) {
    report.add({ row: "a code among 5,000", figure: `a search, ${name}`, measured: quantile(took, share), unit: "ms", samples: took.length });
  }
  await field.fill("");
  const presses = SOUGHT.flatMap((text) => [...text, "ArrowDown", "ArrowDown", "PageDown", ...[...text].map(() => "Backspace")]);
  const slow = await waits(opened, presses);
  for (const [name, share] of Object.entries(shares)) {
    const figure = `a key at ${SLOWER}x CPU throttling, ${name}`;
    report.add({ row: "a code among 5,000", figure, measured: quantile(slow, share), unit: "ms", samples: slow.length });
  }
  await opened.close();

  for (const subject of subjects) {
    const opened = await stand.page(subject);
    await openOne(opened.page, 1);
    await opened.page.getByLabel("Notes").first().focus();
    const slow = await waits(opened, [...NOTES, ...NOTES]);
    const row = `a key in the notes at ${SLOWER}x CPU throttling`;
    for (const [name, share] of Object.entries(shares)) {
      report.add({ row, figure: name, subject, measured: quantile(slow, share), unit: "ms", samples: slow.length });
    }
    await opened.close();
  }
} finally {
  await stand.close();
}
report.finish();
