// Suggestions: beside what the agent enters, and never in its place. The preview's own
// provider picks sentences out of its transcript, a word each 40 ms.
import type { Page } from "@playwright/test";
import { findings } from "./judges.ts";
import { tabTo } from "./keys.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { Workspace } from "./workspace.ts";

const TYPED = "Typed by hand.";

const suggestion = (workspace: Workspace) => workspace.dialog.locator("[part=suggestion]");
const suggested = (workspace: Workspace) => workspace.dialog.locator("[part=suggested-notes]");
const code = (workspace: Workspace) => workspace.dialog.locator("[part=suggested-code]");
const button = (workspace: Workspace, key: Parameters<typeof words>[0]) =>
  workspace.dialog.getByRole("button", { name: words(key), exact: true });
const said = (workspace: Workspace) => suggestion(workspace).getByRole("status");
const mark = (workspace: Workspace) => workspace.dialog.getByText(words("suggest.mark"));

/** Sets rules of one of the preview's configurations, past its pages. */
async function set(page: Page, id: string, rules: Record<string, unknown>): Promise<void> {
  await page.evaluate(
    async ({ id, rules }) => {
      const answer = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const database = await answer(indexedDB.open("interaction-wrap-up"));
      const transaction = database.transaction("configurations", "readwrite");
      const store = transaction.objectStore("configurations");
      store.put({ ...((await answer(store.get(id))) as object), ...rules });
      await new Promise((done) => (transaction.oncomplete = done));
      database.close();
    },
    { id, rules },
  );
  await page.reload();
}

/** A video conversation that has just ended, on a clock that stands still. */
async function begin(workspace: Workspace, rules?: Record<string, unknown>): Promise<string> {
  await workspace.holdClock();
  await workspace.open();
  if (rules !== undefined) await set(workspace.page, "video", rules);
  return await workspace.wrapUp("Video");
}

/** The same, with all that is suggested. */
async function ready(workspace: Workspace, rules?: Record<string, unknown>): Promise<{ id: string; text: string }> {
  const id = await begin(workspace, rules);
  await expect(suggestion(workspace)).toContainText(words("suggest.under_way"));
  await workspace.pass(3);
  await expect(said(workspace)).toHaveText(words("suggest.ready"));
  return { id, text: (await suggested(workspace).textContent()) ?? "" };
}

test("a suggestion comes by itself, word by word, and touches nothing", async ({ page, workspace, records }) => {
  const id = await begin(workspace);
  await expect(suggestion(workspace)).toContainText(words("suggest.under_way"));
  await expect(suggestion(workspace)).toContainText(words("preview.suggestions"));
  await expect(button(workspace, "suggest.stop")).toBeVisible();
  await workspace.notes.focus();
  await page.keyboard.type(TYPED);
  const boxes = async () =>
    await Promise.all([workspace.code, workspace.notes, workspace.submit, suggested(workspace)].map((it) => it.boundingBox()));
  const before = await boxes();

  await page.clock.runFor(210);
  await expect(suggested(workspace)).toHaveText(/^\S+( \S+){3,5}$/);
  await expect(suggested(workspace)).toHaveAttribute("aria-busy", "true");
  await expect(said(workspace), "nothing is said on the way").toHaveText("");
  await workspace.pass(3);
  await expect(suggested(workspace)).toHaveAttribute("aria-busy", "false");
  await expect(suggested(workspace)).toHaveText(/[.?!]$/);
  await expect(said(workspace)).toHaveText(words("suggest.ready"));
  await expect(code(workspace)).toContainText(words("suggest.code", { code: "Order changed" }));

  expect(await boxes(), "nothing has moved").toEqual(before);
  await expect(workspace.notes).toBeFocused();
  await expect(workspace.notes).toHaveValue(TYPED);
  await expect(workspace.code).toHaveValue("");
  await expect(mark(workspace)).toBeHidden();
  await expect.poll(() => records.events(id)).toContain("suggestion_shown");
  const events = (await records.events(id)).filter((event) => /suggest/.test(String(event)));
  expect(events).toEqual(["suggested", "notes_suggested", "suggestion_shown"]);
});

