// What an agent does about a wrap-up that is finished: finds it, corrects it, takes a
// submit back.
import { choose } from "./codes.ts";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED, type Workspace } from "./workspace.ts";

/** A wrap-up that its agent has submitted. */
async function submitted(workspace: Workspace, entered = ENTERED): Promise<string> {
  const id = await workspace.wrapUp("Chat");
  await workspace.enter(entered);
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  return id;
}

const form = (workspace: Workspace) => workspace.page.getByRole("form", { name: words("correction.title") });
const undo = (workspace: Workspace) => workspace.notice.getByRole("button", { name: words("undo.offer") });

test("a submit is taken back within seconds, and what is made of it stands beside it", async ({ workspace, records }) => {
  await workspace.open();
  const id = await submitted(workspace);
  await undo(workspace).click();
  const again = form(workspace);
  await expect(again).toBeFocused();
  await expect(again.getByLabel("Notes")).toHaveValue(ENTERED.notes);
  await expect(again.getByLabel("Wrap-up code")).toHaveValue("Refund issued");
  await choose(again.getByLabel("Wrap-up code"), "Resolved");
  await again.getByLabel("Notes").fill("Nothing to refund after all.");
  await again.getByRole("button", { name: words("correction.save") }).click();

  await expect(again).toHaveCount(0);
  await expect(workspace.notice).toContainText(words("notice.corrected", { interaction: id }));
  await expect(undo(workspace)).toHaveCount(0);
  const { closure, versions } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "submitted", notes: ENTERED.notes });
  expect(versions).toMatchObject([{ reason: "undo", by: "ada", code: { id: "resolved" }, notes: "Nothing to refund after all." }]);
  expect(await records.interaction(id)).toMatchObject({ state: "closed_complete" });
});

test("an undo that changes nothing changes nothing", async ({ workspace, records }) => {
  await workspace.open();
  const id = await submitted(workspace);
  const before = await records.segment(id);
  await undo(workspace).press("Enter");
  await workspace.page.keyboard.press("Tab");
  await form(workspace).getByRole("button", { name: words("correction.cancel") }).press("Enter");
  await expect(form(workspace)).toHaveCount(0);
  expect(await records.segment(id)).toEqual(before);
});

test("the undo is offered for ten seconds", async ({ page, workspace }) => {
  await page.clock.install();
  await workspace.open();
  await submitted(workspace);
  await expect(undo(workspace)).toBeVisible();
  await page.clock.runFor(10_000);
  await expect(undo(workspace)).toHaveCount(0);
  await expect(workspace.notice).not.toBeEmpty();
});

test("a finished wrap-up is found and corrected, and says what it said before", async ({ workspace, records }) => {
  await workspace.open();
  const first = await submitted(workspace, { code: "Resolved", notes: "Parcel found at the neighbour's." });
  await submitted(workspace);
  await expect(workspace.saved).toHaveCount(2);
  await workspace.page.getByRole("searchbox").fill("NEIGHBOUR resolved");
  await expect(workspace.saved).toHaveText([/Parcel found/]);
  await expect(workspace.segments.getByRole("status").first()).toHaveText(words("search.found#one"));
  await workspace.saved.getByRole("button", { name: words("correction.open") }).click();
  const open = form(workspace);
  await open.getByLabel("Notes").fill("Parcel found at the neighbour's, after all.");
  // It stays open, with what is typed, while other wrap-ups come and go.
  await submitted(workspace, { code: "Refund issued", notes: "One more." });
  await expect(open.getByLabel("Notes")).toHaveValue("Parcel found at the neighbour's, after all.");
  await open.getByRole("button", { name: words("correction.save") }).click();
  await expect(open).toHaveCount(0);
  await expect(workspace.saved).toHaveText([/after all/]);
  await workspace.saved.getByText(words("segments.earlier", { count: "1" })).click();
  await expect(workspace.saved.getByRole("listitem").first()).toContainText("Parcel found at the neighbour's.");
  expect((await records.segment(first)).versions).toMatchObject([{ reason: "correction", by: "ada" }]);

  await workspace.page.getByRole("searchbox").fill("nothing like it");
  await expect(workspace.segments).toContainText(words("search.none"));
  await workspace.page.getByRole("searchbox").fill("");
  await workspace.page.getByLabel(words("search.corrected")).check();
  await expect(workspace.saved).toHaveCount(1);
  await workspace.page.getByLabel(words("search.corrected")).uncheck();
  await workspace.page.getByLabel(words("search.ended")).selectOption(words("closure.timed_out"));
  await expect(workspace.saved).toHaveCount(0);
});

test("nobody corrects a colleague's wrap-up", async ({ workspace }) => {
  await workspace.open();
  await submitted(workspace);
  await expect(workspace.saved.getByRole("button", { name: words("correction.open") })).toBeVisible();
  await workspace.signIn("Ben Okafor");
  await expect(workspace.saved).toHaveCount(1);
  await expect(workspace.saved.getByRole("button", { name: words("correction.open") })).toHaveCount(0);
});

test("a correction that breaks a rule says which, and keeps what is typed", async ({ workspace, records }) => {
  await workspace.open();
  const id = await submitted(workspace);
  await workspace.saved.getByRole("button", { name: words("correction.open") }).click();
  const open = form(workspace);
  await open.getByLabel("Notes").fill("x".repeat(4_001));
  await open.getByRole("button", { name: words("correction.save") }).press("Enter");
  await expect(open).toContainText(words("obstacle.notes_too_long"));
  await expect(open.getByLabel("Notes")).toHaveValue("x".repeat(4_001));
  expect((await records.segment(id)).versions).toEqual([]);
});
