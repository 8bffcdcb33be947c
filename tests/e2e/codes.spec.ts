// Choosing a code, sixty times a day: out of twelve, out of five thousand, without a
// mouse, by touch, and never by accident.
import type { Locator, Page } from "@playwright/test";
import { many, offer, type Code } from "./catalog.ts";
import { choose } from "./codes.ts";
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { Workspace } from "./workspace.ts";

const list = (workspace: Workspace) => workspace.dialog.getByRole("listbox");
const options = (workspace: Workspace) => workspace.dialog.getByRole("option");
const group = (workspace: Workspace, name: string) => workspace.dialog.getByRole("group", { name, exact: true });

/** What an option is called: its label, and what else is to be said of it. */
const named = (...parts: string[]) => new RegExp(`^${parts.join(" ?, ?")}$`);

/** The option that a key has come to. */
async function active(workspace: Workspace): Promise<Locator> {
  const id = await workspace.code.getAttribute("aria-activedescendant");
  expect(id).not.toBeNull();
  const option = workspace.page.locator(`[id="${id}"]`);
  await expect(option).toHaveAttribute("aria-selected", "true");
  await expect(option).toBeInViewport({ ratio: 0.9 });
  return option;
}

async function ready(workspace: Workspace, codes: Code[] = [], rules = {}): Promise<void> {
  await workspace.open();
  if (codes.length > 0) await offer(workspace.page, codes, { duration_seconds: 600, ...rules });
  await workspace.wrapUp("Chat");
}

test("what a screen reader is told of it", async ({ workspace }) => {
  await ready(workspace);
  await expect(workspace.code).toMatchAriaSnapshot(`- combobox "Wrap-up code"`);
  await expect(workspace.code).toHaveAccessibleDescription(words("code.keys"));
  await workspace.code.pressSequentially("callb");
  await expect(workspace.code).toHaveAttribute("aria-expanded", "true");
  await expect(list(workspace)).toMatchAriaSnapshot(`
    - listbox "${words("code.list")}":
      - option "Callback scheduled" [selected]
  `);
  const said = workspace.dialog.getByRole("status").filter({ hasText: /code/ });
  await expect(said).toHaveText(words("code.found#one"));
  for (let presses = 0; presses < 3; presses++) await workspace.code.press("Backspace");
  await expect(said).toHaveText(/^\d+ codes$/);
  await workspace.code.fill("zzz");
  await expect(said.first()).toHaveText(words("code.nothing"));
  await expect(workspace.code).toHaveAttribute("aria-expanded", "false");
});

test("keys go through the list, and Enter chooses", async ({ page, workspace, records }) => {
  await ready(workspace, many(40));
  await workspace.code.focus();
  await expect(list(workspace)).toBeHidden();
  await page.keyboard.press("ArrowDown");
  await expect(await active(workspace)).toHaveAttribute("aria-posinset", "1");
  await page.keyboard.press("ArrowUp");
  await expect(await active(workspace)).toHaveAttribute("aria-posinset", "40");
  await page.keyboard.press("ArrowDown");
  await expect(await active(workspace)).toHaveAttribute("aria-posinset", "1");
  await page.keyboard.press("PageDown");
  const paged = Number(await (await active(workspace)).getAttribute("aria-posinset"));
  expect(paged).toBeGreaterThan(3);
  await page.keyboard.press("PageUp");
  await expect(await active(workspace)).toHaveAttribute("aria-posinset", "1");
  await page.keyboard.press("End");
  await expect(await active(workspace)).toHaveAttribute("aria-posinset", "40");
  await expect(await active(workspace)).toHaveAttribute("aria-setsize", "40");
  await page.keyboard.press("Home");
  const first = await active(workspace);
  const label = (await first.locator(".wrapup-code-label").textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expect(list(workspace)).toBeHidden();
  await expect(workspace.code).toHaveValue(label);
  await expect(workspace.code).toBeFocused();
  // The next letter begins a search, and is not added to the label.
  await page.keyboard.type("confirmed");
  await expect(workspace.code).toHaveValue("confirmed");
  await page.keyboard.press("ArrowDown");
  const second = await (await active(workspace)).locator(".wrapup-code-label").textContent();
  await page.keyboard.press("Enter");
  await expect(workspace.code).toHaveValue(second ?? "");
  await page.keyboard.press("Alt+ArrowDown");
  await expect(list(workspace)).toBeVisible();
  await expect(workspace.code).toHaveValue(second ?? "");
  await expect(await active(workspace)).toContainText(second ?? "");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(list(workspace)).toBeHidden();
  await page.keyboard.press("Tab");
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.all()).segments[0]?.closure?.code).toMatchObject({ label: second });
});

