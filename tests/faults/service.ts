// A system of record behind the wrap-up's own contract, written from the contract
// alone: what it keeps, what counts, and what it closes by itself.
import { randomUUID } from "node:crypto";
import { catalog } from "./catalog.ts";
import {
  canonical,
  type About,
  type Closure,
  type CodeRef,
  type Draft,
  type Farewell,
  type Finished,
  type Interaction,
  type Opened,
  type Presence,
  type Progress,
  type Reported,
  type Rules,
  type Token,
  type Version,
} from "./wire.ts";

/** How long after a deadline the service waits for its page, in milliseconds. */
export const PAGE_TIME = 5_000;

/** Which closures a version that comes late may still stand above, by who is late. */
const YIELDS: Record<string, (late: string) => boolean> = {
  timed_out: () => true,
  swept: () => true,
  tab_closed: (late) => late !== "timed_out" && late !== "swept",
};

export interface SegmentState {
  about: About;
  rules: Rules | null;
  deadline: number | null;
  /** The same by its page's clock. */
  deadlineThere: number | null;
  draft: Draft;
  revision: number;
  parked: boolean;
  /** Since when no page of it is there, as far as pages say. */
  gone: number | null;
  /** When a page last said that it is there, by its computer's clock. */
  here: number;
  /** When one last said that it goes, likewise. */
  left: number;
  /** How far the service's clock is ahead of its pages'. */
  ahead: number;
  /** What speaks for it when a page goes away. */
  token: string;
  closure: Closure | null;
  versions: Version[];
}

/** A conversation as one agent's page last told of it. */
interface Report {
  revision: number;
  /** When it became so, by the service's clock. */
  changed: number;
  record: Interaction;
}

export interface InteractionState {
  /** By agent. */
  reports: Map<string, Report>;
  /** What comes of them. */
  record: Interaction;
  /** How often it went from open to closed. */
  closings: number;
}

/** Something that counted, once, for good. */
export interface Effect {
  segment: string;
  key: string;
  as: "closure" | "version";
  by: "page" | "service";
}

export interface Ask {
  method: string;
  /** Below the service's base. */
  path: string;
  agent: string;
  key: string | null;
  /** What the page's clock showed when it asked. */
  pageTime: number | null;
  body: unknown;
}

export interface Reply {
  status: number;
  body: unknown;
}

const problem = (status: number, title: string, detail: string): Reply => ({ status, body: { title, detail } });

const CLOSED = ["closed_complete", "closed_abandoned"];

export class Service {
  readonly interactions = new Map<string, InteractionState>();
  readonly segments = new Map<string, SegmentState>();
  readonly effects: Effect[] = [];
  /** What no correct page would ever send. */
  readonly violations: string[] = [];
  /** What came under each key. */
  private readonly keys = new Map<string, string>();
  private ahead = 0;
  /** How far it is ahead of the page that asks. */
  private aheadOfPage = 0;

  /** Segments that their page has left wait `grace` milliseconds for it. */
  constructor(readonly grace = 30_000) {}

  now(): number {
    return Date.now() + this.ahead;
  }

  /** Lets the service's time pass, with all that it closes by itself meanwhile. */
  advance(milliseconds: number): void {
    this.ahead += milliseconds;
    this.closeWhatIsDue();
  }

  /** Closes now what it would close by itself once that much time has passed. */
  asIfAfter(milliseconds: number): void {
    this.advance(milliseconds);
    this.ahead -= milliseconds;
  }

  answer(ask: Ask): Reply {
    this.closeWhatIsDue();
    this.aheadOfPage = ask.pageTime === null ? 0 : this.now() - ask.pageTime;
    const [kind = "", id = "", part = ""] = ask.path.split("/").map(decodeURIComponent);
    switch (`${ask.method} ${kind}${id === "" ? "" : "/id"}${part === "" ? "" : `/${part}`}`) {
      case "GET catalog":
        return { status: 200, body: catalog };
      case "PUT interactions/id":
        return this.putInteraction(ask.agent, ask.body as Reported);
      case "PUT segments/id":
        return this.open(ask.agent, ask.body as Opened);
      case "PUT segments/id/draft":
        return this.change(ask.agent, ask.body as { revision: number; record: Progress });
      case "POST segments/id/closure":
      case "POST segments/id/versions":
        return this.finish(ask.agent, ask.key, ask.body as Finished);
      case "POST presence":
        return this.presence(ask.agent, ask.body as Presence);
      default:
        return problem(404, "Not found", `${ask.method} ${ask.path}`);
    }
  }

