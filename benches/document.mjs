// Writes what target/bench/*.json says into docs/performance.md, between its marks, and
// draws its plots into docs/img/performance/.
//
//   make bench-report
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bars } from "./bars.mjs";
import { bars as plot, lines } from "./plot.mjs";
import { subjects } from "./subjects.mjs";

const page = "docs/performance.md";
const pictures = "docs/img/performance";
const parts = ["size", "start", "tick", "time", "input", "memory"];

const reports = Object.fromEntries(
  parts.map((part) => {
    const file = join("target/bench", `${part}.json`);
    if (!existsSync(file)) throw new Error(`${file} is missing: make bench-${part} writes it`);
    return [part, JSON.parse(readFileSync(file, "utf8"))];
  }),
);
const all = Object.values(reports).flatMap(({ rows }) => rows);

const number = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });
const middle = ({ spread }) => (spread === undefined || spread[0] === spread[1] ? "" : ` (${number(spread[0])} to ${number(spread[1])})`);
const table = (head, rows) =>
  [head, head.map(() => "--"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const find = (row, figure, subject) => all.find((each) => each.row === row && each.figure === figure && each.subject === subject);

function conditions() {
  const rows = Object.values(reports).map(({ part, started, chromium, load_before }) => [
    `\`bench-${part}\``,
    started.slice(0, 16).replace("T", " "),
    chromium ?? "",
    load_before?.[0] ?? "",
  ]);
  const { machine, node } = reports.start;
  return `Machine: ${machine}; Node ${node}.\n\n${table(["part", "begun (UTC)", "Chromium", "load before"], rows)}`;
}

/** Every bar with what was measured; a missed one says so. */
function held() {
  const rows = Object.entries(bars).map(([key, { bar, ceiling }]) => {
    const found = all.find((each) => each.subject === "element" && `${each.row}: ${each.figure}` === key);
    if (found === undefined) throw new Error(`nothing was measured for "${key}"`);
    const { row, figure, measured, unit } = found;
    const verdict = measured <= bar ? "met" : "**missed**";
    return [row, figure, `${number(measured)} ${unit}`.trim() + middle(found), number(bar), ceiling === undefined ? "" : number(ceiling), verdict];
  });
  return table(["what", "figure", "measured", "bar", "ceiling", ""], rows);
}

/** One table of all subjects, a column a figure. */
function beside(row, figures) {
  const measured = subjects.filter(({ name }) => figures.some((figure) => find(row, figure, name)));
  const head = ["", ...figures.map((figure) => [figure, find(row, figure, measured[0].name).unit].filter(Boolean).join(", "))];
  const cells = measured.map(({ name, label }) => [
    label,
    ...figures.map((figure) => {
      const found = find(row, figure, name);
      return found === undefined ? "" : `${number(found.measured)}${middle(found)}`;
    }),
  ]);
  return table(head, cells);
}

const figuresOf = (row) => [...new Set(all.filter((each) => each.row === row && each.subject !== undefined).map(({ figure }) => figure))];

const blocks = {
  conditions,
  bars: held,
  size: () => beside("bytes over the wire", ["all of it", "not compressed"]),
  cold: () => beside("cold navigation to dialog drawn", ["as it is", "at 4x CPU throttling"]),
  warm: () => beside("warm opening at 4x CPU throttling", ["script and layout", "until drawn"]),
  visible: () => beside("ten visible countdowns", ["layouts", "style recalculations", "script", "main thread"]),
  hidden: () => beside("ten hidden countdowns", ["layouts", "frames", "wake-ups", "main thread"]),
  time: () => {
    const rows = reports.time.rows.map(({ row, figure, measured, unit, samples }) => [row, figure, `${number(measured)} ${unit}`, samples]);
    return table(["what", "figure", "measured", "samples"], rows);
  },
  codes: () => {
    const rows = reports.input.rows.filter(({ row }) => row === "a code among 5,000");
    return table(["figure", "measured"], rows.map(({ figure, measured, unit }) => [figure, `${number(measured)} ${unit}`]));
  },
  notes: () => beside("a key in the notes at 4x CPU throttling", ["p50", "p98", "worst"]),
  memory: () => beside("ten dialogs", ["JavaScript heap", "wasm memory", "the browser's own measure"]),
  cycles: () => beside("opened and closed over and over", figuresOf("opened and closed over and over")),
  growth: () =>
    beside("growth", figuresOf("growth").filter((figure) => figure.startsWith("memory, "))) +
    "\n\n" +
    beside("growth", figuresOf("growth").filter((figure) => figure.startsWith("main thread, "))) +
    "\n\n" +
    beside("growth", figuresOf("growth").filter((figure) => figure.startsWith("slope") || figure.endsWith("one more"))),
};

const points = (row, figure) =>
  subjects.flatMap(({ name, label }) => {
    const found = find(row, figure, name);
    return found === undefined ? [] : [{ label, value: found.measured, spread: found.spread, isOurs: name === "element" }];
  });

const growth = (figure) =>
  subjects.flatMap(({ name, label }) => {
    const found = all.filter((each) => each.row === "growth" && each.subject === name && each.figure.startsWith(`${figure}, `));
    const at = found.map((each) => [Number(each.figure.match(/([\d,]+) at once/)[1].replaceAll(",", "")), each.measured]);
    return at.length === 0 ? [] : [{ label, points: at, isOurs: name === "element" }];
  });

mkdirSync(pictures, { recursive: true });
const draw = (name, svg) => writeFileSync(join(pictures, `${name}.svg`), svg);
const bar = (row, figure) => bars[`${row}: ${figure}`]?.bar;
draw("size", plot({ title: "Bytes over the wire, brotli-11", unit: "KB", values: points("bytes over the wire", "all of it"), bar: bar("bytes over the wire", "all of it") }));
draw("cold", plot({ title: "Cold navigation to dialog drawn", unit: "ms", values: points("cold navigation to dialog drawn", "as it is") }));
const warm = "warm opening at 4x CPU throttling";
draw("warm", plot({ title: "Warm opening at 4x CPU throttling, script and layout", unit: "ms", values: points(warm, "script and layout"), bar: bar(warm, "script and layout") }));
draw("visible", plot({ title: "Ten visible countdowns, main thread", unit: "ms a second", values: points("ten visible countdowns", "main thread"), bar: bar("ten visible countdowns", "main thread") }));
draw("memory", plot({ title: "Ten dialogs, JavaScript heap", unit: "MB", values: points("ten dialogs", "JavaScript heap"), bar: bar("ten dialogs", "JavaScript heap") }));
draw("growth-memory", lines({ title: "Memory by wrap-ups at once", unit: "MB", of: "wrap-ups", series: growth("memory") }));
draw("growth-tick", lines({ title: "Main thread by wrap-ups at once", unit: "ms a second", of: "wrap-ups", series: growth("main thread") }));

let text = readFileSync(page, "utf8");
for (const [name, write] of Object.entries(blocks)) {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${page} has no place for "${name}"`);
  text = `${text.slice(0, from)}${begin}\n${write()}\n${text.slice(to)}`;
}
writeFileSync(page, text);
console.log(`${page} and ${pictures} say what target/bench does.`);
