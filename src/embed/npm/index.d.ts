/**
 * `<interaction-wrap-up>`: the after-conversation wrap-up for any agent workspace.
 * Importing this module registers nothing and downloads nothing; `./define` registers.
 */

// ---------------------------------------------------------------- what a page gives

/** A role that means something here; others are ignored. */
export type Role = "interaction_admin" | "interaction_supervisor" | "admin";

/** A way in which the page itself tells of the most urgent countdown. */
export type Attention = "title" | "icon";

/** The channels that are known. Any other name is kept, and matches where a configuration names it. */
export type Channel = "chat" | "messaging" | "phone" | "email" | "video" | "walk_in" | (string & {});

/** What a field of an interaction holds. `null` is as good as missing. */
export type FieldValue = string | number | boolean | null;

/** The interaction as the page knows it, for conditions of configurations. Read at `connected()`. */
export interface InteractionRecord {
  channel?: Channel;
  fields?: Record<string, FieldValue>;
}

/** A wrap-up code. One that was ever used is made inactive, never deleted. */
export interface WrapUpCode {
  /** Its lasting name. */
  id: string;
  /** What the agent reads: 1 to 256 characters. */
  label: string;
  /** When to choose it. Default: empty. */
  description?: string;
  /** Whether agents may choose it. Default: `true`. */
  active?: boolean;
  /** Whether another system owns it. Default: `false`. */
  external?: boolean;
  /** The id of the code above it. Default: `null`. */
  parent?: string | null;
  /** What it is called in other languages, each a BCP 47 tag named once. Default: none. */
  translations?: { language: string; label: string; description: string }[];
  /** Other words under which agents find it. Default: none. */
  synonyms?: string[];
  /** The key that chooses it: one letter or digit. Default: `null`. */
  shortcut?: string | null;
  /** Whether it is submitted with notes only. Default: `false`. */
  notes_required?: boolean;
}

/** A field's value in a condition, with its type. */
export type TypedValue = { text: string } | { number: number } | { boolean: boolean } | { list: string[] };

/** What a field must satisfy. Texts are compared exactly. */
export type FieldTest =
  | { equals: TypedValue }
  | { not_equals: TypedValue }
  | { in: TypedValue[] }
  | { starts_with: string }
  | { contains: string }
  | "is_empty"
  | { greater: number }
  | { less: number };

/** Which interactions a configuration is for. `{ all: [] }` holds for every one. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { field: { field: string; test: FieldTest } };

/** A further field of the dialog. */
export interface ExtraField {
  /** Its name in records, once in a configuration. */
  name: string;
  /** What the agent reads. */
  label: string;
  /** What it holds. */
  kind: "text" | "number" | "date" | { choice: string[] } | { choices: string[] };
  /** Whether it must be filled to submit. */
  required: boolean;
}

/** What an interruption does to a running wrap-up. */
export type OnInterruption = "go_on" | "park" | "close";

