// The `test` of every spec: a server of its own for each worker, stopped with it,
// and for each test a workspace of its own, in which nothing goes wrong unseen.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect } from "@playwright/test";
import { Records } from "./records.ts";
import { serve } from "./server.mjs";
import { Workspace } from "./workspace.ts";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** What is served: the staged preview, or a directory that a caller names. */
const site = resolve(checkout, process.env.WRAPUP_SITE ?? "target/stage");

interface Fixtures {
  workspace: Workspace;
  records: Records;
}

export const test = base.extend<Fixtures, { site: string }>({
  site: [
    async ({}, use) => {
      const server = await serve(site);
      await use(server.url);
      await server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ site }, use) => use(site),
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await use(page);
    expect(errors, "errors of the page").toEqual([]);
  },
  workspace: async ({ page }, use) => use(new Workspace(page)),
  records: async ({ page }, use) => use(new Records(page)),
});

export { expect };
