// Whether every subject does the job, before anything of it is measured: it opens a
// wrap-up, counts down, changes its band, keeps what is typed, brings it back after a
// reload, submits, and ends by itself. Names of subjects check those only.
import assert from "node:assert/strict";
import { segments } from "./stored.mjs";
import { buildPeers, Stand, subjects } from "./subjects.mjs";

/** A segment's record, of the element or of a peer, as { id, state, closure, code, notes }. */
const plain = (each) => ({
  id: each.interaction ?? each.id,
  state: each.state,
  closure: each.closure?.kind ?? each.closure ?? null,
  code: each.closure?.code?.id ?? each.code ?? null,
  notes: each.closure?.notes ?? each.draft?.notes ?? each.notes,
});

/** Waits until the page says so; what it says last is in the error. */
async function until(page, what, test) {
  const end = Date.now() + 20_000;
  for (;;) {
    const found = await what();
    if (test(found)) return found;
    if (Date.now() > end) throw new Error(`in vain: ${test} of ${JSON.stringify(found)}`);
    await page.waitForTimeout(50);
  }
}

async function check(stand, subject) {
  const { page, close } = await stand.page(subject);
  const isElement = subject.name === "element";
  const open = (id, seconds) =>
    page.evaluate(
      async ([id, seconds]) => {
        await window.desk.prepare?.(id, seconds);
        await window.desk.open(id, seconds);
        await window.dialogsAre(1);
      },
      [id, seconds],
    );
  const stored = (id) => segments(page).then((all) => all.map(plain).find((each) => each.id === id));
  const band = () => page.locator("[data-band]").first().getAttribute("data-band");
  const shown = () => page.evaluate(() => window.countdowns()[0]);

  await open("C-kept", 600);
  const first = await shown();
  await until(page, shown, (now) => /^(9:\d\d|10:00)$/.test(now));
  await until(page, shown, (now) => now !== first);
  await page.getByLabel("Notes").first().fill("wants a call back");
  await until(page, () => stored("C-kept"), (record) => record?.notes === "wants a call back");
   assert.equal((await stored("C-kept")).state, "open");

  await page.goto(isElement ? `${page.url()}?show=C-kept` : page.url());
  await page.evaluate(() => window.dialogsAre(1));
   assert.equal(await page.getByLabel("Notes").first().inputValue(), "wants a call back");
  if (isElement) {
    await page.getByRole("combobox", { name: "Wrap-up code" }).click();
    await page.getByRole("option", { name: "Refund issued" }).click();
  } else {
    assert.equal(await page.locator("option").count(), 21);
    await page.getByLabel("Wrap-up code").selectOption("Refund issued");
  }
  await page.getByRole("button", { name: "Submit & close" }).click();
  await page.evaluate(() => window.dialogsAre(0));
  const submitted = await stored("C-kept");
  assert.deepEqual(submitted, {
    id: "C-kept",
    state: "closed",
    closure: "submitted",
    code: "refund-issued",
    notes: "wants a call back",
  });

   await open("C-short", 8);
  await until(page, band, (now) => now === "green");
  await until(page, band, (now) => now === "yellow");
  await until(page, band, (now) => now === "red");
   const ended = await until(page, () => stored("C-short"), (record) => record?.state === "closed");
   assert.equal(ended.closure, "timed_out");
  assert.equal(ended.code, "resolved");
  await page.evaluate(() => window.dialogsAre(0));
  await close();
}

buildPeers();
const named = process.argv.slice(2);
const wanted = subjects.filter(({ name }) => named.length === 0 || named.includes(name));
const stand = await Stand.open(wanted);
try {
  for (const subject of wanted) {
    await check(stand, subject).catch((error) => {
      throw new Error(`${subject.label} does not do the job: ${error.message}`, { cause: error });
    });
    console.log(`  ${subject.label} does the job`);
  }
} finally {
  await stand.close();
}
