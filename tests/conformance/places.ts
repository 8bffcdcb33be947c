// The places that the suite is run against.
import type { Browser, BrowserContext, Page as Tab } from "@playwright/test";
import { Service } from "../faults/service.ts";
import { catalog } from "../faults/catalog.ts";
import { Server } from "../server/server.ts";
import { Door, isFinal, type Fault } from "./door.ts";
import { limits } from "./limits.ts";
import { Cluster, programs } from "./postgres.ts";
import { Cannot, type Odd, type Outcome, type Page, type Place, type Raw, type Who } from "./place.ts";
import { key, type Interaction, type Parcel } from "./records.ts";

/** Where the grace is ours to choose, in milliseconds. */
const GRACE = 1_000;

export const ROLES: Record<Who, string[]> = {
  ada: ["interaction_admin"],
  ben: ["interaction_admin"],
  cleo: [],
  sue: ["interaction_admin", "interaction_supervisor"],
  root: ["admin"],
};

/** Somebody with what signs them in. */
export interface Signed {
  agent: string;
  token: string;
}

type People = Partial<Record<Who, Signed>>;

/** How the page makes an adapter; see desk.js. */
interface Kind {
  adapter: Place["kind"];
  base?: string;
  store?: string;
  agent: string;
  roles: string[];
  token: string | null;
  stale?: boolean;
  signedOut?: boolean;
}

declare const desk: {
  make(name: string, kind: Kind): void;
  renewed(name: string): number;
  ask(name: string, method: string, given: unknown[]): Promise<unknown>;
};

/** A page of the kit's in Chromium: adapters are made in it. */
class Desk {
  private constructor(
    readonly tab: Tab,
    private readonly ahead: number,
  ) {}

  static async open(context: BrowserContext, url: string, ahead = 0): Promise<Desk> {
    const tab = await context.newPage();
    if (ahead !== 0) {
      await tab.addInitScript((ahead) => {
        const now = Date.now;
        Date.now = () => now() + ahead;
      }, ahead);
    }
    await tab.goto(url);
    await tab.locator("body[data-ready]").waitFor({ state: "attached" });
    return new Desk(tab, ahead);
  }

  async page(kind: Kind): Promise<Page> {
    const { tab, ahead } = this;
    const name = key();
    await tab.evaluate(([name, kind]) => desk.make(name, kind), [name, kind] as const);
    const ask = <T>(method: string, ...given: unknown[]) =>
      tab.evaluate(([name, method, given]) => desk.ask(name, method, given), [name, method, given] as const) as Promise<T>;
    return {
      agent: kind.agent,
      tell: (parcel: Parcel) => ask("tell", parcel),
      back: (segments) => ask("back", segments),
      farewell: (farewell) => ask("farewell", farewell),
      catalog: () => ask("catalog"),
      time: () => ask("time"),
      now: () => Date.now() + ahead,
      renewed: () => tab.evaluate((name) => desk.renewed(name), name),
      conversation: (id: string) => ask("conversation", id),
      setUp: (given: unknown) => ask("set_up", given),
    } as Page;
  }
}

type Local = Page & { conversation(id: string): Promise<Outcome<Interaction | null>>; setUp(catalog: unknown): Promise<void> };

/** What every place here has in common. */
abstract class Common {
  private readonly odd: Tab[] = [];

  constructor(
    readonly name: string,
    readonly kind: Place["kind"],
    protected readonly context: BrowserContext,
    protected readonly desk: Desk,
    readonly door: Door | null,
  ) {}

  get cannot(): Record<string, string> {
    return limits[this.kind];
  }

  get keeps(): Place["keeps"] {
    return this.kind === "servicenow" ? "words" : "records";
  }

  grace = GRACE;
  patience = 30_000;

  protected abstract readonly url: string;
  protected abstract kindOf(who: Who, odd: Odd): Kind;

  async page(who: Who, odd: Odd = {}): Promise<Page> {
    const kind = { ...this.kindOf(who, odd), ...(odd.stale ? { stale: true } : {}), ...(odd.signedOut ? { signedOut: true } : {}) };
    if (odd.ahead === undefined) return this.desk.page(kind);
    const desk = await Desk.open(this.context, this.url, odd.ahead);
    this.odd.push(desk.tab);
    return desk.page(kind);
  }

  async nameFor(_: "interaction" | "segment", __: string): Promise<string> {
    return `conformance-${key()}`;
  }

