import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

test("the first visit offers a conversation, and says where records are kept", async ({ page, workspace }) => {
  await workspace.open();
  await expect(page.getByText("stored in this browser only")).toBeVisible();
  await expect(workspace.newConversation).toBeEnabled();
  await expect(page.getByRole("button", { name: "Reset" })).toBeEnabled();
  await expect(page.getByRole("region", { name: "Saved segments" })).toContainText(words("segments.none"));
  await expect(workspace.tabs).toHaveCount(0);
  await expect(workspace.notice).toBeEmpty();
});

test("a conversation has a button for each way it can go on", async ({ workspace }) => {
  await workspace.open();
  const id = await workspace.start();
  for (const name of ["End conversation", "Customer ends conversation", "Transfer"]) {
    await expect(workspace.record.getByRole("button", { name, exact: true })).toBeEnabled();
  }
  await expect(workspace.tab(id).getByRole("button", { name: "Close tab" })).toBeEnabled();
  await expect(workspace.dialog).toBeHidden();
  await workspace.press("End conversation");
  await expect(workspace.dialog).toBeVisible();
  await expect(workspace.code).toBeEditable();
  await expect(workspace.notes).toBeEditable();
  await expect(workspace.submit).toBeEnabled();
  await expect(workspace.endWrapUp).toBeEnabled();
  for (const name of ["End conversation", "Customer ends conversation", "Transfer"]) {
    await expect(workspace.record.getByRole("button", { name, exact: true })).toBeDisabled();
  }
});

test("the first conversation is a chat with codes, a timer and 60 enforced seconds", async ({
  workspace,
  records,
}) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await expect(workspace.tab(id)).toContainText("Chat");
  await expect(workspace.time()).toHaveText("1:00");
  await workspace.code.click();
  await expect(workspace.dialog.getByRole("option").first()).toHaveAttribute("aria-setsize", "12");
  const { rules } = await records.segment(id);
  expect(rules).toMatchObject({ duration: 60_000, show_timer: true, codes: { default: { id: "resolved" } } });
});

test("Reset brings back the first visit, whatever was done and set up", async ({ page, workspace, records }) => {
  await workspace.open();
  const first = { page: await page.locator("body").ariaSnapshot(), records: await records.all() };
  await workspace.wrapUp("Chat");
  await workspace.enter(ENTERED);
  await workspace.submit.click();
  await expect(workspace.saved).toHaveCount(1);
  const left = await workspace.start("Email");
  await workspace.closeTab(left);
  await workspace.wrapUp("Chat");
  await workspace.start("Messaging");
  await workspace.signIn("Ben Okafor");
  await workspace.role.uncheck();
  await records.put("codes", { ...first.records.codes[0], label: "Something else" });

  await page.getByRole("button", { name: "Reset" }).click();
  await expect(workspace.tabs).toHaveCount(0);
  await expect.poll(() => records.all()).toEqual(first.records);
  await expect.poll(() => page.locator("body").ariaSnapshot()).toBe(first.page);
  await workspace.reload();
  await expect.poll(() => page.locator("body").ariaSnapshot()).toBe(first.page);
  expect(await records.all()).toEqual(first.records);
  const id = await workspace.start();
  expect(id).toBe("C-1001");
  await expect(workspace.tab(id)).toContainText("Chat");
});

test("a customer who is back parks the wrap-up, and it goes on with the time that was left", async ({ workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp();
  await workspace.enter(ENTERED);
  await workspace.pass(20);
  await workspace.press(words("preview.returns"));
  await expect(workspace.state).toHaveText("Work in progress");
  await workspace.pass(100);
  await workspace.press("End conversation");
  await expect(workspace.time()).toHaveText("0:40");
  await expect(workspace.notes).toHaveValue(ENTERED.notes);
});
