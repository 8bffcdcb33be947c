// Prints what a built page downloads, raw and compressed with brotli at quality 11,
// beside the budget.   node scripts/size.mjs [directory]
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const budget = 80_000;
const directory = process.argv[2] ?? "dist";

const files = readdirSync(directory, { recursive: true })
  .map((name) => join(directory, name))
  .filter((path) => statSync(path).isFile())
  .map((path) => {
    const bytes = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    return { name: relative(directory, path), raw: bytes.length, brotli: brotliCompressSync(bytes, { params }).length };
  })
  .sort((a, b) => b.brotli - a.brotli);

const sum = (key) => files.reduce((total, file) => total + file[key], 0);
const row = (name, raw, brotli) =>
  console.log(`${name.padEnd(56)} ${raw.padStart(10)} ${brotli.padStart(10)}`);
const number = (value) => value.toLocaleString("en-US");

row("bytes", "raw", "brotli-11");
for (const { name, raw, brotli } of files) row(name, number(raw), number(brotli));
row("all", number(sum("raw")), number(sum("brotli")));
row("budget for the widget", "", number(budget));
console.log("\nThe preview holds the widget and the workspace around it, so the widget alone is smaller.");
