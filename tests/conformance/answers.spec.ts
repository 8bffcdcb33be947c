// Whatever comes as an answer, an adapter gives a typed one: never a panic, and never a
// confirmation of what was not confirmed.
import { expect, test as base, type Browser } from "@playwright/test";
import { Door, type Answered } from "./door.ts";
import { nastyObjects } from "./objects.js";
import { numbers, places, replaced, texts, values } from "./nasty.ts";
import type { Outcome, Page, Place } from "./place.ts";
import { open as openPlace } from "./places.ts";
import { WrapUp } from "./records.ts";

/** How many answers with one thing wrong in them each adapter gets. */
const FAULTY = Number(process.env.FAULTY_ANSWERS ?? 240);
const SEED = Number(process.env.SEED ?? 1);

const STATUSES = [201, 400, 404, 409, 422, 500];

/** That it is one of the answers that there are. */
function expectTyped(outcome: Outcome<unknown>, what: string): void {
  if ("ok" in outcome) return;
  const text = expect.any(String);
  const kinds: unknown[] = [
    { try_again: { trouble: text, after: null } },
    { try_again: { trouble: text, after: expect.any(Number) } },
    { refused: { reason: text } },
    "conflict",
    "not_signed_in",
    { torn: { reason: text } },
  ];
  const { failed } = outcome;
  const isOne = kinds.some((kind) => {
    try {
      expect(failed).toEqual(kind);
      return true;
    } catch {
      return false;
    }
  });
  expect(isOne, `${what}: ${JSON.stringify(outcome)}`).toBe(true);
}

/** Everything that an adapter is asked, by name; whether an answer has to name what it is about. */
function calls(wrapUp: WrapUp, page: Page): [string, boolean, () => Promise<Outcome<unknown>>][] {
  return [
    ["catalog", false, () => page.catalog()],
    ["interaction", true, () => wrapUp.conversation("wrap_up")],
    ["opened", true, () => wrapUp.open()],
    ["changed", wrapUp.place.kind !== "servicenow", () => wrapUp.draft("typed")],
    ["closed", true, () => wrapUp.close()],
    ["corrected", true, () => wrapUp.correct()],
    ["back", false, () => page.back([wrapUp.about])],
    ["time", false, () => page.time()],
  ];
}

const answer = (status: number, body: Buffer): Answered => ({ status, headers: { "content-type": "application/json" }, body });

async function over(browser: Browser, name: "rest-sqlite" | "servicenow", tried: (place: Place) => Promise<void>): Promise<void> {
  const place = await openPlace(name, browser);
  const errors: string[] = [];
  for (const context of browser.contexts()) context.on("weberror", (error) => errors.push(String(error.error())));
  try {
    await tried(place);
    place.door!.heal();
    // It still works, and says what is so.
    const wrapUp = await WrapUp.of(place, await place.page("ada"));
    expect(await wrapUp.open()).toEqual({ ok: "taken" });
    expect(await wrapUp.close()).toEqual({ ok: "taken" });
    expect(errors).toEqual([]);
  } finally {
    await place.close();
  }
}