test("one press chooses the code, and the list has it on top", async ({ workspace, records }) => {
  const { id } = await ready(workspace);
  await button(workspace, "suggest.use").click();
  await expect(workspace.code).toHaveValue("Order changed");
  await expect(button(workspace, "suggest.used")).toHaveAttribute("aria-disabled", "true");
  await workspace.code.focus();
  await workspace.code.press("ArrowDown");
  const group = workspace.dialog.getByRole("group", { name: words("code.suggested"), exact: true });
  await expect(group.getByRole("option")).toContainText("Order changed");
  await workspace.code.press("Escape");
  await workspace.enter({ code: "Refund issued" });
  await expect(button(workspace, "suggest.use")).toHaveAttribute("aria-disabled", "false");
  await workspace.pass(1);
  await expect.poll(() => records.events(id)).toContain("suggestion_replaced");
  expect(await records.events(id)).toContain("suggestion_accepted");
});

test("notes are put after what was typed, marked until they are changed, and brought back", async ({
  page,
  workspace,
  records,
}) => {
  const { id, text } = await ready(workspace);
  await workspace.notes.fill(TYPED);
  await button(workspace, "suggest.insert").click();
  await expect(workspace.notes).toHaveValue(`${TYPED}\n\n${text}`);
  await expect(mark(workspace)).toBeVisible();
  await expect(button(workspace, "suggest.inserted")).toHaveAttribute("aria-disabled", "true");
  await expect(button(workspace, "suggest.inserted"), "the focus stays where it was pressed").toBeFocused();
  await page.keyboard.press("Enter");
  await expect(workspace.notes, "once").toHaveValue(`${TYPED}\n\n${text}`);

  await workspace.notes.focus();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Agreed.");
  await expect(mark(workspace)).toBeHidden();
  await workspace.notes.fill("Only mine.");
  await button(workspace, "suggest.insert").click();
  await expect(workspace.notes).toHaveValue(`Only mine.\n\n${text}`);

  await button(workspace, "suggest.use").click();
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  const { closure, suggestion: chosen, suggested_notes } = await records.segment(id);
  expect(closure).toMatchObject({ code: { id: "order-change" }, notes: `Only mine.\n\n${text}` });
  expect([chosen, suggested_notes]).toEqual(["order-change", text]);
  const events = await records.events(id);
  expect(events.filter((event) => event === "suggested_notes_taken")).toHaveLength(2);
  expect(events.filter((event) => event === "suggested_notes_edited")).toHaveLength(1);
});

test("on request nothing is asked before the agent does, and it can be called off", async ({ page, workspace, records }) => {
  const id = await begin(workspace, { ai_on_request: true });
  await workspace.pass(3);
  await expect(button(workspace, "suggest.ask")).toBeVisible();
  await expect(suggested(workspace)).toBeHidden();
  expect(await records.events(id)).not.toContain("notes_suggested");

  await button(workspace, "suggest.ask").click();
  await page.clock.runFor(210);
  await expect(suggested(workspace)).toHaveText(/^\S+( \S+){3,5}$/);
  await button(workspace, "suggest.stop").click();
  await expect(button(workspace, "suggest.ask")).toBeFocused();
  await workspace.pass(3);
  await expect(suggested(workspace)).toBeHidden();
  expect(await records.events(id)).not.toContain("notes_suggested");

  await button(workspace, "suggest.ask").click();
  await workspace.pass(3);
  await expect(said(workspace)).toHaveText(words("suggest.ready"));
  await expect(button(workspace, "suggest.again")).toBeVisible();
});