/** Which interactions get a wrap-up, and how it runs. What is left out has the default named. */
export interface Configuration {
  /** Its lasting name. */
  id: string;
  /** What administrators call it. */
  name: string;
  /** Default: `true`. */
  active?: boolean;
  /** The lowest wins where several match. Default: 100. */
  order?: number;
  /** From when on it counts, in milliseconds since 1970; `null` for always. Default: `null`. */
  effective_from?: number | null;
  /** Until when; `null` for ever. Default: `null`. */
  effective_until?: number | null;
  /** For how many percent of the agents, always the same ones. Default: 100. */
  share_percent?: number;
  /** Empty for any. Default: empty. */
  channels?: Channel[];
  /** Default: every interaction. */
  condition?: Condition;
  /** How it may end. Default: `"standard"`. */
  mode?: "standard" | "forced" | "mandatory" | "agent_requested";
  /** Whether the duration ends the wrap-up. Default: `false`. */
  enforce_duration?: boolean;
  /** In seconds, 1 to 86,400. Default: 60. */
  duration_seconds?: number;
  /** Whether the countdown is shown, or without a deadline the time spent. Default: `false`. */
  show_timer?: boolean;
  /** From which percentage of the time left each band applies. Default: green 100, yellow 50, red 25. */
  bands?: { percent: number; band: Band }[];
  /** So many seconds before the end its agent is warned: 20 to 86,400. Default: 20. */
  warning_seconds?: number;
  /** What one extension adds; `null` for the duration again. Default: `null`. */
  extension_seconds?: number | null;
  /** Default: 10. */
  max_extensions?: number;
  /** What is saved at 0:00. Default: `"default_and_discard"`. */
  expiry_policy?: "default_and_discard" | "fill_blanks" | "keep_entered";
  /** Whether there is a dialog with codes and notes. Default: `false`. */
  enable_codes?: boolean;
  /** Ids of the codes that may be chosen, in the order they are shown. Default: none. */
  allowed_codes?: string[];
  /** The code that is saved when nobody chose one. Default: `null`. */
  default_code?: string | null;
  /** Whether it is submitted or ended with a code only. Default: `false`. */
  code_required?: boolean;
  /** Whether it is submitted or ended with notes only. Default: `false`. */
  notes_required?: boolean;
  /** Further fields of the dialog, in the order they are shown. Default: none. */
  extra_fields?: ExtraField[];
  /** Texts that agents put into the notes by typing `/name`. Default: none. */
  snippets?: { name: string; text: string }[];
  /** Whether a code is suggested. Default: `false`. */
  enable_ai_code?: boolean;
  /** Whether notes are suggested. Default: `false`. */
  enable_ai_notes?: boolean;
  /** Whether suggestions come from the backend or the page. Default: `false`. */
  use_third_party_ai?: boolean;
  /** Whether suggestions are made when the agent asks for them, and not as the dialog opens. Default: `false`. */
  ai_on_request?: boolean;
  /** Whether a suggested code takes the default's place at 0:00. Default: `false`. */
  use_ai_as_default?: boolean;
  /** Default: everything goes on. */
  on_interruption?: { status_change: OnInterruption; outbound_call: OnInterruption; logout: OnInterruption };
  /** Whether the dialog may be opened during the conversation. Default: `false`. */
  early_dialog?: boolean;
  /** Whether conversations that were never connected get a wrap-up. Default: `false`. */
  wrap_up_unconnected?: boolean;
  /** When the sweep takes a wrap-up without a deadline. Default: after 900 seconds. */
  sweep_after?: { seconds: number } | "never";
  /** For how many seconds its author may correct it once it is closed. Default: 86,400. */
  correction_seconds?: number;
}

/** Codes and configurations, as an administrator keeps them. */
export interface WrapUpConfig {
  configurations: Configuration[];
  codes: WrapUpCode[];
}

/**
 * What signs requests in: headers, or a function that gives them, asked before each request;
 * `again` is true after the backend has refused the last ones. Nothing of it is stored.
 */
export type RequestHeaders =
  | Record<string, string>
  | ((again: boolean) => Record<string, string> | Promise<Record<string, string>>);

// ---------------------------------------------------------------- a page's own backend

/**
 * Records that the page keeps by itself. Every method may answer at once or by a promise, within 20
 * seconds. It refuses by throwing an error that has a `code`: `"refused"` for good, with a `message`
 * the agent reads, `"conflict"`, `"not_signed_in"`, or `"busy"`, with `retryAfter` in seconds.
 * Whatever else it throws is tried again.
 */
export interface WrapUpBackend {
  /** What it is called, always the same: drafts and what is not delivered yet wait under this name. */
  readonly name: string;
  /** Takes a report. Nothing as an answer: it is taken. It may come again with the same key. */
  deliver(report: Report, about: ReportAbout): Settled | void | Promise<Settled | void>;
  /** Codes and configurations. Needed where the element's `config` has none. */
  catalog?(): WrapUpConfig | Promise<WrapUpConfig>;
  /** What its clock says, in milliseconds since 1970. */
  time?(): number | Promise<number>;
  /** The page goes away. What isn't begun before this returns may never be. */
  gone?(farewell: Farewell): unknown;
  /** The page is there, for the first time or again: what became of these segments meanwhile? */
  back?(segments: string[]): { segments: SettledSegment[] } | void | Promise<{ segments: SettledSegment[] } | void>;
}

