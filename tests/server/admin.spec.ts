// The administration over the reference server and a real database, under a strict policy.
import type { BrowserContext, Page } from "@playwright/test";
import { Administration } from "../e2e/administration.ts";
import { choose } from "../e2e/codes.ts";
import { expect, listed, submit, test, wrapUp } from "./test.ts";

/** The administration at a section, of somebody. */
async function open(page: Page, place: string, who = "agent=root&roles=admin"): Promise<Administration> {
  await page.goto(`/admin?${who}#${place}`);
  const admin = new Administration(page);
  await expect(page.getByRole("navigation", { name: "Administration" })).toBeVisible();
  return admin;
}

/** At another computer. */
async function elsewhere(context: BrowserContext): Promise<Page> {
  return await (await context.browser()!.newContext({ baseURL: new URL(context.pages()[0]!.url()).origin })).newPage();
}

test("what an administrator sets up is what the agent is offered next", async ({ page, context, complaints }) => {
  const admin = await open(page, "codes");
  await page.getByRole("button", { name: "New code" }).click();
  await admin.field("Label").fill("Voucher sent");
  await admin.saved("Voucher sent");
  await admin.go("Configurations");
  await page.getByRole("button", { name: "New configuration" }).click();
  await admin.field("Name").fill("Vouchers");
  await admin.field("Order").fill("5");
  await admin.form.getByLabel("Chat", { exact: true }).check();
  await admin.field("Codes and notes").check();
  await admin.field("Codes on offer").fill("vouch");
  await page.getByRole("option", { name: "Voucher sent" }).click();
  await admin.saved("Vouchers");

  const desk = await context.newPage();
  await wrapUp(desk);
  await choose(desk.getByRole("dialog").getByLabel("Wrap-up code"), "Voucher sent");
  await submit(desk).click();
  await expect(listed(desk)).toHaveText([/submitted, Voucher sent\./]);

  // Both changes stand in the trail, under the name the server knows.
  await admin.go("Audit trail");
  await expect(page.locator("main")).toContainText("Vouchers");
  await expect(page.locator("main")).toContainText("root");
  // What is in use now stays, and the conversation is one to explain by.
  await page.reload();
  await admin.go("Codes");
  await admin.code("Voucher sent").click();
  await expect(admin.form).toContainText("Saved wrap-ups name this code");
  expect(complaints).toEqual([]);
});

test("of two who change one record the second is told, and loses nothing typed", async ({ page, context }) => {
  const first = await open(page, "codes/refund");
  const other = await elsewhere(context);
  const second = await open(other, "codes/refund", "agent=sue&roles=admin");
  await expect(second.field("Label")).toHaveValue("Refund issued");
  // Hears of nothing: only saving finds out.
  await other.route("**/api/events", (route) => route.abort());
  await other.reload();
  await second.field("Description").fill("When money went back.");
  await first.field("Label").fill("Money back");
  await first.saved("Money back");

  await second.save.click();
  const meanwhile = other.getByRole("alert").filter({ hasText: "Somebody else has changed this meanwhile" });
  await expect(meanwhile).toContainText("Money back");
  await expect(second.field("Description")).toHaveValue("When money went back.");
  await meanwhile.getByRole("button", { name: "Take over theirs" }).click();
  await expect(second.field("Label")).toHaveValue("Money back");
  await second.saved("Money back");
  // The first one hears of it as it happens.
  await expect(first.field("Description")).toHaveValue("When money went back.");
  await other.context().close();
});

test("who is no administrator is told so, and the server refuses them whatever the page says", async ({ page, server }) => {
  await page.goto("/admin?agent=ada&roles=interaction_admin");
  await expect(page.getByRole("heading", { name: "For administrators only" })).toBeVisible();
  await expect(page.getByText("ada has not the role admin")).toBeVisible();

  // The page believes what it is told; the token says otherwise.
  const token = await server.token("ada", ["interaction_admin"]);
  await page.route("**/demo/token", (route) => route.fulfill({ json: { token } }));
  const admin = await open(page, "codes/refund", "agent=ada&roles=admin");
  await admin.field("Label").fill("Mine");
  await admin.save.click();
  await expect(page.getByRole("alert")).toContainText("Nothing was saved: Authorization must have the role admin");
  await expect(admin.field("Label")).toHaveValue("Mine");
});

test("a server that is away is said to be, and what was typed is saved once it is back", async ({ page, server }) => {
  const admin = await open(page, "codes/refund");
  await admin.field("Label").fill("Money back");
  await server.kill();
  await admin.save.click();
  await expect(page.getByRole("alert").first()).toContainText("cannot be reached");
  await expect(admin.field("Label")).toHaveValue("Money back");
  // Whoever comes back to the page is told that it may be old, and everything stays in reach.
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(page.locator(".admin-unread")).toContainText("cannot be reached");
  await expect(admin.save).toBeInViewport({ ratio: 1 });
  await expect(admin.field("Label")).toHaveValue("Money back");
  // Signed in anew: the server has another secret now.
  await server.startAgain();
  await admin.saved("Money back");
  await expect(page.locator(".admin-unread")).toBeHidden();

  // Whoever comes while it is away is told, and let in by itself.
  await page.route("**/api/**", (route) => route.abort());
  await page.reload();
  await expect(page.getByRole("alert")).toContainText("cannot be reached");
  await page.unroute("**/api/**");
  await expect(admin.field("Label")).toHaveValue("Money back");
  await expect(page.getByRole("alert")).toBeHidden();
});

test("a change whose answer is lost is made once", async ({ page, server }) => {
  const admin = await open(page, "codes/refund");
  await admin.field("Label").fill("Money back");
  let lost = 0;
  await page.route(
    "**/api/changes",
    async (route) => {
      // It is done, and nobody is told.
      await route.fetch();
      lost += 1;
      await route.abort();
    },
    { times: 1 },
  );
  // And it is not seen either that it was done.
  await page.route("**/api/catalog", (route) => route.abort());
  await admin.save.click();
  await expect(page.getByRole("alert").first()).toContainText("cannot be reached");
  await admin.saved("Money back");
  expect(lost).toBe(1);
  const answer = await server.ask("root", "changes", {}, ["admin"]);
  const { entries } = (await answer.json()) as { entries: { by: string }[] };
  expect(entries.filter(({ by }) => by === "root")).toHaveLength(1);
});
