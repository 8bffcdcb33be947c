// Every component in every state looks as it did when somebody last looked: `make accept-pictures`
// takes the pictures anew, to be looked at before they are committed. They are compared where
// letters are drawn as they were then: with the same fonts, by the same Chromium.
import { readFileSync, writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { SCENES, show, type Way } from "./gallery.ts";
import { expect, test } from "./test.ts";

const LOOKS = {
  light: { theme: "light", lang: "en", width: 640, wish: "none" },
  dark: { theme: "dark", lang: "en", width: 640, wish: "none" },
  "narrow-rtl": { theme: "light", lang: "ar", width: 320, wish: "none" },
} as const satisfies Record<string, Way>;

/** High enough for the highest; a picture is no higher than it needs to be to show a change. */
const HEIGHT = 640;

/** What moves by itself looks different each time. */
const MOVING = ["ten-countdowns"];

/** By what the pictures were drawn. */
const DRAWN_BY = new URL("pictures/drawn-by.json", import.meta.url);

test.use({ timezoneId: "UTC", locale: "en-GB" });

/** By what this page is drawn: the browser, and how wide its letters are. */
async function drawnBy(page: Page): Promise<{ chromium: string; widths: number[] }> {
  await page.goto("/gallery.html");
  const widths = await page.evaluate(() => {
    const canvas = document.createElement("canvas").getContext("2d")!;
    const text = "Wrap up 0:48 ✦ الاختتام";
    return ["400 16px sans-serif", "700 16px system-ui", "400 16px monospace"].map((font) => {
      canvas.font = font;
      return canvas.measureText(text).width;
    });
  });
  return { chromium: page.context().browser()!.version().split(".")[0]!, widths };
}

test.beforeEach(async ({ page }, { config }) => {
  const by = await drawnBy(page);
  if (["all", "changed"].includes(config.updateSnapshots)) {
    writeFileSync(DRAWN_BY, `${JSON.stringify(by)}\n`);
  } else {
    const then = JSON.parse(readFileSync(DRAWN_BY, "utf8")) as typeof by;
    test.skip(JSON.stringify(by) !== JSON.stringify(then), `drawn by ${JSON.stringify(then)}, here ${JSON.stringify(by)}`);
  }
});

for (const scene of SCENES.filter((scene) => !MOVING.includes(scene))) {
  test(`${scene} looks as it did`, async ({ page }) => {
    for (const [look, way] of Object.entries(LOOKS)) {
      await show(page, scene, way, HEIGHT);
      // Letters have soft edges, which differ a little with whatever draws them.
      const tolerance = { maxDiffPixels: 80, animations: "disabled", caret: "hide" } as const;
      await expect.soft(page).toHaveScreenshot(`${scene}-${look}.png`, { fullPage: true, ...tolerance });
    }
  });
}
