import { defineConfig } from "@playwright/test";
import { args, executablePath } from "./chromium.mjs";

export default defineConfig({
  outputDir: "../../test-results",
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  // Long, for machines that build at the same time: whoever passes waits for none of it.
  timeout: 60_000,
  // Letters have soft edges, which differ a little with whatever draws them.
  expect: { timeout: 15_000, toHaveScreenshot: { maxDiffPixelRatio: 0.01, animations: "disabled", caret: "hide" } },
  snapshotPathTemplate: "{testDir}/pictures/{arg}{ext}",
  reporter: "list",
  use: {
    browserName: "chromium",
    // A trace takes as long again as the tests: ask for one with --trace on.
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args },
  },
});
