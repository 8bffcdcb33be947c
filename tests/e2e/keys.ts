// The keyboard, as somebody without a mouse uses it.
import type { Locator, Page } from "@playwright/test";

/** Presses Tab until an element has the focus, as somebody without a mouse would. */
export async function tabTo(page: Page, target: Locator, key = "Tab"): Promise<void> {
  const focused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press(key);
    if (await focused()) return;
  }
  throw new Error(`${target.toString()} is out of the keyboard's reach`);
}
