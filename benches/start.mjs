// Measures how soon a dialog is there: from a cold navigation, in a page that brings
// back a wrap-up out of IndexedDB, and in a page that is there already.
//
//   make bench-start
//   make bench-start options='--rounds 3'     fewer samples
import { parseArgs } from "node:util";
import { openOnce } from "./in-page.mjs";
import { median, Report } from "./report.mjs";
import { buildPeers, Stand, subjects } from "./subjects.mjs";

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "9" }, openings: { type: "string", default: "6" } } });
const rounds = Number(options.rounds);
const openings = Number(options.openings);
const SLOWER = 4;
const SECONDS = 12 * 3600;

buildPeers();
const stand = await Stand.open();
const report = new Report("start", { chromium: stand.chromium, rounds });
const taken = new Map(subjects.map((subject) => [subject, { cold: [], slow: [], laidOut: [], drawn: [] }]));

/** From the beginning of a navigation, with nothing in any cache, until a dialog is drawn. */
async function cold(subject, rate) {
  const query = subject.name === "element" ? "?show=C-cold" : "";
  const { page, close } = await stand.page(subject, query, async (session) => {
    await session.send("Network.enable");
    await session.send("Network.setCacheDisabled", { cacheDisabled: true });
    await session.send("Emulation.setCPUThrottlingRate", { rate });
  });
  const { drawn } = await page.evaluate(() => window.firstShown);
  await close();
  return drawn;
}

/** A few wrap-ups, one after the other, of which the first warms the page up. */
async function warm(subject, round, into) {
  const { page, session, close } = await stand.page(subject);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  for (let opening = 0; opening <= openings; opening++) {
    const id = `C-${round}-${opening}`;
    const { laidOut, drawn } = await page.evaluate(openOnce, { id, seconds: SECONDS });
    if (opening === 0) continue;
    into.laidOut.push(laidOut);
    into.drawn.push(drawn);
  }
  await close();
}

try {
  // What a cold page will bring back.
  for (const subject of subjects) {
    const { page, close } = await stand.page(subject);
    await page.evaluate(
      async ([id, seconds]) => {
        await window.desk.prepare?.(id, seconds);
        await window.desk.open(id, seconds);
      },
      ["C-cold", SECONDS],
    );
    await close();
  }
  for (let round = 0; round < rounds; round++) {
    for (const subject of subjects) {
      const into = taken.get(subject);
      into.cold.push(await cold(subject, 1));
      into.slow.push(await cold(subject, SLOWER));
      if (round < 3) await warm(subject, round, into);
    }
  }
} finally {
  await stand.close();
}

for (const [subject, { cold, slow, laidOut, drawn }] of taken) {
  const row = "cold navigation to dialog drawn";
  report.add({ row, figure: "as it is", subject, measured: cold, unit: "ms" });
  report.add({ row, figure: `at ${SLOWER}x CPU throttling`, subject, measured: slow, unit: "ms" });
  const warm = `warm opening at ${SLOWER}x CPU throttling`;
  report.add({ row: warm, figure: "script and layout", subject, measured: laidOut, unit: "ms" });
  report.add({ row: warm, figure: "until drawn", subject, measured: drawn, unit: "ms" });
}
const ours = taken.get(subjects.find(({ name }) => name === "element"));
const react = taken.get(subjects.find(({ name }) => name === "react"));
report.add({ row: "cold navigation to dialog drawn", figure: "against React with Radix", measured: median(ours.cold) / median(react.cold), unit: "x" });
report.finish();
