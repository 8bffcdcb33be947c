// What a behaviour is, and what they have in common.
import { expect } from "@playwright/test";
import { Cannot, type Outcome, type Place, type Said } from "../place.ts";
import { latest, taken, WrapUp, type Closed, type CodeRef, type Closure } from "../records.ts";

export interface Behaviour {
  /** By which a place says that it cannot do it. */
  id: string;
  /** The row of the table. */
  says: string;
  run(place: Place): Promise<void>;
}

export const expectTaken = (outcome: Outcome<Said>): void => expect(outcome).toEqual({ ok: "taken" });

export function expectRefused(outcome: Outcome<Said>): void {
  expect(outcome).toEqual({ failed: { refused: { reason: expect.any(String) } } });
}

/** Tells it; once more where somebody else has written meanwhile, as pages do once they have
 * looked. */
export async function again(tell: () => Promise<Outcome<Said>>): Promise<Outcome<Said>> {
  const first = await tell();
  return "failed" in first && first.failed === "conflict" ? tell() : first;
}

/** A page with a wrap-up that is open there. */
export async function open(place: Place, wanted: Parameters<typeof WrapUp.of>[2] = {}, who: Parameters<Place["page"]>[0] = "ada"): Promise<WrapUp> {
  const wrapUp = await WrapUp.of(place, await place.page(who), wanted);
  expectTaken(await wrapUp.open());
  return wrapUp;
}

/** How it closed, once it has. */
export async function closed(wrapUp: WrapUp): Promise<Closed> {
  const standing = await wrapUp.standing();
  if (standing === null) throw new Error("it is still open");
  return standing;
}

/** Waits until the service has closed it by itself. */
export async function closedByItself(wrapUp: WrapUp): Promise<Closed> {
  let standing: Closed | null = null;
  const timeout = wrapUp.place.grace + wrapUp.place.patience;
  await expect.poll(async () => (standing = await wrapUp.standing()) !== null, { timeout, message: "the service closes it by itself" }).toBe(true);
  return standing!;
}

const words = ({ code, notes }: { code: CodeRef | null; notes: string }) => ({ code: code?.label ?? null, notes });

/** What is saved says `said`: its words, and all of it where the place keeps that. */
export function expectWords(standing: Closed, said: { code: CodeRef | null; notes: string }): void {
  expect(words(latest(standing))).toEqual(words(said));
}

/** The closure that stands there is that one. */
export function expectClosure(place: Place, { closure, versions }: Closed, said: Closure): void {
  if (place.keeps === "records") expect(closure).toEqual(said);
  else expect(words(closure)).toEqual(words(said));
  expect(versions).toEqual([]);
}

/** Told that another closure stands. */
export function expectOverruled(outcome: Outcome<Said>): Closed {
  const said = taken(outcome);
  expect(said).toEqual({ overruled: expect.anything() });
  return (said as { overruled: Closed }).overruled;
}

/** A conversation's record there, where it can be looked at. */
export async function conversation(place: Place, id: string): Promise<{ state: string; system_wrap_up: boolean }> {
  const record = await place.conversation(id);
  if (record === undefined) throw new Cannot("it doesn't show what became of a conversation (GET interactions/{id})");
  const { state, system_wrap_up } = record;
  return { state, system_wrap_up };
}
