// Pages that go: closed, left, killed; and what is there when they are back.
import type { Backend } from "../faults/backend.ts";
import { words } from "../e2e/words.ts";
import { makeProfile, removeProfile, Running, type EngineName } from "./engine.ts";
import { closures, expectOnce, gone, kept, NOTES, presence } from "./expect.ts";
import { Office } from "./office.ts";
import { expect, test } from "./test.ts";

/**
 * What pages said of coming and going, one after the other. Firefox may stop a listener
 * when its farewell is out but not yet noted, and the last one then says it again.
 */
const states = (backend: Backend) =>
  presence(backend)
    .map(({ state }) => state)
    .filter((state, index, all) => state !== all[index - 1]);

test("a tab that is closed says so with its draft, and its wrap-up ends once the grace has passed", async ({
  office,
  running,
  backend,
  home,
}) => {
  const id = await office.wrapUp("Chat");
  await office.choose("Refund issued");
  await office.write(NOTES);
  // Not waited for: what was typed last goes along.
  await office.tab.close(home);
  await gone(backend);
  await expect.poll(() => kept(backend).map((each) => each.draft)).toMatchObject([{ code: "refund", notes: NOTES }]);
  backend.service.advance(29_000);
  expect(backend.service.effects).toEqual([]);
  backend.service.advance(2_000);
  expect(backend.service.effects).toMatchObject([{ as: "closure", by: "service" }]);
  expect(kept(backend)[0]?.closure).toMatchObject({ kind: "tab_closed", by: "ada", code: { id: "refund" }, notes: NOTES });

  const next = await Office.open(running, backend);
  await next.shows({ saved: [{ ending: words("closure.tab_closed"), notes: NOTES }] });
  await next.shows({ notice: expect.stringContaining(words("notice.elsewhere_tab_closed", { agent: "Ada Moreno", interaction: id })) });
  const { segments } = await next.drained();
  expect(segments[0]?.closure).toEqual(kept(backend)[0]?.closure);
  // What the service has closed is no news to it.
  expect(closures(backend)).toEqual([]);
});

test("a page that is left says so, and goes on when it is back in time", async ({ office, backend }) => {
  await office.wrapUp("Chat");
  await office.write(NOTES);
  await office.tab.go("about:blank");
  await gone(backend);
  await expect.poll(() => kept(backend).map((each) => each.draft.notes)).toEqual([NOTES]);
  await office.load();
  await office.shows({ dialog: { notes: NOTES } });
  await expect.poll(() => states(backend)).toEqual(["gone", "back"]);
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
  await office.choose("Refund issued");
  await office.submit();
  await office.drained();
  expectOnce(backend, { kind: "submitted", code: { id: "refund" }, notes: NOTES });
});

test("a tab that is closed does not end what another one still shows", async ({ office, running, backend, home }) => {
  const second = await Office.open(running, backend);
  await office.wrapUp("Chat");
  await office.choose("Refund issued");
  await office.write(NOTES);
  await office.drained();
  await second.shows({ dialog: { notes: NOTES } });
  await office.tab.close(home);
  await gone(backend);
  // Who stays has noticed, and says so.
  await expect.poll(() => states(backend).at(-1)).toBe("back");
  await expect.poll(() => kept(backend).map((each) => each.gone)).toEqual([null]);
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
  await second.submit();
  await second.drained();
  expectOnce(backend, { kind: "submitted", code: { id: "refund" }, notes: NOTES });
});

test("what was typed last in a tab that is closed is there again, also where the service heard nothing", async ({
  office,
  running,
  backend,
  home,
}) => {
  await office.wrapUp("Chat");
  await office.drained();
  backend.plan("reset", 1_000, () => true);
  await office.write(NOTES);
  await office.tab.close(home);
  await gone(backend);
  backend.heal();
  const next = await Office.open(running, backend);
  await next.shows({ dialog: { notes: NOTES } });
  await next.submit();
  await next.drained();
  expectOnce(backend, { kind: "submitted", notes: NOTES });
});

test("the back button brings the page as it was left, kept or not, and it says that it is back", async ({ office, backend, facts }) => {
  await office.wrapUp("Chat");
  await office.write(NOTES);
  await office.drained();
  await office.tab.evaluate(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(window, { wasKept: persisted }));
  });
  await office.tab.go(`${backend.origin}/preview.css`);
  await gone(backend);
  await office.tab.back();
  await office.shows({ dialog: { notes: NOTES } });
  const wasKept = await office.tab.evaluate(() => (window as { wasKept?: boolean }).wasKept ?? false);
  expect(wasKept).toBe(facts.keepsPages);
  await expect.poll(() => states(backend).at(-1)).toBe("back");
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
  await office.choose("Refund issued");
  await office.submit();
  await office.drained();
  expectOnce(backend, { kind: "submitted", code: { id: "refund" }, notes: NOTES });
});

/** A workspace in a browser whose profile outlives it. */
async function withProfile(engine: EngineName, backend: Backend, run: (home: Home) => Promise<void>): Promise<void> {
  const home = new Home(engine, backend, await makeProfile());
  try {
    await run(home);
  } finally {
    await home.running?.kill();
    await removeProfile(home.profile);
  }
}

class Home {
  running: Running | null = null;

  constructor(
    readonly engine: EngineName,
    readonly backend: Backend,
    readonly profile: string,
  ) {}

  /** Starts the browser, again. */
  async open(): Promise<Office> {
    await this.running?.kill();
    this.running = await Running.start(this.engine, { profile: this.profile });
    return await Office.open(this.running, this.backend);
  }
}

test("what was saved when the browser was killed goes out at its next start, once", async ({ engine, backend }) => {
  test.slow();
  await withProfile(engine, backend, async (home) => {
    const office = await home.open();
    await office.wrapUp("Chat");
    await office.choose("Refund issued");
    await office.write(NOTES);
    await office.drained();
    // The service has written it down, and the browser never hears of it.
    backend.plan("lost", 1_000, ({ path }) => path.endsWith("/closure"));
    await office.submit();
    await office.shows({ state: "Closed complete" });
    await home.running?.kill();
    backend.heal();
    const next = await home.open();
    await next.shows({ saved: [{ ending: words("closure.submitted"), notes: NOTES }] });
    await next.drained();
    expectOnce(backend, { kind: "submitted", notes: NOTES });
  });
});

for (const [how, what, fact] of [
  ["quit", "a browser that is quit", "tellsOfQuit"],
  ["killPages", "a page that crashes", "tellsOfCrash"],
  ["kill", "a browser that is killed", "tellsOfKill"],
] as const) {
  test(`${what} is heard of as far as the engine can, and the draft is still there`, async ({ engine, backend, facts }) => {
    test.slow();
    await withProfile(engine, backend, async (home) => {
      const office = await home.open();
      await office.wrapUp("Email");
      await office.write(NOTES);
      await office.keeps(NOTES);
      await expect.poll(() => kept(backend).map((each) => each.draft.notes)).toEqual([NOTES]);
      await home.running?.[how]();
      // Whatever is still said is said before the browser is there again.
      if (facts[fact]) await gone(backend);
      const next = await home.open();
      await next.shows({ dialog: { notes: NOTES } });
      await expect.poll(() => states(backend)).toEqual(facts[fact] ? ["gone", "back"] : ["back"]);
      await next.submit();
      await next.drained();
      expectOnce(backend, { kind: "submitted", notes: NOTES });
    });
  });
}
