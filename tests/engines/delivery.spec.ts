// What an agent finishes reaches the service once, whatever goes wrong on the way: the
// same as tests/faults says in full, as far as it depends on the engine.
import { finals, type Fault } from "../faults/backend.ts";
import { words } from "../e2e/words.ts";
import { closures, expectOnce, kept, NOTES } from "./expect.ts";
import { Office } from "./office.ts";
import { expect, test } from "./test.ts";

const SUBMITTED = { kind: "submitted", by: "ada", code: { id: "refund" }, notes: NOTES };

test("a wrap-up that is submitted arrives once, byte for byte", async ({ office, backend }) => {
  const id = await office.wrapUp("Chat");
  await office.choose("Refund issued");
  await office.write(NOTES);
  await office.submit();
  await office.shows({ state: "Closed complete", saved: [{ ending: words("closure.submitted"), notes: NOTES }] });
  await office.shows({ notice: expect.stringContaining(words("notice.submitted", { interaction: id })) });
  const { outbox, segments } = await office.drained();

  expect(outbox).toEqual([]);
  expectOnce(backend, SUBMITTED);
  expect(closures(backend)).toHaveLength(1);
  expect(segments.map((each) => each.closure?.key)).toEqual(backend.service.effects.map((each) => each.key));
});

test("what keys type arrives as it was typed", async ({ office, backend }) => {
  // Letters beyond the BMP have no keys, and not every driver can press them.
  const typed = "Refunded — 二重請求 ä é הוחזר لك";
  await office.wrapUp("Chat");
  await office.type(typed);
  await office.shows({ dialog: { notes: typed } });
  await office.submit();
  await office.drained();
  expectOnce(backend, { kind: "submitted", notes: typed });
});

test("End Wrap Up arrives once, with what was entered", async ({ office, backend }) => {
  await office.wrapUp("Chat");
  await office.write(NOTES);
  await office.tab.press("End Wrap Up");
  await office.shows({ state: "Closed complete" });
  await office.drained();
  // A blank code is filled by the default.
  expectOnce(backend, { kind: "ended", by: "ada", code: { id: "resolved" }, notes: NOTES });
});

test("closing the conversation's tab arrives once, and the agent is told", async ({ office, backend }) => {
  const id = await office.wrapUp("Chat");
  await office.choose("Refund issued");
  await office.write(NOTES);
  await office.tab.click(`//button[@aria-label="${words("preview.close_tab")}"]`);
  await office.shows({ notice: expect.stringContaining(words("notice.tab_closed", { interaction: id })) });
  await office.drained();
  expectOnce(backend, { kind: "tab_closed", by: "ada", code: { id: "refund" }, notes: NOTES });
});

test("a wrap-up whose time is up arrives once, with what its policy keeps", async ({ office, backend }) => {
  const id = await office.wrapUp("Video");
  await office.write(NOTES);
  await office.shows({ state: "Closed complete" });
  await office.shows({ notice: expect.stringContaining(words("notice.timed_out", { interaction: id })) });
  await office.drained();
  const [segment] = kept(backend);
  // The service has the deadline by its own clock, and the closure as the page said it.
  const at = segment!.deadline! - segment!.ahead;
  expectOnce(backend, { kind: "timed_out", by: null, at, code: { id: "resolved" }, notes: NOTES });
});

for (const fault of ["500", "503", "reset", "lost", "half"] as const satisfies Fault[]) {
  test(`after "${fault}" the closure goes out again under the same key, and counts once`, async ({ office, backend }) => {
    await office.wrapUp("Chat");
    await office.choose("Refund issued");
    await office.write(NOTES);
    await office.drained();
    backend.plan(fault, 1, ({ path }) => path.endsWith("/closure"));
    await office.submit();
    await office.shows({ state: "Closed complete" });
    await office.drained();

    expectOnce(backend, SUBMITTED);
    const sent = closures(backend);
    expect(sent.map((each) => each.fault)).toEqual([fault, null]);
    expect(new Set(sent.map((each) => each.key)).size).toBe(1);
    expect(new Set(sent.map((each) => JSON.stringify(each.body))).size).toBe(1);
    // A service that asks for a second gets it.
    if (fault === "503") expect(sent[1]!.at - sent[0]!.at).toBeGreaterThanOrEqual(1_000);
  });
}

