// The element's class by itself, over a module that remembers what is done with it.
import { expect, test } from "./test.ts";

const wasm = "/one/wrap_up_bg.wasm";
const script = "/one/wrap_up.js";

test("importing the class registers nothing and fetches nothing else", async ({ loaded }) => {
  expect(await loaded.run(`return customElements.get("interaction-wrap-up") ?? null`)).toBeNull();
  expect(loaded.asked).toEqual(["/one/index.js"]);
});

test("the module works where there is no DOM", async () => {
  const { define, InteractionWrapUp, WrapUpError } = await import("../../target/loader/one/index.js" as string);
  await import("../../target/loader/one/define.js" as string);
  expect(define()).toBe(InteractionWrapUp);
  expect(InteractionWrapUp.observedAttributes).toContain("interaction");
  expect(new WrapUpError({ code: "refused", message: "no" })).toMatchObject({ name: "WrapUpError", code: "refused" });
});

test("nothing is downloaded before there is an interaction or an agent", async ({ loaded }) => {
  const calls = await loaded.run(`
    define();
    const element = make();
    document.body.append(element);
    await settled();
    const { state, deadline, remaining, band, draft, segments, pending } = element;
    return [await caught(element.submit()), { state, deadline, remaining, band, draft, segments, pending }];
  `);
  expect(calls).toMatchObject([
    { ours: true, code: "no_interaction" },
    { state: null, deadline: null, remaining: null, band: null, draft: null, segments: [], pending: 0 },
  ]);
  expect(loaded.asked).toEqual(["/one/index.js"]);
});

test("an element outside of the page downloads with its first call", async ({ loaded }) => {
  const result = await loaded.run(`
    define();
    const element = make({ interaction: "C-1", agent: "ada" });
    await settled();
    const before = performance.getEntriesByType("resource").map((entry) => new URL(entry.name).pathname);
    const result = await element.connected();
    await settled();
    return [before.includes("${wasm}"), result, seen.mounts.map(({ unmounted }) => unmounted)];
  `);
  // What was mounted for the call goes with it.
  expect(result).toEqual([false, { did: "connected" }, [1]]);
});

test("several elements share one module, and each fetch happens once", async ({ loaded }) => {
  const mounts = await loaded.run(`
    define();
    const elements = ["C-1", "C-2", "C-3"].map((interaction) => make({ interaction, agent: "ada" }));
    document.body.append(...elements);
    await Promise.all(elements.map((element) => element.ready));
    return [seen.inits, seen.mounts.length];
  `);
  expect(mounts).toEqual([1, 3]);
  expect(loaded.asked.filter((path) => path === wasm || path === script).sort()).toEqual([script, wasm].sort());
});

test("preload() fetches without an element", async ({ loaded }) => {
  await loaded.run(`await InteractionWrapUp.preload(); await preload();`);
  expect(loaded.asked.filter((path) => path === wasm)).toHaveLength(1);
});

test("the tag may stand before or after its script", async ({ loaded: { page } }) => {
  await page.goto("/early.html");
  await expect(page.getByText("C-1 of ada")).toBeVisible();
});

test("what was set before the class was there counts", async ({ loaded }) => {
  const options = await loaded.run(`
    document.body.innerHTML = "<interaction-wrap-up agent=ada></interaction-wrap-up>";
    const element = document.body.firstElementChild;
    Object.assign(element, { interaction: "C-7", roles: ["interaction_admin"], config: { codes: [] }, docked: true });
    define();
    await element.ready;
    return [Object.keys(element), element.getAttribute("interaction"), seen.mounts[0].options[0]];
  `);
  expect(options).toMatchObject([
    [],
    "C-7",
    { interaction: "C-7", agent: "ada", roles: ["interaction_admin"], config: { codes: [] }, docked: true },
  ]);
});

