// The element over the reference server's interfaces in ServiceNow's shape, with the faults
// of a network and of an instance.
import { test as base, expect, type Page, type Route } from "@playwright/test";
import { Server } from "./server.ts";

const agent = "6816f79cc0a8016401c5a33be04be441";
const json = { "content-type": "application/json" };

/** Asks the instance as the agent. */
class Instance {
  constructor(
    readonly server: Server,
    private readonly token: string,
  ) {}

  static async start(): Promise<Instance> {
    const server = await Server.start();
    return new Instance(server, await server.token(agent));
  }

  async ask<T>(path: string, init: RequestInit = {}): Promise<T> {
    const headers = { ...json, "X-UserToken": this.token, authorization: `Bearer ${this.token}` };
    return (await (await fetch(`${this.server.url}/api/${path}`, { ...init, headers })).json()) as T;
  }

  async interaction(): Promise<string> {
    const body = JSON.stringify({ type: "chat", state: "new" });
    const made = await this.ask<{ result: { sys_id: string } }>("now/table/interaction", { method: "POST", body });
    return made.result.sys_id;
  }

  /** Switches suggestions on, as an administrator. */
  async takesSuggestions(): Promise<void> {
    const token = await this.server.token("root", ["admin"]);
    const address = `${this.server.url}/api/configurations/chat`;
    const headers = { ...json, authorization: `Bearer ${token}` };
    const read = await fetch(address, { headers });
    const record = { ...((await read.json()) as object), enable_ai_code: true, enable_ai_notes: true, use_third_party_ai: true };
    const put = { method: "PUT", headers: { ...headers, "if-match": read.headers.get("etag")! }, body: JSON.stringify(record) };
    expect((await fetch(address, put)).status).toBe(200);
  }

  async state(interaction: string): Promise<string> {
    const row = await this.ask<{ result: { state: string } }>(`now/table/interaction/${interaction}`);
    return row.result.state;
  }

  /** What the server has of the agent: a second write of a closure would be a version. */
  async segments(): Promise<Kept[]> {
    return (await this.ask<{ segments: Kept[] }>("segments")).segments;
  }
}

interface Kept {
  state: string;
  configuration: { name: string } | null;
  closure: { notes: string; code: { label: string } | null; kind: string } | null;
  versions: { notes: string }[];
}

const test = base.extend<{ instance: Instance; interaction: string }>({
  instance: async ({}, use) => {
    const instance = await Instance.start();
    await use(instance);
    await instance.server.close();
  },
  baseURL: async ({ instance }, use) => use(instance.server.url),
  interaction: async ({ instance }, use) => use(await instance.interaction()),
});

const markup = (interaction: string, more: string) => `<!doctype html><html lang="en"><title>Workspace</title>
<script type="module" src="/package/define.js"></script>
<interaction-wrap-up backend="servicenow" base-url="/" agent="${agent}" roles="interaction_admin"
  interaction="${interaction}" ${more}></interaction-wrap-up>`;

/** A page of a workspace, which signs in by \`X-UserToken\` and counts how often it is asked anew. */
async function open(page: Page, interaction: string, more = ""): Promise<void> {
  await page.route("**/workspace", (route) =>
    route.fulfill({ contentType: "text/html", body: markup(interaction, more) }),
  );
  await page.goto("/workspace");
  await page.evaluate(async (agent) => {
    const wrapUp = document.querySelector("interaction-wrap-up") as never as Record<string, unknown>;
    const state = window as never as { renewed: number };
    state.renewed = 0;
    let token: string | null = null;
    wrapUp.headers = async (again: boolean) => {
      state.renewed += again ? 1 : 0;
      if (token === null || again) {
        const headers = { "content-type": "application/json" };
        const signed = await fetch("/demo/token", { method: "POST", headers, body: JSON.stringify({ agent }) });
        token = ((await signed.json()) as { token: string }).token;
      }
      return { "X-UserToken": token };
    };
    wrapUp.record = { channel: "chat", fields: { topic: "delivery" } };
  }, agent);
}

