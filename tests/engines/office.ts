// The preview over a service, in a tab of whatever engine there is.
import { expect } from "@playwright/test";
import type { Backend } from "../faults/backend.ts";
import { Key } from "selenium-webdriver";
import { words } from "../e2e/words.ts";
import { database, stored, waiting, type Stored } from "../faults/stores.ts";
import type { Running } from "./engine.ts";
import { Tab } from "./tab.ts";

export type Channel = "Chat" | "Video" | "Voice" | "Email";

/** All that an agent sees at one moment. */
export interface Look {
  /** The conversation in front. */
  conversation: string | null;
  state: string | null;
  /** What is entered in the dialog, and whether that is on its way; `null` without one. */
  dialog: { code: string; notes: string; asides: string[]; time: string; saving: boolean } | null;
  /** Each saved segment, the newest first. */
  saved: { ending: string; notes: string }[];
  /** The message after closing. */
  notice: string;
  unsaved: string[];
  /** What the service refused for good, each with all that is said of it. */
  rejected: string[];
  /** What is wrong with what the browser keeps: of the page, and of the conversation. */
  problems: string;
  notKept: string;
  delivery: string;
}

export class Office {
  private constructor(
    readonly tab: Tab,
    readonly browser: Running,
    readonly backend: Backend,
  ) {}

  /** The workspace in a new tab. */
  static async open(browser: Running, backend: Backend): Promise<Office> {
    const office = new Office(await Tab.open(browser.driver), browser, backend);
    await office.load();
    return office;
  }

  async load(): Promise<void> {
    await this.tab.go(this.backend.url);
    await this.ready();
  }

  async reload(): Promise<void> {
    await this.tab.reload();
    await this.ready();
  }

  private async ready(): Promise<void> {
    await this.tab.find(`//button[normalize-space()="New conversation"]`);
    await this.tab.evaluate(noteErrors);
  }

  async look(): Promise<Look> {
    return await this.tab.evaluate(look);
  }

  /** Until the page shows all of that. */
  async shows(what: { [Part in keyof Look]?: unknown }): Promise<void> {
    await expect.poll(() => this.look()).toMatchObject(what);
  }

  /** Brings the next customer; gives the conversation's name. */
  async start(channel: Channel): Promise<string> {
    await this.select(`//label[contains(., "${words("preview.channel")}")]//select`, channel);
    const before = (await this.look()).conversation;
    await this.tab.press("New conversation");
    await expect.poll(async () => (await this.look()).conversation).not.toBe(before);
    await this.shows({ state: "Work in progress" });
    return (await this.look()).conversation ?? "";
  }

  /** A conversation that its agent has just ended. */
  async wrapUp(channel: Channel): Promise<string> {
    const name = await this.start(channel);
    await this.tab.press("End conversation");
    await this.shows({ state: "Wrap up" });
    return name;
  }

  async choose(code: string): Promise<void> {
    await this.tab.find(CODE);
    await this.tab.evaluate(insert, CODE_FIELD, code);
    await (await this.tab.find(CODE)).sendKeys(Key.ENTER);
  }

  /** Chooses by what the choice says. Lists that drop down are no part of the page. */
  private async select(path: string, choice: string): Promise<void> {
    await this.tab.find(`${path}/option[normalize-space()="${choice}"]`);
    await this.tab.evaluate(select, path, choice);
  }

  /** Puts `notes` in the place of what is there, as one piece of typing. */
  async write(notes: string): Promise<void> {
    await this.tab.find(NOTES);
    await this.tab.evaluate(insert, "[role=dialog] textarea", notes);
  }

  /** Presses the keys of `notes`, one after the other. */
  async type(notes: string): Promise<void> {
    await (await this.tab.find(NOTES)).sendKeys(notes);
  }

  async submit(): Promise<void> {
    await this.tab.press("Submit & close");
  }

  async stored(): Promise<Stored> {
    return await stored(this.tab, this.backend.base);
  }

  /** Until what is typed is in the store. */
  async keeps(notes: string): Promise<void> {
    await expect.poll(async () => (await this.stored()).segments.map((each) => each.draft.notes)).toContain(notes);
  }

  /** Until nothing wants to go out any more. */
  async drained(): Promise<Stored> {
    await expect.poll(async () => waiting(await this.stored()).map((each) => each.id)).toEqual([]);
    return await this.stored();
  }

