// What is measured: the element as it is packed, and its peers, each a page of its own
// with the same ways to drive it (`desk`).
import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { launchAsUsed } from "../tests/e2e/chromium.mjs";
import { serve } from "../tests/e2e/server.mjs";
import { prepare } from "./in-page.mjs";

const folder = "benches/peers";
const built = "target/bench/peers";

const packages = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).dependencies;
const version = (name) => packages[name];

/** Of the element's package: what is in it is known by its own scripts. */
const element = {
  name: "element",
  label: "this element",
  directories: ["benches/element", "dist", join(folder, "shared"), "tests/e2e"],
};
const peers = [
  { name: "vanilla", label: "custom element by hand" },
  { name: "lit", label: `Lit ${version("lit")}` },
  { name: "solid", label: `Solid ${version("solid-js")}` },
  { name: "preact", label: `Preact ${version("preact")}` },
  { name: "svelte", label: `Svelte ${version("svelte")}` },
  { name: "react", label: `React ${version("react")} with Radix` },
].map((peer) => ({ ...peer, directories: [join(built, peer.name)] }));

/** All of them, the element first. */
export const subjects = [element, ...peers];
export const ofElement = element;

/** Builds the peers from what their lock file names. */
export function buildPeers() {
  const [lock, installed] = ["package-lock.json", "node_modules/.installed-lock"].map((file) => join(folder, file));
  const run = (command, ...args) => execFileSync(command, args, { cwd: folder, stdio: "inherit" });
  if (!existsSync(installed) || readFileSync(lock, "utf8") !== readFileSync(installed, "utf8")) {
    run("npm", "ci", "--no-progress");
    copyFileSync(lock, installed);
  }
  run("node", "build.mjs", resolve(built));
}

/** Isolated, so that the page may measure its memory and its clock is fine. */
const headers = () => ({
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
});

/** One Chromium as people use it, and a server for each subject: an origin, a store, a process each. */
export class Stand {
  #chromium;
  #servers = new Map();

  static async open(some = subjects, options = {}) {
    const stand = new Stand();
    stand.#chromium = await launchAsUsed(options);
    for (const subject of some) stand.#servers.set(subject, await serve(subject.directories, headers));
    return stand;
  }

  get chromium() {
    return this.#chromium.version;
  }

  get context() {
    return this.#chromium.context;
  }

  /** A tab with a subject's page, ready to be driven. */
  async page(subject, query = "", before = async () => {}) {
    const page = await this.context.newPage();
    const session = await this.context.newCDPSession(page);
    await page.addInitScript(prepare);
    await before(session, page);
    const failed = new Promise((_, reject) => page.once("pageerror", reject));
    failed.catch(() => {});
    await Promise.race([page.goto(this.#servers.get(subject).url + query), failed]);
    await Promise.race([page.waitForFunction(() => window.desk !== undefined), failed]);
    return { page, session, close: () => page.close() };
  }

  /** Puts a tab in front that does nothing, and waits until these are hidden. */
  async hide(...pages) {
    const front = await this.context.newPage();
    await front.bringToFront();
    for (const page of pages) {
      while ((await page.evaluate(() => document.visibilityState)) !== "hidden") await pause(50);
    }
  }

  async close() {
    await this.#chromium.close();
    for (const server of this.#servers.values()) await server.close();
  }
}
