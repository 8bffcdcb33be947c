// Left and come back to by the back button, the page is the same one: kept whole
// in the browser's back/forward cache, which Playwright switches off by default.
import type { Page } from "@playwright/test";
import type { Primitives } from "./primitives/exports.ts";
import { expect, test } from "./test.ts";
import { ENTERED } from "./workspace.ts";

test.use({
  launchOptions: [
    async ({ launchOptions }, use) => {
      await use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    },
    { scope: "worker" },
  ],
});

declare const primitives: Primitives;

interface Life {
  /** Of each `pageshow`, whether the page was kept. */
  shown: boolean[];
  /** Why it was not, in the browser's words; null if it was. */
  why: string | null;
}

/** Notes, from the next page on, how the page came to be shown. */
async function noteLife(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const shown: boolean[] = [];
    Object.assign(globalThis, { shown });
    addEventListener("pageshow", (event) => shown.push(event.persisted));
  });
}

async function life(page: Page): Promise<Life> {
  return await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType("navigation");
    const why = (navigation as unknown as { notRestoredReasons: unknown }).notRestoredReasons;
    const { shown } = globalThis as unknown as { shown: boolean[] };
    return { shown, why: why === null ? null : JSON.stringify(why) };
  });
}

async function leaveAndComeBack(page: Page): Promise<void> {
  await page.goto("/primitives.html");
  // A page that was kept does not load.
  await page.goBack({ waitUntil: "commit" });
  await expect.poll(async () => (await life(page)).shown).toContain(true);
}

test("the page comes back with deadline and draft, and goes on saving", async ({ page, workspace, records }) => {
  await noteLife(page);
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  const { deadline } = await records.segment(id);
  await leaveAndComeBack(page);

  expect(await life(page)).toEqual({ shown: [false, true], why: null });
  await expect(workspace.code).toHaveValue("Refund issued");
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  await workspace.enter({ notes: "Typed after coming back." });
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe("Typed after coming back.");
  expect((await records.segment(id)).deadline).toBe(deadline);
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", code: { id: "refund" }, notes: "Typed after coming back." });
});

test("what was typed last before the page was left is saved", async ({ page, workspace, records }) => {
  await noteLife(page);
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter({ notes: "Left at once." });
  await leaveAndComeBack(page);

  await expect(workspace.notes).toHaveValue("Left at once.");
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe("Left at once.");
  expect((await life(page)).shown).toEqual([false, true]);
});

test("coming back any number of times leaves one page that works", async ({ page, workspace, records }) => {
  await noteLife(page);
  await workspace.open();
  const id = await workspace.wrapUp();
  for (const notes of ["One.", "Two.", "Three."]) {
    await workspace.enter({ notes });
    await leaveAndComeBack(page);
    await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(notes);
  }
  expect((await life(page)).shown).toEqual([false, true, true, true]);
});

test("a page that is kept is told of all of it, and finds its last request sent", async ({ page }) => {
  await noteLife(page);
  await page.goto("/primitives.html?kept");
  await expect(page.locator("body[data-ready]")).toBeAttached();
  await page.evaluate(() => {
    primitives.note_life();
    const request = { method: "POST", url: "/last", headers: [], body: "x", keepalive: false };
    primitives.arm({ ...request, credentials: false, timeout: 1_000 });
  });
  await leaveAndComeBack(page);

  const noted = await page.evaluate(() => localStorage.getItem("life"));
  expect(noted?.trim().split("\n")).toEqual(["gone, may come back", "begun", "let go", "frozen", "back"]);
  expect(await page.evaluate(() => primitives.activated())).toBe(true);
});
