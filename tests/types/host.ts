// What a page in strict TypeScript writes, and what it is kept from writing.
import { administer } from "interaction-wrap-up/admin";
import "interaction-wrap-up/define";
import {
  InteractionWrapUp,
  WrapUpError,
  define,
  preload,
  type Closure,
  type ErrorCode,
  type Outcome,
  type WrapUpConfig,
  type WrapUpEventMap,
} from "interaction-wrap-up";

const config: WrapUpConfig = {
  codes: [{ id: "resolved", label: "Resolved" }],
  configurations: [
    {
      id: "chat",
      name: "Chat",
      channels: ["chat", "a channel of our own"],
      condition: { all: [{ field: { field: "topic", test: { equals: { text: "billing" } } } }, { not: { any: [] } }] },
      bands: [{ percent: 100, band: "green" }],
      sweep_after: { seconds: 900 },
      allowed_codes: ["resolved"],
    },
  ],
};

const wrapUp = document.createElement("interaction-wrap-up");
wrapUp.interaction = "C-1";
wrapUp.interaction = null;
wrapUp.roles = ["interaction_admin", "a role of our own"];
wrapUp.backend = "rest";
wrapUp.backend = { name: "ours", deliver: () => Promise.resolve() };
wrapUp.backend = {
  name: "ours",
  deliver(report, { key }) {
    return "closed" in report ? { closure: { ...report.closed.closure, key: key ?? "" }, versions: [] } : undefined;
  },
  catalog: async () => config,
  back: (segments) => ({ segments: segments.map((segment) => ({ segment })) }),
};
// @ts-expect-error what is delivered needs somebody who takes it
wrapUp.backend = { name: "ours" };
wrapUp.headers = { authorization: "Bearer token" };
wrapUp.headers = async (again) => ({ authorization: again ? "fresh" : "kept" });
wrapUp.record = { channel: "chat", fields: { topic: "billing", count: 2, vip: true, note: null } };
wrapUp.config = config;
wrapUp.docked = true;
wrapUp.attention = ["title", "icon"];
wrapUp.attention = "title";
// @ts-expect-error a misspelt way
wrapUp.attention = ["ttile"];
document.querySelector("interaction-wrap-up")?.minimise();

const shown = await administer({
  baseUrl: "/api",
  agent: "root",
  roles: ["admin"],
  headers: async (again) => ({ authorization: again ? "fresh" : "kept" }),
  names: { root: "Robin" },
});
shown.close();
// @ts-expect-error somebody has to have signed in
await administer({ baseUrl: "/api", roles: ["admin"] });

// @ts-expect-error a deadline is the wrap-up's own
wrapUp.deadline = 5;
// @ts-expect-error nobody else ends a conversation
void wrapUp.conversationEnded({ by: "the weather" });
// @ts-expect-error a reason is needed
void wrapUp.interrupt();
// @ts-expect-error a misspelt field of a configuration
config.configurations[0]!.duration = 60;

async function end(): Promise<Closure | null> {
  try {
    const outcome: Outcome = await wrapUp.conversationEnded({ by: "agent" });
    return outcome.segments.at(-1)?.closure ?? null;
  } catch (error) {
    if (!(error instanceof WrapUpError)) throw error;
    const code: ErrorCode = error.code;
    if (code === "refused") console.warn(error.detail, error.field?.length);
    return null;
  }
}

wrapUp.addEventListener("wrapup-before-submit", function (event) {
  const interaction: string | null = event.detail.interaction;
  event.detail.waitUntil(fetch(`/cases/${interaction}`));
  this.interaction satisfies string | null;
});
wrapUp.addEventListener("wrapup-closed", ({ detail }) => detail.origin satisfies "here" | "elsewhere");
wrapUp.addEventListener("click", (event) => event.clientX);
const onBand = (event: WrapUpEventMap["wrapup-band"]): void => console.log(event.detail.band);
wrapUp.addEventListener("wrapup-band", onBand);
wrapUp.removeEventListener("wrapup-band", onBand);

class Own extends InteractionWrapUp {}
customElements.define("own-wrap-up", Own);
define("other-wrap-up") satisfies typeof InteractionWrapUp;
void preload({ wasmUrl: "/wrap_up_bg.wasm" });
void wrapUp.ready.then((element) => element.segments.length);
void end();
