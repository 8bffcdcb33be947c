// Carries a schedule out in a real browser, and then lets everything get well.
import type { Browser, BrowserContext, CDPSession, Page } from "@playwright/test";
import { failSaving, type Saving } from "../e2e/faults.ts";
import { finals, type Backend } from "./backend.ts";
import { Killable, Profile } from "./killable.ts";
import { ANSWERS, type Act, type Answer, type Event, type Kind, type Schedule, type Step } from "./schedule.ts";
import { stored, waiting, type Stored } from "./stores.ts";
import { Office } from "./test.ts";

/** What a page told its agent: that this is saved. */
export interface Told {
  interaction: string;
  notes: string;
}

/** What the agent did to end a wrap-up. */
export interface Done {
  interaction: string;
  act: Act;
}

/** All there is to be judged after a run. */
export interface Outcome {
  backend: Backend;
  told: Told[];
  done: Done[];
  stores: Map<string, Stored>;
  /** What really happened, by kind. */
  counts: Map<Kind, number>;
}

/** How long a thing may take that the page does by itself, in milliseconds. */
const PATIENCE = 20_000;

/** What ends by itself within so many milliseconds is waited for. */
const ABOUT_TO = 5_000;

/** A browser with one profile, at first or again. */
interface Home {
  context(): BrowserContext;
  kill(): Promise<void>;
  close(): Promise<void>;
}

async function home(browser: Browser, killable: boolean): Promise<Home> {
  if (!killable) {
    const context = await browser.newContext();
    const kill = () => Promise.reject(new Error("this browser is shared"));
    return { context: () => context, kill, close: () => context.close() };
  }
  const profile = await Profile.create();
  let running = await Killable.start(profile);
  return {
    context: () => running.context,
    kill: async () => {
      await running.kill();
      running = await Killable.start(profile);
    },
    close: async () => {
      await running.kill();
      await profile.remove();
    },
  };
}

export class Run {
  private readonly told: Told[] = [];
  private readonly done: Done[] = [];
  private readonly counts = new Map<Kind, number>();
  private page: Page | null = null;
  private frozen: CDPSession | null = null;
  private saving: Saving | null = null;
  private current = "";

  private constructor(
    private readonly home: Home,
    private readonly backend: Backend,
    private readonly schedule: Schedule,
  ) {}

  static async of(schedule: Schedule, browser: Browser, backend: Backend): Promise<Outcome> {
    const killable = schedule.steps.some((step) => step.do === "kill");
    const place = await home(browser, killable);
    const run = new Run(place, backend, schedule);
    try {
      await run.prepare();
      for (const step of schedule.steps) await run.take(step);
      return await run.recover();
    } finally {
      await place.close();
    }
  }

  /** Every page reports what it tells its agent. */
  private async prepare(): Promise<void> {
    const context = this.home.context();
    context.setDefaultTimeout(PATIENCE);
    await context.exposeBinding("toldAgent", (_, told: Told) => this.told.push(told));
    await context.addInitScript(watch);
    if (!this.schedule.switch) await context.addInitScript(() => Reflect.deleteProperty(globalThis, "fetchLater"));
  }

