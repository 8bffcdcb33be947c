// The page's title and icon, where the page lets the element have them.
import { expect, policy, test as strict } from "./strict.ts";
import { test } from "./host.ts";

const badge = () => document.querySelectorAll("link[rel=icon][href^='data:image/svg+xml']").length;

test("it leaves the page's title alone unless it is asked, and when it goes", async ({ host }) => {
  const own = await host.page.title();
  await host.wrapUp();
  expect(await host.page.title()).toBe(own);
  expect(await host.page.evaluate(badge)).toBe(0);
  await host.ask((element) => element.setAttribute("attention", " title\n icon "));
  await expect(host.page).toHaveTitle(new RegExp(`^\\d+:\\d\\d · ${own}$`));
  expect(await host.page.evaluate(badge)).toBe(1);
  expect(await host.ask((element) => element.attention)).toEqual(["title", "icon"]);
  await host.ask((element) => void (element.attention = ["icon"]));
  await expect(host.page).toHaveTitle(own);
  expect(await host.page.evaluate(badge)).toBe(1);
  await host.ask((element) => void (element.attention = "title"));
  await expect(host.page).toHaveTitle(new RegExp(` · ${own}$`));
  expect(await host.page.evaluate(badge)).toBe(0);
  await host.press("Hide");
  await expect(host.page).toHaveTitle(own);
  await host.press("Show");
  await host.ask((element) => void (element.attention = "title"));
  await expect(host.page).toHaveTitle(new RegExp(` · ${own}$`));
  await host.submit().click();
  await expect(host.page).toHaveTitle(own);
});

test("of two elements the more urgent one counts, whichever shows it", async ({ host }) => {
  const own = await host.page.title();
  await host.press("Second conversation");
  await host.wrapUp();
  await host.ask((element) => void (element.attention = "title"));
  await host.ask((element) => void (element.attention = "title"), 1);
  await expect(host.page).toHaveTitle(new RegExp(` · ${own}$`));
  await host.ask((element) => element.remove(), 1);
  await expect(host.page).toHaveTitle(new RegExp(` · ${own}$`));
  await host.ask((element) => element.remove());
  await expect(host.page).toHaveTitle(own);
});

strict("what is misspelt is told, with what is known", async ({ strict }) => {
  await strict.open();
  await strict.ask(async (element) => {
    element.setAttribute("attention", "ttile icon");
    await element.ready;
    element.theme = "dark";
    await element.connected();
  });
  expect(strict.complaints).toEqual([
    "interaction-wrap-up: attention: nothing is called ttile; it takes title, icon",
  ]);
});

strict("where the policy forbids the badge there is none, and all else works", async ({ strict }) => {
  await strict.open();
  await strict.ask(async (element) => {
    element.attention = ["title", "icon"];
    await element.connected();
    await element.conversationEnded({ by: "customer" });
  });
  await expect(strict.page).toHaveTitle(/^\d+:\d\d · Strict$/);
  await expect.poll(() => strict.page.locator("link[rel=icon]").count()).toBe(0);
  // It is tried once a page: what the browser says of that is all there is.
  await strict.ask(async (element) => {
    await element.submit();
    element.interaction = "C-2";
    await element.connected();
    await element.conversationEnded({ by: "customer" });
  });
  await expect(strict.page).toHaveTitle(/^\d+:\d\d · Strict$/);
  expect(await strict.violations()).toMatchObject([{ blockedURI: "data" }]);
  expect(strict.complaints).toEqual([expect.stringMatching(/^(Refused to load|Loading) the image 'data:/)]);
});

strict("where the policy allows it, the strictest one besides, the badge violates nothing", async ({ strict }) => {
  const allowing = `${policy}; img-src data:`;
  await strict.open((path) => (path === "/" ? { "content-security-policy": allowing } : {}));
  await strict.ask(async (element) => {
    element.attention = ["title", "icon"];
    await element.connected();
    await element.conversationEnded({ by: "customer" });
  });
  await expect(strict.page.locator("link[rel=icon]")).toHaveCount(1);
  await strict.ask((element) => element.submit().then(() => {}));
  await expect(strict.page.locator("link[rel=icon]")).toHaveCount(0);
  await expect(strict.page).toHaveTitle("Strict");
  expect(await strict.violations()).toEqual([]);
  expect(strict.complaints).toEqual([]);
});
