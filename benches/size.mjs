// Measures what is downloaded: the element as it is packed, and its peers, brotli-11.
//
//   make bench-size
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { critical } from "../scripts/npm/loader.mjs";
import { Report } from "./report.mjs";
import { buildPeers, subjects } from "./subjects.mjs";

/** What a browser fetches; of the element one language, which is in it. */
function downloaded({ name, directories }) {
  if (name === "element") return [...critical, "wrap_up.js", "wrap_up_bg.wasm"].map((file) => join("dist/npm", file));
  const [directory] = directories;
  return readdirSync(directory, { recursive: true })
    .filter((file) => /\.(js|css)$/.test(file))
    .map((file) => join(directory, file));
}

function brotli(path) {
  const bytes = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return brotliCompressSync(bytes, { params }).length;
}

const sum = (numbers) => numbers.reduce((total, each) => total + each, 0);

buildPeers();
const report = new Report("size");
const row = "bytes over the wire";
const totals = new Map();
for (const subject of subjects) {
  const files = downloaded(subject);
  const total = sum(files.map(brotli));
  totals.set(subject.name, total);
  report.add({ row, figure: "all of it", subject, measured: total / 1000, unit: "KB" });
  report.add({ row, figure: "not compressed", subject, measured: sum(files.map((path) => statSync(path).size)) / 1000, unit: "KB" });
}
report.add({ row, figure: "against React with Radix", measured: totals.get("element") / totals.get("react"), unit: "x" });
const loader = critical.map((file) => join("dist/npm", file));
report.add({ row, figure: "on the critical path", measured: sum(loader.map(brotli)) / 1000, unit: "KB" });
report.finish();
