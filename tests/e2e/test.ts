// The `test` of every spec: a server of its own for each worker, stopped with it.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base } from "@playwright/test";
import { serve } from "./server.mjs";

const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** What is served: the staged preview, or a directory that a caller names. */
const site = resolve(checkout, process.env.WRAPUP_SITE ?? "target/stage");

export const test = base.extend<object, { site: string }>({
  site: [
    async ({}, use) => {
      const server = await serve(site);
      await use(server.url);
      await server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ site }, use) => use(site),
});

export { expect } from "@playwright/test";
