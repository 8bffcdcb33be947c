// The engines, each as it is started and driven.
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";
import { Driver as ChromeDriver } from "selenium-webdriver/chrome.js";
import { Context, Driver as FirefoxDriver } from "selenium-webdriver/firefox.js";
import { descendants, ended, freePort, killAll, run, signal } from "./processes.ts";

export const ENGINES = ["chromium", "firefox", "webkit"] as const;
export type EngineName = (typeof ENGINES)[number];

/** How a browser is wanted. */
export interface Wish {
  /** What is kept between two starts; otherwise a new one, which goes with the browser. */
  profile?: string;
  /** A window that forgets. */
  private?: boolean;
  /** Pages may not store anything. */
  keepsNothing?: boolean;
  /** Who leaves a page that asks is asked; otherwise drivers answer for them. */
  asks?: boolean;
}

interface Engine {
  /** The driver that listens on `port`. */
  drive(port: number): Promise<ChildProcess[]>;
  capabilities(profile: string, wish: Wish): Record<string, unknown>;
  /** The command of the processes that pages live in. */
  pages: RegExp;
  /** Takes the machine off the network for the browser; `null` where no driver can. */
  setOnline: ((driver: WebDriver, online: boolean) => Promise<void>) | null;
}

const CHROMIUM_ARGS = [
  "--headless=new",
  "--no-sandbox",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--window-size=1100,900",
];

/** Drivers that can show the question a page asks before it is left do so only for sessions like this one. */
const ASKING = { webSocketUrl: true, unhandledPromptBehavior: { beforeUnload: "ignore" } };

const engines: Record<EngineName, Engine> = {
  chromium: {
    drive: async (port) => [run(process.env.CHROMEDRIVER ?? "chromedriver", [`--port=${port}`])],
    capabilities: (profile, wish) => ({
      browserName: "chrome",
      ...(wish.asks ? ASKING : {}),
      "goog:chromeOptions": {
        binary: process.env.CHROMIUM ?? "/usr/bin/chromium",
        args: [...CHROMIUM_ARGS, `--user-data-dir=${profile}`, ...(wish.private ? ["--incognito"] : [])],
        prefs: wish.keepsNothing ? { "profile.default_content_setting_values.cookies": 2 } : {},
      },
    }),
    pages: /--type=renderer/,
    setOnline: async (driver, online) => {
      const chromium = driver as ChromeDriver;
      if (online) await chromium.deleteNetworkConditions();
      else await chromium.setNetworkConditions({ offline: true, latency: 0, download_throughput: 0, upload_throughput: 0 });
    },
  },
  firefox: {
    drive: async (port) => {
      const more = ["--websocket-port", `${await freePort()}`, "--allow-system-access"];
      return [run(process.env.GECKODRIVER ?? "geckodriver", ["--port", `${port}`, ...more])];
    },
    capabilities: (profile, wish) => ({
      browserName: "firefox",
      ...(wish.asks ? ASKING : {}),
      "moz:firefoxOptions": {
        binary: process.env.FIREFOX ?? "/usr/bin/firefox-esr",
        args: ["-headless", "-profile", profile],
        prefs: {
          "browser.privatebrowsing.autostart": wish.private ?? false,
          // Also the machine itself is out of reach.
          "network.disable-localhost-when-offline": true,
          // Drivers switch it off.
          "dom.disable_beforeunload": !wish.asks,
          ...(wish.keepsNothing ? { "network.cookie.cookieBehavior": 2 } : {}),
        },
      },
    }),
    pages: /-contentproc .* tab$/,
    setOnline: async (driver, online) => {
      const firefox = driver as FirefoxDriver;
      await firefox.setContext(Context.CHROME);
      try {
        await firefox.executeScript("Services.io.offline = !arguments[0]", online);
      } finally {
        await firefox.setContext(Context.CONTENT);
      }
    },
  },
  webkit: {
    drive: async (port) => {
      const screen = run("Xvfb", ["-displayfd", "3", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]);
      const [display] = await once(screen.stdio[3]!, "data");
      const environment = { DISPLAY: `:${String(display).trim()}`, WEBKIT_DISABLE_COMPOSITING_MODE: "1" };
      return [run(process.env.WEBKITDRIVER ?? "WebKitWebDriver", [`--port=${port}`], environment), screen];
    },
    capabilities: (profile, wish) => ({
      browserName: "wrapup-webkit",
      "webkitgtk:browserOptions": {
        binary: fileURLToPath(new URL("webkit.py", import.meta.url)),
        args: [
          `--profile=${profile}`,
          ...(wish.private ? ["--private"] : []),
          ...(wish.keepsNothing ? ["--no-database"] : []),
        ],
      },
    }),
    pages: /WebKitWebProcess/,
    setOnline: null,
  },
};

/** What a computer keeps of a browser between two starts. */
export async function makeProfile(): Promise<string> {
  return await mkdtemp(join(tmpdir(), "wrapup-engine-"));
}

export async function removeProfile(profile: string): Promise<void> {
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}

/** A running browser. */
export class Running {
  private constructor(
    readonly name: EngineName,
    readonly driver: WebDriver,
    /** The driver comes first. */
    private readonly processes: ChildProcess[],
    private readonly goesWithIt: string | null,
  ) {}

  static async start(name: EngineName, wish: Wish = {}): Promise<Running> {
    const engine = engines[name];
    const profile = wish.profile ?? (await makeProfile());
    const port = await freePort();
    const processes = await engine.drive(port);
    try {
      await answers(`http://127.0.0.1:${port}/status`, processes[0]!);
      const driver = await new Builder()
        .disableEnvironmentOverrides()
        .usingServer(`http://127.0.0.1:${port}`)
        .withCapabilities(new Capabilities(engine.capabilities(profile, wish)))
        .build();
      await driver.manage().setTimeouts({ script: 15_000, pageLoad: 30_000 });
      return new Running(name, driver, processes, wish.profile === undefined ? profile : null);
    } catch (error) {
      for (const child of processes) await killAll(child);
      throw error;
    }
  }

  /** Whether a driver of this engine can take it off the network. */
  get canBeOffline(): boolean {
    return engines[this.name].setOnline !== null;
  }

  async setOnline(online: boolean): Promise<void> {
    await engines[this.name].setOnline?.(this.driver, online);
  }

  /** As its user would end it. */
  async quit(): Promise<void> {
    await this.driver.quit();
    await this.kill();
  }

  /** Ends the processes that pages live in, as an exhausted memory would. */
  async killPages(): Promise<void> {
    const driver = this.processes[0]?.pid;
    const pages = driver === undefined ? [] : descendants(driver, engines[this.name].pages);
    if (pages.length === 0) throw new Error(`${this.name} has no process for its pages`);
    signal(pages, "SIGKILL");
    await ended(pages);
  }

  /** At once, without a word to any page. */
  async kill(): Promise<void> {
    for (const child of this.processes) await killAll(child);
    if (this.goesWithIt !== null) await removeProfile(this.goesWithIt);
  }
}

/** Until a driver that was just started listens. */
async function answers(url: string, driver: ChildProcess): Promise<void> {
  const failed = once(driver, "error").then(([error]) => Promise.reject(error));
  const listens = async () => {
    while (driver.exitCode === null) {
      const status = await fetch(url).catch(() => null);
      if (status?.ok) return;
      await new Promise((passed) => setTimeout(passed, 20));
    }
    throw new Error(`${driver.spawnfile} ended at once`);
  };
  await Promise.race([listens(), failed]);
}
