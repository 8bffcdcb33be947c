// What each engine can do. Every one of these is measured by a spec, which fails where it
// no longer holds; the README's table is made of them (table.spec.ts).
import type { EngineName } from "./engine.ts";

export interface Facts {
  /** `fetchLater`, the dead man's switch. */
  fetchLater: boolean;
  /** `fetch` with `keepalive`. */
  keepalive: boolean;
  /** Locks that tabs share. */
  locks: boolean;
  /** Channels between tabs. */
  channels: boolean;
  /** Transactions that are over once they are on the disk. */
  strictDurability: boolean;
  /** Pages are told before they are frozen. */
  freezeEvent: boolean;
  /** Whether `navigator.storage.persist()` is there, and answers without asking anybody. */
  persist: "answers" | "asks" | "missing";
  /**
   * What a page begins to write to a database as its tab is closed is kept, as a rule;
   * `null` where a page of a test's own is not told reliably that its tab is closed.
   */
  keepsLastWrites: boolean | null;
  /** A page that is left is kept for the back button, though it had a lock until then. */
  keepsPagesWithLocks: boolean;
  /** The same of the workspace, with a wrap-up open. */
  keepsPages: boolean;
  /** The service is told of a browser that is quit with a wrap-up open. */
  tellsOfQuit: boolean;
  /** The same of a page whose process dies. */
  tellsOfCrash: boolean;
  /** The same of a browser that is killed. */
  tellsOfKill: boolean;
  /** Not the engine's: what its driver lets a test see or do. */
  driverShowsPrompt: boolean;
  driverCanBeOffline: boolean;
}

/** Those that were measured last. */
export const VERSIONS: Record<EngineName, string> = { chromium: "156", firefox: "153", webkit: "2.50" };

/** In all of them. */
const ALL = { keepalive: true, locks: true, channels: true, strictDurability: true, tellsOfKill: false };

export const FACTS: Record<EngineName, Facts> = {
  chromium: {
    ...ALL,
    fetchLater: true,
    freezeEvent: true,
    persist: "answers",
    keepsLastWrites: true,
    keepsPagesWithLocks: true,
    keepsPages: true,
    tellsOfQuit: true,
    tellsOfCrash: true,
    driverShowsPrompt: true,
    driverCanBeOffline: true,
  },
  firefox: {
    ...ALL,
    fetchLater: false,
    freezeEvent: false,
    persist: "asks",
    keepsLastWrites: null,
    keepsPagesWithLocks: false,
    keepsPages: false,
    tellsOfQuit: false,
    tellsOfCrash: false,
    driverShowsPrompt: true,
    driverCanBeOffline: true,
  },
  webkit: {
    ...ALL,
    fetchLater: false,
    freezeEvent: false,
    persist: "missing",
    keepsLastWrites: false,
    keepsPagesWithLocks: true,
    keepsPages: true,
    tellsOfQuit: true,
    tellsOfCrash: false,
    driverShowsPrompt: false,
    driverCanBeOffline: false,
  },
};
