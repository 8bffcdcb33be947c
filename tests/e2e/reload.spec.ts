import { expect, test } from "./test.ts";
import { ENTERED } from "./workspace.ts";

test("a reload keeps the deadline and the draft", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.pass(20);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  const { deadline } = await records.segment(id);
  await workspace.reload();

  await expect(workspace.time()).toHaveText("0:40");
  await expect(workspace.code).toHaveValue("Refund issued");
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  expect((await records.segment(id)).deadline).toBe(deadline);
  await workspace.pass(40);
  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "timed_out", at: deadline });
});

test("what is typed while something else is being saved is saved after it", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.start();
  const release = await records.hold();
  await workspace.press("End conversation");
  await workspace.enter(ENTERED);
  await release();
  await expect.poll(async () => (await records.segments(id)).map((each) => each.draft)).toMatchObject([
    { code: "refund", notes: ENTERED.notes },
  ]);
  await workspace.reload();
  await expect(workspace.code).toHaveValue("Refund issued");
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
});

test("a reload right after a key keeps the key", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp();
  let kept = 0;
  for (const word of ["one", "two", "three", "four", "five", "six", "seven", "eight"]) {
    await workspace.notes.fill("");
    await page.keyboard.type(word);
    await workspace.reload();
    if ((await workspace.notes.inputValue()) === word) kept += 1;
  }
  // What a page begins as it goes browsers finish as a rule, and promise nothing.
  expect(kept).toBeGreaterThanOrEqual(6);
});

test("tabs, the one in front, the agent and the role survive a reload", async ({ page, workspace }) => {
  await workspace.open();
  const first = await workspace.wrapUp("Chat");
  const second = await workspace.start("Messaging");
  const third = await workspace.start("Email");
  await workspace.closeTab(second);
  await workspace.show(first);
  await workspace.signIn("Ben Okafor");
  await workspace.role.uncheck();
  await expect(workspace.tab(second)).toBeHidden();
  await workspace.reload();

  await expect(workspace.tabs).toHaveCount(2);
  await expect(workspace.tab(first).getByRole("button").first()).toHaveAttribute("aria-current", "page");
  await expect(workspace.tab(third)).toBeVisible();
  await expect(workspace.record.getByRole("heading").first()).toHaveText(first);
  await expect(workspace.state).toHaveText("Wrap up");
  await expect(page.getByRole("radio", { name: "Ben Okafor" })).toBeChecked();
  await expect(workspace.role).not.toBeChecked();
});

test("saved segments survive a reload", async ({ workspace }) => {
  await workspace.open();
  await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.submit.click();
  await expect(workspace.saved).toHaveCount(1);
  const before = await workspace.saved.innerText();
  await workspace.reload();
  await expect(workspace.saved).toHaveCount(1);
  expect(await workspace.saved.innerText()).toBe(before);
});

test("a draft from before pages were told apart is read and typed on", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  const segment = await records.segment(id);
  const { code, notes } = segment.draft;
  await records.put("segments", { ...segment, draft: { code, notes } });
  await workspace.reload();
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
  await workspace.enter({ notes: "Typed on." });
  await expect.poll(async () => (await records.segment(id)).draft).toMatchObject({ notes: "Typed on.", aside: [] });
});