test("what is submitted offline goes out as soon as the network is back", async ({ office, backend, running, facts }) => {
  await office.wrapUp("Chat");
  await office.choose("Refund issued");
  await office.write(NOTES);
  await office.drained();
  // Where no driver takes the engine off the network, the service is out of reach instead.
  if (facts.driverCanBeOffline) await running.setOnline(false);
  else backend.plan("reset", 1_000);
  await office.submit();
  await office.shows({ state: "Closed complete", delivery: expect.stringContaining("waiting for the network") });
  const waits = async () => (await office.stored()).outbox.find((each) => each.report.closed !== undefined);
  // By then the next try by itself is further away than the test waits.
  await expect.poll(async () => (await waits())?.failures).toBeGreaterThanOrEqual(1);
  expect(backend.service.effects).toEqual([]);
  if (facts.driverCanBeOffline) {
    expect(await office.tab.evaluate(() => navigator.onLine)).toBe(false);
    await running.setOnline(true);
  } else {
    backend.heal();
    await office.tab.evaluate(() => void window.dispatchEvent(new Event("online")));
  }
  await office.drained();

  expectOnce(backend, SUBMITTED);
});

test("what the service refuses for good stays, and is shown with its reason and text", async ({ office, backend }) => {
  await office.wrapUp("Chat");
  await office.choose("Refund issued");
  await office.write(NOTES);
  await office.drained();
  backend.plan("422", 1, finals);
  await office.submit();
  const { outbox } = await office.drained();
  expect(outbox.map((each) => each.rejected)).toEqual([{ refused: "the record is locked for audit" }]);
  await office.shows({ rejected: [expect.stringContaining("the record is locked for audit")] });
  await office.reload();
  await office.shows({ rejected: [expect.stringContaining(NOTES.trim().split("\n")[0]!)] });
  expect((await office.stored()).outbox).toEqual(outbox);
  expect(backend.service.effects).toEqual([]);
  // The next one is not kept waiting by it.
  await office.wrapUp("Chat");
  await office.submit();
  await office.drained();
  expect(closures(backend).map((each) => each.status)).toEqual([422, 200]);
});

test("a draft survives a reload, and the deadline stays", async ({ office, backend }) => {
  await office.wrapUp("Chat");
  await office.choose("Refund issued");
  await office.write(NOTES);
  await office.keeps(NOTES);
  const { segments } = await office.stored();
  await office.reload();
  await office.shows({ dialog: { code: "Refund issued", notes: NOTES } });
  expect((await office.stored()).segments[0]?.deadline).toBe(segments[0]?.deadline);
  await office.submit();
  await office.drained();
  expectOnce(backend, SUBMITTED);
});

test("a second tab shows what is typed in the first, and ends with it", async ({ office, running, backend }) => {
  const second = await Office.open(running, backend);
  const id = await office.wrapUp("Chat");
  await office.choose("Refund issued");
  await office.write(NOTES);
  await second.shows({ conversation: id, dialog: { code: "Refund issued", notes: NOTES } });
  await office.submit();
  await second.shows({ state: "Closed complete", dialog: null });
  const told = words("notice.elsewhere_submitted", { agent: "Ada Moreno", interaction: id });
  await second.shows({ notice: expect.stringContaining(told) });
  await office.drained();
  expectOnce(backend, SUBMITTED);
  // One of the two delivers.
  expect(closures(backend)).toHaveLength(1);
});

test("submitted in two tabs at once it counts once, and the second is told", async ({ office, running, backend }) => {
  const other = "From the second tab — 二つ目.";
  const id = await office.wrapUp("Chat");
  const second = await Office.open(running, backend);
  await second.shows({ conversation: id, dialog: { code: "" } });
  const release = await office.hold();
  await office.choose("Refund issued");
  await office.write(NOTES);
  await second.shows({ dialog: { notes: NOTES } });
  await office.submit();
  await office.shows({ dialog: { saving: true } });
  await second.write(other);
  await second.submit();
  await release();

  await second.shows({ state: "Closed complete", unsaved: [other] });
  const told = words("notice.elsewhere_submitted", { agent: "Ada Moreno", interaction: id });
  const { notice } = await second.look();
  expect(notice).toContain(told);
  expect(notice).toContain(words("notice.superseded"));
  await second.drained();
  expectOnce(backend, SUBMITTED);
});
