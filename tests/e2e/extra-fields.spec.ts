// The fields that an administrator adds to the dialog: filled in, checked, kept and saved.
import { findings } from "./judges.ts";
import { collisions } from "./looks.ts";
import { expect, test } from "./test.ts";
import type { Workspace } from "./workspace.ts";

const FIELDS = [
  { name: "order", label: "Order number", kind: "text", required: true },
  { name: "amount", label: "Amount refunded", kind: "number", required: false },
  { name: "reason", label: "Reason", kind: { choice: ["Damaged", "Late", "<b>Other</b>"] }, required: true },
  { name: "parts", label: "Parts", kind: { choices: ["Case", "Cable", "Power supply"] }, required: false },
  { name: "call_back", label: "Call back on", kind: "date", required: false },
];

const field = (workspace: Workspace, label: string) => workspace.dialog.getByLabel(label, { exact: true });

test.beforeEach(async ({ workspace, records }) => {
  await workspace.open();
  await records.configure("chat", { extra_fields: FIELDS, duration_seconds: 600 });
  await workspace.reload();
});

test("what is entered by keys alone is kept, shown in every tab, and saved", async ({ page, workspace, records }) => {
  const id = await workspace.wrapUp("Chat");
  await field(workspace, "Order number").focus();
  await page.keyboard.type("A-1 “<i>x</i>” 注文");
  await page.keyboard.press("Tab");
  await page.keyboard.type("12,50");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await field(workspace, "Call back on").fill("2026-03-31");

  const extra = { order: { text: "A-1 “<i>x</i>” 注文" }, amount: { number: 12.5 }, reason: { text: "Damaged" }, parts: { list: ["Case", "Power supply"] }, call_back: { text: "2026-03-31" } };
  await workspace.reload();
  await expect(field(workspace, "Order number")).toHaveValue(extra.order.text);
  await expect(field(workspace, "Amount refunded")).toHaveValue("12.5");
  await expect(field(workspace, "Reason")).toHaveValue("Damaged");
  await expect(field(workspace, "Case")).toBeChecked();
  await expect(field(workspace, "Cable")).not.toBeChecked();
  await expect(field(workspace, "Call back on")).toHaveValue("2026-03-31");

  const other = await page.context().newPage();
  await other.goto("/");
  await expect(other.getByRole("dialog").getByLabel("Reason", { exact: true })).toHaveValue("Damaged");
  await other.close();
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect((await records.segment(id)).closure).toMatchObject({ kind: "submitted", extra });
  await expect(workspace.saved).toContainText("Parts");
  await expect(workspace.saved).toContainText("Case, Power supply");
  await expect(workspace.saved.locator("i, b")).toHaveCount(0);
});

test("what is missing or wrong is named at its field", async ({ workspace, records }) => {
  const id = await workspace.wrapUp("Chat");
  await expect(workspace.dialog).toContainText("“Order number”");
  await field(workspace, "Order number").fill("A-1");
  await expect(workspace.dialog).toContainText("“Reason”");
  await field(workspace, "Reason").selectOption("Late");
  await field(workspace, "Amount refunded").fill("twelve");
  await expect(workspace.dialog.getByText("This is not a number.")).toBeVisible();
  await expect(workspace.dialog).toContainText("“Amount refunded”");
  await expect(field(workspace, "Amount refunded")).toHaveAttribute("aria-invalid", "true");
  await expect(workspace.endWrapUp).toHaveAttribute("aria-disabled", "true");
  await field(workspace, "Amount refunded").fill("");
  await workspace.endWrapUp.click();
  await expect(workspace.state).toHaveText("Closed complete");
  const { closure } = await records.segment(id);
  expect(closure).toMatchObject({ kind: "ended", extra: { order: { text: "A-1" }, reason: { text: "Late" } } });
});

for (const [name, width, dir, colorScheme] of [
  ["light", 1280, "ltr", "light"],
  ["dark", 1280, "ltr", "dark"],
  ["narrow", 320, "ltr", "light"],
  ["right to left", 900, "rtl", "light"],
] as const) {
  test(`has everything in its place, ${name}`, async ({ page, workspace }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await workspace.wrapUp("Chat");
    await field(workspace, "Amount refunded").fill("twelve");
    await page.evaluate((dir) => void (document.documentElement.dir = dir), dir);
    expect(await findings(page)).toEqual([]);
    expect(await collisions(page)).toEqual([]);
    if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/extra-${name}.png`, fullPage: true });
  });
}
