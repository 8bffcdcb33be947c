// The widget over the reference server and a real database, under a strict policy.
import { expect, listed, notes, submit, test, wrapUp } from "./test.ts";

test("a whole wrap-up goes from the dialog into the database", async ({ page, server, complaints }) => {
  await wrapUp(page);
  await notes(page).fill("Refunded the second charge.");
  await submit(page).click();
  await expect(listed(page)).toHaveText([/submitted, Resolved\. Refunded the second charge\./]);
  const [segment] = await server.segments();
  expect(segment?.closure).toMatchObject({ kind: "submitted", notes: "Refunded the second charge.", code: { id: "resolved" } });
  expect(segment?.versions).toEqual([]);
  expect(complaints).toEqual([]);
});

test("what is submitted while the server is down arrives once it is back, signed in anew", async ({ page, server }) => {
  await wrapUp(page);
  await expect.poll(async () => (await server.segments()).length).toBe(1);
  await server.kill();
  await notes(page).fill("while nobody listened");
  await submit(page).click();
  await expect(page.getByText(/Wrap-up of .* submitted\./)).toBeVisible();
  // It has another secret now: what the page was signed in with is worth nothing.
  await server.startAgain();
  await expect.poll(async () => (await server.segments())[0]?.closure?.notes).toBe("while nobody listened");
  expect((await server.segments()).map(({ versions }) => versions)).toEqual([[]]);
});

test("a tab that is closed leaves what was typed, and the server closes it", async ({ page, server }) => {
  await wrapUp(page);
  await expect.poll(async () => (await server.segments()).length).toBe(1);
  await notes(page).fill("half a sentence");
  const closed = page.waitForEvent("close");
  await page.close({ runBeforeUnload: true });
  await closed;
  await expect.poll(async () => (await server.segments())[0]?.closure?.kind).toBe("tab_closed");
  const [segment] = await server.segments();
  expect(segment?.closure).toMatchObject({ notes: "half a sentence", code: { id: "resolved" } });
});

test("a page that is reloaded goes on", async ({ page, server }) => {
  await wrapUp(page);
  await notes(page).fill("before");
  await expect.poll(async () => (await server.segments()).length).toBe(1);
  const name = (await server.segments())[0]!.interaction;
  await page.reload();
  await page.evaluate((name) => {
    (document.querySelector("interaction-wrap-up") as never as { interaction: string }).interaction = name;
  }, name);
  await expect(notes(page)).toHaveValue("before");
  await submit(page).click();
  await expect.poll(async () => (await server.segments())[0]?.state).toBe("closed");
  const [segment] = await server.segments();
  const said = [segment?.closure, ...(segment?.versions ?? [])].map((each) => each?.notes);
  expect(said).toContain("before");
});

test("what others do is seen at once, and one page of a browser listens for all", async ({ page, context, server }) => {
  const streams: string[] = [];
  context.on("request", (request) => {
    if (request.url().endsWith("/api/events")) streams.push(request.url());
  });
  await wrapUp(page);
  await notes(page).fill("half a sentence");
  await expect.poll(async () => (await server.segments())[0]?.draft.notes).toBe("half a sentence");
  const [open] = await server.segments();
  const second = await context.newPage();
  await second.goto("/");
  await second.evaluate((name) => {
    (document.querySelector("interaction-wrap-up") as never as { interaction: string }).interaction = name;
  }, open!.interaction);
  await expect(second.getByRole("dialog")).toBeVisible();

  // A supervisor at another computer takes the wrap-up out of the agent's hands.
  await server.force(open!, "sue");
  for (const each of [page, second]) {
    await expect(each.getByRole("dialog")).toBeHidden();
    await expect(each.getByRole("status").filter({ hasText: /sue/ }).first()).toBeVisible();
  }
  const [segment] = await server.segments();
  expect(segment?.closure?.kind).toBe("forced");
  expect(streams).toHaveLength(1);

  // Once the one that listened is gone, the other does.
  await page.close();
  await expect.poll(() => streams.length).toBe(2);
});
