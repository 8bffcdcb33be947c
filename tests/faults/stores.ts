// What a page has stored for one service and one agent, read past the page.
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

/** The records of each store. */
type Records = Record<string, unknown[]>;

/** The name of a database, and some of its stores. */
type Where = readonly [name: string, stores: string[]];

/** Whatever can read in a page: Playwright's page, or a tab of another driver. */
export interface Reader {
  evaluate(read: (where: Where) => Promise<Records | null>, where: Where): Promise<Records | null>;
}

const NOTHING: Stored = { interactions: [], segments: [], outbox: [] };

/** The name of an agent's database for one service. */
export const database = (base: string, agent: string) =>
  ["interaction-wrap-up", 4, "rest", base.length, base, agent].join("|");

/** The records of some stores of a database as of one moment; `null` where it isn't there. */
async function records(page: Reader, name: string, stores: string[]): Promise<Records | null> {
  return await page.evaluate(async ([name, stores]: Where) => {
    const databases = await indexedDB.databases();
    if (!databases.some((each) => each.name === name)) return null;
    const database = await new Promise<IDBDatabase>((opened, failed) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => opened(request.result);
      request.onerror = () => failed(request.error);
    });
    try {
      if (stores.some((each) => !database.objectStoreNames.contains(each))) return null;
      const transaction = database.transaction(stores, "readonly");
      const read = (store: string) =>
        new Promise<[string, unknown[]]>((answered, failed) => {
          const request = transaction.objectStore(store).getAll();
          request.onsuccess = () => answered([store, request.result]);
          request.onerror = () => failed(request.error);
        });
      return Object.fromEntries(await Promise.all(stores.map(read))) as Records;
    } finally {
      database.close();
    }
  }, [name, stores]);
}

/** Everything as of one moment; nothing where the agent has never been. */
export async function stored(page: Reader, base: string, agent = "ada"): Promise<Stored> {
  const known = await records(page, database(base, agent), ["interactions", "segments", "outbox"]);
  return (known as unknown as Stored | null) ?? NOTHING;
}

/** A store of some agent, as this browser's register has it. */
export interface Registered {
  id: string;
  emptied: boolean;
  idle: { looked_at: number; length: number };
}

/** What the register says of an agent's store. */
export async function registered(page: Reader, base: string, agent: string): Promise<Registered | undefined> {
  const known = await records(page, "interaction-wrap-up|stores", ["stores"]);
  const all = (known?.stores ?? []) as Registered[];
  return all.find(({ id }) => id === database(base, agent));
}

/** The parcels that still want to go out. */
export function waiting({ outbox }: Stored): Parcel[] {
  return outbox.filter((each) => each.rejected === null);
}
