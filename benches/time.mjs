// Measures the rows about time of the design, in Chromium with its throttling on: how
// late a second is shown, and how late a wrap-up ends by itself.
//
//   make bench-time                                      about four minutes
//   make bench-time options='--seconds 20'               shorter samples of the shown second
//   make bench-time options='--minutes 30'               and once more after that long, for drift
//   make bench-time options='--only hidden'              the rows with that in their name
import { parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { openMany } from "./in-page.mjs";
import { quantile, Report } from "./report.mjs";
import { seenSeconds, startWatching } from "./shown-seconds.mjs";
import { accepted, makeClockMovable, segments } from "./stored.mjs";
import { ofElement, Stand } from "./subjects.mjs";

const { values: options } = parseArgs({
  options: { seconds: { type: "string", default: "20" }, minutes: { type: "string" }, only: { type: "string", default: "" } },
});
const seconds = Number(options.seconds);
const minutes = options.minutes === undefined ? undefined : Number(options.minutes);
if (!(seconds > 0) || (minutes !== undefined && !(minutes > 0))) {
  throw new Error("--seconds and --minutes must be numbers above 0");
}

const HOUR = 3_600_000;
const LONG = 12 * 3600;
let report;

/** Runs one measurement in a Chromium of its own, with so many wrap-ups of so many seconds. */
async function measure(row, count, length, measurement) {
  if (!row.includes(options.only)) return;
  const stand = await Stand.open([ofElement]);
  report ??= new Report("time", { chromium: stand.chromium });
  try {
    const opened = await stand.page(ofElement, "", (_, page) => page.addInitScript(makeClockMovable));
    await opened.page.evaluate(openMany, { count, seconds: length });
    await measurement({ ...opened, stand }, (figures) => report.add({ row, ...figures }));
  } finally {
    await stand.close();
  }
}

/** The second that is shown, in one countdown or ten. */
async function shownSecond(row, { countdowns, prepare = async () => {} }) {
  await measure(row, countdowns, LONG, async (opened, add) => {
    await prepare(opened);
    await startWatching(opened.page);
    await pause(seconds * 1000);
    const seen = await seenSeconds(opened.page);
    // Written into the page, and then drawn with the next frame.
    for (const key of ["written", "drawn"]) {
      const values = seen.map((each) => each[key]);
      add({ figure: `${key}, p50`, measured: quantile(values, 0.5), unit: "ms", samples: values.length });
      add({ figure: `${key}, p99`, measured: quantile(values, 0.99), unit: "ms", samples: values.length });
    }
  });
}

function addExpiry(add, late) {
  add({ figure: "p50", measured: quantile(late, 0.5), unit: "ms", samples: late.length });
  add({ figure: "worst", measured: Math.max(...late), unit: "ms", samples: late.length });
}

await shownSecond("shown second, 1 countdown", { countdowns: 1 });
await shownSecond("shown second, 10 countdowns", { countdowns: 10 });
await shownSecond("shown second, 10 at 20x CPU throttling", {
  countdowns: 10,
  prepare: ({ session }) => session.send("Emulation.setCPUThrottlingRate", { rate: 20 }),
});
await shownSecond("shown second, 10 with the clock 8 h on", {
  countdowns: 10,
  prepare: ({ page }) => page.evaluate((by) => window.moveClock(by), 8 * HOUR),
});
if (minutes !== undefined) {
  await shownSecond(`shown second, 10 after ${minutes} min`, {
    countdowns: 10,
    prepare: async () => {
      await pause(minutes * 60_000);
    },
  });
}

await measure("expiry, visible", 10, 8, async ({ page }, add) => {
  addExpiry(add, (await accepted(page)).map(({ late }) => late));
});

// Long enough for the timers of the hidden page to be slowed down as far as they are.
await measure("expiry, hidden", 10, 45, async ({ page, stand }, add) => {
  await stand.hide(page);
  addExpiry(add, (await accepted(page)).map(({ late }) => late));
});

await measure("expiry, after a resume", 3, 8, async ({ page, session, stand }, add) => {
  const deadlines = (await segments(page)).map(({ deadline }) => deadline);
  await stand.hide(page);
  await page.evaluate(() => {
    document.addEventListener("resume", () => (window.resumedAt = Date.now()), { capture: true });
  });
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await pause(Math.max(...deadlines) + 1_000 - Date.now());
  await session.send("Page.setWebLifecycleState", { state: "active" });
  const ended = await accepted(page);
  const resumed = await page.evaluate(() => window.resumedAt);
  addExpiry(add, ended.map(({ at }) => at - resumed));
});

if (report === undefined) throw new Error(`no row has "${options.only}" in its name`);
report.finish({ some: options.only !== "" });
