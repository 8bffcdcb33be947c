// In the page: objects of a page's own that answer with anything there is.

/**
 * @param {{ parcels: object[], about: object, documents: string[] }} given
 * @returns {Promise<{ what: string, outcome: unknown }[]>}
 */
export async function nastyObjects({ parcels, about, documents }) {
  const desk = /** @type {any} */ (globalThis).desk;
  const cyclic = { segment: "x" };
  Object.assign(cyclic, { closure: cyclic, versions: [cyclic] });
  let deep = {};
  for (let depth = 0; depth < 50_000; depth += 1) deep = { closure: deep };
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const throwing = new Proxy({}, { get: () => { throw new Error("not to be looked at"); }, ownKeys: () => { throw 7; } });
  const getter = { get closure() { throw new RangeError("not now"); }, segment: "x" };

  /** @type {[string, () => unknown][]} */
  const answers = [
    ["a symbol", () => Symbol("x")],
    ["a large number", () => 10n ** 40n],
    ["a function", () => () => 1],
    ["not a number", () => NaN],
    ["infinity", () => -Infinity],
    ["a date", () => new Date(NaN)],
    ["a map", () => new Map([["closure", 1]])],
    ["a typed list", () => new Uint8Array(10)],
    ["a list with holes", () => Object.assign(new Array(1_000_000), { closure: 1 })],
    ["a frozen object", () => Object.freeze({ closure: Object.freeze([]) })],
    ["an object without a prototype", () => Object.assign(Object.create(null), { closure: {} })],
    ["what contains itself", () => cyclic],
    ["what has no end", () => deep],
    ["a revoked proxy", () => revoked.proxy],
    ["what cannot be looked at", () => throwing],
    ["a getter that fails", () => getter],
    ["a lone surrogate", () => "\ud800"],
    ["a promise of it all", async () => ({ closure: { key: "" }, versions: {} })],
    ["a promise that rejects with nothing", () => Promise.reject()],
    ["a promise that rejects with a symbol", () => Promise.reject(Symbol("x"))],
    ["a promise that rejects with what cannot be looked at", () => Promise.reject(throwing)],
    ["a promise that rejects with a code of its own", () => Promise.reject({ code: 7, message: {}, retryAfter: "soon" })],
    ["a promise that rejects with a pause that is none", () => Promise.reject({ code: "busy", retryAfter: -1 })],
    ["what throws nothing", () => { throw undefined; }],
    ["what throws a number", () => { throw 7; }],
    ["what throws a revoked proxy", () => { throw revoked.proxy; }],
    ["what throws an error with a getter", () => { throw Object.defineProperty(new Error("x"), "code", { get: () => { throw 1; } }); }],
    ["a promise of another kind that throws", () => ({ then: () => { throw new Error("then"); } })],
    ["a promise of another kind that answers twice", () => ({ then: (/** @type {any} */ ok, /** @type {any} */ no) => { ok({ closure: 1 }); no(1); ok(2); } })],
    ...documents.map((text) => /** @type {[string, () => unknown]} */ ([text.slice(0, 60), () => JSON.parse(text)])),
  ];

  const outcomes = [];
  for (const [what, answer] of answers) {
    desk.give("nasty", { name: "nasty", deliver: answer, catalog: answer, time: answer, back: answer, gone: answer });
    /** @type {[string, unknown[]][]} */
    const asked = [["catalog", []], ["time", []], ["back", [[about]]], ...parcels.map((parcel) => /** @type {[string, unknown[]]} */ (["tell", [parcel]]))];
    for (const [method, given] of asked) {
      outcomes.push({ what: `${method}: ${what}`, outcome: await desk.ask("nasty", method, given) });
    }
  }
  return outcomes;
}
