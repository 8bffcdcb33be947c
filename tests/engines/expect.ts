// What the specs of all engines say about a service in the same words.
import { finals, type Backend, type Recorded } from "../faults/backend.ts";
import type { SegmentState } from "../faults/service.ts";
import type { Presence } from "../faults/wire.ts";
import { expect } from "./test.ts";

/** Of all kinds: composed and decomposed, beyond the BMP, both directions, lines and blanks. */
export const NOTES = "Refunded — 二重請求 👩🏽‍🚒 𝒳 e\u0301\u00a0é\n\tהוחזר לך ₪20; تم الرد end ";

/** The segments as the service has them. */
export const kept = (backend: Backend): SegmentState[] => [...backend.service.segments.values()];

/** What came about closures and versions, in order. */
export const closures = (backend: Backend): Recorded[] => backend.history.filter(finals);

/** What pages said of coming and going, in order. */
export const presence = (backend: Backend): Presence[] =>
  backend.history.filter(({ path }) => path === "presence").map(({ body }) => body as Presence);

/** Until a page says that it goes. */
export async function gone(backend: Backend): Promise<void> {
  const said = () => presence(backend).map(({ state }) => state);
  await expect.poll(said, "what pages said of coming and going").toContain("gone");
}

/** The one closure there is came from a page, and says so much. */
export function expectOnce(backend: Backend, closure: Record<string, unknown>): void {
  expect(backend.service.effects).toMatchObject([{ as: "closure", by: "page" }]);
  const [segment] = kept(backend);
  expect(segment?.closure).toMatchObject(closure);
  expect(segment?.versions).toEqual([]);
  const [interaction] = [...backend.service.interactions.values()];
  expect(interaction?.record.state).toBe("closed_complete");
  expect(interaction?.closings).toBe(1);
}
