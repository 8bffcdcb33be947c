// Builds the kit's page into target/conformance/.
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const stage = "target/conformance";
const target = process.env.CARGO_TARGET_DIR ?? "target";
const wasm = join(target, "wasm32-unknown-unknown/debug/examples/adapters.wasm");
const run = (command, ...args) => execFileSync(command, args, { stdio: "inherit" });

const features = ["--no-default-features", "--features", "servicenow"];
run("cargo", "build", "--locked", "--target", "wasm32-unknown-unknown", ...features, "--example", "adapters");
mkdirSync(stage, { recursive: true });
run("wasm-bindgen", "--target", "web", "--no-typescript", "--out-dir", stage, wasm);
for (const file of ["adapters.html", "desk.js"]) cpSync(join("tests/conformance", file), join(stage, file));
