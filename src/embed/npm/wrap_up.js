// What the class imports when the first wrap-up is wanted: starts the module, or says
// what keeps it from starting. The package has it in one file with wasm-bindgen's glue.
import init, { mount } from "./glue.js";

// Modules, so that whatever bundles a page takes them along, each for when it is wanted.
const languages = {
  ar: () => import("./messages/ar.js"),
  de: () => import("./messages/de.js"),
  es: () => import("./messages/es.js"),
  fr: () => import("./messages/fr.js"),
  he: () => import("./messages/he.js"),
  hi: () => import("./messages/hi.js"),
  ja: () => import("./messages/ja.js"),
  pl: () => import("./messages/pl.js"),
  pt: () => import("./messages/pt.js"),
  zh: () => import("./messages/zh.js"),
};

const speak = async (language) => {
  try {
    return (await languages[language]()).default;
  } catch (error) {
    console.warn(`<interaction-wrap-up>: the texts in "${language}" could not be loaded (${error.message}).`);
    return null;
  }
};

const allowed = () => {
  try {
    // Eight bytes that every WebAssembly engine takes, unless the page forbids it.
    return new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0));
  } catch {
    return null;
  }
};

/**
 * @param {Response | Error} response what the fetch of the wasm gave
 * @param {string | URL} url where it was fetched from
 * @param {(code: string, message: string) => Error} fault makes an error
 * @param {(error: Error) => Error} tell writes it to the console
 * @returns {Promise<typeof mount>}
 */
export async function start(response, url, fault, tell) {
  if (!allowed()) {
    throw fault(
      "wasm_blocked",
      "this page does not allow WebAssembly; its content security policy needs 'wasm-unsafe-eval' in script-src",
    );
  }
  if (response instanceof Error) {
    throw fault(
      "wasm_missing",
      `${url} could not be fetched (${response.message}); see wasmUrl, integrity, and connect-src of the content security policy`,
    );
  }
  if (!response.ok) throw fault("wasm_missing", `${url} could not be fetched: the server answered ${response.status}`);

  const type = response.headers.get("content-type")?.split(";")[0].trim() ?? "no type";
  const streams = type === "application/wasm";
  const mistyped = fault("wasm_type", `${url} is served as ${type}, not as application/wasm`);
  const compiling = streams ? WebAssembly.compileStreaming(response) : response.arrayBuffer().then(WebAssembly.compile);
  const module = await compiling.catch((error) => {
    throw streams ? fault("wasm_invalid", `${url} is broken (${error.message})`) : mistyped;
  });
  await init({ module_or_path: module });
  // A wrong type alone costs the streaming and nothing else: it is told, and works.
  if (!streams) tell(mistyped);
  return (root, options, emit) => {
    if (!streams) emit("wrapup-error", { code: mistyped.code, message: mistyped.message, interaction: options.interaction, segment: null });
    if (!options.backend) tellOfThisBrowser();
    return mount(root, { ...options, speak }, emit);
  };
}

let isTold = false;

// Once a page, in words for whoever builds it; the element tells the agent itself.
function tellOfThisBrowser() {
  if (isTold) return;
  isTold = true;
  console.warn("<interaction-wrap-up>: no backend is named, so wrap-ups are stored in this browser only.");
}
