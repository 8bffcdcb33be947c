// Prints what a built page downloads, raw and compressed with brotli at quality 11,
// beside the budget; fails where more is downloaded than the ceiling says.
//
//   node scripts/size.mjs [--widget] DIRECTORY
//
// DIRECTORY holds the preview as Trunk has built it, without the administration, which
// agents don't download, and the further languages, of which they download one at most.
// With --widget the widget is built too, by itself (examples/widget), and counted
// without the workspace.
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

// Bytes, brotli-11. The budget is what the widget is to cost; it is not met yet. A
// ceiling is a little above what was reached, and only ever lowered: what needs
// more room says in its commit what for.
const budget = 80_000;
const ceilings = { preview: 481_500, widget: 467_000 };

const args = process.argv.slice(2);
const withWidget = args.includes("--widget");
const preview = args.find((arg) => !arg.startsWith("--")) ?? "dist";

function download(directory) {
  return readdirSync(directory, { recursive: true })
    .filter((name) => !/^(admin|messages)/.test(name))
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => {
      const bytes = readFileSync(path);
      const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
      return { name: relative(directory, path), raw: bytes.length, brotli: brotliCompressSync(bytes, { params }).length };
    })
    .sort((a, b) => b.brotli - a.brotli);
}

// Every system of record, as in the npm package.
const features = process.env.WRAPUP_FEATURES ?? "element,servicenow";

// As Trunk builds the preview: the same profile, the same options of wasm-opt.
function buildWidget() {
  const directory = "target/size";
  const run = (command, ...args) => execFileSync(command, args, { stdio: "inherit" });
  const link = readFileSync("index.html", "utf8");
  const option = (name) => link.match(new RegExp(`${name}="([^"]*)"`))[1];
  const built = join(process.env.CARGO_TARGET_DIR ?? "target", "wasm32-unknown-unknown/release/examples/widget.wasm");
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  run("cargo", "build", "--locked", "--release", "--target", "wasm32-unknown-unknown", "--example", "widget", "--features", features);
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", directory, built);
  const wasm = join(directory, "widget_bg.wasm");
  const optimized = join(directory, "optimized.wasm");
  run("wasm-opt", `-O${option("data-wasm-opt")}`, ...option("data-wasm-opt-params").split(" "), wasm, "-o", optimized);
  renameSync(optimized, wasm);
  return directory;
}

const number = (value) => value.toLocaleString("en-US");
const row = (name, raw, brotli) => console.log(`${name.padEnd(56)} ${raw.padStart(10)} ${brotli.padStart(10)}`);

function report(name, directory) {
  const files = download(directory);
  const sum = (key) => files.reduce((total, file) => total + file[key], 0);
  const brotli = sum("brotli");
  for (const file of files) row(`  ${file.name}`, number(file.raw), number(file.brotli));
  row(`the ${name}`, number(sum("raw")), number(brotli));
  row("  its ceiling", "", number(ceilings[name]));
  if (brotli > ceilings[name]) {
    console.error(`error: the ${name} is ${number(brotli - ceilings[name])} bytes larger than its ceiling`);
    process.exitCode = 1;
  }
}

row("bytes", "raw", "brotli-11");
report("preview", preview);
if (withWidget) report("widget", buildWidget());
row("budget for the widget, not met yet", "", number(budget));