  private putInteraction(agent: string, { revision, changed_at, record }: Reported): Reply {
    if (!this.takesPart(agent, record)) this.foreign(agent, `interaction ${record.id}`);
    const known = this.interactions.get(record.id) ?? { reports: new Map<string, Report>(), record, closings: 0 };
    this.interactions.set(record.id, known);
    if (revision > (known.reports.get(agent)?.revision ?? -1)) {
      known.reports.set(agent, { revision, changed: changed_at + this.aheadOfPage, record });
    }
    this.conclude(record.id);
    return { status: 200, body: { interaction: record.id } };
  }

  private takesPart(agent: string, { id, assigned_to, connected }: Interaction): boolean {
    const own = this.segmentsOf(id).map(({ about }) => about.agent);
    return assigned_to === null || [assigned_to, ...connected, ...own].includes(agent);
  }

  private segmentsOf(interaction: string): SegmentState[] {
    return [...this.segments.values()].filter(({ about }) => about.interaction === interaction);
  }

  /** What a conversation has come to, of what each agent's page says of it. */
  private conclude(id: string): void {
    const known = this.interactions.get(id);
    if (known === undefined || known.reports.size === 0 || CLOSED.includes(known.record.state)) return;
    const reports = [...known.reports].sort(([, a], [, b]) => a.changed - b.changed);
    const latest = reports.at(-1)![1].record;
    // Whether an agent is on it, their own page knows best.
    const isOn = (agent: string) => (known.reports.get(agent)?.record ?? latest).connected.includes(agent);
    const connected = [...new Set([...latest.connected, ...known.reports.keys()])].filter(isOn);
    const live = reports.filter(([agent]) => connected.includes(agent)).at(-1)?.[1].record;
    known.record = connected.length > 0 ? { ...(live ?? latest), connected } : this.ended(id, latest);
    if (CLOSED.includes(known.record.state)) known.closings += 1;
  }

  /** A conversation that nobody is on is over with its last segment. */
  private ended(id: string, record: Interaction): Interaction {
    const closures = this.segmentsOf(id).map(({ closure }) => closure);
    const last = closures.toSorted((a, b) => (a?.at ?? 0) - (b?.at ?? 0)).at(-1);
    const unfinished = closures.includes(null);
    if (unfinished && CLOSED.includes(record.state)) {
      // The page knows only of its own agent's wrap-up.
      return { ...record, state: "wrap_up", closed_at: null, system_wrap_up: false };
    }
    if (unfinished || last == null || record.state !== "wrap_up") return record;
    const system_wrap_up = last.kind === "timed_out" || last.kind === "swept";
    return { ...record, state: "closed_complete", closed_at: last.at, system_wrap_up };
  }

  private open(agent: string, opened: Opened): Reply {
    if (opened.agent !== agent) return this.foreign(agent, `segment ${opened.id}`);
    const about: About = { segment: opened.id, ...opened };
    const segment = this.segment(about);
    segment.rules ??= opened.rules;
    if (segment.revision === 0 && segment.closure === null) {
      segment.ahead = this.aheadOfPage;
      if (segment.deadline === null) this.setDeadline(segment, opened.deadline);
      if (segment.draft.notes === "") segment.draft = opened.draft;
    }
    return this.told(segment);
  }

  private change(agent: string, { revision, record }: { revision: number; record: Progress }): Reply {
    if (record.about.agent !== agent) return this.foreign(agent, `draft of ${record.about.segment}`);
    const segment = this.segment(record.about);
    if (segment.closure !== null) return { ...this.told(segment), status: 409 };
    segment.ahead = this.aheadOfPage;
    this.isHere(segment, this.now() - segment.ahead);
    this.takeProgress(segment, revision, record);
    return this.told(segment);
  }

