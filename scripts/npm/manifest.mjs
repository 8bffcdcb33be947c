// The custom-elements manifest, from the tables of docs/embedding.md.
import { readFileSync } from "node:fs";
import * as reference from "./reference.mjs";

const tag = "interaction-wrap-up";
const name = "InteractionWrapUp";
const typed = (text) => (text === undefined ? {} : { type: { text } });

function element() {
  const { attributes, methods, state } = reference;
  const fields = attributes.map(({ attribute, property, type, initial, about }) => ({
    kind: "field",
    name: property,
    description: about,
    ...typed(type),
    ...(initial === undefined ? {} : { default: initial }),
    ...(attribute === undefined ? {} : { attribute, reflects: true }),
  }));
  const read = state.map(({ name, about, type }) => ({
    kind: "field",
    name,
    description: about,
    ...typed(type),
    readonly: true,
  }));
  const called = methods.map(({ name, about, argument, result }) => ({
    kind: "method",
    name,
    description: about,
    ...(argument === undefined ? {} : { parameters: [{ name: "how", ...typed(argument) }] }),
    return: typed(`Promise<${result}>`),
  }));
  const described = (list) => list.map(({ name, about }) => ({ name, description: about }));
  return {
    kind: "class",
    name,
    tagName: tag,
    customElement: true,
    description: "The after-conversation wrap-up of one interaction, or all of an agent's.",
    superclass: { name: "HTMLElement", package: "global:" },
    attributes: attributes
      .filter(({ attribute }) => attribute !== undefined)
      .map(({ attribute, property, type, initial, about }) => ({
        name: attribute,
        fieldName: property,
        description: about,
        ...typed(type),
        ...(initial === undefined ? {} : { default: initial }),
      })),
    members: [...fields, ...read, ...called],
    events: reference.events.map(({ name, about }) => ({
      name,
      description: about,
      type: { text: `WrapUpEventMap["${name}"]` },
    })),
    slots: described(reference.slots),
    cssParts: described(reference.parts),
    cssProperties: described(reference.tokens),
  };
}

const exported = (each) => ({ kind: "js", name: each, declaration: { name: each, module: "index.js" } });

/** What the types export beside what is there when they are gone. */
const types = [...readFileSync("src/embed/npm/index.d.ts", "utf8").matchAll(/^export (?:type|interface) (\w+)/gm)].map(
  ([, name]) => name,
);

/** The manifest as an object. */
export function manifest() {
  const functions = [
    { kind: "function", name: "define", description: "Registers the element; gives the class that counts." },
    { kind: "function", name: "preload", description: "Downloads what elements need before the first one does." },
  ];
  const error = {
    kind: "class",
    name: "WrapUpError",
    description: "What every method rejects with.",
    superclass: { name: "Error", package: "global:" },
  };
  return {
    schemaVersion: "2.1.0",
    modules: [
      {
        kind: "javascript-module",
        path: "index.js",
        declarations: [element(), error, ...functions],
        exports: [name, error.name, "define", "preload", ...types].map(exported),
      },
      {
        kind: "javascript-module",
        path: "define.js",
        declarations: [],
        exports: [{ kind: "custom-element-definition", name: tag, declaration: { name, module: "index.js" } }],
      },
    ],
  };
}
