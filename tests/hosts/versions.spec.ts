// Two versions: in one page, and in two tabs after a deploy.
import { buildLoader } from "../../scripts/npm/loader.mjs";
import { built, expect, test } from "./host.ts";

test.use({ name: "plain" });

test("of two copies in one page the first counts, and the wrap-up works", async ({ browser, serving }) => {
  await buildLoader(`${built}/plain/other`, { glue: "tests/loader/fake/glue.js", version: "99.0.0" });
  const page = await browser.newPage();
  const said: string[] = [];
  page.on("console", (message) => said.push(message.text()));
  await page.goto(await serving("plain"));
  const version = await page.evaluate(async () => {
    await customElements.whenDefined("interaction-wrap-up");
    const path = "./other/define.js";
    await import(new URL(path, location.href).href);
    const element = document.querySelector("interaction-wrap-up")!;
    await element.ready;
    await element.connected();
    return [customElements.get("interaction-wrap-up")!.name !== "", element.state];
  });
  expect(version).toEqual([true, "work_in_progress"]);
  expect(said).toEqual([expect.stringContaining("version 99.0.0 is not used")]);
  await page.close();
});

test("a tab of an older version keeps the text, and asks for a reload", async ({ host, context }) => {
  await host.wrapUp();
  const newer = await context.newPage();
  await newer.goto(new URL("shared/page.css", host.page.url()).href);
  // What a newer version does first: it takes the records over.
  await newer.evaluate(async () => {
    for (const { name, version } of await indexedDB.databases()) {
      await new Promise((done, failed) => {
        const request = indexedDB.open(name!, version! + 1);
        request.onsuccess = done;
        request.onerror = failed;
      });
    }
  });
  await host.notes().fill("typed in the old tab");
  await host.submit().click();
  await expect(host.element().getByText("Another tab runs a newer version")).toBeVisible();
  await expect(host.notes()).toHaveValue("typed in the old tab");
});
