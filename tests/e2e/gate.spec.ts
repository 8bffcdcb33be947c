import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

test("another agent sees no dialog and is told whose wrap-up it is", async ({ workspace }) => {
  await workspace.open();
  await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.signIn("Ben Okafor");

  await expect(workspace.dialog).toBeHidden();
  await expect(workspace.endWrapUp).toBeHidden();
  const told = words("gate.not_assigned", { agent: "Ada Moreno" });
  await expect(workspace.record.getByRole("note")).toHaveText(told);
  await workspace.signIn("Ada Moreno");
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  await expect(workspace.record.getByRole("note")).toBeHidden();
});

test("without the role there is no dialog, the role is named, and End Wrap Up still works", async ({
  workspace,
  records,
}) => {
  await workspace.open();
  await workspace.role.uncheck();
  const id = await workspace.wrapUp();

  const told = words("gate.role_missing", { role: "interaction_admin" });
  await expect(workspace.record.getByRole("note")).toHaveText(told);
  await expect(workspace.dialog).toBeHidden();
  await workspace.endWrapUp.click();
  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "ended", code: { id: "resolved" }, notes: "" });
});

test("without the role the tab may be closed, and the deadline counts", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.role.uncheck();
  const first = await workspace.wrapUp("Chat");
  await workspace.closeTab(first);
  await expect(workspace.saved).toHaveCount(1);
  const second = await workspace.wrapUp("Chat");
  await expect(workspace.time(workspace.record)).toHaveText("1:00");
  await workspace.pass(60);
  await expect(workspace.saved).toHaveCount(2);
  expect((await records.segment(first)).closure?.kind).toBe("tab_closed");
  expect((await records.segment(second)).closure?.kind).toBe("timed_out");
});

test("a role that comes back brings the dialog back", async ({ workspace }) => {
  await workspace.open();
  await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.role.uncheck();
  await expect(workspace.dialog).toBeHidden();
  await workspace.role.check();
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
});