  fault(_: Fault, __?: "final"): void {
    throw new Error("nothing goes wrong here");
  }

  async raw(_: Who | null, __: string, ___: string, ____?: object): Promise<Raw> {
    throw new Cannot("it speaks no HTTP");
  }

  async tidy(): Promise<void> {
    this.door?.heal();
    for (const tab of this.odd.splice(0)) await tab.close();
  }

  async close(): Promise<void> {
    this.door?.close();
    await this.context.close();
  }
}

/** IndexedDB, or memory. */
class Store extends Common implements Place {
  private readonly store = `conformance-${key()}`;

  static async open(browser: Browser, kind: "browser" | "memory"): Promise<Place> {
    const context = await browser.newContext();
    const door = await Door.open("http://127.0.0.1:9");
    const name = kind === "browser" ? "browser (IndexedDB)" : "memory";
    return new Store(name, kind, context, await Desk.open(context, door.url), door.url, door);
  }

  private constructor(
    name: string,
    kind: "browser" | "memory",
    context: BrowserContext,
    desk: Desk,
    protected readonly url: string,
    private readonly site: Door,
  ) {
    super(name, kind, context, desk, null);
  }

  protected kindOf(who: Who): Kind {
    return { adapter: this.kind, store: this.store, agent: who, roles: ROLES[who], token: null };
  }

  override async page(who: Who, odd: Odd = {}): Promise<Page> {
    const page = (await super.page(who, odd)) as Local;
    await page.setUp(catalog);
    return page;
  }

  async conversation(id: string): Promise<Interaction | undefined> {
    const page = (await this.page("ada")) as Local;
    const outcome = await page.conversation(id);
    return "ok" in outcome ? (outcome.ok ?? undefined) : undefined;
  }

  override async close(): Promise<void> {
    await super.close();
    this.site.close();
  }
}

/** An object of the page's own, over a service that was written from the contract alone. */
class Host extends Common implements Place {
  private readonly service = new Service(GRACE);
  private planned: { fault: Fault; on: "final" | undefined }[] = [];

  static async open(browser: Browser): Promise<Place> {
    const context = await browser.newContext();
    const door = await Door.open("http://127.0.0.1:9");
    const place = new Host("host object", "host", context, await Desk.open(context, door.url), door);
    await place.desk.tab.exposeFunction("hostAnswer", (_: string, ask: HostAsk) => place.answer(ask));
    await place.desk.tab.exposeFunction("hostFault", (deliver: boolean) => place.meets(deliver));
    return place;
  }

  private constructor(
    name: string,
    kind: "host",
    context: BrowserContext,
    desk: Desk,
    private readonly site: Door,
  ) {
    super(name, kind, context, desk, null);
  }

  protected get url(): string {
    return this.site.url;
  }

  protected kindOf(who: Who, { signedOut = false }: Odd): Kind {
    return { adapter: "host", agent: signedOut ? "nobody" : who, roles: ROLES[who], token: null };
  }

  private answer(ask: HostAsk): { status: number; body: unknown } {
    const refused = (status: number, detail: string) => ({ status, body: { title: "No", detail } });
    if (!(ask.agent in ROLES)) return refused(401, "nobody has signed in");
    const roles = ROLES[ask.agent as Who];
    const { closure = null, version = null, about } = (ask.body ?? {}) as { closure?: Said | null; version?: Said | null; about?: { agent: string } };
    const said = closure ?? version;
    const draft = (ask.body as { record?: { draft?: { notes: string } } } | null)?.record?.draft;
    if ([...(said?.notes ?? "")].length > 4_000) return refused(422, "notes must be at most 4,000 characters");
    const enters = (said?.notes ?? draft?.notes ?? "") !== "" || closure?.kind === "submitted";
    if (enters && !roles.includes("interaction_admin")) return refused(403, "must have the role interaction_admin");
    const forces = closure?.kind === "forced";
    if (forces && !roles.includes("interaction_supervisor")) return refused(403, "must have the role interaction_supervisor");
    const agent = forces ? (about?.agent ?? ask.agent) : ask.agent;
    return this.service.answer({ ...ask, agent });
  }

  private meets(deliver: boolean): Fault | null {
    const at = this.planned.findIndex(({ on }) => on === undefined || deliver);
    return at < 0 ? null : this.planned.splice(at, 1)[0]!.fault;
  }

  override fault(fault: Fault, on?: "final"): void {
    this.planned.push({ fault, on });
  }

