// Random schedules of faults: SEED=7 for one of them, SEEDS=1000 for that many.
import { test } from "@playwright/test";
import { Server } from "./backend.ts";
import { runSeeds, summary } from "./run.ts";
import { KINDS } from "./schedule.ts";

const { SEED, SEEDS = "100", FIRST = "1" } = process.env;

/** How often each kind has to have happened, in a run of a hundred seeds. */
const OFTEN = 5;

test("nothing accepted is lost or counts twice, whatever happens", async ({ browser }) => {
  const count = SEED === undefined ? Number(SEEDS) : 1;
  const first = Number(SEED ?? FIRST);
  test.setTimeout(count * 15_000 + 60_000);
  const server = await Server.start();
  const total = await runSeeds(Array.from({ length: count }, (_, index) => first + index), browser, server);
  await server.close();
  console.log(summary(total));
  const rare = count < 100 ? [] : KINDS.filter((kind) => (total.counts.get(kind) ?? 0) < OFTEN);
  const seldom = rare.map((kind) => `"${kind}" happened ${total.counts.get(kind) ?? 0} times, fewer than ${OFTEN}`);
  const problems = [...total.failures, ...seldom];
  if (problems.length > 0) throw new Error(problems.join("\n\n"));
});
