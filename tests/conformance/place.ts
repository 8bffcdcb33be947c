// A place that keeps wrap-ups, as the suite sees it.
import type { Catalog, Closed, Farewell, Interaction, Parcel, About } from "./records.ts";
import type { Door } from "./door.ts";

/** Who asks. */
export type Who =
  /** An agent who may enter codes and notes. */
  | "ada"
  /** Another one. */
  | "ben"
  /** An agent who may not. */
  | "cleo"
  /** A supervisor. */
  | "sue"
  /** An administrator, and nothing else. */
  | "root";

/** Why something was not done. */
export type Failure =
  | { try_again: { trouble: string; after: number | null } }
  | { refused: { reason: string } }
  | "conflict"
  | "not_signed_in"
  | { torn: { reason: string } };

export type Outcome<T> = { ok: T } | { failed: Failure };

/** What became of something told. */
export type Said = "taken" | { taken_late: Closed } | { overruled: Closed };

/** What is known of a segment to which a page came back. */
export type Known = "open" | { gone_since: number } | { closed: Closed };

/** How a page is, other than usual. */
export interface Odd {
  /** What signs it in has run out; asked again, it gets something better. */
  stale?: boolean;
  /** It never gets that. */
  signedOut?: boolean;
  /** Its clock is that much ahead, in milliseconds. */
  ahead?: number;
}

/** A page of somebody's, with an adapter of its own. */
export interface Page {
  readonly agent: string;
  tell(parcel: Parcel): Promise<Outcome<Said>>;
  back(segments: About[]): Promise<Outcome<[string, Known][]>>;
  farewell(farewell: Farewell): Promise<void>;
  catalog(): Promise<Outcome<Catalog>>;
  time(): Promise<Outcome<number | null>>;
  /** What its clock shows. */
  now(): number;
  /** How often it was asked to sign in anew. */
  renewed(): Promise<number>;
}

export interface Raw {
  status: number;
  header(name: string): string | null;
  json<T>(): T;
}

/** A place with what it cannot do, and how to look into it. */
export interface Place {
  readonly name: string;
  readonly kind: "memory" | "browser" | "host" | "rest" | "servicenow";
  /** What it cannot do by its nature, by the behaviour's id; said in the table. */
  readonly cannot: Record<string, string>;
  /** Whether it keeps a closure's record whole, or its code and notes only. */
  readonly keeps: "records" | "words";
  /** How long it waits for a page that went, in milliseconds. */
  readonly grace: number;
  /** How long it may take beyond that to close what is due, in milliseconds. */
  patience: number;
  /** What stands before it, where it is asked over a network. */
  readonly door: Door | null;
  /** A page of somebody's; `Cannot` where nobody of that kind is known. */
  page(who: Who, odd?: Odd): Promise<Page>;
  /** A name that nothing there has, for a conversation or a segment of that agent's. */
  nameFor(what: "interaction" | "segment", agent: string): Promise<string>;
  /** A conversation's record there; `undefined` where it cannot be seen. */
  conversation(id: string): Promise<Pick<Interaction, "state" | "system_wrap_up"> | undefined>;
  /** The next report that is told meets this. */
  fault(fault: "lost" | "half" | "busy" | "limited" | "refused" | "unauthorized" | "foreign", on?: "final"): void;
  /** Asks it past every adapter, where it speaks HTTP. */
  raw(who: Who | null, method: string, path: string, more?: { body?: unknown; headers?: Record<string, string> }): Promise<Raw>;
  /** After a behaviour, whatever came of it. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** A behaviour cannot be looked at here, for a reason that is found out as it is tried. */
export class Cannot extends Error {}