  async conversation(id: string): Promise<Pick<Interaction, "state" | "system_wrap_up"> | undefined> {
    return this.service.interactions.get(id)?.record;
  }

  override async tidy(): Promise<void> {
    this.planned = [];
    await super.tidy();
  }

  override async close(): Promise<void> {
    await super.close();
    this.site.close();
  }
}

interface Said {
  kind?: string;
  notes: string;
}

interface HostAsk {
  agent: string;
  method: string;
  path: string;
  key: string | null;
  pageTime: number | null;
  body: unknown;
}

/** A service over HTTP. */
abstract class OverHttp extends Common {
  constructor(
    name: string,
    kind: "rest" | "servicenow",
    context: BrowserContext,
    desk: Desk,
    override readonly door: Door,
    protected readonly people: People,
    private readonly closing: () => Promise<void>,
  ) {
    super(name, kind, context, desk, door);
  }

  protected get url(): string {
    return this.door.url;
  }

  protected signed(who: Who): Signed {
    const signed = this.people[who];
    if (signed === undefined) throw new Cannot(`it needs ${TOKENS[who]}`);
    return signed;
  }

  protected kindOf(who: Who): Kind {
    const { agent, token } = this.signed(who);
    return { adapter: this.kind, base: `${this.door.url}/service/`, agent, roles: ROLES[who], token };
  }

  override async raw(who: Who | null, method: string, path: string, more: { body?: unknown; headers?: Record<string, string> } = {}): Promise<Raw> {
    const signed: Record<string, string> = who === null ? {} : { authorization: `Bearer ${this.signed(who).token}` };
    const body = Buffer.from(more.body === undefined ? "" : JSON.stringify(more.body));
    const kind: Record<string, string> = more.body === undefined ? {} : { "content-type": "application/json" };
    const answer = await this.door.ask({ method, path, headers: { ...kind, ...signed, ...more.headers }, body });
    const header = (name: string) => answer.headers[name.toLowerCase()];
    return {
      status: answer.status,
      header: (name) => [header(name) ?? []].flat()[0] ?? null,
      json: <T>() => JSON.parse(answer.body.toString()) as T,
    };
  }

  override async close(): Promise<void> {
    await super.close();
    await this.closing();
  }
}

/** The contract of docs/service.md. */
class Rest extends OverHttp implements Place {
  static async open(browser: Browser, { name, target, people, grace, closing }: Target): Promise<Place> {
    const context = await browser.newContext();
    const door = await Door.open(target);
    const place = new Rest(name, "rest", context, await Desk.open(context, door.url), door, people, closing);
    place.grace = grace;
    return place;
  }

  override fault(fault: Fault, on?: "final"): void {
    this.door.next(fault, on === "final" ? isFinal : ({ method }) => method !== "GET");
  }

  async conversation(id: string): Promise<Interaction | undefined> {
    for (const who of ["sue", "root", "ada"] as const) {
      if (this.people[who] === undefined) continue;
      const answer = await this.raw(who, "GET", `interactions/${encodeURIComponent(id)}`);
      if (answer.status === 200) return answer.json<Interaction>();
    }
    return undefined;
  }
}

/** ServiceNow's two interfaces. */
class ServiceNow extends OverHttp implements Place {
  static async open(browser: Browser, { name, target, people, grace, closing }: Target): Promise<Place> {
    const context = await browser.newContext();
    const door = await Door.open(target);
    const place = new ServiceNow(name, "servicenow", context, await Desk.open(context, door.url), door, people, closing);
    place.grace = grace;
    return place;
  }

  override async nameFor(what: "interaction" | "segment", agent: string): Promise<string> {
    if (what === "segment") return key().replaceAll("-", "");
    const people = Object.entries(this.people) as [Who, Signed][];
    const [who] = people.find(([, signed]) => signed.agent === agent) ?? ["ada"];
    const body = { type: "chat", state: "new", assigned_to: agent };
    const made = await this.raw(who as Who, "POST", "api/now/table/interaction", { body });
    return made.json<{ result: { sys_id: string } }>().result.sys_id;
  }

  override fault(fault: Fault, on?: "final"): void {
    const update = /wrapup\/segment\/update\?/;
    this.door.next(fault, ({ method, path }) => (on === "final" ? method === "PUT" && update.test(path) : method !== "GET"));
  }