test("where none can be made a sentence says so, and work goes on", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  // Nobody writes calls down.
  await set(workspace.page, "voice", { enable_codes: true, enable_ai_code: true, enable_ai_notes: true });
  const id = await workspace.wrapUp("Voice");
  await expect(said(workspace)).toHaveText(words("suggest.failed"));
  await expect(suggestion(workspace).getByText(words("suggest.failed")).first()).toBeVisible();
  await expect(button(workspace, "action.retry")).toBeVisible();
  await button(workspace, "action.retry").click();
  await expect(said(workspace)).toHaveText(words("suggest.failed"));
  await workspace.enter({ code: "Refund issued", notes: TYPED });
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({ code: { id: "refund" }, notes: TYPED });
  const failed = { suggestion_failed: "there is no transcript of this conversation" };
  expect((await records.events(id)).filter((event) => JSON.stringify(event) === JSON.stringify(failed))).toHaveLength(2);
});

test("it outlives the page, and another tab has it without asking", async ({ context, workspace, records }) => {
  const { id, text } = await ready(workspace);
  await button(workspace, "suggest.insert").click();
  await expect(mark(workspace)).toBeVisible();
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(text);
  await workspace.reload();
  await expect(suggested(workspace)).toHaveText(text);
  await expect(workspace.notes).toHaveValue(text);
  await expect(mark(workspace)).toBeVisible();

  const second = new Workspace(await context.newPage());
  await second.open();
  await expect(suggested(second)).toHaveText(text);
  await expect(mark(second)).toBeVisible();
  await second.notes.fill("Changed there.");
  await workspace.pass(1);
  await expect(workspace.notes).toHaveValue("Changed there.");
  await expect(mark(workspace)).toBeHidden();
  const asked = (await records.events(id)).filter((event) => event === "notes_suggested");
  expect(asked, "asked once").toHaveLength(1);
});

test("of two tabs one asks, and both have the answer", async ({ context, workspace, records }) => {
  const id = await begin(workspace);
  await expect(button(workspace, "suggest.stop")).toBeVisible();
  const second = new Workspace(await context.newPage());
  await second.open();
  await expect(button(second, "suggest.ask")).toBeVisible();
  await workspace.pass(3);
  await expect(said(workspace)).toHaveText(words("suggest.ready"));
  await expect(suggested(second)).toHaveText((await suggested(workspace).textContent()) ?? "");
  expect((await records.events(id)).filter((event) => event === "notes_suggested")).toHaveLength(1);
});

test("at 0:00 the suggested code is the default", async ({ workspace, records }) => {
  const { id } = await ready(workspace);
  await expect(workspace.dialog).toContainText("Order changed");
  await workspace.notes.fill(TYPED);
  await workspace.pass(120);
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({
    kind: "timed_out",
    code: { id: "order-change" },
    notes: TYPED,
  });
});

test("all of it by keyboard alone", async ({ page, workspace, records }) => {
  const { id, text } = await ready(workspace);
  await workspace.code.focus();
  await page.keyboard.press("Tab");
  await expect(button(workspace, "suggest.use")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(workspace.code).toHaveValue("Order changed");
  await page.keyboard.press("Tab");
  await expect(workspace.notes).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(button(workspace, "suggest.again")).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(button(workspace, "suggest.insert")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(workspace.notes).toHaveValue(text);
  await tabTo(page, workspace.submit);
  await page.keyboard.press("Enter");
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({ code: { id: "order-change" }, notes: text });
});

for (const [width, colorScheme, dir] of [
  [1280, "light", "ltr"],
  [1280, "dark", "rtl"],
  [320, "light", "rtl"],
  [320, "dark", "ltr"],
] as const) {
  test(`it has its place at ${width} px, ${colorScheme}, ${dir}`, async ({ page, workspace }, info) => {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    const look = async (at: string) => {
      await page.evaluate((dir) => document.documentElement.setAttribute("dir", dir), dir);
      expect.soft(await findings(page), at).toEqual([]);
      expect.soft(await collisions(page), at).toEqual([]);
      await page.screenshot({ path: info.outputPath(`${at}.png`) });
    };
    await page.clock.install();
    await workspace.open();
    await workspace.wrapUp("Video");
    await look("under way");
    await page.clock.runFor(3000);
    await expect(said(workspace)).toHaveText(words("suggest.ready"));
    await look("ready");
    await button(workspace, "suggest.use").click();
    await button(workspace, "suggest.insert").click();
    await expect(mark(workspace)).toBeVisible();
    await look("taken");
  });
}
