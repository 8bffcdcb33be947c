// What counts, once.
import { expect } from "@playwright/test";
import { Cannot, type Place } from "../place.ts";
import { key, taken, type Closed } from "../records.ts";
import { closed, closedByItself, expectClosure, expectOverruled, expectRefused, expectTaken, expectWords, open, type Behaviour } from "./behaviour.ts";

/** As closed, as late, and whether that is taken. */
const YIELDS = [
  ["timed_out", "submitted", true],
  ["timed_out", "swept", true],
  ["swept", "ended", true],
  ["tab_closed", "submitted", true],
  ["tab_closed", "timed_out", false],
  ["tab_closed", "swept", false],
  ["ended", "submitted", false],
  ["submitted", "ended", false],
  ["interrupted", "submitted", false],
] as const;

const bySystem = (kind: string) => kind === "timed_out" || kind === "swept";

/** A segment closed under a key of `length` characters, past the adapter. */
async function closeUnder(place: Place, length: number): Promise<number> {
  const wrapUp = await open(place);
  const name = key().padEnd(length, "k");
  const closure = wrapUp.closure({ key: name });
  const path = `segments/${encodeURIComponent(wrapUp.about.segment)}/closure`;
  const body = { about: wrapUp.about, closure, version: null };
  const answer = await place.raw("ada", "POST", path, { body, headers: { "idempotency-key": name } });
  if (answer.status < 300) expect((await closed(wrapUp)).closure.key).toBe(name);
  else expect(await wrapUp.standing()).toBeNull();
  return answer.status;
}

