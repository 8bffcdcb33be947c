// What the element has stored, read by the page, and a wall clock that can be moved.
import { setTimeout as pause } from "node:timers/promises";

/** Runs in the page: everything in a store of the element's database. */
async function readAll(store) {
  const answer = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    const has = database.objectStoreNames.contains(store);
    if (has) found.push(...(await answer(database.transaction(store).objectStore(store).getAll())));
    database.close();
  }
  return found;
}

/** Every segment that is stored. */
export const segments = (page) => page.evaluate(readAll, "segments");

/** Waits until every wrap-up has timed out; gives when each was noticed, and how many ms late. */
export async function accepted(page) {
  for (;;) {
    const stored = await segments(page);
    if (stored.length > 0 && stored.every((each) => each.state === "closed")) break;
    await pause(250);
  }
  const closed = new Map((await segments(page)).map((each) => [each.id, each.closure]));
  const noticed = (await page.evaluate(readAll, "journal")).filter((each) => each.event?.accepted === "timed_out");
  return noticed.map(({ segment, wall }) => ({ late: wall - closed.get(segment).at, at: wall }));
}

/** Runs in the page before its script: lets a hand on the wall clock be played. */
export function makeClockMovable() {
  const now = Date.now.bind(Date);
  let ahead = 0;
  Date.now = () => now() + ahead;
  window.moveClock = (by) => {
    ahead += by;
    window.dispatchEvent(new Event("focus"));
  };
}
