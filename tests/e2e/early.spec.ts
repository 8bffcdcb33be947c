// What an agent prepares while the conversation still runs.
import type { Page } from "@playwright/test";
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { Workspace } from "./workspace.ts";

const TITLE = words("early.title");

const early = (page: Page) => page.getByRole("dialog", { name: TITLE });
const prepare = (workspace: Workspace) => workspace.record.getByRole("button", { name: TITLE });
const request = (workspace: Workspace) => workspace.record.getByRole("checkbox", { name: words("early.request") });

test.beforeEach(async ({ workspace }) => {
  await workspace.open();
});

test("becomes the wrap-up where it stands, under the hands of who types in it", async ({ page, workspace, records }) => {
  const id = await workspace.start("Chat");
  await prepare(workspace).focus();
  await page.keyboard.press("Enter");
  const notes = early(page).getByLabel("Notes");
  await expect(notes).toBeFocused();
  await expect(early(page)).toContainText(words("early.hint"));
  await expect(early(page).getByRole("timer")).toHaveCount(0);
  await expect(early(page).getByRole("button", { name: "Submit" })).toHaveCount(0);
  await expect(workspace.endWrapUp).toHaveCount(0);
  await page.keyboard.type("Wants it");
  await notes.evaluate((field) => (field.dataset.same = "yes"));

  // The customer hangs up: nobody has touched the page.
  await page.getByRole("button", { name: "Customer ends conversation" }).dispatchEvent("click");
  await expect(workspace.dialog).toBeVisible();
  await expect(workspace.notes).toBeFocused();
  await expect(workspace.notes).toHaveAttribute("data-same", "yes");
  await page.keyboard.type(" sent again.");
  await expect(workspace.countdown()).toBeVisible();
  await expect(prepare(workspace)).toHaveCount(0);
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({ kind: "submitted", notes: "Wants it sent again." });
});

test("is there after a reload and in a second tab, and what the other types is offered", async ({ context, page, workspace, records }) => {
  const id = await workspace.start("Chat");
  await prepare(workspace).click();
  await early(page).getByLabel("Notes").fill("From here.");
  await workspace.reload();
  await expect(early(page).getByLabel("Notes")).toHaveValue("From here.");
  await expect(early(page).getByLabel("Notes"), "nobody has asked for it now").not.toBeFocused();

  const second = new Workspace(await context.newPage());
  await second.open();
  const there = early(second.page).getByLabel("Notes");
  await expect(there).toHaveValue("From here.");
  await there.focus();
  await early(page).getByLabel("Notes").fill("From here, again.");
  await there.pressSequentially(" And there.");
  const aside = early(page).locator("[part~=aside]");
  await expect(aside).toHaveCount(1);
  await aside.getByRole("button", { name: words("action.dismiss") }).click();
  await expect(aside).toHaveCount(0);
  await second.page.close();

  await workspace.press("End conversation");
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure?.notes, "what is shown counts").toBe("From here, again.");
});

test("is saved when the tab is closed before the conversation ends", async ({ page, workspace, records }) => {
  const id = await workspace.start("Chat");
  await prepare(workspace).click();
  await early(page).getByLabel("Notes").fill("Cut off.");
  await workspace.tab(id).getByRole("button", { name: "Close tab" }).focus();
  await expect(workspace.tab(id)).toContainText(words("closing.code_and_notes", { code: "Resolved" }));
  await workspace.closeTab(id);
  await expect(workspace.notice).toBeVisible();
  expect((await records.segment(id)).closure).toMatchObject({ kind: "tab_closed", code: { id: "resolved" }, notes: "Cut off." });
});

test("is not offered without the role, nor where it is not set up", async ({ workspace }) => {
  await workspace.start("Email");
  await expect(prepare(workspace)).toHaveCount(0);
  await workspace.start("Chat");
  await expect(prepare(workspace)).toBeVisible();
  await workspace.role.uncheck();
  await expect(prepare(workspace)).toHaveCount(0);
});

test("stays with its text when an administrator withdraws it meanwhile", async ({ page, workspace, records }) => {
  const id = await workspace.start("Chat");
  await prepare(workspace).click();
  await early(page).getByLabel("Notes").fill("Typed before.");
  await records.configure("chat", { active: false });
  await workspace.reload();
  await workspace.press("End conversation");
  await expect(workspace.endWrapUp).toBeVisible();
  await workspace.endWrapUp.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({ kind: "ended", notes: "Typed before." });
});

test.describe("a wrap-up that opens only for those who ask", () => {
  test.beforeEach(async ({ workspace, records }) => {
    await records.configure("chat", { mode: "agent_requested" });
    await workspace.reload();
  });

  test("is asked for, and the wish taken back, by one control", async ({ page, workspace, records }) => {
    const id = await workspace.start("Chat");
    await request(workspace).focus();
    await page.keyboard.press("Space");
    await expect(request(workspace)).toBeChecked();
    await expect.poll(() => records.events(id)).toContain("requested");
    await workspace.reload();
    await expect(request(workspace)).toBeChecked();
    await request(workspace).uncheck();
    await workspace.press("End conversation");
    await expect(workspace.state).toHaveText("Closed complete");

    await workspace.start("Chat");
    await request(workspace).check();
    await workspace.press("End conversation");
    await expect(workspace.dialog).toBeVisible();
    await expect(request(workspace)).toHaveCount(0);
  });

  test("opens for whoever has entered something", async ({ page, workspace }) => {
    await workspace.start("Chat");
    await prepare(workspace).click();
    await expect(request(workspace)).not.toBeChecked();
    await page.keyboard.type("A word");
    await expect(request(workspace)).toBeChecked();
    await expect(request(workspace)).toBeDisabled();
    await workspace.press("End conversation");
    await expect(workspace.notes).toHaveValue("A word");
  });
});

for (const [name, width, dir, colorScheme] of [
  ["light", 1280, "ltr", "light"],
  ["dark", 1280, "ltr", "dark"],
  ["narrow", 320, "ltr", "light"],
  ["right to left", 900, "rtl", "light"],
] as const) {
  test(`has everything in its place, ${name}`, async ({ page, workspace, records }) => {
    await records.configure("chat", { mode: "agent_requested" });
    await workspace.reload();
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await page.evaluate((dir) => void (document.documentElement.dir = dir), dir);
    await workspace.start("Chat");
    expect.soft(await findings(page), "before").toEqual([]);
    expect.soft(await collisions(page), "before").toEqual([]);
    await prepare(workspace).click();
    await early(page).getByLabel("Notes").fill("Typed early.");
    expect.soft(await findings(page), "open").toEqual([]);
    expect.soft(await collisions(page), "open").toEqual([]);
    if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/early-${name}.png` });
  });
}