  private takeProgress(segment: SegmentState, revision: number, progress: Progress): void {
    if (revision < segment.revision) return;
    segment.revision = revision;
    segment.draft = progress.draft;
    this.setDeadline(segment, progress.overdue ? null : progress.deadline);
    segment.parked = progress.state === "parked";
  }

  private setDeadline(segment: SegmentState, there: number | null): void {
    segment.deadlineThere = there;
    segment.deadline = there === null ? null : there + segment.ahead;
  }

  private finish(agent: string, key: string | null, { about, closure, version }: Finished): Reply {
    if (about.agent !== agent) return this.foreign(agent, `closure of ${about.segment}`);
    const finished = closure ?? version;
    if (finished === null) return problem(422, "Nothing is said", "closure or version is needed");
    if (key !== finished.key) {
      this.violations.push(`${finished.key} came under the key ${key ?? "(none)"}`);
      return problem(422, "Wrong key", "Idempotency-Key must be the key of what is sent");
    }
    const segment = this.segment(about);
    const said = canonical({ segment: about.segment, closure, version });
    const before = this.keys.get(key);
    if (before !== undefined && before !== said) {
      this.violations.push(`${key} came with two contents`);
      return problem(422, "Key used before", "the same key came with another content");
    }
    this.keys.set(key, said);
    if (closure !== null) this.close(segment, closure);
    else if (version !== null && segment.closure !== null) this.addVersion(segment, version);
    const { closure: winner, versions } = segment;
    if (winner === null) return problem(422, "Not closed", "only a closed segment has versions");
    const counts = winner.key === key || versions.some((each) => each.key === key);
    return { ...this.told(segment), status: counts ? 200 : 409 };
  }

  private close(segment: SegmentState, closure: Closure): void {
    const winner = segment.closure;
    if (winner === null) {
      segment.closure = closure;
      this.effects.push({ segment: segment.about.segment, key: closure.key, as: "closure", by: "page" });
      this.conclude(segment.about.interaction);
    } else if (winner.key !== closure.key && YIELDS[winner.kind]?.(closure.kind) === true) {
      const { key, by, at, code, notes } = closure;
      this.addVersion(segment, { key, reason: "late", by, at, code, notes });
    }
  }

  private addVersion(segment: SegmentState, version: Version): void {
    if (segment.versions.some((each) => each.key === version.key)) return;
    segment.versions.push(version);
    this.effects.push({ segment: segment.about.segment, key: version.key, as: "version", by: "page" });
  }

  private presence(agent: string, presence: Presence): Reply {
    if (presence.state === "back") {
      const known = presence.segments.flatMap((id) => this.segments.get(id) ?? []);
      const mine = known.filter((each) => each.about.agent === agent);
      for (const each of mine) {
        each.ahead = this.now() - presence.at;
        each.here = Math.max(each.here, presence.at);
        this.isHere(each, presence.at);
      }
      return { status: 200, body: { segments: mine.map((each) => this.told(each).body) } };
    }
    return this.goodbye(agent, presence.farewell);
  }

  /** A page of it was there then, by its computer's clock. */
  private isHere(segment: SegmentState, at: number): void {
    // What was said earlier may arrive later.
    if (at > segment.left) segment.gone = null;
  }

  private goodbye(agent: string, farewell: Farewell): Reply {
    if (farewell.agent !== agent) return this.foreign(agent, "farewell");
    for (const final of farewell.finals) {
      const finished: Finished =
        "closed" in final ? { ...final.closed, version: null } : { ...final.corrected, closure: null };
      this.finish(agent, (finished.closure ?? finished.version)?.key ?? null, finished);
    }
    for (const { progress, revision, shortened } of farewell.segments) {
      const segment = this.segment(progress.about);
      if (segment.closure !== null) continue;
      const draft = shortened ? { ...progress.draft, notes: segment.draft.notes } : progress.draft;
      this.takeProgress(segment, revision, { ...progress, draft });
      segment.left = Math.max(segment.left, farewell.at);
      // A page may have come back since, and have been quicker to say so.
      if (farewell.at >= segment.here) segment.gone = this.now();
    }
    return { status: 200, body: {} };
  }

