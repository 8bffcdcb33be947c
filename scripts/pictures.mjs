// Takes the README's pictures of the staged preview into docs/img/.
//
//   make pictures
import { mkdirSync } from "node:fs";
import { chromium } from "@playwright/test";
import { serve } from "../tests/e2e/server.mjs";

const pictures = [
  { name: "workspace-light", width: 1280, height: 760, left: 29 },
  { name: "workspace-dark", width: 1280, height: 760, colorScheme: "dark", left: 12 },
  { name: "workspace-narrow", width: 320, height: 720, left: 48 },
  { name: "workspace-rtl", width: 1280, height: 760, dir: "rtl", left: 29 },
];
const notes = "Charged twice in November. One payment refunded, arrives within five days.";

const server = await serve("target/stage");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-background-networking"],
});
mkdirSync("docs/img", { recursive: true });
for (const { name, width, height, colorScheme, dir, left } of pictures) {
  const page = await browser.newPage({ viewport: { width, height }, colorScheme });
  await page.clock.install({ time: new Date("2026-11-22T10:00:00Z") });
  await page.goto(server.url);
  if (dir) await page.evaluate((dir) => (document.documentElement.dir = dir), dir);
  const press = (button) => page.getByRole("button", { name: button, exact: true }).click();
  const converse = async (end) => {
    await press("New conversation");
    await press(end);
  };
  await converse("End conversation");
  await page.getByLabel("Wrap-up code").selectOption("Resolved");
  await page.getByLabel("Notes").fill("Parcel found at the neighbour's.");
  await press("Submit & close");
  await page.getByText("Closed complete").waitFor();
  await press("Dismiss");
  await converse("Customer ends conversation");
  await page.clock.runFor(4_000);
  await press("New conversation");
  await page.getByLabel("Channel").selectOption("Chat");
  await converse("End conversation");
  await page.getByLabel("Wrap-up code").selectOption("Refund issued");
  await page.getByLabel("Notes").fill(notes);
  await page.clock.runFor((60 - left) * 1_000);
  // The bar moves by the browser's own time; shown anew, it begins where it should.
  for (const tab of ["C-1001", "C-1004"]) {
    await page.getByRole("button", { name: tab }).first().evaluate((button) => button.click());
  }
  await page.getByRole("button", { name: "Submit & close" }).focus();
  await page.screenshot({ path: `docs/img/${name}.png` });
  await page.close();
}
await browser.close();
await server.close();