/** One thing to be kept. Of what has no key the highest revision counts. */
export type Report =
  /** The interaction, as it now is. */
  | { interaction: ReportedInteraction }
  /** A segment opened, with the rules it runs by. */
  | { opened: ReportedSegment }
  /** An unfinished segment changed: draft, extension, parking. */
  | { changed: ReportedProgress }
  /** A segment closed. */
  | { closed: { about: ReportedAbout; closure: ReportedClosure } }
  /** A closed segment was corrected. */
  | { corrected: { about: ReportedAbout; version: ReportedVersion } };

/** What goes with a report. */
export interface ReportAbout {
  /** Under which it counts once; `null` for all but what is closed and corrected. */
  key: string | null;
  /** The writing of the interaction that it came with. */
  revision: number;
  /** When, in milliseconds since 1970. */
  changedAt: number;
}

/** How a segment stands where it had closed otherwise than a report says. */
export interface Settled {
  closure?: ReportedClosure | null;
  versions?: ReportedVersion[];
  /** What the backend's clock says. */
  time?: number;
}

/** The same, of a segment that is named. */
export interface SettledSegment extends Settled {
  segment: string;
}

/** A segment, with enough to make its record. Instants and lengths are in milliseconds. */
export interface ReportedAbout {
  segment: string;
  interaction: string;
  agent: string;
  configuration: { id: string; name: string } | null;
  opened_by: "conversation_end" | "leaving";
  opened_at: number;
  extensions: number;
}

export interface ReportedInteraction {
  id: string;
  channel: Channel;
  state: InteractionState;
  assigned_to: string | null;
  /** The agents on it. */
  connected: string[];
  opened_at: number;
  ended_at: number | null;
  closed_at: number | null;
  /** Whether the clock or the sweep closed it. */
  system_wrap_up: boolean;
  fields: Record<string, unknown>;
}

export interface ReportedSegment {
  id: string;
  interaction: string;
  agent: string;
  state: "open" | "parked" | "closed";
  opened_at: number;
  deadline: number | null;
  extensions: number;
  draft: Draft;
  rules: Record<string, unknown>;
}

export interface ReportedProgress {
  about: ReportedAbout;
  state: "open" | "parked" | "closed";
  deadline: number | null;
  /** Of a parked segment: the time it has left. */
  left: number | null;
  /** The deadline has passed, and a required code is missing. */
  overdue: boolean;
  draft: Draft;
}

export interface ReportedClosure extends Closure {
  key: string;
  /** The extra fields, by name. */
  extra: Record<string, TypedValue>;
  /** Something required was not entered and could not be asked for. */
  required_missing: boolean;
}

export interface ReportedVersion {
  key: string;
  reason: "correction" | "undo" | "late";
  by: string | null;
  at: number;
  code: { id: string; label: string } | null;
  notes: string;
  extra: Record<string, TypedValue>;
}

/** What a page says when it goes away. */
export interface Farewell {
  agent: string | null;
  at: number;
  /** What is final and not confirmed. */
  finals: Report[];
  /** The open segments; `shortened`: the notes found no room and follow later. */
  segments: { progress: ReportedProgress; revision: number; shortened: boolean }[];
}

/** What is suggested: a code's id, and notes. */
export interface Suggestion {
  code: string | null;
  notes: string | null;
}