export const counting: Behaviour[] = [
  {
    id: "same-key-same-content",
    says: "the same closure again has the same answer, and counts once",
    async run(place) {
      const wrapUp = await open(place);
      const closure = wrapUp.closure();
      const tell = () => wrapUp.tell({ closed: { about: wrapUp.about, closure } });
      expectTaken(await tell());
      expectTaken(await tell());
      // From another page, after a reload.
      const again = wrapUp.in(await place.page("ada"));
      expectTaken(await again.tell({ closed: { about: again.about, closure } }));
      expectClosure(place, await closed(wrapUp), closure);
    },
  },
  {
    id: "correction-once",
    says: "the same correction again counts once",
    async run(place) {
      const wrapUp = await open(place);
      expectTaken(await wrapUp.close());
      const version = wrapUp.version();
      const tell = () => wrapUp.tell({ corrected: { about: wrapUp.about, version } });
      expectTaken(await tell());
      expectTaken(await tell());
      const standing = await closed(wrapUp);
      expectWords(standing, version);
      if (place.keeps === "records") expect(standing.versions).toEqual([version]);
    },
  },
  {
    id: "same-key-other-content",
    says: "the same key with another content is refused",
    async run(place) {
      const wrapUp = await open(place);
      const closure = wrapUp.closure({ notes: "one" });
      expectTaken(await wrapUp.tell({ closed: { about: wrapUp.about, closure } }));
      expectRefused(await wrapUp.close({ ...closure, notes: "other" }));
      expectClosure(place, await closed(wrapUp), closure);
      const elsewhere = await open(place);
      expectRefused(await elsewhere.close({ ...closure, notes: "one" }));
      expect(await elsewhere.standing()).toBeNull();
    },
  },
  {
    id: "longest-key",
    says: "a key of 255 characters is taken",
    async run(place) {
      if (place.kind === "rest") return void expect(await closeUnder(place, 255)).toBe(200);
      const wrapUp = await open(place);
      const long = key().padEnd(255, "k");
      expectTaken(await wrapUp.close({ key: long }));
      expect((await closed(wrapUp)).closure.key).toBe(long);
    },
  },
  {
    id: "key-too-long",
    says: "a longer key is refused",
    async run(place) {
      const status = await closeUnder(place, 256);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    },
  },
  {
    id: "keys-are-kept",
    says: "keys are kept for 24 hours or longer",
    async run() {
      throw new Cannot("it would take a day");
    },
  },
  {
    id: "closes-once",
    says: "it closes once: who comes second is told what stands",
    async run(place) {
      const wrapUp = await open(place);
      const first = wrapUp.closure({ notes: "first" });
      expectTaken(await wrapUp.tell({ closed: { about: wrapUp.about, closure: first } }));
      const other = wrapUp.in(await place.page("ada"));
      for (const _ of ["told", "told again"]) {
        const told = expectOverruled(await other.close({ notes: "second", code: wrapUp.standard }));
        expectClosure(place, told, first);
      }
      expectClosure(place, await closed(wrapUp), first);
    },
  },
  {
    id: "of-many-one-stands",
    says: "of many at once one stands, and all are told so",
    async run(place) {
      const wrapUp = await open(place);
      const pages = await Promise.all(Array.from({ length: 6 }, () => place.page("ada")));
      const closures = pages.map((_, at) => wrapUp.closure({ notes: `page ${at}` }));
      const tell = pages.map((page, at) => wrapUp.in(page).tell({ closed: { about: wrapUp.about, closure: closures[at]! } }));
      const outcomes = await Promise.all(tell);
      const { closure, versions } = await closed(wrapUp);
      expect(versions).toEqual([]);
      for (const [at, outcome] of outcomes.entries()) {
        if (closures[at]!.key === closure.key) expectTaken(outcome);
        else expect(expectOverruled(outcome).closure).toEqual(closure);
      }
      expect(closures).toContainEqual(closure);
    },
  },
  {
    id: "yields",
    says: "what nobody pressed yields to what somebody did, as a version",
    async run(place) {
      for (const [first, late, isTaken] of YIELDS) {
        const wrapUp = await open(place);
        const said = (kind: string, notes: string) =>
          wrapUp.closure({ kind, notes, code: wrapUp.standard, by: bySystem(kind) ? null : wrapUp.page.agent });
        const [one, two] = [said(first, "first"), said(late, "late")];
        expectTaken(await wrapUp.tell({ closed: { about: wrapUp.about, closure: one } }));
        const outcome = await wrapUp.tell({ closed: { about: wrapUp.about, closure: two } });
        const told = taken(outcome) as { taken_late?: Closed; overruled?: Closed };
        expect(Object.keys(told), `${first}, then ${late}`).toEqual([isTaken ? "taken_late" : "overruled"]);
        const { closure, versions } = told.taken_late ?? told.overruled!;
        expect(closure).toEqual(one);
        expect(versions.map(({ key, reason }) => [key, reason])).toEqual(isTaken ? [[two.key, "late"]] : []);
      }
    },
  },
  {
    id: "older-draft",
    says: "an older word is not put in the place of a newer one",
    async run(place) {
      const wrapUp = await open(place, { deadline: 60_000 });
      const other = wrapUp.in(await place.page("ada"));
      if (place.kind === "memory" || place.kind === "browser") {
        // Both have seen the same, and one of them writes.
        await other.standing();
        expectTaken(await wrapUp.draft("newer"));
        expect(await other.draft("older")).toEqual({ failed: "conflict" });
        expectTaken(await wrapUp.draft("newer still"));
        return;
      }
      expectTaken(await wrapUp.draft("newer", {}, 9));
      expectTaken(await other.draft("older", {}, 5));
      // Without room for the notes, those that are known stay; then the service closes it.
      wrapUp.revision = 10;
      await wrapUp.farewell("", { shortened: true, progress: { deadline: wrapUp.page.now() - 10_000, whole: 60_000 } });
      expect((await closedByItself(wrapUp)).closure.notes).toBe("newer");
    },
  },
  {
    id: "stale-configuration",
    says: "a configuration that was changed meanwhile is not overwritten",
    async run(place) {
      const id = `conformance-${key()}`;
      const code = { id, label: `Conformance ${id}`, description: "", active: true, external: false };
      const path = `codes/${id}`;
      const made = await place.raw("root", "PUT", path, { body: code, headers: { "if-none-match": "*" } });
      if ([404, 405, 501].includes(made.status)) throw new Cannot("it is not administered by PUT codes/{id}");
      expect(made.status).toBe(201);
      const tag = made.header("etag")!;
      const change = (label: string, match: string) => place.raw("root", "PUT", path, { body: { ...code, label }, headers: { "if-match": match } });
      const changed = await change("First", tag);
      expect(changed.status).toBe(200);
      expect((await change("Second", tag)).status).toBe(412);
      expect((await place.raw("root", "DELETE", path, { headers: { "if-match": tag } })).status).toBe(412);
      expect((await place.raw("root", "DELETE", path, { headers: { "if-match": changed.header("etag")! } })).status).toBe(204);
    },
  },
  {
    id: "lists-in-pages",
    says: "a list comes in pages, each record once",
    async run(place) {
      const wrapUps = [];
      for (const _ of Array(5)) wrapUps.push((await open(place)).about.segment);
      const seen: string[] = [];
      for (let cursor: string | null = null, pages = 0; pages < 1_000; pages += 1) {
        const from = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
        const answer = await place.raw("ada", "GET", `segments?limit=2&state=open${from}`);
        if ([404, 405, 501].includes(answer.status)) throw new Cannot("it has no lists (GET segments)");
        expect(answer.status).toBe(200);
        const { segments, next } = answer.json<{ segments: { id: string }[]; next: string | null }>();
        expect(segments.length).toBeLessThanOrEqual(2);
        seen.push(...segments.map(({ id }) => id));
        if (next === null || wrapUps.every((id) => seen.includes(id))) break;
        cursor = next;
      }
      expect(seen).toEqual(expect.arrayContaining(wrapUps));
      expect(new Set(seen).size).toBe(seen.length);
    },
  },
];
