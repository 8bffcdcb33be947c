import { Administration } from "./administration.ts";
import { expect, test } from "./test.ts";

test("configurations are put in another order by keys, by buttons and by dragging", async ({ page }) => {
  const admin = new Administration(page);
  await admin.open("configurations");
  const names = page.locator(".admin-card-name");
  await expect(names).toHaveText(["Complaints", "Chat", "Messaging", "Voice", "Email", "Video"]);
  await admin.configuration("Voice").focus();
  await page.keyboard.press("Alt+ArrowUp");
  await expect(names).toHaveText(["Complaints", "Chat", "Voice", "Messaging", "Email", "Video"]);
  await expect(admin.status).toHaveText("Voice is number 3 of 6 now.");
  await expect(admin.configuration("Voice")).toBeFocused();
  await page.getByRole("button", { name: "Move Email up" }).click();
  await expect(names).toHaveText(["Complaints", "Chat", "Voice", "Email", "Messaging", "Video"]);
  await page.locator(".admin-card-row", { hasText: "Email" }).dragTo(page.locator(".admin-card-row", { hasText: "Complaints" }));
  await expect(names).toHaveText(["Email", "Complaints", "Chat", "Voice", "Messaging", "Video"]);
});

test("the preview follows the form, and lint speaks before saving", async ({ page }) => {
  const admin = new Administration(page);
  await admin.open("configurations/chat");
  const preview = page.getByRole("region", { name: "Preview" });
  await expect(preview.getByRole("timer")).toContainText("1:00");
  await admin.field("Duration").fill("90");
  await expect(preview.getByRole("timer")).toContainText("1:30");
  await preview.getByLabel("Look at another moment").fill("18");
  await expect(preview.getByRole("timer")).toHaveAttribute("data-band", "red");
  await preview.getByLabel("Notes").fill("Tried out");
  await expect(preview.getByLabel("Notes")).toHaveValue("Tried out");

  await admin.field("Duration").fill("soon");
  await admin.save.click();
  await expect(page.locator("#admin-summary")).toContainText("Duration must be a whole number.");
  await admin.field("Duration").fill("90000");
  await expect(page.locator("#admin-summary")).toContainText("must be from 1 to 86400 seconds, not 90000");
  await expect(preview).toContainText("agents get only End Wrap Up");
  await admin.field("Duration").fill("90");
  await admin.form.getByRole("button", { name: "Remove Resolved" }).click();
  await expect(admin.field("Default code")).toHaveAttribute("aria-invalid", "true");
  await admin.field("Default code").fill("refund");
  await page.keyboard.press("Enter");
  await admin.saved("Chat");
});

test("a condition is built, nested, and explained", async ({ page, workspace }) => {
  // A conversation, so that its fields are known.
  await workspace.open();
  await workspace.start("Chat");
  const admin = new Administration(page);
  await admin.open("configurations/chat");
  await admin.form.getByRole("button", { name: "Add a condition" }).click();
  const test = admin.form.getByRole("group", { name: "Single condition", exact: true });
  await expect(test.getByText("Name a field.")).toBeVisible();
  await test.getByLabel("Field").fill("priority");
  await test.getByLabel("Comparison").selectOption("is greater than");
  await test.getByLabel("Value", { exact: true }).fill("high");
  await expect(test.getByText("not of the chosen type")).toBeVisible();
  await test.getByLabel("Value", { exact: true }).fill("2");
  await admin.save.click();
  await expect(page.locator("#admin-summary")).toContainText("names the field “priority”, which no conversation has had");
  await test.getByLabel("Field").fill("topic");
  await expect(page.locator("#admin-summary")).toContainText("compares “topic” as a number, and it holds text");
  await test.getByLabel("Comparison").selectOption("is one of");
  await test.getByLabel("Type of the value").selectOption("text");
  await test.getByLabel("Value", { exact: true }).fill('"billing, old", order, "billing');
  await expect(test.getByText("not of the chosen type")).toBeVisible();
  await test.getByLabel("Value", { exact: true }).fill('"billing, old", order');
  await admin.form.getByRole("button", { name: "Add a group" }).click();
  const inner = admin.form.getByRole("group", { name: "Group of conditions" }).nth(1);
  await inner.getByRole("combobox", { name: "Group of conditions" }).selectOption("None of these holds");
  await inner.getByLabel("Field").fill("customer");
  await inner.getByLabel("Comparison").selectOption("is empty");
  await expect(admin.form).toContainText("topic is one of “billing, old”, “order” and not customer is empty");
  await admin.saved("Chat");

  await admin.go("Explain");
  await page.getByLabel("Conversation", { exact: true }).selectOption({ index: 1 });
  const verdicts = page.locator(".admin-verdict");
  await expect(verdicts.filter({ hasText: "Chat" }).first()).toContainText("This does not hold: topic is one of “billing, old”, “order”");
  await expect(page.getByText("None matches")).toBeVisible();
  const value = page.getByLabel("Value", { exact: true }).nth(1);
  await value.fill("order");
  await expect(verdicts.filter({ hasText: "The first one that matches." })).toContainText("Chat");
  await value.fill("complaint");
  await expect(verdicts.filter({ hasText: "The first one that matches." })).toContainText("Complaints");
});
