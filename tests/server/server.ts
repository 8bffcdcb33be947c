// The reference server as `make test-server` builds it, over a file of its own.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const checkout = fileURLToPath(new URL("../..", import.meta.url));
const target = process.env.CARGO_TARGET_DIR ?? "examples/server/target";

/** A segment as the server lists it. */
export interface Listed {
  id: string;
  interaction: string;
  state: string;
  closure: { kind: string; key: string; notes: string; code: { id: string } | null } | null;
  versions: { reason: string; notes: string }[];
  agent: string;
  opened_at: number;
  draft: { notes: string };
}

const JSON_BODY = { "content-type": "application/json" };

export class Server {
  private constructor(
    private readonly folder: string,
    private child: ChildProcess,
    readonly url: string,
    private readonly settings: Record<string, string>,
    private readonly options: string[],
  ) {}

  static async start(settings: Record<string, string> = {}, options = ["--demo"]): Promise<Server> {
    const folder = await mkdtemp(join(tmpdir(), "wrap-up-server-"));
    const { child, url } = await run(folder, settings, options, "127.0.0.1:0");
    return new Server(folder, child, url, settings, options);
  }

  /** Pulls the plug. */
  async kill(): Promise<void> {
    const gone = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await gone;
  }

  /** The same again, at the same address. */
  async startAgain(): Promise<void> {
    const { child } = await run(this.folder, this.settings, this.options, new URL(this.url).host);
    this.child = child;
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.kill();
    await rm(this.folder, { recursive: true });
  }

  /** What the server has of `ada`, the latest first. */
  async segments(): Promise<Listed[]> {
    const answer = await this.ask("ada", "segments");
    return ((await answer.json()) as { segments: Listed[] }).segments;
  }

  /** Has a supervisor close `segment`. */
  async force({ id, interaction, agent, opened_at }: Listed, by: string): Promise<void> {
    const about = { segment: id, interaction, agent, configuration: null, opened_by: "conversation_end", opened_at, extensions: 0 };
    const key = `forced-${id}`;
    const content = { code: null, notes: "", extra: {}, duration: 0, required_missing: false };
    const closure = { key, kind: "forced", by, at: Date.now(), ...content };
    const body = JSON.stringify({ about, closure, version: null });
    const request = { method: "POST", headers: { "idempotency-key": key }, body };
    const answer = await this.ask(by, `segments/${id}/closure`, request, ["interaction_supervisor"]);
    if (answer.status !== 200) throw new Error(await answer.text());
  }

  /** Asks as `agent`. */
  async ask(agent: string, path: string, request: RequestInit = {}, roles?: string[]): Promise<Response> {
    const headers = { ...JSON_BODY, authorization: `Bearer ${await this.token(agent, roles)}`, ...request.headers };
    return await fetch(`${this.url}/api/${path}`, { ...request, headers });
  }

  /** What signs `agent` in. */
  async token(agent: string, roles?: string[]): Promise<string> {
    const body = JSON.stringify({ agent, roles });
    const signed = await fetch(`${this.url}/demo/token`, { method: "POST", headers: JSON_BODY, body });
    return ((await signed.json()) as { token: string }).token;
  }
}

async function run(folder: string, settings: Record<string, string>, options: string[], listen: string) {
  const child = spawn(resolve(checkout, target, "debug/wrap-up-server"), options, {
    env: {
      WRAPUP_LISTEN: listen,
      DATABASE_URL: `sqlite:${join(folder, "records.db")}`,
      WRAPUP_SITE: resolve(checkout, process.env.WRAPUP_PACKAGE ?? "dist/npm"),
      WRAPUP_LOG: "warn",
      ...settings,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return { child, url: line.replace("listening on ", "") };
}
