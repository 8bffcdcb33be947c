import type { Locator } from "@playwright/test";
import { failSaving } from "./faults.ts";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";

/** What of a countdown carries its band in colour. */
async function colours(countdown: Locator): Promise<string> {
  return await countdown.evaluate((element) => {
    const { backgroundColor, color } = getComputedStyle(element);
    return `${color} on ${backgroundColor}`;
  });
}

test("the three bands change at 50 % and 25 %, in colour and in words", async ({ workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp();
  const countdown = workspace.countdown();
  const seen = new Map<string, string>();
  const is = async (time: string, band: "green" | "yellow" | "orange" | "red") => {
    await expect(workspace.time()).toHaveText(time);
    await expect(countdown).toContainText(words(`band.${band}`));
    await expect(countdown).toHaveAttribute("data-band", band);
    seen.set(band, await colours(countdown));
  };

  await is("1:00", "green");
  await workspace.pass(29);
  await is("0:31", "green");
  await workspace.pass(1);
  await is("0:30", "yellow");
  await workspace.pass(14);
  await is("0:16", "yellow");
  await workspace.pass(1);
  await is("0:15", "red");
  await workspace.pass(14);
  await is("0:01", "red");
  expect(new Set(seen.values()).size).toBe(3);
});

test("an extension begins a new whole", async ({ workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp();
  await workspace.pass(50);
  await expect(workspace.countdown()).toHaveAttribute("data-band", "red");
  await workspace.dialog.getByRole("button", { name: "Extend by" }).click();
  await expect(workspace.countdown()).toHaveAttribute("data-band", "green");
  await workspace.pass(35);
  await expect(workspace.time()).toHaveText("0:35");
  await expect(workspace.countdown()).toHaveAttribute("data-band", "yellow");
});

test("a scheme of four turns orange at 25 % and red only at 0:00", async ({ page, workspace }) => {
  const saving = await failSaving(page);
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Messaging");
  const countdown = workspace.countdown();
  const seen = new Map<string, string>();
  const is = async (time: string, band: "green" | "yellow" | "orange" | "red") => {
    await expect(workspace.time()).toHaveText(time);
    await expect(countdown).toContainText(words(`band.${band}`));
    await expect(countdown).toHaveAttribute("data-band", band);
    seen.set(band, await colours(countdown));
  };

  await is("0:40", "green");
  await workspace.pass(19);
  await is("0:21", "green");
  await workspace.pass(1);
  await is("0:20", "yellow");
  await workspace.pass(9);
  await is("0:11", "yellow");
  await workspace.pass(1);
  await is("0:10", "orange");
  await workspace.pass(9);
  await is("0:01", "orange");
  // 0:00 stands for as long as it cannot be saved.
  await saving.fails();
  await workspace.pass(1);
  await is("0:00", "red");
  expect(new Set(seen.values()).size).toBe(4);
});

test("a tab shows the countdown of its conversation too", async ({ workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.wrapUp();
  await workspace.pass(30);
  const countdown = workspace.countdown(workspace.tab(id));
  await expect(countdown).toContainText("0:30");
  await expect(countdown).toHaveAttribute("data-band", "yellow");
});

test("half, a quarter, 20 seconds and the end are said aloud, and nothing in between", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp();
  await page.evaluate(() => {
    const said: string[] = [];
    Object.assign(window, { said });
    const region = document.querySelector("[role=dialog] [aria-live=polite]");
    if (region === null) throw new Error("nothing speaks");
    new MutationObserver(() => {
      const words = region.textContent?.trim() ?? "";
      if (words !== "" && words !== said.at(-1)) said.push(words);
    }).observe(region, { childList: true, characterData: true, subtree: true });
  });
  for (let second = 0; second < 59; second++) await workspace.pass(1);
  const said = await page.evaluate(() => (window as unknown as { said: string[] }).said);
  expect(said).toEqual([
    words("said.begun", { duration: "1 minute" }),
    words("said.left", { duration: "30 seconds" }),
    words("said.left", { duration: "20 seconds" }) + " " + words("warning.remedy", { button: "+1 min", key: "F8" }),
    words("said.left", { duration: "15 seconds" }),
  ]);
});

test("without a limit the time spent is counted up, without bands", async ({ workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Email");
  await workspace.pass(75);
  const spent = workspace.dialog.getByRole("timer", { name: words("countdown.spent") });
  await expect(spent).toContainText("1:15");
  await expect(spent).toContainText(words("band.spent"));
});
