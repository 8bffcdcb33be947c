// What may go wrong on the way.
import { expect } from "@playwright/test";
import { PAUSE } from "../door.ts";
import type { Failure, Outcome, Said } from "../place.ts";
import { key, WrapUp } from "../records.ts";
import { closed, expectClosure, expectTaken, expectWords, open, type Behaviour } from "./behaviour.ts";

function failed(outcome: Outcome<Said>): Failure {
  expect(outcome).toEqual({ failed: expect.anything() });
  return (outcome as { failed: Failure }).failed;
}

/** What the page is told where it has to ask again. */
const expectAgain = (outcome: Outcome<Said>) => expect(failed(outcome)).toEqual({ try_again: expect.anything() });

/** A closure that meets `fault`; what came of it, and of telling it once more. */
async function twice(place: Parameters<Behaviour["run"]>[0], fault: Parameters<typeof place.fault>[0]) {
  const wrapUp = await open(place);
  const closure = wrapUp.closure();
  const tell = () => wrapUp.tell({ closed: { about: wrapUp.about, closure } });
  place.fault(fault, "final");
  const first = await tell();
  const wasOpen = (await wrapUp.standing()) === null;
  expectTaken(await tell());
  expectClosure(place, await closed(wrapUp), closure);
  return { first, wasOpen };
}

export const faults: Behaviour[] = [
  {
    id: "answer-lost",
    says: "an answer is lost: told again, it counts once",
    async run(place) {
      const { first } = await twice(place, "lost");
      expectAgain(first);
      // The same for all that is only news.
      const wrapUp = await WrapUp.of(place, await place.page("ada"));
      const tellTwice = async (tell: () => Promise<Outcome<Said>>) => {
        place.fault("lost");
        expectAgain(await tell());
        expectTaken(await tell());
      };
      await tellTwice(() => wrapUp.conversation("wrap_up"));
      await tellTwice(() => wrapUp.open());
      if (place.kind !== "servicenow") await tellTwice(() => wrapUp.draft("typed"));
      expectTaken(await wrapUp.close({ notes: "once" }));
      const version = wrapUp.version({ key: key() });
      await tellTwice(() => wrapUp.tell({ corrected: { about: wrapUp.about, version } }));
      const standing = await closed(wrapUp);
      expectWords(standing, version);
      expect(standing.versions.length).toBe(place.keeps === "records" ? 1 : 0);
    },
  },
  {
    id: "half-an-answer",
    says: "half an answer confirms nothing: told again, it counts once",
    async run(place) {
      failed((await twice(place, "half")).first);
    },
  },
  {
    id: "somebody-elses-answer",
    says: "a success of somebody else's (a sign-in page) confirms nothing",
    async run(place) {
      failed((await twice(place, "foreign")).first);
    },
  },
  {
    id: "unreachable",
    says: "what never arrived is told again",
    async run(place) {
      const { first, wasOpen } = await twice(place, "refused");
      expectAgain(first);
      expect(wasOpen).toBe(true);
    },
  },
  {
    id: "busy",
    says: "a pause that is asked for is heard (503, Retry-After)",
    async run(place) {
      const { first, wasOpen } = await twice(place, "busy");
      expect(failed(first)).toEqual({ try_again: { trouble: "busy", after: PAUSE * 1_000 } });
      expect(wasOpen).toBe(true);
    },
  },
  {
    id: "rate-limit",
    says: "the same of a rate limit (429)",
    async run(place) {
      const { first } = await twice(place, "limited");
      expect(failed(first)).toEqual({ try_again: { trouble: "busy", after: PAUSE * 1_000 } });
    },
  },
  {
    id: "sign-in-renewed",
    says: "a sign-in that has run out is renewed once, and nothing is lost",
    async run(place) {
      const page = await place.page("ada");
      const wrapUp = await WrapUp.of(place, page);
      expectTaken(await wrapUp.open());
      const before = await page.renewed();
      place.fault("unauthorized", "final");
      expectTaken(await wrapUp.close({ notes: "with a new token" }));
      expect((await page.renewed()) - before).toBe(1);
      expectWords(await closed(wrapUp), { code: wrapUp.chosen, notes: "with a new token" });
      // One that was stale from the start.
      const stale = await place.page("ada", { stale: true });
      expectTaken(await (await WrapUp.of(place, stale)).open());
    },
  },
  {
    id: "sign-in-gone",
    says: "refused twice, it waits for the agent to sign in",
    async run(place) {
      const wrapUp = await open(place);
      place.fault("unauthorized", "final");
      place.fault("unauthorized", "final");
      expect(await wrapUp.close()).toEqual({ failed: "not_signed_in" });
      expect(await wrapUp.standing()).toBeNull();
      expectTaken(await wrapUp.close());
    },
  },
];
