import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

/** Whatever a store, an encoding or a form could trip over. */
const NOTES = "  Tab\there, \"quotes\", \\ and <b>&amp;</b>\n\n日本語 · עברית · e\u0301 · 👩🏽‍🚒\u00a0end ";

test("a conversation goes all the way to closed, and its segment is stored", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.start();
  await workspace.press("End conversation");
  await expect(workspace.state).toHaveText("Wrap up");
  await workspace.enter({ code: "Follow-up needed", notes: NOTES });
  await workspace.submit.click();

  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.dialog).toBeHidden();
  await expect(workspace.endWrapUp).toBeHidden();
  await expect(workspace.notice).toContainText(words("notice.submitted", { interaction: id }));
  await expect(workspace.notice).toContainText(words("notice.code_and_notes", { code: "Follow-up needed" }));
  await expect(workspace.saved).toHaveCount(1);
  await expect(workspace.saved).toContainText("Follow-up needed");
  await expect(workspace.saved).toContainText(words("closure.submitted"));
  await expect(workspace.saved).toContainText(id);
  await expect(workspace.saved).toContainText("Ada Moreno");
  expect(await workspace.saved.locator("[part~=segment-notes]").textContent()).toBe(NOTES);

  expect(await records.interaction(id)).toMatchObject({
    state: "closed_complete",
    system_wrap_up: false,
    connected: [],
  });
  const segment = await records.segment(id);
  expect(segment).toMatchObject({ state: "closed", agent: "ada", versions: [] });
  expect(segment.closure).toMatchObject({
    kind: "submitted",
    by: "ada",
    code: { id: "follow-up", label: "Follow-up needed" },
  });
  expect(segment.closure?.notes).toBe(NOTES);
  expect(await records.events(id)).toEqual([
    { state: "work_in_progress" },
    "opened",
    { state: "wrap_up" },
    { code_chosen: "follow-up" },
    "notes_edited",
    { accepted: "submitted" },
    { state: "closed_complete" },
  ]);
});

test("a conversation that its customer ended is wrapped up alike", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.start();
  await workspace.press("Customer ends conversation");
  await workspace.enter(ENTERED);
  await workspace.submit.click();

  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", code: { id: "refund" }, notes: ENTERED.notes });
});

test("a blank code is saved as the default", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter({ notes: "Only words." });
  await workspace.submit.click();

  await expect(workspace.notice).toContainText(words("notice.code_and_notes", { code: "Resolved" }));
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ code: { id: "resolved" }, notes: "Only words." });
});

test("a double click submits once", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.submit.dblclick();

  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.saved).toHaveCount(1);
  await expect(workspace.notice.locator("[part~=notice]")).toHaveCount(1);
  const events = await records.events(id);
  expect(events.filter((event) => JSON.stringify(event).includes("accepted"))).toEqual([{ accepted: "submitted" }]);
  expect((await records.segment(id)).versions).toEqual([]);
});

test("while it is being saved the dialog is busy, and takes no second submit", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  const release = await records.hold();
  await workspace.submit.click();

  const saving = workspace.dialog.getByRole("button", { name: words("action.saving") });
  await expect(saving).toHaveAttribute("aria-disabled", "true");
  await expect(saving).toBeFocused();
  await expect(workspace.dialog).toHaveAttribute("aria-busy", "true");
  await expect(workspace.code).not.toBeEditable();
  await expect(workspace.notes).not.toBeEditable();
  await saving.click({ force: true });
  await expect(workspace.state).toHaveText("Wrap up");

  await release();
  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.saved).toHaveCount(1);
  const events = await records.events(id);
  expect(events.filter((event) => JSON.stringify(event).includes("accepted"))).toEqual([{ accepted: "submitted" }]);
});

test("notes of 4,000 characters are saved whole, and one more is said and not submitted", async ({
  workspace,
  records,
}) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const longest = "👍".repeat(4000);
  await workspace.enter({ notes: `${longest}!` });
  await expect(workspace.dialog).toContainText(words("notes.count", { count: "4001", limit: "4000" }));
  await expect(workspace.dialog).toContainText(words("notes.too_long", { excess: "1" }));
  await expect(workspace.submit).toHaveAttribute("aria-disabled", "true");
  await workspace.submit.click({ force: true });
  await expect(workspace.state).toHaveText("Wrap up");

  await workspace.enter({ notes: longest });
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure?.notes).toBe(longest);
});
