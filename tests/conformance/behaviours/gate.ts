// Who may do what.
import { expect } from "@playwright/test";
import { Cannot } from "../place.ts";
import { key, WrapUp } from "../records.ts";
import { closed, expectRefused, expectTaken, expectWords, open, type Behaviour } from "./behaviour.ts";

export const gate: Behaviour[] = [
  {
    id: "not-another-s",
    says: "nobody opens, changes, closes or corrects what is another agent's",
    async run(place) {
      const ada = await open(place);
      const ben = ada.in(await place.page("ben"));
      const by = ben.page.agent;
      const mine = await WrapUp.of(place, ada.page);
      expectRefused(await mine.in(ben.page).open());
      if (place.kind !== "servicenow") expectRefused(await ben.draft("not mine"));
      expectRefused(await ben.close({ by, notes: "not mine" }));
      // Nor in the other's name.
      expectRefused(await ben.close({ by: ada.page.agent, notes: "not mine" }));
      expect(await ada.standing()).toBeNull();
      expectTaken(await ada.close({ notes: "mine" }));
      expectRefused(await ben.correct({ by, notes: "not mine" }));
      const standing = await closed(ada);
      expectWords(standing, { code: ada.chosen, notes: "mine" });
    },
  },
  {
    id: "ends-without-the-role",
    says: "an agent without the role ends their own as it is",
    async run(place) {
      const cleo = await open(place, {}, "cleo");
      expectTaken(await cleo.close({ kind: "ended", code: cleo.standard, notes: "" }));
      expectWords(await closed(cleo), { code: cleo.standard, notes: "" });
    },
  },
  {
    id: "no-words-without-the-role",
    says: "without the role nobody enters codes or notes",
    async run(place) {
      const cleo = await open(place, {}, "cleo");
      expectRefused(await cleo.draft("words"));
      expectRefused(await cleo.close({ kind: "submitted", code: cleo.standard, notes: "" }));
      expectRefused(await cleo.close({ kind: "ended", code: cleo.standard, notes: "words" }));
      expect(await cleo.standing()).toBeNull();
    },
  },
  {
    id: "only-supervisors-force",
    says: "only a supervisor closes another's (forced)",
    async run(place) {
      const ada = await open(place);
      const ben = ada.in(await place.page("ben"));
      expectRefused(await ben.close({ kind: "forced", code: ada.standard, notes: "" }));
      // Where it is not told how a wrap-up ended, that is her own closure.
      if (place.keeps === "records") expectRefused(await ada.close({ kind: "forced", code: ada.standard, notes: "" }));
      expect(await ada.standing()).toBeNull();
    },
  },
  {
    id: "administrators-only-configure",
    says: "an administrator closes nobody's wrap-up",
    async run(place) {
      const ada = await open(place);
      const root = ada.in(await place.page("root"));
      expectRefused(await root.close({ kind: "ended", code: ada.standard, notes: "" }));
      expectRefused(await root.close({ kind: "forced", code: ada.standard, notes: "" }));
      expect(await ada.standing()).toBeNull();
    },
  },
  {
    id: "agents-configure-nothing",
    says: "an agent sets nothing up",
    async run(place) {
      const id = `conformance-${key()}`;
      const body = { id, label: "Mine", description: "", active: true, external: false };
      const answer = await place.raw("ada", "PUT", `codes/${id}`, { body, headers: { "if-none-match": "*" } });
      if ([404, 405, 501].includes(answer.status)) throw new Cannot("it is not administered by PUT codes/{id}");
      expect(answer.status).toBe(403);
    },
  },
  {
    id: "not-signed-in",
    says: "who has not signed in writes nothing",
    async run(place) {
      const wrapUp = await open(place);
      const nobody = await place.page("ada", { signedOut: true });
      expect(await wrapUp.in(nobody).close()).toEqual({ failed: "not_signed_in" });
      expect(await wrapUp.standing()).toBeNull();
    },
  },
];
