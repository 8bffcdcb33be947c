import { failSaving } from "./faults.ts";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

test("a save that fails is said, keeps what was typed, and works when tried again", async ({
  page,
  workspace,
  records,
}) => {
  const saving = await failSaving(page);
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.pass(1);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  const before = await records.all();
  await saving.fails();
  await workspace.submit.click();

  const said = workspace.dialog.getByRole("alert");
  await expect(said).toContainText(words("failure.title"));
  await expect(said).toContainText(words("failure.kept"));
  const retry = workspace.dialog.getByRole("button", { name: "Try again" });
  await expect(retry).toBeEnabled();
  await expect(workspace.code).toHaveValue("Refund issued");
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  await expect(workspace.state).toHaveText("Wrap up");
  await expect(workspace.notice).toBeEmpty();
  await expect(workspace.saved).toHaveCount(0);
  await retry.click();
  await expect(said).toBeVisible();
  // Whole or not at all: the interaction's own record could have been written.
  expect(await records.all()).toEqual(before);

  await saving.works();
  await retry.click();
  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.saved).toHaveCount(1);
  await expect(workspace.notice).toContainText(words("notice.submitted", { interaction: id }));
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", code: { id: "refund" }, notes: ENTERED.notes });
  expect(await records.events(id)).toEqual([
    { state: "work_in_progress" },
    "opened",
    { state: "wrap_up" },
    { code_chosen: "refund" },
    "notes_edited",
    { accepted: "submitted" },
    { state: "closed_complete" },
  ]);
});

test("saving is tried again by itself", async ({ page, workspace, records }) => {
  const saving = await failSaving(page);
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await saving.fails();
  await workspace.submit.click();
  await expect(workspace.dialog.getByRole("alert")).toBeVisible();
  await saving.works();
  await workspace.pass(1);

  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({ kind: "submitted", notes: ENTERED.notes });
});

test("what is changed after a failure is what is saved in the end", async ({ page, workspace, records }) => {
  const saving = await failSaving(page);
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await saving.fails();
  await workspace.submit.click();
  await expect(workspace.dialog.getByRole("alert")).toBeVisible();
  await workspace.enter({ notes: "Shorter." });
  await saving.works();
  await workspace.dialog.getByRole("button", { name: words("action.retry") }).click();

  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({ kind: "submitted", notes: "Shorter." });
});

test("a submit before 0:00 that could not be saved counts once it can, with its text", async ({
  page,
  workspace,
  records,
}) => {
  const saving = await failSaving(page);
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.pass(55);
  await workspace.enter(ENTERED);
  await saving.fails();
  await workspace.submit.click();
  await expect(workspace.dialog.getByRole("alert")).toBeVisible();
  await workspace.pass(25);
  await expect(workspace.state).toHaveText("Wrap up");
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  await saving.works();
  await workspace.pass(31); // the longest pause between two tries

  await expect(workspace.state).toHaveText("Closed complete");
  expect(await records.interaction(id)).toMatchObject({ system_wrap_up: false });
  const { closure, opened_at } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", at: opened_at + 55_000, notes: ENTERED.notes });
});

test("End Wrap Up without a dialog says a failure too", async ({ page, workspace, records }) => {
  const saving = await failSaving(page);
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp("Voice");
  await saving.fails();
  await workspace.endWrapUp.click();
  await expect(workspace.record.getByRole("alert")).toContainText(words("failure.title"));
  await saving.works();
  await workspace.press(words("action.retry"));

  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure?.kind).toBe("ended");
});

test("that no space is left is said as that", async ({ page, workspace }) => {
  const saving = await failSaving(page);
  await workspace.open();
  await workspace.wrapUp();
  await saving.fails();
  await workspace.submit.click();
  await expect(workspace.dialog.getByRole("alert")).toContainText(words("failure.quota"));
});

test("of a step whose second record is refused nothing is kept", async ({ page, workspace, records }) => {
  await page.addInitScript(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...record) {
      if (this.name === "segments" && "refusing" in globalThis) throw new DOMException("No.", "DataCloneError");
      return put.apply(this, record);
    };
  });
  await workspace.open();
  await workspace.wrapUp();
  const before = await records.all();
  await page.evaluate(() => Object.assign(globalThis, { refusing: true }));
  await workspace.submit.click();
  await expect(workspace.dialog.getByRole("alert")).toBeVisible();
  expect(await records.all()).toEqual(before);
});

test("where the browser stores nothing the page says so, and works on as long as it is open", async ({
  page,
  workspace,
}) => {
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    };
  });
  await page.goto("/");
  await expect(page.getByRole("alert")).toContainText(words("failure.unavailable"));
  await workspace.wrapUp();
  await expect(page.getByText(words("failure.memory_only"))).toBeVisible();
  await workspace.enter({ code: "Refund issued", notes: "Kept in memory" });
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.saved).toContainText("Kept in memory");
});
