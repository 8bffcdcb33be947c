// Codes in the language of their agent: on the way to a wrap-up, and after it.
import { readFileSync } from "node:fs";
import { choose } from "./codes.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";

type Texts = Record<string, string>;
const german = JSON.parse(readFileSync(new URL("../../messages/de.json", import.meta.url), "utf8")) as Texts;
const say = (key: string, values: Texts = {}) =>
  (german[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");

test("an agent reads, finds and chooses codes in their own language", async ({ page, records }) => {
  await page.goto("/?lang=de");
  await page.getByRole("button", { name: say("preview.new") }).click();
  await page.getByRole("button", { name: say("preview.end"), exact: true }).click();
  const dialog = page.getByRole("dialog", { name: say("dialog.title") });
  const code = dialog.getByLabel(say("code.label"));
  // What 0:00 would save, before anything is chosen.
  await expect(dialog.locator("[part=forecast]")).toContainText("Gelöst");
  await code.focus();
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("option").first()).toContainText("Gelöst");
  await expect(dialog.getByRole("option", { name: /Refund|Resolved/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await choose(code, "Geld erstattet");
  // A colleague called it by its other name.
  await code.fill("callback");
  await expect(dialog.getByRole("option")).toHaveText(/Rückruf vereinbart/);
  await page.keyboard.press("Enter");
  await expect(code).toHaveValue("Rückruf vereinbart");
  await expect(dialog.locator("[part=forecast]")).toContainText("Rückruf vereinbart");
  expect(await collisions(page)).toEqual([]);

  await dialog.getByRole("button", { name: say("action.submit") }).click();
  await expect(page.locator("[part~=notice]")).toContainText("Rückruf vereinbart");
  const saved = page.locator("[part~=segment]").first();
  await expect(saved).toContainText("Rückruf vereinbart");
  // The record has the label that reports are made of.
  expect((await records.all()).segments[0]?.closure?.code).toEqual({ id: "callback", label: "Callback scheduled" });
  // Found by what is read, and by what was saved.
  for (const word of ["rückruf", "callback"]) {
    await page.getByRole("searchbox").fill(word);
    await expect(saved).toBeVisible();
  }
  await page.getByRole("searchbox").fill("");
  await saved.getByRole("button", { name: say("correction.open") }).click();
  await expect(page.locator("[part=correction]").getByLabel(say("code.label"))).toHaveValue("Rückruf vereinbart");
});

test("where a language has no labels, codes keep their own", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp("Chat");
  await page.goto("/?lang=fr");
  await expect(page.getByRole("dialog").locator("[part=forecast]")).toContainText("Resolved");
});

test("a suggested code is named in the language of its agent", async ({ page, workspace }) => {
  await workspace.open();
  await workspace.wrapUp("Video");
  await page.goto("/?lang=de");
  const suggested = page.getByRole("dialog").locator("[part=suggested-code]");
  await expect(suggested).toContainText("Bestellung geändert");
});
