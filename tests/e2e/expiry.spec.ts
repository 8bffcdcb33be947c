import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

test("at 0:00 the default code is saved without notes, and the agent is offered the text", async ({
  workspace,
  records,
}) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  const replaced = { time: words("forecast.zero"), code: "Resolved", chosen: ENTERED.code };
  await expect(workspace.dialog).toContainText(words("forecast.code_replaced", replaced));
  await expect(workspace.dialog).toContainText(words("forecast.notes_discarded"));

  await workspace.pass(59);
  await expect(workspace.time()).toHaveText("0:01");
  await workspace.pass(1);

  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.dialog).toBeHidden();
  await expect(workspace.notice).toContainText(words("notice.timed_out", { interaction: id }));
  await expect(workspace.notice).toContainText(words("notice.code_only", { code: "Resolved" }));
  await expect(workspace.notice.getByLabel(words("notice.unsaved_label"))).toHaveValue(ENTERED.notes);
  await expect(workspace.notice.getByRole("button", { name: words("action.copy") })).toBeVisible();
  await expect(workspace.saved).toContainText(words("closure.timed_out"));
  await expect(workspace.saved).toContainText(words("segments.system"));
  await expect(workspace.saved).toContainText(words("segments.no_notes"));

  expect(await records.interaction(id)).toMatchObject({ state: "closed_complete", system_wrap_up: true });
  const { closure, deadline, opened_at } = await records.segment(id);
  expect(closure).toMatchObject({
    kind: "timed_out",
    by: null,
    at: opened_at + 60_000,
    code: { id: "resolved" },
    notes: "",
    duration: 60_000,
  });
  expect(deadline).toBeNull();
  expect(await records.events(id)).toEqual([
    { state: "work_in_progress" },
    "opened",
    { state: "wrap_up" },
    { code_chosen: "refund" },
    "notes_edited",
    "warned",
    { accepted: "timed_out" },
    { state: "closed_complete" },
  ]);
});

test("where blanks are filled the notes are kept", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp("Messaging");
  await workspace.enter({ notes: "Kept at 0:00." });
  await expect(workspace.dialog).toContainText(words("forecast.notes_kept"));
  await workspace.pass(40);

  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.notice).toContainText(words("notice.code_and_notes", { code: "Resolved" }));
  await expect(workspace.notice.getByLabel(words("notice.unsaved_label"))).toBeHidden();
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "timed_out", code: { id: "resolved" }, notes: "Kept at 0:00." });
});

test("more time is had by one press, and 0:00 comes that much later", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.pass(50);
  await workspace.dialog.getByRole("button", { name: "Extend by 1 minute" }).click();
  await expect(workspace.time()).toHaveText("1:10");
  await workspace.pass(69);
  await expect(workspace.time()).toHaveText("0:01");
  await workspace.pass(1);

  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "timed_out", duration: 120_000 });
});

test("a machine that slept past the deadline discards no text", async ({ page, workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.pass(10);
  // Asleep, the wall clock goes on and the monotonic one stands still.
  await page.clock.setSystemTime(new Date("2026-03-02T12:30:00Z"));
  await page.evaluate(() => window.dispatchEvent(new Event("focus")));

  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "timed_out", code: { id: "refund" }, notes: ENTERED.notes });
});

test("where a code is required 0:00 leaves the wrap-up open as overdue", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  await records.configure("chat", { mode: "mandatory" });
  await workspace.reload();
  const id = await workspace.wrapUp();
  await expect(workspace.submit).toHaveAttribute("aria-disabled", "true");
  await expect(workspace.dialog).toContainText(words("obstacle.code_required"));
  await workspace.pass(65);

  await expect(workspace.dialog.getByRole("timer", { name: words("countdown.overdue") })).toContainText("0:05");
  await expect(workspace.state).toHaveText("Wrap up");
  await workspace.enter({ code: "Callback scheduled" });
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", code: { id: "callback" } });
});

test("by real clocks: a wrap-up of two seconds times out after two", async ({ workspace, records }) => {
  await workspace.open();
  await records.configure("chat", { duration_seconds: 2 });
  await workspace.reload();
  const id = await workspace.wrapUp();
  await expect(workspace.state).toHaveText("Closed complete");
  const { closure, opened_at } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "timed_out" });
  // Deadlines stand on whole seconds, up to one second early.
  expect(closure?.at).toBeGreaterThan(opened_at + 1000);
  expect(closure?.at).toBeLessThanOrEqual(opened_at + 2000);
});
