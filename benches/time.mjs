// Measures the rows about time of the budget, in Chromium with its throttling on.
//
//   make bench-time                                      about six minutes
//   make bench-time options='--seconds 20'               shorter samples of the shown second
//   make bench-time options='--minutes 30'               and once more after that long, for drift
//   make bench-time options='--only hidden'              the rows with that in their name
//
// WRAPUP_SITE names another build than target/stage. A budget that is missed is
// printed as missed and is no error: figures from a busy machine prove little.
import { parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "../tests/e2e/server.mjs";
import { costs, wakeUps } from "./page-metrics.mjs";
import { Preview } from "./preview.mjs";
import { Report, buildOf, quantile } from "./report.mjs";
import { seenSeconds, startWatching } from "./shown-seconds.mjs";

const { values: options } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, minutes: { type: "string" }, only: { type: "string", default: "" } },
});
const seconds = Number(options.seconds);
const minutes = options.minutes === undefined ? undefined : Number(options.minutes);
if (!(seconds > 0) || (minutes !== undefined && !(minutes > 0))) {
  throw new Error("--seconds and --minutes must be numbers above 0");
}

const HOUR = 3_600_000;
const site = process.env.WRAPUP_SITE ?? "target/stage";
const server = await serve(site);
let report;

/** Runs one measurement in a Chromium of its own. */
async function measure(row, measurement) {
  if (!row.includes(options.only)) return;
  const preview = await Preview.open(server.url);
  report ??= new Report({ chromium: preview.chromium.version, build: buildOf(site) });
  try {
    await measurement(preview, (figures) => report.add({ row, ...figures }));
  } finally {
    await preview.close();
  }
}

/** The second that is shown, in one conversation or eight: with 3 countdowns or with 10. */
async function shownSecond(row, { conversations, budget, prepare = async () => {}, length = seconds }) {
  await measure(row, async (preview, add) => {
    await preview.wrapUp(conversations, 12 * 3600);
    await prepare(preview);
    await startWatching(preview);
    await pause(length * 1000);
    const seen = await seenSeconds(preview);
    // Written into the page, and then drawn with the next frame.
    for (const key of ["written", "drawn"]) {
      const values = seen.map((each) => each[key]);
      add({ figure: `${key}, p50`, measured: quantile(values, 0.5), unit: "ms", samples: values.length });
      add({ figure: `${key}, p99`, measured: quantile(values, 0.99), unit: "ms", samples: values.length, budget });
    }
  });
}

function addExpiry(add, late, budget) {
  add({ figure: "p50", measured: quantile(late, 0.5), unit: "ms", samples: late.length });
  add({ figure: "worst", measured: Math.max(...late), unit: "ms", samples: late.length, budget });
}

await shownSecond("shown second, 3 countdowns", { conversations: 1, budget: 20 });
await shownSecond("shown second, 10 countdowns", { conversations: 8, budget: 20 });
await shownSecond("shown second, 10 at 20x CPU throttling", {
  conversations: 8,
  budget: 100,
  prepare: ({ session }) => session.send("Emulation.setCPUThrottlingRate", { rate: 20 }),
});
await shownSecond("shown second, 10 with the clock 8 h on", {
  conversations: 8,
  budget: 20,
  prepare: ({ page }) => page.evaluate((by) => window.moveClock(by), 8 * HOUR),
});
if (minutes !== undefined) {
  await shownSecond(`shown second, 10 after ${minutes} min`, {
    conversations: 8,
    budget: 20,
    prepare: async () => {
      await pause(minutes * 60_000);
    },
  });
}

await measure("expiry, visible", async (preview, add) => {
  await preview.wrapUp(10, 8);
  addExpiry(add, (await preview.accepted()).map(({ late }) => late), 50);
});

await measure("expiry, hidden", async (preview, add) => {
  // Long enough for the timers of the hidden page to be slowed down as far as they are.
  await preview.wrapUp(10, 45);
  const front = await preview.hide();
  addExpiry(add, (await preview.accepted(front)).map(({ late }) => late), 1_100);
});

await measure("expiry, after a resume", async (preview, add) => {
  await preview.wrapUp(3, 8);
  const front = await preview.hide();
  const segments = await preview.stored("segments", front);
  await preview.page.evaluate(() => {
    document.addEventListener("resume", () => (window.resumedAt = Date.now()), { capture: true });
  });
  await preview.session.send("Page.setWebLifecycleState", { state: "frozen" });
  await pause(Math.max(...segments.map((each) => each.deadline)) + 1_000 - Date.now());
  await preview.session.send("Page.setWebLifecycleState", { state: "active" });
  const accepted = await preview.accepted(front);
  const resumed = await preview.page.evaluate(() => window.resumedAt);
  addExpiry(add, accepted.map(({ at }) => at - resumed), 100);
});

await measure("ten visible countdowns", async (preview, add) => {
  await preview.wrapUp(8, 12 * 3600);
  const { layouts, styles, script, tasks } = await costs(preview, 20);
  add({ figure: "layouts", measured: layouts, unit: "a second", budget: 1 });
  add({ figure: "style recalculations", measured: styles, unit: "a second", budget: 1 });
  add({ figure: "script", measured: script, unit: "ms a second" });
  add({ figure: "main thread", measured: tasks, unit: "ms a second", budget: 8 });
});

await measure("ten hidden countdowns", async (preview, add) => {
  await preview.wrapUp(8, 12 * 3600);
  await preview.hide();
  const { layouts, tasks } = await costs(preview, 15);
  const { timers, frames } = await wakeUps(preview, 15);
  add({ figure: "layouts", measured: layouts, unit: "a second", budget: 0 });
  add({ figure: "frames", measured: frames, unit: "a second", budget: 0 });
  add({ figure: "timers", measured: timers, unit: "a second", budget: 1 });
  add({ figure: "main thread", measured: tasks, unit: "ms a second" });
});

await server.close();
if (report === undefined) throw new Error(`no row has "${options.only}" in its name`);
report.print();
report.write("target/bench/time.json");
