// Keys: they do what their sheet says, they are the agent's to change, and they leave
// alone what is typed.
import type { Page } from "@playwright/test";
import { offer } from "./catalog.ts";
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { ENTERED } from "./workspace.ts";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { Workspace } from "./workspace.ts";

const sheet = (page: Page) => page.getByRole("dialog", { name: words("keys.title"), exact: true });
const row = (page: Page, name: string) => sheet(page).getByRole("listitem").filter({ hasText: name });
const change = (page: Page, name: string) =>
  sheet(page).getByRole("button", { name: words("keys.change_name", { what: name }) });
const said = (page: Page) => sheet(page).getByRole("status").last();
const help = (workspace: Workspace) => workspace.dialog.getByRole("button", { name: words("keys.title"), exact: true });

test("a wrap-up is submitted from within the notes", async ({ page, workspace, records }) => {
  await workspace.open();
  await workspace.wrapUp("Chat");
  await workspace.enter(ENTERED);
  await workspace.notes.focus();
  await page.keyboard.press("Control+Enter");
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.all()).segments[0]?.closure).toMatchObject({ kind: "submitted", notes: ENTERED.notes });
});

test("what keeps it from being submitted is shown by its key, too", async ({ page, workspace }) => {
  await workspace.open();
  await offer(page, [{ id: "a", label: "A" }], { mode: "mandatory", code_required: true });
  await workspace.wrapUp("Chat");
  await workspace.notes.focus();
  await page.keyboard.press("Control+Enter");
  await expect(workspace.submit).toBeFocused();
  await expect(workspace.submit).toHaveAccessibleDescription(words("obstacle.code_required"));
});

test("small and large again, with the focus where it was", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp("Chat");
  await workspace.notes.focus();
  await page.keyboard.press("F9");
  await expect(workspace.notes).toBeHidden();
  await expect(workspace.dialog.getByRole("button", { name: words("dialog.expand") })).toBeFocused();
  await page.keyboard.press("F9");
  await expect(workspace.notes).toBeFocused();
});

test("F6 goes between the page and the wrap-up", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp("Chat");
  await workspace.newConversation.focus();
  await page.keyboard.press("F6");
  await expect(workspace.code).toBeFocused();
  await page.keyboard.press("F6");
  await expect(workspace.newConversation).toBeFocused();
});

test("on to the next wrap-up, the most urgent first, and round", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  const names: string[] = [];
  for (const channel of ["Chat", "Email", "Messaging"] as const) names.push(await workspace.wrapUp(channel));
  const [chat, email, messaging] = names as [string, string, string];
  await workspace.notes.focus();
  // Chat has 60 s, messaging 40, mail no limit.
  for (const next of [chat, email, messaging, chat]) {
    await page.keyboard.press("F2");
    await page.clock.runFor(50);
    await expect(workspace.dialog.locator("[part=interaction]")).toHaveText(next);
    await expect(workspace.code).toBeFocused();
  }
});

test("codes have keys: favourites anywhere, the administrator's where nothing is typed into", async ({ page, workspace }) => {
  await workspace.open();
  const codes = [
    { id: "a", label: "Apples" },
    { id: "b", label: "Bananas" },
    { id: "c", label: "Cherries", shortcut: "k" },
  ];
  await offer(page, codes, { duration_seconds: 600 });
  await workspace.wrapUp("Chat");
  for (const label of ["Bananas", "Apples"]) {
    await workspace.code.fill(label);
    await page.keyboard.press("Shift+Enter");
    await page.keyboard.press("Escape");
  }
  await workspace.notes.focus();
  await page.keyboard.press("Control+Shift+Digit1");
  await expect(workspace.code).toHaveValue("Bananas");
  await page.keyboard.press("Control+Shift+Digit2");
  await expect(workspace.code).toHaveValue("Apples");
  await expect(workspace.dialog.getByRole("status").filter({ hasText: "Apples" })).toHaveText(words("keys.chosen", { code: "Apples" }));
  // There is no third one; and what is typed stays typed.
  await page.keyboard.press("Control+Shift+Digit3");
  await page.keyboard.type("k?");
  await expect(workspace.notes).toHaveValue("k?");
  await expect(workspace.code).toHaveValue("Apples");
  await workspace.submit.focus();
  await page.keyboard.press("k");
  await expect(workspace.code).toHaveValue("Cherries");
  await page.keyboard.press("?");
  await expect(row(page, "Bananas")).toContainText("Ctrl+Shift+1");
  await expect(row(page, "Cherries")).toContainText("K");
});

