// What a page has stored for one service and one agent, read past the page.
import type { Page } from "@playwright/test";
import type { Closure, Interaction, Parcel, Version } from "./wire.ts";

export interface StoredSegment {
  id: string;
  interaction: string;
  agent: string;
  state: string;
  deadline: number | null;
  draft: { code: string | null; notes: string };
  closure: Closure | null;
  versions: Version[];
}

export interface Stored {
  interactions: (Interaction & { revision: number })[];
  segments: StoredSegment[];
  outbox: Parcel[];
}

const NOTHING: Stored = { interactions: [], segments: [], outbox: [] };

/** Everything as of one moment; nothing where the agent has never been. */
export async function stored(page: Page, base: string, agent = "ada"): Promise<Stored> {
  const name = ["interaction-wrap-up", 4, "rest", base.length, base, agent].join("|");
  const known = await page.evaluate(async (name) => {
    const databases = await indexedDB.databases();
    if (!databases.some((each) => each.name === name)) return null;
    const database = await new Promise<IDBDatabase>((opened, failed) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error);
    });
    try {
      const stores = ["interactions", "segments", "outbox"];
      if (stores.some((each) => !database.objectStoreNames.contains(each))) return null;
      const transaction = database.transaction(stores, "readonly");
      const read = (store: string) =>
        new Promise<[string, unknown[]]>((answered, failed) => {
          const request = transaction.objectStore(store).getAll();
          request.onsuccess = () => answered([store, request.result]);
          request.onerror = () => failed(request.error);
        });
      return Object.fromEntries(await Promise.all(stores.map(read))) as unknown as Stored;
    } finally {
      database.close();
    }
  }, name);
  return known ?? NOTHING;
}

/** The parcels that still want to go out. */
export function waiting({ outbox }: Stored): Parcel[] {
  return outbox.filter((each) => each.rejected === null);
}
