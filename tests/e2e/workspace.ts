// The preview workspace as the people who use it would speak of it.
import { expect, type Locator, type Page } from "@playwright/test";
import { choose } from "./codes.ts";

export type Channel = "Chat" | "Messaging" | "Voice" | "Email" | "Video";
export type Agent = "Ada Moreno" | "Ben Okafor";

/** When a held clock begins: a whole second, so that the first one shown is a full one. */
const NOON = new Date("2026-03-02T12:00:00Z");

/** Chosen where a test does not care which. */
export const ENTERED = { code: "Refund issued", notes: "Refunded the second charge." };

export class Workspace {
  readonly newConversation: Locator;
  readonly record: Locator;
  readonly state: Locator;
  readonly dialog: Locator;
  readonly code: Locator;
  readonly notes: Locator;
  readonly aside: Locator;
  readonly submit: Locator;
  readonly extend: Locator;
  readonly endWrapUp: Locator;
  readonly notice: Locator;
  readonly segments: Locator;

  constructor(readonly page: Page) {
    this.newConversation = page.getByRole("button", { name: "New conversation" });
    this.record = page.getByRole("article");
    this.state = this.record.locator("[part~=state]");
    this.dialog = page.getByRole("dialog", { name: "Wrap up" });
    this.code = this.dialog.getByLabel("Wrap-up code");
    this.notes = this.dialog.getByLabel("Notes");
    this.aside = this.dialog.locator("[part~=aside] p");
    this.extend = this.dialog.getByRole("button", { name: "extend" });
    this.submit = this.dialog.getByRole("button", { name: "Submit & close" });
    this.endWrapUp = this.record.getByRole("button", { name: "End Wrap Up" });
    this.notice = page.getByRole("status", { name: "Wrap-up message" });
    this.segments = page.getByRole("region", { name: "Saved segments" });
  }

  /** Opens the page; by its whole address in a browser that knows no base. */
  async open(address = "/"): Promise<void> {
    await this.page.goto(address);
    await expect(this.newConversation).toBeVisible();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await expect(this.newConversation).toBeVisible();
  }

  /** Stops the page's clocks, both of them, before it is opened. */
  async holdClock(): Promise<void> {
    await this.page.clock.install({ time: NOON.getTime() - 60_000 });
    await this.page.clock.pauseAt(NOON);
  }

  /** Lets time pass, with all that happens by itself meanwhile. */
  async pass(seconds: number): Promise<void> {
    await this.page.clock.runFor(seconds * 1000);
  }

  /** Brings the next customer; gives the conversation's name. */
  async start(channel?: Channel): Promise<string> {
    if (channel !== undefined) await this.channel.selectOption(channel);
    const heading = this.record.getByRole("heading").first();
    // Tabs are not counted: one that was closed may just be going.
    const [before] = await heading.allTextContents();
    await this.newConversation.click();
    if (before !== undefined) await expect(heading).not.toHaveText(before);
    await expect(this.state).toHaveText("Work in progress");
    return (await heading.textContent()) ?? "";
  }

  /** A conversation that its agent has just ended. */
  async wrapUp(channel?: Channel): Promise<string> {
    const name = await this.start(channel);
    await this.press("End conversation");
    await expect(this.state).toHaveText("Wrap up");
    return name;
  }

  async enter({ code, notes }: { code?: string; notes?: string }): Promise<void> {
    if (code !== undefined) await choose(this.code, code);
    if (notes !== undefined) await this.notes.fill(notes);
  }

  /** Presses a button of the conversation in front. */
  async press(name: string): Promise<void> {
    await this.record.getByRole("button", { name, exact: true }).click();
  }

  async signIn(agent: Agent): Promise<void> {
    await this.page.getByRole("radio", { name: agent }).check();
  }

  /** What is asked of an agent who leaves something behind. */
  get signOut(): Locator {
    return this.page.getByRole("dialog", { name: "Sign out" });
  }

  get role(): Locator {
    return this.page.getByRole("checkbox", { name: "Role interaction_admin" });
  }

  get channel(): Locator {
    return this.page.getByRole("combobox", { name: "Channel" });
  }

  get tabs(): Locator {
    return this.page.getByRole("navigation", { name: "Conversations" }).getByRole("listitem");
  }

  tab(name: string): Locator {
    return this.tabs.filter({ hasText: name });
  }

  async show(name: string): Promise<void> {
    await this.tab(name).getByRole("button").first().click();
  }

  async closeTab(name: string): Promise<void> {
    await this.tab(name).getByRole("button", { name: "Close tab" }).click();
  }

  /** The countdown in the dialog, or in whatever else shows one. */
  countdown(within: Locator = this.dialog): Locator {
    return within.getByRole("timer");
  }

  /** The minutes and seconds of a countdown. */
  time(within: Locator = this.dialog): Locator {
    return within.locator("[part~=countdown-time]");
  }

  /** Every saved segment that the page shows, the newest first. */
  get saved(): Locator {
    return this.segments.locator("[part~=segment]");
  }
}
