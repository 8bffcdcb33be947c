// The suite, by what it is about.
import type { Behaviour } from "./behaviour.ts";
import { counting } from "./counting.ts";
import { faults } from "./faults.ts";
import { gate } from "./gate.ts";
import { lifecycle } from "./lifecycle.ts";
import { texts } from "./texts.ts";
import { time } from "./time.ts";

export const suite: Record<string, Behaviour[]> = {
  "Both lifecycles": lifecycle,
  "What counts": counting,
  "Who may": gate,
  "Time, and pages that go": time,
  "Texts and sizes": texts,
  "Faults on the way": faults,
};

export const behaviours: Behaviour[] = Object.values(suite).flat();