/** What is asked of who suggests. */
export interface SuggestionQuestion {
  /** The interaction's record. */
  interaction: ReportedInteraction;
  /** The segment's id. */
  segment: string;
  /** The codes on offer; none where no code is wanted. */
  codes: { id: string; label: string; description: string }[];
  /** Whether notes are wanted. */
  notes: boolean;
  /** The language of the texts around it, as a BCP 47 tag. */
  language: string;
  /** Aborted when the answer is not wanted any more, and after 30 seconds. */
  signal: AbortSignal;
  /** Tells the notes so far, any number of times before the answer. */
  onNotes(this: void, notes: string): void;
}

/** Suggestions of the page's own. What it throws is a failure: the agent goes on without. */
export interface WrapUpAssist {
  /** Notes are at most 4,000 characters, the code is one of those on offer; nothing means that there is nothing to suggest. */
  suggest(
    question: SuggestionQuestion,
  ): Partial<Suggestion> | null | undefined | void | Promise<Partial<Suggestion> | null | undefined | void>;
}

// ---------------------------------------------------------------- what a page reads

/** The state of an interaction. */
export type InteractionState =
  | "new"
  | "work_in_progress"
  | "on_hold"
  | "wrap_up"
  | "closed_complete"
  | "closed_abandoned";

/** How urgent it is, calmest first. Schemes of four bands have orange. */
export type Band = "green" | "yellow" | "orange" | "red";

/** What is typed and not yet submitted. `code` is a code's id. */
export interface Draft {
  code: string | null;
  notes: string;
}

/** How a segment ended. */
export type ClosureKind = "submitted" | "ended" | "tab_closed" | "timed_out" | "interrupted" | "forced" | "swept";

/** The end of a segment, as it counts now: corrections included. */
export interface Closure {
  kind: ClosureKind;
  /** The agent who ended it; `null` where nobody did. */
  by: string | null;
  /** When, in milliseconds since 1970. */
  at: number;
  code: { id: string; label: string } | null;
  notes: string;
  /** How long the wrap-up took, in milliseconds. */
  duration: number;
}

/** One agent's wrap-up of one interaction. */
export interface SegmentState {
  id: string;
  interaction: string;
  agent: string;
  state: "open" | "parked" | "closed";
  /** When it ends by itself, in milliseconds since 1970; `null` for never. */
  deadline: number | null;
  /** Milliseconds until then. */
  remaining: number | null;
  band: Band | null;
  /** How often it was extended. */
  extensions: number;
  /** `null` once it is closed. */
  draft: Draft | null;
  closure: Closure | null;
}

/** How an interaction stands after a method. `undefined` where the element shows an agent's dock. */
export interface Outcome {
  state: InteractionState | null;
  segments: SegmentState[];
}

/** What closing the interaction's tab would do. */
export interface TabClosing {
  /** What would be saved of each wrap-up that would end; what was entered before the conversation's end is of a `segment` called `preview`. */
  saves: { segment: string; closure: Closure }[];
  /** The agent is still on the conversation, has entered nothing, and would get no wrap-up. */
  skipsWrapUp: boolean;
  /** A wrap-up of the agent's would stay open: its time runs on. */
  runsOn: boolean;
}

/** Why a method did nothing, or the element shows nothing. */
export type ErrorCode =
  /** Neither `interaction` nor `agent` is set, or this method needs the first. */
  | "no_interaction"
  /** `agent` is not set. */
  | "no_agent"
  /** The interaction is not known here: `connected()` comes first. */
  | "unknown_interaction"
  /** An option or argument cannot be understood; `field` names it. */
  | "bad_argument"
  /** The rules do not allow it now; `detail` says which, e.g. `code_required`. */
  | "refused"
  /** It could not be stored; `detail` is `try_again`, `conflict`, `not_signed_in`, `refused` or `torn`. */
  | "not_saved"
  /** A listener of `wrapup-before-submit` objected; `message` is its reason. */
  | "vetoed"
  /** There is no such method. */
  | "unknown_method"
  /** This build cannot do it. */
  | "not_supported"
  /** Records could not be opened. Comes with `wrapup-error` only, as the next four. */
  | "not_opened"
  /** A stored record cannot be read; the others work on. */
  | "torn_record"
  /** The backend gave no codes and configurations. */
  | "no_catalog"
  /** The browser keeps nothing: what is not delivered ends with the page. */
  | "not_kept"
  /** A configuration breaks a rule; its interactions get a wrap-up without codes and limit. */
  | "faulty_configuration"
  /** Event only: a suggestion was asked for in vain; `message` says why. */
  | "suggestion_failed"
  /** `waitUntil()` was called after the listener had returned. */
  | "too_late"
  /** The page forbids WebAssembly. */
  | "wasm_blocked"
  /** The wasm file could not be fetched. */
  | "wasm_missing"
  /** The wasm file is served with a wrong type. Where that is all, the element works. */
  | "wasm_type"
  /** The wasm file is broken. */
  | "wasm_invalid"
  /** `wrap_up.js` could not be loaded. */
  | "script_missing"
  /** Anything else. */
  | "failed";

