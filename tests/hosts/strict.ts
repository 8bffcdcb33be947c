// A page of its own over the packed files, served with the headers a test wants.
import { join, resolve } from "node:path";
import { test as base, expect, type Page } from "@playwright/test";
import type { InteractionWrapUp } from "interaction-wrap-up";
import { serve } from "../e2e/server.mjs";
import { built, checkout } from "./host.ts";

/** The policy that the documentation promises to keep. */
export const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

export interface Strict {
  page: Page;
  /** What the page wrote to its console as an error or a warning. */
  complaints: string[];
  open: (headers?: (path: string) => Record<string, string>) => Promise<void>;
  ask: <T, A = undefined>(ask: (element: InteractionWrapUp, argument: A) => T | Promise<T>, argument?: A) => Promise<T>;
  violations: () => Promise<unknown[]>;
  told: () => Promise<{ code: string; message: string }[]>;
}

export const test = base.extend<{ strict: Strict }>({
  strict: async ({ page }, use) => {
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text());
    });
    let close = async () => {};
    await use({
      page,
      complaints,
      async open(headers = (path) => (path === "/" ? { "content-security-policy": policy } : {})) {
        const server = await serve([resolve(checkout, "tests/hosts/strict"), join(built, "plain")], headers);
        close = server.close;
        await page.goto(server.url);
        await page.waitForFunction(() => customElements.get("interaction-wrap-up") !== undefined);
      },
      ask: (ask, argument) => page.locator("interaction-wrap-up").first().evaluate(ask as never, argument) as never,
      violations: () => page.evaluate("violations"),
      told: () => page.evaluate("told"),
    });
    await close();
  },
});

export { expect };
