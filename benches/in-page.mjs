// What runs in every measured page: before its own script, or called from outside.

/** Before the page's script: finds dialogs wherever they are, and the wasm's memory. */
export function prepare() {
  const instantiate = WebAssembly.instantiate;
  WebAssembly.instantiate = async (...args) => {
    const made = await instantiate.apply(WebAssembly, args);
    window.wasmMemory ??= (made.instance ?? made).exports.memory;
    return made;
  };

  const hosts = "interaction-wrap-up, wrap-up-dialog";
  const roots = () => [document, ...[...document.querySelectorAll(hosts)].flatMap(({ shadowRoot }) => shadowRoot ?? [])];
  const all = (selector) => roots().flatMap((root) => [...root.querySelectorAll(selector)]);

  window.findAll = all;
  window.dialogs = () => all("[role=dialog]");

  /** Resolves in the task, and before the frame, in which so many dialogs are in the page. */
  window.dialogsAre = (count) =>
    new Promise((reached) => {
      const seen = new Set();
      const look = () => {
        for (const root of roots()) {
          if (seen.has(root)) continue;
          seen.add(root);
          observer.observe(root, { childList: true, subtree: true });
        }
        if (window.dialogs().length !== count) return;
        observer.disconnect();
        reached();
      };
      const observer = new MutationObserver(look);
      look();
    });

  /** Resolves once what is in the page now was drawn. */
  window.drawn = () =>
    new Promise((drawn) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = drawn;
        port2.postMessage(null);
      }),
    );

  /** What countdowns show, and their bands. */
  window.countdowns = () => all("[role=timer]").map((timer) => timer.textContent.match(/\d+:\d\d/)?.[0] ?? "");

  // When the first dialog was there and drawn, counted from the navigation.
  window.firstShown = (async () => {
    await window.dialogsAre(1);
    const there = performance.now();
    await window.drawn();
    return { there, drawn: performance.now() };
  })();
}

/**
 * Opens one wrap-up of a conversation that has begun, and closes it again. Gives the
 * milliseconds until it is laid out, and until it is drawn.
 */
export async function openOnce({ id, seconds }) {
  const { desk } = window;
  await desk.prepare?.(id, seconds);
  await window.drawn();
  const shown = window.dialogs().length;
  const begin = performance.now();
  const opened = desk.open(id, seconds);
  await window.dialogsAre(shown + 1);
  window.dialogs().forEach((dialog) => dialog.getBoundingClientRect());
  const laidOut = performance.now() - begin;
  await window.drawn();
  const drawn = performance.now() - begin;
  await opened;
  await desk.close(id);
  await window.dialogsAre(shown);
  return { laidOut, drawn };
}

/** Opens so many wrap-ups and leaves them open. */
export async function openMany({ count, seconds, from = 0 }) {
  const { desk } = window;
  const shown = window.dialogs().length;
  const ids = Array.from({ length: count }, (_, index) => `C-${from + index}`);
  for (const id of ids) await desk.prepare?.(id, seconds);
  // Some at a time, as conversations end: those that wait for the store are asked after each write.
  while (ids.length > 0) await Promise.all(ids.splice(0, 10).map((id) => desk.open(id, seconds)));
  await window.dialogsAre(shown + count);
}

/** Opens and closes so many, one after the other. */
export async function openAndClose({ count, seconds, from }) {
  const { desk } = window;
  const shown = window.dialogs().length;
  for (let index = 0; index < count; index++) {
    const id = `C-${from + index}`;
    await desk.prepare?.(id, seconds);
    const opened = desk.open(id, seconds);
    await window.dialogsAre(shown + 1);
    await opened;
    await desk.close(id);
    await window.dialogsAre(shown);
  }
}
