// The element's class, and all that a page loads before it needs a wrap-up: importing
// it registers nothing, fetches nothing and works on a server. What it shows and does
// is Rust's, reached through `mount(root, options, emit)` of the module beside it.
//
// It is on every host's critical path, so what repeats is in tables.

/** An error with a code, as methods reject with and `wrapup-error` tells. */
export class WrapUpError extends Error {
  name = "WrapUpError";
  constructor({ code = "failed", message, field, detail }) {
    super(message);
    Object.assign(this, { code, field, detail });
  }
}

const fault = (code, message) => new WrapUpError({ code, message });
const known = (error) => (error instanceof WrapUpError ? error : new WrapUpError(error));

// Attributes: how the property is read from one, and what is written to it (null: none).
const text = [(value) => value || null, (value) => value];
const oneOf = (...values) => [(value) => (values.includes(value) ? value : values[0]), text[1]];
const tokens = [(value) => value?.match(/\S+/g) ?? [], (value) => (value == null ? value : [value].flat().join(" "))];
const yes = [(value) => value !== null, (value) => (value ? "" : null)];
const attributes = {
  interaction: text,
  agent: text,
  roles: tokens,
  theme: oneOf("auto", "light", "dark"),
  backend: oneOf("browser", "rest", "servicenow"),
  "base-url": text,
  cookies: yes,
  leaving: oneOf("go_on", "end"),
  attention: tokens,
  docked: yes,
  position: oneOf("bottom-end", "bottom-start", "top-end", "top-start"),
};
// Properties without an attribute, null until they are set.
const words = (text) => text.split(" ");
const objects = words("record config headers assist names messages wasmUrl integrity");
const methods = words(
  "connected hold resume conversationEnded transfer requestWrapUp loggedOut open minimise expand submit end extend ifTabClosed closeTab interrupt correct sweep",
);
const state = words("state deadline remaining band draft segments pending");

const property = (attribute) => attribute.replace("-u", "U");
const properties = [...Object.keys(attributes).map(property), ...objects];

let loading; // one for all elements of the page
let told; // the error that was last written to the console

/** Fetches and compiles what elements need, before the first one does; once a page. */
export const preload = ({ wasmUrl, integrity } = {}) =>
  (loading ??= load(wasmUrl ?? new URL("./wrap_up_bg.wasm", import.meta.url), integrity).catch((error) => {
    loading = null; // the next who needs it tries again
    throw tell(error);
  }));

// Both at once; what can be wrong with the wasm is found out by the script.
async function load(url, integrity) {
  const response = fetch(url, { integrity: integrity ?? "" }).catch((error) => error);
  const script = await import("./wrap_up.js").catch((error) => {
    throw fault("script_missing", error.message);
  });
  return script.start(await response, url, fault, tell);
}

const tell = (error) => {
  if (error !== told) console.error(`<interaction-wrap-up>: ${(told = error).message} (${error.code})`);
  return error;
};

const ignore = () => {};
const deferred = () => {
  const made = Promise.withResolvers();
  made.promise.catch(ignore); // nobody has to listen
  return made;
};

const language = (node) => {
  for (; node; node = node.parentNode ?? node.host) if (node.lang) return node.lang;
  return null;
};

export class InteractionWrapUp extends (globalThis.HTMLElement ?? class {}) {
  static version = VERSION;
  static preload = preload;
  static observedAttributes = [...Object.keys(attributes), "lang"];

  #root = this.attachShadow({ mode: "open" });
  #values = {};
  #handle;
  #mounting;
  #queued;
  #calls = 0; // methods under way
  #ready = deferred();
  #failed;

  constructor() {
    super();
    // What was set before the class was there hides the accessors: it is set again.
    for (const name of properties) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
  }

  /** Resolves once the element is rendered; rejects when it cannot be. */
  get ready() {
    return this.#ready.promise;
  }

  connectedCallback() {
    this.#changed();
  }
  disconnectedCallback() {
    this.#changed();
  }
  attributeChangedCallback() {
    this.#changed();
  }
  connectedMoveCallback() {} // nothing to do: a move keeps everything
  adoptedCallback() {
    this.#unmount(); // style sheets don't follow into another document
  }

  // All that changes in one go is one update; a node that is only moved stays mounted.
  async #changed() {
    if (this.#queued) return;
    this.#queued = true;
    await null;
    this.#queued = false;
    this.#settle().catch(ignore); // told by #fail
  }

