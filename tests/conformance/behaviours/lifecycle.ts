// Every row of both lifecycles that a place sees.
import { expect } from "@playwright/test";
import { taken, WrapUp } from "../records.ts";
import { again, closed, conversation, expectClosure, expectOverruled, expectTaken, expectWords, open, type Behaviour } from "./behaviour.ts";

const KINDS = [
  ["submitted", "Submit & close"],
  ["ended", "End Wrap Up"],
  ["tab_closed", "its tab was closed"],
  ["timed_out", "its time ran out"],
  ["interrupted", "its agent turned to something else"],
  ["swept", "it was swept"],
] as const;

const bySystem = (kind: string) => kind === "timed_out" || kind === "swept";

export const lifecycle: Behaviour[] = [
  {
    id: "catalog",
    says: "what is set up arrives: codes, and configurations that allow them",
    async run(place) {
      const { codes, configurations } = taken(await (await place.page("ada")).catalog());
      expect(codes.length).toBeGreaterThan(0);
      expect(configurations.length).toBeGreaterThan(0);
      const ids = codes.map(({ id }) => id);
      for (const { allowed_codes } of configurations) expect(ids).toEqual(expect.arrayContaining(allowed_codes));
    },
  },
  {
    id: "conversation-states",
    says: "a conversation goes through its states",
    async run(place) {
      const wrapUp = await WrapUp.of(place, await place.page("ada"));
      for (const state of ["new", "work_in_progress", "on_hold", "work_in_progress", "wrap_up"]) {
        expectTaken(await wrapUp.conversation(state));
        expect((await conversation(place, wrapUp.about.interaction)).state).toBe(state);
      }
    },
  },
  {
    id: "abandoned",
    says: "a conversation that never began is closed as abandoned",
    async run(place) {
      const wrapUp = await WrapUp.of(place, await place.page("ada"));
      expectTaken(await wrapUp.conversation("new"));
      expectTaken(await wrapUp.conversation("closed_abandoned"));
      expect((await conversation(place, wrapUp.about.interaction)).state).toBe("closed_abandoned");
    },
  },
  {
    id: "opened",
    says: "a wrap-up opens, and is open however often that is told",
    async run(place) {
      const wrapUp = await open(place);
      expectTaken(await wrapUp.open());
      expect(await wrapUp.standing()).toBeNull();
      expect(await wrapUp.back()).not.toEqual({ closed: expect.anything() });
    },
  },
  ...KINDS.map(([kind, says]) => ({
    id: `closed-${kind}`,
    says: `it closes: ${says} (${kind})`,
    async run(place) {
      const wrapUp = await open(place);
      const code = kind === "submitted" ? wrapUp.chosen : wrapUp.standard;
      const by = bySystem(kind) ? null : wrapUp.page.agent;
      const closure = wrapUp.closure({ kind, code, by, notes: `How it ended: ${kind}.` });
      expectTaken(await wrapUp.tell({ closed: { about: wrapUp.about, closure } }));
      expectClosure(place, await closed(wrapUp), closure);
    },
  }) satisfies Behaviour),
  {
    id: "whole-record",
    says: "of a closure all is kept: kind, author, instant, length, extra fields",
    async run(place) {
      const wrapUp = await open(place);
      const extra = { order: { text: "A-17" }, amount: { number: 1250 }, tags: { list: ["a", "b"] } };
      const closure = wrapUp.closure({ kind: "ended", at: wrapUp.about.opened_at + 5_461, duration: 5_461, extra, required_missing: true });
      expectTaken(await wrapUp.tell({ closed: { about: wrapUp.about, closure } }));
      expect((await closed(wrapUp)).closure).toEqual(closure);
    },
  },
  {
    id: "no-code",
    says: "it closes without a code, or with the one that is filled in",
    async run(place) {
      const wrapUp = await open(place);
      expectTaken(await wrapUp.close({ kind: "ended", code: null, notes: "" }));
      const { closure } = await closed(wrapUp);
      expect([null, wrapUp.standard?.label]).toContain(closure.code?.label ?? null);
    },
  },
  {
    id: "parked",
    says: "it is parked, resumed, and closes",
    async run(place) {
      const wrapUp = await open(place);
      const since = wrapUp.page.now();
      expectTaken(await wrapUp.draft("half", { state: "parked", since, deadline: null, left: 20_000 }));
      expect(await wrapUp.standing()).toBeNull();
      expectTaken(await wrapUp.draft("half", { since, deadline: since + 20_000 }));
      expectTaken(await wrapUp.close({ notes: "whole" }));
      expectWords(await closed(wrapUp), { code: wrapUp.chosen, notes: "whole" });
    },
  },
  {
    id: "corrected",
    says: "a correction is what counts from then on",
    async run(place) {
      const wrapUp = await open(place);
      expectTaken(await wrapUp.close());
      const version = wrapUp.version({ code: wrapUp.standard, notes: "Refunded both." });
      expectTaken(await wrapUp.tell({ corrected: { about: wrapUp.about, version } }));
      const standing = await closed(wrapUp);
      expectWords(standing, version);
      if (place.keeps === "records") expect(standing.versions).toEqual([version]);
    },
  },
  {
    id: "not-closed-yet",
    says: "what is open has nothing to correct",
    async run(place) {
      const wrapUp = await open(place);
      expect(await wrapUp.correct()).toEqual({ failed: { refused: { reason: expect.any(String) } } });
      expect(await wrapUp.standing()).toBeNull();
    },
  },
  {
    id: "mentioned-first",
    says: "what comes before its opening makes the record",
    async run(place) {
      const wrapUp = await WrapUp.of(place, await place.page("ada"));
      expectTaken(await wrapUp.close({ notes: "quicker than its opening" }));
      expectWords(await closed(wrapUp), { code: wrapUp.chosen, notes: "quicker than its opening" });
    },
  },
  {
    id: "closed-stays",
    says: "once it is closed, openings and drafts change nothing",
    async run(place) {
      const wrapUp = await open(place);
      expectTaken(await wrapUp.close({ notes: "done" }));
      if (place.kind !== "servicenow") {
        const told = expectOverruled(await wrapUp.draft("one word more"));
        expect(told.closure.notes).toBe("done");
      }
      expect(expectOverruled(await wrapUp.open()).closure.notes).toBe("done");
      expectWords(await closed(wrapUp), { code: wrapUp.chosen, notes: "done" });
    },
  },
  {
    id: "forced",
    says: "a supervisor closes it (forced)",
    async run(place) {
      const wrapUp = await open(place);
      const theirs = wrapUp.in(await place.page("sue"));
      const closure = theirs.closure({ kind: "forced", code: wrapUp.standard, notes: "" });
      expectTaken(await theirs.tell({ closed: { about: wrapUp.about, closure } }));
      expectClosure(place, await closed(wrapUp), closure);
    },
  },
  {
    id: "conversation-over",
    says: "a conversation is over with its wrap-up, and never opens again",
    async run(place) {
      const wrapUp = await WrapUp.of(place, await place.page("ada"));
      expectTaken(await wrapUp.conversation("work_in_progress"));
      expectTaken(await wrapUp.conversation("wrap_up"));
      expectTaken(await wrapUp.open());
      expectTaken(await wrapUp.close());
      expectTaken(await wrapUp.conversation("closed_complete"));
      const over = { state: "closed_complete", system_wrap_up: false };
      expect(await conversation(place, wrapUp.about.interaction)).toEqual(over);
      expectTaken(await wrapUp.conversation("work_in_progress"));
      expect(await conversation(place, wrapUp.about.interaction)).toEqual(over);
    },
  },
  {
    id: "system-wrap-up",
    says: "it was closed by the system exactly if its last closure was",
    async run(place) {
      const wrapUp = await WrapUp.of(place, await place.page("ada"));
      expectTaken(await wrapUp.conversation("wrap_up"));
      expectTaken(await wrapUp.open());
      expectTaken(await wrapUp.close({ kind: "timed_out", by: null, code: wrapUp.standard, notes: "" }));
      expectTaken(await wrapUp.conversation("closed_complete", { system_wrap_up: true }));
      expect(await conversation(place, wrapUp.about.interaction)).toEqual({ state: "closed_complete", system_wrap_up: true });
    },
  },
  {
    id: "two-agents",
    says: "with two agents, it is over with the wrap-up of the last",
    async run(place) {
      const ada = await WrapUp.of(place, await place.page("ada"));
      const { interaction } = ada.about;
      const ben = await WrapUp.of(place, await place.page("ben"), { interaction });
      const both = { connected: [ada.page.agent, ben.page.agent], assigned_to: ada.page.agent };
      expectTaken(await ada.conversation("work_in_progress", both));
      // Ben leaves; Ada goes on.
      expectTaken(await ben.open());
      expectTaken(await again(() => ada.conversation("work_in_progress", { connected: [ada.page.agent] })));
      expectTaken(await ben.close({ notes: "handed over" }));
      expect((await conversation(place, interaction)).state).toBe("work_in_progress");
      expectTaken(await again(() => ada.open()));
      expectTaken(await ada.conversation("wrap_up"));
      expectTaken(await ada.close());
      expectTaken(await ada.conversation("closed_complete"));
      expect(await conversation(place, interaction)).toEqual({ state: "closed_complete", system_wrap_up: false });
    },
  },
];
