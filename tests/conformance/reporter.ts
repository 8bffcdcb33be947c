// The table: what holds where, and why something was not tried.
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestResult } from "@playwright/test/reporter";

type Cell = { mark: "yes" | "NO" } | { mark: "not tried"; reason: string };

const WIDTH = 74;

export default class Table implements Reporter {
  private readonly places: string[] = [];
  private readonly rows = new Map<string, { section: string; says: string; cells: Map<string, Cell> }>();

  onBegin(_: FullConfig, suite: Suite): void {
    for (const project of suite.suites) {
      if (project.allTests().some((test) => test.titlePath().some((title) => title === "suite.spec.ts"))) this.places.push(project.title);
    }
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const [, place = "", file, section = "", title = ""] = test.titlePath();
    if (file !== "suite.spec.ts") return;
    const says = title.slice(title.indexOf(": ") + 2);
    const row = this.rows.get(title) ?? { section, says, cells: new Map<string, Cell>() };
    this.rows.set(title, row);
    const reason = test.annotations.concat(result.annotations).find(({ type }) => type === "skip")?.description ?? "it was not reached";
    const mark = result.status === "passed" ? "yes" : result.status === "skipped" ? "not tried" : "NO";
    row.cells.set(place, mark === "not tried" ? { mark, reason } : { mark });
  }

  onEnd(_: FullResult): void {
    if (this.rows.size === 0) return;
    const reasons: string[] = [];
    const noted = (reason: string) => {
      if (!reasons.includes(reason)) reasons.push(reason);
      return `(${reasons.indexOf(reason) + 1})`;
    };
    const widths = this.places.map((place) => Math.max(place.length, 5));
    const line = (first: string, cells: string[]) => `${first.padEnd(WIDTH)}  ${cells.map((cell, at) => cell.padEnd(widths[at]!)).join("  ")}`.trimEnd();
    const lines = ["", line("", this.places)];
    let section = "";
    for (const row of this.rows.values()) {
      if (row.section !== section) lines.push("", (section = row.section));
      const cells = this.places.map((place) => {
        const cell = row.cells.get(place);
        return cell === undefined ? "" : cell.mark === "not tried" ? noted(cell.reason) : cell.mark;
      });
      lines.push(...wrapped(row.says, cells, line));
    }
    if (reasons.length > 0) lines.push("", "Not tried, because");
    lines.push(...reasons.map((reason, at) => `  (${at + 1}) ${reason}`));
    const count = (mark: Cell["mark"], place: string) => [...this.rows.values()].filter(({ cells }) => cells.get(place)?.mark === mark).length;
    lines.push("");
    for (const place of this.places) {
      lines.push(`${place}: ${count("yes", place)} hold, ${count("NO", place)} do not, ${count("not tried", place)} were not tried`);
    }
    console.log(`${lines.join("\n")}\n`);
  }
}

/** A row whose first column is broken between words; what holds stands beside its end. */
function wrapped(says: string, cells: string[], line: (first: string, cells: string[]) => string): string[] {
  const parts: string[] = [];
  let part = " ";
  for (const word of says.split(" ")) {
    if (part.length + word.length + 1 > WIDTH) {
      parts.push(part);
      part = "   ";
    }
    part += ` ${word}`;
  }
  return [...parts, line(part, cells)];
}
