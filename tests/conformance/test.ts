// The `test` of the kit: a place, opened once for all that is tried of it.
import { test as base } from "@playwright/test";
import { Cannot, type Place } from "./place.ts";
import { open, type PlaceName } from "./places.ts";

export const test = base.extend<object, { at: PlaceName; opened: Place | Cannot }>({
  at: ["memory", { option: true, scope: "worker" }],
  opened: [
    async ({ browser, at }, use) => {
      const place = await open(at, browser).catch((error: unknown) => {
        if (error instanceof Cannot) return error;
        throw error;
      });
      await use(place);
      if (!(place instanceof Cannot)) await place.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});
