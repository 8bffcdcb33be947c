// That the kit notices: servers that are wrong in one thing each, and the behaviours that have
// to say so.
import { expect } from "@playwright/test";
import { behaviours } from "./behaviours/index.ts";
import { isFinal, type Answered, type Asked, type Mutation } from "./door.ts";
import { Cannot } from "./place.ts";
import { test } from "./test.ts";

test.use({ at: "rest-sqlite" });

const parsed = <T>({ body }: { body: Buffer }) => JSON.parse(body.toString() || "null") as T;
const answer = (status: number, body: unknown): Answered => ({ status, headers: { "content-type": "application/json" }, body: Buffer.from(JSON.stringify(body)) });
const saying = (asked: Asked, body: unknown): Asked => ({ ...asked, body: Buffer.from(JSON.stringify(body)) });

interface Finished {
  about: { segment: string; agent: string };
  closure: { key: string; notes: string; kind: string } | null;
  version: { key: string } | null;
}

/** What the server does in the place of what it should, and what has to notice it. */
const mutants: { does: string; make: () => Mutation; noticed: string[] }[] = [
  {
    does: "says that a closure is there, and has not written it",
    make: () => async (asked, pass) => {
      if (!asked.path.endsWith("/closure")) return pass(asked);
      const { about, closure } = parsed<Finished>(asked);
      return answer(200, { segment: about.segment, closure, versions: [] });
    },
    noticed: ["closed-submitted", "same-key-same-content", "answer-lost"],
  },
  {
    does: "forgets keys: a second content under the same one is answered like the first",
    make: () => {
      const known = new Map<string, Answered>();
      return async (asked, pass) => {
        if (!isFinal(asked)) return pass(asked);
        const key = String(asked.headers["idempotency-key"]);
        const before = known.get(key);
        if (before !== undefined) return before;
        const answered = await pass(asked);
        known.set(key, answered);
        return answered;
      };
    },
    noticed: ["same-key-other-content"],
  },
  {
    does: "takes the last closure, whoever was first",
    make: () => async (asked, pass) => {
      const answered = await pass(asked);
      if (!asked.path.endsWith("/closure") || answered.status !== 409) return answered;
      const { about, closure } = parsed<Finished>(asked);
      return answer(200, { segment: about.segment, closure, versions: [] });
    },
    noticed: ["closes-once", "of-many-one-stands", "yields"],
  },
  {
    does: "lets what nobody pressed stand against what somebody did",
    make: () => async (asked, pass) => {
      const answered = await pass(asked);
      const told = parsed<{ closure?: { key: string } | null; versions?: { key: string }[] } | null>(answered);
      const isVersion = told?.versions?.some(({ key }) => key === asked.headers["idempotency-key"]);
      return asked.path.endsWith("/closure") && isVersion === true ? answer(409, { ...told, versions: [] }) : answered;
    },
    noticed: ["yields", "late-after-the-service"],
  },
  {
    does: "takes whatever draft comes last",
    make: () => {
      let last = 0;
      return async (asked, pass) => {
        if (!asked.path.endsWith("/draft")) return pass(asked);
        return pass(saying(asked, { ...parsed<object>(asked), revision: (last += 100) }));
      };
    },
    noticed: ["older-draft"],
  },
  {
    does: "asks nobody who they are",
    make: () => {
      const owners = new Map<string, string>();
      return async (asked, pass) => {
        const [, segment = ""] = asked.path.split("/");
        const { authorization } = asked.headers;
        if (asked.method === "PUT" && asked.path.split("/").length === 2 && !owners.has(segment)) owners.set(segment, authorization ?? "");
        const owner = asked.path.startsWith("segments/") ? owners.get(segment) : undefined;
        return pass(owner === undefined ? asked : { ...asked, headers: { ...asked.headers, authorization: owner } });
      };
    },
    noticed: ["not-signed-in", "not-another-s"],
  },
  {
    does: "cuts notes that are long",
    make: () => async (asked, pass) => {
      if (!asked.path.endsWith("/closure")) return pass(asked);
      const finished = parsed<Finished>(asked);
      if (finished.closure !== null) finished.closure.notes = finished.closure.notes.slice(0, 1_000);
      return pass(saying(asked, finished));
    },
    noticed: ["longest-notes", "notes-too-long"],
  },
  {
    does: "trims what was typed",
    make: () => async (asked, pass) => {
      if (!asked.path.endsWith("/closure")) return pass(asked);
      const finished = parsed<Finished>(asked);
      if (finished.closure !== null) finished.closure.notes = finished.closure.notes.trim();
      return pass(saying(asked, finished));
    },
    noticed: ["naughty-notes"],
  },
  {
    does: "takes every page's clock for its own",
    make: () => async (asked, pass) => pass({ ...asked, headers: { ...asked.headers, "page-time": String(Date.now()) } }),
    noticed: ["clock-ahead", "clock-behind"],
  },
  {
    does: "hears no farewell",
    make: () => async (asked, pass) => (asked.path === "presence" && parsed<{ state: string }>(asked).state === "gone" ? answer(200, {}) : pass(asked)),
    noticed: ["gone-and-not-back", "gone-with-final-words", "gone-without-room"],
  },
  {
    does: "hears nobody come back",
    make: () => async (asked, pass) => {
      if (asked.path !== "presence") return pass(asked);
      const { state, segments } = parsed<{ state: string; segments: string[] }>(asked);
      return state === "back" ? answer(200, { segments: segments.map((segment) => ({ segment, closure: null, versions: [] })) }) : pass(asked);
    },
    noticed: ["gone-and-back", "back-late"],
  },
  {
    does: "names another segment than it was asked about",
    make: () => async (asked, pass) => {
      const answered = await pass(asked);
      const told = parsed<{ segment?: string } | null>(answered);
      return told?.segment === undefined ? answered : answer(answered.status, { ...told, segment: "another" });
    },
    noticed: ["opened", "closed-ended"],
  },
  {
    does: "opens conversations again that are over",
    make: () => {
      const told = new Map<string, unknown>();
      return async (asked, pass) => {
        const [kind, id = ""] = asked.path.split("/");
        if (kind !== "interactions") return pass(asked);
        if (asked.method === "PUT") told.set(id, parsed<{ record: unknown }>(asked).record);
        const answered = await pass(asked);
        return asked.method === "GET" && told.has(id) ? answer(200, told.get(id)) : answered;
      };
    },
    noticed: ["conversation-over"],
  },
];

for (const { does, make, noticed } of mutants) {
  test(`noticed: a server that ${does}`, async ({ opened }) => {
    if (opened instanceof Cannot) throw opened;
    // What a wrong server never does need not be waited for.
    const { patience } = opened;
    for (const id of noticed) {
      const behaviour = behaviours.find((each) => each.id === id)!;
      opened.door!.mutation = make();
      opened.patience = 5_000;
      const outcome = await behaviour.run(opened).then(
        () => "it held",
        (error: unknown) => error,
      );
      await opened.tidy();
      opened.patience = patience;
      expect(outcome, `${id} has to notice it`).not.toBe("it held");
      expect(outcome).not.toBeInstanceOf(Cannot);
    }
  });
}

test("noticed is only what is wrong: the server as it is holds all of them", async ({ opened }) => {
  if (opened instanceof Cannot) throw opened;
  test.setTimeout(180_000);
  for (const id of new Set(mutants.flatMap(({ noticed }) => noticed))) {
    await behaviours.find((each) => each.id === id)!.run(opened);
    await opened.tidy();
  }
});
