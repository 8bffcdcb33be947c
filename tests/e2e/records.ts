// What is stored, read and written past the page.
import type { Page } from "@playwright/test";

export type Store = "interactions" | "segments" | "journal" | "codes" | "configurations";

export interface InteractionRecord {
  id: string;
  state: string;
  assigned_to: string | null;
  connected: string[];
  closed_at: number | null;
  system_wrap_up: boolean;
  revision: number;
}

export interface SegmentRecord {
  id: string;
  interaction: string;
  agent: string;
  state: string;
  opened_at: number;
  deadline: number | null;
  suggestion: string | null;
  suggested_notes: string;
  draft: { code: string | null; notes: string; aside: { notes: string }[] };
  rules: {
    duration: number | null;
    show_timer: boolean;
    codes: { allowed: { id: string; label: string }[]; default: { id: string } | null } | null;
  };
  closure: {
    key: string;
    kind: string;
    by: string | null;
    at: number;
    code: { id: string; label: string } | null;
    notes: string;
    duration: number;
  } | null;
  versions: { reason: string; notes: string }[];
}

export interface JournalRecord {
  interaction: string;
  segment: string | null;
  by: string | null;
  event: string | Record<string, unknown>;
  at: number;
}

export interface Stored {
  interactions: InteractionRecord[];
  segments: SegmentRecord[];
  journal: JournalRecord[];
  codes: Record<string, unknown>[];
  configurations: Record<string, unknown>[];
}

const DATABASE = "interaction-wrap-up";

/** The database of a page that has opened it. Each call opens it anew and closes it. */
export class Records {
  constructor(readonly page: Page) {}

  /** Everything, as of one moment. */
  async all(): Promise<Stored> {
    return await this.page.evaluate(async (name) => {
      const database = await new Promise<IDBDatabase>((opened, failed) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => opened(request.result);
        request.onerror = () => failed(request.error);
      });
      const stores = ["interactions", "segments", "journal", "codes", "configurations"];
      const transaction = database.transaction(stores, "readonly");
      const read = (store: string) =>
        new Promise<[string, unknown[]]>((answered, failed) => {
          const request = transaction.objectStore(store).getAll();
          request.onsuccess = () => answered([store, request.result]);
          request.onerror = () => failed(request.error);
        });
      const entries = await Promise.all(stores.map(read));
      database.close();
      return Object.fromEntries(entries) as unknown as Stored;
    }, DATABASE);
  }

  async interaction(id: string): Promise<InteractionRecord | undefined> {
    return (await this.all()).interactions.find((each) => each.id === id);
  }

  /** The segments of a conversation, in the order they opened. */
  async segments(interaction: string): Promise<SegmentRecord[]> {
    const segments = (await this.all()).segments.filter((each) => each.interaction === interaction);
    return segments.sort((a, b) => a.opened_at - b.opened_at);
  }

  /** The only segment of a conversation. */
  async segment(interaction: string): Promise<SegmentRecord> {
    const [segment, ...others] = await this.segments(interaction);
    if (segment === undefined || others.length > 0) {
      throw new Error(`${interaction} has ${segment === undefined ? "no segment" : "several"}`);
    }
    return segment;
  }

  /** What happened to a conversation, in order. */
  async events(interaction: string): Promise<JournalRecord["event"][]> {
    const { journal } = await this.all();
    return journal.filter((each) => each.interaction === interaction).map((each) => each.event);
  }

  /** Writes records as something else than the page would. */
  async put(store: Store, ...records: object[]): Promise<void> {
    await this.page.evaluate(
      async ({ name, store, records }) => {
        const database = await new Promise<IDBDatabase>((opened, failed) => {
          const request = indexedDB.open(name);
          request.onsuccess = () => opened(request.result);
          request.onerror = () => failed(request.error);
        });
        const transaction = database.transaction(store, "readwrite");
        for (const record of records) transaction.objectStore(store).put(record);
        await new Promise<void>((committed, failed) => {
          transaction.oncomplete = () => committed();
          transaction.onabort = () => failed(transaction.error);
        });
        database.close();
      },
      { name: DATABASE, store, records },
    );
  }

  /** Changes a stored configuration. */
  async configure(id: string, change: Record<string, unknown>): Promise<void> {
    const { configurations } = await this.all();
    await this.put("configurations", { ...configurations.find((each) => each.id === id), ...change });
  }

  /**
   * Keeps everybody else from writing, as a slow disk would, until the function
   * that it gives is called.
   */
  async hold(): Promise<() => Promise<void>> {
    const hold = await this.page.evaluateHandle(async (name) => {
      const database = await new Promise<IDBDatabase>((opened, failed) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => opened(request.result);
        request.onerror = () => failed(request.error);
      });
      const stores = ["interactions", "segments", "journal"];
      const hold = { released: false, transaction: database.transaction(stores, "readwrite") };
      const store = hold.transaction.objectStore("interactions");
      // A transaction stays open for as long as it is asked for something.
      await new Promise<void>((held) => {
        const ask = () => {
          const request = store.count();
          request.onsuccess = () => {
            held();
            if (hold.released) database.close();
            else ask();
          };
        };
        ask();
      });
      return hold;
    }, DATABASE);
    return async () => {
      await hold.evaluate((hold) => {
        hold.released = true;
      });
      await hold.dispose();
    };
  }
}
