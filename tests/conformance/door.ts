// What stands between the page and a service: it serves the kit's page, passes requests on,
// and lets go wrong what may. So a service needs no settings of its own to be tried.
import { createReadStream, statSync } from "node:fs";
import { createServer, request as askPlainly, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { request as askSecurely } from "node:https";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const stage = fileURLToPath(new URL("../../target/conformance/", import.meta.url));
const types: Record<string, string> = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm" };

/** What the next request meets. */
export type Fault =
  /** The connection breaks before anything is read. */
  | "refused"
  /** All is written down, and the answer never comes. */
  | "lost"
  /** The same, and half of the answer comes. */
  | "half"
  /** 503 with a pause of 7 seconds. */
  | "busy"
  /** 429 with the same. */
  | "limited"
  /** 401. */
  | "unauthorized"
  /** A page of somebody else's, as a success. */
  | "foreign";

/** The pause that is asked for, in seconds. */
export const PAUSE = 7;

/** The longest pause that a service's own rate limit may ask for, in seconds. */
const PATIENCE = 30;

/** A request on its way. */
export interface Asked {
  method: string;
  /** Below the service's base, with what stands behind the `?`. */
  path: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Changes what goes to the service and what comes back: a service that is wrong. */
export type Mutation = (asked: Asked, pass: (asked: Asked) => Promise<Answered>) => Promise<Answered>;

export const isFinal = ({ method, path }: Asked) => method === "POST" && /\/(closure|versions)$/.test(path);

export class Door {
  mutation: Mutation | null = null;
  private planned: { fault: Fault; matches: (asked: Asked) => boolean }[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
    private readonly target: string,
  ) {}

  /** Before the service at `target`. */
  static async open(target: string): Promise<Door> {
    const server = createServer((request, response) => void door.answer(request, response));
    await new Promise((listening) => server.listen(0, "127.0.0.1", () => listening(null)));
    const { port } = server.address() as AddressInfo;
    const door = new Door(server, `http://127.0.0.1:${port}`, target.replace(/\/+$/, ""));
    return door;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** The next request that matches meets `fault`. */
  next(fault: Fault, matches: (asked: Asked) => boolean = () => true): void {
    this.planned.push({ fault, matches });
  }

  heal(): void {
    this.planned = [];
    this.mutation = null;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      const url = request.url ?? "/";
      if (!url.startsWith("/service/")) return file(url, response);
      const asked = { method: request.method ?? "", path: url.slice("/service/".length), headers: request.headers, body: await whole(request) };
      await this.reply(asked, response);
    } catch {
      response.destroy();
    }
  }

  private async reply(asked: Asked, response: ServerResponse): Promise<void> {
    const at = this.planned.findIndex(({ matches }) => matches(asked));
    const [planned] = at < 0 ? [] : this.planned.splice(at, 1);
    switch (planned?.fault) {
      case "refused":
        return void response.destroy();
      case "busy":
      case "limited":
        response.writeHead(planned.fault === "busy" ? 503 : 429, { connection: "close", "retry-after": String(PAUSE), "content-type": "text/plain" });
        return void response.end("not now");
      case "unauthorized":
        response.writeHead(401, { connection: "close", "content-type": "application/json" });
        return void response.end("{}");
      case "foreign":
        response.writeHead(200, { connection: "close", "content-type": "text/html" });
        return void response.end("<!doctype html><title>Sign in</title>");
      default:
    }
    const { status, headers, body } = await this.ask(asked);
    if (planned?.fault === "lost") return void response.destroy();
    const { "transfer-encoding": _, connection: __, "keep-alive": ___, ...others } = headers;
    // A browser asks again by itself where a connection that it had used before breaks.
    response.writeHead(status, { ...others, connection: "close", "content-length": body.length });
    if (planned?.fault !== "half") return void response.end(body);
    response.write(body.subarray(0, Math.ceil(body.length / 2)), () => response.destroy());
  }

  /** Asks the service, as it is or as it is changed. */
  ask(asked: Asked): Promise<Answered> {
    const pass = (changed: Asked) => this.pass(changed);
    return this.mutation === null ? pass(asked) : this.mutation(asked, pass);
  }

  /** Asks it, and as slowly as it wants to be asked. */
  private async pass(asked: Asked): Promise<Answered> {
    const answered = await this.send(asked);
    const pause = Number(answered.headers["retry-after"]);
    if (answered.status !== 429 || !(pause <= PATIENCE)) return answered;
    await setTimeout(pause * 1_000);
    return this.pass(asked);
  }

  private send({ method, path, headers, body }: Asked): Promise<Answered> {
    const url = new URL(`${this.target}/${path}`);
    // Of the page's browser the service need not know.
    const { host: _, connection: __, origin: ___, referer: ____, cookie: _____, ...others } = headers;
    const kept = Object.entries(others).filter(([name]) => !name.startsWith("sec-"));
    return new Promise((answered, failed) => {
      const given = { method, headers: { ...Object.fromEntries(kept), "accept-encoding": "identity", "content-length": String(body.length) } };
      const sent = (url.protocol === "https:" ? askSecurely : askPlainly)(url, given, (answer) => {
        whole(answer).then((body) => answered({ status: answer.statusCode ?? 0, headers: answer.headers, body }), failed);
      });
      sent.on("error", failed);
      sent.end(body);
    });
  }
}

async function whole(stream: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function file(url: string, response: ServerResponse): void {
  const name = url === "/" ? "adapters.html" : url.slice(1).split("?")[0]!;
  const path = join(stage, name);
  if (!path.startsWith(stage) || statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { connection: "close", "content-type": types[extname(path)] ?? "application/octet-stream" });
  createReadStream(path).pipe(response);
}
