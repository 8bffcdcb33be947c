// The browser's primitives where a test within the page cannot go: against a
// real server, and in pages that really go away.
import type { Page } from "@playwright/test";
import { serveAnswers } from "./answers.mjs";
import type { Primitives, Wanted } from "./primitives/exports.ts";
import { expect, test as base } from "./test.ts";

declare const primitives: Primitives;

interface Fixtures {
  server: Awaited<ReturnType<typeof serveAnswers>>;
  /** A page with the primitives, in which requests may fail. */
  there: Page;
}

const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await serveAnswers();
    await use(server);
    await server.close();
  },
  there: async ({ context }, use) => {
    const page = await context.newPage();
    await open(page);
    await use(page);
  },
});

async function open(page: Page): Promise<void> {
  await page.goto("/primitives.html");
  await ready(page);
}

async function ready(page: Page): Promise<void> {
  await expect(page.locator("body[data-ready]")).toBeAttached();
}

function wanted(url: string, more: Partial<Wanted> = {}): Wanted {
  const plain = { method: "GET", url, headers: [], body: null, keepalive: false, credentials: false };
  return { ...plain, timeout: 30_000, ...more };
}

const send = (page: Page, wanted: Wanted) => page.evaluate((wanted) => primitives.send(wanted), wanted);

test("a request arrives as it was made, and its answer comes whole", async ({ there, server }) => {
  await there.context().addCookies([{ name: "session", value: "s", url: server.url }]);
  const headers: [string, string][] = [
    ["Authorization", "Bearer t"],
    ["Content-Type", "application/json"],
  ];
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const post = wanted(`${server.url}/echo`, { method, headers, body: '{"notes":"Grüße"}', credentials: true });
    const answer = (await send(there, post)) as { status: number; body: string; content_type: string };
    expect(answer).toMatchObject({ status: 200, content_type: "application/json", retry_after: null });
    const asked = JSON.parse(answer.body);
    expect(asked).toMatchObject({ method, body: '{"notes":"Grüße"}' });
    expect(asked.headers).toMatchObject({ authorization: "Bearer t", "content-type": "application/json", cookie: "session=s" });
  }
  await send(there, wanted(`${server.url}/plain`));
  expect((await server.arrival("/plain")).headers.cookie).toBeUndefined();
});

test("redirects are followed, and nothing is taken from a cache", async ({ there, server }) => {
  const moved = await send(there, wanted(`${server.url}/moved`, { method: "POST", body: "x" }));
  expect(JSON.parse((moved as { body: string }).body)).toMatchObject({ method: "POST", path: "/echo", body: "x" });
  for (const _ of [1, 2]) await send(there, wanted(`${server.url}/kept`));
  expect(server.asked.filter((each) => each.path === "/kept")).toHaveLength(2);
});

test("a server that is busy says for how long, where CORS shows it", async ({ there, server }) => {
  const at = Date.parse("1994-11-06T08:49:37Z");
  const busy = (path: string) => send(there, wanted(`${server.url}${path}`));
  expect(await busy("/busy")).toMatchObject({ status: 503, retry_after: 7_000, server_time: at, body: "busy" });
  expect(await busy("/busy-until")).toMatchObject({ status: 429, retry_after: 60_000, server_time: at });
  expect(await busy("/busy-unexposed")).toMatchObject({ status: 503, retry_after: null, server_time: null });
});

test("what went wrong is told apart", async ({ there, server }) => {
  for (const [path, timeout, error] of [
    ["/reset", 30_000, "Unreachable"],
    ["/forbidden", 30_000, "Unreachable"],
    ["/silent", 200, "TimedOut"],
    ["/slow-body", 200, "TimedOut"],
    ["/torn-length", 30_000, "BrokenOff"],
    ["/torn-chunks", 30_000, "BrokenOff"],
  ] as const) {
    expect(await send(there, wanted(`${server.url}${path}`, { timeout })), path).toBe(error);
  }
  await there.context().setOffline(true);
  expect(await send(there, wanted(`${server.url}/echo`))).toBe("Unreachable");
});

test("a request made as the page goes arrives", async ({ there, server }) => {
  const last = wanted(`${server.url}/last`, { method: "POST", body: "gone", keepalive: true });
  await there.evaluate((last) => primitives.send_on_gone(last), last);
  await there.close({ runBeforeUnload: true });
  expect(await server.arrival("/last")).toMatchObject({ method: "POST", body: "gone" });
});