test("what is typed never becomes a choice by itself", async ({ page, workspace, records }) => {
  await ready(workspace);
  await choose(workspace.code, "Refund issued");
  // Tab leaves it as it was.
  await page.keyboard.type("resolved");
  await page.keyboard.press("Tab");
  await expect(workspace.notes).toBeFocused();
  await expect(workspace.code).toHaveValue("Refund issued");
  // Escape shuts the list first, then brings back what is chosen, then is the page's.
  const heard = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let presses = 0;
        addEventListener("keyup", ({ key }) => (presses += Number(key === "Escape")));
        addEventListener("keydown", ({ key }) => key === "Escape" && resolve(presses));
      }),
  );
  await workspace.code.focus();
  await page.keyboard.type("resolved");
  await page.keyboard.press("Escape");
  await expect(list(workspace)).toBeHidden();
  await expect(workspace.code).toHaveValue("resolved");
  await page.keyboard.press("Escape");
  await expect(workspace.code).toHaveValue("Refund issued");
  await page.keyboard.press("Escape");
  expect(await heard).toBe(2);
  // Emptied, it keeps the choice; nothing that fits, and Enter chooses nothing.
  await workspace.code.fill("");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(workspace.code).toHaveValue("Refund issued");
  await workspace.code.fill("there is no such code");
  await expect(workspace.dialog.locator(".wrapup-codes-none")).toHaveText(words("code.nothing"));
  await page.keyboard.press("Enter");
  await workspace.notes.click();
  await expect(workspace.code).toHaveValue("Refund issued");
  const { draft } = (await records.all()).segments[0] ?? {};
  expect(draft).toMatchObject({ code: "refund" });
});

test("a choice is taken back by choosing none", async ({ page, workspace, records }) => {
  await ready(workspace);
  await choose(workspace.code, "Refund issued");
  await workspace.code.fill("");
  await page.keyboard.press("ArrowDown");
  await expect(await active(workspace)).toHaveAccessibleName(words("code.clear"));
  await page.keyboard.press("Enter");
  await expect(workspace.code).toHaveValue("");
  await workspace.notes.fill("n");
  await expect.poll(async () => (await records.all()).segments[0]?.draft).toMatchObject({ code: null, notes: "n" });
});

test("a code is found whatever its accents, by other words for it and by what stands above it", async ({ workspace }) => {
  await ready(workspace, [
    { id: "a", label: "Résiliation demandée", synonyms: ["Kündigung"], description: "The customer leaves." },
    { id: "b", label: "Straßensperrung", parent: "a" },
    { id: "c", label: "退款已完成" },
    { id: "d", label: "تم استرداد المبلغ" },
    { id: "e", label: "בקשת החזר" },
    { id: "f", label: "Ｆｕｌｌ width" },
    { id: "g", label: "İstanbul office" },
  ]);
  for (const [typed, found] of [
    ["resiliation", ["Résiliation demandée", "Straßensperrung"]],
    ["RÉSILIATION DEM", ["Résiliation demandée", "Straßensperrung"]],
    ["kundigung", ["Résiliation demandée"]],
    ["leaves", ["Résiliation demandée"]],
    ["strassen", ["Straßensperrung"]],
    ["退款", ["退款已完成"]],
    ["استرداد", ["تم استرداد المبلغ"]],
    ["החזר", ["בקשת החזר"]],
    ["full", ["Ｆｕｌｌ width"]],
    ["istanbul", ["İstanbul office"]],
  ] as const) {
    await workspace.code.fill(typed);
    await expect(options(workspace).locator(".wrapup-code-label"), typed).toHaveText([...found]);
  }
});

