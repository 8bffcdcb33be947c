// What nobody finishes: left behind by a browser that was killed, swept by the next one.
import { Killable, Profile } from "../faults/killable.ts";
import { Administration } from "./administration.ts";
import { Records } from "./records.ts";
import { expect, test } from "./test.ts";
import { ENTERED, Workspace } from "./workspace.ts";

test("the leftovers of a killed browser are swept, and reported", async ({ site }) => {
  const profile = await Profile.create();
  let browser = await Killable.start(profile);
  try {
    const before = await browser.context.newPage();
    await before.goto(site);
    const workspace = new Workspace(before);
    // Without a limit: no deadline ends it.
    const id = await workspace.wrapUp("Email");
    await workspace.enter(ENTERED);
    const typed = async () => (await new Records(before).segment(id)).draft.notes;
    await expect.poll(typed).toBe(ENTERED.notes);
    await browser.kill();

    browser = await Killable.start(profile);
    const after = await browser.context.newPage();
    await after.clock.install({ time: Date.now() + 20 * 60_000 });
    await after.goto(site);
    const records = new Records(after);
    await expect.poll(async () => (await records.segment(id)).state).toBe("closed");
    expect((await records.segment(id)).closure).toMatchObject({ kind: "swept", by: null, notes: ENTERED.notes });
    expect(await records.interaction(id)).toMatchObject({ state: "closed_complete", system_wrap_up: true });

    const admin = new Administration(await browser.context.newPage());
    await admin.page.goto(`${site}admin.html#team`);
    await admin.signIn("Sam Rivera");
    const report = admin.page.getByRole("list", { name: "Left behind" }).getByRole("listitem");
    await expect(report).toHaveText([new RegExp(`^Ada Moreno${id} · .+ · ${ENTERED.code}$`)]);
    await admin.page.getByRole("button", { name: "Close leftovers now" }).click();
    await expect(admin.status).toHaveText("Nothing is left behind.");
  } finally {
    await browser.kill();
    await profile.remove();
  }
});
