// Texts and names that have broken other programs, and sizes.
import { expect } from "@playwright/test";
import { naughty } from "../../hosts/naughty.ts";
import { key, type CodeRef } from "../records.ts";
import { closed, expectRefused, expectTaken, expectWords, open, type Behaviour } from "./behaviour.ts";

const MOST = 4_000;

/** Ends of lines, and what stands at the end of a text, are a table's own. */
const asTable = (text: string) => text.trim().replaceAll("\r\n", "\n");

export const texts: Behaviour[] = [
  {
    id: "naughty-notes",
    says: "notes come back as they went in, whatever they hold",
    async run(place) {
      for (const notes of naughty) {
        const wrapUp = await open(place);
        expectTaken(await wrapUp.close({ notes }));
        const saved = (await closed(wrapUp)).closure.notes;
        if (place.kind === "servicenow") expect(asTable(saved)).toBe(asTable(notes));
        else expect(saved).toBe(notes);
      }
    },
  },
  {
    id: "null-character",
    says: "the character U+0000 is kept or refused, and breaks nothing",
    async run(place) {
      const wrapUp = await open(place);
      const outcome = await wrapUp.close({ notes: "a\u0000b" });
      if ("ok" in outcome) return expectWords(await closed(wrapUp), { code: wrapUp.chosen, notes: "a\u0000b" });
      expectRefused(outcome);
      expectTaken(await wrapUp.close({ notes: "without" }));
    },
  },
  {
    id: "odd-names",
    says: "names of conversations, wrap-ups and keys may hold anything",
    async run(place) {
      const odd = ["a/b", "..", ".", "?x=1&y", "#", "%2F", "+ +", "\\", "'\"`", "ünïcode", "日本語", "\u{1f600}", "a\r\nb", "<b>", "${x}", "__proto__"];
      for (const name of odd) {
        const wrapUp = await open(place, { interaction: `${name} ${key()}`, segment: `${key()} ${name}` });
        expectTaken(await wrapUp.conversation("wrap_up"));
        expectTaken(await wrapUp.draft("typed"));
        // A key stands in a header, which holds less.
        const closure = wrapUp.closure({ notes: name });
        expectTaken(await wrapUp.tell({ closed: { about: wrapUp.about, closure } }));
        expect((await closed(wrapUp)).closure).toEqual(closure);
      }
    },
  },
  {
    id: "longest-names",
    says: "names of 255 bytes are taken",
    async run(place) {
      if (place.kind === "servicenow") {
        // There a name has 32 digits, and every one of them has been tried.
        return void (await open(place));
      }
      const wrapUp = await open(place, { interaction: key().padEnd(255, "i"), segment: key().padEnd(255, "s") });
      expectTaken(await wrapUp.close());
      await closed(wrapUp);
    },
  },
  {
    id: "longest-notes",
    says: "4,000 characters of notes are taken, counted as people count them by code points",
    async run(place) {
      for (const letter of ["x", "ß", "\u{1f600}"]) {
        const wrapUp = await open(place);
        const notes = letter.repeat(MOST);
        expectTaken(await wrapUp.close({ notes }));
        expect((await closed(wrapUp)).closure.notes).toBe(notes);
      }
    },
  },
  {
    id: "notes-too-long",
    says: "one character more is refused, and none is cut off",
    async run(place) {
      const wrapUp = await open(place);
      expectRefused(await wrapUp.close({ notes: "x".repeat(MOST + 1) }));
      expect(await wrapUp.standing()).toBeNull();
      expectTaken(await wrapUp.close({ notes: "shorter" }));
    },
  },
  {
    id: "large-draft",
    says: "a draft may be longer than what can be submitted",
    async run(place) {
      const wrapUp = await open(place);
      expectTaken(await wrapUp.draft("x".repeat(50_000)));
      expectTaken(await wrapUp.close({ notes: "cut by its author" }));
      expectWords(await closed(wrapUp), { code: wrapUp.chosen, notes: "cut by its author" });
    },
  },
  {
    id: "many-codes",
    says: "a wrap-up may offer 5,000 codes",
    async run(place) {
      const codes: CodeRef[] = Array.from({ length: 5_000 }, (_, at) => ({ id: `code-${at}`, label: `Code number ${at}` }));
      const wrapUp = await open(place, { codes });
      const code = codes[4_321]!;
      expectTaken(await wrapUp.close({ code }));
      expectWords(await closed(wrapUp), { code, notes: wrapUp.closure().notes });
    },
  },
];
