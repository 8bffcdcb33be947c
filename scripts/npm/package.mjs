// Builds the npm package into dist/npm, packs it beside that, and prints what it weighs.
//
//   node scripts/npm/package.mjs [--dev]     --dev: quickly, and large
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { buildLoader, critical, version } from "./loader.mjs";
import { manifest } from "./manifest.mjs";

const dev = process.argv.includes("--dev");
const source = "src/embed/npm";
const target = process.env.CARGO_TARGET_DIR ?? "target";
const wasm = "wasm32-unknown-unknown";
const work = join(target, "npm");
const out = "dist/npm";
const script = "wrap_up.js";
const binary = "wrap_up_bg.wasm";
const scripts = [...critical, script];
// The administration: a download of its own, of which an agent's page has nothing.
const admin = { script: "admin.js", binary: "admin_bg.wasm" };

const run = (command, ...args) => execFileSync(command, args, { stdio: "inherit" });

/** Without a name section, and only with what every browser of our table has. */
const optimise = [
  "-Oz",
  "--strip-debug",
  "--strip-producers",
  "--enable-bulk-memory",
  "--enable-nontrapping-float-to-int",
  "--enable-sign-ext",
  "--enable-mutable-globals",
  "--enable-reference-types",
  "--enable-multivalue",
];

// Every system of record is in the package; WRAPUP_FEATURES=element leaves ServiceNow out.
const features = process.env.WRAPUP_FEATURES ?? "element,servicenow";

function buildWasm(name, ...features) {
  const profile = dev ? [] : ["--release"];
  run("cargo", "rustc", "--locked", "--lib", "--crate-type", "cdylib", ...features, "--target", wasm, ...profile);
  const built = join(target, wasm, dev ? "debug" : "release", "interaction_wrap_up.wasm");
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", work, "--out-name", name, built);
  const file = `${name}_bg.wasm`;
  if (dev) cpSync(join(work, file), join(out, file));
  else run("wasm-opt", ...optimise, "-o", join(out, file), join(work, file));
}

function copy() {
  for (const file of ["index.d.ts", "define.d.ts", "admin.d.ts", "react.d.ts", "react.js", "README.md"]) cpSync(join(source, file), join(out, file));
  for (const file of ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md"]) cpSync(file, join(out, file));
  mkdirSync(join(out, "messages"), { recursive: true });
  for (const language of languages()) {
    const file = readFileSync(join("messages", `${language}.json`), "utf8");
    writeFileSync(join(out, "messages", `${language}.js`), `export default ${JSON.stringify(file)};\n`);
  }
  const description = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  write("package.json", { ...description, version });
  write("custom-elements.json", manifest());
}

/** All but the one that is built in. */
const languages = () =>
  readdirSync("messages")
    .filter((file) => file.endsWith(".json") && file !== "en.json")
    .map((file) => file.slice(0, -".json".length));

const write = (file, value) => writeFileSync(join(out, file), `${JSON.stringify(value, null, 2)}\n`);

const integrity = (file) => `sha384-${createHash("sha384").update(readFileSync(join(out, file))).digest("base64")}`;

function weigh(files) {
  const sizes = files.map((file) => {
    const bytes = readFileSync(join(out, file));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    return [bytes.length, brotliCompressSync(bytes, { params }).length];
  });
  const sum = (column) => sizes.reduce((total, size) => total + size[column], 0);
  const number = (value) => value.toLocaleString("en-US").padStart(10);
  return { brotli: sum(1), line: `${number(sum(0))} bytes ${number(sum(1))} brotli-11` };
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
mkdirSync(work, { recursive: true });
buildWasm("wrap_up", "--features", features);
buildWasm("admin", "--no-default-features", "--features", "administer");
await buildLoader(out, { glue: join(work, script), admin: join(work, admin.script) });
copy();
write("integrity.json", Object.fromEntries([...scripts, binary, ...Object.values(admin)].map((file) => [file, integrity(file)])));

const packed = JSON.parse(execFileSync("npm", ["pack", "--json", "--pack-destination", "../../dist", "--loglevel", "error"], { cwd: out, encoding: "utf8" }));
// One name for every version, so that the hosts' lock files need not follow it.
renameSync(join("dist", Object.values(packed)[0].filename), "dist/interaction-wrap-up.tgz");

const loader = weigh(critical);
console.log(`loader ${loader.line} (budget 2,000): ${critical.join(", ")}`);
const kind = dev ? "not optimized" : "budget 80,000";
console.log(`total  ${weigh([...scripts, binary]).line} (${kind}): the loader, ${script}, ${binary}`);
// Without optimization it is large, and says nothing.
if (!dev) console.log(`admin  ${weigh(Object.values(admin)).line} (a page of its own): ${Object.values(admin).join(", ")}`);
if (loader.brotli > 2_000) throw new Error("the loader is above its budget");
