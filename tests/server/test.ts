// The reference server with the element's page, for each test its own.
import { test as base, expect, type Page } from "@playwright/test";
import { Server } from "./server.ts";

export { expect };

export const test = base.extend<{ settings: Record<string, string>; server: Server; complaints: string[] }>({
  settings: [{}, { option: true }],
  server: async ({ settings }, use) => {
    const server = await Server.start({ WRAPUP_GRACE_SECONDS: "1", ...settings });
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

export const notes = (page: Page) => page.getByLabel("Notes");
export const submit = (page: Page) => page.getByRole("button", { name: "Submit & close" });
export const listed = (page: Page) => page.getByRole("list", { name: "On the server" }).getByRole("listitem");

/** Until the dialog of a conversation is there. */
export async function wrapUp(page: Page): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Connect" }).click();
  await expect.poll(() => page.evaluate(() => (document.querySelector("interaction-wrap-up") as never as { state: string }).state)).toBe("work_in_progress");
  await page.getByRole("button", { name: "End conversation" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
}