  private happened(kind: Kind): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
  }

  private async open(): Promise<Office> {
    await this.thaw();
    await this.home.context().setOffline(false);
    const page = await this.home.context().newPage();
    page.on("crash", () => {});
    this.saving = this.schedule.steps.some((step) => step.do === "quota") ? await failSaving(page) : null;
    this.page = page;
    const office = new Office(page, this.backend);
    await office.open();
    return office;
  }

  /** The page in front; a new one where it is gone. */
  private async office(): Promise<Office> {
    if (this.page === null || this.page.isClosed()) return await this.open();
    await this.thaw();
    return new Office(this.page, this.backend);
  }

  private async thaw(): Promise<void> {
    const { frozen } = this;
    this.frozen = null;
    // It may have been closed meanwhile.
    await frozen?.send("Page.setWebLifecycleState", { state: "active" }).catch(() => {});
  }

  private async take(step: Step): Promise<void> {
    switch (step.do) {
      case "wrap_up": {
        await this.home.context().setOffline(false);
        const office = await this.office();
        await this.saving?.works();
        this.current = await office.start(step.channel);
        await office.press("End conversation");
        return;
      }
      case "type": {
        const office = await this.office();
        if (await office.notes.isVisible()) await office.notes.fill(step.notes, { timeout: 2_000 }).catch(() => {});
        return;
      }
      case "submit":
      case "end":
      case "close_tab":
      case "expire":
      case "extend":
        return await this.act(step.do, step.waits);
      default:
        if ("times" in step) this.backend.plan(step.do, step.times, finals);
        else await this.event(step.do);
    }
  }

  private async act(act: Act, waits: boolean): Promise<void> {
    const office = await this.office();
    const button = {
      submit: office.submit,
      end: office.endWrapUp,
      close_tab: office.tab(this.current).getByRole("button", { name: "Close tab" }),
      extend: office.dialog.getByRole("button", { name: "extend by" }),
      expire: null,
    }[act];
    if (button !== null) {
      // The time may be up, or another page faster.
      if (!(await button.isVisible())) return;
      this.done.push({ interaction: this.current, act });
      const clicked = await button.click({ timeout: 2_000 }).then(() => true, () => false);
      if (!clicked) return;
    }
    this.happened(act);
    if (act === "extend" || !waits) return;
    const ended = office.saved.filter({ hasText: this.current });
    const failed = office.record.getByRole("alert");
    await ended.or(failed).first().waitFor({ state: "attached", timeout: PATIENCE }).catch(() => {});
  }

  private async event(event: Event): Promise<void> {
    const context = this.home.context();
    const office = event === "grace" || event === "kill" ? null : await this.office();
    this.happened(event);
    switch (event) {
      case "close_page":
        return await leave(office!.page);
      case "reload":
        await context.setOffline(false);
        return await office!.reload();
      case "second_tab":
        // The first one stays where it is, and knows nothing of it.
        await this.open();
        return;
      case "offline":
        return await context.setOffline(true);
      case "crash": {
        const session = await context.newCDPSession(office!.page);
        const crashed = office!.page.waitForEvent("crash");
        session.send("Page.crash").catch(() => {}); // nobody is left to answer
        await crashed;
        await office!.page.close();
        return;
      }
      case "freeze":
        this.frozen = await context.newCDPSession(office!.page);
        await this.frozen.send("Page.setWebLifecycleState", { state: "frozen" });
        return;
      case "kill":
        this.frozen = null;
        this.page = null;
        await this.home.kill();
        return await this.prepare();
      case "quota":
        return await this.saving?.fails();
      case "other_agent":
        await context.setOffline(false);
        await office!.signIn("Ben Okafor");
        await office!.signIn("Ada Moreno");
        // Of what has ended and whose tab was closed, the list of what was saved is left.
        return await office!.tabs.or(office!.saved).first().waitFor();
      case "grace":
        return this.backend.service.asIfAfter(this.backend.service.grace + 1_000);
    }
  }

  /** All is well again: what is left goes out, and is looked at. */
  private async recover(): Promise<Outcome> {
    this.backend.heal();
    await this.home.context().setOffline(false);
    await this.thaw();
    for (const page of this.home.context().pages()) await leave(page);
    const page = await this.home.context().newPage();
    await page.clock.install();
    await new Office(page, this.backend).open();
    await this.drain(page);
    const stores = new Map<string, Stored>();
    for (const agent of ["ada", "ben"]) stores.set(agent, await stored(page, this.backend.base, agent));
    for (const request of this.backend.history) {
      if (request.fault !== null && isAnswer(request.fault)) this.happened(request.fault);
    }
    const { backend, told, done, counts } = this;
    return { backend, told, done, stores, counts };
  }

  /** Until nothing waits any more, nor is about to; pauses between tries pass at once. */
  private async drain(page: Page): Promise<void> {
    const until = Date.now() + PATIENCE;
    while (Date.now() < until) {
      const here = await stored(page, this.backend.base);
      const now = await page.evaluate(() => Date.now());
      // What is about to end by itself would have more go out while all is looked at.
      const ending = here.segments.filter(({ state, deadline }) => state === "open" && (deadline ?? Infinity) < now + ABOUT_TO);
      const left = waiting(here);
      if (left.length === 0 && ending.length === 0) return;
      const pauses = left.map((each) => (each.pause?.until ?? now) - now);
      const pause = Math.max(...pauses, ...ending.map((each) => (each.deadline ?? now) - now));
      if (pause > 0) await page.clock.fastForward(pause + 1);
    }
    throw new Error("what waits has not gone out");
  }
}

function isAnswer(fault: string): fault is Answer {
  return (ANSWERS as readonly string[]).includes(fault);
}

/** Closes a page as its user would. */
async function leave(page: Page): Promise<void> {
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
}

/** In the page: says once of each saved segment that it is shown, and with which notes. */
function watch(): void {
  const known = new Set<string>();
  const look = () => {
    for (const segment of document.querySelectorAll("li[part~=segment]")) {
      const interaction = segment.querySelector(".wrapup-segment-interaction")?.textContent ?? "";
      const notes = segment.querySelector("[part~=segment-notes]:not(.is-empty)")?.textContent ?? "";
      const told = JSON.stringify({ interaction, notes });
      if (known.has(told)) continue;
      known.add(told);
      (globalThis as unknown as { toldAgent(told: Told): void }).toldAgent({ interaction, notes });
    }
  };
  new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}
