import { expect, test } from "./test.ts";
import { tabTo } from "./keys.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

test("a conversation is wrapped up without a mouse", async ({ page, workspace, records }) => {
  await workspace.open();
  await tabTo(page, workspace.newConversation);
  await page.keyboard.press("Enter");
  await expect(workspace.state).toHaveText("Work in progress");
  await tabTo(page, workspace.record.getByRole("button", { name: "End conversation", exact: true }));
  await page.keyboard.press("Enter");
  await expect(workspace.dialog).toBeVisible();
  await tabTo(page, workspace.code);
  await page.keyboard.type("Follow");
  await page.keyboard.press("Enter");
  await expect(workspace.code).toHaveValue("Follow-up needed");
  await tabTo(page, workspace.notes);
  await page.keyboard.type("Call back on Monday.\nAfter ten.");
  await tabTo(page, workspace.submit);
  await page.keyboard.press("Enter");

  await expect(workspace.state).toHaveText("Closed complete");
  const [segment] = (await records.all()).segments;
  expect(segment?.closure).toMatchObject({
    kind: "submitted",
    code: { id: "follow-up" },
    notes: "Call back on Monday.\nAfter ten.",
  });
});

test("Tab goes through the dialog as it is read, and back", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp();
  const inner = [workspace.code, workspace.notes, workspace.dialog.getByRole("button", { name: "Extend" }), workspace.submit];
  await workspace.code.focus();
  for (const next of inner.slice(1)) {
    await page.keyboard.press("Tab");
    await expect(next).toBeFocused();
  }
  for (const next of inner.slice(0, -1).reverse()) {
    await page.keyboard.press("Shift+Tab");
    await expect(next).toBeFocused();
  }
  // It holds nobody: there is a way out on both sides.
  await tabTo(page, workspace.endWrapUp, "Shift+Tab");
});

test("more time is had without a mouse, by one key, while the last seconds run", async ({ page, workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  await tabTo(page, workspace.newConversation);
  await page.keyboard.press("Enter");
  await tabTo(page, workspace.record.getByRole("button", { name: "End conversation", exact: true }));
  await page.keyboard.press("Enter");
  await tabTo(page, workspace.notes);
  await workspace.pass(39);
  const warning = workspace.dialog.getByText(words("warning.ending", { duration: "20 seconds" }));
  await expect(warning).toBeHidden();
  await workspace.pass(1);
  await expect(warning).toBeVisible();
  await expect(workspace.dialog).toContainText(words("warning.remedy", { button: "+1 min", key: "F8" }));

  await page.keyboard.type("8 Fälle, ");
  await page.keyboard.press("F8");
  await page.keyboard.type("F8");
  await expect(workspace.time()).toHaveText("1:20");
  await expect(warning).toBeHidden();
  await expect(workspace.notes).toBeFocused();
  await expect(workspace.notes).toHaveValue("8 Fälle, F8");
  // Held down it counts once; beside the field it works as well.
  await tabTo(page, workspace.submit);
  for (let repeat = 0; repeat < 4; repeat++) await page.keyboard.down("F8");
  await page.keyboard.up("F8");
  await expect(workspace.time()).toHaveText("2:20");
  await workspace.pass(139);
  await expect(workspace.time()).toHaveText("0:01");
  await workspace.pass(1);
  await expect(workspace.state).toHaveText("Closed complete");

  const [segment] = (await records.all()).segments;
  const opened = segment?.opened_at ?? 0;
  expect(segment?.closure).toMatchObject({ kind: "timed_out", at: opened + 180_000, duration: 180_000 });
  const { journal } = await records.all();
  const extended = journal.filter((each) => JSON.stringify(each.event).includes("extended"));
  expect(extended.map(({ event, by, at }) => ({ event, by, after: at - opened }))).toEqual([
    { event: { extended: 1 }, by: segment?.agent, after: 40_000 },
    { event: { extended: 2 }, by: segment?.agent, after: 40_000 },
  ]);
});

test("away from the wrap-up the key is left to the page", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp();
  await workspace.pass(10);
  await workspace.newConversation.focus();
  await page.keyboard.press("F8");
  await workspace.pass(1);
  await expect(workspace.time()).toHaveText("0:49");
});

test("a dialog that opens takes no focus from where somebody types", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.start();
  await page.evaluate(() => {
    const field = document.createElement("input");
    field.setAttribute("aria-label", "Of the host page");
    document.body.prepend(field);
  });
  const field = page.getByLabel("Of the host page");
  await field.focus();
  await page.keyboard.type("typing ");
  // The customer hangs up: nothing that the agent does with mouse or keys.
  await workspace.record
    .getByRole("button", { name: "Customer ends conversation" })
    .evaluate((button: HTMLElement) => button.click());
  await expect(workspace.dialog).toBeVisible();
  await expect(field).toBeFocused();
  await page.keyboard.type("goes on");
  await expect(field).toHaveValue("typing goes on");
});

test("Escape discards nothing", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp();
  await workspace.enter(ENTERED);
  for (const place of [workspace.code, workspace.notes, workspace.submit]) {
    await place.focus();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
  }
  await expect(workspace.dialog).toBeVisible();
  await expect(workspace.code).toHaveValue("Refund issued");
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  await expect(workspace.state).toHaveText("Wrap up");
});

test("a key that repeats on Submit submits once", async ({ page, workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.submit.focus();
  for (let repeat = 0; repeat < 5; repeat++) await page.keyboard.down("Enter");
  await page.keyboard.up("Enter");
  await expect(workspace.state).toHaveText("Closed complete");
  const events = await records.events(id);
  expect(events.filter((event) => JSON.stringify(event).includes("accepted"))).toEqual([{ accepted: "submitted" }]);
});

test("the tick of a countdown disturbs neither focus nor selection", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.notes.focus();
  await workspace.notes.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(3, 8));
  await workspace.pass(31);
  await expect(workspace.countdown()).toHaveAttribute("data-band", "yellow");
  await expect(workspace.notes).toBeFocused();
  const selection = await workspace.notes.evaluate((field: HTMLTextAreaElement) => [field.selectionStart, field.selectionEnd]);
  expect(selection).toEqual([3, 8]);
  await page.keyboard.press("Delete");
  await expect(workspace.notes).toHaveValue(ENTERED.notes.slice(0, 3) + ENTERED.notes.slice(8));
});
