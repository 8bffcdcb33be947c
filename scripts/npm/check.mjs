// Holds docs/embedding.md, from which the manifest is made, and the types against the
// sources: what one of them names, all of them name. Part of `make lint`.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import Ajv from "ajv";
import { buildLoader } from "./loader.mjs";
import { manifest } from "./manifest.mjs";
import * as reference from "./reference.mjs";

const failures = [];

/** Whether two sets of names are the same. */
function same(what, documented, found) {
  const [a, b] = [new Set(documented), new Set(found)];
  for (const name of [...a].filter((each) => !b.has(each))) failures.push(`${what}: "${name}" is documented and not there`);
  for (const name of [...b].filter((each) => !a.has(each))) failures.push(`${what}: "${name}" is there and not documented`);
}

const read = (path) => readFileSync(path, "utf8");
const walk = (path) => (statSync(path).isDirectory() ? readdirSync(path).flatMap((name) => walk(join(path, name))) : [path]);
const all = (text, pattern) => [...text.matchAll(pattern)].map((match) => match[1]);

// Views that only Leptos pages use, and the preview. The administration is no element.
const elsewhere = [
  "configuration_faults.rs",
  "lapsed_notice.rs",
  "record_header.rs",
  "remains_list.rs",
  "saved_segments.rs",
  "segment_list.rs",
  "sign_out_question.rs",
];
const rust = ["src/view", "src/embed"]
  .flatMap(walk)
  .filter((path) => path.endsWith(".rs") && !path.includes("view/admin/"))
  .filter((path) => !elsewhere.some((name) => path.endsWith(`view/${name}`)))
  .map(read)
  .join("\n");
const types = read("src/embed/npm/index.d.ts");
const loader = ["index.js", "wrap_up.js"].map((file) => read(join("src/embed/npm", file))).join("\n");

// The class itself says what it has.
const built = "target/check-npm";
await buildLoader(built, { glue: "tests/loader/fake/glue.js" });
const { InteractionWrapUp } = await import(pathToFileURL(join(built, "index.js")).href);
const members = Object.getOwnPropertyDescriptors(InteractionWrapUp.prototype);
const platform = /^(constructor|.*Callback)$/;
const names = Object.keys(members).filter((name) => !platform.test(name));
const settable = names.filter((name) => members[name].set);
const readable = names.filter((name) => members[name].get && !members[name].set);
const callable = names.filter((name) => typeof members[name].value === "function");

const { attributes } = reference;
same("attribute", attributes.flatMap(({ attribute }) => attribute ?? []), InteractionWrapUp.observedAttributes);
same("property", attributes.map(({ property }) => property).filter((name) => name !== "lang"), settable);
same("method", reference.methods.map(({ name }) => name), callable);
same("state", reference.state.map(({ name }) => name), readable);

const [, declared] = types.split("export declare class InteractionWrapUp ");
same("typed property", settable, all(declared, /^ {2}set (\w+)\(/gm));
same("typed state", readable, all(declared, /^ {2}readonly (\w+):/gm));
same("typed method", callable, all(declared, /^ {2}(\w+)\(.*\): Promise</gm));

same("typed event", reference.events.map(({ name }) => name), all(types, /^ {2}"(wrapup-[\w-]+)": /gm));
// In the views the same prefix begins the names of classes.
const told = walk("src/embed").filter((path) => path.endsWith(".rs")).map(read).join("\n") + loader;
same("event", reference.events.map(({ name }) => name), all(told, /(?<!class=)"(wrapup-[\w-]+)"/g));
same("typed error", reference.errors.map(({ name }) => name), all(types.split("type ErrorCode =")[1].split(";\n\n")[0], /^ {2}\| "(\w+)"/gm));
same("token", reference.tokens.map(({ name }) => name), all(read("style/tokens.css"), /(--wrapup-[\w-]+)\s*:/g));
same("part", reference.parts.map(({ name }) => name), all(rust, /\bpart="([\w-]+)"/g).concat(all(loader, /part = "([\w-]+)"/g)));
same("slot", reference.slots.map(({ name }) => name), all(rust, /<slot name="([\w-]+)"/g).concat(all(loader, /slot\.name = .*"([\w-]+)"/g)));

// What an administrator's records hold.
const record = (path, name) => all(read(path).split(`pub struct ${name} {`)[1].split("\n}")[0], /^ {4}pub (\w+):/gm);
const typed = (name) => all(types.split(`export interface ${name} {`)[1].split("\n}")[0], /^ {2}(\w+)\??:/gm);
same("field of a configuration", typed("Configuration"), record("src/domain/configuration.rs", "Configuration"));
same("field of a code", typed("WrapUpCode"), record("src/domain/code.rs", "WrapUpCode"));
same("field of an extra field", typed("ExtraField"), record("src/domain/extra.rs", "ExtraField"));

const schema = JSON.parse(read("node_modules/custom-elements-manifest/schema.json"));
const validate = new Ajv({ strict: false }).compile(schema);
if (!validate(manifest())) failures.push(...validate.errors.map(({ instancePath, message }) => `manifest: ${instancePath} ${message}`));

for (const failure of failures) console.error(`error: ${failure}`);
if (failures.length > 0) process.exit(1);
console.log("The reference of docs/embedding.md, the types and the manifest agree with the sources.");
