import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";
import { expect, test } from "./test.ts";
import { ENTERED, type Workspace } from "./workspace.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe-core finds wrong, in lines that say where. */
async function findings(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ""}`));
  });
}

/** Goes through everything the page can look like, and looks at each. */
async function walk(workspace: Workspace, look: (at: string) => Promise<void>): Promise<void> {
  const { page } = workspace;
  // The clock runs, since what looks may wait; only the long stretches are skipped.
  const skipTo = async (band: string) => {
    await expect(async () => {
      await page.clock.fastForward(1000);
      await expect(workspace.countdown()).toHaveAttribute("data-band", band, { timeout: 100 });
    }).toPass();
  };
  await look("the empty workspace");
  await workspace.start("Chat");
  await look("a conversation");
  await workspace.press("End conversation");
  await expect(workspace.dialog).toBeVisible();
  await look("the green dialog");
  await workspace.enter(ENTERED);
  await page.clock.fastForward(25_000);
  await skipTo("yellow");
  await look("the yellow dialog");
  await skipTo("red");
  await look("the red dialog");
  await page.clock.fastForward(20_000);
  await expect(workspace.notice.getByRole("textbox")).toHaveValue(ENTERED.notes);
  await look("the notice, and a segment that timed out");
  await workspace.wrapUp("Messaging");
  await workspace.enter({ notes: "x".repeat(4001) });
  await look("notes that are too long");
  await workspace.enter(ENTERED);
  await workspace.submit.click();
  await expect(workspace.saved).toHaveCount(2);
  await look("saved segments");
  await workspace.wrapUp("Voice");
  await look("End Wrap Up alone");
  await workspace.signIn("Ben Okafor");
  await look("a colleague's wrap-up");
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing, ${colorScheme}`, async ({ page, workspace }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    await page.clock.install();
    await workspace.open();
    await page.addScriptTag({ path: axe });
    await walk(workspace, async (at) => expect.soft(await findings(page), at).toEqual([]));
  });
}

/** Controls that stick out of the page sideways, or lie upon each other. */
async function collisions(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const found: string[] = [];
    if (scrollWidth > clientWidth) found.push(`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`);
    const name = (element: Element) =>
      element.getAttribute("aria-label") ?? element.id + (element.textContent ?? "").trim().slice(0, 30);
    const texts = "button, select, textarea, [role=timer], h1, h2, dt, dd, p:not(.wrapup-unseen)";
    const pieces = [...document.querySelectorAll(texts)].filter((piece) => piece.checkVisibility());
    // What is scrolled out of sight lies upon nothing.
    const visible = (piece: Element) => {
      let { left, right, top, bottom } = piece.getBoundingClientRect();
      for (let around = piece.parentElement; around !== null; around = around.parentElement) {
        if (around === document.body || getComputedStyle(around).overflow === "visible") continue;
        const frame = around.getBoundingClientRect();
        [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
        [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
      }
      return { left, right, top, bottom };
    };
    const boxes = pieces.map((piece) => ({
      piece,
      box: visible(piece),
      // What floats above the page may cover it.
      layer: piece.closest("[role=dialog], [role=status]"),
    }));
    for (const [index, one] of boxes.entries()) {
      if (one.box.left >= one.box.right || one.box.top >= one.box.bottom) continue;
      if (one.box.left < -0.5 || one.box.right > clientWidth + 0.5) found.push(`${name(one.piece)} sticks out`);
      for (const other of boxes.slice(index + 1)) {
        if (one.layer !== other.layer) continue;
        if (one.piece.contains(other.piece) || other.piece.contains(one.piece)) continue;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 1 && down > 1) found.push(`${name(one.piece)} lies upon ${name(other.piece)}`);
      }
    }
    return found;
  });
}

for (const { width, height, dir } of [
  { width: 320, height: 640, dir: "ltr" },
  { width: 320, height: 640, dir: "rtl" },
  { width: 1280, height: 800, dir: "rtl" },
  { width: 2560, height: 1440, dir: "ltr" },
]) {
  test(`everything has its place at ${width} px, ${dir}`, async ({ page, workspace }) => {
    test.slow();
    await page.setViewportSize({ width, height });
    await page.clock.install();
    await workspace.open();
    await page.evaluate((dir) => {
      document.documentElement.dir = dir;
    }, dir);
    await walk(workspace, async (at) => expect.soft(await collisions(page), at).toEqual([]));
  });
}
