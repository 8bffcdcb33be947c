// Judges a run by what the service got, what the pages have stored, and what they
// had told their agents.
import { SHORT } from "./catalog.ts";
import type { Outcome } from "./harness.ts";
import type { Stored } from "./stores.ts";
import { canonical, type About, type Closure, type Parcel, type Presence } from "./wire.ts";

export interface Verdict {
  /** Accepted, and nowhere to be found. */
  lost: string[];
  /** Accepted once, and there twice. */
  duplicated: string[];
  /** Whatever else must not be. */
  wrong: string[];
}

/** What each act of an agent makes of a wrap-up. */
const MAKES: Record<string, readonly string[]> = {
  submitted: ["submit"],
  ended: ["end"],
  tab_closed: ["close_tab"],
};

const CLOSED = ["closed_complete", "closed_abandoned"];

export function judge({ backend, told, done, stores }: Outcome): Verdict {
  const verdict: Verdict = { lost: [], duplicated: [], wrong: [...backend.service.violations] };
  const segments = [...backend.service.segments.values()];
  const byService = new Set(backend.service.effects.filter((each) => each.by === "service").map((each) => each.key));
  const rejected = [...stores.values()].flatMap(({ outbox }) => outbox.filter((each) => each.rejected !== null));

  for (const [agent, { outbox }] of stores) {
    for (const { id, rejected } of outbox) {
      if (rejected === null) verdict.wrong.push(`${id} of ${agent} still waits`);
    }
  }
  checkEffects();
  // A page that is opened again says it again.
  const once = new Map(told.map((each) => [canonical(each), each]));
  for (const each of once.values()) checkTold(each.interaction, each.notes);
  for (const store of stores.values()) checkStore(store);
  for (const { about, closure, deadline, deadlineThere } of segments) {
    if (closure === null) continue;
    // The service closes by its own clock, a page by that of its computer. A farewell may
    // bring a closure before the service has heard of the segment.
    const end = byService.has(closure.key) ? deadline : (deadlineThere ?? about.opened_at + (SHORT - 1) * 1000);
    checkCause(about, closure, end);
  }
  for (const [id, { closings }] of backend.service.interactions) {
    if (closings > 1) verdict.wrong.push(`${id} was closed ${closings} times`);
  }
  return verdict;

  /** A key counts once, and a segment closes once. */
  function checkEffects(): void {
    const { effects } = backend.service;
    const twice = (names: string[]) => names.filter((name, index) => names.indexOf(name) !== index);
    verdict.duplicated.push(...twice(effects.map((each) => each.key)));
    verdict.wrong.push(...twice(effects.filter((each) => each.as === "closure").map((each) => `closure of ${each.segment}`)));
  }

  /** What an agent was told to be saved is there, once, byte for byte. */
  function checkTold(interaction: string, notes: string): void {
    const mine = segments.filter(({ about }) => about.interaction === interaction);
    const said = mine.flatMap(({ closure, versions }) => (closure === null ? [] : [closure, ...versions]));
    const parked = rejected.filter((each) => final(each)?.about.interaction === interaction);
    const what = `${interaction} ${JSON.stringify(notes)}`;
    if (notes === "") {
      if (said.length + parked.length === 0) verdict.lost.push(what);
      return;
    }
    const counted = said.filter((each) => each.notes === notes);
    const kept = parked.filter((each) => finalNotes(each) === notes);
    if (counted.length + kept.length === 0) verdict.lost.push(what);
    const own = counted.filter((each) => !byService.has(each.key));
    if (own.length + kept.length > 1) verdict.duplicated.push(what);
  }

  /** What a page has stored as closed stands at the service just so, or is parked. */
  function checkStore({ segments: mine, interactions }: Stored): void {
    for (const { id, closure, versions } of mine) {
      if (closure === null) continue;
      const theirs = segments.find(({ about }) => about.segment === id);
      const parked = rejected.map(final).filter((each) => each?.about.segment === id);
      for (const each of [closure, ...versions]) {
        const known = [theirs?.closure, ...(theirs?.versions ?? [])].find((one) => one?.key === each.key);
        const kept = parked.some((one) => (one?.closure ?? one?.version)?.key === each.key);
        if (known == null && !kept) verdict.lost.push(`${id} under ${each.key}`);
        if (known != null && (known.notes !== each.notes || canonical(known.code) !== canonical(each.code))) {
          verdict.wrong.push(`${id} under ${each.key} says something else`);
        }
      }
    }
    for (const { id, state } of interactions) {
      const theirs = backend.service.interactions.get(id)?.record.state ?? "";
      if (CLOSED.includes(state) && !CLOSED.includes(theirs)) verdict.wrong.push(`${id} is not closed at the service`);
    }
  }

  /** Somebody closed it, or the time did. */
  function checkCause({ interaction, segment }: About, { kind, key, at }: Closure, deadline: number | null): void {
    const acts = MAKES[kind];
    const acted = done.some((each) => each.interaction === interaction && acts?.includes(each.act));
    const due = kind === "timed_out" && deadline !== null && at >= deadline;
    const left = kind === "tab_closed" && byService.has(key) && wentAway(segment);
    if (!acted && !due && !left) verdict.wrong.push(`${interaction} was closed as ${kind} without a cause`);
  }

  /** Whether a page that went has named the segment. */
  function wentAway(segment: string): boolean {
    const farewells = backend.history.filter(({ path }) => path === "presence").map(({ body }) => body as Presence);
    const names = (each: Presence) =>
      each.state === "gone" && each.farewell.segments.some(({ progress }) => progress.about.segment === segment);
    return farewells.some(names);
  }
}

function final({ report }: Parcel) {
  if (report.closed !== undefined) return { ...report.closed, version: null };
  return report.corrected === undefined ? undefined : { ...report.corrected, closure: null };
}

function finalNotes(parcel: Parcel): string | undefined {
  const said = final(parcel);
  return (said?.closure ?? said?.version)?.notes;
}
