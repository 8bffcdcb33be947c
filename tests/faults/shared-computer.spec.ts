// A computer that several agents use: what one of them leaves behind, and for how long.
import type { BrowserContext, Page } from "@playwright/test";
import { finals, type Backend } from "./backend.ts";
import { database, registered, stored } from "./stores.ts";
import { expect, Office, test } from "./test.ts";

const NOTES = "Refunded the second charge.";
const DAY = 24 * 60 * 60 * 1000;

const kept = (backend: Backend) => [...backend.service.segments.values()];
const texts = (backend: Backend) => kept(backend).map((each) => each.closure?.notes ?? null);
const closures = (backend: Backend, agent: string) =>
  backend.history.filter((each) => each.agent === agent && each.fault === null && finals(each));

const button = (office: Office, name: string) => office.signOut.getByRole("button", { name, exact: true });

/** Ada submits one, and the service does not take it. */
async function unsent(office: Office, backend: Backend, notes = NOTES): Promise<string> {
  await office.open();
  const id = await office.wrapUp("Chat");
  await office.drained();
  backend.plan("500", 1_000, finals);
  await office.enter({ code: "Refund issued", notes });
  await office.submit.click();
  await expect(office.state).toHaveText("Closed complete");
  await expect.poll(async () => (await office.stored()).outbox.some((each) => each.report.closed)).toBe(true);
  return id;
}

/** Asks to sign out, as Ben wants to sign in. */
async function asks(office: Office): Promise<void> {
  await office.page.getByRole("radio", { name: "Ben Okafor" }).check();
  await expect(office.signOut).toBeVisible();
}

test("where nothing is left, nobody is asked", async ({ office, backend }) => {
  await office.open();
  await office.submitted(NOTES);
  await office.drained();
  await office.page.getByRole("radio", { name: "Ben Okafor" }).check();
  await expect(office.signedIn("ben")).toBeVisible();
  await expect(office.tabs).toHaveCount(0);
  expect(closures(backend, "ada")).toHaveLength(1);
});

test("sending signs out once everything has arrived, whatever it waited for", async ({ office, backend }) => {
  const id = await unsent(office, backend);
  await office.wrapUp("Email");
  await asks(office);
  await expect(office.signOut).toContainText(`Finished, not sent yet (1): ${id}`);
  await expect(office.signOut).toContainText("Open, nothing entered (1): ");
  backend.heal();
  await button(office, "Send and sign out").click();
  await expect(office.signedIn("ben")).toBeVisible();
  expect(texts(backend)).toEqual([NOTES, null]);
  // What was open is left as by a page that went.
  await expect.poll(() => kept(backend).map((each) => each.gone !== null)).toEqual([false, true]);
  const { outbox } = await office.stored("ada");
  expect(outbox).toEqual([]);
});

test("what cannot be sent is told, and the agent decides again", async ({ office, backend }) => {
  const id = await unsent(office, backend);
  await asks(office);
  await button(office, "Send and sign out").click();
  await expect(office.signOut).toContainText("Not everything could be sent. You are still signed in.");
  await expect(office.signOut).toContainText(`Finished, not sent yet (1): ${id}`);
  await expect(office.signedIn("ada")).toBeVisible();
  backend.heal();
  await button(office, "Try again").click();
  await expect(office.signedIn("ben")).toBeVisible();
  expect(texts(backend)).toEqual([NOTES]);
});

test("what the service refuses for good is named, and can be left or removed", async ({ office, backend }) => {
  await office.open();
  const id = await office.wrapUp("Chat");
  await office.drained();
  backend.plan("422", 1, finals);
  await office.enter({ code: "Refund issued", notes: NOTES });
  await office.submit.click();
  await office.drained();
  await asks(office);
  await button(office, "Send and sign out").click();
  await expect(office.signOut).toContainText("Not everything could be sent.");
  await expect(office.signOut).toContainText(`Not taken by the service (1): ${id}`);
  await button(office, "Leave here and sign out").click();
  await expect(office.signedIn("ben")).toBeVisible();
  expect((await office.stored("ada")).outbox).toHaveLength(1);
});

