// What package tools have to say of dist/npm: nothing, or this fails.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { validateCem } from "@wc-toolkit/cem-validator";
import Ajv from "ajv";
import { publint } from "publint";
import { formatMessage } from "publint/utils";

const directory = "dist/npm";
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const description = read(`${directory}/package.json`);
const manifest = read(`${directory}/custom-elements.json`);

const { messages } = await publint({ pkgDir: directory, strict: true, level: "suggestion" });
for (const message of messages) console.error(`publint: ${formatMessage(message, description)}`);

const rules = (names) => Object.fromEntries(names.split(" ").map((name) => [name, "error"]));
const validate = new Ajv({ strict: false }).compile(read("node_modules/custom-elements-manifest/schema.json"));
const isValid = validate(manifest);
if (!isValid) console.error("custom-elements.json:", validate.errors);

// Throws where something is wrong.
await validateCem(manifest, {
  packageJsonPath: `${directory}/package.json`,
  cemFileName: "custom-elements.json",
  // Its warnings count as errors here.
  rules: { packageJson: rules("packageType types exports"), manifest: rules("schemaVersion modulePath") },
});

// Only ES modules, as every browser and bundler takes them; and entries without types are data.
const data = ["wrap_up_bg.wasm", "admin_bg.wasm", "integrity.json", "custom-elements.json", "package.json"];
execFileSync(
  "attw",
  ["dist/interaction-wrap-up.tgz", "--profile", "esm-only", "--no-emoji", "--exclude-entrypoints", ...data],
  { stdio: "inherit" },
);

if (messages.length > 0 || !isValid) process.exit(1);
console.log("publint, attw and the manifest's validators have nothing to say.");
