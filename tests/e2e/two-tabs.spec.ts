import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { Workspace } from "./workspace.ts";

test("a wrap-up submitted in two tabs counts once, and the second is told", async ({
  context,
  page,
  workspace,
  records,
}) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const second = new Workspace(await context.newPage());
  await second.open();
  await second.enter({ code: "Complaint taken", notes: "From the second tab." });
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe("From the second tab.");
  await page.bringToFront();
  await workspace.enter({ code: "Refund issued", notes: "From the first tab." });
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  await second.page.bringToFront();
  await second.submit.click();

  await expect(second.state).toHaveText("Closed complete");
  await expect(second.saved).toHaveCount(1);
  await expect(second.saved).toContainText("From the first tab.");
  await expect(second.notice).toContainText(words("notice.superseded", { interaction: id }));
  await expect(second.notice.getByLabel(words("notice.unsaved_label"))).toHaveValue("From the second tab.");
  const { closure, versions } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", code: { id: "refund" }, notes: "From the first tab." });
  expect(versions).toEqual([]);
  expect(await records.events(id)).toEqual([
    { state: "work_in_progress" },
    "opened",
    { state: "wrap_up" },
    { accepted: "submitted" },
    { state: "closed_complete" },
  ]);
});

test("both tabs show the same deadline, and close it once", async ({ context, workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.pass(10);
  const second = new Workspace(await context.newPage());
  await second.open();
  const left = await second.time().textContent();
  expect(left).toBe(await workspace.time().textContent());
  await workspace.pass(60);

  for (const tab of [workspace, second]) {
    await expect(tab.state).toHaveText("Closed complete");
    await expect(tab.saved).toHaveCount(1);
  }
  const events = await records.events(id);
  expect(events.filter((event) => JSON.stringify(event).includes("accepted"))).toEqual([{ accepted: "timed_out" }]);
});

test("an extension asked for in two tabs counts once", async ({ context, page, workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const { deadline } = await records.segment(id);
  const second = new Workspace(await context.newPage());
  await second.open();
  await second.dialog.getByRole("button", { name: "Extend" }).click();
  await page.bringToFront();
  await workspace.dialog.getByRole("button", { name: "Extend" }).click();
  await expect.poll(async () => (await records.segment(id)).deadline).toBe((deadline ?? 0) + 60_000);
  await workspace.enter({ notes: "After it." });
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe("After it.");
  expect((await records.segment(id)).deadline).toBe((deadline ?? 0) + 60_000);
  const events = await records.events(id);
  expect(events.filter((event) => JSON.stringify(event).includes("extended"))).toEqual([{ extended: 1 }]);
});
