// The dialog goes where its agent wants it, by drawing it, by a key, by a button, and is
// never out of sight.
import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { Workspace } from "./workspace.ts";

const head = (workspace: Workspace) => workspace.dialog.locator("[part=header]");
const sheet = (page: Page) => page.getByRole("dialog", { name: words("keys.title"), exact: true });

async function box(workspace: Workspace) {
  const box = await workspace.dialog.boundingBox();
  if (box === null) throw new Error("no dialog");
  return box;
}

/** Which corner of the window it is in, to the pixel. */
async function corner(workspace: Workspace): Promise<string> {
  const { x, y, width, height } = await box(workspace);
  const { width: across, height: down } = await workspace.page.evaluate(() => ({
    width: document.documentElement.clientWidth,
    height: document.documentElement.clientHeight,
  }));
  const near = (one: number, other: number) => Math.abs(one - other) <= 1;
  const line = near(x, 16) ? "left" : near(x + width, across - 16) ? "right" : `${x}`;
  const block = near(y, 16) ? "top" : near(y + height, down - 16) ? "bottom" : `${y}`;
  return `${block} ${line}`;
}

async function draw(page: Page, workspace: Workspace, by: [number, number]): Promise<void> {
  const { x, y } = (await head(workspace).boundingBox())!;
  await page.mouse.move(x + 30, y + 20);
  await page.mouse.down();
  await page.mouse.move(x + 30 + by[0] / 2, y + 20 + by[1] / 2);
  await page.mouse.move(x + 30 + by[0], y + 20 + by[1]);
  await page.mouse.up();
}

async function ready(workspace: Workspace, address = "/"): Promise<void> {
  await workspace.page.setViewportSize({ width: 1280, height: 900 });
  await workspace.open(address);
  await workspace.wrapUp("Email");
}

test("it is drawn by its head, follows the mouse, and is there again after a reload", async ({ page, workspace }) => {
  await ready(workspace);
  expect(await corner(workspace)).toBe("bottom right");
  const before = await box(workspace);
  await draw(page, workspace, [-300, -120]);
  const after = await box(workspace);
  expect(Math.abs(before.x - 300 - after.x)).toBeLessThanOrEqual(2);
  expect(Math.abs(before.y - 120 - after.y)).toBeLessThanOrEqual(2);
  await workspace.reload();
  const again = await box(workspace);
  expect(Math.abs(again.x - after.x)).toBeLessThanOrEqual(1);
  // What is in the head still does what it does.
  await workspace.dialog.getByRole("button", { name: words("dialog.minimize") }).click();
  await expect(workspace.notes).toBeHidden();
  await draw(page, workspace, [100, 50]);
  await workspace.dialog.getByRole("button", { name: words("dialog.expand") }).click();
  await expect(workspace.notes).toBeVisible();
});

test("it stays in sight, however far it is drawn and whatever becomes of the window", async ({ page, workspace }) => {
  await ready(workspace);
  await draw(page, workspace, [-3000, -3000]);
  expect(await corner(workspace)).toBe("top left");
  await draw(page, workspace, [3000, 3000]);
  expect(await corner(workspace)).toBe("bottom right");
  await draw(page, workspace, [-200, 0]);
  for (const [width, height] of [[700, 500], [1600, 1000], [320, 600]] as const) {
    await page.setViewportSize({ width, height });
    const { x, y, width: own, height: high } = await box(workspace);
    expect(x).toBeGreaterThanOrEqual(0);
    expect(y).toBeGreaterThanOrEqual(0);
    expect(x + own).toBeLessThanOrEqual(width);
    expect(y + high).toBeLessThanOrEqual(height + 1);
  }
  // As wide as the page it is not moved.
  const before = await box(workspace);
  await draw(page, workspace, [0, -100]);
  expect(await box(workspace)).toEqual(before);
});

test("by a key it goes from corner to corner, by a button to any of them", async ({ page, workspace }) => {
  await ready(workspace);
  await workspace.notes.focus();
  for (const next of ["top right", "top left", "bottom left", "bottom right"]) {
    await page.keyboard.press("Shift+F9");
    expect(await corner(workspace)).toBe(next);
  }
  await expect(workspace.notes).toBeFocused();
  await workspace.dialog.getByRole("button", { name: words("keys.title"), exact: true }).click();
  const button = sheet(page).getByRole("button", { name: words("place.top_start") });
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Escape");
  expect(await corner(workspace)).toBe("top left");
});

test("in Arabic all of it is mirrored", async ({ page, workspace }) => {
  await ready(workspace);
  await page.goto("/?lang=ar");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  const before = (await dialog.boundingBox())!;
  expect(before.x).toBe(16);
  const { x, y } = (await dialog.locator("[part=header]").boundingBox())!;
  const from = [x + 380, y + 20] as const;
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(from[0] + 250, from[1] - 60, { steps: 3 });
  await page.mouse.up();
  const after = (await dialog.boundingBox())!;
  expect(Math.abs(before.x + 250 - after.x)).toBeLessThanOrEqual(2);
  expect(Math.abs(before.y - 60 - after.y)).toBeLessThanOrEqual(2);
  if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/floating-ar.png` });
});

test.describe("by touch", () => {
  test.use({ hasTouch: true });

  test("a finger draws it, too", async ({ page, workspace }) => {
    await ready(workspace);
    const before = await box(workspace);
    const { x, y } = (await head(workspace).boundingBox())!;
    const client = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", at: { x: number; y: number }[]) =>
      client.send("Input.dispatchTouchEvent", { type, touchPoints: at });
    await touch("touchStart", [{ x: x + 30, y: y + 20 }]);
    await touch("touchMove", [{ x: x - 70, y: y - 30 }]);
    await touch("touchMove", [{ x: x - 170, y: y - 80 }]);
    await touch("touchEnd", []);
    const after = await box(workspace);
    expect(Math.abs(before.x - 200 - after.x)).toBeLessThanOrEqual(2);
    expect(Math.abs(before.y - 100 - after.y)).toBeLessThanOrEqual(2);
  });
});
