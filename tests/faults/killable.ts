// A browser whose process can be killed, over a profile that outlives it.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { chromium, type Browser, type BrowserContext } from "@playwright/test";

const ARGS = [
  "--headless=new",
  "--no-sandbox",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--remote-debugging-port=0",
  "about:blank",
];

/** What a computer keeps of a browser between two starts. */
export class Profile {
  private constructor(readonly directory: string) {}

  static async create(): Promise<Profile> {
    return new Profile(await mkdtemp(join(tmpdir(), "wrapup-profile-")));
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A running browser of a profile. */
export class Killable {
  private constructor(
    private readonly process: ChildProcess,
    private readonly browser: Browser,
    readonly context: BrowserContext,
  ) {}

  static async start(profile: Profile): Promise<Killable> {
    const executable = process.env.CHROMIUM ?? "/usr/bin/chromium";
    const stdio = ["ignore", "ignore", "pipe"] as const;
    // In a process group of its own, so that all of its processes go at once.
    const child = spawn(executable, [`--user-data-dir=${profile.directory}`, ...ARGS], { detached: true, stdio: [...stdio] });
    let address: string | undefined;
    for await (const line of createInterface({ input: child.stderr! })) {
      address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) break;
    }
    child.stderr?.resume();
    if (address === undefined) throw new Error(`${executable} did not start`);
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    if (context === undefined) throw new Error("the browser has no profile");
    return new Killable(child, browser, context);
  }

  /** At once, without a word to any page. */
  async kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const ended = once(this.process, "exit");
    process.kill(-pid, "SIGKILL");
    await ended;
    await this.browser.close();
  }
}
