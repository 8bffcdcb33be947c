// Stands in for wasm-bindgen's glue: it remembers what the class does with it.
const seen = (globalThis.seen ??= { inits: 0, mounts: [] });

export default async function init({ module_or_path }) {
  if (!(module_or_path instanceof WebAssembly.Module)) throw new Error("no module was given");
  seen.inits += 1;
}

export function mount(root, options, emit) {
  if (options.agent === "nobody") throw { code: "bad_argument", message: "agent: is not one", field: "agent" };
  const text = document.createElement("p");
  root.append(text);
  const show = (options) => (text.textContent = `${options.interaction} of ${options.agent}`);
  show(options);
  const mounted = { host: root.host, options: [options], calls: [], unmounted: 0, emit, answer: undefined };
  seen.mounts.push(mounted);
  return {
    update(options) {
      if (options.agent === "nobody") throw { code: "bad_argument", message: "agent: is not one", field: "agent" };
      mounted.options.push(options);
      show(options);
    },
    async call(method, argument) {
      mounted.calls.push([method, argument]);
      if (method === "sweep") throw { code: "refused", message: "no", field: "code", detail: "code_required" };
      return mounted.answer ? await mounted.answer() : { did: method };
    },
    read: () => ({
      state: "wrap_up",
      deadline: 60_000,
      remaining: 1_000,
      band: "red",
      draft: { code: null, notes: "typed" },
      segments: [{ id: "s" }],
      pending: 2,
    }),
    unmount() {
      mounted.unmounted += 1;
      text.remove();
    },
  };
}
