// The `test` of the loader's specs: a page that holds nothing yet, and what it fetched.
import { test as base, expect, type Page } from "@playwright/test";
import { serve } from "../e2e/server.mjs";
import { site } from "./build.ts";

/** What the page wrote to its console, by kind. */
export interface Said {
  kind: string;
  text: string;
}

export interface Loaded {
  page: Page;
  /** The paths that were asked for, in order. */
  asked: string[];
  said: Said[];
  /** Runs in the page, with the package of version 1.0.0 imported and registered. */
  run: <T>(body: string) => Promise<T>;
}

export const test = base.extend<{ loaded: Loaded }, { server: string }>({
  server: [
    async ({}, use) => {
      const server = await serve(site);
      await use(server.url);
      await server.close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ server }, use) => use(server),
  loaded: async ({ page }, use) => {
    const asked: string[] = [];
    const said: Said[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    page.on("console", (message) => said.push({ kind: message.type(), text: message.text() }));
    page.on("pageerror", (error) => said.push({ kind: "uncaught", text: String(error) }));
    const run = async <T>(body: string): Promise<T> =>
      (await page.evaluate(`(async () => {
        const module = await import("/one/index.js");
        const { define, preload, InteractionWrapUp, WrapUpError } = module;
        // What was awaited by nothing but time: all that a change leads to takes no longer.
        const settled = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
        const make = (properties = {}) => Object.assign(document.createElement("interaction-wrap-up"), properties);
        const errors = [];
        addEventListener("wrapup-error", ({ target, detail }) => errors.push({ id: target.id, ...detail }));
        const caught = (promise) => promise.then(() => null, (error) => ({
          ours: error instanceof WrapUpError, name: error.name, code: error.code,
          message: error.message, field: error.field, detail: error.detail,
        }));
        ${body}
      })()`)) as T;
    await page.goto("/index.html");
    asked.length = 0;
    await use({ page, asked, said, run });
  },
});

export { expect };
