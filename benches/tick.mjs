// Measures what ten countdowns cost a second, seen and unseen.
//
//   make bench-tick
//   make bench-tick options='--rounds 1'     fewer samples
import { parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { openMany } from "./in-page.mjs";
import { costs, wakeUps } from "./page-metrics.mjs";
import { Report } from "./report.mjs";
import { buildPeers, Stand, subjects } from "./subjects.mjs";

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "2" } } });
const rounds = Number(options.rounds);
const WINDOW = 5;
const HIDDEN = 20;
// Throttling of hidden pages sets in after ten seconds here.
const GRACE = 12;

buildPeers();
const stand = await Stand.open();
const report = new Report("tick", { chromium: stand.chromium, rounds, window_seconds: WINDOW });
const units = { layouts: "a second", styles: "a second", script: "ms a second", tasks: "ms a second" };
const names = { layouts: "layouts", styles: "style recalculations", script: "script", tasks: "main thread" };
const seen = new Map(subjects.map((subject) => [subject, []]));
const pages = [];
let unseen;
let idle;
try {
  for (const subject of subjects) {
    const opened = await stand.page(subject);
    await opened.page.evaluate(openMany, { count: 10, seconds: 12 * 3600 });
    pages.push(opened);
  }
  for (let round = 0; round < rounds; round++) {
    for (const [index, subject] of subjects.entries()) {
      await pages[index].page.bringToFront();
      seen.get(subject).push(await costs(pages[index], WINDOW, 2_000));
    }
  }
  await stand.hide(...pages.map(({ page }) => page));
  await pause(GRACE * 1000);
  idle = await Promise.all(pages.map((page) => costs(page, HIDDEN, 500)));
  unseen = await wakeUps(pages, HIDDEN);
} finally {
  await stand.close();
}

for (const [subject, windows] of seen) {
  for (const [key, unit] of Object.entries(units)) {
    report.add({ row: "ten visible countdowns", figure: names[key], subject, measured: windows.map((each) => each[key]), unit });
  }
}
for (const [index, subject] of subjects.entries()) {
  const row = "ten hidden countdowns";
  const { layouts, tasks } = idle[index];
  const { timers, frames } = unseen[index];
  report.add({ row, figure: "layouts", subject, measured: layouts, unit: "a second" });
  report.add({ row, figure: "frames", subject, measured: frames, unit: "a second" });
  report.add({ row, figure: "wake-ups", subject, measured: timers, unit: "a second" });
  report.add({ row, figure: "main thread", subject, measured: tasks, unit: "ms a second" });
}
report.finish();
