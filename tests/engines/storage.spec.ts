// Browsers that keep nothing, or keep it for a while only.
import { words } from "../e2e/words.ts";
import { Running, type EngineName, type Wish } from "./engine.ts";
import { expectOnce, NOTES } from "./expect.ts";
import { Office } from "./office.ts";
import { expect, test } from "./test.ts";
import { finals, type Backend } from "../faults/backend.ts";

async function inBrowser(
  engine: EngineName,
  wish: Wish,
  backend: Backend,
  run: (office: Office) => Promise<void>,
): Promise<void> {
  const running = await Running.start(engine, wish);
  try {
    await run(await Office.open(running, backend));
  } finally {
    await running.kill();
  }
}

test("where the browser keeps nothing the page says so, works on, and asks before what is unsent is lost", async ({
  engine,
  backend,
  facts,
}) => {
  await inBrowser(engine, { keepsNothing: true, asks: facts.driverShowsPrompt }, backend, async (office) => {
    await office.shows({ problems: expect.stringContaining(words("failure.unavailable")) });
    expect((await office.look()).problems).toContain(words("failure.memory"));
    await office.wrapUp("Chat");
    await office.shows({ notKept: words("failure.memory_only") });
    await office.choose("Refund issued");
    await office.write(NOTES);
    backend.plan("reset", 1_000, finals);
    await office.submit();
    await office.shows({ state: "Closed complete", saved: [{ ending: words("closure.submitted"), notes: NOTES }] });
    expect(await office.asksBeforeLeaving()).toBe(true);
    if (facts.driverShowsPrompt) await office.staysWhenAsked();
    backend.heal();
    await office.shows({ delivery: words("delivery.sent") });
    expectOnce(backend, { kind: "submitted", notes: NOTES });
    expect(await office.asksBeforeLeaving()).toBe(false);
  });
});

test("a private window keeps a draft over a reload", async ({ engine, backend }) => {
  await inBrowser(engine, { private: true }, backend, async (office) => {
    expect((await office.look()).problems).toBe("");
    await office.wrapUp("Chat");
    await office.write(NOTES);
    await office.keeps(NOTES);
    await office.reload();
    await office.shows({ dialog: { notes: NOTES } });
    await office.submit();
    await office.drained();
    expectOnce(backend, { kind: "submitted", notes: NOTES });
  });
});
