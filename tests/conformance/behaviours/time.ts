// Whose time counts, what is closed without a page, and pages that go and come.
import { expect } from "@playwright/test";
import { type Place } from "../place.ts";
import { taken, WrapUp, type Expiry } from "../records.ts";
import { closed, closedByItself, expectTaken, expectWords, open, type Behaviour } from "./behaviour.ts";

const HOUR = 3_600_000;
/** So long ago that nobody waits for a page any more. */
const LONG_OVER = -10_000;

/** A wrap-up whose time is over: once the service has closed it, it has had time to close
 * whatever else it would. */
async function oneThatEnds(place: Place): Promise<WrapUp> {
  return open(place, place.kind === "servicenow" ? { opened: -HOUR } : { deadline: LONG_OVER });
}

export const time: Behaviour[] = [
  {
    id: "time-is-told",
    says: "its clock is told",
    async run(place) {
      const page = await place.page("ada");
      const there = taken(await page.time());
      expect(there).not.toBeNull();
      // A clock that is further off than that is wrong.
      expect(Math.abs(there! - Date.now())).toBeLessThan(5 * 60_000);
    },
  },
  {
    id: "clock-ahead",
    says: "a deadline is by the page's clock: one that is an hour ahead",
    async run(place) {
      const page = await place.page("ada", { ahead: HOUR });
      const wrapUp = await WrapUp.of(place, page, { deadline: LONG_OVER });
      expectTaken(await wrapUp.open());
      const { closure } = await closedByItself(wrapUp);
      expect(closure.kind).toBe("timed_out");
      expect(closure.at).toBeGreaterThan(Date.now() + HOUR / 2);
    },
  },
  {
    id: "clock-behind",
    says: "the same, an hour behind",
    async run(place) {
      const page = await place.page("ada", { ahead: -HOUR });
      const wrapUp = await WrapUp.of(place, page, { deadline: HOUR / 2 });
      expectTaken(await wrapUp.open());
      await closedByItself(await oneThatEnds(place));
      expect(await wrapUp.standing()).toBeNull();
    },
  },
  {
    id: "closed-by-the-service",
    says: "what no page closes in its time, the service closes",
    async run(place) {
      const wrapUp = await oneThatEnds(place);
      const { closure } = await closedByItself(wrapUp);
      expect(closure.kind).toBe("timed_out");
      expect(closure.by).toBeNull();
      expect(closure.code?.label).toBe(wrapUp.standard?.label);
    },
  },
  {
    id: "late-after-the-service",
    says: "what a page had accepted before counts, as a late version",
    async run(place) {
      const wrapUp = await oneThatEnds(place);
      await closedByItself(wrapUp);
      const late = wrapUp.closure({ notes: "pressed in time", at: wrapUp.about.opened_at });
      const told = taken(await wrapUp.tell({ closed: { about: wrapUp.about, closure: late } }));
      expect(told).toEqual({ taken_late: expect.anything() });
      const standing = await closed(wrapUp);
      expectWords(standing, late);
      if (place.keeps === "records") expect(standing.closure.kind).toBe("timed_out");
    },
  },
  {
    id: "policies",
    says: "what the service saves is by the wrap-up's own policy",
    async run(place) {
      const policies: Expiry[] = ["default_and_discard", "fill_blanks", "keep_entered"];
      for (const expiry of policies) {
        const wrapUp = await open(place, { expiry });
        expectTaken(await wrapUp.draft("typed", { deadline: wrapUp.page.now() + LONG_OVER }));
        const { closure } = await closedByItself(wrapUp);
        const filled = expiry === "keep_entered" ? null : wrapUp.standard;
        const notes = expiry === "default_and_discard" ? "" : "typed";
        expect({ code: closure.code?.label ?? null, notes: closure.notes }, expiry).toEqual({ code: filled?.label ?? null, notes });
      }
    },
  },
  {
    id: "parked-waits",
    says: "what is parked is not closed by the time",
    async run(place) {
      const wrapUp = await open(place, { deadline: 60_000 });
      const { page } = wrapUp;
      expectTaken(await wrapUp.draft("later", { state: "parked", since: page.now(), deadline: null, left: 1 }));
      await closedByItself(await oneThatEnds(place));
      expect(await wrapUp.standing()).toBeNull();
    },
  },
  {
    id: "first-opening-counts",
    says: "of openings the first counts",
    async run(place) {
      const wrapUp = await open(place);
      const again = wrapUp.in(wrapUp.page);
      again.deadline = wrapUp.page.now() + LONG_OVER;
      expectTaken(await again.open());
      await closedByItself(await oneThatEnds(place));
      expect(await wrapUp.standing()).toBeNull();
    },
  },
  {
    id: "swept",
    says: "what has no deadline and was left alone is swept",
    async run(place) {
      const wrapUp = await open(place, { opened: -HOUR, deadline: null });
      const { closure } = await closedByItself(wrapUp);
      expect({ kind: closure.kind, by: closure.by }).toEqual({ kind: "swept", by: null });
    },
  },
  {
    id: "gone-and-not-back",
    says: "a page that goes and does not come back: closed with what was entered, at the time of going",
    async run(place) {
      const wrapUp = await open(place);
      const at = wrapUp.page.now();
      await wrapUp.farewell("typed as it went", { at });
      const { closure } = await closedByItself(wrapUp);
      expect({ kind: closure.kind, by: closure.by, at: closure.at, notes: closure.notes }).toEqual({
        kind: "tab_closed",
        by: wrapUp.page.agent,
        at,
        notes: "typed as it went",
      });
      expect(closure.code?.label).toBe(wrapUp.standard?.label);
    },
  },
  {
    id: "gone-and-back",
    says: "a page that is back in time goes on",
    async run(place) {
      const wrapUp = await open(place);
      const gone = await open(place);
      await wrapUp.farewell("typed", { at: wrapUp.page.now() - 1 });
      expect(await wrapUp.in(await place.page("ada")).back()).toEqual("open");
      // One that went later, and does not come back.
      await gone.farewell("");
      await closedByItself(gone);
      expect(await wrapUp.standing()).toBeNull();
    },
  },
  {
    id: "back-late",
    says: "a page that is back too late is told how it closed",
    async run(place) {
      const wrapUp = await open(place);
      expectTaken(await wrapUp.close({ notes: "meanwhile" }));
      const known = await wrapUp.in(await place.page("ada")).back();
      expect(known).toEqual({ closed: expect.objectContaining({ closure: expect.objectContaining({ notes: "meanwhile" }) }) });
    },
  },
  {
    id: "gone-with-final-words",
    says: "what is final and goes with a farewell counts, once",
    async run(place) {
      const wrapUp = await open(place);
      const closure = wrapUp.closure({ notes: "said on leaving" });
      const { about, page } = wrapUp;
      await page.farewell({ agent: page.agent, at: page.now(), finals: [{ closed: { about, closure } }], segments: [] });
      await expect.poll(async () => (await wrapUp.standing()) !== null).toBe(true);
      expectTaken(await wrapUp.tell({ closed: { about, closure } }));
      const standing = await closed(wrapUp);
      expectWords(standing, closure);
      expect(standing.versions).toEqual([]);
    },
  },
  {
    id: "gone-by-tokens",
    says: "a farewell is taken by the segment's token, once the sign-in has run out",
    async run(place) {
      const wrapUp = await open(place);
      place.door!.mutation = (asked, pass) => {
        const { authorization: _, ...headers } = asked.headers;
        return pass(asked.path === "presence" ? { ...asked, headers } : asked);
      };
      await wrapUp.farewell("by its token");
      expect((await closedByItself(wrapUp)).closure.notes).toBe("by its token");
    },
  },
  {
    id: "gone-without-room",
    says: "notes that found no room in a farewell stay as they were known",
    async run(place) {
      const wrapUp = await open(place);
      expectTaken(await wrapUp.draft("known before"));
      await wrapUp.farewell("", { shortened: true });
      expect((await closedByItself(wrapUp)).closure.notes).toBe("known before");
    },
  },
];