/** What every method rejects with. */
export declare class WrapUpError extends Error {
  constructor(error: { code?: ErrorCode; message: string; field?: string; detail?: string });
  readonly code: ErrorCode;
  /** The argument or property at fault. */
  readonly field: string | undefined;
  /** The reason in one word. */
  readonly detail: string | undefined;
}

// ---------------------------------------------------------------- events

/** What every event tells. */
export interface WrapUpDetail {
  interaction: string | null;
  /** The segment's id. */
  segment: string | null;
  /** How it stood then. */
  segmentState?: SegmentState;
}

/** A submit, or End Wrap Up, that waits for the page: at most 5 seconds, and never past 0:00. */
export interface BeforeSubmitDetail extends WrapUpDetail {
  /** Holds it up; a rejection is a veto, with its reason. Only before the listener returns. */
  waitUntil(promise: Promise<unknown>): void;
}

/** What the system of record is told. */
export interface Parcel {
  id: string;
  report: unknown;
}

/** The events by name. All bubble and leave shadow roots; each is fired once, where it happened. */
export interface WrapUpEventMap {
  /** A wrap-up has begun. */
  "wrapup-opened": CustomEvent<WrapUpDetail>;
  /** The countdown has reached another band. */
  "wrapup-band": CustomEvent<WrapUpDetail & { band: Band }>;
  /** It ends by itself soon; `remaining` in milliseconds. */
  "wrapup-warning": CustomEvent<WrapUpDetail & { remaining: number | null }>;
  /** It was extended, for the `extensions`th time. */
  "wrapup-extended": CustomEvent<WrapUpDetail & { extensions: number }>;
  /** What was typed is stored. */
  "wrapup-draft": CustomEvent<WrapUpDetail & { draft: Draft }>;
  /** A code or notes were suggested: all that is suggested now. */
  "wrapup-suggested": CustomEvent<WrapUpDetail & Suggestion>;
  /** Submit or End Wrap Up was pressed or called. `preventDefault()` is a veto too. */
  "wrapup-before-submit": CustomEvent<BeforeSubmitDetail>;
  /** It waits, with the time that was left. */
  "wrapup-parked": CustomEvent<WrapUpDetail>;
  /** It goes on. */
  "wrapup-resumed": CustomEvent<WrapUpDetail>;
  /** The system of record refused a report for good; it is kept, and shown to the agent. */
  "wrapup-refused": CustomEvent<WrapUpDetail & { parcel: Parcel; reason: string }>;
  /** It was submitted and stored. */
  "wrapup-submitted": CustomEvent<WrapUpDetail>;
  /** Its time was over. */
  "wrapup-timed-out": CustomEvent<WrapUpDetail>;
  /** It is closed, however; in every tab that shows it. */
  "wrapup-closed": CustomEvent<WrapUpDetail & { origin: "here" | "elsewhere" }>;
  /** The system of record has confirmed a report. */
  "wrapup-delivered": CustomEvent<WrapUpDetail & { parcel: Parcel }>;
  /** Something is wrong; `code` as in {@link WrapUpError}. */
  "wrapup-error": CustomEvent<WrapUpDetail & { code: ErrorCode; message: string; detail?: string }>;
}

