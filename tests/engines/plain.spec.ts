// The element on a page without any framework, built from the packed tarball: what
// tests/hosts says of every framework in Chromium, as far as it depends on the engine.
import { Key } from "selenium-webdriver";
import { serve } from "../e2e/server.mjs";
import { PlainPage } from "./plain-page.ts";
import { expect, test as base } from "./test.ts";

const test = base.extend<{ plain: PlainPage; address: string }>({
  address: async ({}, use) => {
    const server = await serve("target/hosts/plain");
    await use(server.url);
    await server.close();
  },
  plain: async ({ running, home, address }, use) => {
    const page = await PlainPage.open(running, address);
    await use(page);
    await page.tab.close(home);
  },
});

const NOTES = "Parcel found at the neighbour's.";

test("a conversation ends, is wrapped up, and the page hears of it once", async ({ plain }) => {
  await plain.wrapUp();
  await plain.choose("Refund issued");
  await plain.write(NOTES);
  await plain.submit();
  await plain.shows({ state: "closed_complete", dialog: false });
  await plain.shows({ segments: [{ closure: expect.objectContaining({ kind: "submitted", notes: NOTES, code: expect.objectContaining({ id: "refund" }) }) }] });
  await expect.poll(() => plain.heard()).toContain("wrapup-closed C-1");
  const heard = await plain.heard();
  expect(heard.filter((line) => line === "wrapup-opened C-1")).toHaveLength(1);
  expect(heard.filter((line) => line === "wrapup-closed C-1")).toHaveLength(1);
});

test("it is wrapped up by keys alone", async ({ plain }) => {
  await plain.wrapUp();
  await plain.click("[part~=title]");
  // From the dialog's head to its end, as the keys lead.
  const reach = async (part: string) => {
    for (let presses = 0; presses < 12; presses++) {
      if ((await plain.look())?.focused?.split(" ").includes(part)) return;
      await plain.type(Key.TAB);
    }
    throw new Error(`Tab does not lead to ${part}`);
  };
  await reach("code-input");
  await plain.type("Refund issued", Key.ENTER);
  await plain.shows({ code: "Refund issued" });
  await reach("notes-input");
  await plain.type(NOTES);
  await reach("submit");
  await plain.type(Key.ENTER);
  await plain.shows({ state: "closed_complete" });
  await plain.shows({ segments: [{ closure: expect.objectContaining({ kind: "submitted", notes: NOTES }) }] });
});

test("taken out and put back, reloaded and seen in a second tab, it goes on where it was", async ({ plain, running, address, home }) => {
  await plain.wrapUp();
  await plain.write("half a sentence");
  await expect.poll(() => plain.heard()).toContain("wrapup-draft C-1");
  await plain.press("Hide");
  await expect.poll(() => plain.count()).toBe(0);
  await plain.press("Show");
  await plain.shows({ dialog: true, notes: "half a sentence" });
  await plain.tab.reload();
  await plain.shows({ dialog: true, notes: "half a sentence" });
  const second = await PlainPage.open(running, address);
  await second.shows({ notes: "half a sentence" });
  await second.submit();
  await second.shows({ state: "closed_complete" });
  await second.tab.close(home);
  await plain.shows({ state: "closed_complete", dialog: false });
});

test("two at once are two, and another interaction ends nothing", async ({ plain }) => {
  await plain.press("Second conversation");
  await expect.poll(() => plain.count()).toBe(2);
  await plain.wrapUp();
  await plain.shows({ dialog: true }, 1);
  await plain.write("of the first");
  await plain.write("of the second", 1);
  await plain.submit(1);
  await plain.shows({ state: "closed_complete" }, 1);
  await plain.shows({ state: "wrap_up", notes: "of the first" });
  await plain.press("Second conversation");
  await plain.press("Next conversation");
  await plain.shows({ interaction: "C-3", state: null, dialog: false });
  await plain.press("Next conversation");
  await plain.shows({ interaction: "C-1", dialog: true, notes: "of the first" });
});
