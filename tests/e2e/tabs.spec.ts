import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

test("closing the tab in Wrap Up ends the wrap-up, and a message says what was saved", async ({
  workspace,
  records,
}) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.closeTab(id);

  await expect(workspace.tab(id)).toBeHidden();
  await expect(workspace.record).toBeHidden();
  await expect(workspace.notice).toContainText(words("notice.tab_closed", { interaction: id }));
  await expect(workspace.notice).toContainText(words("notice.code_and_notes", { code: ENTERED.code }));
  await expect(workspace.saved).toContainText(words("closure.tab_closed"));
  expect(await records.interaction(id)).toMatchObject({ state: "closed_complete", system_wrap_up: false });
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "tab_closed", by: "ada", code: { id: "refund" }, notes: ENTERED.notes });
});

test("closing the tab in Work In Progress skips the wrap-up", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.start();
  await workspace.closeTab(id);

  await expect(workspace.tab(id)).toBeHidden();
  await expect.poll(async () => (await records.interaction(id))?.state).toBe("closed_complete");
  expect(await records.interaction(id)).toMatchObject({ system_wrap_up: false, connected: [] });
  expect(await records.segments(id)).toEqual([]);
  expect(await records.events(id)).toEqual([{ state: "work_in_progress" }, { state: "closed_complete" }]);
  await expect(workspace.dialog).toBeHidden();
  await expect(workspace.notice).toBeEmpty();
  await expect(workspace.segments).toContainText(words("segments.none"));
});

test("what closing a tab would save is said before, to hands and keys, and does nothing yet", async ({
  workspace,
  records,
}) => {
  await workspace.open();
  const id = await workspace.start();
  const close = workspace.tab(id).getByRole("button", { name: words("preview.close_tab") });
  const said = workspace.tab(id).getByRole("tooltip");
  await close.focus();
  await expect(said).toHaveText(words("closing.skips"));
  await expect(close).toHaveAccessibleDescription(words("closing.skips"));
  await workspace.press("End conversation");
  await workspace.enter(ENTERED);
  await expect(said).toHaveCount(0);
  await close.hover();
  await expect(said).toHaveText(words("closing.code_and_notes", { code: ENTERED.code }));
  expect((await records.segment(id)).closure).toBeNull();
  await workspace.closeTab(id);
  await expect(workspace.notice).toContainText(words("notice.code_and_notes", { code: ENTERED.code }));
});

test("the tab of a closed conversation goes away and changes nothing", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  const before = await records.all();
  await workspace.closeTab(id);

  await expect(workspace.tab(id)).toBeHidden();
  await expect(workspace.saved).toHaveCount(1);
  expect(await records.all()).toEqual(before);
});

test("closing the tab of a colleague's wrap-up neither ends nor hides it", async ({ workspace, records }) => {
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  await workspace.signIn("Ben Okafor");
  await workspace.closeTab(id);

  await expect(workspace.tab(id)).toBeVisible();
  expect(await records.segment(id)).toMatchObject({ state: "open", closure: null });
});

test("several countdowns run at once, each right", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const chat = await workspace.wrapUp("Chat");
  await workspace.pass(7);
  const messaging = await workspace.wrapUp("Messaging");
  await workspace.pass(5);
  const voice = await workspace.wrapUp("Voice");
  const show = async (times: Record<string, string>) => {
    for (const [id, time] of Object.entries(times)) {
      await expect(workspace.time(workspace.tab(id))).toHaveText(time);
    }
  };

  await show({ [chat]: "0:48", [messaging]: "0:35", [voice]: "0:30" });
  await workspace.pass(20);
  await show({ [chat]: "0:28", [messaging]: "0:15", [voice]: "0:10" });
  await workspace.pass(10);
  await expect(workspace.countdown(workspace.tab(voice))).toBeHidden();
  await show({ [chat]: "0:18", [messaging]: "0:05" });
  await workspace.pass(5);
  await expect(workspace.countdown(workspace.tab(messaging))).toBeHidden();
  await show({ [chat]: "0:13" });
  await workspace.pass(13);
  await expect(workspace.saved).toHaveCount(3);

  const durations: Record<string, number | undefined> = {};
  for (const id of [chat, messaging, voice]) durations[id] = (await records.segment(id)).closure?.duration;
  expect(durations).toEqual({ [chat]: 60_000, [messaging]: 40_000, [voice]: 30_000 });
});
