// How what an agent has finished reaches a service, whatever goes wrong on the way.
import type { BrowserContext } from "@playwright/test";
import { finals, type Backend, type Recorded } from "./backend.ts";
import { Killable, Profile } from "./killable.ts";
import { expect, Office, test } from "./test.ts";
import type { Farewell } from "./wire.ts";

const NOTES = "Refunded the second charge — 二重請求 👩🏽‍🚒";

/** The segments as the service has them. */
const kept = (backend: Backend) => [...backend.service.segments.values()];

/** What came about closures, in order. */
const closures = (backend: Backend) => backend.history.filter(finals);

const isClosure = (request: Recorded) => finals(request);

const isGone = ({ path, body }: Recorded) => path === "presence" && (body as { state: string }).state === "gone";

/** The one closure there is, which is the agent's own. */
function expectSubmittedOnce(backend: Backend, notes = NOTES): void {
  expect(backend.service.effects).toMatchObject([{ as: "closure", by: "page" }]);
  const [segment] = kept(backend);
  expect(segment?.closure).toMatchObject({ kind: "submitted", by: "ada", code: { id: "refund" }, notes });
  expect(segment?.versions).toEqual([]);
  const [interaction] = [...backend.service.interactions.values()];
  expect(interaction?.record).toMatchObject({ state: "closed_complete", system_wrap_up: false });
  expect(interaction?.closings).toBe(1);
}

test("a wrap-up that is submitted arrives once, with all that led to it", async ({ office, backend }) => {
  await office.open();
  await office.submitted(NOTES);
  const { outbox, segments } = await office.drained();

  expect(outbox).toEqual([]);
  expectSubmittedOnce(backend);
  expect(segments.map((each) => each.closure)).toEqual(kept(backend).map((each) => each.closure));
  const [closure, ...more] = closures(backend);
  expect(more).toEqual([]);
  expect(closure).toMatchObject({ agent: "ada", status: 200, key: segments[0]?.closure?.key });
  // In the order things happened: the segment opens before it closes.
  const paths = backend.history.filter(({ path }) => path.startsWith("segments/")).map(({ path }) => path);
  expect(paths.at(0)).toBe(`segments/${segments[0]?.id}`);
  expect(paths.at(-1)).toBe(`segments/${segments[0]?.id}/closure`);
});

