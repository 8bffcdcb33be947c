import { Administration } from "./administration.ts";
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";

test("each change is in the trail with before and after, and can be taken back", async ({ page, records }) => {
  const admin = new Administration(page);
  await admin.open("codes/refund");
  await admin.field("Label").fill("Money returned");
  await admin.saved("Money returned");
  await admin.field("Active").uncheck();
  await expect(admin.form).toContainText("What is inactive is offered to nobody");
  await admin.saved("Money returned");
  await admin.go("Audit trail");
  const entries = page.locator(".admin-change");
  await expect(entries).toHaveCount(2);
  await expect(entries.first()).toContainText("Dana Whitfield");
  await entries.nth(1).getByRole("button", { name: "What changed" }).click();
  await expect(entries.nth(1).getByRole("row", { name: "Label" })).toHaveText(/Refund issued.*Money returned/);

  // The older one alone cannot be taken back: the newer one rests on it.
  await entries.nth(1).getByRole("button", { name: "Take back" }).click();
  await expect(page.getByRole("alert")).toContainText("Take the later ones back first");
  await entries.first().getByRole("button", { name: "Take back" }).click();
  await expect(entries).toHaveCount(3);
  await expect(entries.nth(1)).toContainText("Taken back");
  await entries.nth(2).getByRole("button", { name: "Take back" }).click();
  await expect(entries).toHaveCount(4);
  const code = (await records.all()).codes.find((each) => each["id"] === "refund");
  expect(code).toMatchObject({ label: "Refund issued", active: true });
});

/** Goes through the pages of the administration, and looks at each. */
async function walk(admin: Administration, look: (at: string) => Promise<void>, dir = "ltr"): Promise<void> {
  const { page } = admin;
  await admin.open();
  await page.evaluate((dir) => {
    document.documentElement.dir = dir;
  }, dir);
  await expect(admin.code("Resolved")).toBeVisible();
  await look("codes");
  await admin.code("Resolved").click();
  await admin.field("Label").fill("");
  await admin.save.click();
  await look("a faulty code");
  await admin.form.getByRole("button", { name: "Revert" }).click();
  await admin.field("Description").fill("Answered.");
  await admin.saved("Resolved");
  await admin.open("configurations/complaints");
  await expect(page.getByRole("region", { name: "Preview" }).getByRole("timer")).toBeVisible();
  await look("a configuration");
  await admin.open("explain");
  await expect(page.locator(".admin-verdict").first()).toBeVisible();
  await look("explain");
  await admin.open("audit");
  await page.getByRole("button", { name: "What changed" }).first().click();
  await look("the audit trail");
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`nobody who judges the administration finds anything, ${colorScheme}`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    const admin = new Administration(page);
    await walk(admin, async (at) => {
      expect.soft(await findings(page), at).toEqual([]);
    });
  });
}

for (const { width, dir } of [
  { width: 320, dir: "ltr" },
  { width: 1440, dir: "rtl" },
]) {
  test(`everything in the administration has its place at ${width} px, ${dir}`, async ({ page }) => {
    test.slow();
    await page.setViewportSize({ width, height: 900 });
    const look = async (at: string) => expect.soft(await collisions(page), at).toEqual([]);
    await walk(new Administration(page), look, dir);
  });
}
