// Pages that go away with a wrap-up open: closed for good, crashed, or only one of several.

import { expect, test } from "./test.ts";
import { words } from "./words.ts";

const ENTERED = { code: "Refund issued", notes: "Refund of 20 promised" };

test("a page that stays away has closed the wrap-up with its tab", async ({ page, workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.pass(3);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  await page.goto("about:blank");
  await page.clock.runFor(120_000);
  await workspace.open();

  await expect(workspace.state).toHaveText("Closed complete");
  const { closure, opened_at } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "tab_closed", by: "ada", code: { id: "refund" }, notes: ENTERED.notes });
  expect(closure?.at).toBeLessThan(opened_at + 30_000);
  await expect(workspace.notice).toContainText(words("notice.code_and_notes", { code: "Refund issued" }));
});

test("a page that is back in time goes on, with the same deadline", async ({ page, workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.pass(1);
  const { deadline } = await records.segment(id);
  await page.goto("about:blank");
  await page.clock.runFor(20_000);
  await workspace.open();

  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  await expect(workspace.state).toHaveText("Wrap up");
  expect((await records.segment(id)).deadline).toBe(deadline);
});

test("as long as another tab is there nothing is closed", async ({ page, workspace, records }) => {
  const other = await page.context().newPage();
  await other.goto("/");
  await workspace.open();
  await records.configure("chat", { duration_seconds: 3_600 });
  await workspace.reload();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  await page.goto("about:blank");
  await page.clock.install({ time: Date.now() + 600_000 });
  await workspace.open();

  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  expect((await records.segment(id)).state).toBe("open");
});

test("after a crash the deadline decides: nobody knows since when the page was gone", async ({
  page,
  workspace,
  records,
}) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  const { opened_at } = await records.segment(id);
  const next = await page.context().newPage();
  await next.clock.install({ time: opened_at + 600_000 });
  const crashed = page.waitForEvent("crash");
  const session = await page.context().newCDPSession(page);
  // It never answers.
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
  await next.goto("/");

  const saved = next.getByRole("region", { name: words("segments.title") });
  await expect(saved).toContainText(words("closure.timed_out"));
});
