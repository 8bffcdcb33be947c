// Strict pages, and what pages get wrong.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { choose } from "../e2e/codes.ts";
import { built } from "./host.ts";
import { naughty } from "./naughty.ts";
import type { InteractionWrapUp } from "interaction-wrap-up";
import { expect, policy, test } from "./strict.ts";

const failed = "The wrap-up could not be loaded.";
const wasm = "/package/wrap_up_bg.wasm";

test("a whole wrap-up violates nothing of the strictest policy", async ({ strict }) => {
  await strict.open();
  const element = strict.page.locator("interaction-wrap-up");
  await strict.ask(async (element) => {
    await element.connected();
    await element.conversationEnded({ by: "customer" });
  });
  await choose(element.getByLabel("Wrap-up code"), "Resolved");
  await element.getByLabel("Notes").fill("typed");
  await element.getByRole("button", { name: "Minimize" }).click();
  await element.getByRole("button", { name: "Expand" }).click();
  await strict.ask(async (element) => {
    await element.extend();
    await element.minimise();
    await element.expand();
  });
  await element.getByRole("button", { name: "Submit & close" }).click();
  await expect.poll(() => strict.ask((element) => element.state)).toBe("closed_complete");
  await strict.ask((element) => element.correct({ notes: "typed, and corrected" }).then(() => {}));
  await element.getByRole("button", { name: "Dismiss" }).first().click();
  await strict.ask((element) => element.remove()).catch(() => {});
  expect(await strict.violations()).toEqual([]);
  expect(strict.complaints).toEqual([]);
});

test("the nearest language is spoken, and another one when it changes", async ({ strict }) => {
  await strict.open();
  const say = (language: string, key: string): string => {
    const file = readFileSync(join(import.meta.dirname, `../../messages/${language}.json`), "utf8");
    return (JSON.parse(file) as Record<string, string>)[key] ?? key;
  };
  await strict.page.evaluate(() => void (document.documentElement.lang = "pt-BR"));
  await strict.ask(async (element) => {
    element.lang = "";
    await element.connected();
    await element.conversationEnded({ by: "customer" });
  });
  const base = strict.page.locator("interaction-wrap-up").locator("[part=base]");
  const dialog = (language: string) => base.getByRole("dialog", { name: say(language, "dialog.title"), exact: true });
  // Of the document it is told with the next change of the element.
  for (const [language, direction] of [["ar", "rtl"], ["de", "ltr"]] as const) {
    await strict.ask((element, language) => void (element.lang = language), language);
    await dialog(language).getByLabel(say(language, "notes.label")).fill(language);
    await expect(base).toHaveAttribute("lang", language);
    await expect(base).toHaveAttribute("dir", direction);
  }
  // Of two that are asked for at once the later one counts, whichever comes first.
  await strict.ask(async (element) => {
    element.lang = "ja";
    await new Promise(requestAnimationFrame);
    element.lang = "fr";
  });
  await expect(dialog("fr").getByLabel(say("fr", "notes.label"))).toHaveValue("de");
  await strict.ask((element) => element.removeAttribute("lang"));
  await expect(dialog("pt").getByLabel(say("pt", "notes.label"))).toHaveValue("de");
  await strict.ask((element) => void (element.lang = "sv"));
  await expect(dialog("en").getByLabel("Notes")).toHaveValue("de");
  expect(await strict.violations()).toEqual([]);
  expect(strict.complaints).toEqual([]);
});

test("what a page slots in is in the dialog, and stays the page's own", async ({ strict }) => {
  await strict.open();
  await strict.ask(async (element) => {
    const add = (name: string, slot: string, text: string) => {
      const child = element.appendChild(document.createElement(name));
      child.slot = slot;
      child.textContent = text;
    };
    add("p", "header", "Mira Lindqvist");
    add("button", "fields", "Look the order up");
    await element.connected();
    await element.conversationEnded({ by: "customer" });
  });
  const dialog = strict.page.locator("interaction-wrap-up").getByRole("dialog");
  await expect(dialog).toBeVisible();
  const frame = (await dialog.boundingBox())!;
  for (const text of ["Mira Lindqvist", "Look the order up"]) {
    const { x, y, width, height } = (await strict.page.getByText(text).boundingBox())!;
    expect(x >= frame.x && x + width <= frame.x + frame.width, text).toBe(true);
    expect(y >= frame.y && y + height <= frame.y + frame.height, text).toBe(true);
  }
});

