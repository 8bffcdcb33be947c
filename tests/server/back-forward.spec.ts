// A page that listens to the server is kept for the back button all the same.
import { expect, notes, test, wrapUp } from "./test.ts";

test.use({
  launchOptions: [
    async ({ launchOptions }, use) => {
      await use({ ...launchOptions, ignoreDefaultArgs: ["--disable-back-forward-cache"] });
    },
    { scope: "worker" },
  ],
});

test("left and come back to, the page is the same one, and hears what happened meanwhile", async ({ page, server }) => {
  await page.addInitScript(() => {
    const shown: boolean[] = [];
    Object.assign(globalThis, { shown });
    addEventListener("pageshow", (event) => shown.push(event.persisted));
  });
  const listens = () => page.waitForRequest((request) => request.url().endsWith("/api/events"));
  const listening = listens();
  await wrapUp(page);
  await listening;
  await notes(page).fill("half a sentence");
  await expect.poll(async () => (await server.segments())[0]?.draft.notes).toBe("half a sentence");
  await page.goto("/healthz");
  const again = listens();
  await page.goBack({ waitUntil: "commit" });
  await expect.poll(() => page.evaluate(() => (globalThis as unknown as { shown: boolean[] }).shown)).toEqual([false, true]);
  await again;
  await expect(notes(page)).toHaveValue("half a sentence");
  const [open] = await server.segments();
  await server.force(open!, "sue");
  await expect(page.getByRole("dialog")).toBeHidden();
});