const call = (page: Page, method: string, argument?: unknown) =>
  page.evaluate(
    ([method, argument]) =>
      (document.querySelector("interaction-wrap-up") as never as Record<string, (it: unknown) => Promise<unknown>>)[
        method as string
      ]!(argument).then(() => null),
    [method, argument] as const,
  );

async function wrapUp(page: Page, interaction: string, more = ""): Promise<void> {
  await open(page, interaction, more);
  await call(page, "connected");
  await call(page, "conversationEnded", { by: "agent" });
  await expect(page.getByRole("dialog")).toBeVisible();
}

const notes = (page: Page) => page.getByLabel("Notes");
const submit = (page: Page) => page.getByRole("button", { name: "Submit & close" }).click();
const pending = (page: Page) =>
  page.evaluate(() => (document.querySelector("interaction-wrap-up") as never as { pending: number }).pending);

/** The instance has the segment, and the page nothing more to tell. */
async function has(page: Page, instance: Instance, segment: object): Promise<void> {
  await expect.poll(() => instance.segments()).toMatchObject([segment]);
  await expect.poll(() => pending(page)).toBe(0);
  // What had come twice would be there twice.
  expect(await instance.segments()).toMatchObject([segment]);
}
const opened = (page: Page, instance: Instance) => has(page, instance, { state: "open", closure: null });

/** Does something else with the first of such requests. */
async function once(page: Page, path: string, method: string, fault: (route: Route) => Promise<void>): Promise<() => number> {
  let seen = 0;
  await page.route(`**/api/now/${path}`, async (route) => {
    if (route.request().method() !== method || seen++ > 0) return route.fallback();
    return fault(route);
  });
  return () => seen;
}

test("a whole wrap-up goes into the instance's records", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await expect.poll(() => instance.state(interaction)).toBe("wrap_up");
  await notes(page).fill("Refunded the second charge.");
  await submit(page);
  const closure = { notes: "Refunded the second charge.", code: { label: "Resolved" } };
  await has(page, instance, { configuration: { name: "Chat" }, closure, versions: [] });
  expect(await instance.state(interaction)).toBe("closed_complete");
});

test("a closure whose answer is lost is found by looking, and counts once", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await opened(page, instance);
  const asked = await once(page, "wrapup/segment/update?**", "PUT", async (route) => {
    await route.fetch(); // it is written
    await route.abort("connectionreset"); // and nobody hears of it
  });
  await notes(page).fill("told once");
  await submit(page);
  await expect.poll(asked).toBe(1);
  await has(page, instance, { closure: { notes: "told once" }, versions: [] });
  expect(asked()).toBe(1);
});

test("an opening whose answer is lost makes one segment", async ({ page, instance, interaction }) => {
  const asked = await once(page, "wrapup/segment/create", "POST", async (route) => {
    await route.fetch();
    await route.abort("connectionreset");
  });
  await wrapUp(page, interaction);
  await notes(page).fill("one of them");
  await submit(page);
  await has(page, instance, { closure: { notes: "one of them" }, versions: [] });
  expect(asked()).toBe(1);
});

test("a rate limit is waited for as long as it says", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await opened(page, instance);
  let limited: number | null = null;
  let next: number | null = null;
  await page.route("**/api/now/wrapup/**", async (route) => {
    if (limited === null) {
      limited = Date.now();
      const body = JSON.stringify({ error: { message: "Rate limit exceeded", detail: null }, status: "failure" });
      return route.fulfill({ status: 429, headers: { "retry-after": "2" }, contentType: "application/json", body });
    }
    next ??= Date.now();
    return route.fallback();
  });
  await notes(page).fill("in time");
  await submit(page);
  await expect.poll(() => next).not.toBeNull();
  expect(next! - limited!).toBeGreaterThanOrEqual(1_900);
  await has(page, instance, { closure: { notes: "in time" }, versions: [] });
});

test("a token that has run out is renewed once", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await opened(page, instance);
  const renewed = () => page.evaluate(() => (window as never as { renewed: number }).renewed);
  const before = await renewed();
  await once(page, "wrapup/segment/**", "GET", (route) =>
    route.fulfill({ status: 401, contentType: "application/json", body: '{"error":{"message":"User Not Authenticated"},"status":"failure"}' }),
  );
  await notes(page).fill("with a new token");
  await submit(page);
  await has(page, instance, { closure: { notes: "with a new token" }, versions: [] });
  expect(await renewed()).toBe(before + 1);
});