test("attributes and properties reflect, and a bad value is the default", async ({ loaded }) => {
  const read = await loaded.run(`
    define();
    const element = make();
    const all = () => Object.fromEntries(
      ["interaction", "agent", "roles", "theme", "backend", "baseUrl", "cookies", "attention", "docked", "position"].map((name) => [name, element[name]]),
    );
    const html = () => element.outerHTML;
    const defaults = all();
    Object.assign(element, {
      interaction: "C-1", agent: "ada", roles: ["interaction_admin", "admin"], theme: "dark", backend: "rest",
      baseUrl: "/wrap-up", cookies: true, attention: ["title", "icon"], docked: true,
    });
    const written = html();
    const kept = all();
    element.setAttribute("theme", "purple");
    element.setAttribute("backend", "oracle");
    element.setAttribute("roles", "  a   b ");
    const bad = all();
    Object.assign(element, {
      interaction: null, agent: undefined, roles: null, theme: null, backend: null, baseUrl: null, cookies: false, attention: null, docked: false,
    });
    return { defaults, written, kept, bad, cleared: html() };
  `);
  expect(read).toMatchObject({
    defaults: {
      interaction: null,
      agent: null,
      roles: [],
      theme: "auto",
      backend: "browser",
      baseUrl: null,
      cookies: false,
      attention: [],
      docked: false,
      position: "bottom-end",
    },
    written:
      '<interaction-wrap-up interaction="C-1" agent="ada" roles="interaction_admin admin" theme="dark" backend="rest" base-url="/wrap-up" cookies="" attention="title icon" docked=""></interaction-wrap-up>',
    kept: { roles: ["interaction_admin", "admin"], theme: "dark", backend: "rest", baseUrl: "/wrap-up", docked: true },
    bad: { theme: "auto", backend: "browser", roles: ["a", "b"] },
    cleared: "<interaction-wrap-up></interaction-wrap-up>",
  });
});

test("a backend may be an object, which no attribute shows", async ({ loaded }) => {
  const result = await loaded.run(`
    define();
    const element = make({ agent: "ada", backend: "rest" });
    const own = { deliver() {} };
    element.backend = own;
    document.body.append(element);
    await element.ready;
    const given = seen.mounts[0].options[0].backend === own && element.backend === own;
    element.backend = "rest";
    await settled();
    return [given, element.outerHTML, seen.mounts[0].options.at(-1).backend];
  `);
  expect(result).toEqual([true, '<interaction-wrap-up agent="ada" backend="rest"></interaction-wrap-up>', "rest"]);
  expect(loaded.said).toEqual([]);
});

test("all changes of one go are one update, with all options", async ({ loaded }) => {
  const updates = await loaded.run(`
    define();
    const element = make({ interaction: "C-1", agent: "ada" });
    document.body.append(element);
    await element.ready;
    await settled();
    const before = seen.mounts[0].options.length;
    element.interaction = "C-2";
    element.record = { channel: "chat" };
    element.theme = "light";
    await settled();
    return [seen.mounts.length, seen.mounts[0].options.length - before, seen.mounts[0].options.at(-1)];
  `);
  expect(updates).toMatchObject([
    1,
    1,
    { interaction: "C-2", agent: "ada", record: { channel: "chat" }, theme: "light", config: null },
  ]);
});

test("the language is the nearest one, across shadow roots", async ({ loaded }) => {
  const languages = await loaded.run<string[]>(`
    define();
    const outer = document.createElement("div");
    outer.lang = "de";
    const element = make({ agent: "ada" });
    outer.attachShadow({ mode: "open" }).append(element);
    document.body.append(outer);
    await element.ready;
    element.lang = "ar";
    await settled();
    return seen.mounts[0].options.map(({ lang }) => lang);
  `);
  expect(languages[0]).toBe("de");
  expect(languages.at(-1)).toBe("ar");
});

test("headers may be an object or a function, and are asked for again when refused", async ({ loaded }) => {
  const headers = await loaded.run(`
    define();
    const element = make({ agent: "ada", headers: { a: "1" } });
    document.body.append(element);
    await element.ready;
    const fixed = await seen.mounts[0].options.at(-1).headers(false);
    element.headers = (again) => ({ again: String(again) });
    await settled();
    return [fixed, await seen.mounts[0].options.at(-1).headers(true)];
  `);
  expect(headers).toEqual([{ a: "1" }, { again: "true" }]);
});