test("5,000 codes: few of them are in the page, and the last is one key away", async ({ page, workspace, records }) => {
  test.slow();
  const id = await (async () => {
    await workspace.open();
    await offer(page, many(5_000), { duration_seconds: 600 });
    return await workspace.wrapUp("Chat");
  })();
  await workspace.code.click();
  await expect(options(workspace).first()).toHaveAttribute("aria-setsize", "5000");
  await page.keyboard.press("End");
  await expect(await active(workspace)).toHaveAttribute("aria-posinset", "5000");
  expect(await options(workspace).count()).toBeLessThan(40);
  await page.keyboard.press("PageUp");
  await active(workspace);
  // By the wheel, too, there is never a gap.
  const box = (await list(workspace).boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (const by of [-900, -4_000, 700]) {
    await page.mouse.wheel(0, by);
    await expect
      .poll(() =>
        list(workspace).evaluate((list) => {
          const { top, left, height } = list.getBoundingClientRect();
          const root = list.getRootNode() as Document;
          return [0.05, 0.5, 0.95].every((part) => root.elementFromPoint(left + 40, top + height * part)?.closest("[role=option]"));
        }),
      )
      .toBe(true);
  }
  await workspace.code.fill("warranty 4994");
  await expect(options(workspace)).toHaveCount(1);
  await page.keyboard.press("Enter");
  await expect(workspace.code).toHaveValue(/^Warranty .* 4994$/);
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({ code: { id: "code-4994" } });
});

test("the tree is to be seen: each code with what is above it, below which it stands", async ({ workspace }) => {
  await ready(workspace, [
    { id: "other", label: "Other" },
    { id: "money", label: "Money" },
    { id: "refund", label: "Refund", parent: "money" },
    { id: "part", label: "In part", parent: "refund" },
  ]);
  await workspace.code.click();
  await expect(options(workspace)).toHaveText(["Other", "Money", "Refund, Money", "In part, Money › Refund"]);
  await expect(options(workspace).last()).toHaveAccessibleName(named("In part", "Money › Refund"));
});

test("what was used last and what is marked stands on top, for this agent and in this browser", async ({ page, workspace }) => {
  await ready(workspace);
  await choose(workspace.code, "Complaint taken");
  await workspace.submit.click();
  await expect(workspace.saved).toHaveCount(1);
  await workspace.wrapUp("Chat");
  await workspace.code.click();
  await expect(group(workspace, words("code.recent")).getByRole("option")).toHaveText(["Complaint taken"]);
  // By key, and by a press on the star.
  await workspace.code.fill("billing");
  await page.keyboard.press("Shift+Enter");
  await expect(options(workspace).first()).toHaveAccessibleName(named("Billing question", words("code.is_favourite")));
  const said = workspace.dialog.getByRole("status").filter({ hasText: "favourites" });
  await expect(said).toHaveText(words("code.favourite_added", { code: "Billing question" }));
  await workspace.code.fill("order");
  await options(workspace).first().locator(".wrapup-code-star").click();
  await expect(workspace.code).toBeFocused();
  await expect(workspace.code).toHaveValue("order");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");

  await workspace.reload();
  await workspace.tab("C-1002").getByRole("button").first().click();
  await workspace.code.click();
  const favourites = group(workspace, words("code.favourites")).getByRole("option");
  await expect(favourites.locator(".wrapup-code-label")).toHaveText(["Billing question", "Order changed"]);
  await favourites.first().locator(".wrapup-code-star").click();
  await page.keyboard.press("Escape");
  await workspace.code.click();
  await expect(favourites.locator(".wrapup-code-label")).toHaveText(["Order changed"]);
  await favourites.first().click();
  await expect(workspace.code).toHaveValue("Order changed");
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  // A colleague on the same computer sees nothing of it; the Reset takes it away.
  await workspace.signIn("Ben Okafor");
  await workspace.wrapUp("Chat");
  await workspace.code.click();
  await expect(workspace.dialog.getByRole("group")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: words("preview.reset") }).click();
  await expect(workspace.dialog).toBeHidden();
  const kept = () => page.evaluate(() => Object.keys(localStorage).filter((name) => name.includes("|codes|")));
  await expect.poll(kept, "once the store is empty").toEqual([]);
});