test("a configuration that cannot be understood is named", async ({ strict }) => {
  await strict.open();
  await strict.ask((element) => element.ready.then(() => {}));
  await strict.ask((element) => {
    element.config = { codes: [], configurations: [{ name: "without an id" } as never] };
  });
  await expect.poll(() => strict.told()).toMatchObject([
    { code: "bad_argument", message: expect.stringContaining("config.configurations[0].id") },
  ]);
});

for (const [what, name, deliver, gone, field] of [
  ["without a name", null, true, null, "backend.name"],
  ["that takes nothing", "ours", false, null, "backend.deliver"],
  ["whose method is none", "ours", true, 3, "backend.gone"],
] as const) {
  test(`an object ${what} is told by the name of the member`, async ({ strict }) => {
    await strict.open();
    await strict.ask((element) => element.ready.then(() => {}));
    await strict.page.locator("interaction-wrap-up").evaluate(
      (element: InteractionWrapUp, { name, deliver, gone }) => {
        element.backend = { name, deliver: deliver ? () => {} : undefined, gone } as never;
      },
      { name, deliver, gone },
    );
    await expect.poll(() => strict.told()).toMatchObject([{ code: "bad_argument", message: expect.stringContaining(field) }]);
  });
}

test("a page that forbids WebAssembly is told", async ({ strict }) => {
  await strict.open((path) => (path === "/" ? { "content-security-policy": policy.replace(" 'wasm-unsafe-eval'", "") } : {}));
  await expect(strict.page.getByText(failed)).toBeVisible();
  expect(await strict.told()).toMatchObject([{ code: "wasm_blocked", message: expect.stringContaining("wasm-unsafe-eval") }]);
  expect(strict.complaints.filter((text) => text.startsWith("<interaction-wrap-up>"))).toHaveLength(1);
  expect(await strict.ask((element) => element.submit().then(() => null, (error) => error.code))).toBe("wasm_blocked");
});

test("a wrong type is told, and works", async ({ strict }) => {
  await strict.open((path) => (path === wasm ? { "content-type": "text/plain" } : {}));
  await strict.ask((element) => element.ready.then(() => {}));
  expect(await strict.told()).toMatchObject([{ code: "wasm_type", message: expect.stringContaining("text/plain") }]);
  expect(strict.complaints).toEqual([expect.stringContaining("served as text/plain")]);
  await strict.ask((element) => element.connected().then(() => {}));
  expect(await strict.ask((element) => element.state)).toBe("work_in_progress");
});

test("a missing file is told", async ({ strict }) => {
  await strict.page.route(`**${wasm}`, (route) => route.fulfill({ status: 404 }));
  await strict.open();
  await expect(strict.page.getByText(failed)).toBeVisible();
  expect(await strict.told()).toMatchObject([{ code: "wasm_missing", message: expect.stringContaining("404") }]);
});

test("the hashes of the package are right, and a page may ask for them", async ({ strict }) => {
  await strict.page.addInitScript(() => {
    const append = Element.prototype.append;
    Element.prototype.append = function (...nodes) {
      for (const node of nodes) {
        if (node instanceof HTMLElement && node.localName === "interaction-wrap-up") {
          (node as unknown as { integrity: string }).integrity = (globalThis as unknown as { wanted: string }).wanted;
        }
      }
      append.apply(this, nodes);
    };
  });
  const integrity = JSON.parse(readFileSync(join(built, "plain/package/integrity.json"), "utf8"));
  await strict.page.addInitScript(`globalThis.wanted = ${JSON.stringify(integrity["wrap_up_bg.wasm"])}`);
  await strict.open();
  await strict.ask((element) => element.ready.then(() => {}));
  expect(await strict.ask((element) => element.integrity)).toBe(integrity["wrap_up_bg.wasm"]);
});

