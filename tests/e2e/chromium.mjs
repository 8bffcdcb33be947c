// How the tests start Chromium: an installed one, since Playwright's own are not downloaded.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";

export const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Offline, Chromium would wait for hosts it cannot reach. */
export const args = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** Timers of a hidden page slow down after ten seconds there, instead of five minutes. */
const throttling = "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/10";

/**
 * Starts Chromium as people use it: a page behind another tab is hidden, its timers
 * are throttled, and the back/forward cache works. Playwright's own browsers have all
 * of that switched off, and keep every page as if it were in front; one that Playwright
 * only connects to has not.
 * @param {{ profile?: string, args?: string[] }} [options] a profile directory to keep
 */
export async function launchAsUsed({ profile, args: more = [] } = {}) {
  const directory = profile ?? (await mkdtemp(join(tmpdir(), "wrapup-chromium-")));
  const browser = spawn(
    executablePath,
    [
      ...args,
      "--headless=new",
      "--remote-debugging-port=0",
      `--user-data-dir=${directory}`,
      "--no-first-run",
      "--no-default-browser-check",
      "--disable-dev-shm-usage",
      "--window-size=1280,800",
      throttling,
      ...more,
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = new Promise((ended) => browser.once("exit", ended));
  // Whoever ends without closing it leaves no browser behind.
  const kill = () => browser.kill();
  process.once("exit", kill);
  const endpoint = await new Promise((listening, failed) => {
    let said = "";
    browser.stderr.setEncoding("utf8").on("data", (text) => {
      said += text;
      const [, url] = said.match(/DevTools listening on (ws:\S+)/) ?? [];
      if (url !== undefined) listening(url);
    });
    browser.once("error", failed);
    browser.once("exit", () => failed(new Error(`Chromium ended at once: ${said}`)));
  });
  const connection = await chromium.connectOverCDP(/** @type {string} */ (endpoint), { noDefaults: true });
  const [context] = connection.contexts();
  if (context === undefined) throw new Error("Chromium has no window");
  return {
    context,
    version: connection.version(),
    async close() {
      const session = await connection.newBrowserCDPSession();
      // It answers by going away.
      await session.send("Browser.close").catch(() => {});
      await ended;
      process.off("exit", kill);
      if (profile === undefined) await rm(directory, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
