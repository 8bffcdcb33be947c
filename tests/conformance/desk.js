// In the page: makes adapters, keeps them by name, and asks them.

/**
 * A page's own object over whatever `answer` asks, with what may go wrong with it.
 * @param {string} agent
 * @param {(ask: object) => Promise<{ status: number, body: any }>} answer
 * @param {(deliver: boolean) => Promise<string | null>} fault what the next call meets
 */
function hostObject(agent, answer, fault) {
  const thrown = (code, message, more = {}) => Object.assign(new Error(message), { code, ...more });
  const ask = async (method, path, body, { key = null, pageTime = Date.now(), deliver = false } = {}) => {
    const meets = await fault(deliver);
    if (meets === "busy") throw thrown("busy", "later", { retryAfter: 7 });
    if (meets === "unauthorized") throw thrown("not_signed_in", "who are you?");
    if (meets === "refused") throw new Error("there is no way to it");
    const { status, body: told } = await answer({ agent, method, path, key, pageTime, body });
    if (meets === "lost") throw new Error("the line broke");
    if (meets === "half") return { segment: told.segment, closure: { key: 7 } };
    if (meets === "foreign") return "<!doctype html><title>Sign in</title>";
    if (status === 401) throw thrown("not_signed_in", told.detail);
    if (status === 503) throw thrown("busy", told.detail, { retryAfter: 1 });
    if (status >= 400 && !(status === 409 && told.closure)) throw thrown(status === 409 ? "conflict" : "refused", told.detail);
    return told;
  };
  const id = encodeURIComponent;
  return {
    name: "conformance",
    catalog: async () => (await answer({ agent, method: "GET", path: "catalog", key: null, pageTime: null, body: null })).body,
    time: async () => Date.now(),
    async deliver(report, { key, revision, changedAt }) {
      const deliver = true;
      if (report.interaction) {
        const { interaction: record } = report;
        return ask("PUT", `interactions/${id(record.id)}`, { revision, changed_at: changedAt, record }, { deliver });
      }
      if (report.opened) return ask("PUT", `segments/${id(report.opened.id)}`, report.opened, { deliver });
      if (report.changed) {
        const path = `segments/${id(report.changed.about.segment)}/draft`;
        return ask("PUT", path, { revision, record: report.changed }, { deliver });
      }
      const { about, closure = null, version = null } = report.closed ?? report.corrected;
      const path = `segments/${id(about.segment)}/${closure ? "closure" : "versions"}`;
      return ask("POST", path, { about, closure, version }, { key, deliver });
    },
    gone: (farewell) => ask("POST", "presence", { state: "gone", farewell, tokens: null }),
    back: (segments) => ask("POST", "presence", { state: "back", at: Date.now(), segments }),
  };
}

/** @param {any} Adapter */
export function open(Adapter) {
  /** @type {Map<string, { adapter: any, renewed: number }>} */
  const pages = new Map();
  return {
    /** @param {string} name @param {any} kind */
    make(name, kind) {
      const page = { adapter: null, renewed: 0 };
      const headers = (again) => {
        if (again) page.renewed += 1;
        const token = kind.token === null || (kind.stale && !again) || kind.signedOut ? null : kind.token;
        return token === null ? { authorization: "Bearer stale" } : { authorization: `Bearer ${token}` };
      };
      const { base, store, agent, roles } = kind;
      const made = {
        rest: () => Adapter.rest(base, headers),
        servicenow: () => Adapter.servicenow(base, headers),
        host: () =>
          Adapter.host(
            hostObject(
              agent,
              (ask) => globalThis.hostAnswer(name, ask),
              (deliver) => globalThis.hostFault(deliver),
            ),
          ),
        browser: () => Adapter.browser(store, agent, roles),
        memory: () => Adapter.memory(store, agent, roles),
      };
      page.adapter = made[kind.adapter]();
      pages.set(name, page);
    },
    /** @param {string} name @param {object} object a page's own, instead */
    give(name, object) {
      pages.set(name, { adapter: Adapter.host(object), renewed: 0 });
    },
    renewed: (name) => pages.get(name).renewed,
    ask: (name, method, given) => pages.get(name).adapter[method](...given),
  };
}
