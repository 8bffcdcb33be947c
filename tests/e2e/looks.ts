// How a page looks to those who cannot judge it by eye: where things lie.
import type { Page } from "@playwright/test";

/** Controls that stick out of the page sideways, or lie upon each other. */
export async function collisions(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const { clientWidth, scrollWidth } = document.documentElement;
    const found: string[] = [];
    if (scrollWidth > clientWidth) found.push(`the page scrolls sideways: ${scrollWidth} > ${clientWidth}`);
    const name = (element: Element) =>
      element.getAttribute("aria-label") ?? element.id + (element.textContent ?? "").trim().slice(0, 30);
    const texts = "button, select, textarea, [role=timer], h1, h2, dt, dd, p:not(.wrapup-unseen)";
    const pieces = [...document.querySelectorAll(texts)].filter((piece) => piece.checkVisibility());
    // What is scrolled out of sight lies upon nothing.
    const visible = (piece: Element) => {
      let { left, right, top, bottom } = piece.getBoundingClientRect();
      for (let around = piece.parentElement; around !== null; around = around.parentElement) {
        if (around === document.body || getComputedStyle(around).overflow === "visible") continue;
        const frame = around.getBoundingClientRect();
        [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
        [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
      }
      return { left, right, top, bottom };
    };
    const boxes = pieces.map((piece) => ({
      piece,
      box: visible(piece),
      // What floats above the page may cover it.
      layer: piece.closest(".wrapup-keys-actions, .wrapup-keys-header, dialog, [role=dialog], [role=status], .admin-form-buttons"),
    }));
    for (const [index, one] of boxes.entries()) {
      if (one.box.left >= one.box.right || one.box.top >= one.box.bottom) continue;
      if (one.box.left < -0.5 || one.box.right > clientWidth + 0.5) found.push(`${name(one.piece)} sticks out`);
      for (const other of boxes.slice(index + 1)) {
        if (one.layer !== other.layer) continue;
        if (one.piece.contains(other.piece) || other.piece.contains(one.piece)) continue;
        const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
        if (across > 1 && down > 1) found.push(`${name(one.piece)} lies upon ${name(other.piece)}`);
      }
    }
    return found;
  });
}