test("removed it is unmounted, added again it is mounted again, moved it stays", async ({ loaded }) => {
  const life = await loaded.run(`
    define();
    const element = make({ interaction: "C-1", agent: "ada" });
    document.body.append(element);
    await element.ready;
    const life = () => seen.mounts.map(({ unmounted }) => unmounted);
    const after = [];
    document.body.append(document.createElement("div"));
    document.body.lastElementChild.append(element);
    await settled();
    after.push(life());
    document.body.moveBefore?.(element, null);
    await settled();
    after.push(life());
    element.remove();
    await settled();
    after.push([...life(), element.shadowRoot.childNodes.length, element.state]);
    document.body.append(element);
    await settled();
    after.push([...life(), element.shadowRoot.textContent, element.state]);
    element.interaction = element.agent = null;
    await settled();
    after.push([...life(), element.shadowRoot.childNodes.length]);
    return after;
  `);
  expect(life).toEqual([[0], [0], [1, 0, null], [1, 0, "C-1 of ada", "wrap_up"], [1, 1, 0]]);
});

test("in another document it is mounted anew", async ({ loaded }) => {
  const life = await loaded.run(`
    define();
    const element = make({ agent: "ada" });
    document.body.append(element);
    await element.ready;
    const frame = document.body.appendChild(document.createElement("iframe"));
    frame.contentDocument.body.append(element);
    await settled();
    return seen.mounts.map(({ unmounted }) => unmounted);
  `);
  expect(life).toEqual([1, 0]);
});

test("an element removed while the module comes is never mounted", async ({ loaded }) => {
  const mounts = await loaded.run(`
    define();
    const element = make({ agent: "ada" });
    document.body.append(element);
    await Promise.resolve();
    element.remove();
    await preload();
    await settled();
    return seen.mounts.length;
  `);
  expect(mounts).toBe(0);
});

test("removing it during a call takes it out once the call is done", async ({ loaded }) => {
  const life = await loaded.run(`
    define();
    const element = make({ interaction: "C-1", agent: "ada" });
    document.body.append(element);
    await element.ready;
    const saved = Promise.withResolvers();
    seen.mounts[0].answer = () => saved.promise;
    const submitted = element.submit();
    element.remove();
    await settled();
    const during = seen.mounts[0].unmounted;
    saved.resolve({ state: "closed_complete", segments: [] });
    const result = await submitted;
    await settled();
    return [during, result, seen.mounts[0].unmounted];
  `);
  expect(life).toEqual([0, { state: "closed_complete", segments: [] }, 1]);
});

test("methods pass their argument on, and give typed errors", async ({ loaded }) => {
  const calls = await loaded.run(`
    define();
    const element = make({ interaction: "C-1", agent: "ada" });
    document.body.append(element);
    await element.conversationEnded({ by: "customer" });
    // What was set just before counts for the call.
    element.interaction = "C-2";
    await element.transfer({ to: "grace" });
    const { calls, options } = seen.mounts[0];
    return [[...calls], options.at(-1).interaction, await caught(element.sweep())];
  `);
  expect(calls).toEqual([
    [
      ["conversationEnded", { by: "customer" }],
      ["transfer", { to: "grace" }],
    ],
    "C-2",
    { ours: true, name: "WrapUpError", code: "refused", message: "no", field: "code", detail: "code_required" },
  ]);
});

test("the state is what the module says", async ({ loaded }) => {
  const state = await loaded.run(`
    define();
    const element = make({ interaction: "C-1", agent: "ada" });
    document.body.append(element);
    await element.ready;
    const { state, deadline, remaining, band, draft, segments, pending } = element;
    return { state, deadline, remaining, band, draft, segments, pending };
  `);
  expect(state).toEqual({
    state: "wrap_up",
    deadline: 60_000,
    remaining: 1_000,
    band: "red",
    draft: { code: null, notes: "typed" },
    segments: [{ id: "s" }],
    pending: 2,
  });
});

test("events bubble out of every shadow root, with their detail", async ({ loaded }) => {
  const heard = await loaded.run(`
    define();
    const outer = document.body.appendChild(document.createElement("div"));
    const element = make({ agent: "ada" });
    outer.attachShadow({ mode: "open" }).append(element);
    await element.ready;
    const heard = [];
    document.addEventListener("wrapup-band", (event) => heard.push([event.detail, event.composed, event.cancelable]));
    const answer = seen.mounts[0].emit("wrapup-band", { band: "red" });
    return [heard, answer ?? null];
  `);
  expect(heard).toEqual([[[{ band: "red" }, true, false]], null]);
});

