import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

test("End Wrap Up saves what was entered", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.endWrapUp.click();

  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.dialog).toBeHidden();
  await expect(workspace.notice).toContainText(words("notice.ended", { interaction: id }));
  await expect(workspace.saved).toContainText(words("closure.ended"));
  expect(await records.interaction(id)).toMatchObject({ state: "closed_complete", system_wrap_up: false });
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "ended", by: "ada", code: { id: "refund" }, notes: ENTERED.notes });
});

test("End Wrap Up fills a blank code with the default", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.endWrapUp.click();

  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "ended", code: { id: "resolved" }, notes: "" });
});

test("a call has no dialog: End Wrap Up stands there with the countdown", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp("Voice");
  await expect(workspace.endWrapUp).toBeVisible();
  await expect(workspace.dialog).toBeHidden();
  await expect(workspace.time(workspace.record)).toHaveText("0:30");
  await workspace.pass(15);
  await expect(workspace.time(workspace.record)).toHaveText("0:15");
  await expect(workspace.countdown(workspace.record)).toHaveAttribute("data-band", "yellow");
  await workspace.endWrapUp.click();

  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.endWrapUp).toBeHidden();
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "ended", code: null, notes: "", duration: 15_000 });
});

test("a call's wrap-up that nobody ends closes at 0:00", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp("Voice");
  await workspace.pass(30);

  await expect(workspace.state).toHaveText("Closed complete");
  expect(await records.interaction(id)).toMatchObject({ system_wrap_up: true });
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "timed_out", code: null, notes: "" });
});

test("a wrap-up of forced length records the submit and closes at 0:00", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  await records.configure("chat", { mode: "forced" });
  await workspace.reload();
  const id = await workspace.wrapUp();
  await expect(workspace.endWrapUp).toHaveAttribute("aria-disabled", "true");
  await expect(workspace.record).toContainText(words("obstacle.full_time"));
  await workspace.enter(ENTERED);
  await workspace.submit.click();
  await expect(workspace.dialog.getByRole("button", { name: words("action.recorded") })).toBeVisible();
  await workspace.pass(59);
  await expect(workspace.state).toHaveText("Wrap up");
  await workspace.pass(1);

  await expect(workspace.state).toHaveText("Closed complete");
  expect(await records.interaction(id)).toMatchObject({ system_wrap_up: false });
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", code: { id: "refund" }, notes: ENTERED.notes, duration: 60_000 });
});
