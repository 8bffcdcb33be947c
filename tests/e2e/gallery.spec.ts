// Every component in every state: judged in pairs of theme, language, width and wishes of
// the reader; GALLERY=full for every language in either theme.
import { SCENES, show, type Way, WAYS } from "./gallery.ts";
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";

// The judges are scripts that the page's policy would refuse.
test.use({ bypassCSP: true });

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

test("the dialog's title stands on one line of a narrow page, in every language", async ({ page }) => {
  test.slow();
  for (const lang of WAYS.lang) {
    for (const scene of ["dialog-open", "dialog-extended", "dialog-small"]) {
      await show(page, scene, { theme: "light", lang, width: 320, wish: "none" });
      const lines = await page.locator("[part=title]").evaluate((title) => {
        const range = document.createRange();
        range.selectNodeContents(title);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
      });
      expect(lines, `${scene} in ${lang}`).toBe(1);
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
