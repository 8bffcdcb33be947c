// Reads the tables of docs/embedding.md, from which the manifest is made and which
// scripts/npm/check.mjs holds against the sources.
import { readFileSync } from "node:fs";

const text = readFileSync("docs/embedding.md", "utf8");

const code = (cell) => cell.match(/`([^`]*)`/)?.[1].replaceAll("\\|", "|");

/** A table's rows, each a list of cells. */
function table(title) {
  const [, section] = text.split(`\n## ${title}\n`);
  if (section === undefined) throw new Error(`docs/embedding.md has no section "${title}"`);
  const lines = section.split("\n## ")[0].split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}

const named = (title) => table(title).map((cells) => ({ name: code(cells[0]), about: cells.at(-1).replaceAll("\\|", "|"), cells }));

export const attributes = table("Attributes and properties").map(([attribute, property, type, initial, about]) => ({
  attribute: code(attribute),
  property: code(property),
  type: code(type),
  initial: code(initial),
  about,
}));
export const methods = named("Methods").map(({ name, about, cells }) => ({
  name,
  about,
  argument: code(cells[1]),
  result: code(cells[2]),
}));
export const state = named("State").map(({ name, about, cells }) => ({ name, about, type: code(cells[1]) }));
export const events = named("Events");
export const errors = named("Error codes");
export const tokens = named("Tokens");
export const parts = named("Parts");
export const slots = named("Slots");