test("a submit can be held up, vetoed with a reason, or prevented", async ({ loaded }) => {
  const answers = await loaded.run(`
    define();
    const element = make({ agent: "ada" });
    document.body.append(element);
    await element.ready;
    const ask = async (listener) => {
      element.addEventListener("wrapup-before-submit", listener, { once: true });
      const answer = seen.mounts[0].emit("wrapup-before-submit", {}, true);
      return answer === undefined ? "unheard" : await answer.then(() => "agreed", (reason) => reason.message ?? reason);
    };
    const held = Promise.withResolvers();
    queueMicrotask(() => held.resolve());
    const late = Promise.withResolvers();
    const answers = [
      await ask(() => {}),
      await ask((event) => event.detail.waitUntil(held.promise)),
      await ask((event) => event.detail.waitUntil(Promise.reject(new Error("a field is missing")))),
      await ask((event) => event.preventDefault()),
      await ask((event) => setTimeout(() => {
        try { event.detail.waitUntil(held.promise); } catch (error) { late.resolve(error.code); }
      })),
    ];
    return [answers, await late.promise];
  `);
  expect(answers).toEqual([["unheard", "agreed", "a field is missing", "prevented", "unheard"], "too_late"]);
});

test("a page that names no backend is told once", async ({ loaded }) => {
  await loaded.run(`
    define();
    const elements = [make({ agent: "ada" }), make({ agent: "ada" })];
    document.body.append(...elements);
    await Promise.all(elements.map((element) => element.ready));
  `);
  expect(loaded.said).toEqual([{ kind: "warning", text: expect.stringContaining("stored in this browser only") }]);
});

test("options that cannot be understood are told, and can be put right", async ({ loaded }) => {
  const result = await loaded.run(`
    define();
    const element = make({ agent: "nobody", backend: "browser" });
    document.body.append(element);
    const first = await caught(element.ready);
    const shown = element.shadowRoot.textContent;
    element.agent = "ada";
    await settled();
    await element.ready;
    return [first.code, errors.map(({ code }) => code), shown, element.shadowRoot.textContent];
  `);
  expect(result).toEqual(["bad_argument", ["bad_argument"], "The wrap-up could not be loaded.", "null of ada"]);
  expect(loaded.said).toEqual([{ kind: "error", text: expect.stringContaining("agent: is not one") }]);
});

