// The wrap-ups that are open, for any view: it subscribes, and is given the list anew
// when one opens or closes. What is typed changes the record and not the list.
import { defaultCode } from "./codes.js";
import { Store } from "./store.js";

export class Desk {
  segments = [];
  #store = new Store();
  #listeners = new Set();
  #timeouts = new Map();

  /** Shows what was open when the page was last left. */
  async load() {
    const stored = await this.#store.openOnes();
    for (const segment of stored) this.#arm(segment);
    this.#show(stored);
  }

  /** As a store of Svelte's: tells at once, and gives what ends it. */
  subscribe = (listener) => {
    this.#listeners.add(listener);
    listener(this.segments);
    return () => this.#listeners.delete(listener);
  };

  /** The conversation has ended: its wrap-up begins. Resolves once that is stored. */
  async open(id, seconds) {
    const opened = Date.now();
    const segment = { id, state: "open", opened, deadline: opened + seconds * 1000, code: "", notes: "" };
    this.#arm(segment);
    this.#show([...this.segments, segment]);
    await this.#store.put(segment);
  }

  /** What was chosen or typed. */
  async draft(segment, entered) {
    Object.assign(segment, entered);
    await this.#store.put(segment);
  }

  submit = (segment) => this.#close(segment, "submitted");

  /** As by its button. */
  close = (id) => this.submit(this.segments.find((segment) => segment.id === id));

  async #close(segment, closure) {
    clearTimeout(this.#timeouts.get(segment.id));
    this.#timeouts.delete(segment.id);
    await this.#store.put({ ...segment, state: "closed", closure, closed: Date.now(), code: segment.code || defaultCode });
    this.#show(this.segments.filter((other) => other !== segment));
  }

  #arm(segment) {
    const timeout = setTimeout(() => this.#close(segment, "timed_out"), segment.deadline - Date.now());
    this.#timeouts.set(segment.id, timeout);
  }

  #show(segments) {
    this.segments = segments;
    for (const listener of this.#listeners) listener(segments);
  }
}
