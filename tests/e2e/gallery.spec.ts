// Every component in every state: judged in pairs of theme, language, width and wishes of
// the reader; GALLERY=full for every language in either theme.
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";

const SCENES = [...readFileSync(new URL("../../examples/gallery/main.rs", import.meta.url), "utf8").matchAll(/^    \("([a-z-]+)", (?!&)/gm)].map(
  ([, name]) => name!,
);

// The judges are scripts that the page's policy would refuse.
test.use({ bypassCSP: true });

/** What a reader may have or want, and what of it there is. */
const WAYS = {
  theme: ["light", "dark"],
  lang: ["en", "ar", "de", "es", "fr", "he", "hi", "ja", "pl", "pt", "zh"],
  width: [320, 640, 1280],
  wish: ["none", "forced-colors", "reduced-motion", "more-contrast"],
} as const;

interface Way {
  theme: (typeof WAYS.theme)[number];
  lang: (typeof WAYS.lang)[number];
  width: (typeof WAYS.width)[number];
  wish: (typeof WAYS.wish)[number];
}

/**
 * Ways for one scene: with GALLERY=full every language in either theme; else a few, in which
 * over all scenes each value of one kind meets each value of each other kind.
 */
function ways(index: number): Way[] {
  const count = process.env.GALLERY === "full" ? WAYS.lang.length * WAYS.theme.length : 3;
  return Array.from({ length: count }, (_, number) => {
    const place = index * count + number;
    const round = Math.floor(place / WAYS.lang.length);
    return {
      theme: WAYS.theme[place % 2]!,
      lang: WAYS.lang[place % 11]!,
      width: WAYS.width[place % 3]!,
      wish: WAYS.wish[round % 4]!,
    };
  });
}

async function show(page: Page, scene: string, { theme, lang, width, wish }: Way): Promise<void> {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({
    colorScheme: theme,
    forcedColors: wish === "forced-colors" ? "active" : "none",
    reducedMotion: wish === "reduced-motion" ? "reduce" : "no-preference",
    contrast: wish === "more-contrast" ? "more" : "no-preference",
  });
  await page.goto("about:blank");
  await page.goto(`/gallery.html?lang=${lang}#${scene}`);
  await expect(page.locator("html[data-ready]")).toBeAttached();
}

test("there are scenes, and the list names them all", async ({ page }) => {
  expect(SCENES.length).toBeGreaterThan(30);
  await page.goto("/gallery.html");
  await expect(page.getByRole("link")).toHaveText(SCENES);
  expect(await findings(page)).toEqual([]);
});

test("each value of one kind meets each of each other kind", () => {
  const all = SCENES.flatMap((_, index) => ways(index));
  const kinds = Object.keys(WAYS) as (keyof Way)[];
  for (const one of kinds) {
    for (const other of kinds.slice(kinds.indexOf(one) + 1)) {
      const met = new Set(all.map((way) => `${way[one]} ${way[other]}`));
      expect(met.size, `${one} and ${other}`).toBe(WAYS[one].length * WAYS[other].length);
    }
  }
});

for (const [index, scene] of SCENES.entries()) {
  test(`${scene}: no judge finds anything, and everything has its place`, async ({ page }) => {
    test.slow();
    for (const way of ways(index)) {
      await show(page, scene, way);
      const at = JSON.stringify(way);
      expect.soft(await findings(page), at).toEqual([]);
      expect.soft(await collisions(page), at).toEqual([]);
    }
  });
}
