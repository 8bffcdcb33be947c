// What places cannot do by their nature, with the reason that the table gives.

const NO_NETWORK = "nothing lies between a page and its own store";
const OWN_KEYS = "each page makes its own keys, and nobody else writes here";
const NEXT_LOAD = "nothing runs here without a page: its next load decides";

const local = {
  "same-key-other-content": OWN_KEYS,
  "longest-key": OWN_KEYS,
  "key-too-long": OWN_KEYS,
  "lists-in-pages": "pages read the whole of their own store",
  "stale-configuration": "the administration's own tests look at that (tests/web_administration.rs)",
  "agents-configure-nothing": "who opens the administration's page in this browser, administers",
  "not-signed-in": "there is nobody to sign in to",
  "time-is-told": "its clock is the page's own",
  "clock-ahead": "its clock is the page's own",
  "clock-behind": "its clock is the page's own",
  "closed-by-the-service": NEXT_LOAD,
  "late-after-the-service": NEXT_LOAD,
  "policies": "the page itself closes it, by its own rules",
  "back-late": "the page looks at its own records",
  "parked-waits": NEXT_LOAD,
  "first-opening-counts": NEXT_LOAD,
  "gone-and-not-back": NEXT_LOAD,
  "gone-and-back": NEXT_LOAD,
  "gone-with-final-words": "what is final is in the store before anybody goes",
  "gone-by-tokens": NO_NETWORK,
  "gone-without-room": NO_NETWORK,
  "swept": NEXT_LOAD,
  "answer-lost": NO_NETWORK,
  "half-an-answer": NO_NETWORK,
  "busy": NO_NETWORK,
  "rate-limit": NO_NETWORK,
  "unreachable": NO_NETWORK,
  "somebody-elses-answer": NO_NETWORK,
  "sign-in-renewed": NO_NETWORK,
  "sign-in-gone": NO_NETWORK,
};

const LATER = "it would take a day; keep keys as long as a computer may be offline";

const COLUMNS = "ServiceNow has columns for the code, the notes and \"timed out\" alone";
const NO_KEY = "ServiceNow knows no key: the adapter looks before it writes";
const NO_GRACE = "ServiceNow cannot wait for a page: wrap-ups go on until their deadlines";
const NO_DRAFT = "ServiceNow has no place for drafts: they stay in the browser";
const OWN_RULES = "ServiceNow goes by its own configuration, whatever rules the page runs by";

export const limits: Record<"memory" | "browser" | "host" | "rest" | "servicenow", Record<string, string>> = {
  memory: { ...local, "keys-are-kept": "a page remembers its records for as long as it is there" },
  browser: { ...local, "keys-are-kept": "a record holds its keys for as long as it is there" },
  host: {
    "keys-are-kept": LATER,
    "key-too-long": "the widget makes none that long, and nobody else asks the object",
    "lists-in-pages": "the object is asked for no lists",
    "stale-configuration": "the object is the page's: it administers as it likes",
    "agents-configure-nothing": "the object is the page's: it administers as it likes",
    "gone-by-tokens": "the object is in the page and needs no tokens",
    "rate-limit": "the object says that it is busy: see there",
    "sign-in-renewed": "the object signs in by itself",
    "sign-in-gone": "the object signs in by itself",
    "swept": "the object is the page's: what it sweeps is its own affair",
    "clock-ahead": "the object is in the page and has its clock",
    "clock-behind": "the object is in the page and has its clock",
  },
  rest: { "keys-are-kept": LATER },
  servicenow: {
    "whole-record": COLUMNS,
    "yields": COLUMNS,
    "system-wrap-up": "an instance that closes the conversation with its last wrap-up says that itself",
    "same-key-other-content": NO_KEY,
    "longest-key": NO_KEY,
    "key-too-long": NO_KEY,
    "keys-are-kept": NO_KEY,
    "of-many-one-stands": "ServiceNow compares nothing as it writes: of two in the same instant the later stands",
    "first-opening-counts": OWN_RULES,
    "older-draft": NO_DRAFT,
    "large-draft": NO_DRAFT,
    "parked-waits": "ServiceNow cannot park a wrap-up",
    "policies": OWN_RULES,
    "gone-and-not-back": NO_GRACE,
    "gone-and-back": NO_GRACE,
    "gone-by-tokens": "ServiceNow gives no tokens for one segment",
    "gone-without-room": NO_DRAFT,
    "swept": "the leftover job of an instance is its own",
    "clock-ahead": "ServiceNow's own clock counts: instants are turned into it",
    "clock-behind": "ServiceNow's own clock counts: instants are turned into it",
    "odd-names": "names there are sys_ids: anything else is refused before it is sent",
    "many-codes": OWN_RULES,
    "lists-in-pages": "the adapter asks for the latest record alone",
    "stale-configuration": "ServiceNow is administered in ServiceNow",
    "agents-configure-nothing": "ServiceNow is administered in ServiceNow",
    "no-words-without-the-role": "ServiceNow's roles are the instance's: it is asked with the agent's own session",
  },
};
