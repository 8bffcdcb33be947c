import { expect, test } from "./test.ts";
import { words } from "./words.ts";
import { ENTERED } from "./workspace.ts";

const OUT_OF_RANGE = { limit: "86400" };
const FAULTY: { what: string; change: Record<string, unknown>; field: string; rule: string }[] = [
  {
    what: "a default that is not allowed",
    change: { allowed_codes: ["refund", "billing"], default_code: "resolved" },
    field: "default_code",
    rule: words("faults.default_not_allowed", { value: "resolved" }),
  },
  {
    what: "a duration of nothing",
    change: { duration_seconds: 0 },
    field: "duration_seconds",
    rule: words("faults.duration", { ...OUT_OF_RANGE, value: "0" }),
  },
  {
    what: "a duration of more than a day",
    change: { duration_seconds: 86_401 },
    field: "duration_seconds",
    rule: words("faults.duration", { ...OUT_OF_RANGE, value: "86401" }),
  },
  {
    what: "no allowed code",
    change: { allowed_codes: [] },
    field: "allowed_codes",
    rule: words("faults.no_allowed_codes"),
  },
];

for (const { what, change, field, rule } of FAULTY) {
  test(`a configuration with ${what} is named, and the conversation can be closed`, async ({
    page,
    workspace,
    records,
  }) => {
    await workspace.open();
    await records.configure("chat", change);
    await workspace.reload();
    const faults = page.getByRole("region", { name: words("faults.title") });
    await expect(faults).toContainText("Chat");
    await expect(faults).toContainText(`${field} ${rule}`);

    const id = await workspace.wrapUp("Chat");
    await expect(workspace.dialog).toBeHidden();
    await workspace.endWrapUp.click();
    await expect(workspace.state).toHaveText("Closed complete");
    expect((await records.segment(id)).closure).toMatchObject({ kind: "ended", code: null });
    const faulty = (await records.events(id)).find((event) => typeof event === "object" && "configuration_faulty" in event);
    expect(JSON.stringify(faulty)).toContain(field);
  });
}

test("a default that is no longer active is named, and the conversation can be closed", async ({
  page,
  workspace,
  records,
}) => {
  await workspace.open();
  const resolved = (await records.all()).codes.find((code) => code.id === "resolved");
  await records.put("codes", { ...resolved, active: false });
  await workspace.reload();
  const faults = page.getByRole("region", { name: words("faults.title") });
  await expect(faults).toContainText(`default_code ${words("faults.default_inactive", { value: "resolved" })}`);

  await workspace.wrapUp("Chat");
  await workspace.endWrapUp.click();
  await expect(workspace.state).toHaveText("Closed complete");
});

test("a configuration that is mended works again", async ({ page, workspace, records }) => {
  await workspace.open();
  await records.configure("chat", { duration_seconds: 0 });
  await workspace.reload();
  await expect(page.getByRole("region", { name: words("faults.title") })).toBeVisible();
  await records.configure("chat", { duration_seconds: 90 });
  await workspace.reload();
  await expect(page.getByRole("region", { name: words("faults.title") })).toBeHidden();
  await workspace.wrapUp("Chat");
  await expect(workspace.dialog).toBeVisible();
});

test("an interaction in a state there is none of is named and left alone; others go on", async ({
  page,
  workspace,
  records,
}) => {
  await workspace.open();
  const torn = await workspace.start("Chat");
  const other = await workspace.start("Chat");
  await expect.poll(async () => (await records.all()).interactions).toHaveLength(2);
  await records.put("interactions", { ...(await records.interaction(torn)), state: "asleep" });
  const before = await records.interaction(torn);
  await workspace.reload();

  await expect(page.getByRole("alert")).toContainText(`interaction “${torn}”`);
  await expect(workspace.tabs).toHaveCount(1);
  await workspace.show(other);
  await workspace.press("End conversation");
  await workspace.enter(ENTERED);
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect(await records.interaction(torn)).toEqual(before);
});

test("a segment torn in half is named and left alone; others go on", async ({ page, workspace, records }) => {
  await workspace.open();
  const torn = await workspace.wrapUp("Chat");
  const other = await workspace.wrapUp("Chat");
  await expect.poll(async () => (await records.all()).segments).toHaveLength(2);
  const segment = await records.segment(torn);
  const half = { ...segment, state: "closed", closure: null };
  await records.put("segments", half);
  await workspace.reload();

  await expect(page.getByRole("alert")).toContainText(`segment “${segment.id}”`);
  await expect(page.getByRole("alert")).toContainText("closure");
  await expect(workspace.tabs).toHaveCount(1);
  await workspace.show(other);
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  expect(await records.segment(torn)).toEqual(half);
  // Nothing new takes the place of what cannot be read.
  const next = await workspace.start("Chat");
  expect([torn, other]).not.toContain(next);
});
