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

const choose = async (page, code) => {
  await page.getByLabel("Wrap-up code").fill(code);
  await page.getByLabel("Wrap-up code").press("Enter");
};
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
  await choose(page, "Resolved");
  await page.getByLabel("Notes").fill("Parcel found at the neighbour's.");
  await press("Submit & close");
  await page.getByText("Closed complete").waitFor();
  await press("Dismiss");
  await converse("Customer ends conversation");
  await page.clock.runFor(4_000);
  await press("New conversation");
  await page.getByLabel("Channel").selectOption("Chat");
  await converse("End conversation");
  await choose(page, "Refund issued");
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

// The administration, for docs/administration.md.
const administration = [
  { name: "admin-codes", place: "codes/refund", async show(page) {
    await page.getByRole("treeitem", { name: "Refund issued" }).waitFor();
    await page.getByRole("treeitem", { name: "Billing question" }).click();
    await page.getByRole("tree").press("ArrowRight");
    await page.getByRole("treeitem", { name: "Refund issued" }).click();
  } },
  { name: "admin-configuration", place: "configurations/complaints", async show(page) {
    await page.getByLabel("Look at another moment").fill("15");
  } },
  { name: "admin-configuration-dark", place: "configurations/messaging", colorScheme: "dark", async show(page) {
    await page.getByLabel("Look at another moment").fill("12");
  } },
  { name: "admin-explain", place: "explain", async show(page) {
    await page.getByLabel("Conversation", { exact: true }).selectOption({ index: 1 });
  } },
  { name: "admin-import", place: "codes", async show(page) {
    await page.getByRole("treeitem", { name: "Resolved" }).waitFor();
    const lines = ["id,label,parent,shortcut", "returns,Returns,,", "refused,Return refused,return,", "lost,Parcel lost,,lp", "late,Returns,,"];
    const buffer = Buffer.from(lines.join("\n"));
    await page.locator("input[type=file]").setInputFiles({ name: "codes.csv", mimeType: "text/csv", buffer });
    await page.getByRole("dialog", { name: "Import" }).waitFor();
  } },
  { name: "admin-audit", place: "audit", async show(page) {
    await page.getByRole("button", { name: "What changed" }).first().click();
  } },
  { name: "admin-team", place: "team", height: 540, async show(page) {
    await page.getByRole("button", { name: "Close", exact: true }).first().click();
  } },
  { name: "admin-numbers", place: "numbers", height: 640, async show(page) {
    await page.getByRole("radio", { name: "code" }).check();
  } },
  { name: "admin-narrow", place: "codes/refund", width: 320, height: 720, async show(page) {
    await page.getByLabel("Label", { exact: true }).waitFor();
  } },
];
const context = await browser.newContext();
const setting = await context.newPage();
await setting.goto(server.url);
const pressed = async (name) => await setting.getByRole("button", { name, exact: true }).click();
for (const code of ["Refund issued", "Resolved", "Refund issued", null, null]) {
  await pressed("New conversation");
  await setting.getByLabel("Channel").selectOption("Chat");
  await pressed("End conversation");
  if (code === null) continue;
  await choose(setting, code);
  await pressed("Submit & close");
  await setting.getByText("Closed complete").first().waitFor();
}
await setting.goto(`${server.url}admin.html#codes/refund`);
const moved = setting.getByLabel("Code above", { exact: true });
await moved.fill("Billing");
await setting.getByRole("option", { name: "Billing question" }).click();
await setting.getByLabel("Shortcut key").fill("r");
await setting.getByLabel("Other words for it").fill("Money back\nReimbursed");
await setting.getByRole("button", { name: "Save", exact: true }).click();
await setting.getByText("No unsaved changes").waitFor();
for (const { name, place, show, width = 1440, height = 900, colorScheme = "light" } of administration) {
  const page = await context.newPage();
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme });
  await page.goto(`${server.url}admin.html#${place}`);
  await show(page);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  await page.screenshot({ path: `docs/img/${name}.png` });
  await page.close();
}
await browser.close();
await server.close();
