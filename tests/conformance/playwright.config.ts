import { defineConfig } from "@playwright/test";
import ordinary from "../e2e/playwright.config.ts";
import { named, type PlaceName } from "./places.ts";

const ours = { memory: "memory", "IndexedDB": "browser", host: "host", SQLite: "rest-sqlite", PostgreSQL: "rest-postgres", ServiceNow: "servicenow" };
const places: Record<string, PlaceName> = named(process.env) === null ? (ours as Record<string, PlaceName>) : { "your service": "yours" };
const suite = Object.entries(places).map(([name, at]) => ({ name, testMatch: "suite.spec.ts", use: { at } }));
const others = [
  { name: "wrong servers", testMatch: "mutants.spec.ts" },
  { name: "nasty answers", testMatch: "answers.spec.ts" },
];

export default defineConfig<object, { at: PlaceName }>({
  ...ordinary,
  testDir: ".",
  outputDir: "../../test-results/conformance",
  // What is tried at one place is tried in order, over one server.
  fullyParallel: false,
  reporter: [[process.env.CONFORMANCE_REPORTER ?? "dot"], ["./reporter.ts"]],
  projects: named(process.env) === null ? [...suite, ...others] : suite,
});
