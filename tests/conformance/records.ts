// What pages tell, as the widget's outbox has it.
import { randomUUID } from "node:crypto";
import type { Known, Outcome, Page, Place, Said } from "./place.ts";

export interface CodeRef {
  id: string;
  label: string;
}

export interface Catalog {
  codes: (CodeRef & { active: boolean })[];
  configurations: { id: string; name: string; active: boolean; enable_codes: boolean; allowed_codes: string[]; default_code: string | null }[];
}

export interface Draft {
  code: string | null;
  notes: string;
}

export interface About {
  segment: string;
  interaction: string;
  agent: string;
  configuration: { id: string; name: string } | null;
  opened_by: "conversation_end";
  opened_at: number;
  extensions: number;
}

export interface Closure {
  key: string;
  kind: string;
  by: string | null;
  at: number;
  code: CodeRef | null;
  notes: string;
  extra: Record<string, unknown>;
  duration: number;
  required_missing: boolean;
}

export interface Version {
  key: string;
  reason: string;
  by: string | null;
  at: number;
  code: CodeRef | null;
  notes: string;
  extra: Record<string, unknown>;
}

/** How a segment stands that has closed. */
export interface Closed {
  closure: Closure;
  versions: Version[];
}

export interface Progress {
  about: About;
  state: "open" | "parked";
  since: number | null;
  deadline: number | null;
  left: number | null;
  whole: number | null;
  worked_before: number;
  suggestion: null;
  recorded: null;
  overdue: boolean;
  draft: Draft;
}

export type Opened = Omit<Progress, "about"> & Omit<About, "segment"> & { id: string; rules: object; closure: null; versions: []; kept_back: "" };

export interface Interaction {
  id: string;
  channel: string;
  fields: Record<string, unknown>;
  state: string;
  assigned_to: string | null;
  connected: string[];
  preparations: [];
  opened_at: number;
  ended_at: number | null;
  closed_at: number | null;
  system_wrap_up: boolean;
}

export type Report =
  | { interaction: Interaction }
  | { opened: Opened }
  | { changed: Progress }
  | { closed: { about: About; closure: Closure } }
  | { corrected: { about: About; version: Version } };

export interface Parcel {
  id: string;
  agent: string;
  report: Report;
  revision: number;
  place: number;
  made_at: number;
  failures: number;
  pause: null;
  rejected: null;
}

export interface Farewell {
  agent: string;
  at: number;
  finals: Report[];
  segments: { progress: Progress; revision: number; shortened: boolean }[];
}

/** A key that nothing has. */
export const key = (): string => randomUUID();

export type Expiry = "default_and_discard" | "fill_blanks" | "keep_entered";

interface Wanted {
  expiry?: Expiry;
  /** When it opened, from now, in milliseconds. */
  opened?: number;
  /** When it ends by itself, from now; `null` for never. */
  deadline?: number | null;
  interaction?: string;
  segment?: string;
  /** Codes on offer, in the place of the catalog's. */
  codes?: CodeRef[];
}

const MINUTE = 60_000;

/** One agent's wrap-up of one conversation. */
export class WrapUp {
  revision = 0;
  deadline: number | null;

  private constructor(
    readonly place: Place,
    readonly page: Page,
    readonly about: About,
    /** What is on offer; the first is the default. */
    readonly codes: CodeRef[],
    private readonly expiry: Expiry,
    deadline: number | null,
  ) {
    this.deadline = deadline;
  }

  /** A wrap-up of `page`'s agent, of which nothing was told yet. */
  static async of(place: Place, page: Page, wanted: Wanted = {}): Promise<WrapUp> {
    const { expiry = "fill_blanks", opened = 0, deadline = 10 * MINUTE } = wanted;
    const catalog = taken(await page.catalog());
    const named = catalog.configurations.find((each) => each.enable_codes && each.allowed_codes.length > 1) ?? null;
    const allowed = catalog.codes.filter(({ id }) => named?.allowed_codes.includes(id));
    const ordered = [...allowed.filter(({ id }) => id === named?.default_code), ...allowed.filter(({ id }) => id !== named?.default_code)];
    const codes = wanted.codes ?? ordered.map(({ id, label }) => ({ id, label }));
    const about: About = {
      segment: wanted.segment ?? (await place.nameFor("segment", page.agent)),
      interaction: wanted.interaction ?? (await place.nameFor("interaction", page.agent)),
      agent: page.agent,
      configuration: named === null ? null : { id: named.id, name: named.name },
      opened_by: "conversation_end",
      opened_at: page.now() + opened,
      extensions: 0,
    };
    return new WrapUp(place, page, about, codes, expiry, deadline === null ? null : page.now() + deadline);
  }

  /** The same wrap-up in another page. */
  in(page: Page): WrapUp {
    const other = new WrapUp(this.place, page, this.about, this.codes, this.expiry, this.deadline);
    other.revision = this.revision;
    return other;
  }

  /** The code that is saved where none was chosen. */
  get standard(): CodeRef | null {
    return this.codes[0] ?? null;
  }

  /** One that somebody chooses. */
  get chosen(): CodeRef | null {
    return this.codes[1] ?? this.standard;
  }