  async conversation(id: string): Promise<Pick<Interaction, "state" | "system_wrap_up"> | undefined> {
    const answer = await this.raw("ada", "GET", `api/now/table/interaction/${id}`);
    if (answer.status !== 200) return undefined;
    const { state, system_wrap_up } = answer.json<{ result: { state: string; system_wrap_up: string } }>().result;
    return { state, system_wrap_up: system_wrap_up === "true" };
  }
}

interface Target {
  name: string;
  target: string;
  people: People;
  grace: number;
  closing: () => Promise<void>;
}

/** The settings that give each of them. */
const TOKENS: Record<Who, string> = {
  ada: "TOKEN",
  ben: "OTHER_TOKEN",
  cleo: "PLAIN_TOKEN",
  sue: "SUPERVISOR_TOKEN",
  root: "ADMIN_TOKEN",
};

/** A reference server of our own, with everybody signed in. */
async function reference(name: string, base: string, isServiceNow: boolean, database?: () => Promise<{ url: string; close: () => Promise<void> }>): Promise<Target> {
  const own = await database?.();
  const settings = { WRAPUP_SITE: "", WRAPUP_RATE: "100000", WRAPUP_GRACE_SECONDS: String(GRACE / 1_000), ...(own === undefined ? {} : { DATABASE_URL: own.url }) };
  const server = await Server.start(settings);
  const people: People = {};
  for (const who of Object.keys(ROLES) as Who[]) {
    // An id that ServiceNow could have given.
    const agent = isServiceNow ? Buffer.from(who.padEnd(16)).toString("hex") : who;
    const body = JSON.stringify({ agent, roles: ROLES[who] });
    const signed = await fetch(`${server.url}/demo/token`, { method: "POST", headers: { "content-type": "application/json" }, body });
    people[who] = { agent, token: ((await signed.json()) as { token: string }).token };
  }
  const closing = async () => {
    await server.close();
    await own?.close();
  };
  return { name, target: `${server.url}${base}`, people, grace: GRACE, closing };
}

/** Somebody's own service, as the environment names it. */
export function named(environment: NodeJS.ProcessEnv): { kind: "rest" | "servicenow"; target: Omit<Target, "closing"> } | null {
  const { CONFORMANCE_URL: target, KIND = "rest", GRACE_SECONDS = "30" } = environment;
  if (target === undefined || target === "") return null;
  if (KIND !== "rest" && KIND !== "servicenow") throw new Error(`KIND must be rest or servicenow, not ${KIND}`);
  const people: People = {};
  for (const [who, name] of Object.entries(TOKENS) as [Who, string][]) {
    const token = environment[name];
    if (token === undefined || token === "") continue;
    const agent = environment[name.replace("TOKEN", "AGENT")] ?? subject(token);
    if (agent === null) throw new Error(`${name} says nobody's name: give it in ${name.replace("TOKEN", "AGENT")}`);
    people[who] = { agent, token };
  }
  if (people.ada === undefined) throw new Error("TOKEN is needed: what signs an agent in");
  return { kind: KIND, target: { name: "your service", target, people, grace: Number(GRACE_SECONDS) * 1_000 } };
}

/** Whom a JSON Web Token names. */
function subject(token: string): string | null {
  try {
    const claims = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { sub?: unknown };
    return typeof claims.sub === "string" ? claims.sub : null;
  } catch {
    return null;
  }
}

const PLACES = ["memory", "browser", "host", "rest-sqlite", "rest-postgres", "servicenow", "yours"] as const;
export type PlaceName = (typeof PLACES)[number];

/** Opens one of them; `Cannot` where it is not to be had. */
export async function open(name: PlaceName, browser: Browser): Promise<Place> {
  switch (name) {
    case "memory":
    case "browser":
      return Store.open(browser, name);
    case "host":
      return Host.open(browser);
    case "rest-sqlite":
      return Rest.open(browser, await reference("rest on SQLite", "/api", false));
    case "rest-postgres": {
      const bin = programs();
      if (bin === null) throw new Cannot("no PostgreSQL was found on this machine");
      const database = async () => {
        const cluster = await Cluster.start(bin);
        return { url: cluster.create("conformance"), close: () => cluster.close() };
      };
      return Rest.open(browser, await reference("rest on PostgreSQL", "/api", false, database));
    }
    case "servicenow":
      return ServiceNow.open(browser, await reference("servicenow", "", true));
    case "yours": {
      const { kind, target } = named(process.env)!;
      const closing = async () => {};
      return kind === "rest" ? Rest.open(browser, { ...target, closing }) : ServiceNow.open(browser, { ...target, closing });
    }
  }
}