test("letters that AltGr, Option or an input method make are never taken", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp("Chat");
  await workspace.notes.focus();
  // As Chromium tells of them on a Polish layout, and in a composition.
  const prevented = await workspace.notes.evaluate((notes) => {
    const press = (init: KeyboardEventInit) => !notes.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, composed: true, ...init }));
    return [
      press({ key: "ś", code: "KeyS", ctrlKey: true, altKey: true, modifierAltGraph: true }),
      press({ key: "ą", code: "KeyA", modifierAltGraph: true }),
      press({ key: "å", code: "KeyA", altKey: true }),
      press({ key: "Enter", code: "Enter", ctrlKey: true, isComposing: true }),
      press({ key: "F8", code: "F8", isComposing: true }),
    ];
  });
  expect(prevented).toEqual([false, false, false, false, false]);
  await expect(workspace.dialog).toBeVisible();
});

test("the sheet is opened by its button, by ?, and gives the focus back", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp("Chat");
  await help(workspace).focus();
  await page.keyboard.press("Enter");
  await expect(sheet(page)).toBeVisible();
  await expect(row(page, words("keys.extend"))).toContainText("F8");
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toBeHidden();
  await expect(help(workspace)).toBeFocused();
  await page.keyboard.press("?");
  await expect(sheet(page)).toBeVisible();
  await sheet(page).getByRole("button", { name: words("keys.close"), exact: true }).click();
  await expect(help(workspace)).toBeFocused();
});

test("an agent changes a key, is told what cannot be, and has it after a reload", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Chat");
  await help(workspace).click();
  await change(page, words("keys.extend")).click();
  await page.keyboard.press("x");
  await expect(said(page)).toHaveText(words("keys.types"));
  await page.keyboard.press("Control+v");
  await expect(said(page)).toHaveText(words("keys.theirs"));
  await page.keyboard.press("F9");
  await expect(said(page)).toHaveText(words("keys.taken", { what: words("keys.minimise") }));
  await page.keyboard.press("Shift+F8");
  await expect(row(page, words("keys.extend"))).toContainText("Shift+F8");
  await expect(change(page, words("keys.extend"))).toBeFocused();
  // Given up, it stays; and the sheet does, too.
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(row(page, words("keys.extend"))).toContainText("Shift+F8");
  await page.keyboard.press("Escape");
  await expect(sheet(page)).toBeHidden();

  for (const _ of [1, 2]) {
    await expect(workspace.extend).toHaveAttribute("aria-keyshortcuts", "Shift+F8");
    await workspace.notes.focus();
    const before = await workspace.time().textContent();
    await page.keyboard.press("F8");
    await expect(workspace.time()).toHaveText(before ?? "");
    await page.keyboard.press("Shift+F8");
    await expect(workspace.time()).not.toHaveText(before ?? "");
    await workspace.reload();
  }
  await help(workspace).click();
  await sheet(page).getByRole("button", { name: words("keys.reset") }).click();
  await expect(row(page, words("keys.extend"))).toContainText("F8");
  await expect(row(page, words("keys.extend"))).not.toContainText("Shift");
});

test("keys are switched off, and the buttons stay", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Chat");
  await help(workspace).click();
  await sheet(page).getByRole("checkbox", { name: words("keys.use") }).uncheck();
  await page.keyboard.press("Escape");
  await workspace.notes.focus();
  const before = await workspace.time().textContent();
  for (const key of ["F8", "F9", "F6", "Control+Enter"]) await page.keyboard.press(key);
  await expect(workspace.notes).toBeFocused();
  await expect(workspace.time()).toHaveText(before ?? "");
  expect(await workspace.extend.getAttribute("aria-keyshortcuts")).toBeNull();
  await workspace.extend.click();
  await expect(workspace.time()).not.toHaveText(before ?? "");
  // The other agent has their own.
  await help(workspace).click();
  await expect(sheet(page).getByRole("checkbox", { name: words("keys.use") })).not.toBeChecked();
});

for (const language of ["en", "de", "ar"]) {
  test(`the sheet has room, in ${language}`, async ({ page }) => {
    await page.goto(`/?lang=${language}`);
    await page.locator(".preview-bar button").first().click();
    await page.locator(".preview-actions button").first().click();
    await page.locator("[part=help]").click();
    for (const [width, height] of [[1280, 900], [320, 700]] as const) {
      await page.setViewportSize({ width, height });
      await expect(page.locator("[part=keys]")).toBeVisible();
      expect(await collisions(page)).toEqual([]);
      if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/keys-${language}-${width}.png` });
    }
    await page.emulateMedia({ colorScheme: "dark" });
    if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/keys-${language}-dark.png` });
  });
}

test("the sheet, which may lie over the countdown, shows the time left itself", async ({ page, workspace }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Chat");
  await help(workspace).click();
  const countdown = sheet(page).getByRole("timer");
  await expect(workspace.time(countdown)).toHaveText("1:00");
  await workspace.pass(30);
  await expect(workspace.time(countdown)).toHaveText("0:30");
  await expect(countdown).toHaveAttribute("data-band", "yellow");
  await sheet(page).getByRole("button", { name: words("snippets.keep") }).scrollIntoViewIfNeeded();
  await expect(countdown).toBeInViewport({ ratio: 1 });
  expect(await collisions(page)).toEqual([]);
});
