// The page of examples/hosts/plain in a tab: its buttons by what they say, and what is in
// the element's shadow root by where it is on the screen.
import { expect } from "@playwright/test";
import { Key } from "selenium-webdriver";
import type { InteractionWrapUp } from "interaction-wrap-up";
import { Tab } from "./tab.ts";
import type { Running } from "./engine.ts";

/** What a look at an element finds. */
export interface Looks {
  interaction: string | null;
  state: string | null;
  dialog: boolean;
  code: string | null;
  notes: string | null;
  /** What the innermost element with the focus is for. */
  focused: string | null;
  segments: { closure: { kind: string; notes: string; code: { id: string } | null } | null }[];
}

export class PlainPage {
  private constructor(
    private readonly running: Running,
    readonly tab: Tab,
  ) {}

  static async open(running: Running, address: string): Promise<PlainPage> {
    const page = new PlainPage(running, await Tab.open(running.driver));
    await page.tab.go(address);
    await expect.poll(() => page.tab.evaluate(count)).toBe(1);
    return page;
  }

  press(name: string): Promise<void> {
    return this.tab.press(name);
  }

  count(): Promise<number> {
    return this.tab.evaluate(count);
  }

  /** The element of that place on the page; `null` where there is none. */
  look(index = 0): Promise<Looks | null> {
    return this.tab.evaluate(look, index);
  }

  /** Until an element looks like this. */
  async shows(looks: { [Part in keyof Looks]?: unknown }, index = 0): Promise<void> {
    await expect.poll(() => this.look(index)).toMatchObject(looks);
  }

  /** Until the conversation has ended and waits for its agent. */
  async wrapUp(): Promise<void> {
    await this.press("Connect");
    await this.shows({ state: "work_in_progress" });
    await this.press("End conversation");
    await this.shows({ state: "wrap_up", dialog: true });
  }

  /** Clicks what a selector names in the shadow root. */
  async click(selector: string, index = 0): Promise<void> {
    const at = () => this.tab.evaluate(middle, selector, index);
    await expect.poll(at, selector).not.toBeNull();
    const { x, y } = (await at())!;
    await this.running.driver.actions().move({ x: Math.round(x), y: Math.round(y) }).click().perform();
  }

  /** Presses keys, one after the other, wherever the focus is. */
  async type(...keys: string[]): Promise<void> {
    await this.tab.front();
    await this.running.driver.actions().sendKeys(...keys).perform();
  }

  async choose(label: string): Promise<void> {
    await this.click("[role=combobox]");
    await this.type(label, Key.ENTER);
    await this.shows({ code: label });
  }

  async write(notes: string, index = 0): Promise<void> {
    await this.click("textarea", index);
    await this.type(notes);
    await this.shows({ notes }, index);
  }

  submit(index = 0): Promise<void> {
    return this.click("[part~=submit]", index);
  }

  heard(): Promise<string[]> {
    return this.tab.evaluate(() => [...document.querySelectorAll("#events li")].map((line) => line.textContent ?? ""));
  }
}

function count(): number {
  return [...document.querySelectorAll("interaction-wrap-up")].filter((each) => each.matches(":defined")).length;
}

async function look(index: number): Promise<Looks | null> {
  const element = document.querySelectorAll<InteractionWrapUp>("interaction-wrap-up")[index];
  if (element === undefined) return null;
  const root = element.shadowRoot;
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  return {
    interaction: element.interaction,
    state: element.state,
    dialog: root?.querySelector("[role=dialog]") != null,
    code: root?.querySelector<HTMLInputElement>("[role=combobox]")?.value ?? null,
    notes: root?.querySelector("textarea")?.value ?? null,
    focused: focused?.getAttribute("part") ?? focused?.id ?? null,
    segments: element.segments.map(({ closure }) => ({ closure })) as Looks["segments"],
  };
}

function middle(selector: string, index: number): { x: number; y: number } | null {
  const element = document.querySelectorAll("interaction-wrap-up")[index];
  const found = element?.shadowRoot?.querySelector(selector);
  if (found == null) return null;
  found.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = found.getBoundingClientRect();
  return width > 0 ? { x: left + width / 2, y: top + height / 2 } : null;
}
