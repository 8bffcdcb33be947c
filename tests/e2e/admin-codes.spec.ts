import { Administration } from "./administration.ts";
import { choose } from "./codes.ts";
import { tabTo } from "./keys.ts";
import { expect, test } from "./test.ts";
import { Workspace } from "./workspace.ts";

test("a code and a configuration are used by the very next conversation, without a reload", async ({
  context,
  page,
}) => {
  const workspace = new Workspace(await context.newPage());
  await workspace.open();
  await workspace.start("Chat");

  const admin = new Administration(page);
  await admin.open();
  await page.getByRole("button", { name: "New code" }).click();
  await expect(admin.field("Label")).toBeFocused();
  await admin.field("Label").fill("Voucher sent");
  await expect(admin.field("Id")).toHaveValue("voucher-sent");
  await admin.saved("Voucher sent");
  await expect(admin.code("Voucher sent")).toHaveAttribute("aria-selected", "true");

  await admin.go("Configurations");
  await page.getByRole("button", { name: "New configuration" }).click();
  await expect(admin.field("Name")).toBeFocused();
  await admin.field("Name").fill("Vouchers");
  await admin.field("Order").fill("5");
  await admin.form.getByLabel("Chat", { exact: true }).check();
  await admin.field("Codes and notes").check();
  await admin.field("Codes on offer").fill("vouch");
  await page.getByRole("option", { name: "Voucher sent" }).click();
  await expect(page.getByRole("region", { name: "Preview" }).getByLabel("Wrap-up code")).toBeVisible();
  await admin.saved("Vouchers");

  // The conversation that runs gets it as it ends.
  await workspace.press("End conversation");
  await choose(workspace.code, "Voucher sent");
  await workspace.submit.click();
  await expect(workspace.saved.first()).toContainText("Voucher sent");

  // It is in use now, so it stays.
  await admin.open("codes/voucher-sent");
  await expect(admin.form).toContainText("Saved wrap-ups name this code");
});

test("the tree is walked by keys, and a code moved below another", async ({ page }) => {
  const admin = new Administration(page);
  await admin.open();
  await expect(admin.code("Billing question")).toBeVisible();
  await tabTo(page, admin.tree);
  await page.keyboard.press("r");
  await page.keyboard.press("e");
  await page.keyboard.press("s");
  await page.keyboard.press("Enter");
  await expect(admin.code("Resolved")).toHaveAttribute("aria-selected", "true");

  await admin.field("Code above").fill("bill");
  await page.keyboard.press("Enter");
  await expect(admin.field("Code above")).toHaveValue("Billing question");
  await admin.saved("Resolved");
  await expect(admin.code("Resolved")).toHaveAttribute("aria-level", "2");
  await admin.tree.focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(admin.code("Resolved")).toBeHidden();
  await page.keyboard.press("ArrowRight");
  await expect(admin.code("Resolved")).toBeVisible();
  // Not below what hangs below it.
  await admin.code("Billing question").click();
  await admin.field("Code above").fill("res");
  await expect(page.getByRole("option", { name: "Resolved" })).toBeHidden();
});

test("what is faulty is said at its field and above, and nothing typed is lost", async ({ page }) => {
  const admin = new Administration(page);
  await admin.open("codes/refund");
  await admin.field("Label").fill("");
  await admin.field("Shortcut key").fill("rr");
  await admin.save.click();
  const summary = page.locator("#admin-summary");
  await expect(summary).toBeFocused();
  await expect(summary).toContainText("Shortcut key must be one letter or digit.");
  await expect(admin.field("Label")).toHaveAttribute("aria-invalid", "true");
  await summary.getByRole("button", { name: "Shortcut key" }).click();
  await expect(admin.field("Shortcut key")).toBeFocused();

  // Leaving asks first.
  await admin.go("Audit trail");
  await page.getByRole("button", { name: "Keep editing" }).click();
  await expect(admin.field("Shortcut key")).toHaveValue("rr");
  await admin.go("Audit trail");
  await page.getByRole("button", { name: "Discard changes" }).click();
  await expect(page.getByText("Nothing was changed yet.")).toBeVisible();
});

test("somebody else's change is shown, and taken over or overwritten", async ({ context, page }) => {
  const admin = new Administration(page);
  await admin.open("codes/refund");
  await admin.field("Shortcut key").fill("r");
  const other = new Administration(await context.newPage());
  await other.open("codes/refund");
  await other.field("Label").fill("Money returned");
  await other.saved("Money returned");

  const meanwhile = page.getByRole("alert").filter({ hasText: "Somebody else has changed this" });
  await expect(meanwhile.getByRole("row", { name: "Label" })).toContainText("Money returned");
  await meanwhile.getByRole("button", { name: "Take over theirs" }).click();
  await expect(admin.field("Label")).toHaveValue("Money returned");
  await expect(admin.field("Shortcut key")).toHaveValue("r");
  await other.field("Description").fill("Theirs");
  await other.saved("Money returned");
  await meanwhile.getByRole("button", { name: "Overwrite with mine" }).click();
  await admin.saved("Money returned");
  await expect(other.field("Description")).toHaveValue("Money was returned to the customer.");
  await expect(other.field("Shortcut key")).toHaveValue("r");
});

test("only an administrator gets in", async ({ page }) => {
  const admin = new Administration(page);
  await admin.open();
  await page.getByLabel("Signed in as").selectOption("Ada Moreno");
  await expect(page.getByText("Ada Moreno has not the role admin")).toBeVisible();
  await expect(admin.tree).toBeHidden();
});