test("an instance without the Wrap Up API has it all in its tables, and the console says so", async ({ page, instance, interaction }) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await page.route("**/api/now/wrapup/**", (route) => {
    const error = { message: "Requested URI does not represent any resource", detail: null };
    return route.fulfill({ status: 400, contentType: "application/json", body: JSON.stringify({ error, status: "failure" }) });
  });
  await wrapUp(page, interaction);
  await notes(page).fill("by the tables");
  await submit(page);
  await has(page, instance, { configuration: { name: "Chat" }, closure: { notes: "by the tables", code: { label: "Resolved" } }, versions: [] });
  expect(said.filter((text) => text.includes("no Wrap Up API"))).toHaveLength(1);
});

test("a refusal that comes as a success is one, and the text stays in reach", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await opened(page, instance);
  const asked = await once(page, "wrapup/segment/update?**", "PUT", (route) =>
    route.fulfill({ contentType: "application/json", body: '{"success":false,"message":"Not while the moon is full"}' }),
  );
  await notes(page).fill("refused once");
  await submit(page);
  await expect(page.getByText("Not while the moon is full")).toBeVisible();
  expect(await instance.segments()).toMatchObject([{ state: "open" }]);
  await page.getByRole("button", { name: "Try again" }).click();
  await has(page, instance, { closure: { notes: "refused once" }, versions: [] });
  expect(asked()).toBe(2);
});

test("a configuration of the page's own makes an external segment, which brings its codes", async ({ page, instance, interaction }) => {
  const config = {
    codes: [{ id: "sold", label: "Sold" }],
    configurations: [
      { id: "own", name: "Own", enable_codes: true, allowed_codes: ["sold"], default_code: "sold", enforce_duration: true, duration_seconds: 600 },
    ],
  };
  const created = page.waitForRequest("**/api/now/wrapup/segment/create");
  await open(page, interaction);
  await page.evaluate((config) => {
    (document.querySelector("interaction-wrap-up") as never as { config: unknown }).config = config;
  }, config);
  await call(page, "connected");
  await call(page, "conversationEnded", { by: "agent" });
  await notes(page).fill("from outside");
  await submit(page);
  expect((await created).postDataJSON()).toMatchObject({
    external: true,
    agent_sys_id: agent,
    configuration: { default_code: "Sold", duration: "600", allowed_codes: [{ code: "Sold" }] },
  });
  await has(page, instance, { configuration: null, closure: { notes: "from outside", code: { label: "Sold" } }, versions: [] });
});

test("what awaits confirmation is confirmed by the agent's submit", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await opened(page, instance);
  const segments = "now/table/interaction_wrap_up_segment";
  const { result } = await instance.ask<{ result: { sys_id: string }[] }>(segments);
  const path = `${segments}/${result[0]!.sys_id}`;
  const row = JSON.stringify({ state: "closed", notes: "by a machine", awaiting_confirmation: "true" });
  await instance.ask(path, { method: "PATCH", body: row });
  await notes(page).fill("by me");
  await submit(page);
  await has(page, instance, { versions: [{ notes: "by me" }] });
  const now = await instance.ask<{ result: Record<string, string> }>(path);
  expect(now.result).toMatchObject({ notes: "by me", awaiting_confirmation: "false" });
  expect(now.result.confirmed_on).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
});

