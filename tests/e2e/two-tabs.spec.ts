import type { BrowserContext } from "@playwright/test";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { Workspace } from "./workspace.ts";

const ADA = "Ada Moreno";
const HERE = "From the first tab.";
const THERE = "From the second tab.";

async function secondTab(context: BrowserContext): Promise<Workspace> {
  const second = new Workspace(await context.newPage());
  await second.open();
  return second;
}

test("a wrap-up submitted in two tabs counts once, and the second is told by whom", async ({
  context,
  workspace,
  records,
}) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const second = await secondTab(context);
  await second.enter({ code: "Complaint taken", notes: THERE });
  await expect(workspace.notes).toHaveValue(THERE);
  await workspace.enter({ code: "Refund issued", notes: HERE });
  await expect(second.aside).toHaveText(HERE);
  const release = await records.hold();
  await workspace.submit.click();
  await second.submit.click();
  await release();

  await expect(second.state).toHaveText("Closed complete");
  await expect(second.saved).toHaveCount(1);
  await expect(second.saved).toContainText(HERE);
  await expect(second.notice).toContainText(words("notice.elsewhere_submitted", { agent: ADA, interaction: id }));
  await expect(second.notice).toContainText(words("notice.superseded"));
  await expect(second.notice.getByLabel(words("notice.unsaved_label"))).toHaveValue(THERE);
  const { closure, versions } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", code: { id: "refund" }, notes: HERE });
  expect(versions).toEqual([]);
  const events = await records.events(id);
  const entered = (event: (typeof events)[number]) => event === "notes_edited" || Object.hasOwn(Object(event), "code_chosen");
  expect(events.filter((event) => !entered(event))).toEqual([
    { state: "work_in_progress" },
    "opened",
    { state: "wrap_up" },
    { accepted: "submitted" },
    { state: "closed_complete" },
  ]);

  await second.notice.getByRole("button", { name: "Save as correction" }).click();
  await expect(second.notice).toContainText(words("notice.corrected", { interaction: id }));
  await expect(second.notice.getByRole("textbox")).toBeHidden();
  await expect(workspace.saved).toContainText(THERE);
  expect((await records.segment(id)).versions).toMatchObject([{ reason: "correction", notes: THERE }]);
});