  /**
   * Keeps everybody from writing, as a slow disk would, until the function that it
   * gives is called.
   */
  async hold(): Promise<() => Promise<void>> {
    await this.tab.evaluate(hold, database(this.backend.base, "ada"));
    return () => this.tab.evaluate(() => (window as unknown as { release: () => void }).release());
  }

  /** Whether the page asks its user before it is left. */
  async asksBeforeLeaving(): Promise<boolean> {
    return await this.tab.evaluate(() => !window.dispatchEvent(new Event("beforeunload", { cancelable: true })));
  }

  /** Leaves the page; the user is asked, and stays. */
  async staysWhenAsked(): Promise<void> {
    await this.tab.evaluate(() => void setTimeout(() => location.assign("about:blank")));
    const { driver } = this.tab;
    const asked = async () => await driver.switchTo().alert().then((alert) => alert, () => null);
    await expect.poll(async () => (await asked()) !== null).toBe(true);
    await (await asked())?.dismiss();
    expect(await driver.getCurrentUrl()).toBe(this.backend.url);
  }

  /** What went wrong in the page unseen. */
  async errors(): Promise<string[]> {
    return await this.tab.evaluate(() => (window as unknown as { errors?: string[] }).errors ?? []);
  }
}

const CODE_FIELD = "[role=dialog] [role=combobox]";
const CODE = `//*[@role="dialog"]//*[@role="combobox"]`;
const NOTES = `//*[@role="dialog"]//textarea`;

function noteErrors(): void {
  const errors: string[] = [];
  Object.assign(window, { errors });
  addEventListener("error", (event) => errors.push(event.message));
  addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
}

async function hold(name: string): Promise<void> {
  const database = await new Promise<IDBDatabase>((opened, failed) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => opened(request.result);
    request.onerror = () => failed(request.error);
  });
  const stores = ["interactions", "segments", "journal", "outbox"];
  const store = database.transaction(stores, "readwrite").objectStore("interactions");
  let released = false;
  Object.assign(window, { release: () => (released = true) });
  // A transaction stays open for as long as it is asked for something.
  await new Promise<void>((held) => {
    const ask = () => {
      store.count().onsuccess = () => {
        held();
        if (released) database.close();
        else ask();
      };
    };
    ask();
  });
}

function select(path: string, choice: string): void {
  const found = document.evaluate(path, document, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue;
  const list = found as HTMLSelectElement;
  list.focus();
  list.selectedIndex = [...list.options].findIndex((each) => each.text.trim() === choice);
  for (const type of ["input", "change"]) list.dispatchEvent(new Event(type, { bubbles: true }));
}

function insert(selector: string, words: string): void {
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(selector);
  field?.focus();
  field?.select();
  document.execCommand("insertText", false, words);
}

function look(): Look {
  const text = (part: string) => document.querySelector(part)?.textContent?.trim() ?? null;
  const all = <E extends Element>(part: string) => [...document.querySelectorAll<E>(part)];
  const dialog = document.querySelector("[role=dialog]");
  return {
    conversation: text("article :is(h1, h2, h3)"),
    state: text("article [part~=state]"),
    dialog: dialog && {
      code: dialog.querySelector<HTMLInputElement>("[role=combobox]")?.value ?? "",
      notes: dialog.querySelector("textarea")?.value ?? "",
      asides: [...dialog.querySelectorAll("[part~=aside] p")].map((each) => each.textContent ?? ""),
      time: dialog.querySelector("[part~=countdown-time]")?.textContent ?? "",
      saving: dialog.getAttribute("aria-busy") === "true",
    },
    saved: all("[part~=segment]").map((each) => ({
      ending: each.getAttribute("data-closure") ?? "",
      notes: each.querySelector("[part~=segment-notes]:not(.is-empty)")?.textContent ?? "",
    })),
    notice: text("[part~=notice] p") ?? "",
    unsaved: all<HTMLTextAreaElement>("[part~=unsaved]").map((each) => each.value),
    rejected: all("[part~=rejected]").map((each) =>
      [each.textContent, ...[...each.querySelectorAll("textarea")].map(({ value }) => value)].join("\n"),
    ),
    problems: text(".preview-problems") ?? "",
    notKept: text("[part~=not-kept]") ?? "",
    delivery: text("[part~=delivery]") ?? "",
  };
}
