// Time in pages that browsers slow down, stop, or tell another time: what is saved,
// for when, and as which closure. In Chromium as it is used, with nothing of its
// throttling switched off. How late things come is measured by benches/time.mjs.
import type { BrowserContext, Page } from "@playwright/test";
import { launchAsUsed } from "./chromium.mjs";
import { Records } from "./records.ts";
import { expect, test as base } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED, type Workspace } from "./workspace.ts";

const test = base.extend<{ context: BrowserContext; front: Front }>({
  context: async ({}, use) => {
    const chromium = await launchAsUsed();
    await use(chromium.context);
    await chromium.close();
  },
  front: async ({ context, page, site }, use) => use(new Front(context, page, site)),
});

/** Another tab of the same window, which can be put in front. */
class Front {
  readonly #context: BrowserContext;
  readonly #behind: Page;
  readonly #site: string;

  constructor(context: BrowserContext, behind: Page, site: string) {
    this.#context = context;
    this.#behind = behind;
    this.#site = site;
  }

  /** Hides the page behind a tab that can read what it stores, and does nothing else. */
  async hide(): Promise<Records> {
    const page = await this.#context.newPage();
    await page.goto(`${this.#site}nothing-here`);
    await page.bringToFront();
    await expect.poll(() => this.visibility()).toBe("hidden");
    return new Records(page);
  }

  async show(): Promise<void> {
    await this.#behind.bringToFront();
    await expect.poll(() => this.visibility()).toBe("visible");
  }

  visibility(): Promise<string> {
    return this.#behind.evaluate(() => document.visibilityState);
  }
}

/** Opens the workspace with a chat's wrap-up of so many seconds, and more of it changed. */
async function open(workspace: Workspace, site: string, seconds: number, change: Record<string, unknown> = {}) {
  await workspace.open(site);
  await new Records(workspace.page).configure("chat", { duration_seconds: seconds, ...change });
  await workspace.reload();
}

/** Lets the machine's own time run on to an instant; nothing tells when it is reached. */
async function until(instant: number): Promise<void> {
  await new Promise((reached) => setTimeout(reached, instant - Date.now()));
}

/** How a conversation's wrap-up closed, once it has. */
async function closure(records: Records, id: string) {
  await expect.poll(async () => (await records.segment(id)).state, { timeout: 20_000 }).toBe("closed");
  return (await records.segment(id)).closure;
}

async function deadline(records: Records, id: string): Promise<number> {
  await expect.poll(async () => (await records.segments(id)).length).toBe(1);
  const segment = await records.segment(id);
  if (segment.deadline === null) throw new Error(`${id} has no deadline`);
  return segment.deadline;
}

/** Presses a button of the record in a page that is not drawn. */
async function pressUnseen(workspace: Workspace, name: string): Promise<void> {
  await workspace.record.getByRole("button", { name, exact: true }).evaluate((button: HTMLElement) => button.click());
}

test("in a hidden tab every wrap-up ends at its deadline, by its policy", async ({ workspace, front, site }) => {
  // They outlast the ten seconds after which hidden timers slow down.
  await open(workspace, site, 20);
  const ids: string[] = [];
  for (let count = 0; count < 4; count++) ids.push(await workspace.wrapUp("Chat"));
  await workspace.enter(ENTERED);
  const records = await front.hide();
  const due = await Promise.all(ids.map((id) => deadline(records, id)));
  for (const [index, id] of ids.entries()) {
    expect(await closure(records, id)).toMatchObject({
      kind: "timed_out",
      by: null,
      at: due[index],
      code: { id: "resolved" },
      notes: "",
    });
  }
  expect(await front.visibility()).toBe("hidden");
  await front.show();
  await expect(workspace.notice.getByLabel(words("notice.unsaved_label"))).toHaveValue(ENTERED.notes);
});

test("a wrap-up that opens in a hidden tab shows the right time and bar once it is seen", async ({ workspace, front, site }) => {
  await open(workspace, site, 60);
  const id = await workspace.start("Chat");
  const records = await front.hide();
  await pressUnseen(workspace, "Customer ends conversation");
  const due = await deadline(records, id);
  await until(due - 55_000);
  await front.show();
  await expect(workspace.time()).toHaveText(/^0:(5[0-5]|4\d)$/);
  const { shown, drawn } = await workspace.dialog.locator("[part~=bar-fill]").evaluate((fill) => {
    const time = fill.closest("[part~=countdown]")?.querySelector("[part~=countdown-time]")?.textContent ?? "";
    const progress = fill.getAnimations()[0]?.effect?.getComputedTiming().progress ?? 0;
    return { shown: Number(time.split(":")[1]), drawn: 60 * (1 - progress) };
  });
  // One that began with its first frame would show five seconds more. A busy machine
  // draws both somewhat late.
  expect(drawn).toBeGreaterThan(shown - 4);
  expect(drawn).toBeLessThan(shown + 3);
});

