// The examples of the documentation, word for word, over the unpacked tarball.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test as base } from "@playwright/test";
import { serve } from "../e2e/server.mjs";
import { built, checkout } from "./host.ts";

/** The HTML of a page of documentation, in one piece. */
function html(path: string, from: string, to: string): string {
  const text = readFileSync(join(checkout, path), "utf8").split(from)[1]!.split(to)[0]!;
  return [...text.matchAll(/```html\n([\s\S]*?)```/g)].map(([, code]) => code).join("\n");
}

const test = base.extend<{ open: (body: string) => Promise<string[]> }>({
  open: async ({ page }, use) => {
    const server = await serve(join(built, "plain"));
    await use(async (body) => {
      const said: string[] = [];
      page.on("pageerror", (error) => said.push(String(error)));
      page.on("console", (message) => said.push(message.text()));
      writeFileSync(
        join(built, "plain/guide.html"),
        `<!doctype html>\n<meta charset="utf-8"><title>Guide</title><link rel="icon" href="data:,">\n${body}`,
      );
      await page.goto(`${server.url}guide.html`);
      return said;
    });
    await server.close();
  },
});

test("the guide's page wraps a conversation up", async ({ page, open }) => {
  const said = await open(html("docs/embedding.md", "## Add it to my page", "## What the page tells it"));
  await expect.poll(() => page.evaluate(() => document.querySelector("interaction-wrap-up")!.state)).toBe("work_in_progress");
  await page.getByRole("button", { name: "End conversation" }).click();
  await page.getByLabel("Notes").fill("five minutes");
  await page.getByRole("button", { name: "Submit & close" }).click();
  await expect(page.getByText("Wrap-up of C-1001 submitted.")).toBeVisible();
  // What its own listener logs, and nothing else.
  expect(said).toEqual([expect.stringContaining("notes: five minutes")]);
});

test("the package's own example opens the dialog", async ({ page, open }) => {
  const said = await open(html("src/embed/npm/README.md", "# interaction-wrap-up", "With a bundler"));
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(said).toEqual([]);
});
