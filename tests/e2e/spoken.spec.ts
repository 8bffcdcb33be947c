// What a screen reader says during a whole wrap-up. The transcript is checked in, to be
// read and judged by people; what is new is taken by
//   SPOKEN=accept make test-e2e
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { virtual as reader } from "@guidepup/virtual-screen-reader";
import { expect, test } from "./test.ts";

const TRANSCRIPT = fileURLToPath(new URL("spoken.txt", import.meta.url));
const { resolve } = createRequire(import.meta.url);
const SCRIPT = resolve("@guidepup/virtual-screen-reader").replace(/[^/]*$/, "").replace("/cjs/", "/esm/") + "index.browser.js";

interface WithReader {
  reader: typeof reader;
}

/** Somebody listens to a part of the page from here on. */
async function listen(page: Page, selector: string): Promise<void> {
  await page.evaluate(async (selector) => {
    const { virtual } = (await import("/screen-reader.js" as string)) as { virtual: typeof reader };
    (globalThis as unknown as WithReader).reader = virtual;
    await virtual.start({ container: document.querySelector(selector)! });
  }, selector);
}

/** Reads on to the end. */
async function readOn(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const { reader } = globalThis as unknown as WithReader;
    for (let steps = 0; steps < 200; steps++) {
      const last = await reader.lastSpokenPhrase();
      if (last.startsWith("end of dialog")) break;
      await reader.next();
    }
    return await reader.spokenPhraseLog();
  });
}

/** What was said since it was last asked. */
async function said(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const { reader } = globalThis as unknown as WithReader;
    const log = await reader.spokenPhraseLog();
    await reader.clearSpokenPhraseLog();
    // Of two that listen to one region, each says it.
    return log.filter((line, at) => line !== log[at - 1]);
  });
}

test("a wrap-up is spoken as it was judged", async ({ page, workspace }) => {
  await page.route("**/screen-reader.js", (route) => route.fulfill({ path: SCRIPT, contentType: "text/javascript" }));
  await workspace.holdClock();
  await workspace.open();
  await workspace.wrapUp("Chat");
  const transcript: string[] = [];
  const chapter = (title: string, lines: string[]) => transcript.push(`# ${title}`, ...lines, "");

  await listen(page, "[role=dialog]");
  chapter("The dialog, read from its beginning", await readOn(page));
  await page.evaluate(() => (globalThis as unknown as WithReader).reader.stop());

  await listen(page, "main");
  await said(page);
  await workspace.code.focus();
  chapter("The field for a code has the focus", await said(page));
  await workspace.code.fill("refund");
  await workspace.pass(1);
  chapter("A code is typed", await said(page));
  await workspace.code.press("Enter");
  await workspace.pass(1);
  chapter("It is chosen", await said(page));
  await workspace.notes.focus();
  chapter("The notes have the focus", await said(page));
  await workspace.notes.fill("Refunded.");
  for (const seconds of [28, 2, 14, 10]) {
    await workspace.pass(seconds);
    chapter(`${seconds} seconds go by`, await said(page));
  }
  await workspace.extend.click();
  chapter("More time is had", await said(page));
  await workspace.submit.click();
  await expect(workspace.notice).toBeVisible();
  chapter("It is submitted", await said(page));

  const text = transcript.join("\n");
  if (process.env.SPOKEN === "accept") writeFileSync(TRANSCRIPT, text);
  expect(text).toBe(readFileSync(TRANSCRIPT, "utf8"));
});