test.describe("what can be wrong with the files", () => {
  const broken = `
    define();
    const elements = ["a", "b"].map((id) => make({ id, interaction: "C-1", agent: "ada", backend: "browser" }));
    document.body.append(...elements);
    const codes = await Promise.all(elements.map((element) => caught(element.ready)));
    return { codes: codes.map((error) => error?.code), errors: errors.map(({ id, code }) => [id, code]),
      shown: elements.map((element) => element.shadowRoot.textContent), call: await caught(elements[0].submit()) };
  `;
  const told = (code: string) => ({
    codes: [code, code],
    errors: expect.arrayContaining([
      ["a", code],
      ["b", code],
    ]),
    shown: ["The wrap-up could not be loaded.", "The wrap-up could not be loaded."],
    call: expect.objectContaining({ ours: true, code }),
  });

  test("the wasm is missing", async ({ loaded }) => {
    await loaded.page.route(`**${wasm}`, (route) => route.fulfill({ status: 404, body: "no" }));
    expect(await loaded.run(broken)).toEqual(told("wasm_missing"));
    // Twice: for both elements together, and for the call that tried again.
    expect(loaded.said.filter(({ text }) => text.includes("wasm_missing"))).toHaveLength(2);
  });

  test("a page answers in its place", async ({ loaded }) => {
    await loaded.page.route(`**${wasm}`, (route) => route.fulfill({ contentType: "text/html", body: "<html>" }));
    expect(await loaded.run(broken)).toEqual(told("wasm_type"));
  });

  test("the wasm is cut short", async ({ loaded }) => {
    await loaded.page.route(`**${wasm}`, (route) =>
      route.fulfill({ contentType: "application/wasm", body: Buffer.from([0, 97, 115]) }),
    );
    expect(await loaded.run(broken)).toEqual(told("wasm_invalid"));
  });

  test("the network is gone", async ({ loaded }) => {
    await loaded.page.route(`**${wasm}`, (route) => route.abort());
    expect(await loaded.run(broken)).toEqual(told("wasm_missing"));
  });

  test("the script is missing", async ({ loaded }) => {
    await loaded.page.route(`**${script}`, (route) => route.abort());
    expect(await loaded.run(broken)).toEqual(told("script_missing"));
  });

  test("the wasm isn't the one that was meant", async ({ loaded }) => {
    const integrity = "sha384-oqVuAfXRKap7fdgcCY5uykM6+R9GqQ8K/uxy9rx7HNQlGYl1kPzQho1wx4JwY8wC";
    const code = await loaded.run(`
      define();
      const element = make({ agent: "ada", backend: "browser", integrity: "${integrity}" });
      document.body.append(element);
      return (await caught(element.ready)).code;
    `);
    expect(code).toBe("wasm_missing");
  });

  test("a wrong type alone is told, and the element works", async ({ loaded }) => {
    await loaded.page.route(`**${wasm}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { "content-type": "application/octet-stream" } });
    });
    const result = await loaded.run(`
      define();
      const element = make({ agent: "ada", backend: "browser" });
      document.body.append(element);
      await element.ready;
      return [errors.map(({ code }) => code), element.shadowRoot.textContent];
    `);
    expect(result).toEqual([["wasm_type"], "null of ada"]);
    expect(loaded.said).toEqual([{ kind: "error", text: expect.stringContaining("application/octet-stream") }]);
  });

  test("what failed works once it is mended, with a text of the page's own until then", async ({ loaded }) => {
    await loaded.page.route(`**${wasm}`, (route) => route.abort(), { times: 1 });
    const result = await loaded.run(`
      define();
      const element = make({ agent: "ada", backend: "browser", messages: { "element.failed": "Nicht geladen" } });
      document.body.append(element);
      await caught(element.ready);
      const shown = element.shadowRoot.textContent;
      await element.open();
      return [shown, element.shadowRoot.textContent, await element.ready === element];
    `);
    expect(result).toEqual(["Nicht geladen", "null of ada", true]);
  });
});

test("a backend that is not named, or misspelt, is none", async ({ loaded }) => {
  const backends = await loaded.run(`
    define();
    const element = make({ agent: "ada", backend: "browser" });
    document.body.append(element);
    await element.ready;
    for (const named of ["rest", "oracle", null]) {
      element.backend = named;
      await settled();
    }
    return seen.mounts[0].options.map(({ backend }) => backend);
  `);
  expect(backends).toEqual(["browser", "rest", null, null]);
});

test("another place for the wasm is taken", async ({ loaded }) => {
  await loaded.run(`
    define();
    const element = make({ agent: "ada", wasmUrl: "/two/wrap_up_bg.wasm" });
    document.body.append(element);
    await element.ready;
  `);
  expect(loaded.asked).toContain("/two/wrap_up_bg.wasm");
  expect(loaded.asked).not.toContain(wasm);
});

test("loaded twice, it is registered once; another version is told", async ({ loaded }) => {
  const versions = await loaded.run(`
    define();
    define();
    await import("/one/define.js");
    const two = await import("/two/index.js");
    return [two.define().version, customElements.get("interaction-wrap-up").version];
  `);
  expect(versions).toEqual(["1.0.0", "1.0.0"]);
  expect(loaded.said).toEqual([{ kind: "warning", text: expect.stringMatching(/1\.0\.0 already.*2\.0\.0/) }]);
});

test("other names have classes of their own", async ({ loaded }) => {
  const names = await loaded.run(`
    const [usual, own] = [define(), define("own-wrap-up")];
    const element = document.createElement("own-wrap-up");
    element.agent = "ada";
    document.body.append(element);
    await element.ready;
    return [usual === InteractionWrapUp, own === customElements.get("own-wrap-up"), define("own-wrap-up") === own,
      element instanceof InteractionWrapUp];
  `);
  expect(names).toEqual([true, true, true, true]);
  expect(loaded.said.filter(({ text }) => text.includes("version"))).toEqual([]);
});
