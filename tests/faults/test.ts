// The `test` of the specs about delivery: a service of its own for each, and a
// workspace whose records go there.
import { test as base, expect, type Locator, type Page } from "@playwright/test";
import { Workspace, type Agent } from "../e2e/workspace.ts";
import { Backend, Server } from "./backend.ts";
import { stored, waiting, type Stored } from "./stores.ts";

/** A workspace over a service. */
export class Office extends Workspace {
  constructor(
    page: Page,
    readonly backend: Backend,
  ) {
    super(page);
  }

  override async open(): Promise<void> {
    await this.page.goto(this.backend.url);
    await expect(this.newConversation).toBeVisible();
  }

  /** Who is signed in, as far as the page has got. */
  signedIn(agent: string): Locator {
    return this.page.locator(`main[data-agent=${agent}]`);
  }

  /** Another agent signs in; what is left of the first one's stays where it is. */
  override async signIn(agent: Agent): Promise<void> {
    const next = this.signedIn(agent === "Ada Moreno" ? "ada" : "ben");
    await super.signIn(agent);
    await expect(next.or(this.leaveHere).first()).toBeVisible();
    if (await this.leaveHere.isVisible()) await this.leaveHere.click();
    await expect(next).toBeVisible();
  }

  get leaveHere(): Locator {
    return this.signOut.getByRole("button", { name: "Leave here and sign out" });
  }

  async stored(agent?: string): Promise<Stored> {
    return await stored(this.page, this.backend.base, agent);
  }

  /** Until nothing of the agent's wants to go out any more. */
  async drained(agent?: string): Promise<Stored> {
    await expect.poll(async () => waiting(await this.stored(agent)).map((each) => each.id)).toEqual([]);
    return await this.stored(agent);
  }

  /** Until what is typed is in the store. */
  async typed(notes: string): Promise<void> {
    await this.enter({ notes });
    await expect
      .poll(async () => (await this.stored()).segments.map((each) => each.draft.notes))
      .toContain(notes);
  }

  /** A conversation that ended and was submitted, as far as the page is concerned. */
  async submitted(notes: string): Promise<string> {
    const id = await this.wrapUp("Chat");
    await this.enter({ code: "Refund issued", notes });
    await this.submit.click();
    await expect(this.state).toHaveText("Closed complete");
    return id;
  }
}

interface Fixtures {
  backend: Backend;
  office: Office;
}

let count = 0;

export const test = base.extend<Fixtures, { server: Server }>({
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.close();
    },
    { scope: "worker" },
  ],
  backend: async ({ server }, use) => {
    count += 1;
    await use(server.backend(`service-${count}`));
  },
  page: async ({ page }, use) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    await use(page);
    expect(errors, "errors of the page").toEqual([]);
  },
  office: async ({ page, backend }, use) => {
    await use(new Office(page, backend));
    expect(backend.service.violations, "what no correct page sends").toEqual([]);
  },
});

export { expect };
