// The gallery of examples/gallery, as a reader comes to it.
import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";

/** What is to be seen there. */
export const SCENES = [...readFileSync(new URL("../../examples/gallery/main.rs", import.meta.url), "utf8").matchAll(/^    \("([a-z-]+)", (?!&)/gm)].map(
  ([, name]) => name!,
);

/** What a reader may have or want, and what of it there is. */
export const WAYS = {
  theme: ["light", "dark"],
  lang: ["en", "ar", "de", "es", "fr", "he", "hi", "ja", "pl", "pt", "zh"],
  width: [320, 640, 1280],
  wish: ["none", "forced-colors", "reduced-motion", "more-contrast"],
} as const;

export interface Way {
  theme: (typeof WAYS.theme)[number];
  lang: (typeof WAYS.lang)[number];
  width: number;
  wish: (typeof WAYS.wish)[number];
}

/** Shows one scene so. */
export async function show(page: Page, scene: string, { theme, lang, width, wish }: Way, height = 900): Promise<void> {
  await page.setViewportSize({ width, height });
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