const SWITCH = {
  method: "POST",
  headers: [
    ["Authorization", "Bearer short"],
    ["Content-Type", "application/json"],
  ] as [string, string][],
  body: '{"gone":true}',
};

test("the dead man's switch is sent when its page is closed", async ({ there, server }) => {
  const last = wanted(`${server.url}/switch`, SWITCH);
  expect(await there.evaluate((last) => primitives.arm(last), last)).toBe("armed");
  await there.close();
  const asked = await server.arrival("/switch");
  expect(asked).toMatchObject({ method: "POST", body: SWITCH.body });
  expect(asked.headers.authorization).toBe("Bearer short");
});

test("it is sent when its page crashes", async ({ there, server }) => {
  const last = wanted(`${server.url}/switch`, SWITCH);
  expect(await there.evaluate((last) => primitives.arm(last), last)).toBe("armed");
  const crashed = there.waitForEvent("crash");
  there.goto("chrome://crash").catch(() => {});
  await crashed;
  expect(await server.arrival("/switch")).toMatchObject({ body: SWITCH.body });
});

test("it is sent when its time has come, and knows it", async ({ there, server }) => {
  const last = wanted(`${server.url}/switch`, SWITCH);
  expect(await there.evaluate((last) => primitives.arm(last, 50), last)).toBe("armed");
  await server.arrival("/switch");
  await expect.poll(() => there.evaluate(() => primitives.activated())).toBe(true);
});

test("one that was disarmed is never sent", async ({ context, there, server }) => {
  const disarmed = wanted(`${server.url}/disarmed`, SWITCH);
  expect(await there.evaluate((last) => primitives.arm(last), disarmed)).toBe("armed");
  await there.evaluate(() => primitives.disarm());
  const armed = wanted(`${server.url}/armed`, SWITCH);
  expect(await there.evaluate((last) => primitives.arm(last), armed)).toBe("armed");
  await there.close();
  await server.arrival("/armed");
  // Whatever the page had left to send is sent by the time another page has been there and gone.
  const later = await context.newPage();
  await open(later);
  await send(later, wanted(`${server.url}/later`));
  expect(server.asked.map((each) => each.path)).toEqual(["/armed", "/later"]);
});

test("leaving is asked about while the prompt is there, and not after", async ({ there }) => {
  await there.evaluate(() => primitives.ask_before_leaving(true));
  // Who has not touched the page is not asked.
  await there.mouse.click(10, 10);
  const asked = there.waitForEvent("dialog");
  const left = there.goto("/primitives.html?left").catch(() => null);
  const dialog = await asked;
  expect(dialog.type()).toBe("beforeunload");
  await dialog.dismiss();
  await left;
  expect(there.url()).not.toContain("left");
  await there.evaluate(() => primitives.ask_before_leaving(false));
  there.on("dialog", () => expect("asked").toBe("not asked"));
  await there.goto("/primitives.html?left");
  expect(there.url()).toContain("left");
});

test("a page that goes is told, and what it begins comes before letting go", async ({ there }) => {
  await there.evaluate(() => primitives.note_life());
  await there.reload();
  await ready(there);
  const life = await there.evaluate(() => localStorage.getItem("life"));
  expect(life?.trim().split("\n")).toEqual(["gone", "begun", "let go"]);
});

test("being online is known, and told when it is so again", async ({ there }) => {
  await there.evaluate(() => primitives.note_life());
  await there.context().setOffline(true);
  await expect.poll(() => there.evaluate(() => primitives.is_online())).toBe(false);
  await there.context().setOffline(false);
  await expect.poll(() => there.evaluate(() => localStorage.getItem("life"))).toBe("online\n");
  expect(await there.evaluate(() => primitives.is_online())).toBe(true);
});

test("what is written as the page goes is kept, if it need not look first", async ({ there }) => {
  const names = Array.from({ length: 10 }, (_, index) => `record ${index}`);
  for (const name of names) {
    await there.evaluate((name) => primitives.write_on_gone(name, false, false), name);
    await there.reload();
    await ready(there);
  }
  // The browser gives a page half a second to go: where the machine is slower, a write may not begin.
  const written = await there.evaluate(() => primitives.written());
  expect(written.length).toBeGreaterThanOrEqual(8);
});
