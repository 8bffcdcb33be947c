// A table of what was measured beside the budgets, and the same as JSON.
import { mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release } from "node:os";
import { dirname, join } from "node:path";

/** The value below which a share of `values` lies; the greatest for small samples. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

const rounded = (value) => (Number.isFinite(value) ? Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1)) : value);

/** Rows of one run. */
export class Report {
  rows = [];

  constructor(about) {
    const started = new Date().toISOString();
    const machine = `${cpus().length} x ${cpus()[0]?.model ?? "?"}, Linux ${release()}`;
    this.about = { started, machine, node: process.version, load_before: loadavg().map(rounded), ...about };
  }

  /**
   * One figure. `budget` is the most it may be; without one it is only told.
   * @param {{ row: string, figure: string, measured: number, unit: string, samples?: number, budget?: number }} row
   */
  add({ row, figure, measured, unit, samples, budget }) {
    const verdict = budget === undefined ? "" : measured <= budget ? "met" : "MISSED";
    this.rows.push({ row, figure, measured: rounded(measured), unit, samples, budget, verdict });
    console.log(`  ${row}: ${figure} ${rounded(measured)} ${unit} ${verdict}`);
  }

  print() {
    this.about.load_after = loadavg().map(rounded);
    const cells = this.rows.map((each) => [
      each.row,
      each.figure,
      `${each.measured} ${each.unit}`,
      each.budget === undefined ? "" : `${each.budget} ${each.unit}`,
      each.samples === undefined ? "" : String(each.samples),
      each.verdict,
    ]);
    const head = ["row", "figure", "measured", "budget", "samples", ""];
    const widths = head.map((title, column) => Math.max(title.length, ...cells.map((row) => row[column].length)));
    console.log();
    for (const [name, value] of Object.entries(this.about)) console.log(`${name.padEnd(12)} ${[value].flat().join(" ")}`);
    console.log();
    for (const row of [head, ...cells]) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
  }

  write(file) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify({ ...this.about, rows: this.rows }, null, 2)}\n`);
    console.log(`\nThe same as JSON: ${file}`);
  }
}

/** Whether a served build is an optimized one, told by its size. */
export function buildOf(directory) {
  const html = readFileSync(join(directory, "index.html"), "utf8");
  const wasm = html.match(/[\w./-]+_bg\.wasm/)?.[0] ?? "";
  const bytes = statSync(join(directory, wasm)).size;
  return `${directory}, ${(bytes / 1e6).toFixed(1)} MB of wasm${bytes > 3e6 ? " (not optimized: times of script are too high)" : ""}`;
}