test("staying changes nothing, and a sending that is given up signs nobody out", async ({ office, backend }) => {
  await unsent(office, backend);
  await asks(office);
  await office.page.keyboard.press("Escape");
  await expect(office.signOut).toHaveCount(0);
  await expect(office.page.getByRole("radio", { name: "Ada Moreno" })).toBeChecked();
  await expect(office.page.getByRole("radio", { name: "Ada Moreno" })).toBeFocused();

  backend.heal();
  backend.plan("slow", 1, finals);
  await asks(office);
  const sent = backend.request((each) => each.fault === "slow");
  await button(office, "Send and sign out").click();
  await sent;
  await button(office, "Stay signed in").click();
  await office.drained("ada");
  await expect(office.signedIn("ada")).toBeVisible();
  await expect(office.signOut).toHaveCount(0);
  expect(texts(backend)).toEqual([NOTES]);
});

test("what is left here goes out at the next sign-in, and as nobody else", async ({ office, backend }) => {
  await unsent(office, backend);
  await asks(office);
  await button(office, "Leave here and sign out").click();
  await expect(office.signedIn("ben")).toBeVisible();
  backend.heal();
  await office.submitted("Ben's own.");
  await office.drained("ben");
  await expect(office.saved).toHaveCount(1);
  expect(closures(backend, "ada")).toEqual([]);
  expect(closures(backend, "ben")).toHaveLength(1);
  await office.signIn("Ada Moreno");
  await office.drained("ada");
  expect(closures(backend, "ada")).toHaveLength(1);
  expect(texts(backend).sort()).toEqual(["Ben's own.", NOTES]);
});

test("removing asks first, names what is lost, and leaves nothing here", async ({ context, office, backend }) => {
  const id = await unsent(office, backend);
  const draft = await office.wrapUp("Email");
  await office.typed("half a sentence");
  await expect.poll(() => kept(backend).some((each) => each.draft.notes === "half a sentence")).toBe(true);
  const other = new Office(await context.newPage(), backend);
  await other.open();
  await expect(other.tabs).toHaveCount(2);
  await office.page.bringToFront();
  await asks(office);
  await button(office, "Remove and sign out").click();
  await expect(button(office, "Don’t remove")).toBeFocused();
  await expect(office.signOut).toContainText("This would be lost for good:");
  await expect(office.signOut).toContainText(`Finished, not sent yet (1): ${id}`);
  await expect(office.signOut).toContainText(`Started, not submitted (1): ${draft}`);
  await office.page.keyboard.press("Enter");
  await expect(button(office, "Remove and sign out")).toBeFocused();

  await office.page.keyboard.press("Enter");
  await button(office, "Yes, remove and sign out").click();
  await expect(office.signedIn("ben")).toBeVisible();
  expect(await office.stored("ada")).toEqual({ interactions: [], segments: [], outbox: [] });
  // The other window of hers shows nothing of it either.
  await expect(other.tabs).toHaveCount(0);
  backend.heal();
  await office.signIn("Ada Moreno");
  await expect(office.tabs).toHaveCount(0);
  expect(closures(backend, "ada")).toEqual([]);
  // That its page is gone, the service knows, and the draft as it was told before.
  const open = kept(backend).find((each) => each.about.interaction === draft);
  expect(open).toMatchObject({ draft: { notes: "half a sentence" } });
  expect(open?.gone).not.toBeNull();
});

test("a store that cannot be emptied leaves the agent signed in, with everything there", async ({ office, backend }) => {
  await unsent(office, backend);
  await asks(office);
  await office.page.evaluate(() => {
    IDBObjectStore.prototype.clear = () => {
      throw new DOMException("No.", "UnknownError");
    };
  });
  await button(office, "Remove and sign out").click();
  await button(office, "Yes, remove and sign out").click();
  await expect(office.signOut).toContainText("Something went wrong.");
  await expect(office.signedIn("ada")).toBeVisible();
  expect((await office.stored("ada")).outbox.some((each) => each.report.closed)).toBe(true);
});

test("one agent's records at two services are two things", async ({ server, office, backend }) => {
  await unsent(office, backend);
  const elsewhere = server.backend(`${backend.base.slice(1)}-other`);
  const there = new Office(office.page, elsewhere);
  await there.open();
  await expect(there.tabs).toHaveCount(0);
  await there.submitted("At the other one.");
  await there.drained("ada");
  expect(texts(elsewhere)).toEqual(["At the other one."]);
  expect(elsewhere.history.filter(finals)).toHaveLength(1);
  expect(elsewhere.service.violations).toEqual([]);
  backend.heal();
  await office.open();
  await office.drained("ada");
  expect(texts(backend)).toEqual([NOTES]);
});

