// A table of what was measured beside the bars, and the same as JSON.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release } from "node:os";
import { join } from "node:path";
import { bars } from "./bars.mjs";

const folder = "target/bench";

/** The value below which a share of `values` lies; the greatest for small samples. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1))] ?? NaN;
}

export const median = (values) => quantile(values, 0.5);

const rounded = (value) => (Number.isFinite(value) ? Number(value.toFixed(Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0)) : value);
const spelled = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 2 });

/** Rows of one run of one part. */
export class Report {
  rows = [];

  /** @param {string} part its name, as in `make bench-…` */
  constructor(part, about) {
    const started = new Date().toISOString();
    const machine = `${cpus().length} x ${cpus()[0]?.model ?? "?"}, Linux ${release().split("-")[0]}`;
    this.part = part;
    this.about = { part, started, machine, node: process.version, load_before: loadavg().map(rounded), ...about };
    console.log(`==> ${part}`);
  }

  /**
   * One figure, of the element or of a peer: a number, or several of which the median
   * counts and the middle half is told. The element's is held to its bar.
   * @param {{ row: string, figure: string, subject?: { name: string, label: string }, measured: number | number[], unit: string, samples?: number }} row
   */
  add({ row, figure, subject, measured, unit, samples }) {
    const several = Array.isArray(measured);
    const value = rounded(several ? median(measured) : measured);
    const spread = several && measured.length > 1 ? [quantile(measured, 0.25), quantile(measured, 0.75)].map(rounded) : undefined;
    const isOurs = subject === undefined || subject.name === "element";
    const { bar, ceiling } = (isOurs && bars[`${row}: ${figure}`]) || {};
    const added = { row, figure, subject: subject?.name ?? "element", measured: value, spread, unit, samples: samples ?? (several ? measured.length : undefined) };
    Object.assign(added, { bar, ceiling, verdict: verdict(value, bar, ceiling) });
    this.rows.push(added);
    const label = subject === undefined ? "" : `, ${subject.label}`;
    console.log(`  ${row}: ${figure}${label}: ${spelled(value)} ${unit}${added.verdict === "" ? "" : `, ${added.verdict}`}`);
    return value;
  }

  /**
   * Prints the rows that have a bar, writes all of them, and fails where one got worse.
   * @param {{ some?: boolean }} [options] with `some`, rows that weren't measured stay as they were written last
   */
  finish({ some = false } = {}) {
    this.about.load_after = loadavg().map(rounded);
    const cells = this.rows
      .filter(({ bar }) => bar !== undefined)
      .map(({ row, figure, measured, unit, bar, ceiling, verdict }) => [
        row,
        figure,
        `${spelled(measured)} ${unit}`,
        `${spelled(bar)} ${unit}`,
        ceiling === undefined ? "" : spelled(ceiling),
        verdict,
      ]);
    const head = ["row", "figure", "measured", "bar", "ceiling", ""];
    const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column].length)));
    console.log();
    for (const row of [head, ...cells]) console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd()}`);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${this.part}.json`);
    const before = some && existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).rows : [];
    const kept = before.filter(({ row }) => !this.rows.some((each) => each.row === row));
    writeFileSync(file, `${JSON.stringify({ ...this.about, rows: [...kept, ...this.rows] }, null, 2)}\n`);
    console.log(`\n  All of it as JSON: ${file}\n`);
    const worse = this.rows.filter(({ verdict }) => verdict === "WORSE");
    for (const { row, figure, measured, unit, bar, ceiling } of worse) {
      console.error(`error: ${row}: ${figure} is ${spelled(measured)} ${unit}, above ${spelled(ceiling ?? bar)}`);
    }
    if (worse.length > 0) process.exitCode = 1;
  }
}

function verdict(value, bar, ceiling) {
  if (bar === undefined) return "";
  if (value <= bar) return "met";
  return ceiling !== undefined && value <= ceiling ? "missed" : "WORSE";
}
