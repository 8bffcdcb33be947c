// Three judges of accessibility, each with all its rules: what one of them passes over,
// another may see. Each lists what it finds, in lines that say where.
import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const { resolve } = createRequire(import.meta.url);

interface Judge {
  readonly name: string;
  /** What has to be on the page first, in this order. */
  readonly scripts: readonly string[];
  /** The global that is there once it is. */
  readonly mark: string;
  /** Runs in the page. */
  readonly judge: () => Promise<string[]>;
}

const AXE: Judge = {
  name: "axe-core",
  scripts: [resolve("axe-core/axe.min.js")],
  mark: "axe",
  judge: async () => {
    const { axe } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ""}`));
  },
};

interface AceResult {
  ruleId: string;
  value: [policy: string, outcome: string];
  message: string;
  snippet: string;
}

const IBM: Judge = {
  name: "IBM's checker",
  scripts: [resolve("accessibility-checker-engine/ace.js")],
  mark: "ace",
  judge: async () => {
    const { ace } = globalThis as unknown as {
      ace: { Checker: new () => { check: (of: Document, sets: string[]) => Promise<{ results: AceResult[] }> } };
    };
    const { results } = await new ace.Checker().check(document, ["IBM_Accessibility", "WCAG_2_2"]);
    const failed = results.filter(({ value: [policy, outcome] }) => policy === "VIOLATION" && outcome === "FAIL");
    return failed.map(({ ruleId, message, snippet }) => `${ruleId}: ${snippet} ${message}`);
  },
};

interface ActReport {
  assertions: Record<
    string,
    { name: string; results: { verdict: string; description: string; elements: { pointer?: string; htmlCode?: string }[] }[] }
  >;
}

/** The rules of the W3C's ACT group, as QualWeb has them. */
const ACT: Judge = {
  name: "the ACT rules",
  scripts: ["@qualweb/qw-page", "@qualweb/util", "@qualweb/locale", "@qualweb/act-rules"].map((name) => resolve(name)),
  mark: "ACTRulesRunner",
  judge: async () => {
    interface Runner {
      configure(options: object): Runner;
      test(data: { sourceHtml: string }): Runner;
      testSpecial(): Runner;
      getReport(): ActReport;
    }
    const { ACTRulesRunner } = globalThis as unknown as { ACTRulesRunner: new (options: object, language: string) => Runner };
    const sourceHtml = document.documentElement.outerHTML;
    const { assertions } = new ACTRulesRunner({}, "en").configure({}).test({ sourceHtml }).testSpecial().getReport();
    return Object.entries(assertions).flatMap(([code, { name, results }]) =>
      results
        .filter(({ verdict }) => verdict === "failed")
        .map(({ description, elements }) => `${code} ${name}: ${elements.map((each) => each.htmlCode ?? each.pointer).join()} ${description}`),
    );
  },
};

const JUDGES = [AXE, IBM, ACT];

/** What is right as it is. */
const RIGHT = [
  // The list of a combobox is scrolled by the keys of its field, which keeps the focus.
  /^the ACT rules: QW-ACT-R43 .* role="listbox" /,
  // What scrolls has to be reached by keys, as the other two ask for, and is no widget for that.
  /^IBM's checker: element_tabbable_role_valid: .* class="(admin-scroll|wrapup-aside-text) /,
];

/**
 * What the judges find in the page as it is now. A colour on its way to another one is
 * not judged: its transition is waited for.
 */
export async function findings(page: Page, judges: readonly Judge[] = JUDGES): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(async () => {
    const passing = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
  for (const { name, scripts, mark, judge } of judges) {
    if (!(await page.evaluate((mark) => mark in globalThis, mark))) {
      for (const path of scripts) await page.addScriptTag({ path });
    }
    found.push(...(await page.evaluate(judge)).map((line) => `${name}: ${line}`));
  }
  return found.filter((line) => !RIGHT.some((right) => right.test(line)));
}
