// The preview as the measurements use it: real wrap-ups in Chromium with its
// throttling on, and what is stored of them.
import { setTimeout as pause } from "node:timers/promises";
import { launchAsUsed } from "../tests/e2e/chromium.mjs";

/** Runs in the page: everything in a store. */
async function readAll(store) {
  const database = await new Promise((opened, failed) => {
    const request = indexedDB.open("interaction-wrap-up");
    request.onsuccess = () => opened(request.result);
    request.onerror = () => failed(request.error);
  });
  const records = await new Promise((answered, failed) => {
    const request = database.transaction(store).objectStore(store).getAll();
    request.onsuccess = () => answered(request.result);
    request.onerror = () => failed(request.error);
  });
  database.close();
  return records;
}

/** Runs in the page: how long a chat's wrap-up lasts from now on. */
async function lastFor(seconds) {
  const database = await new Promise((opened, failed) => {
    const request = indexedDB.open("interaction-wrap-up");
    request.onsuccess = () => opened(request.result);
    request.onerror = () => failed(request.error);
  });
  const transaction = database.transaction("configurations", "readwrite");
  const store = transaction.objectStore("configurations");
  const request = store.getAll();
  request.onsuccess = () => {
    // Whatever else would match the sample's customers is switched off.
    for (const each of request.result) {
      if (each.id === "chat") store.put({ ...each, duration_seconds: seconds });
      else store.put({ ...each, active: false });
    }
  };
  await new Promise((committed, failed) => {
    transaction.oncomplete = committed;
    transaction.onabort = () => failed(transaction.error);
  });
  database.close();
}

/** Runs in the page before its module: lets a hand on the wall clock be played. */
function makeClockMovable() {
  const now = Date.now.bind(Date);
  let ahead = 0;
  Date.now = () => now() + ahead;
  window.moveClock = (by) => {
    ahead += by;
    window.dispatchEvent(new Event("focus"));
  };
}

/** One Chromium with the preview in it. */
export class Preview {
  /** @param {string} site the address of the served preview */
  static async open(site) {
    const chromium = await launchAsUsed();
    const page = await chromium.context.newPage();
    const session = await chromium.context.newCDPSession(page);
    await page.addInitScript(makeClockMovable);
    const preview = new Preview(site, chromium, page, session);
    await preview.#load();
    return preview;
  }

  constructor(site, chromium, page, session) {
    this.site = site;
    this.chromium = chromium;
    this.page = page;
    this.session = session;
  }

  async #load() {
    await this.page.goto(this.site);
    await this.page.getByRole("button", { name: "New conversation" }).waitFor();
  }

  /**
   * Opens so many wrap-ups of so many seconds, one after the other. Each has a
   * countdown in its tab; the one in front has another two.
   */
  async wrapUp(count, seconds) {
    await this.page.evaluate(lastFor, seconds);
    await this.#load();
    for (let opened = 0; opened < count; opened++) {
      await this.page.getByRole("combobox", { name: "Channel" }).selectOption("Chat");
      await this.page.getByRole("button", { name: "New conversation" }).click();
      const record = this.page.getByRole("article");
      await record.getByRole("button", { name: "End conversation", exact: true }).click();
      await this.page.getByRole("dialog").waitFor();
    }
  }

  /** Puts another tab in front, which does nothing. */
  async hide() {
    const front = await this.chromium.context.newPage();
    await front.goto(`${this.site}nothing-here`);
    await front.bringToFront();
    while ((await this.page.evaluate(() => document.visibilityState)) !== "hidden") await pause(50);
    return front;
  }

  /** What a store holds, read by the page itself or by another tab. */
  async stored(store, from = this.page) {
    return await from.evaluate(readAll, store);
  }

  /** Waits until every wrap-up has timed out; gives when each was noticed, and how many ms late. */
  async accepted(from = this.page) {
    for (;;) {
      const segments = await this.stored("segments", from);
      if (segments.length > 0 && segments.every((each) => each.state === "closed")) break;
      await pause(250);
    }
    const closed = new Map((await this.stored("segments", from)).map((each) => [each.id, each.closure]));
    const accepted = (await this.stored("journal", from)).filter((each) => each.event?.accepted === "timed_out");
    return accepted.map(({ segment, wall }) => ({ late: wall - closed.get(segment).at, at: wall }));
  }

  async close() {
    await this.chromium.close();
  }
}
