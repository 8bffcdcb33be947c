// Every language: chosen by address, browser or person, fetched when it is wanted, and
// whole; a made-up one shows what is not a message at all.
import { readFileSync } from "node:fs";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";

const file = (language: string) =>
  JSON.parse(readFileSync(new URL(`../../messages/${language}.json`, import.meta.url), "utf8")) as Record<string, string>;

/** A language's text of a key. */
function texts(language: string): (key: string) => string {
  const all = file(language);
  return (key) => all[key] ?? `${language} has no ${key}`;
}

const LANGUAGES = ["ar", "de", "es", "fr", "he", "hi", "ja", "pl", "pt", "zh"];
const english = file("en");

for (const language of LANGUAGES) {
  test(`a wrap-up from end to end, in ${language}`, async ({ page }) => {
    const say = texts(language);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goto(`/?lang=${language}`);
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    await expect(page.locator("html")).toHaveAttribute("dir", ["ar", "he"].includes(language) ? "rtl" : "ltr");
    await page.getByRole("button", { name: say("preview.new") }).click();
    await page.getByRole("button", { name: say("preview.end"), exact: true }).click();
    const dialog = page.getByRole("dialog", { name: say("dialog.title") });
    await expect(dialog.getByLabel(say("code.label"))).toBeVisible();
    await dialog.getByLabel(say("notes.label")).fill("Zurück am 3. — done");
    expect(await collisions(page)).toEqual([]);
    if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/lang-${language}.png` });
    await page.setViewportSize({ width: 320, height: 900 });
    expect(await collisions(page)).toEqual([]);
    if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/lang-${language}-narrow.png` });
    await dialog.getByRole("button", { name: say("action.submit") }).click();
    await expect(page.getByText(say("state.closed_complete")).first()).toBeVisible();
  });
}

/** Every message longer by half and between brackets, its placeholders as they are. */
function pseudo(): string {
  const stretch = (text: string) => text.replace(/[aeiou](?![^{]*})/g, (vowel) => ({ a: "áà", e: "éè", i: "íì", o: "óò", u: "úù" })[vowel]!);
  const all = Object.entries(english).map(([key, text]) => [key, `[${stretch(text)}]`]);
  return JSON.stringify(Object.fromEntries(all), null, 2);
}

test("what is shown is a message, and has room to be longer", async ({ page }) => {
  // In place of German, in a time that is not: the words of the browser stay German.
  await page.route("**/messages/de.json", (route) => route.fulfill({ contentType: "application/json", body: pseudo() }));
  await page.goto("/?lang=de");
  await page.getByRole("button", { name: "[Néèw" }).click();
  await page.getByRole("button", { name: "[Ènd", exact: false }).or(page.getByRole("button", { name: "[End cóò" })).first().click();
  await expect(page.getByRole("dialog")).toBeVisible();
  const widget = page.locator(".wrapup-dialog, .wrapup-end, .wrapup-countdown, .wrapup-facts");
  const bare = await widget.evaluateAll((pieces) => {
    const found = new Set<string>();
    for (const piece of pieces) {
      const walker = document.createTreeWalker(piece, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const text = (node.textContent ?? "").trim();
        const inside = node.parentElement;
        if (text === "" || inside === null || !inside.checkVisibility()) continue;
        // What is data: names, numbers, times, labels of codes.
        if (inside.closest("option, [part~=countdown-time], dd, [part~=interaction]") !== null) continue;
        if (!/\p{L}{2}/u.test(text) || /^\[.*\]$/s.test(text) || /C-\d+/.test(text)) continue;
        found.add(text);
      }
    }
    return [...found];
  });
  expect(bare).toEqual([]);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await collisions(page)).toEqual([]);
  }
});

test("a language is chosen by hand, and remembered", async ({ page, workspace }) => {
  await workspace.open();
  await page.getByRole("combobox", { name: "Language" }).selectOption("Deutsch");
  await expect(page.locator("html")).toHaveAttribute("lang", "de");
  await page.goto("/");
  await expect(page.getByRole("button", { name: texts("de")("preview.new") })).toBeVisible();
});

test.describe("a browser set to a language that there is", () => {
  test.use({ locale: "pl-PL" });

  test("is spoken to in it, and in English where the texts cannot be had", async ({ page, browser, site }) => {
    await page.goto("/");
    await expect(page.locator("html")).toHaveAttribute("lang", "pl");
    // Without the files, in a page whose errors are not counted: the console tells of the answer.
    const other = await browser.newPage({ locale: "pl-PL" });
    await other.route("**/messages/*.json", (route) => route.fulfill({ status: 404 }));
    await other.goto(site);
    await expect(other.getByRole("button", { name: "New conversation" })).toBeVisible();
    await other.close();
  });
});

test("counts in the forms of the language", async ({ page }) => {
  const say = texts("pl");
  await page.goto("/?lang=pl");
  for (const count of [1, 2]) {
    await page.getByRole("button", { name: say("preview.new") }).click();
    await page.getByRole("button", { name: say("preview.end"), exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: say("action.submit") }).click();
    await expect(page.locator("[part~=segment]")).toHaveCount(count);
    await page.getByRole("searchbox").fill("C-10");
    const form = { 1: "search.found#one", 2: "search.found#few" }[count]!;
    await expect(page.getByText(say(form).replace("{count}", String(count)), { exact: true })).toBeAttached();
    await page.getByRole("searchbox").fill("");
  }
});
