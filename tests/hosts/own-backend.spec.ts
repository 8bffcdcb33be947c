// A page that keeps the records by itself: what its object is asked, and what its
// answers do.
import type { InteractionWrapUp, Report, ReportAbout, WrapUpBackend } from "interaction-wrap-up";
import { choose } from "../e2e/codes.ts";
import { expect, test, type Host } from "./host.ts";

const NOTES = "Parcel found at the neighbour's — 隣の家。";

/** What the page's object was asked. */
interface Asked {
  method: string;
  report?: Report;
  about?: ReportAbout;
}

interface Own {
  asked: Asked[];
  /** What the next deliveries of something final meet, in order; then all is well. */
  answers: (() => unknown)[];
}

type Page = typeof globalThis & { own: Own };

const isFinal = ({ report }: Asked) => report !== undefined && ("closed" in report || "corrected" in report);

/** Gives the element an object of the page's that remembers what it is asked. */
async function give(host: Host): Promise<void> {
  await host.ask((element: InteractionWrapUp) => {
    const own: Own = { asked: [], answers: [] };
    (globalThis as Page).own = own;
    const backend: WrapUpBackend = {
      name: "our-crm",
      async deliver(report, about) {
        own.asked.push({ method: "deliver", report, about });
        if ("closed" in report || "corrected" in report) return own.answers.shift()?.() as undefined;
      },
      gone: () => own.asked.push({ method: "gone" }),
      back(segments) {
        own.asked.push({ method: `back ${segments.length}` });
      },
    };
    element.backend = backend;
  });
  await host.ask((element) => element.ready).then(() => {});
}

const asked = (host: Host) => host.page.evaluate(() => (globalThis as Page).own.asked);
const finals = async (host: Host) => (await asked(host)).filter(isFinal);
const pending = (host: Host) => host.ask((element) => element.pending);

/** Runs in the page: the next delivery of something final meets this. */
const meet = (host: Host, ...errors: ({ code?: string; message?: string; retryAfter?: number } | object | null)[]) =>
  host.page.evaluate((errors) => {
    (globalThis as Page).own.answers = errors.map((error) => () => {
      throw error;
    });
  }, errors);

async function submit(host: Host): Promise<void> {
  await choose(host.code(), "Refund issued");
  await host.notes().fill(NOTES);
  await host.submit().click();
}

/** Until that many tellings of what is final have come, and nothing waits any more. */
async function delivered(host: Host, times: number): Promise<void> {
  // Before the submit is stored nothing waits either.
  await expect.poll(async () => (await finals(host)).length).toBe(times);
  await expect.poll(() => pending(host)).toBe(0);
}

test("everything is told in order, and nothing twice", async ({ host }) => {
  await give(host);
  await host.wrapUp();
  await submit(host);
  await delivered(host, 1);

  const kinds = (await asked(host)).flatMap(({ report }) => (report === undefined ? [] : Object.keys(report)));
  expect(kinds.indexOf("opened")).toBeGreaterThanOrEqual(0);
  expect(kinds.indexOf("closed")).toBeGreaterThan(kinds.indexOf("opened"));
  const [closed, ...more] = await finals(host);
  expect(more).toEqual([]);
  expect(closed).toMatchObject({
    report: { closed: { about: { interaction: "C-1", agent: "ada" }, closure: { kind: "submitted", notes: NOTES } } },
  });
  expect(closed?.about?.key).toBe((closed?.report as { closed: { closure: { key: string } } }).closed.closure.key);
});

test("what fails comes again under the same key, after the pause it asks for", async ({ host }) => {
  await give(host);
  await host.wrapUp();
  await meet(host, null, { code: "busy", retryAfter: 1 });
  await submit(host);
  await delivered(host, 3);
  const came = await finals(host);
  expect(new Set(came.map(({ about }) => about?.key)).size).toBe(1);
  expect(new Set(came.map(({ report }) => JSON.stringify(report))).size).toBe(1);
});

test("what it refuses is shown in its words, with the text in reach", async ({ host }) => {
  await give(host);
  await host.wrapUp();
  await meet(host, { code: "refused", message: "The case is locked." });
  await submit(host);
  const rejected = host.element().getByRole("region", { name: "Not taken by the service" });
  await expect(rejected).toContainText("The case is locked.");
  await expect(rejected.getByRole("textbox")).toHaveValue(NOTES);
  await rejected.getByRole("button", { name: "Try again" }).click();
  await delivered(host, 2);
});

test("where it had closed the segment before, its closure stands", async ({ host }) => {
  await give(host);
  await host.wrapUp();
  await host.page.evaluate(() => {
    const { own } = globalThis as Page;
    own.answers = [
      () => {
        const { report } = own.asked.at(-1)!;
        const { closure } = (report as { closed: { closure: object } }).closed;
        return { closure: { ...closure, key: "theirs", kind: "forced", by: "sue", notes: "Theirs." } };
      },
    ];
  });
  await submit(host);
  await expect.poll(() => host.closure()).toMatchObject({ kind: "forced", by: "sue", notes: "Theirs." });
  const rejected = host.element().getByRole("region", { name: "Not taken by the service" });
  await expect(rejected.getByRole("textbox")).toHaveValue(NOTES);
});

test("an answer that cannot be understood is refused by the name of its field", async ({ host }) => {
  await give(host);
  await host.wrapUp();
  await host.page.evaluate(() => ((globalThis as Page).own.answers = [() => ({ closure: { kind: "submitted" } })]));
  await submit(host);
  const rejected = host.element().getByRole("region", { name: "Not taken by the service" });
  await expect(rejected).toContainText("backend.deliver.closure.");
});

test("it hears that the page goes, and that it is back", async ({ host }) => {
  await give(host);
  await host.wrapUp();
  await host.notes().fill(NOTES);
  await expect.poll(() => host.heard()).toContain("wrapup-draft C-1");
  await host.page.evaluate(() => {
    const { own } = globalThis as Page;
    addEventListener("pagehide", () => sessionStorage.setItem("asked", JSON.stringify(own.asked.at(-1))));
  });
  await host.page.reload();
  expect(await host.page.evaluate(() => sessionStorage.getItem("asked"))).toContain("gone");
  await give(host);
  await expect.poll(async () => (await asked(host)).map(({ method }) => method)).toContain("back 1");
  await expect(host.notes()).toHaveValue(NOTES);
});
