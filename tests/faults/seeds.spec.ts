// Random schedules of faults: SEED=7 or SEED=7,9 for some of them, SEEDS=1000 for that many.
import { test } from "@playwright/test";
import { Server } from "./backend.ts";
import { runSeeds, summary } from "./run.ts";
import { KINDS } from "./schedule.ts";

const { SEED, SEEDS = "100", FIRST = "1" } = process.env;

/** How often each kind has to have happened, in a run of a hundred seeds. */
const OFTEN = 5;

test("nothing accepted is lost or counts twice, whatever happens", async ({ browser }) => {
  const many = () => Array.from({ length: Number(SEEDS) }, (_, index) => Number(FIRST) + index);
  const seeds = SEED?.split(",").map(Number) ?? many();
  test.setTimeout(seeds.length * 15_000 + 60_000);
  const server = await Server.start();
  const total = await runSeeds(seeds, browser, server);
  await server.close();
  console.log(summary(total));
  const rare = seeds.length < 100 ? [] : KINDS.filter((kind) => (total.counts.get(kind) ?? 0) < OFTEN);
  const seldom = rare.map((kind) => `"${kind}" happened ${total.counts.get(kind) ?? 0} times, fewer than ${OFTEN}`);
  const problems = [...total.failures, ...seldom];
  if (problems.length > 0) throw new Error(problems.join("\n\n"));
});
