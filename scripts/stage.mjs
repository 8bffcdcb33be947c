// Builds the pages of the preview into target/stage/ as Trunk would, but without
// Trunk, so that browser tests need not wait for it.
//
//   node scripts/stage.mjs [--release]
//
// Of Trunk's links it knows those the pages use: rust, css, icon, copy-file, copy-dir.
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const release = process.argv.includes("--release");
const stage = "target/stage";
const built = join(process.env.CARGO_TARGET_DIR ?? "target", "wasm32-unknown-unknown", release ? "release" : "debug");

const run = (command, ...args) => execFileSync(command, args, { stdio: "inherit" });

const attribute = (tag, name) => tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1];

function link(tag) {
  const href = attribute(tag, "href");
  const folder = attribute(tag, "data-target-path") ?? "";
  switch (attribute(tag, "rel")) {
    case "rust":
      return start(attribute(tag, "data-bin") ?? "interaction-wrap-up", folder, attribute(tag, "data-type") === "worker");
    case "css":
      return `<link rel="stylesheet" href="${copy(href, "")}">`;
    case "icon":
      return `<link rel="icon" href="${copy(href, "")}">`;
    case "copy-file":
      copy(href, folder);
      return "";
    case "copy-dir":
      cpSync(href, join(stage, folder || basename(href)), { recursive: true });
      return "";
    default:
      throw new Error(`scripts/stage.mjs does not know this link of Trunk's: ${tag}`);
  }
}

function copy(file, folder) {
  const target = join(folder, basename(file));
  cpSync(file, join(stage, target));
  return target;
}

const bind = (wasm, folder = "") =>
  run("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", join(stage, folder), join(built, wasm));

// The same start as Trunk's, with the event it dispatches. What Trunk calls a worker
// is started by others.
function start(bin, folder, worker) {
  bind(`${bin}.wasm`, folder);
  if (worker) return "";
  return `<script type="module">
      import init, * as bindings from "./${bin}.js";
      const wasm = await init({ module_or_path: "./${bin}_bg.wasm" });
      window.wasmBindings = bindings;
      dispatchEvent(new CustomEvent("TrunkApplicationStarted", { detail: { wasm } }));
    </script>`;
}

const pages = readdirSync(".").filter((name) => name.endsWith(".html"));
const parts = ["--bins", "--example", "primitives", "--example", "gallery", ...(release ? ["--release"] : [])];
run("cargo", "build", "--locked", "--target", "wasm32-unknown-unknown", ...parts);

if (existsSync(stage)) rmSync(stage, { recursive: true });
mkdirSync(stage, { recursive: true });
for (const page of pages) {
  const html = readFileSync(page, "utf8").replace(/<link\s[^>]*data-trunk[^>]*>/g, link);
  writeFileSync(join(stage, page), html);
}

// Every component in every state.
bind("examples/gallery.wasm");
for (const file of ["gallery.html", "gallery.css", "gallery-start.js"]) copy(join("examples/gallery", file), "");

// A page that only tests open, with what they need of it.
bind("examples/primitives.wasm");
cpSync("tests/e2e/primitives/primitives.html", join(stage, "primitives.html"));