test("what is typed reaches the service before anything is submitted", async ({ office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.typed(NOTES);
  await backend.request(({ path }) => path.endsWith("/draft"));
  await expect.poll(() => kept(backend).map((each) => each.draft.notes)).toEqual([NOTES]);
  expect(closures(backend)).toEqual([]);
});

test("offline it is saved here, and goes out once there is a connection", async ({ context, office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.drained();
  await context.setOffline(true);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await expect(office.state).toHaveText("Closed complete");
  expect((await office.stored()).outbox.some((each) => each.report.closed !== undefined)).toBe(true);
  expect(closures(backend)).toEqual([]);
  await context.setOffline(false);

  await office.drained();
  expectSubmittedOnce(backend);
  expect(closures(backend)).toHaveLength(1);
});

test("a busy service is left alone for as long as it asks", async ({ office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.drained();
  backend.plan("503", 1, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await office.drained();

  expectSubmittedOnce(backend);
  const [refused, taken] = closures(backend);
  expect([refused?.status, taken?.status]).toEqual([503, 200]);
  expect((taken?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(1_000);
  // Nothing else went out in between.
  const between = backend.history.slice(backend.history.indexOf(refused!) + 1, backend.history.indexOf(taken!));
  expect(between).toEqual([]);
});

for (const fault of ["lost", "half", "reset", "500", "409", "slow"] as const) {
  test(`after "${fault}" the closure goes out again under the same key, and counts once`, async ({
    office,
    backend,
  }) => {
    await office.open();
    await office.wrapUp("Chat");
    await office.drained();
    backend.plan(fault, 2, finals);
    await office.enter({ code: "Refund issued", notes: NOTES });
    await office.submit.click();
    await expect(office.state).toHaveText("Closed complete");
    await office.drained();

    expectSubmittedOnce(backend);
    const sent = closures(backend);
    expect(sent.map((each) => each.fault)).toEqual(fault === "slow" ? ["slow"] : [fault, fault, null]);
    expect(new Set(sent.map((each) => each.key)).size).toBe(1);
    expect(new Set(sent.map((each) => JSON.stringify(each.body))).size).toBe(1);
  });
}

test("a token that ran out is asked for anew, and nobody notices", async ({ office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.drained();
  backend.plan("401", 1, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await office.drained();

  expectSubmittedOnce(backend);
  expect(closures(backend).map((each) => each.status)).toEqual([401, 200]);
});

test("what the service refuses to sign in waits for a minute, and is kept", async ({ page, office, backend }) => {
  await page.clock.install();
  await office.open();
  await office.wrapUp("Email");
  await office.drained();
  backend.plan("401", 2, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await expect.poll(async () => (await office.stored()).outbox.find((each) => each.report.closed)?.failures).toBe(1);
  await page.clock.fastForward(61_000);
  await office.drained();

  expectSubmittedOnce(backend);
  expect(closures(backend).map((each) => each.status)).toEqual([401, 401, 200]);
});

test("what the service refuses for good is parked, and holds up nothing else", async ({ office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.drained();
  backend.plan("422", 1, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  const { outbox } = await office.drained();

  expect(outbox).toHaveLength(1);
  expect(outbox[0]?.rejected).toEqual({ refused: "the record is locked for audit" });
  expect(outbox[0]?.report.closed?.closure.notes).toBe(NOTES);
  expect(backend.service.effects).toEqual([]);
  await office.reload();
  await office.submitted("The next one.");
  expect((await office.drained()).outbox).toEqual(outbox);
  expect(backend.service.effects).toHaveLength(1);
  expect(closures(backend).map((each) => each.status)).toEqual([422, 200]);
});

test("of two tabs one delivers", async ({ context, office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  const second = new Office(await context.newPage(), backend);
  await second.open();
  await office.drained();
  backend.plan("slow", 1, finals);
  await office.page.bringToFront();
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await backend.request(isClosure);
  // The other one has work of its own, which waits for its turn.
  await second.page.bringToFront();
  await second.start("Email");
  await office.drained();

  expectSubmittedOnceOf(backend, 1);
  expect(closures(backend)).toHaveLength(1);
  await second.page.close();
});

function expectSubmittedOnceOf(backend: Backend, count: number): void {
  const keys = backend.service.effects.map((each) => each.key);
  expect(keys).toHaveLength(count);
  expect(new Set(keys).size).toBe(count);
}

test("one tab that goes does not end what another one still shows", async ({ context, office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  const second = new Office(await context.newPage(), backend);
  await second.open();
  await expect(second.dialog).toBeVisible();
  await office.drained();
  const gone = backend.request(({ path, body }) => path === "presence" && (body as { state: string }).state === "gone");
  await second.page.close();
  await gone;
  await expect.poll(() => kept(backend).map((each) => each.gone)).toEqual([null]);
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
});

test("a reload between saving and sending loses nothing and sends nothing twice", async ({ office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.drained();
  backend.plan("lost", 1, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await backend.request(isClosure);
  await office.reload();
  await office.drained();

  expectSubmittedOnce(backend);
  await expect(office.saved).toHaveCount(1);
});

test("a reload in the middle of typing goes on, and the service hears of both", async ({ office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.typed(NOTES);
  await office.reload();
  await expect(office.notes).toHaveValue(NOTES);
  const said = () =>
    backend.history.filter(({ path }) => path === "presence").map(({ body }) => (body as { state: string }).state);
  await expect.poll(said).toEqual(["gone", "back"]);
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
  await office.enter({ code: "Refund issued" });
  await office.submit.click();
  await office.drained();
  expectSubmittedOnce(backend);
});

test("a wrap-up that is left alone is closed with its tab, once a grace has passed", async ({
  browser,
  backend,
}) => {
  const context = await browser.newContext();
  const office = new Office(await context.newPage(), backend);
  await office.open();
  await office.wrapUp("Chat");
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.page.close({ runBeforeUnload: true });
  await backend.request(({ path }) => path === "presence");
  await expect.poll(() => kept(backend).map((each) => each.draft.notes)).toEqual([NOTES]);
  backend.service.advance(29_000);
  expect(backend.service.effects).toEqual([]);
  backend.service.advance(2_000);

  expect(backend.service.effects).toMatchObject([{ as: "closure", by: "service" }]);
  expect(kept(backend)[0]?.closure).toMatchObject({ kind: "tab_closed", code: { id: "refund" }, notes: NOTES });
  const back = new Office(await context.newPage(), backend);
  await back.open();
  await expect(back.saved).toHaveCount(1);
  const { segments } = await back.drained();
  expect(segments[0]?.closure).toEqual(kept(backend)[0]?.closure);
  // What the service has closed is no news to it.
  expect(closures(backend)).toEqual([]);
  expect(backend.service.violations).toEqual([]);
  await context.close();
});

/** Ends the process of the page in front as an exhausted memory would. */
async function crash(context: BrowserContext, office: Office): Promise<void> {
  const session = await context.newCDPSession(office.page);
  const crashed = office.page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {}); // nobody is left to answer
  await crashed;
}

test("a page that crashes is missed by the dead man's switch", async ({ browser, backend }) => {
  const context = await browser.newContext();
  const office = new Office(await context.newPage(), backend);
  await office.open();
  await office.wrapUp("Chat");
  await office.typed(NOTES);
  await backend.request(({ path }) => path.endsWith("/draft"));
  await crash(context, office);
  await backend.request(({ path }) => path === "presence");
  backend.service.advance(31_000);

  expect(kept(backend)[0]?.closure).toMatchObject({ kind: "tab_closed", notes: NOTES });
  await office.page.close();
  const back = new Office(await context.newPage(), backend);
  await back.open();
  await expect(back.saved).toHaveCount(1);
  expect((await back.drained()).segments[0]?.closure).toEqual(kept(backend)[0]?.closure);
  await context.close();
});

test("a page whose sign-in ran out is still heard when it goes, by its tokens", async ({ browser, backend }) => {
  const context = await browser.newContext();
  const office = new Office(await context.newPage(), backend);
  await office.open();
  await office.wrapUp("Chat");
  await office.typed(NOTES);
  await office.drained();
  await office.page.close({ runBeforeUnload: true });
  const goodbye = await backend.request(isGone);
  backend.service.advance(31_000);

  expect(goodbye).toMatchObject({ signed: false, status: 200, agent: "ada" });
  expect(kept(backend).map((each) => each.closure)).toMatchObject([{ kind: "tab_closed", notes: NOTES }]);
  await context.close();
});

test("what the service doesn't know yet is told signed in, and nobody speaks with another's token", async ({
  browser,
  backend,
}) => {
  const context = await browser.newContext();
  const office = new Office(await context.newPage(), backend);
  await office.open();
  backend.plan("500", 1_000);
  await office.wrapUp("Chat");
  await office.typed(NOTES);
  await office.page.close({ runBeforeUnload: true });
  const goodbye = await backend.request(isGone);
  expect(goodbye).toMatchObject({ signed: true, status: 200 });
  const { farewell } = goodbye.body as { farewell: Farewell };
  const tokens = farewell.segments.map(({ progress }) => ({ segment: progress.about.segment, token: "guessed" }));
  const answer = await fetch(`${backend.origin}${backend.base}/presence`, {
    method: "POST",
    body: JSON.stringify({ state: "gone", farewell, tokens }),
  });
  expect(answer.status).toBe(401);
  await context.close();
});

test("a farewell that comes after the page is back ends nothing", async ({ office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.typed(NOTES);
  await office.drained();
  backend.hold(isGone);
  await office.reload();
  await expect(office.notes).toHaveValue(NOTES);
  await backend.request(({ path, body }) => path === "presence" && (body as { state: string }).state === "back");
  await backend.letGo();
  expect(kept(backend).map((each) => each.gone)).toEqual([null]);
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
  // It counts again from the next time on.
  await office.page.close({ runBeforeUnload: true });
  await expect.poll(() => kept(backend).map((each) => each.gone !== null)).toEqual([true]);
});

for (const [how, wrongBy] of Object.entries({ slow: -3_600_000, fast: 3_600_000 })) {
  test(`a computer whose clock is an hour ${how} has its whole time`, async ({ browser, backend }) => {
    const context = await browser.newContext();
    await context.addInitScript((wrongBy) => {
      const { now } = Date;
      Date.now = () => now() + wrongBy;
    }, wrongBy);
    const office = new Office(await context.newPage(), backend);
    await office.open();
    await office.wrapUp("Chat");
    await office.typed(NOTES);
    await office.drained();
    const [segment] = kept(backend);
    const left = segment!.deadline! - backend.service.now();
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(segment!.deadline! - segment!.ahead - segment!.about.opened_at);
    backend.service.closeWhatIsDue();
    expect(backend.service.effects).toEqual([]);
    await office.enter({ code: "Refund issued" });
    await office.submit.click();
    await office.drained();
    expectSubmittedOnce(backend);
    await context.close();
  });
}

test("two agents at two computers wrap up one conversation, which closes once, with the last", async ({
  browser,
  office,
  backend,
}) => {
  await office.open();
  const id = await office.start("Chat");
  const elsewhere = await browser.newContext();
  const ben = new Office(await elsewhere.newPage(), backend);
  await ben.open();
  await ben.signIn("Ben Okafor");
  expect(await ben.start("Chat")).toBe(id);
  await office.drained();
  await ben.drained("ben");
  const conversation = () => backend.service.interactions.get(id)!;
  expect(conversation().record.state).toBe("work_in_progress");
  expect(conversation().record.connected.toSorted()).toEqual(["ada", "ben"]);

  await office.press("End conversation");
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await office.drained();
  // Ada is done with it. Ben still talks, and has written far less often.
  expect(conversation()).toMatchObject({ record: { state: "work_in_progress", connected: ["ben"] }, closings: 0 });
  await ben.press("End conversation");
  await ben.enter({ code: "Refund issued", notes: "Ben's own words." });
  await ben.drained("ben");
  expect(conversation()).toMatchObject({ record: { state: "wrap_up", connected: [] }, closings: 0 });
  await ben.submit.click();
  await ben.drained("ben");

  expect(conversation()).toMatchObject({ record: { state: "closed_complete" }, closings: 1 });
  expect(kept(backend).map((each) => [each.about.agent, each.closure?.kind, each.closure?.notes])).toEqual([
    ["ada", "submitted", NOTES],
    ["ben", "submitted", "Ben's own words."],
  ]);
  expect(backend.service.violations).toEqual([]);
  await elsewhere.close();
});

test("where the browser has no such switch, a crashed page's wrap-up goes on", async ({ browser, backend }) => {
  const context = await browser.newContext();
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, "fetchLater"));
  const office = new Office(await context.newPage(), backend);
  await office.open();
  await office.wrapUp("Chat");
  await office.typed(NOTES);
  await backend.request(({ path }) => path.endsWith("/draft"));
  await crash(context, office);
  await office.page.close();
  backend.service.advance(31_000);
  expect(backend.service.effects).toEqual([]);
  const back = new Office(await context.newPage(), backend);
  await back.open();
  await expect(back.notes).toHaveValue(NOTES);
  await back.enter({ code: "Refund issued" });
  await back.submit.click();
  await back.drained();
  expectSubmittedOnce(backend);
  expect(backend.history.filter(({ path }) => path === "presence").map(({ body }) => body)).toMatchObject([
    { state: "back" },
  ]);
  await context.close();
});

test("what was saved when the browser was killed goes out at its next start", async ({ backend }) => {
  test.slow();
  const profile = await Profile.create();
  const first = await Killable.start(profile);
  const office = new Office(await first.context.newPage(), backend);
  await office.open();
  await office.wrapUp("Chat");
  await office.drained();
  // The service has written it down, and the browser never hears of it.
  backend.plan("lost", 1, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await expect(office.state).toHaveText("Closed complete");
  await first.kill();
  const second = await Killable.start(profile);
  const next = new Office(await second.context.newPage(), backend);
  await next.open();
  await expect(next.saved).toHaveCount(1);
  await next.drained();

  expectSubmittedOnce(backend);
  expect(backend.service.violations).toEqual([]);
  await second.kill();
  await profile.remove();
});

test("nothing of one agent's goes out as another", async ({ office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  await office.drained();
  backend.plan("reset", 1_000, ({ path }) => path !== "catalog");
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await expect(office.state).toHaveText("Closed complete");
  await office.signIn("Ben Okafor");
  await expect(office.tabs).toHaveCount(0);
  await office.reload();
  backend.heal();
  const ada = () => backend.history.filter((each) => each.agent === "ada" && each.fault === null && finals(each));
  await office.wrapUp("Email");
  await office.drained("ben");
  expect(ada()).toEqual([]);
  expect(backend.history.filter(({ agent }) => agent === "ben").filter(finals)).toEqual([]);
  expect((await office.stored("ada")).outbox.some((each) => each.report.closed !== undefined)).toBe(true);
  await office.signIn("Ada Moreno");
  await office.drained("ada");

  expect(kept(backend).filter((each) => each.closure !== null).map((each) => each.closure?.notes)).toEqual([NOTES]);
  expect(ada()).toHaveLength(1);
});

test("what a page says as it goes stays within what a browser sends; the rest follows", async ({
  browser,
  backend,
}) => {
  test.slow();
  const context = await browser.newContext();
  const office = new Office(await context.newPage(), backend);
  await office.open();
  const texts: string[] = [];
  backend.plan("500", 1_000, ({ path }) => path.endsWith("/draft"));
  for (let index = 0; index < 10; index += 1) {
    await office.wrapUp("Email");
    const text = `${index}${"字".repeat(3_999)}`;
    texts.push(text);
    await office.typed(text);
  }
  await office.page.close({ runBeforeUnload: true });
  const goodbye = await backend.request(({ path }) => path === "presence");
  expect(goodbye.bytes).toBeLessThan(64 * 1024);
  const { farewell } = goodbye.body as { farewell: { segments: { shortened: boolean }[] } };
  expect(farewell.segments).toHaveLength(10);
  const whole = farewell.segments.filter((each) => !each.shortened).length;
  expect(whole).toBeGreaterThanOrEqual(3);
  expect(whole).toBeLessThan(10);
  backend.heal();
  const back = new Office(await context.newPage(), backend);
  await back.open();
  await back.drained();
  expect(kept(backend).map((each) => each.draft.notes).sort()).toEqual(texts.sort());
  expect(backend.service.effects).toEqual([]);
  await context.close();
});