test("a choice is there after a reload and in a second window", async ({ context, page, workspace }) => {
  await ready(workspace);
  const other = new Workspace(await context.newPage());
  await other.open();
  await choose(workspace.code, "Escalated to second line");
  await expect(other.code).toHaveValue("Escalated to second line");
  await workspace.reload();
  await expect(workspace.code).toHaveValue("Escalated to second line");
  // While somebody searches, what another window chooses doesn't disturb them.
  await workspace.code.click();
  await page.keyboard.type("refund");
  await choose(other.code, "Resolved");
  await expect(workspace.code).toHaveValue("refund");
  await expect(options(workspace).first()).toHaveAccessibleName("Refund issued");
});

test("nasty texts are texts, and whatever is typed is looked for", async ({ page, workspace }) => {
  const nasty = ["<img src=x onerror=alert(1)>", "\"><script>alert(1)</script>", "{{7*7}} ${7*7}", "\u202Ereversed", "á\u0301\u0301", "'; drop table codes; --", "x".repeat(256)];
  const before = "<b>bold</b>";
  await ready(workspace, [before, ...nasty].map((label, at) => ({ id: `n-${at}`, label, description: label, synonyms: [label] })));
  await workspace.code.click();
  await expect(options(workspace).locator(".wrapup-code-label")).toHaveText([before, ...nasty]);
  for (const name of ["img", "script", "b"]) await expect(workspace.dialog.locator(name)).toHaveCount(0);
  for (const typed of ["\\", ".*(", "😀😀", "\u0000", "‮", "a".repeat(5_000), "   ", "-", "<"]) await workspace.code.fill(typed);
  await workspace.code.fill("img src");
  await page.keyboard.press("Enter");
  await expect(workspace.code).toHaveValue(nasty[0] ?? "");
});

test("an input method is let be until it is done", async ({ page, workspace }) => {
  await ready(workspace, [{ id: "a", label: "返金済み" }, { id: "b", label: "配達遅延" }]);
  await workspace.code.focus();
  const client = await page.context().newCDPSession(page);
  await client.send("Input.imeSetComposition", { text: "へんきん", selectionStart: 4, selectionEnd: 4 });
  const key = { key: "Process", code: "Enter", windowsVirtualKeyCode: 229 };
  await client.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key });
  await expect(workspace.code).toHaveValue("へんきん");
  await client.send("Input.insertText", { text: "返金" });
  await expect(workspace.code).toHaveValue("返金");
  await expect(options(workspace)).toHaveText(["返金済み"]);
  await page.keyboard.press("Enter");
  await expect(workspace.code).toHaveValue("返金済み");
});

test.describe("by touch", () => {
  test.use({ hasTouch: true, viewport: { width: 320, height: 640 } });

  for (const dir of ["ltr", "rtl"]) {
    test(`a code is tapped, and marked, ${dir}`, async ({ page, workspace }) => {
      await ready(workspace, many(30));
      await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
      await workspace.code.tap();
      for (const target of [options(workspace).first(), options(workspace).first().locator(".wrapup-code-star")]) {
        const { width, height } = (await target.boundingBox())!;
        expect(Math.min(width, height)).toBeGreaterThanOrEqual(24);
      }
      const third = options(workspace).nth(2);
      const label = await third.locator(".wrapup-code-label").textContent();
      await third.locator(".wrapup-code-star").tap();
      await expect(third).toHaveAccessibleName(new RegExp(words("code.is_favourite")));
      await third.tap();
      await expect(workspace.code).toHaveValue(label ?? "");
      await expect(list(workspace)).toBeHidden();
    });
  }
});

for (const { width, height, dir } of [
  { width: 1280, height: 800, dir: "ltr" },
  { width: 320, height: 640, dir: "rtl" },
  // 1280 by 1024 at 400 %.
  { width: 320, height: 256, dir: "ltr" },
]) {
  test(`the open list is in reach and no judge finds anything, ${width} by ${height}, ${dir}`, async ({ page, workspace }) => {
    await page.setViewportSize({ width, height });
    await ready(workspace, many(30));
    await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
    await workspace.code.click();
    await page.keyboard.press("End");
    await active(workspace);
    expect(await findings(page)).toEqual([]);
    expect(await sideways(page)).toBe(false);
    await page.keyboard.press("Escape");
    expect(await collisions(page)).toEqual([]);
  });
}

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