  get #wanted() {
    return (this.interaction || this.agent) && (this.isConnected || this.#calls);
  }

  async #settle() {
    if (!this.#wanted) this.#unmount();
    else if (!this.#handle) await (this.#mounting ??= this.#mount().finally(() => (this.#mounting = null)));
    else {
      try {
        this.#handle.update(this.#options());
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  async #mount() {
    if (this.#failed) {
      this.#failed = false;
      this.#ready = deferred();
    }
    try {
      const mount = await preload(this);
      if (!this.#wanted) return; // things changed while it came
      this.#unmount(); // what said that it failed
      this.#handle = mount(this.#root, this.#options(), this.#emit);
      this.#ready.resolve(this);
    } catch (error) {
      const slot = document.createElement("slot");
      const said = document.createElement("p");
      slot.name = said.part = "fallback";
      said.role = "alert";
      said.textContent = this.messages?.["element.failed"] ?? "The wrap-up could not be loaded.";
      slot.append(said);
      this.#root.replaceChildren(slot);
      this.#fail(error);
    }
  }

  #unmount() {
    this.#handle?.unmount();
    this.#handle = null;
    this.#root.replaceChildren();
  }

  #fail(error) {
    error = tell(known(error));
    this.#failed = true;
    this.#ready.reject(error);
    const { code, message } = error;
    this.#emit("wrapup-error", { code, message, interaction: this.interaction, segment: null });
    throw error;
  }

  #options() {
    const options = Object.fromEntries(properties.map((name) => [name, this[name]]));
    const { backend, headers } = options;
    return {
      ...options,
      // A misspelt one is none, and the page is told so.
      backend: this.#values.backend || this.getAttribute("backend") === backend ? backend : null,
      lang: language(this),
      headers: headers && (async (again) => (headers.call ? headers(again) : headers)),
    };
  }

  #emit = (type, detail, waits) => {
    const promises = [];
    let open = waits;
    if (waits) {
      detail.waitUntil = (promise) => {
        if (!open) throw fault("too_late", "waitUntil() was called too late");
        promises.push(promise);
      };
    }
    const asked = this.dispatchEvent(
      new CustomEvent(type, { detail, bubbles: true, composed: true, cancelable: !!waits }),
    );
    open = false;
    if (!asked) promises.push(Promise.reject("prevented"));
    if (promises.length) return Promise.all(promises);
  };

  async #call(name, argument) {
    this.#calls++;
    try {
      await this.#settle();
      if (!this.#handle) throw fault("no_interaction", "the element has no interaction and no agent");
      return await this.#handle.call(name, argument);
    } catch (error) {
      throw known(error);
    } finally {
      this.#calls--;
      this.#changed();
    }
  }

  static {
    const member = (name, get, set) =>
      Object.defineProperty(this.prototype, name, { get, set, configurable: true, enumerable: true });
    for (const [attribute, [parse, write]] of Object.entries(attributes)) {
      const name = property(attribute);
      member(
        name,
        function () {
          return this.#values[name] ?? parse(this.getAttribute(attribute));
        },
        function (value) {
          // A backend may be an object, which no attribute can hold.
          this.#values[name] = name === "backend" && typeof value === "object" ? value : null;
          const written = this.#values[name] ? null : write(value);
          if (written == null) this.removeAttribute(attribute);
          else this.setAttribute(attribute, written);
          this.#changed();
        },
      );
    }
    for (const name of objects) {
      member(
        name,
        function () {
          return this.#values[name] ?? null;
        },
        function (value) {
          this.#values[name] = value;
          this.#changed();
        },
      );
    }
    for (const name of state) {
      member(name, function () {
        return (this.#handle?.read() ?? { segments: [], pending: 0 })[name] ?? null;
      });
    }
    for (const name of methods) {
      this.prototype[name] = function (argument) {
        return this.#call(name, argument);
      };
    }
  }
}

let named; // one class has one name in a registry; others get one of their own

/** Registers the element, under another name or elsewhere if wanted; gives the class that counts. */
export function define(tag = "interaction-wrap-up", registry = globalThis.customElements) {
  const there = registry?.get(tag);
  if (!there) registry?.define(tag, named ? class extends InteractionWrapUp {} : (named = InteractionWrapUp));
  else if (there.preload !== preload) {
    console.warn(`<${tag}> is version ${there.version} already; version ${VERSION} is not used.`);
  }
  return registry?.get(tag) ?? InteractionWrapUp;
}
