// The widget over the reference server and a real database, under a strict policy.
import { test as base, expect, type Page } from "@playwright/test";
import { Server } from "./server.ts";

const test = base.extend<{ server: Server; complaints: string[] }>({
  server: async ({}, use) => {
    const server = await Server.start({ WRAPUP_GRACE_SECONDS: "1" });
    await use(server);
    await server.close();
  },
  baseURL: async ({ server }, use) => use(server.url),
  complaints: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    await use(complaints);
  },
});

const notes = (page: Page) => page.getByLabel("Notes");
const submit = (page: Page) => page.getByRole("button", { name: "Submit & close" });
const listed = (page: Page) => page.getByRole("list", { name: "On the server" }).getByRole("listitem");

async function wrapUp(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Connect" }).click();
  await expect.poll(() => page.evaluate(() => (document.querySelector("interaction-wrap-up") as never as { state: string }).state)).toBe("work_in_progress");
  await page.getByRole("button", { name: "End conversation" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
}

test("a whole wrap-up goes from the dialog into the database", async ({ page, server, complaints }) => {
  await wrapUp(page);
  await notes(page).fill("Refunded the second charge.");
  await submit(page).click();
  await expect(listed(page)).toHaveText([/submitted, Resolved\. Refunded the second charge\./]);
  const [segment] = await server.segments();
  expect(segment?.closure).toMatchObject({ kind: "submitted", notes: "Refunded the second charge.", code: { id: "resolved" } });
  expect(segment?.versions).toEqual([]);
  expect(complaints).toEqual([]);
});

test("what is submitted while the server is down arrives once it is back, signed in anew", async ({ page, server }) => {
  await wrapUp(page);
  await expect.poll(async () => (await server.segments()).length).toBe(1);
  await server.kill();
  await notes(page).fill("while nobody listened");
  await submit(page).click();
  await expect(page.getByText(/Wrap-up of .* submitted\./)).toBeVisible();
  // It has another secret now: what the page was signed in with is worth nothing.
  await server.startAgain();
  await expect.poll(async () => (await server.segments())[0]?.closure?.notes).toBe("while nobody listened");
  expect((await server.segments()).map(({ versions }) => versions)).toEqual([[]]);
});

test("a tab that is closed leaves what was typed, and the server closes it", async ({ page, server }) => {
  await wrapUp(page);
  await expect.poll(async () => (await server.segments()).length).toBe(1);
  await notes(page).fill("half a sentence");
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  await expect.poll(async () => (await server.segments())[0]?.closure?.kind).toBe("tab_closed");
  const [segment] = await server.segments();
  expect(segment?.closure).toMatchObject({ notes: "half a sentence", code: { id: "resolved" } });
});

test("a page that is reloaded goes on", async ({ page, server }) => {
  await wrapUp(page);
  await notes(page).fill("before");
  await expect.poll(async () => (await server.segments()).length).toBe(1);
  const name = (await server.segments())[0]!.interaction;
  await page.reload();
  await page.evaluate((name) => {
    (document.querySelector("interaction-wrap-up") as never as { interaction: string }).interaction = name;
  }, name);
  await expect(notes(page)).toHaveValue("before");
  await submit(page).click();
  await expect.poll(async () => (await server.segments())[0]?.state).toBe("closed");
  const [segment] = await server.segments();
  const said = [segment?.closure, ...(segment?.versions ?? [])].map((each) => each?.notes);
  expect(said).toContain("before");
});
