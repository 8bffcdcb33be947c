// Two windows of one agent, of which one goes: closed in the middle of something, or
// crashed without a word. The other one notices, and takes over.
import type { Page } from "@playwright/test";
import { finals, type Backend, type Recorded } from "./backend.ts";
import { expect, Office, test } from "./test.ts";

const NOTES = "Refunded the second charge.";

const kept = (backend: Backend) => [...backend.service.segments.values()];
const isGone = ({ path, body }: Recorded) => path === "presence" && (body as { state: string }).state === "gone";

/** Ends the process of a page as an exhausted memory would. */
async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {}); // nobody is left to answer
  await crashed;
}

const ends: Record<string, (page: Page) => Promise<void>> = {
  "is closed": (page) => page.close(),
  crashes: crash,
};

for (const [how, end] of Object.entries(ends)) {
  test(`what a window that ${how} was sending goes out from the other one`, async ({ context, office, backend }) => {
    await office.open();
    await office.wrapUp("Chat");
    const second = new Office(await context.newPage(), backend);
    await second.open();
    await office.drained();
    // The service writes it down, and its answer comes too late.
    backend.slowness = 60_000;
    backend.plan("slow", 1, finals);
    await office.page.bringToFront();
    await office.enter({ code: "Refund issued", notes: NOTES });
    await office.submit.click();
    await backend.request(finals);
    await end(office.page);

    await second.drained();
    const closures = backend.history.filter(finals);
    expect(closures.map((each) => each.fault)).toEqual(["slow", null]);
    expect(new Set(closures.map((each) => each.key)).size).toBe(1);
    expect(backend.service.effects).toMatchObject([{ as: "closure", by: "page" }]);
    expect(kept(backend).map((each) => each.closure?.notes)).toEqual([NOTES]);
    await expect(second.saved).toHaveCount(1);
    await second.page.close();
  });
}

test("a window that crashes does not end what another one still shows", async ({ context, office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  const second = new Office(await context.newPage(), backend);
  await second.open();
  await office.page.bringToFront();
  await office.typed(NOTES);
  await office.drained();
  await crash(office.page);
  // Its dead man's switch says that it is gone, which is true of this window only.
  await backend.request(isGone);
  await expect.poll(() => kept(backend).map((each) => each.gone)).toEqual([null]);
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
  await expect(second.notes).toHaveValue(NOTES);
  await second.enter({ code: "Refund issued" });
  await second.submit.click();
  await second.drained();
  expect(kept(backend).map((each) => each.closure)).toMatchObject([{ kind: "submitted", notes: NOTES }]);
  await second.page.close();
});

test("what was typed last in a window that is closed is taken over at once", async ({ context, office, backend }) => {
  await office.open();
  await office.wrapUp("Chat");
  const second = new Office(await context.newPage(), backend);
  await second.open();
  await expect(second.dialog).toBeVisible();
  await office.page.bringToFront();
  await office.enter({ notes: NOTES });
  await office.page.close();
  await expect(second.notes).toHaveValue(NOTES);
  await second.page.close();
});

test("of three windows each notices every other one, also those that came later", async ({ context, office, backend }) => {
  const pages = [office, new Office(await context.newPage(), backend), new Office(await context.newPage(), backend)];
  for (const each of pages) await each.open();
  await office.page.bringToFront();
  await office.wrapUp("Chat");
  for (const each of pages) await expect(each.dialog).toBeVisible();
  await office.drained();
  const [first, middle, last] = pages as [Office, Office, Office];
  for (const gone of [middle, first]) {
    const before = backend.history.length;
    await crash(gone.page);
    await expect.poll(() => backend.history.slice(before).some(isGone)).toBe(true);
    await expect.poll(() => kept(backend).map((each) => each.gone)).toEqual([null]);
  }
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
  await last.page.close();
});
