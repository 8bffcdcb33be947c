// The administration over a service, for a page of its own: nothing of it is in what
// agents download. The package has it in one file with wasm-bindgen's glue.
import init, { administer as show } from "./glue.js";
import { WrapUpError } from "./index.js";

let starting; // one module for the page

const start = async (url, integrity) => {
  const response = await fetch(url, { integrity: integrity ?? "" });
  if (!response.ok) throw new WrapUpError({ code: "wasm_missing", message: `${url} could not be fetched: the server answered ${response.status}` });
  await init({ module_or_path: response });
};

export async function administer({ root, headers, wasmUrl, integrity, ...options }) {
  const url = wasmUrl ?? new URL("./admin_bg.wasm", import.meta.url);
  starting ??= start(url, integrity).catch((error) => {
    starting = undefined; // who asks next tries again
    throw error;
  });
  await starting;
  const sign = headers && (async (again) => (headers.call ? headers(again) : headers));
  try {
    const shown = show(root ?? document.body, { ...options, headers: sign });
    return { close: () => shown.close() };
  } catch (error) {
    throw error instanceof Error ? error : new WrapUpError(error);
  }
}
