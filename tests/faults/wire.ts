// The contract's records, as a service on the other side of it would write them down.

export interface CodeRef {
  id: string;
  label: string;
}

export interface Draft {
  code: string | null;
  notes: string;
  extra?: { name: string; value: unknown }[];
}

export interface About {
  segment: string;
  interaction: string;
  agent: string;
  opened_at: number;
}

export interface Closure {
  key: string;
  kind: string;
  by: string | null;
  at: number;
  code: CodeRef | null;
  notes: string;
  duration: number;
  required_missing: boolean;
  extra: Record<string, unknown>;
}

export interface Version {
  key: string;
  reason: string;
  by: string | null;
  at: number;
  code: CodeRef | null;
  notes: string;
}

export interface Rules {
  mode: string;
  expiry: "default_and_discard" | "fill_blanks" | "keep_entered";
  codes: { allowed: CodeRef[]; default: CodeRef | null } | null;
}

/** A segment as it is told when it opens. */
export interface Opened {
  id: string;
  interaction: string;
  agent: string;
  rules: Rules;
  opened_at: number;
  deadline: number | null;
  draft: Draft;
}

/** How far an open segment has come. */
export interface Progress {
  about: About;
  state: "open" | "parked";
  deadline: number | null;
  overdue: boolean;
  draft: Draft;
}

export interface Interaction {
  id: string;
  state: string;
  assigned_to: string | null;
  connected: string[];
  closed_at: number | null;
  system_wrap_up: boolean;
}

/** What is final about a segment; one of the two is there. */
export interface Finished {
  about: About;
  closure: Closure | null;
  version: Version | null;
}

export interface Farewell {
  agent: string | null;
  at: number;
  finals: ({ closed: { about: About; closure: Closure } } | { corrected: { about: About; version: Version } })[];
  segments: { progress: Progress; revision: number; shortened: boolean }[];
}

/** What speaks for one segment, in place of what signs in. */
export interface Token {
  segment: string;
  token: string;
}

export type Presence =
  | { state: "gone"; farewell: Farewell; tokens: Token[] | null }
  | { state: "back"; at: number; segments: string[] };

/** A conversation as one agent's page has it. */
export interface Reported {
  revision: number;
  changed_at: number;
  record: Interaction;
}

/** A parcel as the page's outbox holds it. */
export interface Parcel {
  id: string;
  agent: string;
  failures: number;
  pause: { until: number; waits_for: unknown } | null;
  rejected: { refused: string } | { overruled: { kind: string; by: string | null } } | null;
  report: {
    interaction?: Interaction;
    opened?: Opened;
    changed?: Progress;
    closed?: { about: About; closure: Closure };
    corrected?: { about: About; version: Version };
  };
}

/** Records by what they say: the same whatever the order of their fields. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === "object" && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  );
}
