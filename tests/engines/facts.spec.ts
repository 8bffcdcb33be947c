// What the engine does with pages of anybody's: what facts.ts says of it, as far as it is
// not shown with the workspace itself (leaving.spec.ts, storage.spec.ts).
import { VERSIONS } from "./facts.ts";
import { expect, test } from "./test.ts";

const TIMES = 5;

test("the engine has what is known of it, and is the one that was measured", async ({ running, office, facts }) => {
  const capabilities = await running.driver.getCapabilities();
  const version = capabilities.getBrowserVersion() ?? "";
  test.info().annotations.push({ type: "version", description: `${running.name} ${version}` });
  if (!version.startsWith(`${VERSIONS[running.name]}.`)) {
    console.log(`${running.name} is ${version} here; the README's table was measured with ${VERSIONS[running.name]}`);
  }
  const found = await office.tab.evaluate(() => ({
    fetchLater: "fetchLater" in window,
    keepalive: "keepalive" in Request.prototype,
    locks: "locks" in navigator,
    channels: "BroadcastChannel" in window,
    strictDurability: "durability" in IDBTransaction.prototype,
    freezeEvent: "onfreeze" in document,
  }));
  expect(facts).toMatchObject(found);
  expect(running.canBeOffline).toBe(facts.driverCanBeOffline);
});

test("storage that lasts is asked for as the engine has it", async ({ office, facts }) => {
  const answer = await office.tab.evaluate(async () => {
    if (typeof navigator.storage?.persist !== "function") return "missing";
    // Who asks their user answers only once the user does, and nobody is there to.
    const patience = new Promise<"asks">((passed) => setTimeout(() => passed("asks"), 2_000));
    return await Promise.race([navigator.storage.persist().then(() => "answers" as const), patience]);
  });
  expect(answer).toBe(facts.persist);
});

test("local storage that is full says so by name", async ({ blank }) => {
  const tab = await blank();
  const refusal = await tab.evaluate(() => {
    try {
      localStorage.setItem("much", "x".repeat(20_000_000));
      return null;
    } catch (error) {
      return (error as DOMException).name;
    }
  });
  expect(refusal).toBe("QuotaExceededError");
});

test("of what a page begins to write to a database as its tab is closed, as much is kept as is known", async ({
  blank,
  home,
  facts,
}) => {
  test.skip(facts.keepsLastWrites === null, "the page of a test is not told reliably");
  for (let time = 0; time < TIMES; time++) {
    const tab = await blank();
    await tab.evaluate(writeOnLeaving, `${time}`);
    await tab.close(home);
  }
  const tab = await blank();
  const kept = await tab.evaluate(count);
  if (facts.keepsLastWrites) expect(kept).toBeGreaterThan(0);
  else expect(kept).toBe(0);
});

test("a page that has a lock until it goes is kept for the back button where that is known", async ({
  blank,
  backend,
  facts,
}) => {
  for (const [lock, kept] of [[false, true], [true, facts.keepsPagesWithLocks]] as const) {
    const tab = await blank();
    await tab.evaluate(live, lock);
    await tab.go(`${backend.origin}/preview.css`);
    await tab.back();
    const isKept = () => tab.evaluate(() => (window as { wasKept?: boolean }).wasKept ?? false);
    await expect.poll(() => tab.evaluate(() => location.pathname)).toBe("/primitives.html");
    if (kept) await expect.poll(isKept).toBe(true);
    else expect(await isKept()).toBe(false);
  }
});

async function writeOnLeaving(name: string): Promise<void> {
  const database = await new Promise<IDBDatabase>((opened, failed) => {
    const request = indexedDB.open("last");
    request.onupgradeneeded = () => void request.result.createObjectStore("writes");
    request.onsuccess = () => opened(request.result);
    request.onerror = () => failed(request.error);
  });
  addEventListener("pagehide", () => database.transaction("writes", "readwrite").objectStore("writes").put("kept", name));
}

async function count(): Promise<number> {
  return await new Promise<number>((counted, failed) => {
    const request = indexedDB.open("last");
    request.onerror = () => failed(request.error);
    request.onsuccess = () => {
      const all = request.result.transaction("writes").objectStore("writes").count();
      all.onsuccess = () => counted(all.result);
    };
  });
}

async function live(lock: boolean): Promise<void> {
  addEventListener("pageshow", ({ persisted }) => Object.assign(window, { wasKept: persisted }));
  if (!lock) return;
  const until = new Promise<void>((gone) => addEventListener("pagehide", () => gone()));
  await new Promise<void>((held) => {
    void navigator.locks.request("live", async () => {
      held();
      await until;
    });
  });
}
