import { defineConfig } from "@playwright/test";
import ordinary from "../e2e/playwright.config.ts";
import { ENGINES } from "./engine.ts";
import type { Options } from "./test.ts";

// Playwright runs the tests here, and no browser: those come by WebDriver.
export default defineConfig<object, Options>({
  ...ordinary,
  testDir: ".",
  outputDir: "../../test-results/engines",
  use: {},
  projects: ENGINES.map((engine) => ({
    name: engine,
    use: { engine },
    // tests/faults has delivery in Chromium; the table is of all of them.
    testIgnore: engine === "chromium" ? "delivery.spec.ts" : "table.spec.ts",
  })),
});