test("no text is anything but text", async ({ strict }) => {
  test.slow();
  await strict.open();
  await strict.ask((element) => element.ready.then(() => {}));
  const outcome = await strict.ask(async (element, texts) => {
    const root = element.shadowRoot!;
    const known = new Set<string>();
    const elements = () => [...root.querySelectorAll("*")].map((each) => each.localName);
    const rendered = async () => {
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    };
    const until = async <T>(find: () => T | null | undefined | false): Promise<T> => {
      for (let at = 0; at < 500; at++) {
        const found = find();
        if (found) return found;
        await rendered();
      }
      throw new Error(`never: ${find}`);
    };
    // White space alone names nothing; for Unicode, and not for JavaScript, that is U+0085 too.
    const isBlank = (text: string) => /^[\s\u0085]*$/.test(text);
    const wrapUp = async (text: string, at: number) => {
      const label = isBlank(text) || text.length > 250 ? `label ${at}` : text;
      const id = isBlank(text) || new TextEncoder().encode(text).length > 240 ? `C-${at}` : text;
      const named = { ...element.config!.configurations[0]!, allowed_codes: [id], default_code: id };
      element.config = { codes: [{ id, label }], configurations: [named] };
      element.names = { ada: text, [id]: text };
      element.record = { channel: isBlank(text) ? "chat" : text, fields: { [`field ${text}`]: text } };
      element.interaction = id;
      await element.connected();
      await element.conversationEnded({ by: "agent" });
      const notes = await until(() => root.querySelector("textarea"));
      (await until(() => root.querySelector<HTMLElement>("[role=combobox]"))).click();
      const offered = await until(() => root.querySelector<HTMLElement>("[role=option]"));
      const shown = offered.textContent;
      if (shown !== label) return { text, shown };
      for (const name of elements()) known.add(name);
      offered.click();
      if (!root.textContent!.includes(id)) return { text, missing: "the interaction's id" };
      notes.value = text;
      notes.dispatchEvent(new Event("input", { bubbles: true }));
      const typed = notes.value;
      for (const name of elements()) known.add(name);
      const { state, segments } = await element.submit();
      const closure = segments.at(-1)?.closure;
      for (const name of elements()) known.add(name);
      const back = { state, interaction: segments.at(-1)?.interaction, code: closure?.code, notes: closure?.notes };
      const wanted = { state: "closed_complete", interaction: id, code: { id, label }, notes: typed };
      if (typed !== text) return { text, typed };
      return JSON.stringify(back) === JSON.stringify(wanted) ? null : { text, back };
    };
    const wrong: unknown[] = [];
    for (const [at, text] of texts.entries()) {
      try {
        const found = await wrapUp(text, at);
        if (found !== null) wrong.push(found);
      } catch (error) {
        wrong.push({ text, error: String(error) });
      }
    }
    return { wrong, known: [...known].sort(), broken: (globalThis as unknown as { broken?: unknown }).broken ?? null };
  }, naughty);
  expect(outcome.wrong).toEqual([]);
  expect(outcome.broken).toBeNull();
  for (const name of ["script", "img", "iframe", "style", "b", "base", "meta", "template", "interaction-wrap-up", "u"]) {
    expect(outcome.known).not.toContain(name);
  }
  expect(await strict.violations()).toEqual([]);
  // And all of it is there after a reload.
  await strict.page.reload();
  const kept = await strict.ask(async (element, texts) => {
    await element.ready;
    const lost: string[] = [];
    for (const text of texts.filter((text) => !/^[\s\u0085]*$/.test(text) && new TextEncoder().encode(text).length <= 240)) {
      element.interaction = text;
      await element.open().catch(() => {});
      if (element.segments.at(-1)?.closure?.notes !== text) lost.push(text);
    }
    return lost;
  }, naughty);
  expect(kept).toEqual([]);
});