// ---------------------------------------------------------------- the element

/** The element. Changing `interaction` or removing the node never ends a wrap-up. */
export declare class InteractionWrapUp extends HTMLElement {
  /** The package's version. */
  static readonly version: string;
  /** See {@link preload}. */
  static readonly preload: typeof preload;
  static readonly observedAttributes: string[];

  /** Which interaction it shows; without one, all open wrap-ups of `agent`. */
  get interaction(): string | null;
  set interaction(value: string | null | undefined);
  /** Who is signed in. */
  get agent(): string | null;
  set agent(value: string | null | undefined);
  /** What they may do; the attribute separates roles by spaces. */
  get roles(): Role[];
  set roles(value: readonly (Role | (string & {}))[] | string | null | undefined);
  /** Light, dark, or as the system is. */
  get theme(): "auto" | "light" | "dark";
  set theme(value: string | null | undefined);
  /**
   * Where records go: this browser, with `"rest"` a service at `baseUrl`, with `"servicenow"` an
   * instance there, or an object of the page's own.
   */
  get backend(): "browser" | "rest" | "servicenow" | WrapUpBackend;
  set backend(value: string | WrapUpBackend | null | undefined);
  /** The service's address. */
  get baseUrl(): string | null;
  set baseUrl(value: string | null | undefined);
  /** Whether the page's cookies sign requests in. */
  get cookies(): boolean;
  set cookies(value: boolean | null | undefined);
  /**
   * With `"servicenow"`: what becomes of open wrap-ups whose page goes. They go on until their
   * deadlines, or end at once.
   */
  get leaving(): "go_on" | "end";
  set leaving(value: string | null | undefined);
  /** How the page itself tells of the most urgent countdown; the attribute separates them by spaces. */
  get attention(): Attention[];
  set attention(value: readonly Attention[] | string | null | undefined);
  /** Whether the dialog stands in the page's flow instead of floating above it. */
  get docked(): boolean;
  set docked(value: boolean | null | undefined);
  /** The corner in which it floats. */
  get position(): "bottom-end" | "bottom-start" | "top-end" | "top-start";
  set position(value: string | null | undefined);

  /** The interaction as the page knows it. */
  get record(): InteractionRecord | null;
  set record(value: InteractionRecord | null | undefined);
  /** Codes and configurations, where the backend has none. */
  get config(): WrapUpConfig | null;
  set config(value: WrapUpConfig | null | undefined);
  /** What signs requests in. */
  get headers(): RequestHeaders | null;
  set headers(value: RequestHeaders | null | undefined);
  /** Who suggests codes and notes, where the configuration wants them. */
  get assist(): WrapUpAssist | WrapUpAssist["suggest"] | null;
  set assist(value: WrapUpAssist | WrapUpAssist["suggest"] | null | undefined);
  /** What agents are called, by id. */
  get names(): Record<string, string> | null;
  set names(value: Record<string, string> | null | undefined);
  /** Texts in place of the built-in ones, by key; for all elements of the page. */
  get messages(): Record<string, string> | null;
  set messages(value: Record<string, string> | null | undefined);
  /** Where the wasm is, if not beside this module. The first element's counts. */
  get wasmUrl(): string | URL | null;
  set wasmUrl(value: string | URL | null | undefined);
  /** What the wasm must hash to, e.g. `sha384-…` from `integrity.json`. */
  get integrity(): string | null;
  set integrity(value: string | null | undefined);

  /** Resolves once the element is rendered; rejects when it cannot be. */
  readonly ready: Promise<InteractionWrapUp>;
  /** The interaction's state; `null` for a dock, or while it is unknown. */
  readonly state: InteractionState | null;
  /** When the most urgent wrap-up shown ends by itself, in milliseconds since 1970. */
  readonly deadline: number | null;
  /** Milliseconds until then. */
  readonly remaining: number | null;
  /** The band of that. */
  readonly band: Band | null;
  /** What is typed in it. */
  readonly draft: Draft | null;
  /** All segments of what is shown. */
  readonly segments: SegmentState[];
  /** How many reports the system of record has not confirmed yet. */
  readonly pending: number;

