// A page that goes into the back/forward cache and comes out of it again.
import { expect, Office, test } from "./test.ts";

test.use({
  launchOptions: async ({ launchOptions }, use) => {
    // Playwright switches the cache off.
    await use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
  },
});

test("a page with a service is kept for the back button, and says that it is back", async ({ page, backend }) => {
  const office = new Office(page, backend);
  await page.addInitScript(() => {
    addEventListener("pageshow", ({ persisted }) => Object.assign(globalThis, { wasKept: persisted }));
  });
  await office.open();
  await office.wrapUp("Chat");
  await office.typed("Typed before it was left.");
  await office.drained();
  const said = () =>
    backend.history.filter(({ path }) => path === "presence").map(({ body }) => (body as { state: string }).state);
  await page.goto(`${backend.origin}/preview.css`);
  await expect.poll(said).toContain("gone");
  // A page out of the cache is not loaded again.
  await page.goBack({ waitUntil: "commit" });

  expect(await page.evaluate(() => (globalThis as { wasKept?: boolean }).wasKept)).toBe(true);
  await expect.poll(() => said().at(-1)).toBe("back");
  await expect(office.notes).toHaveValue("Typed before it was left.");
  backend.service.advance(35_000);
  expect(backend.service.effects).toEqual([]);
  await office.enter({ code: "Refund issued" });
  await office.submit.click();
  await office.drained();
  expect(backend.service.effects).toMatchObject([{ as: "closure", by: "page" }]);
  expect(backend.service.violations).toEqual([]);
});
