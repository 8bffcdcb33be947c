// The field for a wrap-up code, as somebody uses it who knows the code.
import { expect, type Locator } from "@playwright/test";

/** Types the label of a code and chooses what is found first. */
export async function choose(field: Locator, label: string): Promise<void> {
  await field.fill(label);
  await field.press("Enter");
  await expect(field).toHaveValue(label);
}
