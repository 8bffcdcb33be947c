import { expect, test } from "./test.ts";
import { words } from "./words.ts";

test("a transfer makes two segments, and the last of them closes the conversation", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.start();
  await workspace.press("Transfer");
  // Ada has left and wraps up; Ben talks on.
  await expect(workspace.dialog).toBeVisible();
  await expect(workspace.state).toHaveText("Work in progress");
  await expect(workspace.time()).toHaveText("1:00");
  await workspace.pass(20);

  await workspace.signIn("Ben Okafor");
  await workspace.press("End conversation");
  await expect(workspace.state).toHaveText("Wrap up");
  await expect(workspace.time()).toHaveText("1:00");
  await workspace.enter({ code: "Callback scheduled", notes: "Ben's part." });
  await workspace.signIn("Ada Moreno");
  await expect(workspace.time()).toHaveText("0:40");
  await expect(workspace.notes).toHaveValue("");
  await workspace.enter({ code: "Escalated to second line", notes: "Ada's part." });
  await workspace.submit.click();

  await expect(workspace.saved).toHaveCount(1);
  await expect(workspace.state).toHaveText("Wrap up");
  await expect(workspace.record).toContainText(words("gate.not_assigned", { agent: "Ben Okafor" }));
  expect(await records.interaction(id)).toMatchObject({ state: "wrap_up", closed_at: null });
  const [ada, ben] = await records.segments(id);
  expect(ada).toMatchObject({ agent: "ada", closure: { kind: "submitted", code: { id: "escalated" } } });
  expect(ben).toMatchObject({ agent: "ben", state: "open" });
  expect(ben?.deadline).toBe((ada?.opened_at ?? 0) + 80_000);

  await workspace.signIn("Ben Okafor");
  await expect(workspace.notes).toHaveValue("Ben's part.");
  await workspace.pass(1);
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  await expect(workspace.saved).toHaveCount(2);
  await expect(workspace.saved.first()).toContainText("Ben Okafor");
  await expect(workspace.saved.last()).toContainText("Ada Moreno");
  expect(await records.interaction(id)).toMatchObject({ state: "closed_complete", system_wrap_up: false });
  expect((await records.segments(id)).map((each) => each.closure?.notes)).toEqual(["Ada's part.", "Ben's part."]);
});

test("who left times out alone; the conversation goes on and closes with the other", async ({ workspace, records }) => {
  await workspace.holdClock();
  await workspace.open();
  const id = await workspace.start();
  await workspace.press("Transfer");
  await expect(workspace.dialog).toBeVisible();
  await workspace.pass(60);

  await expect(workspace.saved).toHaveCount(1);
  await expect(workspace.state).toHaveText("Work in progress");
  expect(await records.interaction(id)).toMatchObject({ system_wrap_up: false });
  await workspace.signIn("Ben Okafor");
  await workspace.press("End conversation");
  await workspace.submit.click();
  await expect(workspace.state).toHaveText("Closed complete");
  // The last closure was a person's.
  expect(await records.interaction(id)).toMatchObject({ state: "closed_complete", system_wrap_up: false });
  const [ada, ben] = await records.segments(id);
  expect(ada?.closure?.kind).toBe("timed_out");
  expect(ben?.closure?.kind).toBe("submitted");
});
