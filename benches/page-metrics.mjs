// What a page costs while it is left alone, by the browser's own counters.
import { setTimeout as pause } from "node:timers/promises";

/** The browser's counters of a page, by name. */
export async function counters(session) {
  // Of the thread's own time: what other processes take of the machine isn't counted.
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const { metrics } = await session.send("Performance.getMetrics");
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/**
 * Layouts, style recalculations and milliseconds of main thread, each a second.
 * @param {number} seconds for how long the page is watched
 * @param {number} settling for how many milliseconds it is left alone before
 */
export async function costs({ session }, seconds, settling = 3_000) {
  // What the preparation left to do is over, and the middle of a second is reached:
  // so the ticks in between are as many as the seconds.
  await pause(settling + 500 - (Date.now() % 1000));
  const before = await counters(session);
  await pause(seconds * 1000);
  const after = await counters(session);
  const rate = (name, factor = 1) => ((after[name] - before[name]) * factor) / seconds;
  return {
    layouts: rate("LayoutCount"),
    styles: rate("RecalcStyleCount"),
    script: rate("ScriptDuration", 1000),
    tasks: rate("TaskDuration", 1000),
  };
}

/** Timers that fired and frames that were drawn, each a second, of several pages at once, from a trace of their processes. */
export async function wakeUps(pages, seconds) {
  const browser = await pages[0].page.context().browser().newBrowserCDPSession();
  const events = [];
  browser.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const complete = new Promise((complete) => browser.once("Tracing.tracingComplete", complete));
  await browser.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      includedCategories: ["blink.user_timing", "devtools.timeline", "disabled-by-default-devtools.timeline.frame"],
    },
  });
  // By it a page's process is found in the trace.
  const marks = pages.map((_, index) => `wrapup-bench-${index}`);
  for (const [index, { page }] of pages.entries()) await page.evaluate((mark) => performance.mark(mark), marks[index]);
  await pause(seconds * 1000);
  await browser.send("Tracing.end");
  await complete;
  await browser.detach();
  const processes = marks.map((mark) => events.find((event) => event.name === mark)?.pid);
  if (new Set(processes).size !== pages.length || processes.includes(undefined)) {
    throw new Error(`the trace does not show a process for each page: ${processes.join(", ")}`);
  }
  return processes.map((process) => {
    const rate = (name) => events.filter((event) => event.name === name && event.pid === process).length / seconds;
    return { timers: rate("TimerFire"), frames: rate("DrawFrame") };
  });
}