  private get rules(): object {
    const { codes, expiry } = this;
    return {
      mode: "standard",
      duration: this.deadline === null ? null : MINUTE,
      show_timer: true,
      bands: [
        { percent: 100, band: "green" },
        { percent: 50, band: "yellow" },
        { percent: 25, band: "red" },
      ],
      extensions: { length: MINUTE, max: 10 },
      expiry,
      codes: codes.length === 0 ? null : { allowed: codes, default: this.standard },
      use_ai_as_default: false,
      on_interruption: { status_change: "go_on", outbound_call: "go_on", logout: "go_on" },
      sweep_after: 15 * MINUTE,
      correction: 24 * 60 * MINUTE,
    };
  }

  progress(notes = "", change: Partial<Progress> = {}): Progress {
    const { about, deadline } = this;
    const whole = deadline === null ? null : MINUTE;
    const timing = { since: about.opened_at, deadline, left: null, whole, worked_before: 0 };
    const draft = { code: null, notes };
    return { about, state: "open", ...timing, suggestion: null, recorded: null, overdue: false, draft, ...change };
  }

  opened(): Opened {
    const { about: _, ...progress } = this.progress();
    const { segment: id, ...about } = this.about;
    return { id, ...about, ...progress, rules: this.rules, closure: null, versions: [], kept_back: "" };
  }

  closure(change: Partial<Closure> = {}): Closure {
    const { opened_at } = this.about;
    const at = Math.max(opened_at, this.page.now());
    const { agent: by } = this.page;
    const said = { code: this.chosen, notes: "Refunded the second charge.", extra: {}, required_missing: false };
    return { key: key(), kind: "submitted", by, at, ...said, duration: at - opened_at, ...change };
  }

  version(change: Partial<Version> = {}): Version {
    const { key, by, at, code, extra } = this.closure();
    return { key, reason: "correction", by, at, code, notes: "As it was meant.", extra, ...change };
  }

  parcel(report: Report, revision = (this.revision += 1)): Parcel {
    const { agent } = this.page;
    return { id: `kit:${key()}`, agent, report, revision, place: 0, made_at: this.page.now(), failures: 0, pause: null, rejected: null };
  }

  tell(report: Report, revision?: number): Promise<Outcome<Said>> {
    return this.page.tell(this.parcel(report, revision));
  }

  /** The conversation as it is in that state. */
  interaction(state: string, change: Partial<Interaction> = {}): Interaction {
    const { agent } = this.page;
    const { opened_at } = this.about;
    const live = ["new", "work_in_progress", "on_hold"].includes(state);
    const closed = state.startsWith("closed_");
    return {
      id: this.about.interaction,
      channel: "chat",
      fields: { customer: { text: "Mira Lindqvist" } },
      state,
      assigned_to: agent,
      connected: live && state !== "new" ? [agent] : [],
      preparations: [],
      opened_at: opened_at - MINUTE,
      ended_at: live ? null : opened_at,
      closed_at: closed ? opened_at : null,
      system_wrap_up: false,
      ...change,
    };
  }

  conversation(state: string, change: Partial<Interaction> = {}): Promise<Outcome<Said>> {
    return this.tell({ interaction: this.interaction(state, change) });
  }

  open(): Promise<Outcome<Said>> {
    return this.tell({ opened: this.opened() });
  }

  draft(notes: string, change: Partial<Progress> = {}, revision?: number): Promise<Outcome<Said>> {
    return this.tell({ changed: this.progress(notes, change) }, revision);
  }

  close(closure: Partial<Closure> = {}): Promise<Outcome<Said>> {
    return this.tell({ closed: { about: this.about, closure: this.closure(closure) } });
  }

  correct(version: Partial<Version> = {}): Promise<Outcome<Said>> {
    return this.tell({ corrected: { about: this.about, version: this.version(version) } });
  }

  /** Says good-bye to it, with these notes. */
  farewell(notes: string, change: { at?: number; finals?: Report[]; shortened?: boolean; progress?: Partial<Progress> } = {}): Promise<void> {
    const { at = this.page.now(), finals = [], shortened = false, progress = {} } = change;
    const left = { progress: this.progress(notes, progress), revision: (this.revision += 1), shortened };
    return this.page.farewell({ agent: this.page.agent, at, finals, segments: [left] });
  }

  async back(): Promise<Known | null> {
    const known = taken(await this.page.back([this.about]));
    return known.find(([segment]) => segment === this.about.segment)?.[1] ?? null;
  }

  /** How it stands there: `null` while it is open. Asked by telling of its opening, which
   * counts the first time only and says of no page that it is there. */
  async standing(): Promise<Closed | null> {
    const said = taken(await this.page.tell(this.parcel({ opened: this.opened() }, this.revision)));
    return typeof said === "object" && "overruled" in said ? said.overruled : null;
  }
}

/** What an outcome has, which is no failure. */
export function taken<T>(outcome: Outcome<T>): T {
  if ("failed" in outcome) throw new Error(`it failed: ${JSON.stringify(outcome.failed)}`);
  return outcome.ok;
}

/** What a closed segment says now: its last version, or its closure. */
export const latest = ({ closure, versions }: Closed): { code: CodeRef | null; notes: string } => versions.at(-1) ?? closure;
