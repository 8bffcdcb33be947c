// A page whose session is a cookie that no script can read.
import { expect, notes, submit, test } from "./test.ts";

test.use({ settings: { WRAPUP_COOKIE: "session" } });

const PAGE = `<!doctype html><html lang="en"><title>Desk</title>
<script type="module" src="/package/define.js"></script>
<script type="module" src="/cookie-desk.js"></script>
<interaction-wrap-up agent="ada" roles="interaction_admin" backend="rest" base-url="/api" cookies interaction="C-1"></interaction-wrap-up>`;

const SCRIPT = `
const wrapUp = document.querySelector("interaction-wrap-up");
let csrf;
wrapUp.headers = async (again) => {
  if (again || !csrf) csrf = (await (await fetch("/api/csrf")).json()).token;
  return { "X-CSRF-Token": csrf };
};
wrapUp.record = { channel: "chat" };
await wrapUp.connected();
await wrapUp.conversationEnded({ by: "agent" });
`;

test("a wrap-up is signed in by a cookie, and goes on when the session is renewed", async ({ page, context, server }) => {
  const signIn = async (...roles: string[]) => {
    const value = await server.token("ada", ["interaction_admin", ...roles]);
    await context.addCookies([{ name: "session", value, url: server.url, httpOnly: true, sameSite: "Strict" }]);
  };
  await signIn();
  await page.route("**/cookie-desk", (route) => route.fulfill({ contentType: "text/html", body: PAGE }));
  await page.route("**/cookie-desk.js", (route) => route.fulfill({ contentType: "text/javascript", body: SCRIPT }));
  await page.goto("/cookie-desk");
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect.poll(async () => (await server.segments()).length).toBe(1);
  // With another session the token that the page has is worth nothing any more.
  await signIn("interaction_supervisor");
  await notes(page).fill("after the session was renewed");
  await submit(page).click();
  await expect.poll(async () => (await server.segments())[0]?.closure?.notes).toBe("after the session was renewed");
  expect(await page.evaluate(() => document.cookie)).toBe("");
});