test("what an AI suggests is told, once, where the configuration takes it from elsewhere", async ({ page, instance, interaction }) => {
  await instance.takesSuggestions();
  const told: unknown[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/segment/update/ai")) told.push(request.postDataJSON());
  });
  await open(page, interaction);
  await page.evaluate(() => {
    (document.querySelector("interaction-wrap-up") as never as { assist: unknown }).assist = (question: {
      codes: { id: string; label: string }[];
    }) => ({ code: question.codes.find(({ label }) => label === "Refund issued")!.id, notes: "Refunded, says the machine." });
  });
  await call(page, "connected");
  await call(page, "conversationEnded", { by: "agent" });
  await expect(page.getByText("Refunded, says the machine.")).toBeVisible();
  await expect.poll(() => told.length).toBe(1);
  expect(told[0]).toMatchObject({ ai_wrap_up_code: "Refund issued", ai_notes: "Refunded, says the machine." });
  await notes(page).fill("typed by hand");
  await submit(page);
  await has(page, instance, { closure: { notes: "typed by hand" }, versions: [] });
  expect(told).toHaveLength(1);
  const path = `now/wrapup/segment/agent/${agent}/interaction/${interaction}`;
  const { segment } = await instance.ask<{ segment: Record<string, string> }>(path);
  expect(segment).toMatchObject({ ai_wrap_up_code: "Refund issued", ai_notes: "Refunded, says the machine.", notes: "typed by hand" });
});

test("what the instance closed by the time yields to what an agent submitted before", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await opened(page, instance);
  const segments = "now/table/interaction_wrap_up_segment";
  const rows = await instance.ask<{ result: { sys_id: string }[] }>(segments);
  const row = JSON.stringify({ state: "closed", notes: "", timed_out: "true" });
  await instance.ask(`${segments}/${rows.result[0]!.sys_id}`, { method: "PATCH", body: row });
  await notes(page).fill("submitted in time");
  await submit(page);
  await has(page, instance, { closure: { kind: "timed_out", notes: "" }, versions: [{ notes: "submitted in time" }] });
});

test("what somebody closed otherwise stands, and the agent keeps their text", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await opened(page, instance);
  const path = `now/wrapup/segment/update?agent_sys_id=${agent}&interaction_sys_id=${interaction}`;
  await instance.ask(path, { method: "PUT", body: JSON.stringify({ wrap_up_code: "Refund issued", notes: "elsewhere" }) });
  await notes(page).fill("too late");
  await submit(page);
  await expect(page.getByLabel("What you entered")).toHaveValue("too late");
  await expect.poll(async () => (await instance.segments())[0]).toMatchObject({ closure: { notes: "elsewhere" }, versions: [] });
});

test("an answer that makes no sense is refused by field and rule", async ({ page, instance, interaction }) => {
  await wrapUp(page, interaction);
  await opened(page, instance);
  await once(page, "wrapup/segment/**", "GET", async (route) => {
    const answer = (await (await route.fetch()).json()) as { segment: Record<string, unknown> };
    answer.segment.opened_on = "yesterday";
    return route.fulfill({ contentType: "application/json", body: JSON.stringify(answer) });
  });
  await notes(page).fill("kept");
  await submit(page);
  await expect(page.getByText("servicenow.segment.opened_on must be").first()).toBeVisible();
  expect(await instance.segments()).toMatchObject([{ state: "open" }]);
});

test("a page that goes leaves its wrap-up open, or ends it where that is set", async ({ browser, instance }) => {
  for (const [before, leaving] of ["go_on", "end"].entries()) {
    const interaction = await instance.interaction();
    const context = await browser.newContext({ baseURL: instance.server.url });
    const page = await context.newPage();
    await wrapUp(page, interaction, `leaving="${leaving}"`);
    await expect.poll(async () => (await instance.segments()).length).toBe(before + 1);
    await expect.poll(() => pending(page)).toBe(0);
    await notes(page).fill(`left with ${leaving}`);
    await page.goto("about:blank");
    const mine = async () => (await instance.segments())[0]!;
    if (leaving === "end") {
      await expect.poll(async () => (await mine()).closure?.notes).toBe("left with end");
      expect((await mine()).versions).toEqual([]);
    } else {
      // It is there again, and goes on.
      await wrapUpAgain(page, interaction);
      expect((await mine()).state).toBe("open");
    }
    await context.close();
  }
});

async function wrapUpAgain(page: Page, interaction: string): Promise<void> {
  await open(page, interaction);
  await expect(notes(page)).toHaveValue("left with go_on");
}

test("what is no sys_id is refused before it is sent", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await wrapUp(page, "C-1001");
  await expect(page.getByText(/interaction must be a sys_id/).first()).toBeVisible();
  expect(asked.filter((url) => url.includes("C-1001"))).toEqual([]);
});
