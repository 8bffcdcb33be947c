import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";
import { ENTERED, type Workspace } from "./workspace.ts";

/** Goes through everything the page can look like, and looks at each. */
async function walk(workspace: Workspace, look: (at: string) => Promise<void>): Promise<void> {
  const { page } = workspace;
  // The clock runs, since what looks may wait; only the long stretches are skipped.
  const skipTo = async (band: string) => {
    await expect(async () => {
      await page.clock.fastForward(1000);
      await expect(workspace.countdown()).toHaveAttribute("data-band", band, { timeout: 100 });
    }).toPass();
  };
  await look("the empty workspace");
  await workspace.start("Chat");
  await look("a conversation");
  await workspace.press("End conversation");
  await expect(workspace.dialog).toBeVisible();
  await look("the green dialog");
  await workspace.enter(ENTERED);
  await page.clock.fastForward(25_000);
  await skipTo("yellow");
  await look("the yellow dialog");
  await skipTo("red");
  await look("the red dialog");
  await page.clock.fastForward(20_000);
  await expect(workspace.notice.getByRole("textbox")).toHaveValue(ENTERED.notes);
  await look("the notice, and a segment that timed out");
  await workspace.wrapUp("Messaging");
  await workspace.enter({ notes: "x".repeat(4001) });
  await look("notes that are too long");
  await workspace.enter(ENTERED);
  await workspace.submit.click();
  await expect(workspace.saved).toHaveCount(2);
  await look("saved segments");
  await workspace.wrapUp("Voice");
  await look("End Wrap Up alone");
  await workspace.signIn("Ben Okafor");
  await look("a colleague's wrap-up");
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`no judge finds anything, ${colorScheme}`, async ({ page, workspace }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.clock.install();
    await workspace.open();
    await walk(workspace, async (at) => expect.soft(await findings(page), at).toEqual([]));
  });
}

for (const { width, height, dir } of [
  { width: 320, height: 640, dir: "ltr" },
  { width: 320, height: 640, dir: "rtl" },
  { width: 1280, height: 800, dir: "rtl" },
  { width: 2560, height: 1440, dir: "ltr" },
]) {
  test(`everything has its place at ${width} px, ${dir}`, async ({ page, workspace }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    await page.clock.install();
    await workspace.open();
    await page.evaluate((dir) => {
      document.documentElement.dir = dir;
    }, dir);
    await walk(workspace, async (at) => expect.soft(await collisions(page), at).toEqual([]));
  });
}
