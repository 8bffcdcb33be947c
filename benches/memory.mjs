// Measures memory: with ten dialogs, after thousands of openings and closings, and with
// ever more wrap-ups at once.
//
//   make bench-memory
//   make bench-memory options='--cycles 10000'    from opening 1,000 to 10,000, seven minutes
//   make bench-memory options='--most 300'        fewer wrap-ups at once
//   make bench-memory options='--only growth'     ten, cycles or growth
import { parseArgs } from "node:util";
import { setTimeout as pause } from "node:timers/promises";
import { openAndClose, openMany } from "./in-page.mjs";
import { costs, counters } from "./page-metrics.mjs";
import { Report } from "./report.mjs";
import { buildPeers, Stand, subjects } from "./subjects.mjs";

const { values: options } = parseArgs({ options: { cycles: { type: "string", default: "3000" }, most: { type: "string", default: "1000" }, only: { type: "string", default: "" } } });
const cycles = Number(options.cycles);
const SECONDS = 12 * 3600;
const MB = 1e6;
const compared = subjects.filter(({ name }) => ["element", "vanilla", "react"].includes(name));

/** What a page holds once its garbage is gone: the least that is seen, since not all of it goes at once. */
async function held({ page, session }) {
  const seen = [];
  for (let round = 0; round < 5; round++) {
    await pause(300);
    await session.send("HeapProfiler.collectGarbage");
    seen.push(await counters(session));
  }
  const least = (name) => Math.min(...seen.map((each) => each[name]));
  const wasm = await page.evaluate(() => window.wasmMemory?.buffer.byteLength ?? 0);
  return { heap: least("JSHeapUsedSize"), wasm, nodes: least("Nodes"), listeners: least("JSEventListeners") };
}

/** What the browser says of a page's memory as a whole, by its own measure. */
const whole = ({ page }) => page.evaluate(async () => (await performance.measureUserAgentSpecificMemory()).bytes);

/** Runs `work` in a Chromium of its own with one subject's page. */
async function alone(subject, work) {
  const stand = await Stand.open([subject], { args: ["--enable-blink-features=ForceEagerMeasureMemory"] });
  try {
    return await work(await stand.page(subject));
  } finally {
    await stand.close();
  }
}

const report = new Report("memory", { cycles });
const wanted = (part) => part.includes(options.only);
buildPeers();

if (wanted("ten")) {
  const taken = new Map(subjects.map((subject) => [subject, []]));
  for (let round = 0; round < 3; round++) {
    for (const subject of subjects) {
      await alone(subject, async (opened) => {
        await opened.page.evaluate(openMany, { count: 10, seconds: SECONDS });
        taken.get(subject).push({ ...(await held(opened)), whole: await whole(opened) });
      });
    }
  }
  for (const [subject, rounds] of taken) {
    const row = "ten dialogs";
    const figure = (name, read) => report.add({ row, figure: name, subject, measured: rounds.map(read), unit: "MB" });
    figure("JavaScript heap", ({ heap }) => heap / MB);
    figure("wasm memory", ({ wasm }) => wasm / MB);
    figure("the browser's own measure", ({ whole }) => whole / MB);
  }
}

if (wanted("cycles")) {
  for (const subject of compared) {
    // A peer shows what the browser itself keeps; the element goes all the way.
    const last = subject.name === "element" ? cycles : Math.min(cycles, 2_000);
    // Not before the page has as many finished conversations as it keeps.
    const early = Math.max(Math.round(last / 10), Math.min(600, last / 2));
    await alone(subject, async (opened) => {
      const { page } = opened;
      const begin = performance.now();
      await page.evaluate(openAndClose, { count: early, seconds: SECONDS, from: 0 });
      const before = await held(opened);
      await page.evaluate(openAndClose, { count: last - early, seconds: SECONDS, from: early });
      const after = await held(opened);
      const took = (performance.now() - begin) / last;
      const row = "opened and closed over and over";
      const add = (figure, measured, unit) => report.add({ row, figure, subject, measured, unit });
      add("from opening", early, "");
      add("to opening", last, "");
      add("more pages of wasm memory", (after.wasm - before.wasm) / 65_536, "");
      add("more nodes", after.nodes - before.nodes, "");
      add("more listeners", after.listeners - before.listeners, "");
      add("more JavaScript heap, an opening", (after.heap - before.heap) / (last - early), "bytes");
      add("time of one, with all that is stored", took, "ms");
    });
  }
}

if (wanted("growth")) {
  const counts = [1, 10, 100, Number(options.most)];
  for (const subject of compared.filter(({ name }) => name !== "vanilla")) {
    const points = [];
    for (const count of counts) {
      await alone(subject, async (opened) => {
        await opened.page.evaluate(openMany, { count, seconds: SECONDS });
        const { heap, wasm } = await held(opened);
        const { script, tasks } = await costs(opened, 5, 2_000);
        points.push({ count, memory: heap + wasm, script, tasks });
        const row = "growth";
        const figure = (name) => `${name}, ${count.toLocaleString("en-US")} at once`;
        report.add({ row, figure: figure("memory"), subject, measured: (heap + wasm) / MB, unit: "MB" });
        report.add({ row, figure: figure("main thread"), subject, measured: tasks, unit: "ms a second" });
        report.add({ row, figure: figure("script"), subject, measured: script, unit: "ms a second" });
      });
    }
    // By how much a figure grows as the count does, between the last two: 1 is linear.
    const [few, many] = points.slice(-2);
    const slope = (key) => Math.log(many[key] / few[key]) / Math.log(many.count / few.count);
    const each = (key) => (many[key] - few[key]) / (many.count - few.count);
    report.add({ row: "growth", figure: "slope of memory", subject, measured: slope("memory"), unit: "(1 is linear)" });
    report.add({ row: "growth", figure: "slope of the main thread", subject, measured: slope("tasks"), unit: "(1 is linear)" });
    report.add({ row: "growth", figure: "memory of one more", subject, measured: each("memory") / 1000, unit: "KB" });
    report.add({ row: "growth", figure: "main thread of one more", subject, measured: each("tasks"), unit: "ms a second" });
  }
}
report.finish({ some: options.only !== "" });
