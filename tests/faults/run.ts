// Runs many seeds, several at a time in one browser, and adds up what happened.
import type { Browser } from "@playwright/test";
import type { Server } from "./backend.ts";
import { judge, type Verdict } from "./checker.ts";
import { Run } from "./harness.ts";
import { schedule, type Kind, type Step } from "./schedule.ts";

/** How many seeds run at once. */
const LANES = 3;

export interface Total {
  seeds: number;
  counts: Map<Kind, number>;
  lost: number;
  duplicated: number;
  /** What went wrong, with what it takes to see it again. */
  failures: string[];
}

/** One step in a word or two. */
function words(step: Step): string {
  switch (step.do) {
    case "wrap_up":
      return `${step.do} ${step.channel}`;
    case "type":
      return `${step.do} ${JSON.stringify(step.notes.slice(0, 24))}`;
    default:
      return "times" in step ? `${step.do} x${step.times}` : `${step.do}${"waits" in step && step.waits ? ", waits" : ""}`;
  }
}

function failure(seed: number, complaints: string[]): string {
  const { steps, switch: armed } = schedule(seed);
  return [
    `seed ${seed}${armed ? "" : " (no fetchLater)"}: again with  SEED=${seed} make test-faults`,
    ...steps.map((step, index) => `  ${index + 1}. ${words(step)}`),
    ...complaints.map((complaint) => `  ! ${complaint}`),
  ].join("\n");
}

const complaints = ({ lost, duplicated, wrong }: Verdict) => [
  ...lost.map((what) => `lost: ${what}`),
  ...duplicated.map((what) => `duplicated: ${what}`),
  ...wrong,
];

/** Runs `seeds`, each with a service of its own. */
export async function runSeeds(seeds: number[], browser: Browser, server: Server): Promise<Total> {
  const total: Total = { seeds: 0, counts: new Map(), lost: 0, duplicated: 0, failures: [] };
  const left = [...seeds];
  const lane = async () => {
    for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
      try {
        const outcome = await Run.of(schedule(seed), browser, server.backend(`seed-${seed}`));
        for (const [kind, count] of outcome.counts) total.counts.set(kind, (total.counts.get(kind) ?? 0) + count);
        const verdict = judge(outcome);
        total.lost += verdict.lost.length;
        total.duplicated += verdict.duplicated.length;
        const found = complaints(verdict);
        if (found.length > 0) total.failures.push(failure(seed, found));
      } catch (error) {
        total.failures.push(failure(seed, [String(error)]));
      }
      total.seeds += 1;
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return total;
}

/** What a reader of the log wants to know. */
export function summary({ seeds, counts, lost, duplicated, failures }: Total): string {
  const kinds = [...counts].sort(([, a], [, b]) => b - a).map(([kind, count]) => `${kind} ${count}`);
  return `${seeds} seeds: ${lost} lost, ${duplicated} duplicated, ${failures.length} failed\n  ${kinds.join(", ")}`;
}
