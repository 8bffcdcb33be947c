// A page that suggests codes and notes by itself: what its function is asked, and what
// its answers do. The page's clock is the real one: each step waits for the one before.
import type { InteractionWrapUp, SuggestionQuestion, WrapUpConfig } from "interaction-wrap-up";
import { expect, test, type Host } from "./host.ts";

/** What the page's function was asked, and how it is answered. */
interface Own {
  asked: SuggestionQuestion[];
  answer: (answer: unknown) => void;
  fail: (error: unknown) => void;
  heard: { type: string; code?: string | null; notes?: string | null; message?: string }[];
}

type Page = typeof globalThis & { own: Own };

/** Gives the element a function that waits for the test to answer. */
async function give(host: Host, rules: Record<string, unknown> = {}): Promise<void> {
  await host.ask(async (element: InteractionWrapUp) => {
    await element.ready;
    const own: Own = { asked: [], answer: () => {}, fail: () => {}, heard: [] };
    (globalThis as Page).own = own;
    element.assist = (question) => {
      own.asked.push(question);
      return new Promise((answer, fail) => Object.assign(own, { answer, fail }));
    };
    for (const type of ["wrapup-suggested", "wrapup-error"] as const) {
      element.addEventListener(type, ({ detail }) => own.heard.push({ type, ...(detail as object) }));
    }
  });
  await host.element().evaluate((element, rules) => {
    const wrapUp = element as InteractionWrapUp;
    const config = wrapUp.config as WrapUpConfig;
    const configurations = config.configurations!.map((each) => ({
      ...each,
      enable_ai_code: true,
      enable_ai_notes: true,
      ...rules,
    }));
    wrapUp.config = { ...config, configurations };
  }, rules);
}

const asked = (host: Host) =>
  host.page.evaluate(() =>
    (globalThis as Page).own.asked.map(({ interaction, segment, codes, notes, language, signal }) => {
      return { interaction: interaction.id, segment, codes, notes, language, aborted: signal.aborted };
    }),
  );
const heard = (host: Host) => host.page.evaluate(() => (globalThis as Page).own.heard);
const answer = (host: Host, answer: unknown) =>
  host.page.evaluate((answer) => (globalThis as Page).own.answer(answer), answer);
const part = (host: Host, name: string) => host.element().locator(`[part=${name}]`);
const button = (host: Host, name: string) => host.dialog().getByRole("button", { name, exact: true });

test("it is asked once, streams, and its answer stands beside the fields", async ({ host }) => {
  await give(host);
  await host.wrapUp();
  await expect.poll(async () => (await asked(host)).length).toBe(1);
  const [question] = await asked(host);
  expect(question).toMatchObject({ interaction: "C-1", notes: true, language: "en", aborted: false });
  expect(question?.codes.map(({ label }) => label)).toContain("Refund issued");
  expect(Object.keys(question?.codes[0] ?? {})).toEqual(["id", "label", "description"]);

  await host.notes().fill("Typed.");
  await host.page.evaluate(() => (globalThis as Page).own.asked[0]?.onNotes("The parcel"));
  await expect(part(host, "suggested-notes")).toHaveText("The parcel");
  const refund = question?.codes.find(({ label }) => label === "Refund issued")?.id ?? "";
  await answer(host, { code: refund, notes: "The parcel was lost." });
  await expect(part(host, "suggested-notes")).toHaveText("The parcel was lost.");
  await expect(host.notes()).toHaveValue("Typed.");
  const suggested = (await heard(host)).filter(({ type }) => type === "wrapup-suggested");
  expect(suggested.at(-1)).toMatchObject({ code: refund, notes: "The parcel was lost." });

  await button(host, "Use it").click();
  await button(host, "Insert notes").click();
  await expect(host.notes()).toHaveValue("Typed.\n\nThe parcel was lost.");
  await host.submit().click();
  await expect.poll(async () => (await host.closure())?.notes).toBe("Typed.\n\nThe parcel was lost.");
  expect((await asked(host))[0]?.aborted, "an answer that was had is not aborted").toBe(false);
});

for (const [wrong, message] of [
  [{ code: "nothing-of-the-kind" }, /code must be one of the codes on offer/],
  [{ notes: "x".repeat(4001) }, /notes must be at most 4000 characters/],
  [{ notes: 7 }, /notes must be/],
  ["Just text.", /must be/],
] as const) {
  test(`an answer of ${JSON.stringify(wrong).slice(0, 30)} is told with field and rule`, async ({ host }) => {
    await give(host);
    await host.wrapUp();
    await expect.poll(async () => (await asked(host)).length).toBe(1);
    await answer(host, wrong);
    await expect(part(host, "suggestion").getByRole("status")).toHaveText(/^No suggestion came/);
    const [told] = (await heard(host)).filter(({ type }) => type === "wrapup-error");
    expect(told?.code).toBe("suggestion_failed");
    expect(told?.message).toMatch(message);

    await button(host, "Try again").click();
    await expect.poll(async () => (await asked(host)).length).toBe(2);
    await answer(host, { notes: "Better." });
    await expect(part(host, "suggested-notes")).toHaveText("Better.");
  });
}

test("what it throws is a failure, and nothing is nothing", async ({ host }) => {
  await give(host);
  await host.wrapUp();
  await expect.poll(async () => (await asked(host)).length).toBe(1);
  await host.page.evaluate(() => (globalThis as Page).own.fail(new Error("the model is away")));
  await expect(button(host, "Try again")).toBeVisible();
  expect((await heard(host)).map(({ message }) => message)).toContain("the model is away");
  await button(host, "Try again").click();
  await expect.poll(async () => (await asked(host)).length).toBe(2);
  await answer(host, null);
  await expect(part(host, "suggestion").getByRole("status")).toHaveText("Nothing was suggested.");
});

test("on request it is asked when the agent asks, and told when nobody waits any more", async ({ host }) => {
  await give(host, { ai_on_request: true });
  await host.wrapUp();
  await expect(button(host, "Suggest")).toBeVisible();
  expect(await asked(host)).toEqual([]);
  await button(host, "Suggest").click();
  await expect.poll(async () => (await asked(host)).length).toBe(1);
  await button(host, "Stop").click();
  await expect.poll(async () => (await asked(host))[0]?.aborted).toBe(true);
  await answer(host, { notes: "Too late." });
  await button(host, "Suggest").click();
  await expect.poll(async () => (await asked(host)).length).toBe(2);
  await host.ask((element) => element.remove());
  await expect.poll(async () => (await asked(host))[1]?.aborted).toBe(true);
});
