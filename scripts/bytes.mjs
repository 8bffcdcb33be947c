// Prints what the packed element's module is made of, by area: bytes of its functions
// and data, before compression.
//
//   make package && node scripts/bytes.mjs [--largest 30]
//
// It reads what wasm-bindgen has made, which still has names, after wasm-opt has gone
// over it as for the package. A generic function counts for the crate that wrote it,
// also where it was made for a type of ours: names do not say for which.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values: options } = parseArgs({ options: { largest: { type: "string", default: "0" } } });
const built = join(process.env.CARGO_TARGET_DIR ?? "target", "npm/wrap_up_bg.wasm");

const crate = "interaction_wrap_up";
/** What a name has to contain; the first that fits counts. */
const areas = [
  ["views (src/view)", [`${crate}::view`]],
  ["the element (src/embed)", [`${crate}::embed`]],
  ["ServiceNow", [`${crate}::backend::servicenow`, `${crate}::domain::servicenow`]],
  ["other adapters (src/backend)", [`${crate}::backend`]],
  ["domain", [`${crate}::domain`]],
  ["runtime", [`${crate}::runtime`, `${crate}::assist`]],
  ["the browser's edge (src/browser)", [`${crate}::browser`]],
  ["this crate, of no folder", [crate]],
  ["Leptos: elements and attributes", ["tachys", "leptos", "either_of", "html_escape"]],
  ["Leptos: signals and effects", ["reactive_graph", "reactive_stores", "any_spawner", "or_poisoned", "slotmap", "guardian", "throw_error", "hydration_context", "server_fn", "wasm_streams"]],
  ["serde", ["serde"]],
  ["wasm-bindgen, js-sys, web-sys", ["wasm_bindgen", "js_sys", "web_sys", "__wbindgen", "__wbg", "__externref"]],
  ["futures", ["futures", "pin_project", "async_"]],
  ["core, alloc, std", ["core::", "alloc::", "std::", "dlmalloc", "compiler_builtins", "hashbrown", "rustc_", "__rust", "mem", "__"]],
];

/** A LEB128 number at an offset: the number, and the offset behind it. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function text(bytes, at) {
  const [length, from] = number(bytes, at);
  return [new TextDecoder().decode(bytes.subarray(from, from + length)), from + length];
}

function* sections(bytes) {
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [size, from] = number(bytes, at + 1);
    yield { id, from, to: from + size };
    at = from + size;
  }
}

/** Bytes of each function by its name, and of the sections. */
function measure(bytes) {
  const module = new WebAssembly.Module(bytes);
  const imported = WebAssembly.Module.imports(module).filter(({ kind }) => kind === "function").length;
  const sizes = [];
  const names = new Map();
  let data = 0;
  let rest = 8;
  for (const { id, from, to } of sections(bytes)) {
    if (id === 10) {
      let [count, at] = number(bytes, from);
      while (count-- > 0) {
        const [size, body] = number(bytes, at);
        sizes.push(body + size - at);
        at = body + size;
      }
    } else if (id === 11) data += to - from;
    else if (id === 0) {
      const [name, start] = text(bytes, from);
      if (name !== "name") continue;
      for (let at = start; at < to; ) {
        const kind = bytes[at];
        let [size, inner] = number(bytes, at + 1);
        at = inner + size;
        if (kind !== 1) continue;
        let count;
        [count, inner] = number(bytes, inner);
        while (count-- > 0) {
          let index, name;
          [index, inner] = number(bytes, inner);
          [name, inner] = text(bytes, inner);
          names.set(index, name);
        }
      }
    } else rest += to - from;
  }
  return { functions: sizes.map((size, index) => ({ size, name: names.get(index + imported) ?? "" })), data, rest };
}

/** A name without the hash at its end. */
const spelled = (name) => name.replace(/::h[0-9a-f]{16}$/, "");

const directory = mkdtempSync(join(tmpdir(), "wrapup-bytes-"));
const optimised = join(directory, "named.wasm");
const features = ["bulk-memory", "nontrapping-float-to-int", "sign-ext", "mutable-globals", "reference-types", "multivalue"];
execFileSync("wasm-opt", ["-Oz", "-g", ...features.map((each) => `--enable-${each}`), "-o", optimised, built], { stdio: "inherit" });
const { functions, data, rest } = measure(readFileSync(optimised));
rmSync(directory, { recursive: true });

const sums = new Map(areas.map(([area]) => [area, 0]));
const other = "other crates";
for (const each of functions) {
  each.name = spelled(each.name);
  const [area] = areas.find(([, marks]) => marks.some((mark) => each.name.includes(mark))) ?? [other];
  sums.set(area, (sums.get(area) ?? 0) + each.size);
}
sums.set("data: texts, style, tables", data);
sums.set("types, tables, exports", rest);
const total = [...sums.values()].reduce((sum, each) => sum + each, 0);
console.log("| area | bytes | share |\n| -- | -- | -- |");
for (const [area, size] of [...sums].filter(([, size]) => size > 0).sort(([, a], [, b]) => b - a)) {
  console.log(`| ${area} | ${size.toLocaleString("en-US")} | ${((100 * size) / total).toFixed(1)} % |`);
}
console.log(`| all | ${total.toLocaleString("en-US")} | |`);
for (const { name, size } of functions.sort((a, b) => b.size - a.size).slice(0, Number(options.largest))) {
  console.log(`${String(size).padStart(8)}  ${name}`);
}
