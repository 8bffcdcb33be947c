// Every behaviour, at the place that the project names.
import { suite } from "./behaviours/index.ts";
import { Cannot } from "./place.ts";
import { test } from "./test.ts";

for (const [section, behaviours] of Object.entries(suite)) {
  test.describe(section, () => {
    for (const { id, says, run } of behaviours) {
      test(`${id}: ${says}`, async ({ opened }) => {
        const reason = opened instanceof Cannot ? opened.message : opened.cannot[id];
        test.skip(reason !== undefined, reason ?? "");
        if (opened instanceof Cannot) return;
        // Where a page is waited for, that long and some more.
        test.setTimeout(60_000 + 2 * opened.grace);
        try {
          await run(opened);
        } catch (error) {
          if (error instanceof Cannot) test.skip(true, error.message);
          throw error;
        } finally {
          await opened.tidy();
        }
      });
    }
  });
}