  /** Closes what no page has closed in its time. */
  closeWhatIsDue(): void {
    for (const segment of this.segments.values()) {
      if (segment.closure !== null || segment.parked) continue;
      const { gone, deadline } = segment;
      const end = gone === null ? Infinity : Math.min(gone + this.grace, deadline ?? Infinity);
      if (gone !== null && this.now() >= end) this.closeAs(segment, "tab_closed", segment.left);
      else if (deadline !== null && this.now() >= deadline + PAGE_TIME) this.closeAs(segment, "timed_out", deadline);
    }
  }

  private closeAs(segment: SegmentState, kind: "tab_closed" | "timed_out", at: number): void {
    const { about, rules, draft } = segment;
    const discards = kind === "timed_out" && (rules?.expiry ?? "keep_entered") === "default_and_discard";
    const fills = kind === "tab_closed" || rules?.expiry !== "keep_entered";
    const entered = discards ? null : codeOf(rules, draft.code);
    const closure: Closure = {
      key: `service-${randomUUID()}`,
      kind,
      by: kind === "tab_closed" ? about.agent : null,
      at: Math.max(at, about.opened_at),
      code: entered ?? (fills ? (rules?.codes?.default ?? null) : null),
      notes: discards ? "" : draft.notes,
      duration: Math.max(0, at - about.opened_at),
      required_missing: false,
      extra: discards ? {} : Object.fromEntries((draft.extra ?? []).map(({ name, value }) => [name, value])),
    };
    segment.closure = closure;
    this.keys.set(closure.key, canonical({ segment: about.segment, closure, version: null }));
    this.effects.push({ segment: about.segment, key: closure.key, as: "closure", by: "service" });
    this.conclude(about.interaction);
  }

  private segment(about: About): SegmentState {
    const known = this.segments.get(about.segment);
    if (known !== undefined) return known;
    const draft = { code: null, notes: "" };
    const fresh = { about, rules: null, deadline: null, deadlineThere: null, draft, revision: 0, parked: false, gone: null, here: 0, left: -1 };
    const token = `${about.segment}.${randomUUID()}`.padEnd(200, "x");
    const segment: SegmentState = { ...fresh, ahead: this.aheadOfPage, token, closure: null, versions: [] };
    this.segments.set(about.segment, segment);
    return segment;
  }

  private told({ about, closure, versions, token }: SegmentState): Reply {
    return { status: 200, body: { segment: about.segment, closure, versions, token } };
  }

  /** As whom a page may speak that only has tokens; each must be right, and all of one agent. */
  bearer(presence: Presence): string | null {
    if (presence.state !== "gone" || presence.tokens === null) return null;
    const { farewell, tokens } = presence;
    const has = (id: string) => tokens.some((each: Token) => each.segment === id && each.token === this.segments.get(id)?.token);
    const finals = farewell.finals.map((each) => ("closed" in each ? each.closed : each.corrected).about.segment);
    const named = [...farewell.segments.map(({ progress }) => progress.about.segment), ...finals];
    const agents = new Set(named.map((id) => this.segments.get(id)?.about.agent));
    const [agent] = agents;
    return named.every(has) && agents.size === 1 && agent === farewell.agent ? (agent ?? null) : null;
  }

  private foreign(agent: string, what: string): Reply {
    this.violations.push(`${what} came as ${agent}`);
    return problem(403, "Not yours", `${agent} may not speak for another agent`);
  }
}

function codeOf(rules: Rules | null, id: string | null): CodeRef | null {
  const allowed: CodeRef[] = rules?.codes?.allowed ?? catalog.codes;
  const code = allowed.find((each) => each.id === id);
  return code === undefined ? null : { id: code.id, label: code.label };
}
