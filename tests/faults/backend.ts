// The service over HTTP, together with the page that uses it: one origin, and below
// it as many services as a run asks for, each with a history and faults of its own.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Service, type Reply } from "./service.ts";
import type { Presence } from "./wire.ts";

const stage = resolve(fileURLToPath(new URL("../..", import.meta.url)), process.env.WRAPUP_SITE ?? "target/stage");

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".wasm": "application/wasm",
};

const AGENTS = ["ada", "ben"];

/** What may go wrong with one request. */
export type Fault =
  | "500"
  | "503"
  | "401"
  /** A conflict that names no winner. */
  | "409"
  | "422"
  /** The connection breaks before anything is read. */
  | "reset"
  /** All is written down, and the answer never comes. */
  | "lost"
  /** The same, and half of the answer comes. */
  | "half"
  /** All is well, later. */
  | "slow";

/** One request, as it came. */
export interface Recorded {
  at: number;
  method: string;
  path: string;
  agent: string | null;
  key: string | null;
  bytes: number;
  body: unknown;
  /** Whether it was signed in, and not only had tokens. */
  signed: boolean;
  fault: Fault | null;
  /** Of the answer that was meant; 0 where nothing was done. */
  status: number;
}

interface Planned {
  fault: Fault;
  left: number;
  matches: (request: { method: string; path: string }) => boolean;
}

/** Whatever tells the service something: not the catalog, and not who is there. */
const news = ({ path }: { path: string }) => path !== "catalog" && path !== "presence";

/** Only closures and versions. */
export const finals = ({ method, path }: { method: string; path: string }) =>
  method === "POST" && path !== "presence";

/** A service at an address of its own. */
export class Backend {
  readonly history: Recorded[] = [];
  /** How long a slow answer takes, in milliseconds. */
  slowness = 700;
  private planned: Planned[] = [];
  private held: { is: (request: Recorded) => boolean; gate: Promise<void>; open: () => void } | null = null;
  private waiting: { is: (request: Recorded) => boolean; found: (request: Recorded) => void }[] = [];

  constructor(
    readonly origin: string,
    readonly base: string,
    readonly service: Service,
  ) {}

  /** The page that uses this service. */
  get url(): string {
    return `${this.origin}/?backend=${this.base}`;
  }

  /** The next `times` requests that match meet `fault`. */
  plan(fault: Fault, times = 1, matches: Planned["matches"] = news): void {
    this.planned.push({ fault, left: times, matches });
  }

  /** Requests like that are not looked at before `letGo`; their pages wait. */
  hold(is: (request: Recorded) => boolean): void {
    let open = () => {};
    const gate = new Promise<void>((opened) => (open = opened));
    this.held = { is, gate, open };
  }

  /** Has what was held looked at, in the order it came. */
  async letGo(): Promise<void> {
    this.held?.open();
    await this.held?.gate;
  }

  /** From now on all is well. */
  heal(): void {
    this.planned = [];
  }

  /** The first request like that, of those that came and those to come. */
  async request(is: (request: Recorded) => boolean): Promise<Recorded> {
    const known = this.history.find(is);
    return known ?? (await new Promise((found) => this.waiting.push({ is, found })));
  }

  private fault(request: { method: string; path: string }): Fault | null {
    const plan = this.planned.find((each) => each.left > 0 && each.matches(request));
    if (plan === undefined) return null;
    plan.left -= 1;
    return plan.fault;
  }