// How long what is left stays. The page's clock is set, and the service's with it.

/** A page that is opened as if so many days had passed. */
async function later(context: BrowserContext, backend: Backend, days: number): Promise<Office> {
  const page: Page = await context.newPage();
  await page.clock.install({ time: Date.now() + days * DAY });
  const office = new Office(page, backend);
  await office.open();
  return office;
}

/** Until that page has looked after what Ada left. */
async function looked({ page }: Office, { base }: Backend): Promise<void> {
  const day = await page.evaluate(() => Date.now());
  await expect
    .poll(async () => Math.abs((await registered(page, base, "ada"))!.idle.looked_at - day))
    .toBeLessThan(60 * 60 * 1000);
}

/** The database of an agent, by name. */
const databases = (page: Page) =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? "").sort());

test("what is confirmed goes after three days, in every window; what is not, stays", async ({ context, office, backend }) => {
  await unsent(office, backend, "not sent");
  backend.heal();
  await office.page.close();
  const first = await later(context, backend, 0);
  await first.submitted(NOTES);
  await first.drained();
  backend.plan("500", 1_000, finals);
  await first.wrapUp("Email");
  await first.enter({ code: "Refund issued", notes: "waits" });
  await first.submit.click();
  await expect(first.saved).toHaveCount(3);

  const day3 = await later(context, backend, 2.9);
  await expect(day3.saved).toHaveCount(3);
  const day4 = await later(context, backend, 4);
  await expect(day4.saved).toHaveText([/waits/]);
  await expect(first.saved).toHaveText([/waits/]);
  const { segments, outbox } = await stored(day4.page, backend.base);
  expect(segments.map((each) => each.closure?.notes)).toEqual(["waits"]);
  expect(outbox.filter((each) => each.report.closed)).toHaveLength(1);
  await expect(day4.page.getByText("the oldest since")).toBeVisible();
  await context.close();
});

test("what an agent left who does not come back goes after a month, and they are told", async ({
  context,
  office,
  backend,
}) => {
  test.slow();
  const id = await unsent(office, backend);
  await asks(office);
  await button(office, "Leave here and sign out").click();
  await expect(office.signedIn("ben")).toBeVisible();
  const name = database(backend.base, "ada");
  const pass = async (day: number) => {
    const office = await later(context, backend, day);
    await looked(office, backend);
    await office.page.close();
  };
  await office.page.close();
  // A clock that is wrong once makes nothing old.
  for (const day of [4_000, 5, 12, 19]) await pass(day);
  const day21 = await later(context, backend, 21);
  await looked(day21, backend);
  expect(await databases(day21.page)).toContain(name);
  expect((await stored(day21.page, backend.base, "ada")).outbox.some((each) => each.report.closed)).toBe(true);
  await day21.page.close();

  const day31 = await later(context, backend, 31);
  await expect.poll(() => databases(day31.page)).not.toContain(name);
  backend.heal();
  await day31.signIn("Ada Moreno");
  const told = day31.page.getByRole("alert", { name: "Removed from this browser" });
  await expect(told).toContainText(`Finished, not sent yet (1): ${id}`);
  await expect(told).not.toContainText(NOTES);
  await day31.reload();
  await told.getByRole("button", { name: "Dismiss" }).click();
  await expect(told).toHaveCount(0);
  await day31.reload();
  await expect(day31.signedIn("ada")).toBeVisible();
  await expect(told).toHaveCount(0);
  expect(closures(backend, "ada")).toEqual([]);
  await context.close();
});

test("a page that stays open for days keeps its own, and nobody tidies behind its back", async ({ context, office, backend }) => {
  await unsent(office, backend);
  // Ada's page stays; another window of the browser is Ben's.
  const ben = new Office(await context.newPage(), backend);
  await ben.open();
  await ben.signIn("Ben Okafor");
  for (const day of [8, 16, 24, 32, 40]) {
    const look = await later(context, backend, day);
    await expect(look.signedIn("ben")).toBeVisible();
    await looked(look, backend);
    await look.page.close();
  }
  expect((await stored(office.page, backend.base, "ada")).outbox.some((each) => each.report.closed)).toBe(true);
  await context.close();
});