test("a hidden tab says until when and in which band, and lays nothing out for it", async ({
  context,
  page,
  workspace,
  front,
  site,
}) => {
  await open(workspace, site, 40);
  const id = await workspace.wrapUp("Chat");
  const badge = () =>
    page.evaluate(() => {
      const href = [...document.querySelectorAll<HTMLLinkElement>("link[rel~=icon]")].at(-1)?.href ?? "";
      return decodeURIComponent(href).match(/fill='(#\w+)'/)?.[1];
    });
  await expect(page).toHaveTitle(/^0:\d\d · Interaction wrap-up$/);
  const records = await front.hide();
  const due = await deadline(records, id);
  const time = await page.evaluate((due) => new Intl.DateTimeFormat("en", { timeStyle: "medium" }).format(due), due);
  const said = words("attention.until", { time });
  await expect.poll(() => page.title()).toBe(`${said} · Interaction wrap-up`);
  // Whatever hiding itself did is over.
  await until(due - 30_000);
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable");
  const layouts = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "LayoutCount")?.value;
  };
  const before = await layouts();
  await page.evaluate(() => (document.title = "(1) Orders"));
  await expect.poll(() => page.title()).toBe(`${said} · (1) Orders`);
  await expect.poll(badge, { timeout: 20_000 }).toBe("#e8ba1c");
  await expect.poll(() => page.title(), { timeout: 20_000 }).toBe(`(!) ${said} · (1) Orders`);
  await expect.poll(badge, { timeout: 20_000 }).toBe("#c0262f");
  expect(await layouts()).toBe(before);
  await closure(records, id);
  await expect.poll(() => page.title()).toBe("(1) Orders");
  expect(await badge()).toBeUndefined();
  expect(await front.visibility()).toBe("hidden");
});

test("a page that was frozen past the deadline closes it when it resumes, for the deadline", async ({
  context,
  page,
  workspace,
  front,
  site,
}) => {
  await open(workspace, site, 8);
  const id = await workspace.wrapUp("Chat");
  await workspace.enter(ENTERED);
  const records = await front.hide();
  const due = await deadline(records, id);
  await expect.poll(async () => (await records.segment(id)).draft.notes).toBe(ENTERED.notes);
  const session = await context.newCDPSession(page);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await until(due + 1_500);
  expect((await records.segment(id)).state).toBe("open");
  await session.send("Page.setWebLifecycleState", { state: "active" });
  // Both clocks ran on meanwhile: nobody slept, and the policy holds.
  expect(await closure(records, id)).toMatchObject({ kind: "timed_out", at: due, code: { id: "resolved" }, notes: "" });
});

test("on a machine twenty times slower what is submitted in time counts, and the rest times out", async ({
  context,
  page,
  workspace,
  records,
  site,
}) => {
  test.slow();
  await open(workspace, site, 5);
  const late = await workspace.wrapUp("Chat");
  const due = await deadline(records, late);
  await records.configure("chat", { duration_seconds: 60 });
  await workspace.reload();
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 20 });
  const submitted = await workspace.wrapUp("Chat");
  await workspace.enter(ENTERED);
  await workspace.submit.click();
  expect(await closure(records, submitted)).toMatchObject({
    kind: "submitted",
    code: { id: "refund" },
    notes: ENTERED.notes,
  });
  expect(await closure(records, late)).toMatchObject({ kind: "timed_out", at: due });
});

type Movable = typeof globalThis & { moveClock(by: number): void };

/** Prepares the page for a hand on its wall clock; the monotonic one is left alone. */
async function movable(page: Page, by = 0): Promise<(by: number) => Promise<void>> {
  await page.addInitScript((by) => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + by;
    (globalThis as Movable).moveClock = (further) => {
      by += further;
    };
  }, by);
  return async (further) => {
    await page.evaluate((further) => (globalThis as Movable).moveClock(further), further);
    // The page looks at its clocks again when it gets the focus.
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
  };
}

const HOUR = 3_600_000;

test("a clock set back by an hour moves no deadline", async ({ page, workspace, records, site }) => {
  const move = await movable(page);
  await open(workspace, site, 10);
  const id = await workspace.wrapUp("Chat");
  await workspace.enter(ENTERED);
  const due = await deadline(records, id);
  await move(-HOUR);
  expect((await records.segment(id)).state).toBe("open");
  await expect(workspace.time()).toHaveText(/^0:(10|0\d)$/);
  expect(await closure(records, id)).toMatchObject({ kind: "timed_out", at: due, code: { id: "resolved" }, notes: "" });
});

test("a clock set forward by an hour is taken for sleep: it ends, and keeps what was typed", async ({
  page,
  workspace,
  records,
  site,
}) => {
  const move = await movable(page);
  await open(workspace, site, 60);
  const id = await workspace.wrapUp("Chat");
  await workspace.enter(ENTERED);
  const due = await deadline(records, id);
  await move(HOUR);
  expect(await closure(records, id)).toMatchObject({
    kind: "timed_out",
    at: due,
    code: { id: "refund" },
    notes: ENTERED.notes,
  });
});

for (const [season, change, before, after] of [
  ["summer", "2026-03-29T01:00:00Z", -60, -120],
  ["winter", "2026-10-25T01:00:00Z", -120, -60],
] as const) {
  test(`the change to ${season} time is no change of time`, async ({ context, page, workspace, records, site }) => {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setTimezoneOverride", { timezoneId: "Europe/Berlin" });
    const instant = Date.parse(change);
    const move = await movable(page, instant - HOUR - Date.now());
    await open(workspace, site, 10, { show_timer: false });
    // As late as this, so that the change comes while the wrap-up runs. Before
    // there is a conversation nobody counts on the clock.
    await move(instant - 5_000 - (await page.evaluate(() => Date.now())));
    const offset = () => page.evaluate(() => new Date(Date.now()).getTimezoneOffset());
    expect(await offset()).toBe(before);
    const id = await workspace.wrapUp("Chat");
    const due = await deadline(records, id);
    expect(due).toBeGreaterThan(instant);
    const time = await page.evaluate((due) => new Intl.DateTimeFormat("en", { timeStyle: "medium" }).format(due), due);
    await expect(workspace.dialog).toContainText(words("forecast.code", { time, code: "Resolved" }));
    const { opened_at } = await records.segment(id);
    expect(await closure(records, id)).toMatchObject({ kind: "timed_out", at: due, duration: due - opened_at });
    expect(await offset()).toBe(after);
  });
}