for (const name of ["rest-sqlite", "servicenow"] as const) {
  base(`${name}: what is no answer is a failure with a name`, async ({ browser }) => {
    base.setTimeout(300_000);
    await over(browser, name, async (place) => {
      const page = await place.page("ada");
      const wrapUp = await WrapUp.of(place, page);
      const asked = calls(wrapUp, page);
      for (const [at, [what, body]] of texts.entries()) {
        place.door!.mutation = async () => answer(200, body);
        // Each in its turn; what is final each time.
        const turn = [asked[at % asked.length]!, asked[(at + 3) % asked.length]!];
        for (const [call, mustName, ask] of [...turn, ...asked.filter(([call]) => call === "closed")]) {
          const outcome = await ask();
          expectTyped(outcome, `${call} was answered ${what}`);
          if (mustName) expect(outcome, `${call} was answered ${what}`).toEqual({ failed: expect.anything() });
        }
        const status = STATUSES[at % STATUSES.length]!;
        place.door!.mutation = async () => answer(status, body);
        const outcome = await wrapUp.close();
        expectTyped(outcome, `${status} ${what}`);
        expect(outcome, `${status} ${what}`).toEqual({ failed: expect.anything() });
      }
    });
  });

  base(`${name}: an answer with one thing wrong in it is understood, or is a failure with a name`, async ({ browser }) => {
    base.setTimeout(300_000);
    const pick = numbers(SEED);
    await over(browser, name, async (place) => {
      const page = await place.page("ada");
      for (let round = 0; round < FAULTY; round += 8) {
        place.door!.mutation = null;
        const wrapUp = await WrapUp.of(place, page);
        for (const [call, , ask] of calls(wrapUp, page)) {
          let changed = "";
          place.door!.mutation = async (asked, pass) => {
            const answered = await pass(asked);
            if (pick(2) === 0 || !String(answered.headers["content-type"]).includes("json")) return answered;
            const document: unknown = JSON.parse(answered.body.toString());
            const all = places(document);
            const path = all[pick(all.length)]!;
            const value = values[pick(values.length)];
            changed += ` ${path.join(".")}=${JSON.stringify(value)?.slice(0, 40)}`;
            return { ...answered, body: Buffer.from(JSON.stringify(replaced(document, path, value))) };
          };
          expectTyped(await ask(), `seed ${SEED}, ${call} with${changed}`);
        }
      }
    });
  });
}

base("host: whatever an object's methods give or throw is taken, or a failure that names the method", async ({ browser }) => {
  base.setTimeout(300_000);
  const door = await Door.open("http://127.0.0.1:9");
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    await page.goto(door.url);
    await page.locator("body[data-ready]").waitFor({ state: "attached" });
    const place = await openPlace("memory", browser);
    const wrapUp = await WrapUp.of(place, await place.page("ada"));
    const { about } = wrapUp;
    const reports = [
      { interaction: wrapUp.interaction("wrap_up") },
      { opened: wrapUp.opened() },
      { closed: { about, closure: wrapUp.closure() } },
      { corrected: { about, version: wrapUp.version() } },
    ];
    const parcels = reports.map((report) => wrapUp.parcel(report));
    const documents = texts.flatMap(([, body]) => {
      try {
        return [JSON.stringify(JSON.parse(body.toString()))];
      } catch {
        return [];
      }
    });
    const outcomes = await page.evaluate(nastyObjects, { parcels, about, documents: documents.filter((text) => text.length < 100_000) });
    expect(outcomes.length).toBeGreaterThan(500);
    for (const { what, outcome } of outcomes) expectTyped(outcome as Outcome<unknown>, what);
    // Only nothing, and what says how the segment stands, means that it was taken.
    const taken = outcomes.filter(({ outcome }) => JSON.stringify(outcome) === '{"ok":"taken"}').map(({ what }) => what);
    expect(taken.filter((what) => what.includes("throws") || what.includes("rejects"))).toEqual([]);
    expect(errors).toEqual([]);
    await place.close();
  } finally {
    door.close();
    await page.close();
  }
});

base("host: an object that lacks what it needs is refused, with the member's name", async ({ browser }) => {
  const door = await Door.open("http://127.0.0.1:9");
  const page = await browser.newPage();
  try {
    await page.goto(door.url);
    await page.locator("body[data-ready]").waitFor({ state: "attached" });
    const refusals = await page.evaluate(() => {
      const { desk } = globalThis as never as { desk: { give(name: string, object: unknown): void } };
      const deliver = () => undefined;
      const catalog = () => ({ codes: [], configurations: [] });
      const objects: Record<string, unknown> = {
        name: { deliver, catalog },
        deliver: { name: "x", catalog },
        catalog: { name: "x", deliver },
        time: { name: "x", deliver, catalog, time: 7 },
        back: { name: "x", deliver, catalog, back: "no" },
      };
      return Object.entries(objects).map(([member, object]) => {
        try {
          desk.give("refused", object);
          return [member, "taken"];
        } catch (error) {
          return [member, String(error)];
        }
      });
    });
    for (const [member, words] of refusals) expect(words).toContain(member!);
  } finally {
    door.close();
    await page.close();
  }
});

