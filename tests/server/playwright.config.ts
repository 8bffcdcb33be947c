import { defineConfig } from "@playwright/test";
import ordinary from "../e2e/playwright.config.ts";

export default defineConfig({
  ...ordinary,
  testDir: ".",
  outputDir: "../../test-results/server",
});
