// The README's table of browsers says what was measured, and nothing else.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { ENGINES, type EngineName } from "./engine.ts";
import { FACTS, VERSIONS, type Facts } from "./facts.ts";

const NAMES: Record<EngineName, string> = { chromium: "Chromium", firefox: "Firefox ESR", webkit: "WebKitGTK" };

/** In the order of the table. What only a driver can or cannot do is no row. */
const ROWS: Record<Exclude<keyof Facts, "driverShowsPrompt" | "driverCanBeOffline">, string> = {
  keepalive: "requests that outlive their page (`keepalive`)",
  locks: "locks that tabs share",
  channels: "channels between tabs",
  strictDurability: "writes that are over once they are on the disk",
  persist: "lasting storage (`persist()`) without asking the agent",
  keepsLastWrites: "what a tab begins to write to a database as it closes is kept",
  tellsOfQuit: "the service hears of a browser that is quit",
  tellsOfCrash: "the service hears of a page that crashes",
  tellsOfKill: "the service hears of a browser that is killed",
  fetchLater: "the dead man's switch (`fetchLater`)",
  freezeEvent: "a page is told before it is frozen",
  keepsPagesWithLocks: "a page that held a Web Lock is kept for the back button",
  keepsPages: "the workspace, a wrap-up open, is kept for the back button",
};

function cell(fact: Facts[keyof Facts]): string {
  switch (fact) {
    case null:
      return "not measured";
    case true:
    case "answers":
      return "yes";
    case false:
    case "missing":
      return "no";
    case "asks":
      return "no, it asks";
  }
}

test("the README's table of browsers is made of the facts", () => {
  const line = (first: string, rest: string[]) => `| ${[first, ...rest].join(" | ")} |`;
  const facts = Object.keys(ROWS) as (keyof typeof ROWS)[];
  const table = [
    line("what delivery uses", ENGINES.map((engine) => `${NAMES[engine]} ${VERSIONS[engine]}`)),
    `|${"--|".repeat(ENGINES.length + 1)}`,
    ...facts.map((fact) => line(ROWS[fact], ENGINES.map((engine) => cell(FACTS[engine][fact])))),
  ].join("\n");
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  // On its own, so that whoever changes a fact can copy it.
  expect(readme.match(/^\| what delivery uses .*\n(?:\|.*\n)*/m)?.[0].trim()).toBe(table);
});
