import { defineConfig } from "@playwright/test";
import { args, executablePath } from "./chromium.mjs";

export default defineConfig({
  outputDir: "../../test-results",
  forbidOnly: Boolean(process.env.CI),
  fullyParallel: true,
  workers: 2,
  // Long, for machines that build at the same time: whoever passes waits for none of it.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  snapshotPathTemplate: "{testDir}/pictures/{arg}{ext}",
  reporter: "list",
  use: {
    browserName: "chromium",
    // A trace takes as long again as the tests: ask for one with --trace on.
    screenshot: "only-on-failure",
    launchOptions: { executablePath, args },
  },
});
