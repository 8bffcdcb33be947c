// One page of examples/hosts, driven as its agent and its team would.
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import type { Closure, InteractionWrapUp, SegmentState } from "interaction-wrap-up";
import { serve } from "../e2e/server.mjs";

export const checkout = fileURLToPath(new URL("../..", import.meta.url));

/** Where the built pages are, one folder each. */
export const built = resolve(checkout, "target/hosts");

/** Those that are built, or that `HOSTS` names. */
export const names = (process.env.HOSTS ?? readdirSync(built).join(" ")).split(/[\s,]+/).filter((name) => name !== "");

export class Host {
  constructor(readonly page: Page) {}

  press(name: string): Promise<void> {
    return this.page.getByRole("button", { name, exact: true }).click();
  }

  elements(): Locator {
    return this.page.locator("interaction-wrap-up");
  }

  element(index = 0): Locator {
    return this.elements().nth(index);
  }

  dialog(index = 0): Locator {
    return this.element(index).getByRole("dialog");
  }

  code(index = 0): Locator {
    return this.element(index).getByLabel("Wrap-up code");
  }

  notes(index = 0): Locator {
    return this.element(index).getByLabel("Notes");
  }

  submit(index = 0): Locator {
    return this.element(index).getByRole("button", { name: "Submit & close" });
  }

  /** Presses buttons within one task: what one of them takes away, the next may still be in. */
  async pressAtOnce(...names: string[]): Promise<void> {
    await this.page.evaluate(async (names) => {
      const within = (root: Document | ShadowRoot): HTMLButtonElement[] => [
        ...root.querySelectorAll("button"),
        ...[...root.querySelectorAll("*")].flatMap((each) => (each.shadowRoot === null ? [] : within(each.shadowRoot))),
      ];
      const buttons = within(document);
      const found = names.map((name) => buttons.find((button) => button.textContent?.trim() === name));
      for (const button of found) {
        button!.click();
        await null;
      }
    }, names);
  }

  /** What the page's own listeners heard. */
  heard(): Promise<string[]> {
    return this.page.getByRole("list", { name: "Events" }).getByRole("listitem").allTextContents();
  }

  /** Runs with the element, in the page. */
  ask<T>(ask: (element: InteractionWrapUp) => T | Promise<T>, index = 0): Promise<T> {
    return this.element(index).evaluate(ask as never) as Promise<T>;
  }

  async closure(index = 0): Promise<Closure | null> {
    await this.ask((element) => element.ready, index).then(() => {});
    const segments: SegmentState[] = await this.ask((element) => element.segments, index);
    return segments.at(-1)?.closure ?? null;
  }

  /** Until the conversations that are shown have ended and wait for their agent. */
  async wrapUp(): Promise<void> {
    await this.press("Connect");
    await expect.poll(() => this.ask((element) => element.state)).toBe("work_in_progress");
    await this.press("End conversation");
    await expect(this.dialog()).toBeVisible();
  }
}

interface Options {
  /** Which of the built pages. */
  name: string;
}

export const test = base.extend<Options & { host: Host }, { serving: (name: string) => Promise<string> }>({
  name: ["plain", { option: true }],
  serving: [
    async ({}, use) => {
      const servers = new Map<string, ReturnType<typeof serve>>();
      await use(async (name) => {
        if (!servers.has(name)) servers.set(name, serve(join(built, name)));
        return (await servers.get(name)!).url;
      });
      for (const server of servers.values()) await (await server).close();
    },
    { scope: "worker" },
  ],
  baseURL: async ({ name, serving }, use) => use(await serving(name)),
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) errors.push(message.text());
    });
    await use(page);
    expect(errors, "what the page complained about").toEqual([]);
  },
  host: async ({ page }, use) => {
    const host = new Host(page);
    await page.goto("");
    await expect(host.elements()).toHaveCount(1);
    await use(host);
  },
});

export { expect };
