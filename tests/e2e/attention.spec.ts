// The page's title and icon while a countdown runs, for an agent who looks elsewhere.
import type { Page } from "@playwright/test";
import { expect, test } from "./test.ts";

const OWN = "Interaction wrap-up";

/** The links to icons: the page's own are left alone, so that the last one is ours. */
const icons = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll<HTMLLinkElement>("link[rel~=icon]")].map(({ href }) => href));

/** The colour of the badge; none where there is no badge. */
async function badge(page: Page): Promise<string | undefined> {
  const [, svg] = (await icons(page)).at(-1)?.split("data:image/svg+xml,") ?? [];
  return svg && decodeURIComponent(svg).match(/fill='(#\w+)'/)?.[1];
}

const GREEN = "#1b7f47";
const YELLOW = "#e8ba1c";
const RED = "#c0262f";

test("title and icon follow the countdown, and are as before once it is over", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await expect(page).toHaveTitle(OWN);
  const before = await page.evaluate(() => document.head.innerHTML);
  await workspace.wrapUp("Chat");
  await expect(page).toHaveTitle(`1:00 · ${OWN}`);
  expect(await badge(page)).toBe(GREEN);
  await workspace.pass(30);
  await expect(page).toHaveTitle(`0:30 · ${OWN}`);
  expect(await badge(page)).toBe(YELLOW);
  await workspace.pass(15);
  await expect(page).toHaveTitle(`0:15 · ${OWN}`);
  expect(await badge(page)).toBe(RED);
  await workspace.extend.click();
  await expect(page).toHaveTitle(`1:15 · ${OWN}`);
  expect(await badge(page)).toBe(GREEN);
  await workspace.submit.click();
  await expect(page).toHaveTitle(OWN);
  expect(await page.evaluate(() => document.head.innerHTML)).toBe(before);
});

test("at 0:00 the page is as it was", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Chat");
  await workspace.pass(59);
  await expect(page).toHaveTitle(`0:01 · ${OWN}`);
  await workspace.pass(1);
  await expect(page).toHaveTitle(OWN);
  expect(await badge(page)).toBeUndefined();
});

test("a page that changes its title keeps the later one", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Chat");
  await page.evaluate(() => (document.title = "(2) Orders"));
  await workspace.pass(1);
  await expect(page).toHaveTitle("0:59 · (2) Orders");
  // An element of its own, as frameworks make them; and what was read is built upon.
  await page.evaluate(() => {
    const title = document.createElement("title");
    title.textContent = document.title.replace("2", "3");
    document.querySelector("title")!.replaceWith(title);
  });
  await workspace.pass(1);
  await expect(page).toHaveTitle("0:58 · (3) Orders");
  await workspace.submit.click();
  await expect(page).toHaveTitle("(3) Orders");
});

test("a page without title and icon is without them again", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await page.evaluate(() => document.querySelectorAll("title, link[rel~=icon]").forEach((each) => each.remove()));
  await workspace.wrapUp("Chat");
  await expect(page).toHaveTitle("1:00");
  expect(await icons(page)).toHaveLength(1);
  await workspace.submit.click();
  await expect(page.locator("head > title")).toHaveCount(0);
  expect(await icons(page)).toEqual([]);
});

test("an icon that the page changes or makes its own meanwhile stays", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp("Chat");
  await expect.poll(() => badge(page)).toBe(GREEN);
  await page.evaluate(() => {
    const [own, badge] = document.querySelectorAll<HTMLLinkElement>("link[rel~=icon]");
    own!.href = "data:image/png,one";
    badge!.href = "data:image/png,two";
  });
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect(await icons(page)).toEqual(["data:image/png,one", "data:image/png,two"]);
});

test("of several the most urgent one counts, of those whose timer is shown", async ({ page, workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  await records.configure("chat", { duration_seconds: 30, show_timer: false });
  await workspace.reload();
  await workspace.wrapUp("Chat");
  await expect(page).toHaveTitle(OWN);
  await workspace.wrapUp("Messaging");
  const longer = await page.title();
  await records.configure("chat", { duration_seconds: 10, show_timer: true });
  await workspace.reload();
  await expect(page).toHaveTitle(longer);
  const short = await workspace.wrapUp("Chat");
  await expect(page).toHaveTitle(`0:10 · ${OWN}`);
  // Another tab of the workspace in front is no reason to show another countdown.
  await workspace.tabs.first().getByRole("button").first().click();
  await expect(page).toHaveTitle(`0:10 · ${OWN}`);
  await workspace.show(short);
  await workspace.submit.click();
  await expect(page).toHaveTitle(longer);
});

test("it is the time of whoever is signed in", async ({ page, workspace }) => {
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Chat");
  await expect(page).toHaveTitle(`1:00 · ${OWN}`);
  await workspace.signIn("Ben Okafor");
  await expect(page).toHaveTitle(OWN);
  await workspace.signIn("Ada Moreno");
  await expect(page).toHaveTitle(`1:00 · ${OWN}`);
});
