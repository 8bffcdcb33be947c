// What an agent sees of delivery: how far it has come, what was refused, signing out,
// and what was removed. For everybody's eyes and hands.
import type { Page } from "@playwright/test";
import { tabTo } from "../e2e/keys.ts";
import { findings } from "../e2e/judges.ts";
import { collisions } from "../e2e/looks.ts";
import { finals, type Backend } from "./backend.ts";
import { registered } from "./stores.ts";
import { expect, Office, test } from "./test.ts";

const DAY = 24 * 60 * 60 * 1000;
const NOTES = "Refunded the second charge.";

const status = (page: Page) => page.locator("[part~=delivery]");
const rejected = (page: Page) => page.getByRole("region", { name: "Not taken by the service" });

/** One wrap-up that the service refuses, one that waits, and one that is not finished. */
async function busyDay(office: Office, backend: Backend): Promise<void> {
  await office.wrapUp("Chat");
  await office.drained();
  backend.plan("422", 1, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await office.drained();
  backend.plan("500", 1_000, finals);
  await office.submitted("Waits.");
  await office.wrapUp("Email");
  await office.typed("Half a sentence");
}

/** Goes through all that delivery can look like, and looks at each. */
async function walk(office: Office, backend: Backend, look: (at: string) => Promise<void>): Promise<void> {
  const { page } = office;
  await look("everything is sent");
  await busyDay(office, backend);
  await expect(rejected(page).getByRole("listitem")).toHaveCount(1);
  await look("one refused, one waiting");
  await rejected(page).getByRole("button", { name: "Discard" }).click();
  await look("asked before something refused is discarded");
  await page.getByRole("radio", { name: "Ben Okafor" }).check();
  await expect(office.leaveHere).toBeVisible();
  await look("asked at signing out");
  await office.signOut.getByRole("button", { name: "Send and sign out" }).click();
  await expect(office.signOut).toContainText("Not everything could be sent.");
  await look("not everything could be sent");
  await office.signOut.getByRole("button", { name: "Remove and sign out" }).click();
  await expect(office.signOut).toContainText("This would be lost for good:");
  await look("asked before all is removed");
  // In the question itself, wherever the focus is on its way to.
  await office.signOut.getByRole("button").first().press("Escape");
  await office.leaveHere.click();
  await expect(office.signedIn("ben")).toBeVisible();
  for (const days of [7, 14, 21, 28, 35]) {
    await page.clock.setSystemTime(Date.now() + days * DAY);
    await office.reload();
    const idle = async () => (await registered(page, backend.base, "ada"))?.idle.length ?? 0;
    await expect.poll(idle).toBeGreaterThan((days - 1) * DAY);
  }
  await expect.poll(async () => (await registered(page, backend.base, "ada"))?.emptied).toBe(true);
  await office.signIn("Ada Moreno");
  await expect(page.getByRole("alert", { name: "Removed from this browser" })).toBeVisible();
  await look("told what was removed");
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no judge finds anything, ${colorScheme}`, async ({ page, office, backend }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.clock.install();
    await office.open();
    await walk(office, backend, async (at) => {
      expect.soft(await findings(page), at).toEqual([]);
    });
  });
}

for (const { width, dir } of [
  { width: 320, dir: "ltr" },
  { width: 320, dir: "rtl" },
  { width: 1280, dir: "rtl" },
]) {
  test(`everything has its place at ${width} px, ${dir}`, async ({ page, office, backend }) => {
    test.slow();
    await page.setViewportSize({ width, height: 720 });
    await page.clock.install();
    await page.addInitScript((dir) => {
      document.addEventListener("DOMContentLoaded", () => (document.documentElement.dir = dir));
    }, dir);
    await office.open();
    await walk(office, backend, async (at) => expect.soft(await collisions(page), at).toEqual([]));
  });
}

test("what was refused is copied, tried again and given up without a mouse", async ({ context, page, office, backend }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await office.open();
  await office.wrapUp("Chat");
  await office.drained();
  backend.plan("422", 2, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await expect(rejected(page)).toBeVisible();
  await expect(status(page)).toHaveText("Not taken by the service (1)");
  const press = async (name: string) => {
    await tabTo(page, rejected(page).getByRole("button", { name, exact: true }));
    await page.keyboard.press("Enter");
  };
  await press("Copy text");
  await expect(rejected(page).getByRole("button", { name: "Copied" })).toBeFocused();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(NOTES);
  await press("Try again");
  await backend.request((each) => finals(each) && each !== backend.history.find(finals));
  await expect(rejected(page)).toBeVisible();
  await press("Discard");
  await expect(rejected(page).getByRole("button", { name: "Keep it" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rejected(page).getByRole("button", { name: "Discard" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(rejected(page).getByRole("button", { name: "Keep it" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Enter");
  await expect(rejected(page)).toHaveCount(0);
  await expect(status(page)).toHaveText("Everything is sent");
});

test("an agent signs out without a mouse", async ({ page, office, backend }) => {
  await office.open();
  await busyDay(office, backend);
  await tabTo(page, page.getByRole("radio", { name: "Ada Moreno" }), "Shift+Tab");
  const asked = async () => {
    await page.keyboard.press("ArrowRight");
    await expect(office.leaveHere).toBeVisible();
    await expect(office.signOut.getByRole("heading")).toBeFocused();
  };
  await asked();
  await page.keyboard.press("Tab");
  await expect(office.signOut.getByRole("button", { name: "Send and sign out" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(office.signOut.getByRole("status")).toHaveText("Not everything could be sent. You are still signed in.");
  await expect(office.signOut.getByRole("button", { name: "Try again" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("radio", { name: "Ada Moreno" })).toBeFocused();
  await asked();
  for (const name of ["Send and sign out", "Leave here and sign out"]) {
    await page.keyboard.press("Tab");
    await expect(office.signOut.getByRole("button", { name })).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(office.signedIn("ben")).toBeVisible();
});
