// Snippets: a name after a slash becomes a text, only where somebody asks for it, and can
// be undone.
import type { Page } from "@playwright/test";
import { Administration } from "./administration.ts";
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { Workspace } from "./workspace.ts";

const REFUND = "Refund issued to the original payment method; 3 to 5 working days.";
const list = (workspace: Workspace) => workspace.dialog.getByRole("listbox", { name: words("snippets.list") });
const options = (workspace: Workspace) => list(workspace).getByRole("option");
const sheet = (page: Page) => page.getByRole("dialog", { name: words("keys.title"), exact: true });

async function ready(workspace: Workspace): Promise<void> {
  await workspace.open();
  await workspace.wrapUp("Email");
  await workspace.notes.focus();
}

test("a name becomes its text, the draft has it, and Ctrl+Z takes it back", async ({ page, workspace, records }) => {
  await ready(workspace);
  await page.keyboard.type("Hello. /ref");
  await expect(options(workspace)).toHaveText([/^\/refund /]);
  await expect(workspace.notes).toHaveAttribute("aria-activedescendant", /snippets/);
  await expect(workspace.dialog.getByRole("status").filter({ hasText: "refund" })).toHaveText(words("snippets.found", { names: "refund" }));
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await expect(workspace.notes).toHaveValue(`Hello. ${REFUND}`);
  await expect(list(workspace)).toBeHidden();
  await expect(workspace.notes).toBeFocused();
  await expect.poll(async () => (await records.all()).segments[0]?.draft.notes).toBe(`Hello. ${REFUND}`);
  await page.keyboard.press("Control+z");
  await expect(workspace.notes).toHaveValue("Hello. /ref");
  await expect.poll(async () => (await records.all()).segments[0]?.draft.notes).toBe("Hello. /ref");
  await page.keyboard.press("Control+Shift+z");
  await page.keyboard.type(" Bye.");
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.all()).segments[0]?.closure?.notes).toBe(`Hello. ${REFUND} Bye.`);
});

test("arrow keys go through the list; Escape, a blank and the mouse do what they should", async ({ page, workspace }) => {
  await ready(workspace);
  await page.keyboard.type("/");
  await expect(options(workspace)).toHaveCount(3);
  // The slash alone chooses nothing: Enter is a new line.
  expect(await workspace.notes.getAttribute("aria-activedescendant")).toBeNull();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(options(workspace).nth(1)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(options(workspace).nth(2)).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Escape");
  await expect(list(workspace)).toBeHidden();
  await expect(workspace.notes).toHaveValue("/");
  await page.keyboard.type("r");
  await expect(list(workspace)).toBeVisible();
  await page.keyboard.press("Space");
  await expect(list(workspace)).toBeHidden();
  await expect(workspace.notes).toHaveValue("/r ");
  await page.keyboard.press("Backspace");
  await options(workspace).first().click();
  await expect(workspace.notes).toHaveValue(REFUND);
  await expect(workspace.notes).toBeFocused();
});

test("what is no name stays as it was typed", async ({ page, workspace }) => {
  await ready(workspace);
  for (const text of ["24/12 and/or", "https://example.org/refund", "/nothing-of-that-name", "//refund"]) {
    await workspace.notes.fill("");
    await page.keyboard.type(text);
    await expect(list(workspace)).toBeHidden();
    await page.keyboard.press("Enter");
    await expect(workspace.notes).toHaveValue(`${text}\n`);
  }
});

test("an agent keeps their own, which goes before the team's, and is told what is wrong", async ({ page, workspace }) => {
  await ready(workspace);
  await workspace.dialog.getByRole("button", { name: words("keys.title"), exact: true }).click();
  const name = sheet(page).getByLabel(words("snippets.name"), { exact: true });
  const text = sheet(page).getByLabel(words("snippets.text"), { exact: true });
  await name.fill("my own");
  await page.keyboard.press("Enter");
  await expect(sheet(page)).toContainText(words("snippets.bad_name"));
  await name.fill("/refund");
  await page.keyboard.press("Enter");
  await expect(sheet(page)).toContainText(words("snippets.bad_text"));
  await text.fill("Mine.\nTwo lines.");
  await sheet(page).getByRole("button", { name: words("snippets.keep") }).click();
  await expect(sheet(page)).toContainText(words("snippets.kept", { name: "refund" }));
  // With room around it: what a modal covers of the page is judged as if it were in use.
  await page.setViewportSize({ width: 1280, height: 1400 });
  expect(await findings(page)).toEqual([]);
  expect(await collisions(page)).toEqual([]);
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/snippets-sheet.png` });
  await page.keyboard.press("Escape");
  await workspace.reload();
  await workspace.notes.focus();
  await page.keyboard.type("/REFUND");
  await page.keyboard.press("Enter");
  await expect(workspace.notes).toHaveValue("Mine.\nTwo lines.");
  // The other agent has the team's.
  await workspace.dialog.getByRole("button", { name: words("keys.title"), exact: true }).click();
  await sheet(page).getByRole("button", { name: words("snippets.change", { name: "refund" }) }).click();
  await expect(name).toBeFocused();
  await expect(text).toHaveValue("Mine.\nTwo lines.");
  await sheet(page).getByRole("button", { name: words("snippets.remove_name", { name: "refund" }) }).click();
  await expect(sheet(page)).toContainText(words("snippets.removed", { name: "refund" }));
  await page.keyboard.press("Escape");
  await workspace.notes.fill("");
  await workspace.notes.focus();
  await page.keyboard.type("/refund");
  await page.keyboard.press("Enter");
  await expect(workspace.notes).toHaveValue(REFUND);
});

test("an administrator gives them to a configuration", async ({ page, context, workspace }) => {
  await workspace.open();
  const admin = await context.newPage();
  const administration = new Administration(admin);
  await administration.open("configurations/chat");
  await admin.getByRole("button", { name: "Add a snippet" }).click();
  await expect(admin.locator("#admin-snippet-3-name")).toBeFocused();
  await admin.keyboard.type("x y");
  await admin.locator("#admin-snippet-3-text").fill("Sent the papers.");
  await expect(admin.getByText("cannot name").first()).toBeVisible();
  await admin.locator("#admin-snippet-3-name").fill("papers");
  await expect(admin.getByText("cannot name")).toHaveCount(0);
  await administration.saved("Chat");
  await workspace.wrapUp("Chat");
  await workspace.notes.focus();
  await page.keyboard.type("/pap");
  await page.keyboard.press("Enter");
  await expect(workspace.notes).toHaveValue("Sent the papers.");
});

for (const [width, height] of [[1280, 900], [320, 640]] as const) {
  test(`the list is in sight where there are ${width} pixels`, async ({ page, workspace }) => {
    await page.setViewportSize({ width, height });
    await ready(workspace);
    await page.keyboard.type("/");
    await page.keyboard.press("ArrowDown");
    await expect(options(workspace).first()).toBeInViewport({ ratio: 0.9 });
    await page.keyboard.press("ArrowUp");
    await expect(options(workspace).last()).toBeInViewport({ ratio: 0.9 });
    await page.keyboard.press("ArrowDown");
    await expect(options(workspace).first()).toBeInViewport({ ratio: 0.9 });
    await expect(workspace.notes).toBeInViewport();
    if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/snippets-${width}.png` });
    await page.emulateMedia({ colorScheme: "dark", forcedColors: "active" });
    if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/snippets-${width}-forced.png` });
  });
}
