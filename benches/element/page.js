// A host page as small as it can be: one element a conversation, and `desk` to drive
// them by, with the methods that the pages of benches/peers have.
//
//   ?show=C-1      shows that conversation's wrap-up at once
//   ?codes=5000    offers so many codes
import { codes as twenty } from "./codes.js";
import { many } from "./many-codes.mjs";

const query = new URLSearchParams(location.search);
const codes = query.has("codes") ? many(Number(query.get("codes"))) : twenty;
const place = document.querySelector("#place");
const elements = new Map();

const config = (seconds) => ({
  codes,
  configurations: [
    {
      id: "chat",
      name: "Chat",
      channels: ["chat"],
      enforce_duration: true,
      duration_seconds: seconds,
      expiry_policy: "fill_blanks",
      show_timer: true,
      enable_codes: true,
      allowed_codes: codes.map(({ id }) => id),
      default_code: codes[0].id,
    },
  ],
});
const configs = new Map();

function add(id, seconds) {
  if (!configs.has(seconds)) configs.set(seconds, config(seconds));
  const element = document.createElement("interaction-wrap-up");
  Object.assign(element, {
    agent: "ada",
    backend: "browser",
    docked: true,
    roles: ["interaction_admin"],
    record: { channel: "chat", fields: {} },
    config: configs.get(seconds),
    interaction: id,
  });
  elements.set(id, element);
  place.append(element);
  return element;
}

globalThis.desk = {
  /** The conversation begins. */
  async prepare(id, seconds) {
    await add(id, seconds).connected();
  },
  /** It ends: its wrap-up begins. Resolves once that is stored. */
  async open(id) {
    await elements.get(id).conversationEnded({ by: "agent" });
  },
  /** The wrap-up ends as by its button, and the page lets go of the conversation. */
  async close(id) {
    await elements.get(id).end();
    elements.get(id).remove();
    elements.delete(id);
  },
};
if (query.has("show")) add(query.get("show"), 600);