  async answer(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const text = await read(request);
    const method = request.method ?? "";
    const asked: unknown = text === "" ? null : JSON.parse(text);
    const signed = /^Bearer (\w+)$/.exec(request.headers.authorization ?? "")?.[1] ?? null;
    const agent = signed ?? (path === "presence" ? this.service.bearer(asked as Presence) : null);
    const key = request.headers["idempotency-key"];
    const fault = this.fault({ method, path });
    const recorded: Recorded = {
      at: this.service.now(),
      method,
      path,
      agent,
      key: typeof key === "string" ? key : null,
      bytes: Buffer.byteLength(text),
      body: asked,
      signed: signed !== null,
      fault,
      status: 0,
    };
    this.history.push(recorded);
    if (this.held?.is(recorded)) await this.held.gate;
    const refused = refusal(fault);
    let reply: Reply;
    if (fault === "reset") {
      request.socket.destroy();
      return this.tell(recorded);
    } else if (refused !== null) {
      reply = refused;
    } else if (agent === null || !AGENTS.includes(agent)) {
      reply = { status: 401, body: { title: "Not signed in" } };
    } else {
      const pageTime = request.headers["page-time"];
      reply = this.service.answer({
        method,
        path,
        agent,
        key: recorded.key,
        pageTime: typeof pageTime === "string" ? Number(pageTime) : null,
        body: asked,
      });
    }
    recorded.status = reply.status;
    this.tell(recorded);
    const body = Buffer.from(JSON.stringify(reply.body));
    const headers = {
      "content-type": reply.status < 400 ? "application/json" : "application/problem+json",
      "content-length": body.length,
      "cache-control": "no-store",
      // A browser repeats by itself what breaks on a connection it had used before.
      connection: "close",
      ...(fault === "503" ? { "retry-after": "1" } : {}),
    };
    if (fault === "lost") return void request.socket.destroy();
    if (fault === "slow") await new Promise((passed) => setTimeout(passed, this.slowness));
    response.writeHead(reply.status, headers);
    if (fault !== "half") return void response.end(body);
    response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
  }

  private tell(recorded: Recorded): void {
    const [told, still] = [this.waiting.filter(({ is }) => is(recorded)), this.waiting.filter(({ is }) => !is(recorded))];
    this.waiting = still;
    for (const { found } of told) found(recorded);
  }
}

/** The answer of a service that does nothing at all. */
function refusal(fault: Fault | null): Reply | null {
  switch (fault) {
    case "500":
      return { status: 500, body: "<html>Internal Server Error</html>" };
    case "503":
      return { status: 503, body: { title: "Busy" } };
    case "401":
      return { status: 401, body: { title: "Not signed in" } };
    case "409":
      return { status: 409, body: { title: "Conflict" } };
    case "422":
      return { status: 422, body: { title: "Refused", detail: "the record is locked for audit" } };
    default:
      return null;
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

/** The page and the services behind it, until it is closed. */
export class Server {
  private readonly backends = new Map<string, Backend>();

  private constructor(
    readonly origin: string,
    readonly close: () => Promise<void>,
  ) {}

  static async start(): Promise<Server> {
    const names = readdirSync(stage, { recursive: true, encoding: "utf8" });
    const isFile = (name: string) => statSync(join(stage, name)).isFile();
    const files = new Map(names.filter(isFile).map((name) => [`/${name}`, readFileSync(join(stage, name))]));
    let server: Server;
    const http = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? "/", "http://localhost");
      const [, base = "", ...path] = pathname.split("/");
      const backend = server.backends.get(base);
      if (backend !== undefined) {
        void backend.answer(request, response, path.join("/")).catch(() => request.socket.destroy());
        return;
      }
      const name = pathname === "/" ? "/index.html" : pathname;
      const file = files.get(name);
      if (file === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { "content-type": types[extname(name)] ?? "application/octet-stream" }).end(file);
    });
    await new Promise<void>((listening) => http.listen(0, "127.0.0.1", listening));
    const address = http.address();
    if (address === null || typeof address === "string") throw new Error("the server has no port");
    const close = () =>
      new Promise<void>((closed) => {
        http.close(() => closed());
        http.closeAllConnections();
      });
    server = new Server(`http://127.0.0.1:${address.port}`, close);
    return server;
  }

  /** A service of that name, without any records. */
  backend(name: string, service = new Service()): Backend {
    const backend = new Backend(this.origin, `/${name}`, service);
    this.backends.set(name, backend);
    return backend;
  }
}