  /** The agent is on the interaction; it is taken in with `record` if it is new. */
  connected(): Promise<Outcome>;
  /** The customer waits. */
  hold(): Promise<Outcome>;
  /** The conversation, or a parked wrap-up, goes on. */
  resume(): Promise<Outcome>;
  /** The conversation is over: the wrap-up begins where a configuration matches. */
  conversationEnded(how: { by: "agent" | "customer" }): Promise<Outcome>;
  /** The agent leaves, and somebody else goes on. */
  transfer(how?: { to?: string }): Promise<Outcome>;
  /** The agent wants a wrap-up, where the mode leaves it to them; or no longer does. */
  requestWrapUp(how?: { withdraw?: boolean }): Promise<Outcome>;
  /** The agent signs out: all their wrap-ups are interrupted. */
  loggedOut(): Promise<Outcome | undefined>;
  /** Shows the dialog, during the conversation where the configuration allows it. */
  open(): Promise<Outcome>;
  /** Makes the dialog small; the time runs on. */
  minimise(): Promise<Outcome | undefined>;
  /** Makes it large again. */
  expand(): Promise<Outcome | undefined>;
  /** Submits what is entered. */
  submit(): Promise<Outcome>;
  /** End Wrap Up: saves what is entered, a blank code filled by the default. */
  end(): Promise<Outcome>;
  /** More time. */
  extend(): Promise<Outcome>;
  /** What `closeTab()` would save and do, for a page that says so first. */
  ifTabClosed(): Promise<TabClosing>;
  /** The interaction's tab in the workspace closes: tells what was saved. */
  closeTab(): Promise<Outcome>;
  /** The agent turns to something else. */
  interrupt(by: { reason: "status_change" | "outbound_call" | "logout" }): Promise<Outcome>;
  /** Corrects a closed segment: the agent's last one, or `segment`. What is left out stays. */
  correct(to: { segment?: string; code?: string; notes?: string }): Promise<Outcome>;
  /** Closes wrap-ups that were left over, of any interaction known here. */
  sweep(): Promise<{ swept: string[] }>;

  addEventListener<K extends keyof WrapUpEventMap>(
    type: K,
    listener: (this: InteractionWrapUp, event: WrapUpEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: InteractionWrapUp, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof WrapUpEventMap>(
    type: K,
    listener: (this: InteractionWrapUp, event: WrapUpEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: InteractionWrapUp, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

/**
 * Registers the element; gives the class that counts. Where the name is taken by another copy of
 * this package, that one stays, and the console says so.
 * @param tag the element's name, if not `interaction-wrap-up`
 * @param registry if not the page's own
 */
export declare function define(tag?: string, registry?: CustomElementRegistry): typeof InteractionWrapUp;

/** Downloads and compiles what elements need before the first one does. Once a page. */
export declare function preload(from?: { wasmUrl?: string | URL | null; integrity?: string | null }): Promise<unknown>;

// ---------------------------------------------------------------- in pages and frameworks

/** What JSX takes: the properties, and listeners as `onwrapup-closed`. */
export type InteractionWrapUpAttributes = Partial<
  Pick<
    InteractionWrapUp,
    | "interaction"
    | "agent"
    | "theme"
    | "backend"
    | "baseUrl"
    | "cookies"
    | "docked"
    | "position"
    | "record"
    | "config"
    | "headers"
    | "assist"
    | "names"
    | "messages"
    | "wasmUrl"
    | "integrity"
  >
> & { roles?: readonly (Role | (string & {}))[]; attention?: readonly Attention[] | string } & {
  [K in keyof WrapUpEventMap as `on${K}`]?: (event: WrapUpEventMap[K]) => void;
};

declare global {
  interface HTMLElementTagNameMap {
    "interaction-wrap-up": InteractionWrapUp;
  }
}
