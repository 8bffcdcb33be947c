// What a page can expect of the element, in every framework the same.
import { choose } from "../e2e/codes.ts";
import { expect, names, test } from "./host.ts";

for (const name of names) {
  test.describe(name, () => {
    test.use({ name });

    test("strings, arrays, objects and booleans arrive as they are", async ({ host }) => {
      await host.ask((element) => element.ready).then(() => {});
      const { attributes, ...properties } = await host.ask((element) => ({
        attributes: Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
        interaction: element.interaction,
        agent: element.agent,
        roles: element.roles,
        backend: element.backend,
        docked: element.docked,
        record: element.record,
        codes: element.config?.codes.length,
      }));
      expect(properties).toEqual({
        interaction: "C-1",
        agent: "ada",
        roles: ["interaction_admin"],
        backend: "browser",
        docked: true,
        record: { channel: "chat", fields: { customer: "Mira Lindqvist", vip: true } },
        codes: 3,
      });
      expect(attributes).toMatchObject({ interaction: "C-1", agent: "ada", roles: "interaction_admin", backend: "browser" });
    });

    test("a conversation ends, is wrapped up and heard of", async ({ host }) => {
      await host.wrapUp();
      await choose(host.code(), "Refund issued");
      await host.notes().fill("Parcel found at the neighbour's.");
      await host.submit().click();
      await expect.poll(() => host.ask((element) => element.state)).toBe("closed_complete");
      expect(await host.closure()).toMatchObject({
        kind: "submitted",
        by: "ada",
        code: { id: "refund", label: "Refund issued" },
        notes: "Parcel found at the neighbour's.",
      });
      await expect.poll(() => host.heard()).toEqual(
        expect.arrayContaining(["wrapup-opened C-1", "wrapup-closed C-1"]),
      );
      const heard = await host.heard();
      expect(heard.filter((line) => line === "wrapup-closed C-1"), "once").toHaveLength(1);
    });

    test("taken out and put back, it goes on where it was", async ({ host }) => {
      await host.wrapUp();
      await host.notes().fill("half a sentence");
      await expect.poll(() => host.heard()).toContain("wrapup-draft C-1");
      const deadline = await host.ask((element) => element.deadline);
      await host.press("Hide");
      await expect(host.elements()).toHaveCount(0);
      await host.press("Show");
      await expect(host.dialog()).toBeVisible();
      await expect(host.notes()).toHaveValue("half a sentence");
      expect(await host.ask((element) => element.deadline)).toBe(deadline);
      // And once more at once, faster than anything is rendered.
      await host.pressAtOnce("Hide", "Hide");
      await expect(host.dialog()).toBeVisible();
      await expect(host.notes()).toHaveValue("half a sentence");
      expect(await host.heard()).not.toContain("wrapup-closed C-1");
    });

    test("two at once are two", async ({ host }) => {
      await host.press("Second conversation");
      await expect(host.elements()).toHaveCount(2);
      await host.wrapUp();
      await expect(host.dialog(1)).toBeVisible();
      await host.notes(0).fill("of the first");
      await host.notes(1).fill("of the second");
      await host.submit(1).click();
      await expect.poll(() => host.ask((element) => element.state, 1)).toBe("closed_complete");
      expect(await host.closure(1)).toMatchObject({ kind: "submitted", notes: "of the second" });
      expect(await host.ask((element) => element.state)).toBe("wrap_up");
      await expect(host.notes(0)).toHaveValue("of the first");
      await host.press("Second conversation");
      await expect(host.elements()).toHaveCount(1);
      await expect(host.notes(0)).toHaveValue("of the first");
    });

    test("another interaction ends nothing", async ({ host }) => {
      await host.wrapUp();
      await host.notes().fill("to be continued");
      await host.press("Next conversation");
      await expect(host.dialog()).toHaveCount(0);
      expect(await host.ask((element) => [element.interaction, element.state])).toEqual(["C-3", null]);
      await host.press("Next conversation");
      await expect(host.notes()).toHaveValue("to be continued");
      expect(await host.ask((element) => element.state)).toBe("wrap_up");
    });

    test("taken out in the middle of a submit, nothing is lost", async ({ host }) => {
      await host.wrapUp();
      await host.notes().fill("said at the last moment");
      // The element is gone before anything can be stored.
      await host.pressAtOnce("Submit & close", "Hide");
      await expect(host.elements()).toHaveCount(0);
      await host.press("Show");
      await expect.poll(() => host.ask((element) => element.state)).toBe("closed_complete");
      expect(await host.closure()).toMatchObject({ kind: "submitted", notes: "said at the last moment" });
      // It is stored, not only remembered.
      await host.page.reload();
      await expect.poll(() => host.ask((element) => element.state)).toBe("closed_complete");
      expect(await host.closure()).toMatchObject({ kind: "submitted", notes: "said at the last moment" });
    });
  });
}
