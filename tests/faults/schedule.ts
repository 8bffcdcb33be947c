// What an agent, a browser, a network and a service do to a wrap-up: at random, and
// the same again for the same seed.

/** What a person does. */
export const ACTS = ["submit", "end", "close_tab", "expire", "extend"] as const;

/** What the service, or the way to it, does with the next requests. */
export const ANSWERS = ["500", "503", "401", "409", "reset", "lost", "half", "slow"] as const;

/** What happens to the page, the browser, or the machine. */
export const EVENTS = [
  "close_page",
  "reload",
  "second_tab",
  "offline",
  "crash",
  "freeze",
  "kill",
  "quota",
  "other_agent",
  "grace",
] as const;

export type Act = (typeof ACTS)[number];
export type Answer = (typeof ANSWERS)[number];
export type Event = (typeof EVENTS)[number];
export type Kind = Act | Answer | Event;

/** Everything that a run of seeds has to have done often enough. */
export const KINDS: readonly Kind[] = [...ACTS, ...ANSWERS, ...EVENTS];

export type Channel = "Chat" | "Messaging" | "Voice" | "Email";

export type Step =
  | { do: "wrap_up"; channel: Channel }
  | { do: "type"; notes: string }
  /** `waits`: until the page says how it ended. */
  | { do: Act; waits: boolean }
  | { do: Answer; times: number }
  | { do: Event };

export interface Schedule {
  seed: number;
  /** Whether the browser has the dead man's switch. */
  switch: boolean;
  steps: Step[];
}

/** Random numbers that a seed gives again (xorshift, of 32 bits). */
export class Dice {
  private state: number;

  constructor(seed: number) {
    // Neighbouring seeds are to have nothing in common.
    this.state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
    for (let round = 0; round < 8; round += 1) this.next();
  }

  /** From 0 up to `below`, which is left out. */
  below(below: number): number {
    return this.next() % below;
  }

  /** Once in `times`. */
  once(times: number): boolean {
    return this.below(times) === 0;
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  private next(): number {
    let state = this.state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.state = state >>> 0;
    return this.state;
  }
}

const TEXTS = ["Refunded.", "日本語の記録", "a \"quoted\" \\ line\n\twith more", "👩🏽‍🚒 e\u0301 \u00a0 end ", "x".repeat(900)];

const isAct = (kind: Kind): kind is Act => (ACTS as readonly Kind[]).includes(kind);
const isAnswer = (kind: Kind): kind is Answer => (ANSWERS as readonly Kind[]).includes(kind);

/** The schedule of a seed. Every kind is sure to be in some seed of eleven. */
export function schedule(seed: number): Schedule {
  const dice = new Dice(seed);
  const half = Math.ceil(KINDS.length / 2);
  const sure = [KINDS[seed % half], KINDS[half + (seed % half)]].filter((kind) => kind !== undefined);
  // A killed browser takes seconds to start again: only where it has its turn.
  const anything = KINDS.filter((kind) => kind !== "kill");
  const steps: Step[] = [];
  const conversations = 1 + dice.below(2);
  for (let count = 0; count < conversations; count += 1) {
    const due = count === 0 ? sure : [];
    const others = Array.from({ length: 1 + dice.below(3) }, () => dice.of(anything));
    const kinds = [...due, ...others];
    const ends = kinds.filter((kind): kind is Exclude<Act, "extend"> => isAct(kind) && kind !== "extend");
    const end = ends[0] ?? dice.of(["submit", "submit", "end", "close_tab", "expire"] as const);
    steps.push({ do: "wrap_up", channel: end === "expire" ? "Messaging" : dice.of(["Chat", "Chat", "Email", "Messaging", "Voice"]) });
    steps.push({ do: "type", notes: `${seed}.${count}.0 ${dice.of(TEXTS)}` });
    if (kinds.includes("extend")) {
      steps.push({ do: "extend", waits: false });
      if (dice.once(2)) steps.push({ do: "type", notes: `${seed}.${count}.1 ${dice.of(TEXTS)}` });
    }
    const before: Step[] = [];
    const after: Step[] = [];
    for (const kind of kinds) {
      if (isAnswer(kind)) before.push({ do: kind, times: 1 + dice.below(kind === "401" ? 1 : 2) });
      else if (!isAct(kind)) (dice.once(2) || kind === "quota" || kind === "offline" ? before : after).push({ do: kind });
    }
    steps.push(...before);
    // The moment after the click is the one to look at.
    const waits = after.length === 0 || dice.once(2);
    if (!(ends.length === 0 && dice.once(10))) steps.push({ do: end, waits });
    steps.push(...after);
  }
  return { seed, switch: !dice.once(3), steps };
}