test("both tabs show the same deadline, and close it once", async ({ context, workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.pass(10);
  const second = await secondTab(context);
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

test("an extension asked for in two tabs counts once", async ({ context, workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const { deadline } = await records.segment(id);
  const second = await secondTab(context);
  const release = await records.hold();
  await second.extend.click();
  await workspace.extend.click();
  await release();
  await expect.poll(async () => (await records.segment(id)).deadline).toBe((deadline ?? 0) + 60_000);
  await workspace.enter({ notes: "After it." });
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe("After it.");
  expect((await records.segment(id)).deadline).toBe((deadline ?? 0) + 60_000);
  const events = await records.events(id);
  expect(events.filter((event) => JSON.stringify(event).includes("extended"))).toEqual([{ extended: 1 }]);
});

test("what is done in one tab is seen in the other at once", async ({ context, workspace }) => {
  await workspace.open();
  const second = await secondTab(context);
  const id = await workspace.wrapUp();

  await expect(second.tab(id)).toBeVisible();
  await expect(second.dialog).toBeVisible();
  await workspace.extend.click();
  await expect(second.time(), "a minute has become two").toHaveText(/^(2:00|1:[1-5].)$/);
  await workspace.enter({ code: "Refund issued", notes: HERE });
  await expect(second.code).toHaveValue("Refund issued");
  await expect(second.notes).toHaveValue(HERE);
  await second.enter({ notes: THERE });
  await expect(workspace.aside).toHaveText(THERE);
  await workspace.notes.blur();
  await second.enter({ notes: `${THERE} And more.` });
  await expect(workspace.notes).toHaveValue(`${THERE} And more.`);
  await expect(second.aside).toBeHidden();
});

test("two focused fields keep their texts, and each is offered the other", async ({ context, workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const second = await secondTab(context);
  await workspace.notes.focus();
  await second.notes.focus();
  const release = await records.hold();
  await workspace.notes.pressSequentially(HERE);
  await second.notes.pressSequentially(THERE);
  await release();

  await expect(workspace.aside).toHaveText(THERE);
  await expect(second.aside).toHaveText(HERE);
  await expect(workspace.notes).toHaveValue(HERE);
  await expect(second.notes).toHaveValue(THERE);

  await second.dialog.getByRole("button", { name: "Add to notes" }).click();
  await expect(second.notes).toHaveValue(`${THERE}\n\n${HERE}`);
  await expect(second.notes).toBeFocused();
  await expect(second.aside).toBeHidden();
  await second.submit.click();
  await expect(second.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure?.notes).toBe(`${THERE}\n\n${HERE}`);
  expect(await records.events(id)).toContain("aside_taken");
});

test("a text of another tab that is dismissed is gone in both", async ({ context, workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const second = await secondTab(context);
  const release = await records.hold();
  await workspace.enter({ notes: HERE });
  await second.enter({ notes: THERE });
  await release();
  await expect(second.aside).toHaveText(HERE);
  await second.dialog.getByRole("button", { name: "Dismiss" }).click();
  await expect(second.aside).toBeHidden();
  await expect.poll(async () => await records.events(id)).toContain("aside_dismissed");
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure?.notes, "what was shown there").toBe(HERE);
});

test("closing it in one tab closes the dialog in the other and says who did", async ({ context, workspace }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const second = await secondTab(context);
  await workspace.enter({ code: "Refund issued", notes: HERE });
  await second.notes.focus();
  await workspace.submit.click();

  await expect(second.dialog).toBeHidden();
  await expect(second.state).toHaveText("Closed complete");
  await expect(second.notice).toContainText(words("notice.elsewhere_submitted", { agent: ADA, interaction: id }));
  await expect(second.notice.getByRole("textbox")).toBeHidden();
  await expect(workspace.notice).toContainText(words("notice.submitted", { interaction: id }));
});

test("what was typed when the other tab closed it is offered", async ({ context, workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const second = await secondTab(context);
  const release = await records.hold();
  await workspace.enter({ notes: HERE });
  await workspace.submit.click();
  await second.enter({ notes: THERE });
  await release();

  await expect(second.dialog).toBeHidden();
  await expect(second.notice.getByLabel(words("notice.unsaved_label"))).toHaveValue(THERE);
  await expect.poll(async () => (await records.segment(id)).draft.aside).toMatchObject([{ notes: THERE }]);
  expect((await records.segment(id)).closure?.notes).toBe(HERE);
});

test("Reset in one tab empties the other", async ({ context, workspace }) => {
  await workspace.open();
  const second = await secondTab(context);
  await workspace.wrapUp();
  await expect(second.dialog).toBeVisible();
  await workspace.page.getByRole("button", { name: "Reset" }).click();
  await expect(workspace.tabs).toHaveCount(0);
  await expect(second.tabs).toHaveCount(0);
  await expect(second.dialog).toBeHidden();

  const id = await second.wrapUp();
  await expect(workspace.tab(id)).toBeVisible();
});

test("a page that was put away looks at the store when it is back", async ({ context, workspace }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  const second = await secondTab(context);
  const tell = (name: string) =>
    second.page.evaluate((name) => dispatchEvent(new PageTransitionEvent(name, { persisted: true })), name);
  await tell("pagehide");
  await workspace.enter({ notes: HERE });
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  await expect(second.dialog).toBeVisible();
  await tell("pageshow");
  await expect(second.dialog).toBeHidden();
  await expect(second.notice).toContainText(words("notice.elsewhere_submitted", { agent: ADA, interaction: id }));
});
