// The `test` of these specs: one browser of an engine for each worker, and for each
// test a service and an origin of its own, so that nothing kept meets another test.
import { test as base, expect } from "@playwright/test";
import { Backend, Server } from "../faults/backend.ts";
import { Running, type EngineName } from "./engine.ts";
import { FACTS, type Facts } from "./facts.ts";
import { Office } from "./office.ts";
import { Tab } from "./tab.ts";

export interface Options {
  engine: EngineName;
}

interface Fixtures {
  /** What is known of the engine. */
  facts: Facts;
  backend: Backend;
  /** The workspace, already open. */
  office: Office;
  /** Opens a tab with a page in which nothing happens by itself. */
  blank: () => Promise<Tab>;
}

interface Shared extends Options {
  /** Shared by the tests; whoever ends a browser starts one of their own. */
  running: Running;
  /** A tab that stays, with nothing in it. */
  home: string;
}

// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export const test = base.extend<Fixtures, Shared>({
  engine: ["chromium", { option: true, scope: "worker" }],
  running: [
    async ({ engine }, use) => {
      const started = await Running.start(engine);
      await use(started);
      await started.quit();
    },
    { scope: "worker" },
  ],
  facts: async ({ engine }, use) => use(FACTS[engine]),
  home: [async ({ running }, use) => use(await running.driver.getWindowHandle()), { scope: "worker" }],
  backend: async ({}, use) => {
    const server = await Server.start();
    const backend = server.backend("service");
    await use(backend);
    await server.close();
    expect(backend.service.violations, "what no correct page sends").toEqual([]);
  },
  office: async ({ running, backend, home }, use) => {
    await use(await Office.open(running, backend));
    await running.setOnline(true);
    await closeAllBut(home, running);
  },
  blank: async ({ running, backend, home }, use) => {
    await use(async () => {
      const tab = await Tab.open(running.driver);
      await tab.go(`${backend.origin}/primitives.html`);
      return tab;
    });
    await closeAllBut(home, running);
  },
});

async function closeAllBut(home: string, { driver }: Running): Promise<void> {
  for (const handle of await driver.getAllWindowHandles()) {
    if (handle === home) continue;
    await driver.switchTo().window(handle);
    await driver.close();
  }
  await driver.switchTo().window(home);
}

export { expect };
