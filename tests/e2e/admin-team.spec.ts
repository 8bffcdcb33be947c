// What a supervisor sees and does of a team's wrap-ups, and what they come to.
import { readFileSync } from "node:fs";
import { Administration } from "./administration.ts";
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";
import { ENTERED, Workspace } from "./workspace.ts";

/** The team's page, and beside it the workspace of an agent of theirs. */
async function beside(admin: Administration, workspace: Workspace): Promise<void> {
  await workspace.open();
  await admin.open("team");
  await admin.signIn("Sam Rivera");
  await workspace.page.bringToFront();
}

test.describe("a supervisor", () => {
  let admin: Administration;

  test.beforeEach(async ({ context, workspace }) => {
    admin = new Administration(await context.newPage());
    await beside(admin, workspace);
  });

  const rows = () => admin.page.locator(".admin-team-row");

  test("sees what is open as it changes, and closes it with what was entered", async ({ workspace, records }) => {
    await expect(admin.page.getByText("Nobody has a wrap-up open.")).toBeVisible();
    const id = await workspace.wrapUp("Chat");
    await expect(rows()).toHaveCount(1);
    await workspace.enter(ENTERED);
    await admin.page.bringToFront();
    await expect(rows()).toContainText(["Ada Moreno"]);
    await expect(rows()).toContainText([`${ENTERED.code}, with notes`]);
    await rows().getByRole("button", { name: "Close", exact: true }).press("Enter");
    await expect(rows().getByRole("button", { name: "Leave it open" })).toBeFocused();
    await rows().getByRole("button", { name: "Leave it open" }).press("Enter");
    await expect(rows().getByRole("button", { name: "Close", exact: true })).toBeFocused();
    await rows().getByRole("button", { name: "Close", exact: true }).click();
    await rows().getByRole("button", { name: "Yes, close now" }).click();
    await expect(rows()).toHaveCount(0);
    expect((await records.segment(id)).closure).toMatchObject({ kind: "forced", by: "sam", notes: ENTERED.notes });
    await workspace.page.bringToFront();
    await expect(workspace.notice).toContainText("as a supervisor");
  });

  test("hands a wrap-up to another agent, who finishes it", async ({ workspace, records }) => {
    const id = await workspace.wrapUp("Chat");
    await workspace.enter({ notes: ENTERED.notes });
    await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
    await admin.page.bringToFront();
    await rows().getByLabel("Hand over to…").selectOption("Ben Okafor");
    await expect(rows()).toContainText(["Ben Okafor"]);
    await expect(admin.status).toHaveText("Handed over to Ben Okafor.");
    await workspace.page.bringToFront();
    await workspace.signIn("Ben Okafor");
    await expect(workspace.notes).toHaveValue(ENTERED.notes);
    await workspace.enter({ code: ENTERED.code });
    await workspace.submit.click();
    await expect.poll(async () => (await records.segment(id)).closure).toMatchObject({ kind: "submitted", by: "ben" });
  });

  test("sees no codes, configurations or trail, whatever the address says", async () => {
    await admin.page.bringToFront();
    const links = admin.page.getByRole("navigation").getByRole("link");
    await expect(links).toHaveText(["Team", "Numbers"]);
    await admin.page.goto("/admin.html#audit");
    await expect(admin.page.getByRole("heading", { name: "Team" })).toBeVisible();
  });

  test("reads what wrapping up costs, and saves it", async ({ workspace }) => {
    for (const how of ["submit", "endWrapUp"] as const) {
      await workspace.wrapUp("Chat");
      await workspace.enter(ENTERED);
      await workspace[how].click();
      await expect(workspace.state).toHaveText("Closed complete");
    }
    await admin.page.bringToFront();
    await admin.go("Numbers");
    await expect(admin.page.locator(".admin-figure").first()).toHaveText("Wrap-ups2");
    await admin.page.getByRole("radio", { name: "code" }).check();
    const row = admin.page.getByRole("row", { name: ENTERED.code });
    await expect(row.getByRole("cell").first()).toHaveText("2");
    await expect(row).toContainText("50\u202f%");
    const download = admin.page.waitForEvent("download");
    await admin.page.getByRole("button", { name: "Save as CSV" }).click();
    const csv = readFileSync(await (await download).path(), "utf8");
    expect(csv).toContain(`${ENTERED.code},2,`);
  });

  for (const [name, width, dir, colorScheme] of [
    ["light", 1280, "ltr", "light"],
    ["dark", 1280, "ltr", "dark"],
    ["narrow", 320, "ltr", "light"],
    ["right to left", 900, "rtl", "light"],
  ] as const) {
    test(`has everything in its place, ${name}`, async ({ workspace }) => {
      const { page } = admin;
      await workspace.wrapUp("Chat");
      await workspace.submit.click();
      await expect(workspace.state).toHaveText("Closed complete");
      await workspace.wrapUp("Email");
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.bringToFront();
      await page.evaluate((dir) => void (document.documentElement.dir = dir), dir);
      for (const section of ["Team", "Numbers"] as const) {
        await admin.go(section);
        await expect(page.getByRole("heading", { name: section })).toBeVisible();
        expect.soft(await findings(page), section).toEqual([]);
        expect.soft(await collisions(page), section).toEqual([]);
      }
    });
  }
});
